package store

import (
	"bytes"
	"testing"

	"cairn/internal/growth"
	"cairn/internal/id"
)

func aNote(owner id.Person) *growth.Note {
	return growth.NewNote(owner, growth.NoteText{On: "2026-05-12", Title: "T – é", Text: "Words."}, 5)
}

// TestFilesAreKeptAsGiven: of every length around a piece, and removed with all
// their pieces.
func TestFilesAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Noor")[0].ID
		n := aNote(noor)
		s.update(func(tx *Tx) error { return tx.AddNote(n) })
		var files []growth.File
		contents := map[id.File][]byte{}
		for i, size := range []int{1, pieceSize - 1, pieceSize, pieceSize + 1, 3 * pieceSize} {
			content := bytes.Repeat([]byte{0, 0xff, byte(i), '\n'}, size/4+1)[:size]
			f := growth.File{ID: id.New[id.File](), Note: n.ID, Owner: noor, MadeAt: s.now, Name: "väl.png", Type: "image/png", Size: int64(size)}
			s.now++
			s.update(func(tx *Tx) error { return tx.AddNoteFile(f, content) })
			files, contents[f.ID] = append(files, f), content
		}
		s.view(func(r *Reader) error {
			of, err := r.FilesOfNotes([]id.Note{n.ID, id.New[id.Note]()})
			s.must(err)
			equal(s, "of the entry", of[n.ID], files)
			by, err := r.NoteFilesBy(noor)
			equal(s, "of the person", by, files)
			for _, f := range files {
				got, err := r.NoteFileContent(f)
				s.must(err)
				same(s, "contents", bytes.Equal(got, contents[f.ID]), true)
			}
			return err
		})
		s.update(func(tx *Tx) error { return tx.RemoveNoteFile(files[4].ID) })
		s.view(func(r *Reader) error {
			_, err := r.NoteFileContent(files[4])
			same(s, "a removed file is read", err == nil, false)
			of, err := r.NoteFilesBy(noor)
			same(s, "left", len(of), 4)
			return err
		})
	})
}
