package store

import (
	"context"
	"fmt"

	"cairn/internal/fault"
)

// While Cairns are upgraded one after the other, an older program meets the schema of
// the newer one. Migrations add first and take away in a later version, when no older
// program is left; the schema says itself which programs may still go on with it.

var (
	floorNow  = statement(`SELECT oldest FROM schema_floor`)
	schemaAnd = statement(`SELECT COALESCE(MAX(version_id), 0), (SELECT oldest FROM schema_floor) FROM goose_db_version`)
)

const (
	outgrown = "The database belongs to a newer Cairn now. Nothing was changed; please try again in a moment."
	newerOne = "The database was written by a newer Cairn, and this one does not fit it any more. Start that one, or restore a backup made before it."
)

// goBeside lets an older program go on beside a newer one, where the schema has it.
func (db *DB) goBeside(ctx context.Context, have, knows int64) error {
	err := db.View(ctx, 0, func(r *Reader) error {
		oldest, err := one(r, count, floorNow)
		if err == nil && oldest > knows {
			err = fault.Wrap(fault.Unavailable, newerOne, fmt.Errorf("schema %d wants programs that know %d, this one knows %d", have, oldest, knows))
		}
		return err
	})
	if err != nil {
		return err
	}
	return db.loadRoots(ctx)
}

// GoesOn tells whether this program may go on with the schema as it stands.
func (db *DB) GoesOn(ctx context.Context) error {
	return db.View(ctx, 0, func(r *Reader) error { return r.fits() })
}

// fits tells whether this program may go on with the schema as it stands.
func (r *Reader) fits() error {
	have, oldest, err := r.schema()
	switch {
	case err != nil:
		return err
	case have < r.db.knows:
		return fmt.Errorf("the database has schema %d, and this program wants %d", have, r.db.knows)
	case have > r.db.knows && oldest > r.db.knows:
		return fault.Wrap(fault.Unavailable, outgrown, fmt.Errorf("the database has schema %d, which programs that know %d do not fit", have, r.db.knows))
	}
	return nil
}

func (r *Reader) schema() (have, oldest int64, err error) {
	_, err = one(r, func(s scanner) (none struct{}, err error) { return none, s.Scan(&have, &oldest) }, schemaAnd)
	return have, oldest, err
}
