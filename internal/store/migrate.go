package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"cairn/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to what this program needs. A newer schema is left as
// it is: this program goes on beside the newer one where that schema allows it, and
// refuses otherwise.
func (db *DB) Migrate(ctx context.Context) error { return db.MigrateAfter(ctx, nil) }

// MigrateAfter is Migrate, with something to be done before the schema is touched. Of
// several Cairns that begin at once one does all of it, and the others wait.
func (db *DB) MigrateAfter(ctx context.Context, before func(context.Context) error) error {
	return db.onlyOne(ctx, func() error {
		if before != nil {
			if err := before(ctx); err != nil {
				return err
			}
		}
		return db.migrate(ctx)
	})
}

// onlyOne runs f while no other Cairn runs such on this database. The lock ends with
// its transaction, and that with its connection, whatever hands connections out.
func (db *DB) onlyOne(ctx context.Context, f func() error) error {
	lock := db.engine.alone()
	if lock == "" {
		return f()
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("wait for other Cairns: %w", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, lock); err != nil {
		return fault.Wrap(fault.Unavailable, "Another Cairn is changing the schema of this database and did not finish in five minutes. Look at its log, then start this one again.", err)
	}
	return f()
}

func (db *DB) migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if have > newest(p) {
		return db.goBeside(ctx, have, newest(p))
	}
	touched, err := db.touchedBefore(ctx, have)
	if err != nil {
		return err
	}
	if err := up(ctx, p); err != nil {
		return err
	}
	return db.chain(ctx, have < newest(p), touched)
}

// up migrates, and goes on where another process went on meanwhile: SQLite has no
// lock that spans the steps, so two that begin at once stumble over each other's, and
// stepsNoted takes back what another has done.
// It gives up when nobody came any further.
func up(ctx context.Context, p *goose.Provider) error {
	for before := int64(-1); ; {
		_, err := p.Up(ctx)
		if err == nil {
			return nil
		}
		now, asked := p.GetDBVersion(ctx)
		if asked != nil || now <= before {
			return fmt.Errorf("migrate: %w", err)
		}
		before = now
	}
}

// Schema returns the version of the database's schema and of the program's.
func (db *DB) Schema(ctx context.Context) (have, want int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	have, err = p.GetDBVersion(ctx)
	return have, newest(p), err
}

func (db *DB) provider() (*goose.Provider, error) {
	texts, err := db.migrationFiles()
	if err != nil {
		return nil, err
	}
	noted, err := db.stepsNoted()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectCustom, db.write, texts, goose.WithStore(noted))
}

func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

// migrationFiles returns the texts in the engine's dialect.
func (db *DB) migrationFiles() (fs.FS, error) {
	files, err := fs.Glob(db.texts, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return nil, errors.Join(errors.New("no migrations in the program"), err)
	}
	texts := fstest.MapFS{}
	for _, f := range files {
		raw, err := fs.ReadFile(db.texts, f)
		if err != nil {
			return nil, err
		}
		if text, ok := db.engine.migrationText(f, string(raw)); ok {
			texts[strings.TrimPrefix(f, "migrations/")] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return texts, nil
}
