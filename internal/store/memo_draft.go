package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	memoDraftsOf    = statement(`SELECT memo, revision, saved_at, sealed FROM memo_drafts WHERE author = $1 AND subject = $2`)
	insertMemoDraft = statement(`INSERT INTO memo_drafts (author, subject, memo, revision, saved_at, sealed) VALUES ($1, $2, $3, 1, $4, $5)`)
	updateMemoDraft = statement(`UPDATE memo_drafts SET revision = revision + 1, saved_at = $4, sealed = $5 WHERE author = $1 AND subject = $2 AND memo = $3 AND revision = $6`)
	dropMemoDraft   = statement(`DELETE FROM memo_drafts WHERE author = $1 AND subject = $2 AND memo = $3 AND revision <= $4`)
	removeMemoDraft = statement(`DELETE FROM memo_drafts WHERE memo = $1`)
	dropMemoDrafts  = statement(`DELETE FROM memo_drafts WHERE author = $1 AND subject = $2`)
)

// MemoDraft is what an author has written into a memo and not kept yet. Revision
// nought means that there is nothing.
type MemoDraft struct {
	Text     string
	Revision int64
	SavedAt  clock.Instant
}

func memoDraftPlace(p MemoPair, m id.Memo) seal.Place {
	return seal.Place{Table: "memo_drafts", Column: "sealed", Row: string(p.Author) + "/" + string(p.Subject) + "/" + string(m)}
}

// MemoDrafts returns what the author has begun to write about somebody, by memo;
// under the empty one, a new one.
func (r *Reader) MemoDrafts(p MemoPair) (map[id.Memo]MemoDraft, error) {
	type row struct {
		memo   id.Memo
		draft  MemoDraft
		sealed string
	}
	rows, err := all(r, func(s scanner) (d row, err error) {
		return d, s.Scan(&d.memo, &d.draft.Revision, &d.draft.SavedAt, &d.sealed)
	}, memoDraftsOf, p.Author, p.Subject)
	if err != nil {
		return nil, err
	}
	drafts := map[id.Memo]MemoDraft{}
	for _, d := range rows {
		if err := r.unseal(p.Subject, memoDraftPlace(p, d.memo), d.sealed, &d.draft.Text); err != nil {
			return nil, err
		}
		drafts[d.memo] = d.draft
	}
	return drafts, nil
}

// SaveMemoDraft keeps it when it still stands at the revision read, and returns the
// new one.
func (t *Tx) SaveMemoDraft(p MemoPair, m id.Memo, text string, read int64) (int64, error) {
	sealed, err := t.seal(p.Subject, memoDraftPlace(p, m), text)
	if err != nil {
		return 0, err
	}
	if read == 0 {
		return 1, t.exec(insertMemoDraft, p.Author, p.Subject, m, t.now, sealed)
	}
	changed, err := t.changed(updateMemoDraft, p.Author, p.Subject, m, t.now, sealed, read)
	if err == nil && changed == 0 {
		err = StaleDraft()
	}
	return read + 1, err
}

// DropMemoDraft forgets what was written before it was kept, unless it was saved
// elsewhere after the revision.
func (t *Tx) DropMemoDraft(p MemoPair, m id.Memo, read int64) error {
	return t.exec(dropMemoDraft, p.Author, p.Subject, m, read)
}
