package workflow

import (
	"context"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/store"
)

// sumsOf recognise uploads in the fingerprint of an act.
func sumsOf(files []growth.Upload) (sums []string) {
	for _, f := range files {
		sums = append(sums, f.Name+" "+f.Sum())
	}
	return sums
}

// addFiles keeps uploads with an entry, and returns those that are new.
func addFiles(tx *store.Tx, n *growth.Note, files []growth.Upload) (added []growth.File, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	all, err := tx.NoteFilesBy(n.Owner)
	if err != nil {
		return nil, err
	}
	var have []growth.File
	var kept int64
	for _, f := range all {
		kept += f.Size
		if f.Note == n.ID {
			have = append(have, f)
		}
	}
	for _, u := range files {
		f, err := growth.NewFile(n, u, have, kept, tx.Now())
		if err != nil {
			return nil, err
		}
		if err := tx.AddNoteFile(f, u.Content); err != nil {
			return nil, err
		}
		have, added, kept = append(have, f), append(added, f), kept+f.Size
	}
	return added, nil
}

// AddNoteFile keeps one more file with an own entry. Its type follows from what is in
// it. An entry that stands beside what was handed in or agreed to takes none.
func (w *Workflow) AddNoteFile(ctx context.Context, actor access.Actor, once Once, ref id.Note, u growth.Upload) (id.File, error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return "", err
	}
	if err := w.room(); err != nil {
		return "", err
	}
	asked := struct {
		Ref  id.Note
		File string
	}{ref, u.Name + " " + u.Sum()}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		n, err := tx.Note(ref)
		if err == nil && n.Owner != actor.Person {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		if err := free(tx.Reader, actor, n); err != nil {
			return "", err
		}
		files, err := addFiles(tx, n, []growth.Upload{u})
		if err != nil {
			return "", err
		}
		return string(files[0].ID), record(tx, actor, aboutNote(n, audit.NoteWritten, "self"))
	})
	return id.File(made), err
}

// FileView is a file with its contents.
type FileView struct {
	growth.File
	Content []byte
}

// NoteFile returns a file to those who may read its entry. A reading by the manager
// is journalled. For everybody else there is none.
func (w *Workflow) NoteFile(ctx context.Context, actor access.Actor, ref id.File) (v FileView, err error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return v, err
	}
	err = w.view(ctx, func(r *store.Reader) (err error) {
		v.File, err = r.NoteFile(ref)
		return err
	})
	if err != nil {
		return FileView{}, err
	}
	owner := v.Owner
	err = w.readAbout(ctx, actor, owner, access.ScopeNotes, func(r *store.Reader, b access.Bond, journal journal) error {
		if v.File, err = r.NoteFile(ref); err != nil {
			return err
		}
		n, err := r.Note(v.Note)
		if err != nil {
			return err
		}
		if b, err = reachNote(r, actor, b, n); err != nil {
			return err
		}
		if v.Content, err = r.NoteFileContent(v.File); err != nil {
			return err
		}
		return journal(audit.Entry{Hat: b.Hat(), Item: "notes_self", Subject: n.Owner, Object: noteObject(n.ID)})
	})
	if err != nil {
		return FileView{}, err
	}
	return v, nil
}

// RemoveNoteFile removes a file of an own entry for good, and returns the entry.
func (w *Workflow) RemoveNoteFile(ctx context.Context, actor access.Actor, once Once, ref id.File) (id.Note, error) {
	if err := signedIn(actor, access.ScopeNotes); err != nil {
		return "", err
	}
	note, err := w.act(ctx, actor, once, ref, func(tx *store.Tx) (string, error) {
		f, err := tx.NoteFile(ref)
		if err == nil && f.Owner != actor.Person {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		n, err := tx.Note(f.Note)
		if err != nil {
			return "", err
		}
		if err := free(tx.Reader, actor, n); err != nil {
			return "", err
		}
		if err := tx.RemoveNoteFile(ref); err != nil {
			return "", err
		}
		return string(n.ID), record(tx, actor, aboutNote(n, audit.NoteFileRemoved, "self"))
	})
	return id.Note(note), err
}

// JournalFile is a person's journal as they take it away.
type JournalFile struct {
	Format  string      `json:"format"`
	Person  string      `json:"person"`
	Entries []EntryFile `json:"entries"`
}

// EntryFile is one entry of it.
type EntryFile struct {
	Day   string   `json:"day"`
	Title string   `json:"heading,omitempty"`
	Text  string   `json:"text"`
	Areas []string `json:"areas,omitempty"`
	Shown string   `json:"shown_to,omitempty"`
	Files []string `json:"files,omitempty"` // as they are called beside this
}

// ExportJournal gives a person the whole of their own journal, and the files to
// fetch for it in the order in which the entries name them. No token does.
func (w *Workflow) ExportJournal(ctx context.Context, actor access.Actor) (f JournalFile, files []growth.File, err error) {
	if err := w.Confirmed(ctx, actor); err != nil {
		return f, nil, err
	}
	journal, err := w.Notes(ctx, actor)
	if err != nil {
		return f, nil, err
	}
	f.Format = "cairn-journal/1"
	for _, n := range journal.Mine {
		f.Person = n.Owner.Name
		e := EntryFile{Day: string(n.On), Title: n.Title, Text: n.Text}
		for _, a := range n.AreaList {
			e.Areas = append(e.Areas, a.Name)
		}
		if n.Shared {
			e.Shown = n.Manager.Name
		}
		for _, held := range n.Files {
			files = append(files, held)
			e.Files = append(e.Files, FileInExport(len(files), held))
		}
		f.Entries = append(f.Entries, e)
	}
	return f, files, nil
}

// FileInExport is what the nth file is called there: no two are called alike.
func FileInExport(n int, f growth.File) string { return fmt.Sprintf("files/%02d-%s", n, f.Name) }
