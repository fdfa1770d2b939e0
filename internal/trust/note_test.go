package trust

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

const noteWords = "I was too quiet on Tuesday."

func writeNote(w *world.World, name, text string) id.Note {
	w.Helper()
	ref, err := w.WriteNote(w.Context(), w.Actor(name), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Title: text, Text: text}})
	must(w.T, err)
	return ref
}

func readNote(a ask) (outcome, error) {
	v, err := a.Note(a.ctx, a.actor, a.note)
	return a.outcome(err, v.Text == noteWords)
}

func listNotes(a ask) (outcome, error) {
	v, err := a.Notes(a.ctx, a.actor)
	if err != nil {
		return a.outcome(err, false)
	}
	for _, n := range append(v.Mine, v.Shown...) {
		if n.ID == a.note {
			return shown, nil
		}
	}
	return withheld, nil
}

func rewriteNote(a ask) (outcome, error) {
	v, err := a.Note(a.ctx, a.Actor("noor"), a.note)
	if err != nil {
		return "", err
	}
	return a.written(a.RewriteNote(a.ctx, a.actor, workflow.Once{}, a.note, workflow.NoteDraft{NoteText: v.NoteText}, v.Version))
}

// TestAnEntryIsShownToOneManagerAtATime: showing is an act of the owner, for the
// manager of that moment, and ends at once.
func TestAnEntryIsShownToOneManagerAtATime(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		ref := writeNote(w, "noor", noteWords)
		readers := func() (names string) {
			for _, name := range w.Names() {
				_, err := w.Note(ctx, w.Actor(name), ref)
				if err == nil {
					names += name + " "
				} else if !fault.Is(err, fault.Withheld) {
					w.Error(name, err)
				}
			}
			return names
		}
		want := func(when, names string) {
			w.Helper()
			if got := readers(); got != names {
				w.Errorf("%s it is read by %s, want %s", when, got, names)
			}
		}
		want("at first", "noor ")
		must(w.T, w.ShareNote(ctx, noor, once, ref))
		want("shown", "mats noor ")
		must(w.T, w.UnshareNote(ctx, noor, once, ref))
		want("taken back", "noor ")
		must(w.T, w.ShareNote(ctx, noor, once, ref))
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mira")))
		want("under another manager", "noor ")
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mats")))
		want("under the first one again", "noor ")
		must(w.T, w.RemoveNote(ctx, noor, once, ref))
		want("removed", "")
	})
}

func TestEveryActOnTheJournalIsWrittenDown(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		var ref id.Note
		text := workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: noteWords}}
		one := func(act string) []string { return []string{line("note."+act, "notes_self", "self")} }
		for _, d := range []deed{
			{"write", func() (err error) { ref, err = w.WriteNote(ctx, noor, once, text); return err }, one("written")},
			{"rewrite", func() error { return w.RewriteNote(ctx, noor, once, ref, text, 1) }, one("written")},
			{"read one's own", func() error { _, err := w.Note(ctx, noor, ref); return err }, nil},
			{"show", func() error { return w.ShareNote(ctx, noor, once, ref) }, one("shared")},
			{"read what is shown", func() error { _, err := w.Note(ctx, w.Actor("mats"), ref); return err }, []string{line("read", "notes_self", "manager")}},
			{"show no more", func() error { return w.UnshareNote(ctx, noor, once, ref) }, one("sharing-ended")},
			{"remove", func() error { return w.RemoveNote(ctx, noor, once, ref) }, one("removed")},
		} {
			tryDeed(w.T, w, d)
		}
	})
}

// putNotes fills the cage with an entry of one's own, and one shown to a manager.
func (c *cage) putNotes() {
	c.Helper()
	writeNote(c.World, "ben", c.put("ben", "note", "ben"))
	writeFileOfNote(c.World, "ben", c.put("ben", "file-name", "ben")+".txt", c.put("ben", "file", "ben"))
	shown := writeNote(c.World, "asa", c.put("asa", "note", "asa", "mats"))
	asa, err := c.Note(c.Context(), c.Actor("asa"), shown)
	must(c.T, err)
	must(c.T, c.RewriteNote(c.Context(), c.Actor("asa"), workflow.Once{}, shown, workflow.NoteDraft{NoteText: asa.NoteText}, asa.Version,
		growth.Upload{Name: c.put("asa", "file-name", "asa", "mats") + ".txt", Content: []byte(c.put("asa", "file", "asa", "mats"))}))
	must(c.T, c.ShareNote(c.Context(), c.Actor("asa"), workflow.Once{}, shown))
}
