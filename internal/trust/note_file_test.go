package trust

import (
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Files of journal entries bring tables, addresses and guards of their own.
func init() {
	clear["note_files"] = "id note owner made_at" // that there is one, not its name, sort or size
	clear["note_file_pieces"] = "file piece"
	sealed = append(sealed, "note_files.sealed", "note_file_pieces.sealed")
	kinds["/journal/files/{id}"] = "note-file"
	kinds["/journal/files/{id}/removal"] = "note-file"
	breakages = append(breakages,
		broken("files are read by whoever knows their address", "TestAFileIsReadWithItsEntry", "workflow/note_file.go", "if b, err = reachNote(r, actor, b, n); err != nil {", "if err != nil {"),
		broken("anybody removes a file", "TestAFileIsReadWithItsEntry", "workflow/note_file.go", "if err == nil && f.Owner != actor.Person {", "if false {"),
		broken("files stay when their entry goes", "TestAFileIsReadWithItsEntry", "store/note.go", "[]string{dropPiecesOfNote, dropFilesOfNote, dropUsesOfNote,", "[]string{dropUsesOfNote,"),
		broken("files run in the browser", "TestAFileIsNeverRun", "web/journal_file.go", `h.Set("Content-Security-Policy", filePolicy)`, `_ = filePolicy`),
		broken("a file is what its name says", "TestAFileIsNeverRun", "growth/file_type.go", "if t.is(content) {", "if true {"),
	)
}

// writeFileOfNote keeps an entry with one file.
func writeFileOfNote(w *world.World, name, file, content string) growth.File {
	w.Helper()
	ref, err := w.WriteNote(w.Context(), w.Actor(name), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: "With a file."}},
		growth.Upload{Name: file, Content: []byte(content)})
	must(w.T, err)
	v, err := w.Note(w.Context(), w.Actor(name), ref)
	must(w.T, err)
	return v.Files[0]
}

// TestAFileIsReadWithItsEntry: by whom the entry is read, as long as it is, and it
// goes with it.
func TestAFileIsReadWithItsEntry(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		f := writeFileOfNote(w, "noor", "talk.txt", noteWords)
		want := func(when, names string) {
			w.Helper()
			got := ""
			for _, name := range w.Names() {
				v, err := w.NoteFile(ctx, w.Actor(name), f.ID)
				if err == nil && string(v.Content) == noteWords {
					got += name + " "
				} else if !fault.Is(err, fault.Withheld) || len(v.Content) > 0 {
					w.Error(name, err)
				}
			}
			if got != names {
				w.Errorf("%s it is read by %s, want %s", when, got, names)
			}
		}
		want("at first", "noor ")
		must(w.T, w.ShareNote(ctx, noor, once, f.Note))
		want("shown", "mats noor ")
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mira")))
		want("under another manager", "noor ")
		for _, name := range w.Names() {
			if name == "noor" {
				continue
			}
			if _, err := w.RemoveNoteFile(ctx, w.Actor(name), once, f.ID); !fault.Is(err, fault.Withheld) {
				w.Errorf("%s removes it: %v", name, err)
			}
		}
		want("after the others tried to remove it", "noor ")
		must(w.T, w.RemoveNote(ctx, noor, once, f.Note))
		want("with its entry gone", "")
		if left := append(valuesOf(w.T, w.Raw(w.T), "note_files.id"), valuesOf(w.T, w.Raw(w.T), "note_file_pieces.file")...); len(left) > 0 {
			w.Errorf("left in the database: %v", left)
		}
		g := writeFileOfNote(w, "noor", "talk.txt", noteWords)
		note, err := w.RemoveNoteFile(ctx, noor, once, g.ID)
		if _, gone := w.NoteFile(ctx, noor, g.ID); err != nil || note != g.Note || !fault.Is(gone, fault.Withheld) {
			w.Errorf("a file alone: %v, %v", err, gone)
		}
	})
}

// TestAFileIsNeverRun: whatever is in it, a browser is told to save it, or to show
// a picture that may load and run nothing.
func TestAFileIsNeverRun(t *testing.T) {
	w := world.New(t, "sqlite")
	s := serve(t, w)
	s.signIn(t)
	for _, name := range []string{"page.html", "drawing.svg", "page.png", "page.pdf", "run.js", "page.xhtml"} {
		_, err := w.WriteNote(t.Context(), w.Actor("noor"), workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: "x"}},
			growth.Upload{Name: name, Content: []byte("<html><script>alert(1)</script>")})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string]growth.File{
		"Content-Disposition: attachment": writeFileOfNote(w, "noor", "page.txt", "<html><script>alert(1)</script>"),
		"Content-Disposition: inline":     writeFileOfNote(w, "noor", "board.png", "\x89PNG\r\n\x1a\n<html><script>"),
	} {
		got := s.get(t, "noor", "/journal/files/"+string(file.ID))
		for _, head := range []string{name, "X-Content-Type-Options: nosniff", "Cache-Control: no-store", "Content-Security-Policy: default-src 'none'; sandbox"} {
			if !strings.Contains(got.header, head) {
				t.Errorf("%s: no %s in\n%s", file.Name, head, got.header)
			}
		}
	}
}

// TestFilesAreWrittenDown: adding and removing one, and its reading by the manager.
func TestFilesAreWrittenDown(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		var ref id.Note
		var f growth.File
		text := workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-05-12", Text: noteWords}}
		upload := growth.Upload{Name: "a.txt", Content: []byte("Words.")}
		one := func(act string) []string { return []string{line("note."+act, "notes_self", "self")} }
		for _, d := range []deed{
			{"write", func() (err error) { ref, err = w.WriteNote(ctx, noor, once, text, upload); return err }, one("written")},
			{"read one's own", func() error {
				v, err := w.Note(ctx, noor, ref)
				must(w.T, err)
				f = v.Files[0]
				return second(w.NoteFile(ctx, noor, f.ID))
			}, nil},
			{"show", func() error { return w.ShareNote(ctx, noor, once, ref) }, one("shared")},
			{"read what is shown", func() error { return second(w.NoteFile(ctx, w.Actor("mats"), f.ID)) }, []string{line("read", "notes_self", "manager")}},
			{"remove", func() error { return second(w.RemoveNoteFile(ctx, noor, once, f.ID)) }, one("file-removed")},
		} {
			tryDeed(w.T, w, d)
		}
	})
}
