package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

type postgresEngine struct{ url string }

func (postgresEngine) name() string { return "postgres" }

// open connects to a server that accepts writes; one in recovery is refused,
// because rights are never decided from a replica.
func (e postgresEngine) open(ctx context.Context) (read, write *sql.DB, err error) {
	config, err := pgx.ParseConfig(e.url)
	if err != nil { // which carries the address, and with it the password
		return nil, nil, errors.New("the PostgreSQL address cannot be read; it looks like postgres://user@host:5432/cairn?sslmode=verify-full. " +
			"Write signs such as @ : / ? # % in a password as %40 %3A %2F %3F %23 %25")
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(10)
	db.SetConnMaxIdleTime(5 * time.Minute)
	var replica bool
	if err := db.QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&replica); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("connect to PostgreSQL: %w", err), db.Close())
	}
	if replica {
		return nil, nil, errors.Join(errors.New("this PostgreSQL server is a replica; Cairn needs the primary"), db.Close())
	}
	return db, db, nil
}

// migrationText orders every text by its bytes, as SQLite and org.Compare do.
// The server's own order differs from one installation to the next, and changes
// under an index when the system's language tables are updated.
func (postgresEngine) migrationText(file, text string) (string, bool) {
	return strings.ReplaceAll(text, " TEXT", ` TEXT COLLATE "C"`), !strings.HasSuffix(file, ".sqlite.sql")
}

func (postgresEngine) readOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgresEngine) writeOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelSerializable}
}

// retry: serialization failure and deadlock.
func (postgresEngine) retry(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

func (postgresEngine) duplicate(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "23505"
}
