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
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"cairn/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to what this program needs. A schema newer than
// the program is refused and left as it is.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
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
// lock that spans the steps, so two that begin at once stumble over each other's.
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
	if db.engine.name() == "sqlite" {
		return goose.NewProvider(database.DialectSQLite3, db.write, texts)
	}
	// One replica migrates; the others ask each second, for five minutes.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(database.DialectPostgres, db.write, texts, goose.WithSessionLocker(locker))
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if want := newest(p); have > want {
		return fault.Wrap(fault.Unavailable, "The database was written by a newer Cairn. Start that one, or restore a backup made before it.",
			fmt.Errorf("schema %d, this program knows %d", have, want))
	}
	return nil
}

func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

// migrationFiles returns the texts in the engine's dialect.
func (db *DB) migrationFiles() (fs.FS, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return nil, errors.Join(errors.New("no migrations in the program"), err)
	}
	texts := fstest.MapFS{}
	for _, f := range files {
		raw, err := migrations.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if text, ok := db.engine.migrationText(f, string(raw)); ok {
			texts[strings.TrimPrefix(f, "migrations/")] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return texts, nil
}
