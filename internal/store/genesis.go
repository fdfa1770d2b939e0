package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// rootJournal is the secret of the chain, rootMarks that of DB.Mark.
const (
	rootJournal = "journal"
	rootMarks   = "marks"
)

var (
	headPosition  = statement(`SELECT position FROM audit_head`)
	anyLink       = statement(`SELECT COUNT(*) FROM audit_links`)
	tablesStated  = statement(`SELECT tab FROM private_states`)
	addRoot       = statement(`INSERT INTO root_keys (purpose, wrapped) VALUES ($1, $2)`)
	entriesBefore = statement(`SELECT id, at, actor, via, hat, act, item, subject, object
		FROM audit_entries WHERE link = 0 AND (at > $1 OR (at = $1 AND id > $2)) ORDER BY at, id LIMIT $3`)
)

// chain brings the chain and the marks up to the schema: it begins them where there
// are none, watches tables that are new, and takes in what a migration changed.
// Touched are the rows that somebody touched past Cairn before it.
func (db *DB) chain(ctx context.Context, migrated bool, touched map[rowRef]bool) error {
	if err := db.loadRoots(ctx); err != nil {
		return err
	}
	if done, err := db.chained(ctx); err != nil || done && !migrated {
		return err
	}
	return db.inTurn(ctx, 0, func(t *Tx) error { return t.chain(touched) })
}

// chained tells whether nothing is left to be done.
func (db *DB) chained(ctx context.Context) (done bool, err error) {
	err = db.View(ctx, 0, func(r *Reader) error {
		position, err := one(r, count, headPosition)
		if err != nil || position == noGenesis {
			return err
		}
		tables, err := db.privateTables(ctx, r.q)
		if err != nil {
			return err
		}
		fresh, err := r.unstated(tables)
		if err != nil {
			return err
		}
		watched, err := all(r, text[string], db.engine.triggers())
		done = len(fresh) == 0 && !slices.ContainsFunc(tableNames(tables), func(name string) bool { return !slices.Contains(watched, watchName(name)) })
		return err
	})
	return done, err
}

// watchName is the trigger that notes new rows; those of other changes come with it.
func watchName(table string) string { return "private_" + table + "_added" }

// unstated are private tables that no link has told of yet.
func (r *Reader) unstated(tables map[string]privateTable) ([]string, error) {
	stated, err := all(r, text[string], tablesStated)
	return slices.DeleteFunc(tableNames(tables), func(name string) bool { return slices.Contains(stated, name) }), err
}

func (t *Tx) chain(touched map[rowRef]bool) error {
	if err := t.root(); err != nil {
		return err
	}
	if err := t.takeTurn(); err != nil {
		return err
	}
	tables, err := t.db.privateTables(t.ctx, t.q)
	if err != nil {
		return err
	}
	for _, name := range tableNames(tables) {
		for _, text := range t.db.engine.watch(tables[name]) {
			if err := t.exec(text); err != nil {
				return fmt.Errorf("watch %s: %w", name, err)
			}
		}
	}
	genesis := t.ledger.before == noGenesis
	if t.now, err = t.NewestEntry(); err != nil {
		return err
	}
	if genesis {
		if err := t.takeOld(); err != nil {
			return err
		}
	}
	states, err := t.adopt(tables, touched)
	if err != nil || states == "" && !genesis {
		return err
	}
	if err := t.addLink(states); err != nil {
		return err
	}
	return t.keepStates()
}

// root makes the secrets of a database that has none.
func (t *Tx) root() error {
	if t.db.stamps.Load() != nil {
		return nil
	}
	switch there, err := t.readRoots(); {
	case err != nil || there: // another process was quicker
		return err
	}
	if links, err := one(t.Reader, count, anyLink); err != nil || links > 0 {
		return errors.Join(err, errChainBroken)
	}
	people, err := t.hasPeople()
	if err != nil {
		return err
	}
	marks, wrapped := t.master.NewRoot(rootMarks)
	if people { // who has marks already keeps them
		marks, wrapped = t.master.OldRoot(rootMarks)
	}
	journal, wrappedJournal := t.master.NewRoot(rootJournal)
	if err := errors.Join(t.exec(addRoot, rootMarks, wrapped), t.exec(addRoot, rootJournal, wrappedJournal)); err != nil {
		return err
	}
	t.db.keepRoots(journal, marks)
	return nil
}

func (t *Tx) hasPeople() (bool, error) {
	_, some, err := optional(t.Reader, func(s scanner) (string, error) {
		var person, wrapped string
		return person, s.Scan(&person, &wrapped)
	}, anyKey)
	return some, err
}

// takeOld takes every line from before the chain into its first link.
func (t *Tx) takeOld() error {
	lines, n, err := t.digestOld()
	t.ledger.digest, t.ledger.lines = lines, n
	return err
}

// oldLines is how many lines are read at once.
const oldLines = 1000

// digestOld goes over all lines from before the chain.
func (r *Reader) digestOld() (hash.Hash, int64, error) {
	digest, n := sha256.New(), int64(0)
	for at, last := clock.Instant(-1), id.Entry(""); ; {
		list, err := found(r, scanEntry, entriesBefore, at, last, oldLines)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range list {
			addLine(digest, e)
			n++
		}
		if len(list) < oldLines {
			return digest, n, nil
		}
		at, last = list[len(list)-1].At, list[len(list)-1].ID
	}
}

// adopt marks all rows of tables that no link has told of, and in the others what
// a migration touched.
func (t *Tx) adopt(tables map[string]privateTable, touched map[rowRef]bool) (string, error) {
	fresh, err := t.unstated(tables)
	if err != nil {
		return "", err
	}
	settled := maps.Clone(t.ledger.foreign)
	maps.DeleteFunc(settled, func(ref rowRef, _ bool) bool { return touched[ref] })
	states := []string{}
	if len(settled) > 0 {
		some, err := t.markTouched(settled)
		if err != nil {
			return "", err
		}
		for name, state := range splitStates(some) {
			if !slices.Contains(fresh, name) {
				states = append(states, name+"="+state)
			}
		}
	}
	for _, name := range fresh {
		state, err := t.adoptTable(tables[name])
		if err != nil {
			return "", err
		}
		states = append(states, name+"="+state)
	}
	slices.Sort(states)
	return joinStates(states), nil
}

// adoptRows is how many rows are marked at once.
const adoptRows = 500

func (t *Tx) adoptTable(p privateTable) (state string, err error) {
	keys, err := t.keysOf(p)
	if err != nil {
		return "", err
	}
	for some := range slices.Chunk(keys, adoptRows) {
		if state, err = t.markRows(p, some); err != nil {
			return "", err
		}
	}
	if len(keys) == 0 {
		state, err = t.markRows(p, nil)
	}
	return state, err
}

func (r *Reader) keysOf(p privateTable) ([]string, error) {
	return all(r, text[string], selectWord+p.keyText(r.db.engine, "")+" FROM "+p.name)
}

// loadRoots unwraps the secrets of the database, once there are any.
func (db *DB) loadRoots(ctx context.Context) error {
	if db.stamps.Load() != nil {
		return nil
	}
	return db.View(ctx, 0, func(r *Reader) error {
		_, err := r.readRoots()
		return err
	})
}

func (r *Reader) readRoots() (there bool, err error) {
	journal, there, err := r.openRoot(rootJournal)
	if err != nil || !there {
		return false, err
	}
	marks, there, err := r.openRoot(rootMarks)
	if err == nil && there {
		r.db.keepRoots(journal, marks)
	}
	return there, err
}

func (db *DB) keepRoots(journal, marks seal.Root) {
	db.marks.Store(&marks)
	db.stamps.Store(stampsOf(journal))
}

func (r *Reader) openRoot(purpose string) (root seal.Root, ok bool, err error) {
	wrapped, ok, err := optional(r, text[string], rootNamed, purpose)
	if err == nil && ok {
		root, err = r.master.OpenRoot(purpose, wrapped)
	}
	return root, ok, err
}

// privateTables are the tables that hold something sealed, as a schema has them.
type privateTables struct {
	schema int64
	tables map[string]privateTable
}

// tablesFor returns the private tables. They are read once for each schema, for a newer
// program may add to them beside this one, and anew when one is named that was not there.
func (db *DB) tablesFor(r *Reader, named map[string][]string) (map[string]privateTable, error) {
	if known := db.private.Load(); known != nil && known.schema == r.ledger.schema {
		missing := false
		for name := range named {
			_, ok := known.tables[name]
			missing = missing || !ok
		}
		if !missing {
			return known.tables, nil
		}
	}
	tables, err := db.privateTables(r.ctx, r.q)
	if err == nil {
		db.private.Store(&privateTables{r.ledger.schema, tables})
	}
	return tables, err
}

// touchedBefore returns what was touched past Cairn, where the chain has begun.
func (db *DB) touchedBefore(ctx context.Context, have int64) (refs map[rowRef]bool, err error) {
	if have < chainSchema {
		return nil, nil
	}
	err = db.View(ctx, 0, func(r *Reader) error {
		refs, err = (&Tx{r}).touched()
		return err
	})
	return refs, err
}

// chainSchema is the version of the schema that brought the chain.
const chainSchema = 26

// ready makes sure that the chain can be added to.
func (db *DB) ready(ctx context.Context) error {
	if err := db.loadRoots(ctx); err != nil {
		return err
	}
	if db.stamps.Load() == nil {
		return fault.Wrap(fault.Unavailable, "Cairn is not set up yet.", errors.New("the journal has not begun; migrate first"))
	}
	return nil
}
