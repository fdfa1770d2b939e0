package store

import (
	"errors"
	"slices"
	"strconv"

	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const noteFileColumns = `id, note, owner, made_at, sealed`

var (
	insertNoteFile  = statement(`INSERT INTO note_files (` + noteFileColumns + `) VALUES ($1, $2, $3, $4, $5)`)
	insertFilePiece = statement(`INSERT INTO note_file_pieces (file, piece, sealed) VALUES ($1, $2, $3)`)
	noteFileByID    = statement(`SELECT ` + noteFileColumns + ` FROM note_files WHERE id = $1`)
	noteFilesBy     = statement(`SELECT ` + noteFileColumns + ` FROM note_files WHERE owner = $1 ORDER BY made_at, id`)
	filesOfNotes    = statement(`SELECT ` + noteFileColumns + ` FROM note_files WHERE note IN ($1) ORDER BY made_at, id`)
	filePiece       = statement(`SELECT sealed FROM note_file_pieces WHERE file = $1 AND piece = $2`)
	dropFilePieces  = statement(`DELETE FROM note_file_pieces WHERE file = $1`)
	dropNoteFile    = statement(`DELETE FROM note_files WHERE id = $1`)
)

// pieceSize is how much of a file is sealed at once: as much as fills a bucket of
// the padding, so that all but the last piece are of one length.
const pieceSize = 1<<20 - 4

type sealedNoteFile struct {
	Name, Type string
	Size       int64
}

func noteFilePlace(f id.File) seal.Place {
	return seal.Place{Table: "note_files", Column: "sealed", Row: string(f)}
}

func piecePlace(f id.File, piece string) seal.Place {
	return seal.Place{Table: "note_file_pieces", Column: "sealed", Row: string(f) + "/" + piece}
}

// AddNoteFile keeps a file of an entry with its contents.
func (t *Tx) AddNoteFile(f growth.File, content []byte) error {
	sealed, err := t.seal(f.Owner, noteFilePlace(f.ID), sealedNoteFile{f.Name, f.Type, f.Size})
	if err != nil {
		return err
	}
	if err := t.exec(insertNoteFile, f.ID, f.Note, f.Owner, f.MadeAt, sealed); err != nil {
		return err
	}
	k, err := t.key(f.Owner)
	if err != nil {
		return err
	}
	n := 0
	for part := range slices.Chunk(content, pieceSize) {
		piece := strconv.Itoa(n)
		sealed, err := k.Seal(piecePlace(f.ID, piece), part)
		if err != nil {
			return err
		}
		if err := t.exec(insertFilePiece, f.ID, piece, sealed); err != nil {
			return err
		}
		n++
	}
	return nil
}

// RemoveNoteFile removes a file for good.
func (t *Tx) RemoveNoteFile(f id.File) error {
	if err := t.exec(dropFilePieces, f); err != nil {
		return err
	}
	return t.exec(dropNoteFile, f)
}

// NoteFile returns what is kept of a file beside its contents.
func (r *Reader) NoteFile(f id.File) (growth.File, error) {
	row, err := one(r, scanNoteFile, noteFileByID, f)
	if err != nil {
		return growth.File{}, err
	}
	return row.File, r.openNoteFile(&row)
}

// NoteFilesBy returns all files of a person's journal, the oldest first.
func (r *Reader) NoteFilesBy(owner id.Person) (list []growth.File, err error) {
	rows, err := all(r, scanNoteFile, noteFilesBy, owner)
	for i := range rows {
		if err == nil {
			err = r.openNoteFile(&rows[i])
		}
		list = append(list, rows[i].File)
	}
	return list, err
}

// FilesOfNotes returns the files of many entries, the oldest first.
func (r *Reader) FilesOfNotes(notes []id.Note) (map[id.Note][]growth.File, error) {
	rows, err := each(r, scanNoteFile, filesOfNotes, notes)
	of := make(map[id.Note][]growth.File, len(notes))
	for i := range rows {
		if err == nil {
			err = r.openNoteFile(&rows[i])
		}
		of[rows[i].Note] = append(of[rows[i].Note], rows[i].File)
	}
	return of, err
}

// NoteFileContent returns the contents of a file.
func (r *Reader) NoteFileContent(f growth.File) ([]byte, error) {
	k, err := r.key(f.Owner)
	if err != nil {
		return nil, err
	}
	content := make([]byte, 0, f.Size)
	for n := 0; int64(len(content)) < f.Size; n++ {
		piece := strconv.Itoa(n)
		sealed, err := one(r, text[string], filePiece, f.ID, piece)
		if err != nil {
			return nil, err
		}
		part, err := r.openRaw(KeyRef{Person: f.Owner}, k, piecePlace(f.ID, piece), sealed)
		if err != nil {
			return nil, err
		}
		content = append(content, part...)
	}
	if int64(len(content)) != f.Size {
		return nil, errors.New("a file is not as long as it was")
	}
	return content, nil
}

type noteFileRow struct {
	growth.File
	sealed string
}

func scanNoteFile(s scanner) (row noteFileRow, err error) {
	return row, s.Scan(&row.ID, &row.Note, &row.Owner, &row.MadeAt, &row.sealed)
}

func (r *Reader) openNoteFile(row *noteFileRow) error {
	var in sealedNoteFile
	err := r.unseal(row.Owner, noteFilePlace(row.ID), row.sealed, &in)
	row.Name, row.Type, row.Size = in.Name, in.Type, in.Size
	return err
}
