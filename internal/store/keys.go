package store

import (
	"context"
	"fmt"

	"cairn/internal/seal"
)

// everyKey are all keys but the roots, each with its number where it is an earlier one.
const everyKey = `SELECT '' AS part, person, '' AS number, wrapped FROM person_keys
	UNION ALL SELECT part, person, '' AS number, wrapped FROM pay_keys
	UNION ALL SELECT part, person, '' AS number, wrapped FROM counted_keys
	UNION ALL SELECT part, person, number, wrapped FROM former_keys`

var (
	keysWrapped    = statement(everyKey)
	rootsWrapped   = statement(`SELECT purpose, wrapped FROM root_keys`)
	keysNotWrapped = statement(`SELECT part, person, number, wrapped FROM (` + everyKey + `) AS k
		WHERE wrapped < $1 OR wrapped >= $2 ORDER BY part, person, number LIMIT $3`)
	rewrapKey        = statement(`UPDATE person_keys SET wrapped = $2 WHERE person = $1 AND wrapped = $3`)
	rewrapPayKey     = statement(`UPDATE pay_keys SET wrapped = $3 WHERE part = $1 AND person = $2 AND wrapped = $4`)
	rewrapCountedKey = statement(`UPDATE counted_keys SET wrapped = $3 WHERE part = $1 AND person = $2 AND wrapped = $4`)
	rewrapFormerKey  = statement(`UPDATE former_keys SET wrapped = $4 WHERE part = $1 AND person = $2 AND number = $3 AND wrapped = $5`)
	rewrapRoot       = statement(`UPDATE root_keys SET wrapped = $2 WHERE purpose = $1`)
)

// storedKey is a key as it is kept; an earlier one has its number.
type storedKey struct {
	KeyRef
	number, wrapped string
}

func scanStoredKey(s scanner) (k storedKey, err error) {
	return k, s.Scan(&k.part, &k.Person, &k.number, &k.wrapped)
}

// storedRoot is a root.
type storedRoot struct{ purpose, wrapped string }

func scanStoredRoot(s scanner) (k storedRoot, err error) { return k, s.Scan(&k.purpose, &k.wrapped) }

// WrappedBy returns how many keys each master key wraps, by the short names of the
// master keys, and the one that wraps what is new.
func (r *Reader) WrappedBy() (keys map[string]int, current string, err error) {
	list, err := all(r, scanStoredKey, keysWrapped)
	if err != nil {
		return nil, "", err
	}
	keys = map[string]int{}
	for _, k := range list {
		keys[seal.Wrapped(k.wrapped)]++
	}
	current, err = r.wrapping()
	return keys, current, err
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
	list, err := all(t.Reader, scanStoredRoot, rootsWrapped)
	for _, k := range list {
		if err != nil || seal.Wrapped(k.wrapped) == master {
			continue
		}
		var again string
		if again, err = t.master.RewrapRoot(k.purpose, k.wrapped, master); err == nil {
			err, changed = t.exec(rewrapRoot, k.purpose, again), true
		}
	}
	return changed, err
}

// RewrapKeys wraps some keys, of people and of pay, by the master key of that name,
// and returns how many there were; nought when all are done.
func (t *Tx) RewrapKeys(master string, most int) (int, error) {
	first := seal.WrappedFrom(master)
	list, err := all(t.Reader, scanStoredKey, keysNotWrapped, first, first[:len(first)-1]+"/", most) // the sign after the dot
	if err != nil {
		return 0, err
	}
	for _, k := range list {
		again, err := t.master.RewrapKey(string(k.owner()), k.wrapped, master)
		if err != nil {
			return 0, fmt.Errorf("the key of %s: %w", k.owner(), err)
		}
		if err := t.keepWrapped(k, again); err != nil {
			return 0, err
		}
		delete(t.keys, k.owner())
	}
	return len(list), nil
}

func (t *Tx) keepWrapped(k storedKey, again string) error {
	switch {
	case k.number != "":
		return t.swap(rewrapFormerKey, k.part, k.Person, k.number, again, k.wrapped)
	case k.part == "":
		return t.swap(rewrapKey, k.Person, again, k.wrapped)
	case k.part.counted():
		return t.swap(rewrapCountedKey, k.part, k.Person, again, k.wrapped)
	}
	return t.swap(rewrapPayKey, k.part, k.Person, again, k.wrapped)
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

// OpenKeys opens every key that is kept with the master key, and names those that do
// not open. A value that is as it was sealed opens with its key, and that it is as it
// was is what its row's mark says; so keys and marks together tell that all opens.
func (db *DB) OpenKeys(ctx context.Context) (opened int, shut []string, err error) {
	err = db.View(ctx, 0, func(r *Reader) error {
		opened, shut = 0, nil
		list, err := all(r, scanStoredKey, keysWrapped)
		if err != nil {
			return err
		}
		for _, k := range list {
			if _, err := r.master.OpenKey(string(k.owner()), k.wrapped); err != nil {
				shut = append(shut, fmt.Sprintf("%s %s: %v", k.part, k.Person, err))
				continue
			}
			opened++
		}
		roots, err := all(r, scanStoredRoot, rootsWrapped)
		for _, k := range roots {
			if _, err := r.master.OpenRoot(k.purpose, k.wrapped); err != nil {
				shut = append(shut, fmt.Sprintf("%s: %v", k.purpose, err))
				continue
			}
			opened++
		}
		return err
	})
	return opened, shut, err
}
