package store

import (
	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const memoColumns = `id, subject, author, made_at, version, sealed`

var (
	insertMemo   = statement(`INSERT INTO memos (` + memoColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`)
	updateMemo   = statement(`UPDATE memos SET sealed = $2, version = version + 1 WHERE id = $1 AND version = $3`)
	deleteMemo   = statement(`DELETE FROM memos WHERE id = $1 AND version = $2`)
	memoByID     = statement(`SELECT ` + memoColumns + ` FROM memos WHERE id = $1`)
	memosAbout   = statement(`SELECT ` + memoColumns + ` FROM memos WHERE author = $1 AND subject = $2 ORDER BY made_at DESC, id`)
	memoPairs    = statement(`SELECT author, subject FROM memos UNION SELECT author, subject FROM memo_drafts`)
	memoPairsOf  = statement(`SELECT author, subject FROM memos WHERE author = $1 UNION SELECT author, subject FROM memo_drafts WHERE author = $1`)
	dropMemos    = statement(`DELETE FROM memos WHERE author = $1 AND subject = $2`)
	managedUntil = statement(`SELECT until FROM reporting_lines WHERE person = $1 AND manager = $2`)
)

type sealedMemo struct {
	Text    string
	SavedAt clock.Instant
}

func memoPlace(m id.Memo) seal.Place {
	return seal.Place{Table: "memos", Column: "sealed", Row: string(m)}
}

// AddMemo keeps a new memo.
func (t *Tx) AddMemo(m *growth.Memo) error {
	sealed, err := t.seal(m.Subject, memoPlace(m.ID), sealedMemo{m.Text, m.SavedAt})
	if err != nil {
		return err
	}
	return t.exec(insertMemo, m.ID, m.Subject, m.Author, m.MadeAt, m.Version, sealed)
}

// SaveMemo keeps its changes, unless another change came first.
func (t *Tx) SaveMemo(m *growth.Memo) error {
	sealed, err := t.seal(m.Subject, memoPlace(m.ID), sealedMemo{m.Text, m.SavedAt})
	if err != nil {
		return err
	}
	return t.swap(updateMemo, m.ID, sealed, m.Version)
}

// RemoveMemo removes one for good, with what was not kept of it.
func (t *Tx) RemoveMemo(m *growth.Memo) error {
	if err := t.exec(removeMemoDraft, m.ID); err != nil {
		return err
	}
	return t.swap(deleteMemo, m.ID, m.Version)
}

// DropMemos removes all that an author wrote about somebody.
func (t *Tx) DropMemos(p MemoPair) error {
	if err := t.exec(dropMemoDrafts, p.Author, p.Subject); err != nil {
		return err
	}
	return t.exec(dropMemos, p.Author, p.Subject)
}

// Memo returns one memo.
func (r *Reader) Memo(m id.Memo) (*growth.Memo, error) {
	row, err := one(r, scanMemo, memoByID, m)
	if err != nil {
		return nil, err
	}
	return row.m, r.openMemo(row)
}

// MemosAbout returns what an author wrote about somebody, the newest first.
func (r *Reader) MemosAbout(author, subject id.Person) (list []*growth.Memo, err error) {
	rows, err := all(r, scanMemo, memosAbout, author, subject)
	for _, row := range rows {
		if err == nil {
			err = r.openMemo(row)
		}
		list = append(list, row.m)
	}
	return list, err
}

// MemoPair is somebody who wrote memos and whom about.
type MemoPair struct{ Author, Subject id.Person }

func scanMemoPair(s scanner) (p MemoPair, err error) { return p, s.Scan(&p.Author, &p.Subject) }

// MemoPairs returns who keeps memos about whom.
func (r *Reader) MemoPairs() ([]MemoPair, error) { return all(r, scanMemoPair, memoPairs) }

// MemoPairsOf returns about whom the author keeps memos.
func (r *Reader) MemoPairsOf(author id.Person) ([]MemoPair, error) {
	return all(r, scanMemoPair, memoPairsOf, author)
}

// Keeping returns how somebody stands to what they wrote about a person.
func (r *Reader) Keeping(author, subject id.Person) (k growth.Keeping, err error) {
	ends, err := all(r, count, managedUntil, subject, author)
	for _, until := range ends {
		k.Manager = k.Manager || until == 0
		k.Left = max(k.Left, clock.Instant(until))
	}
	return k, err
}

type memoRow struct {
	m      *growth.Memo
	sealed string
}

func scanMemo(s scanner) (row memoRow, err error) {
	row.m = &growth.Memo{}
	return row, s.Scan(&row.m.ID, &row.m.Subject, &row.m.Author, &row.m.MadeAt, &row.m.Version, &row.sealed)
}

func (r *Reader) openMemo(row memoRow) error {
	var in sealedMemo
	err := r.unseal(row.m.Subject, memoPlace(row.m.ID), row.sealed, &in)
	row.m.Text, row.m.SavedAt = in.Text, in.SavedAt
	return err
}
