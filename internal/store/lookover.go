package store

import (
	"context"
	"errors"
	"strings"
)

var lastLink = statement(`SELECT COALESCE(MAX(position), 0) FROM audit_links`)

// LookedOver is what a look at a serving database found.
type LookedOver struct {
	File  []string      // what the engine says of its own file
	Links []Discrepancy // of the newest links of the journal
}

// lookBack is how many of the newest links are gone over.
const lookBack = 1000

// LookOver goes over the structure of the file and the newest links of the journal. It
// takes a small part of the time that Verify does, so that it can be done after every
// start. A file that is not whole is trouble from then on.
func (db *DB) LookOver(ctx context.Context) (found LookedOver, err error) {
	if found.File, err = db.lookAtFile(ctx); err != nil {
		return found, err
	}
	if len(found.File) > 0 {
		db.note(Damaged, errors.New(strings.Join(found.File, "; ")))
	}
	if err := db.loadRoots(ctx); err != nil || db.stamps.Load() == nil {
		return found, err
	}
	err = db.View(ctx, 0, func(r *Reader) error {
		last, err := one(r, count, lastLink)
		if err != nil {
			return err
		}
		v := Verification{}
		_, err = r.verifyChain(&v, max(1, last-lookBack)) // link 0 tells of all that was before the chain
		found.Links = v.Discrepancies
		return err
	})
	return found, err
}

func (db *DB) lookAtFile(ctx context.Context) (wrong []string, err error) {
	if _, isFile := db.engine.file(); !isFile {
		return nil, nil
	}
	err = db.View(ctx, 0, func(r *Reader) (err error) {
		wrong, err = all(r, text[string], "PRAGMA quick_check(5)")
		return err
	})
	if len(wrong) == 1 && wrong[0] == "ok" {
		return nil, err
	}
	return wrong, err
}
