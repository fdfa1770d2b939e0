package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	currentKey = map[keyTable]string{
		"person_keys":  statement(`SELECT wrapped, made_at FROM person_keys WHERE person = $2 AND $1 = ''`),
		"pay_keys":     statement(`SELECT wrapped, made_at FROM pay_keys WHERE part = $1 AND person = $2`),
		"counted_keys": statement(`SELECT wrapped, made_at FROM counted_keys WHERE part = $1 AND person = $2`),
	}
	replaceKey = map[keyTable]string{
		"person_keys":  statement(`UPDATE person_keys SET wrapped = $3, made_at = $4 WHERE person = $2 AND $1 = '' AND wrapped = $5`),
		"pay_keys":     statement(`UPDATE pay_keys SET wrapped = $3, made_at = $4 WHERE part = $1 AND person = $2 AND wrapped = $5`),
		"counted_keys": statement(`UPDATE counted_keys SET wrapped = $3, made_at = $4 WHERE part = $1 AND person = $2 AND wrapped = $5`),
	}
	keepFormer  = statement(`INSERT INTO former_keys (part, person, number, wrapped) VALUES ($1, $2, $3, $4)`)
	dropFormer  = statement(`DELETE FROM former_keys WHERE part = $1 AND person = $2`)
	keysToRenew = statement(`SELECT '' AS part, person FROM person_keys WHERE made_at < $1 UNION SELECT part, person FROM pay_keys WHERE made_at < $1
		UNION SELECT part, person FROM counted_keys WHERE made_at < $1 UNION SELECT part, person FROM former_keys ORDER BY part, person`)
	keysAbout = statement(`SELECT '' AS part, person FROM person_keys WHERE person = $1 UNION SELECT part, person FROM pay_keys WHERE person = $1
		UNION SELECT part, person FROM counted_keys WHERE person = $1 UNION SELECT part, person FROM former_keys WHERE person = $1 ORDER BY part, person`)
	formerAbout  = statement(`SELECT COUNT(*) FROM former_keys WHERE person = $1`)
	addRenewal   = statement(`INSERT INTO key_renewals (begun_at, done_at) VALUES ($1, 0)`)
	endRenewal   = statement(`UPDATE key_renewals SET done_at = $2 WHERE begun_at = $1 AND done_at = 0`)
	lastRenewal  = statement(`SELECT begun_at, done_at FROM key_renewals ORDER BY begun_at DESC LIMIT 1`)
	oldestKey    = statement(`SELECT COALESCE(MIN(CASE WHEN k.made_at > 0 THEN k.made_at ELSE p.added_at END), 0), COUNT(*) FROM person_keys k JOIN people p ON p.id = k.person`)
	formerCounts = statement(`SELECT COUNT(*), COUNT(DISTINCT part || ' ' || person) FROM former_keys`)
)

// keyTable is where a key of today is kept.
type keyTable string

func (k KeyRef) table() keyTable {
	switch {
	case k.part == "":
		return "person_keys"
	case k.part.counted():
		return "counted_keys"
	}
	return "pay_keys"
}

// Renewal is when everybody's keys were made anew; Done is unset while it goes on.
type Renewal struct{ Begun, Done clock.Instant }

// LastRenewal returns the last one; ok is false when there was none.
func (r *Reader) LastRenewal() (v Renewal, ok bool, err error) {
	return optional(r, func(s scanner) (v Renewal, err error) { return v, s.Scan(&v.Begun, &v.Done) }, lastRenewal)
}

// BeginRenewal notes that all keys there are now are to be made anew: those from
// before the next instant.
func (t *Tx) BeginRenewal() (Renewal, error) {
	return Renewal{Begun: t.now + 1}, t.exec(addRenewal, t.now+1)
}

// EndRenewal notes that it is done.
func (t *Tx) EndRenewal(v Renewal) error { return t.swap(endRenewal, v.Begun, t.now) }

// KeyAges tells how old the keys of people are.
type KeyAges struct {
	Keys   int64         // keys of people
	Oldest clock.Instant // when the oldest of them was made
	Former int64         // earlier keys that something is sealed with still
	Of     int64         // and how many owners have one
}

// KeyAges looks at the keys.
func (r *Reader) KeyAges() (a KeyAges, err error) {
	if a, err = one(r, func(s scanner) (a KeyAges, err error) { return a, s.Scan(&a.Oldest, &a.Keys) }, oldestKey); err != nil {
		return a, err
	}
	b, err := one(r, func(s scanner) (b KeyAges, err error) { return b, s.Scan(&b.Former, &b.Of) }, formerCounts)
	a.Former, a.Of = b.Former, b.Of
	return a, err
}

func scanKeyRef(s scanner) (k KeyRef, err error) { return k, s.Scan(&k.part, &k.Person) }

// KeysToRenew returns the keys that were made before the instant, and those that are
// not wholly renewed.
func (r *Reader) KeysToRenew(before clock.Instant) ([]KeyRef, error) {
	return all(r, scanKeyRef, keysToRenew, before)
}

// KeysAbout returns the keys of one person, those of their pay among them, and
// whether a renewal of any of them is not done.
func (r *Reader) KeysAbout(who id.Person) (keys []KeyRef, unfinished bool, err error) {
	if keys, err = all(r, scanKeyRef, keysAbout, who); err != nil {
		return nil, false, err
	}
	n, err := one(r, count, formerAbout, who)
	return keys, n > 0, err
}

// RenewKey replaces a key that was made before the instant, and seals some of what is
// sealed with an earlier one anew: about as many rows as said. When nothing is left of
// it the earlier keys are destroyed, and it is done.
func (t *Tx) RenewKey(of KeyRef, before clock.Instant, most int) (done bool, err error) {
	if err := t.knowsAllSealed(); err != nil {
		return false, err
	}
	type current struct {
		wrapped string
		madeAt  clock.Instant
	}
	now, there, err := optional(t.Reader, func(s scanner) (c current, err error) { return c, s.Scan(&c.wrapped, &c.madeAt) }, currentKey[of.table()], of.part, of.Person)
	if err != nil || !there {
		return true, err // erased meanwhile
	}
	k, err := t.unwrap(of.owner(), now.wrapped)
	if err != nil {
		return false, fmt.Errorf("the key of %s: %w", of.owner(), err)
	}
	if now.madeAt < before {
		if k, err = t.replaceKey(of, k, now.wrapped, max(before, t.now)); err != nil {
			return false, err
		}
	}
	for _, in := range sealedEverywhere {
		if in.part == of.part && most > 0 {
			n, err := t.sealAnew(in, of, k, most)
			if err != nil {
				return false, err
			}
			most -= n * in.cost()
		}
	}
	if most <= 0 {
		return false, nil
	}
	clear(t.former)
	return true, t.exec(dropFormer, of.part, of.Person)
}

// replaceKey makes the next key, and keeps the one before beside it.
func (t *Tx) replaceKey(of KeyRef, old seal.Key, wrapped string, at clock.Instant) (seal.Key, error) {
	if err := t.exec(keepFormer, of.part, of.Person, strconv.Itoa(old.Number()), wrapped); err != nil {
		return seal.Key{}, err
	}
	next, err := t.nextKey(of.owner(), old.Number()+1)
	if err != nil {
		return seal.Key{}, err
	}
	return t.keys[of.owner()], t.swap(replaceKey[of.table()], of.part, of.Person, next, at, wrapped)
}

// sealAnew seals up to so many values anew with the key, and tells how many there were.
func (t *Tx) sealAnew(in sealedIn, of KeyRef, k seal.Key, most int) (int, error) {
	prefix := k.Prefix()
	rows, err := all(t.Reader, in.scan, in.find, of.Person, prefix, prefix[:len(prefix)-1]+"/", (most+in.cost()-1)/in.cost()) // the sign after the dot
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		place := seal.Place{Table: in.table, Column: in.column, Row: strings.Join(row.key, "/")}
		raw, err := t.openRaw(of, k, place, row.sealed)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", place.Table+"/"+place.Row, err)
		}
		again, err := k.Seal(place, raw)
		if err != nil {
			return 0, err
		}
		args := []any{again, row.sealed}
		for _, part := range row.key {
			args = append(args, part)
		}
		if err := t.swap(in.change, args...); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// knowsAllSealed refuses to renew anything while a column is sealed that is not on the
// list: what is in it would be lost with the earlier key.
func (t *Tx) knowsAllSealed() error {
	tables, err := t.db.tablesFor(t.Reader, nil)
	if err != nil {
		return err
	}
	for _, table := range tables {
		for _, column := range table.columns {
			if holdsSealed(column) && column != "wrapped" && !listed(table.name, column) {
				return fault.Wrap(fault.Unavailable, "Keys cannot be made anew by this version of Cairn. Nothing was changed.",
					errors.New("nobody said whose key seals "+table.name+"."+column))
			}
		}
	}
	return nil
}
