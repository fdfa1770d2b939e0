package store

import (
	"strings"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/id"
)

var (
	insertEntry = statement(`INSERT INTO audit_entries (id, at, actor, via, hat, act, item, subject, object, link, place)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	entriesAbout = statement(`SELECT id, at, actor, via, hat, act, item, subject, object
		FROM audit_entries WHERE subject = $1 AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4`)
	readingsOf = statement(`SELECT id, at, actor, via, hat, act, item, subject, object
		FROM audit_entries WHERE item = 'exception' AND object = $1 AND act = 'read' ORDER BY at, id LIMIT 100`)
)

// Record writes a line of the journal, in the transaction of what it tells.
func (t *Tx) Record(e audit.Entry) error {
	e.ID, e.At = id.InOrder[id.Entry](t.now.Time()), t.now
	link, place := t.ledger.note(e, t.db.witness != nil)
	return t.exec(insertEntry, e.ID, e.At, e.Actor, e.Via, e.Hat, e.Act, e.Item, e.Subject, e.Object, link, place)
}

// RecordAll writes many lines of the journal, in the transaction of what they
// tell.
func (t *Tx) RecordAll(entries []audit.Entry) error {
	rows := make([][]any, 0, len(entries))
	for _, e := range entries {
		e.ID, e.At = id.InOrder[id.Entry](t.now.Time()), t.now
		link, place := t.ledger.note(e, t.db.witness != nil)
		rows = append(rows, []any{string(e.ID), int64(e.At), string(e.Actor), e.Via, e.Hat,
			string(e.Act), e.Item, string(e.Subject), e.Object, link, place})
	}
	return t.insertMany("audit_entries", []string{"id", "at", "actor", "via", "hat", "act", "item", "subject", "object", "link", "place"}, rows)
}

// EntriesAbout returns the newest entries about the person that are older than
// the given one; the zero Entry begins with the newest.
func (r *Reader) EntriesAbout(subject id.Person, before audit.Entry, limit int) ([]audit.Entry, error) {
	if !before.At.IsSet() {
		before.At = clock.Instant(1) << 62
	}
	return all(r, scanEntry, entriesAbout, subject, before.At, before.ID, limit)
}

// ReadingsOf returns the readings of one departure, the oldest first, a hundred at most.
func (r *Reader) ReadingsOf(object string) ([]audit.Entry, error) {
	return all(r, scanEntry, readingsOf, object)
}

func scanEntry(s scanner) (e audit.Entry, err error) {
	return e, s.Scan(&e.ID, &e.At, &e.Actor, &e.Via, &e.Hat, &e.Act, &e.Item, &e.Subject, &e.Object)
}

var entriesOfActs = statement(`SELECT id, at, actor, via, hat, act, item, subject, object FROM audit_entries
	WHERE (at < $1 OR (at = $1 AND (link, place, id) < (SELECT link, place, id FROM audit_entries WHERE id = $2))) AND at >= $3 AND at < $4
		AND ($5 = '' OR subject = $5) AND act IN ($7) ORDER BY at DESC, link DESC, place DESC, id DESC LIMIT $6`)

// EntriesAsked names a part of the journal.
type EntriesAsked struct {
	Acts        []audit.Act
	Subject     id.Person     // empty: about anybody
	From, Until clock.Instant // not set: since ever, up to now
	Before      audit.Entry   // the zero Entry begins with the newest
	Limit       int
}

// EntriesOfActs returns the newest entries of these acts.
func (r *Reader) EntriesOfActs(a EntriesAsked) ([]audit.Entry, error) {
	const ever = clock.Instant(1) << 62
	if len(a.Acts) == 0 {
		return nil, nil
	}
	if !a.Before.At.IsSet() {
		a.Before.At = ever
	}
	if !a.Until.IsSet() {
		a.Until = ever
	}
	args := []any{a.Before.At, a.Before.ID, a.From, a.Until, a.Subject, a.Limit}
	for _, act := range a.Acts {
		args = append(args, act)
	}
	return all(r, scanEntry, strings.Replace(entriesOfActs, "IN ($7)", "IN "+tuple(6, len(a.Acts)), 1), args...)
}
