package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"cairn/internal/fault"
)

// oldestSQLite is the first version without the WAL-reset corruption.
const oldestSQLite = 3_051_003

// idleFor is how long a connection that nobody needs keeps its cache and statements.
const idleFor = time.Minute

// checkpoints come when so many pages of 4 KB were written: what an act writes, often to the
// same few pages, goes into the file itself once and not for each hundred acts anew. The log
// beside the file is 16 MB long for it, and is written over from its beginning again.
const checkpoints = "_pragma=wal_autocheckpoint(4000)"

type sqliteEngine struct{ path string }

func (sqliteEngine) name() string { return "sqlite" }

// open makes one immediate writer and a pool that can only read. The file is
// readable by its owner only.
func (e sqliteEngine) open(ctx context.Context) (read, write *sql.DB, err error) {
	if lib.SQLITE_VERSION_NUMBER < oldestSQLite {
		return nil, nil, fmt.Errorf("SQLite %s can damage its file; 3.51.3 or newer is needed", lib.SQLITE_VERSION)
	}
	file, err := os.OpenFile(e.path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, syscall.EROFS) || errors.Is(err, os.ErrPermission) {
		return nil, nil, fault.Wrap(fault.Unavailable, fmt.Sprintf("The database %s cannot be written. Cairn shows nothing of anybody that it cannot write down, so it is not opened like this. Mount the disk for writing, or give the file to Cairn’s account.", e.path), err)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open database file: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, nil, fmt.Errorf("open database file: %w", err)
	}
	if _, err := sqlite.Fdatasync(true); err != nil && !errors.Is(err, sqlite.ErrFdatasyncUnavailable) {
		return nil, nil, fmt.Errorf("how to wait for the disk: %w", err)
	}
	if write, err = e.pool("_txlock=immediate", "_pragma=journal_mode(WAL)", checkpoints); err != nil {
		return nil, nil, fmt.Errorf("open database: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open database %s: %w", e.path, err), write.Close())
	}
	if read, err = e.pool("_pragma=query_only(1)"); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open database: %w", err), write.Close())
	}
	read.SetMaxOpenConns(readers())
	read.SetMaxIdleConns(readers())
	read.SetConnMaxIdleTime(idleFor)
	return read, write, nil
}

// readers is how many read at once.
func readers() int { return max(4, runtime.NumCPU()) }

// rest closes the readers that are idle, empties the writer's cache, and brings what stands
// in the log into the file.
func (sqliteEngine) rest(ctx context.Context, read, write *sql.DB) {
	read.SetMaxIdleConns(0)
	read.SetMaxIdleConns(readers())
	const shrink, bring = `PRAGMA shrink_memory`, `PRAGMA wal_checkpoint(PASSIVE)`
	_, _ = write.ExecContext(ctx, bring)  // what is not brought over stays where it is as safe
	_, _ = write.ExecContext(ctx, shrink) // what is not let go is only kept
}

func (e sqliteEngine) pool(more ...string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(e.address(more...))
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(remembering{c}), nil
}

func (e sqliteEngine) address(more ...string) string {
	options := append([]string{
		"_pragma=busy_timeout(10000)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(ON)",
		"_pragma=secure_delete(ON)", "_pragma=cache_size(-2000)", "_dqs=0",
	}, more...)
	return "file:" + (&url.URL{Path: e.path}).EscapedPath() + "?" + strings.Join(options, "&")
}

// asking: a statement takes no longer than reading a file does.
func (sqliteEngine) asking(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// begin begins by a statement: a sql.Tx would watch over each with a goroutine, whatever
// its context.
func (sqliteEngine) begin(ctx context.Context, on *sql.Conn, _ *sql.TxOptions, writes bool) (begun, error) {
	const reading, writing = "BEGIN", "BEGIN IMMEDIATE"
	text := reading
	if writes {
		text = writing
	}
	if _, err := on.ExecContext(ctx, keep(text)); err != nil {
		return nil, err
	}
	return &sqliteTx{Conn: on, ctx: ctx}, nil
}

type sqliteTx struct {
	*sql.Conn
	ctx  context.Context
	over bool
}

// execEach runs a change for each of the rows.
func (t *sqliteTx) execEach(query string, rows [][]any) error {
	return t.Raw(func(c any) error {
		remembering, ok := c.(*rememberingConn)
		if !ok {
			return fmt.Errorf("a connection of SQLite is a %T", c)
		}
		return remembering.execEach(t.ctx, query, rows)
	})
}

// Commit keeps what was done. What it could not keep is still to be taken back.
func (t *sqliteTx) Commit() error {
	_, err := t.ExecContext(t.ctx, keep("COMMIT"))
	t.over = err == nil
	return err
}

// Rollback takes it back; after a commit it does nothing. A connection of which it is not
// certain that it has ended its transaction is not used again.
func (t *sqliteTx) Rollback() error {
	if t.over {
		return sql.ErrTxDone
	}
	t.over = true
	_, err := t.ExecContext(t.ctx, keep("ROLLBACK"))
	if err != nil {
		_ = t.Raw(func(any) error { return driver.ErrBadConn })
	}
	return err
}

// oneWriter: what is brief may share a commit.
func (sqliteEngine) oneWriter() bool { return true }

// sqliteTypes turns PostgreSQL's type names into those of STRICT tables.
var sqliteTypes = strings.NewReplacer(" BIGINT", " INTEGER", " BOOLEAN", " INTEGER", " BYTEA", " BLOB", "\n);", "\n) STRICT;")

func (sqliteEngine) migrationText(file, text string) (string, bool) {
	if strings.HasSuffix(file, ".postgres.sql") {
		return "", false
	}
	return sqliteTypes.Replace(text), true
}

func (sqliteEngine) readOptions() *sql.TxOptions  { return nil }
func (sqliteEngine) writeOptions() *sql.TxOptions { return nil }

func (sqliteEngine) retry(err error) bool {
	code, ok := sqliteCode(err)
	return ok && (code&0xff == lib.SQLITE_BUSY || code&0xff == lib.SQLITE_LOCKED)
}

func (sqliteEngine) duplicate(err error) bool {
	code, ok := sqliteCode(err)
	return ok && (code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func sqliteCode(err error) (int, bool) {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return 0, false
	}
	return e.Code(), true
}

// lost and unsure: there is no connection that could end.
func (sqliteEngine) lost(error) bool   { return false }
func (sqliteEngine) unsure(error) bool { return false }

func (sqliteEngine) instant() string {
	const text = `SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)`
	return text
}

// alone: the lock on the data folder keeps a second one away.
func (sqliteEngine) alone() string { return "" }

// bound is how many values one statement of many rows binds: SQLite looks each $n up
// among all of its names, so that few large statements take far longer than many small
// ones, which stay prepared besides.
func (sqliteEngine) bound() int { return 64 }

// few is how many rows are written several at once. Of a statement for several SQLite
// keeps each page as it was, so that it can be taken back alone; from the first one on
// that touches many pages it does so in a file, until the transaction ends.
func (sqliteEngine) few() int { return 100 }

// takeTurn: a transaction begins with the lock.
func (sqliteEngine) takeTurn() []string { return nil }

func (sqliteEngine) columns() string {
	const text = `SELECT m.name, c.name, c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`
	return text
}

func (sqliteEngine) triggers() string {
	const text = `SELECT name FROM sqlite_master WHERE type = 'trigger'`
	return text
}

func (sqliteEngine) glue() string { return "char(31)" }

// watch makes the triggers that note which rows are touched.
func (e sqliteEngine) watch(p privateTable) (texts []string) {
	note := func(row string) string {
		const insert = "INSERT INTO private_touched (tab, row_key) VALUES ('"
		return insert + p.name + "', " + p.keyText(e, row+".") + ");"
	}
	for _, c := range []struct{ name, when, does string }{
		{"removed", "DELETE", note("OLD")}, {"changed", "UPDATE", note("OLD") + " " + note("NEW")}, {"added", "INSERT", note("NEW")},
	} {
		name := "private_" + p.name + "_" + c.name
		texts = append(texts, "DROP TRIGGER IF EXISTS "+name,
			"CREATE TRIGGER "+name+" AFTER "+c.when+" ON "+p.name+" BEGIN "+c.does+" END")
	}
	return texts
}

// unguard takes triggers away, and lets references be whole at the end only, while
// rows are put back; again makes them anew.
func (sqliteEngine) unguard(t *Tx) (again []string, err error) {
	const text = `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name`
	type trigger struct{ name, text string }
	list, err := found(t.Reader, func(s scanner) (k trigger, err error) { return k, s.Scan(&k.name, &k.text) }, text)
	if err != nil {
		return nil, err
	}
	if err := t.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return nil, err
	}
	for _, k := range list {
		if err := t.exec("DROP TRIGGER " + k.name); err != nil {
			return nil, err
		}
		again = append(again, k.text)
	}
	return again, nil
}

func (sqliteEngine) integrity() []string {
	return []string{"PRAGMA integrity_check(20)", `SELECT DISTINCT 'a row of ' || "table" || ' refers to a row of ' || "parent" || ' that is not there' FROM pragma_foreign_key_check`}
}

func (e sqliteEngine) file() (path string, isFile bool) { return e.path, true }
