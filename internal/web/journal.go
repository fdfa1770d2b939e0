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
	saidNoteRemoved  = said("note-removed", ui.Done, "The entry is removed for good.")
	saidNoteShared   = said("note-shared", ui.Done, "Your manager can read this one entry now. You can end this any day.")
	saidNoteUnshared = said("note-unshared", ui.Done, "Your manager can read it no longer.")
)

func (s *site) journalRoutes() []Route {
	item := []string{"notes_self"}
	return []Route{
		{Pattern: "GET /journal", Items: item, handle: s.showJournal},
		{Pattern: "POST /journal", Items: item, MaxBody: uploadBody, handle: s.writeNote},
		{Pattern: "GET /journal/export", Items: []string{"notes_self", "export"}, handle: s.exportJournal},
		{Pattern: "GET /journal/{id}", Items: item, handle: s.showNote},
		{Pattern: "POST /journal/{id}", Items: item, MaxBody: uploadBody, handle: s.rewriteNote},
		{Pattern: "GET /journal/files/{id}", Items: item, handle: s.showNoteFile},
		{Pattern: "POST /journal/files/{id}/removal", Items: item, handle: s.removeNoteFile},
		{Pattern: "POST /journal/{id}/removal", Items: item, handle: s.noteAct(saidNoteRemoved, "/journal", (*workflow.Workflow).RemoveNote)},
		{Pattern: "POST /journal/{id}/sharing", Items: item, handle: s.noteAct(saidNoteShared, "", (*workflow.Workflow).ShareNote)},
		{Pattern: "POST /journal/{id}/sharing/end", Items: item, handle: s.noteAct(saidNoteUnshared, "", (*workflow.Workflow).UnshareNote)},
	}
}

func (s *site) showJournal(v *visit) error { return v.renderJournal(http.StatusOK, nil, nil) }

// renderJournal shows the journal with the form of a new entry; typed is what was
// refused, and nil gives an empty form of today.
func (v *visit) renderJournal(code int, typed *growth.NoteText, wrong error) error {
	journal, err := v.Workflow.Notes(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.List{Page: v.page("Journal"), Journal: journal, Moment: v.moment}
	p.Form = pages.Form{Key: v.key(), Areas: journal.Areas, Problems: problems{}, Action: "/journal"}
	p.Form.Text.On = clock.DateOf(v.Workflow.Now(), v.zone())
	if typed != nil {
		p.Form.Text = *typed
	}
	if wrong != nil {
		p.Form.Problems, p.Form.Wrong = wrongOf(wrong)
	}
	return v.render(code, pages.ShowList(p))
}

func noteOf(f form) growth.NoteText {
	t := growth.NoteText{On: clock.Date(f.get("on")), Title: f.get("title"), Text: f.get("text")}
	for _, a := range f.all("area") {
		t.Areas = append(t.Areas, framework.AreaID(a))
	}
	return t
}

func (s *site) writeNote(v *visit) error {
	f, files, err := v.formWithFile()
	if err != nil {
		return err
	}
	text := noteOf(f)
	_, err = s.Workflow.WriteNote(v.r.Context(), v.actor, f.once(), text, files...)
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		return v.renderJournal(status(kind), &text, err)
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

func (v *visit) renderNote(code int, typed *growth.NoteText, wrong error) error {
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
	p := pages.One{Page: v.page("Journal"), Note: note, Key: v.key, Moment: v.moment}
	p.Page.Path = "/journal/" + string(ref)
	p.Form = pages.Form{Key: v.key(), Areas: f.AreasInOrder(), Problems: problems{}, Action: "/journal/" + string(ref), Text: note.NoteText, Read: note.Version}
	if typed != nil {
		p.Form.Text, p.Editing = *typed, true
	}
	if wrong != nil {
		p.Form.Problems, p.Form.Wrong = wrongOf(wrong)
	}
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
	text := noteOf(f)
	err = s.Workflow.RewriteNote(v.r.Context(), v.actor, f.once(), ref, text, f.revision("read"), files...)
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		return v.renderNote(status(kind), &text, err)
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
