package store

import (
	"context"
	"fmt"
	"path"

	lib "modernc.org/sqlite/lib"

	"cairn/internal/clock"
)

var newestEntry = statement(`SELECT COALESCE(MAX(at), 0) FROM audit_entries`)

// SQLiteVersion names the SQLite inside this program.
func SQLiteVersion() string { return lib.SQLITE_VERSION }

// ProgramSchema is the version of the schema this program writes.
func ProgramSchema() (newest int64) {
	files, _ := migrations.ReadDir("migrations") // embedded: it is there
	for _, f := range files {
		var n int64
		if _, err := fmt.Sscanf(path.Base(f.Name()), "%d_", &n); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// EngineVersion asks the database what it is.
func (db *DB) EngineVersion(ctx context.Context) (version string, err error) {
	ask := "SELECT sqlite_version()"
	if db.engine.name() == "postgres" {
		ask = "SHOW server_version"
	}
	err = db.read.QueryRowContext(ctx, ask).Scan(&version)
	return version, err
}

// NewestEntry is when the journal was last written; not set when it is empty. A
// clock that is behind it has been set back.
func (r *Reader) NewestEntry() (clock.Instant, error) {
	at, err := one(r, count, newestEntry)
	return clock.Instant(at), err
}

var anyKey = statement(`SELECT person, wrapped FROM person_keys ORDER BY person LIMIT 1`)

// CheckMaster tells whether the master key is the one the data was sealed with.
// A database without people fits every key.
func (r *Reader) CheckMaster() error {
	_, _, err := optional(r, func(s scanner) (none struct{}, err error) {
		var person, wrapped string
		if err := s.Scan(&person, &wrapped); err != nil {
			return none, err
		}
		_, err = r.master.OpenKey(person, wrapped)
		return none, err
	}, anyKey)
	return err
}
