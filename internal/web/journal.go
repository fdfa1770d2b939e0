package web

import (
	"context"
	"net/http"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/journal"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidNoteKept     = said("note-kept", ui.Done, "Kept. Only you can read it, unless you show it.")
	saidFileRemoved  = said("note-file-removed", ui.Done, "The file is removed for good.")
	saidNoteDrafted  = said("note-drafted", ui.Done, "Saved. Only you can read it, and it is no entry until you keep it.")
	saidDraftDropped = said("note-draft-dropped", ui.Done, "What you had not kept is thrown away.")
	saidAttached     = said("note-attached", ui.Done, "Your entry stands beside it. You can take it back until you hand in or agree.")
	saidDetached     = said("note-detached", ui.Done, "Your entry is taken back. It is where it was, in your journal.")
	saidNoteRemoved  = said("note-removed", ui.Done, "The entry is removed for good.")
	saidNoteShared   = said("note-shared", ui.Done, "Your manager can read this one entry now. You can end this any day.")
	saidNoteUnshared = said("note-unshared", ui.Done, "Your manager can read it no longer.")
)

func (s *site) journalRoutes() []Route {
	item := []string{"notes_self"}
	return []Route{
		{Pattern: "GET /journal", Items: item, handle: s.showJournal},
		{Pattern: "POST /journal", Items: item, MaxBody: uploadBody, handle: s.writeNote},
		{Pattern: "GET /journal/export", Items: []string{"notes_self", "export"}, handle: s.confirming(s.exportJournal)},
		{Pattern: "GET /journal/{id}", Items: item, handle: s.showNote},
		{Pattern: "POST /journal/{id}", Items: item, MaxBody: uploadBody, handle: s.rewriteNote},
		{Pattern: "POST /journal/draft", Items: item, handle: s.saveNoteDraft},
		{Pattern: "POST /journal/{id}/draft", Items: item, handle: s.saveNoteDraft},
		{Pattern: "POST /journal/draft/end", Items: item, handle: s.dropNoteDraft},
		{Pattern: "POST /journal/{id}/draft/end", Items: item, handle: s.dropNoteDraft},
		{Pattern: "POST /journal/{id}/attachment", Items: []string{"notes_self", "self_draft", "case_text"}, handle: s.attachNote(saidAttached, (*workflow.Workflow).AttachNote)},
		{Pattern: "POST /journal/{id}/attachment/end", Items: []string{"notes_self", "self_draft", "case_text"}, handle: s.attachNote(saidDetached, (*workflow.Workflow).DetachNote)},
		{Pattern: "GET /journal/files/{id}", Items: item, handle: s.showNoteFile},
		{Pattern: "POST /journal/files/{id}/removal", Items: item, handle: s.removeNoteFile},
		{Pattern: "POST /journal/{id}/removal", Items: item, handle: s.noteAct(saidNoteRemoved, "/journal", (*workflow.Workflow).RemoveNote)},
		{Pattern: "POST /journal/{id}/sharing", Items: item, handle: s.noteAct(saidNoteShared, "", (*workflow.Workflow).ShareNote)},
		{Pattern: "POST /journal/{id}/sharing/end", Items: item, handle: s.noteAct(saidNoteUnshared, "", (*workflow.Workflow).UnshareNote)},
	}
}

func (s *site) showJournal(v *visit) error { return v.renderJournal(http.StatusOK, nil, nil) }

// renderJournal shows the journal with the form of a new entry; typed is what was
// refused, and nil gives what was saved while it was written, or an empty form of today.
func (v *visit) renderJournal(code int, typed *form, wrong error) error {
	journal, err := v.Workflow.Notes(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.List{Page: v.page(v.say("Journal")), Journal: journal, Moment: v.moment}
	p.Form = v.noteForm("/journal", "", journal.Draft, typed, wrong)
	if typed == nil && journal.Draft.Revision == 0 {
		p.Form.Text.On = clock.DateOf(v.Workflow.Now(), v.zone())
	}
	p.Form.Areas = journal.Areas
	return v.render(code, pages.ShowList(p))
}

// noteForm is the form of an entry: what was typed and refused stands before what
// was saved while it was written.
func (v *visit) noteForm(action string, ref id.Note, draft workflow.SavedNote, typed *form, wrong error) pages.Form {
	f := pages.Form{Action: action, Key: v.key(), Problems: problems{}, DraftKey: "note:" + string(ref), Draft: draft, Text: draft.NoteText, Moment: v.moment}
	if draft.Revision > 0 {
		f.Saved = true
	}
	if typed != nil {
		f.Text, f.Typed = noteOf(*typed), true
		f.Clash = typed.revision("revision") != draft.Revision
	}
	if wrong != nil {
		f.Problems, f.Wrong = v.wrongOf(wrong)
	}
	return f
}

func noteOf(f form) growth.NoteText {
	t := growth.NoteText{On: clock.Date(f.get("on")), Title: f.get("title"), Text: f.get("text")}
	for _, a := range f.all("area") {
		t.Areas = append(t.Areas, framework.AreaID(a))
	}
	return t
}

func noteDraftOf(f form) workflow.NoteDraft {
	return workflow.NoteDraft{NoteText: noteOf(f), Revision: f.revision("revision")}
}

func (s *site) writeNote(v *visit) error {
	f, files, err := v.formWithFile()
	if err != nil {
		return err
	}
	_, err = s.Workflow.WriteNote(v.r.Context(), v.actor, f.once(), noteDraftOf(f), files...)
	if mendable(err) {
		return v.renderJournal(statusFor(err), &f, err)
	}
	if err != nil {
		return err
	}
	return v.redirect("/journal", saidNoteKept)
}

func (v *visit) noteID() (id.Note, error) {
	ref, ok := id.Parse[id.Note](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showNote(v *visit) error { return v.renderNote(http.StatusOK, nil, nil) }

func (v *visit) renderNote(code int, typed *form, wrong error) error {
	ref, err := v.noteID()
	if err != nil {
		return err
	}
	note, err := v.Workflow.Note(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	v.seen("note/" + string(ref))
	f, err := v.framework()
	if err != nil {
		return err
	}
	p := pages.One{Page: v.page(v.say("Journal")), Note: note, Key: v.key, Moment: v.moment}
	p.Page.Path = "/journal/" + string(ref)
	p.Form = v.noteForm("/journal/"+string(ref), ref, note.Draft, typed, wrong)
	p.Form.Areas, p.Form.Read = f.AreasInOrder(), note.Version
	if typed == nil && !p.Form.Saved {
		p.Form.Text = note.NoteText
	}
	p.Editing = typed != nil && typed.values["text"] != nil || p.Form.Saved
	return v.render(code, pages.Show(p))
}

func (s *site) rewriteNote(v *visit) error {
	ref, err := v.noteID()
	if err != nil {
		return err
	}
	f, files, err := v.formWithFile()
	if err != nil {
		return err
	}
	err = s.Workflow.RewriteNote(v.r.Context(), v.actor, f.once(), ref, noteDraftOf(f), f.revision("read"), files...)
	if mendable(err) {
		return v.renderNote(statusFor(err), &f, err)
	}
	if err != nil {
		return err
	}
	return v.redirect("/journal/"+string(ref), saidNoteKept)
}

// noteAct answers an act that is one button.
func (s *site) noteAct(done flash, to string, act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Note) error) func(*visit) error {
	return func(v *visit) error {
		ref, err := v.noteID()
		if err != nil {
			return err
		}
		f, err := v.form()
		if err != nil {
			return err
		}
		err = act(s.Workflow, v.r.Context(), v.actor, f.once(), ref)
		if fault.KindOf(err) == fault.Conflict && err != nil {
			return v.renderNote(status(fault.Conflict), nil, err)
		}
		if err != nil {
			return err
		}
		if to != "" {
			return v.redirect(to, done)
		}
		return v.redirect("/journal/"+string(ref), done)
	}
}

// draftedNote is the entry of the address; empty for a new one.
func (v *visit) draftedNote() (id.Note, error) {
	if v.r.PathValue("id") == "" {
		return "", nil
	}
	return v.noteID()
}

// saveNoteDraft answers the script that saves while somebody writes, and the button
// that does the same.
func (s *site) saveNoteDraft(v *visit) error {
	ref, err := v.draftedNote()
	if err != nil {
		return err
	}
	f, _, err := v.formWithFile()
	if err != nil {
		return err
	}
	saved, err := s.Workflow.SaveNoteDraft(v.r.Context(), v.actor, ref, noteDraftOf(f))
	switch {
	case err == nil && v.autosaving():
		return v.answerSaved(saved, v.say("Saved just now. It is no entry until you keep it."))
	case err == nil:
		return v.redirect(journalPath(ref), saidNoteDrafted)
	case v.autosaving() || !mendable(err):
		return err
	case ref == "":
		return v.renderJournal(statusFor(err), &f, err)
	default:
		return v.renderNote(statusFor(err), &f, err)
	}
}

func journalPath(ref id.Note) string {
	if ref == "" {
		return "/journal"
	}
	return "/journal/" + string(ref)
}

func (s *site) dropNoteDraft(v *visit) error {
	ref, err := v.draftedNote()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.DropNoteDraft(v.r.Context(), v.actor, ref, f.revision("revision")); err != nil {
		return err
	}
	return v.redirect(journalPath(ref), saidDraftDropped)
}

// attachNote puts an entry beside something, or takes it back, and leads there.
func (s *site) attachNote(done flash, act func(*workflow.Workflow, context.Context, access.Actor, workflow.Once, id.Note, string) error) func(*visit) error {
	return func(v *visit) error {
		ref, err := v.noteID()
		if err != nil {
			return err
		}
		f, err := v.form()
		if err != nil {
			return err
		}
		err = act(s.Workflow, v.r.Context(), v.actor, f.once(), ref, f.get("thing"))
		if fault.KindOf(err) == fault.Conflict && err != nil {
			return v.renderNote(status(fault.Conflict), nil, err)
		}
		if err != nil {
			return err
		}
		return v.redirect(workflow.PathOf(f.get("thing")), done)
	}
}
