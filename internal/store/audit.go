package store

import (
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/id"
)

var (
	insertEntry = statement(`INSERT INTO audit_entries (id, at, actor, via, hat, act, item, subject, object)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	entriesAbout = statement(`SELECT id, at, actor, via, hat, act, item, subject, object
		FROM audit_entries WHERE subject = $1 AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4`)
)

// Record writes a line of the journal, in the transaction of what it tells.
func (t *Tx) Record(e audit.Entry) error {
	return t.exec(insertEntry, id.New[id.Entry](), t.now, e.Actor, e.Via, e.Hat, e.Act, e.Item, e.Subject, e.Object)
}

// EntriesAbout returns the newest entries about the person that are older than
// the given one; the zero Entry begins with the newest.
func (r *Reader) EntriesAbout(subject id.Person, before audit.Entry, limit int) ([]audit.Entry, error) {
	if !before.At.IsSet() {
		before.At = clock.Instant(1) << 62
	}
	return all(r, scanEntry, entriesAbout, subject, before.At, before.ID, limit)
}

func scanEntry(s scanner) (e audit.Entry, err error) {
	return e, s.Scan(&e.ID, &e.At, &e.Actor, &e.Via, &e.Hat, &e.Act, &e.Item, &e.Subject, &e.Object)
}
