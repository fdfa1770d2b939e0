package trust

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Entries beside evaluations and cases, and drafts of entries.
func init() {
	clear["note_drafts"] = "owner note revision saved_at"
	clear["note_attachments"] = "note thing since" // that an entry stands somewhere, not what it says
	sealed = append(sealed, "note_drafts.sealed", "notes.reader_mark")
	for _, path := range []string{"/draft", "/draft/end", "/attachment", "/attachment/end"} {
		kinds["/journal/{id}"+path] = "note"
	}
	breakages = append(breakages,
		broken("entries are read beside an unopened side", "TestAnEntryBesideASideIsReadWithIt", "workflow/note_attachment.go", "!b.Manager || !e.BothSee() ||", "!b.Manager ||"),
		broken("entries beside a case are read by a former manager", "TestAnEntryBesideACaseIsReadWithIt", "workflow/promotion.go", "if c.Releases() {", "if false {"),
		broken("what was handed in is changed", "TestAnEntryBesideASideIsReadWithIt", "growth/attachment.go", "if !held {", "if true {"),
		broken("somebody else's entry is attached", "TestAnEntryBesideASideIsReadWithIt", "workflow/note.go", "if err == nil && n.Owner != actor.Person {\n\t\t\terr = fault.NotFound()\n\t\t}\n\t\tif err != nil {\n\t\t\treturn \"\", err\n\t\t}\n\t\tif err := f(tx, n)", "if err != nil {\n\t\t\treturn \"\", err\n\t\t}\n\t\tif err := f(tx, n)"),
		broken("entries stand beside what is somebody else's", "TestAnEntryBesideASideIsReadWithIt", "workflow/note_attachment.go", "if err != nil || e.Subject != owner {", "if err != nil {"),
	)
}

// noteReaders names everybody who reads the entry, and fails for those who read it
// on one way and not on the other.
func noteReaders(w *world.World, ref id.Note, file id.File) (names string) {
	w.Helper()
	for _, name := range w.Names() {
		_, err := w.Note(w.Context(), w.Actor(name), ref)
		_, fileErr := w.NoteFile(w.Context(), w.Actor(name), file)
		if (err == nil) != (fileErr == nil) {
			w.Errorf("%s reads the entry: %v, and its file: %v", name, err, fileErr)
		}
		if err == nil {
			names += name + " "
		} else if !fault.Is(err, fault.Withheld) {
			w.Error(name, err)
		}
	}
	return names
}

func wantReaders(w *world.World, when string, f growth.File, names string) {
	w.Helper()
	if got := noteReaders(w, f.Note, f.ID); got != names {
		w.Errorf("%s it is read by %s, want %s", when, got, names)
	}
}

// TestAnEntryBesideASideIsReadWithIt: by the manager, from the moment both sides are
// open and never before; until it is handed in it is the person's to take back.
func TestAnEntryBesideASideIsReadWithIt(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, mats, once := w.Context(), w.Actor("noor"), w.Actor("mats"), workflow.Once{}
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		thing := "evaluation/" + string(ref)
		f := writeFileOfNote(w, "noor", "talk.txt", noteWords)
		for _, name := range w.Names() {
			if name != "noor" {
				if err := w.AttachNote(ctx, w.Actor(name), once, f.Note, thing); !fault.Is(err, fault.Withheld) {
					w.Errorf("%s attaches it: %v", name, err)
				}
			}
		}
		his := writeFileOfNote(w, "mats", "his.txt", "His.")
		for _, what := range []string{thing, "evaluation/" + string(id.New[id.Evaluation]()), "promotion/x", "person/" + string(noor.Person), ""} {
			if err := w.AttachNote(ctx, mats, once, his.Note, what); !fault.Is(err, fault.Withheld) {
				w.Errorf("beside %q: %v", what, err)
			}
		}
		must(w.T, w.AttachNote(ctx, noor, once, f.Note, thing))
		wantReaders(w, "put beside", f, "noor ")
		must(w.T, w.DetachNote(ctx, noor, once, f.Note, thing))
		must(w.T, w.AttachNote(ctx, noor, once, f.Note, thing))
		must(w.T, w.HandIn(ctx, noor, once, ref, nil))
		wantReaders(w, "handed in", f, "noor ")
		v, err := w.Note(ctx, noor, f.Note)
		must(w.T, err)
		text := workflow.NoteDraft{NoteText: v.NoteText}
		for what, err := range map[string]error{
			"taken back":    w.DetachNote(ctx, noor, once, f.Note, thing),
			"changed":       w.RewriteNote(ctx, noor, once, f.Note, text, v.Version),
			"drafted":       second(w.SaveNoteDraft(ctx, noor, f.Note, text)),
			"removed":       w.RemoveNote(ctx, noor, once, f.Note),
			"file removed":  second(w.RemoveNoteFile(ctx, noor, once, f.ID)),
			"attached late": w.AttachNote(ctx, noor, once, writeNote(w, "noor", "Late."), thing),
		} {
			if !fault.Is(err, fault.Conflict) {
				w.Errorf("%s after it was handed in: %v", what, err)
			}
		}
		must(w.T, w.TakeBack(ctx, noor, once, ref))
		must(w.T, w.RewriteNote(ctx, noor, once, f.Note, text, v.Version))
		must(w.T, w.HandIn(ctx, noor, once, ref, nil))
		must(w.T, w.HandIn(ctx, mats, once, ref, nil))
		wantReaders(w, "opened", f, "mats noor ")
		must(w.T, w.AskToJoin(ctx, noor, once, ref))
		wantReaders(w, "with somebody reading along", f, "mats noor ")
		attached, err := w.AttachedNotes(ctx, mats, noor.Person, thing)
		if err != nil || len(attached) != 1 || len(attached[0].Files) != 1 {
			w.Errorf("Mats finds %v, %v", attached, err)
		}
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mira")))
		wantReaders(w, "under another manager, who reads the side", f, "mira noor ")
	})
}

// TestAnEntryBesideACaseIsReadWithIt: by the manager, and by whoever decides while
// the case lies with them. It is the person's alone again when it ends undecided.
func TestAnEntryBesideACaseIsReadWithIt(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	ref := w.Promote("noor", "mats", "asa", "tove", "tribe-guild", promotion.Drafting, world.PlainCase)
	thing := "promotion/" + string(ref)
	f := writeFileOfNote(w, "noor", "talk.txt", noteWords)
	if err := w.AttachNote(ctx, noor, once, f.Note, thing); !fault.Is(err, fault.Withheld) {
		t.Errorf("beside a case that she does not know of: %v", err)
	}
	must(t, w.Offer(ctx, w.Actor("mats"), once, ref, nil))
	must(t, w.AttachNote(ctx, noor, once, f.Note, thing))
	wantReaders(w, "offered", f, "mats noor ")
	must(t, w.DetachNote(ctx, noor, once, f.Note, thing))
	wantReaders(w, "taken back", f, "noor ")
	must(t, w.AttachNote(ctx, noor, once, f.Note, thing))
	v, err := w.Promotion(ctx, noor, ref)
	must(t, err)
	must(t, w.Consent(ctx, noor, once, ref, workflow.ConsentWords{Read: v.Revision}))
	if err := w.DetachNote(ctx, noor, once, f.Note, thing); !fault.Is(err, fault.Conflict) {
		t.Errorf("taken back after she agreed: %v", err)
	}
	wantReaders(w, "others are heard", f, "mats noor ")
	must(t, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mira")))
	wantReaders(w, "under another manager", f, "noor ")
	must(t, w.Sponsor(ctx, w.Actor("mira"), once, ref, ""))
	must(t, w.AttachNote(ctx, noor, once, f.Note, thing))
	must(t, w.Withdraw(ctx, noor, once, ref, ""))
	wantReaders(w, "withdrawn", f, "noor ")
	must(t, w.RemoveNote(ctx, noor, once, f.Note))
}

// TestWhoDecidesReadsWhatStandsBesideTheCase, for as long as the case is theirs.
func TestWhoDecidesReadsWhatStandsBesideTheCase(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	ref := w.Promote("noor", "mats", "asa", "tove", "tribe-guild", promotion.Offered, world.PlainCase)
	f := writeFileOfNote(w, "noor", "talk.txt", noteWords)
	must(t, w.AttachNote(ctx, noor, once, f.Note, "promotion/"+string(ref)))
	w.Advance(ref, "noor", "mats", "asa", "tove", promotion.Deciding, world.PlainCase)
	wantReaders(w, "while it lies with her", f, "mats noor tove ")
	must(t, w.Decide(ctx, w.Actor("tove"), once, ref, promotion.Verdict{Reasons: "Seen."}))
	wantReaders(w, "decided", f, "mats noor tove ")
	w.Clock.Advance(promotion.DeciderKeeps)
	wantReaders(w, "a while after", f, "mats noor ")
}

// TestADraftOfAnEntryIsItsWritersAlone, and goes when the entry is kept.
func TestADraftOfAnEntryIsItsWritersAlone(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		text := growth.NoteText{On: "2026-05-12", Text: "So far."}
		first, err := w.SaveNoteDraft(ctx, noor, "", workflow.NoteDraft{NoteText: text})
		must(w.T, err)
		if _, err := w.SaveNoteDraft(ctx, noor, "", workflow.NoteDraft{NoteText: text}); !fault.Is(err, fault.Conflict) {
			w.Errorf("a second beginning: %v", err)
		}
		second, err := w.SaveNoteDraft(ctx, noor, "", workflow.NoteDraft{NoteText: text, Revision: first.Revision})
		must(w.T, err)
		for _, name := range w.Names() {
			journal, err := w.Notes(ctx, w.Actor(name))
			must(w.T, err)
			if (journal.Draft.Text == text.Text) != (name == "noor") {
				w.Errorf("%s finds %q", name, journal.Draft.Text)
			}
		}
		ref, err := w.WriteNote(ctx, noor, once, workflow.NoteDraft{NoteText: text, Revision: first.Revision})
		must(w.T, err)
		journal, err := w.Notes(ctx, noor)
		if err != nil || journal.Draft.Revision != second.Revision {
			w.Errorf("what another tab saved is gone: %+v, %v", journal.Draft, err)
		}
		must(w.T, w.ShareNote(ctx, noor, once, ref))
		_, err = w.SaveNoteDraft(ctx, noor, ref, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: "Half a sent"}})
		must(w.T, err)
		v, err := w.Note(ctx, w.Actor("mats"), ref)
		if err != nil || v.Text != text.Text || v.Draft.Revision > 0 {
			w.Errorf("Mats reads %q and the draft %+v, %v", v.Text, v.Draft, err)
		}
		if _, err := w.SaveNoteDraft(ctx, w.Actor("mats"), ref, workflow.NoteDraft{NoteText: text}); !fault.Is(err, fault.Withheld) {
			w.Errorf("Mats writes into it: %v", err)
		}
	})
}
