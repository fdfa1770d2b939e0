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

// takeTurn lets one transaction write at a time, before it sees anything: the
// chain has one end. A lock on rows would come after the snapshot, and all but one
// of those who wait would lose.
func (postgresEngine) takeTurn() []string { return []string{"LOCK TABLE audit_turn IN EXCLUSIVE MODE"} }

func (postgresEngine) columns() string {
	const text = `SELECT c.relname, a.attname, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
		WHERE c.relkind = 'r' ORDER BY c.relname, a.attnum`
	return text
}

func (postgresEngine) triggers() string {
	const text = `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`
	return text
}

func (postgresEngine) glue() string { return "chr(31)" }

// watch makes the triggers that note which rows are touched.
func (e postgresEngine) watch(p privateTable) (texts []string) {
	note := func(row string) string {
		const insert = "INSERT INTO private_touched (tab, row_key) VALUES ('"
		return insert + p.name + "', " + p.keyText(e, row+".") + ");"
	}
	for _, c := range []struct{ name, when, does string }{
		{"removed", "DELETE", note("OLD")}, {"changed", "UPDATE", note("OLD") + " " + note("NEW")}, {"added", "INSERT", note("NEW")},
	} {
		name := "private_" + p.name + "_" + c.name
		texts = append(texts,
			"CREATE OR REPLACE FUNCTION "+name+"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "+c.does+" RETURN NULL; END $$",
			"CREATE OR REPLACE TRIGGER "+name+" AFTER "+c.when+" ON "+p.name+" FOR EACH ROW EXECUTE FUNCTION "+name+"()")
	}
	return texts
}

// unguard does the same: the owner of a table may switch its triggers off.
func (postgresEngine) unguard(t *Tx) (again []string, err error) {
	const tables = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
		WHERE c.relkind = 'r' AND EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) ORDER BY c.relname`
	const references = `SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE k.contype = 'f' ORDER BY c.relname, k.conname`
	type reference struct{ table, name string }
	bound, err := found(t.Reader, func(s scanner) (k reference, err error) { return k, s.Scan(&k.table, &k.name) }, references)
	if err != nil {
		return nil, err
	}
	guarded, err := found(t.Reader, text[string], tables)
	if err != nil {
		return nil, err
	}
	again = []string{"SET CONSTRAINTS ALL IMMEDIATE"}
	for _, k := range bound {
		if err := t.exec("ALTER TABLE " + k.table + " ALTER CONSTRAINT " + k.name + " DEFERRABLE INITIALLY DEFERRED"); err != nil {
			return nil, err
		}
		again = append(again, "ALTER TABLE "+k.table+" ALTER CONSTRAINT "+k.name+" NOT DEFERRABLE")
	}
	for _, name := range guarded {
		if err := t.exec("ALTER TABLE " + name + " DISABLE TRIGGER USER"); err != nil {
			return nil, err
		}
		again = append(again, "ALTER TABLE "+name+" ENABLE TRIGGER USER")
	}
	return again, nil
}

func (postgresEngine) integrity() []string { return nil }

func (postgresEngine) file() (path string, isFile bool) { return "", false }
