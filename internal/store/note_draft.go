package store

import (
	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	noteDraftOf     = statement(`SELECT revision, saved_at, sealed FROM note_drafts WHERE owner = $1 AND note = $2`)
	insertNoteDraft = statement(`INSERT INTO note_drafts (owner, note, revision, saved_at, sealed) VALUES ($1, $2, 1, $3, $4)`)
	updateNoteDraft = statement(`UPDATE note_drafts SET revision = revision + 1, saved_at = $3, sealed = $4 WHERE owner = $1 AND note = $2 AND revision = $5`)
	dropNoteDraft   = statement(`DELETE FROM note_drafts WHERE owner = $1 AND note = $2 AND revision <= $3`)
	dropNoteDrafts  = statement(`DELETE FROM note_drafts WHERE note = $1`)
)

// NoteDraft is what somebody has written into an entry and not kept yet. Revision
// nought means that there is nothing.
type NoteDraft struct {
	growth.NoteText
	Revision int64
	SavedAt  clock.Instant
}

func noteDraftPlace(owner id.Person, n id.Note) seal.Place {
	return seal.Place{Table: "note_drafts", Column: "sealed", Row: string(owner) + "/" + string(n)}
}

// NoteDraft returns the draft of an entry, of a new one when n is empty.
func (r *Reader) NoteDraft(owner id.Person, n id.Note) (d NoteDraft, err error) {
	sealed, ok, err := optional(r, func(s scanner) (text string, err error) {
		return text, s.Scan(&d.Revision, &d.SavedAt, &text)
	}, noteDraftOf, owner, n)
	if err != nil || !ok {
		return d, err
	}
	return d, r.unseal(owner, noteDraftPlace(owner, n), sealed, &d.NoteText)
}

// SaveNoteDraft keeps it when it still stands at the revision read, and returns
// the new one.
func (t *Tx) SaveNoteDraft(owner id.Person, n id.Note, text growth.NoteText, read int64) (int64, error) {
	sealed, err := t.seal(owner, noteDraftPlace(owner, n), text)
	if err != nil {
		return 0, err
	}
	if read == 0 {
		return 1, t.exec(insertNoteDraft, owner, n, t.now, sealed)
	}
	changed, err := t.changed(updateNoteDraft, owner, n, t.now, sealed, read)
	if err == nil && changed == 0 {
		err = StaleDraft()
	}
	return read + 1, err
}

// DropNoteDraft forgets what was written before it was kept, unless it was saved
// elsewhere after the revision.
func (t *Tx) DropNoteDraft(owner id.Person, n id.Note, read int64) error {
	if read == 0 {
		return nil // nothing was saved
	}
	return t.exec(dropNoteDraft, owner, n, read)
}
