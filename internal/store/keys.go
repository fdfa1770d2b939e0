package store

import (
	"context"
	"fmt"

	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	keysWrapped    = statement(`SELECT person, wrapped FROM person_keys`)
	rootsWrapped   = statement(`SELECT purpose, wrapped FROM root_keys`)
	keysNotWrapped = statement(`SELECT person, wrapped FROM person_keys WHERE wrapped < $1 OR wrapped >= $2 ORDER BY person LIMIT $3`)
	rewrapKey      = statement(`UPDATE person_keys SET wrapped = $2 WHERE person = $1 AND wrapped = $3`)
	rewrapRoot     = statement(`UPDATE root_keys SET wrapped = $2 WHERE purpose = $1`)
)

type storedKey struct{ owner, wrapped string }

func scanStoredKey(s scanner) (k storedKey, err error) { return k, s.Scan(&k.owner, &k.wrapped) }

// WrappedBy returns how many people's keys each master key wraps, by the short
// names of the master keys, and the one that wraps what is new.
func (r *Reader) WrappedBy() (people map[string]int, current string, err error) {
	list, err := all(r, scanStoredKey, keysWrapped)
	if err != nil {
		return nil, "", err
	}
	people = map[string]int{}
	for _, k := range list {
		people[seal.Wrapped(k.wrapped)]++
	}
	current, err = r.wrapping()
	return people, current, err
}

// wrapping is the name of the master key that wraps what is new: the one that
// wraps the roots. It stands in the database, so that every Cairn on it agrees.
func (r *Reader) wrapping() (string, error) {
	wrapped, ok, err := optional(r, text[string], rootNamed, rootJournal)
	if err != nil || !ok {
		return r.master.ID(), err
	}
	return seal.Wrapped(wrapped), nil
}

// RewrapRoots wraps the roots by the master key of that name, so that it also
// wraps what is new from now on. It tells whether anything changed.
func (t *Tx) RewrapRoots(master string) (changed bool, err error) {
	list, err := all(t.Reader, scanStoredKey, rootsWrapped)
	for _, k := range list {
		if err != nil || seal.Wrapped(k.wrapped) == master {
			continue
		}
		var again string
		if again, err = t.master.RewrapRoot(k.owner, k.wrapped, master); err == nil {
			err, changed = t.exec(rewrapRoot, k.owner, again), true
		}
	}
	return changed, err
}

// RewrapKeys wraps the keys of some people by the master key of that name, and
// returns how many there were; nought when all are done.
func (t *Tx) RewrapKeys(master string, most int) (int, error) {
	first := seal.WrappedFrom(master)
	list, err := all(t.Reader, scanStoredKey, keysNotWrapped, first, first[:len(first)-1]+"/", most) // the sign after the dot
	if err != nil {
		return 0, err
	}
	for _, k := range list {
		again, err := t.master.RewrapKey(k.owner, k.wrapped, master)
		if err != nil {
			return 0, fmt.Errorf("the key of %s: %w", k.owner, err)
		}
		if err := t.swap(rewrapKey, k.owner, again, k.wrapped); err != nil {
			return 0, err
		}
		delete(t.keys, id.Person(k.owner))
	}
	return len(list), nil
}

// Mark recognises data without keeping them: see seal.Root.Mark.
func (db *DB) Mark(purpose string, data []byte) string {
	if db.marks.Load() == nil {
		_ = db.loadRoots(context.Background()) // what fails here fails the act as well
	}
	return db.mark(purpose, data)
}

func (db *DB) mark(purpose string, data []byte) string {
	if root := db.marks.Load(); root != nil {
		return root.Mark(purpose, data)
	}
	return db.master.Mark(purpose, data) // before there is anything to recognise
}

// mark is DB.Mark within a transaction.
func (r *Reader) mark(purpose string, data []byte) string {
	if r.db.marks.Load() == nil {
		_, _ = r.readRoots()
	}
	return r.db.mark(purpose, data)
}
