package store

import (
	"slices"

	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const noteColumns = `id, owner, made_at, version, sealed`

var (
	insertJournalNote = statement(`INSERT INTO notes (` + noteColumns + `, reader_mark) VALUES ($1, $2, $3, $4, $5, $6)`)
	updateNote        = statement(`UPDATE notes SET sealed = $2, reader_mark = $4, version = version + 1 WHERE id = $1 AND version = $3`)
	deleteNote        = statement(`DELETE FROM notes WHERE id = $1 AND version = $2`)
	dropPiecesOfNote  = statement(`DELETE FROM note_file_pieces WHERE file IN (SELECT id FROM note_files WHERE note = $1)`)
	dropFilesOfNote   = statement(`DELETE FROM note_files WHERE note = $1`)
	dropUsesOfNote    = statement(`DELETE FROM note_attachments WHERE note = $1`)
	noteByID          = statement(`SELECT ` + noteColumns + ` FROM notes WHERE id = $1`)
	journalNotesOf    = statement(`SELECT ` + noteColumns + ` FROM notes WHERE owner = $1 ORDER BY made_at DESC, id`)
	newestNotesOf     = statement(`SELECT ` + noteColumns + ` FROM notes WHERE owner = $1 ORDER BY made_at DESC, id LIMIT $2`)
	noteShowers       = statement(`SELECT DISTINCT owner FROM notes WHERE reader_mark <> ''`)
	noteOwner         = statement(`SELECT owner FROM notes WHERE id = $1`)
	shownNotesOf      = statement(`SELECT ` + noteColumns + ` FROM notes WHERE owner = $1 AND reader_mark <> '' ORDER BY made_at DESC, id`)
	reportNotes       = statement(`SELECT n.id, n.owner, n.made_at, n.version, n.sealed FROM notes n
		JOIN reporting_lines l ON l.person = n.owner AND l.until = 0 WHERE l.manager = $1 AND n.reader_mark IN ($2, 'not known') ORDER BY n.made_at DESC, n.id`)
)

// sealedNote is everything of an entry but whose it is.
type sealedNote struct {
	growth.NoteText
	SavedAt    clock.Instant
	SharedWith id.Person
}

func notePlace(n id.Note) seal.Place {
	return seal.Place{Table: "notes", Column: "sealed", Row: string(n)}
}

func (t *Tx) sealNote(n *growth.Note) (string, error) {
	return t.seal(n.Owner, notePlace(n.ID), sealedNote{n.NoteText, n.SavedAt, n.SharedWith})
}

// noteReader recognises whom entries are shown to; of nobody there is no mark.
func (r *Reader) noteReader(who id.Person) string {
	if who == "" {
		return ""
	}
	return r.master.Mark("note reader", []byte(who))
}

// AddNote keeps a new entry.
func (t *Tx) AddNote(n *growth.Note) error {
	sealed, err := t.sealNote(n)
	if err != nil {
		return err
	}
	return t.exec(insertJournalNote, n.ID, n.Owner, n.MadeAt, n.Version, sealed, t.noteReader(n.SharedWith))
}

// SaveNote keeps its changes, unless another change came first.
func (t *Tx) SaveNote(n *growth.Note) error {
	sealed, err := t.sealNote(n)
	if err != nil {
		return err
	}
	return t.swap(updateNote, n.ID, sealed, n.Version, t.noteReader(n.SharedWith))
}

// RemoveNote removes an entry for good, with its files and its draft.
func (t *Tx) RemoveNote(n *growth.Note) error {
	for _, drop := range []string{dropPiecesOfNote, dropFilesOfNote, dropUsesOfNote, dropNoteDrafts} {
		if err := t.exec(drop, n.ID); err != nil {
			return err
		}
	}
	return t.swap(deleteNote, n.ID, n.Version)
}

// NoteOwner returns whose entry it is.
func (r *Reader) NoteOwner(n id.Note) (id.Person, error) {
	return one(r, text[id.Person], noteOwner, n)
}

// Note returns one entry.
func (r *Reader) Note(n id.Note) (*growth.Note, error) {
	row, err := one(r, scanNote, noteByID, n)
	if err != nil {
		return nil, err
	}
	return row.n, r.openNote(row)
}

// NotesOf returns a person's entries, the newest first.
func (r *Reader) NotesOf(owner id.Person) ([]*growth.Note, error) {
	return r.notes(journalNotesOf, owner)
}

// NewestNotesOf returns the entries that a person wrote last, at most so many.
func (r *Reader) NewestNotesOf(owner id.Person, most int) ([]*growth.Note, error) {
	return r.notes(newestNotesOf, owner, most)
}

// NoteShowers returns everybody who shows somebody an entry.
func (r *Reader) NoteShowers() ([]id.Person, error) { return all(r, text[id.Person], noteShowers) }

// NotesShownBy returns the entries that a person shows somebody.
func (r *Reader) NotesShownBy(owner id.Person) ([]*growth.Note, error) {
	list, err := r.notes(shownNotesOf, owner)
	return slices.DeleteFunc(list, func(n *growth.Note) bool { return n.SharedWith == "" }), err
}

// NotesOfReports returns the entries that the manager's reports show them.
func (r *Reader) NotesOfReports(manager id.Person) ([]*growth.Note, error) {
	list, err := r.notes(reportNotes, manager, r.noteReader(manager))
	return slices.DeleteFunc(list, func(n *growth.Note) bool { return n.SharedWith != manager }), err
}

func (r *Reader) notes(query string, args ...any) (list []*growth.Note, err error) {
	rows, err := all(r, scanNote, query, args...)
	if err != nil {
		return nil, err
	}
	var owners []id.Person
	for _, row := range rows {
		owners, list = append(owners, row.n.Owner), append(list, row.n)
	}
	if err := r.loadKeys(owners); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if err := r.openNote(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type noteRow struct {
	n      *growth.Note
	sealed string
}

func scanNote(s scanner) (row noteRow, err error) {
	row.n = &growth.Note{}
	return row, s.Scan(&row.n.ID, &row.n.Owner, &row.n.MadeAt, &row.n.Version, &row.sealed)
}

func (r *Reader) openNote(row noteRow) error {
	var in sealedNote
	err := r.unseal(row.n.Owner, notePlace(row.n.ID), row.sealed, &in)
	row.n.NoteText, row.n.SavedAt, row.n.SharedWith = in.NoteText, in.SavedAt, in.SharedWith
	return err
}
