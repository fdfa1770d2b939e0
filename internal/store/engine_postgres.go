package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

type postgresEngine struct {
	url  string
	idle string // how long a transaction may be silent while it has the turn, in milliseconds
}

func (*postgresEngine) name() string { return "postgres" }

// bound is larger than SQLite's: each statement is a way there and back.
func (*postgresEngine) bound() int { return 200 }

// few: there is no number of rows that is better written one by one.
func (*postgresEngine) few() int { return math.MaxInt }

// rest: connections keep nothing here that weighs.
func (*postgresEngine) rest(context.Context, *sql.DB, *sql.DB) {}

const (
	// silentTurn is how long a Cairn that has the turn to write may be silent, and
	// silentRead one that reads. The server ends what is silent for longer: a frozen
	// process would hold all others up for ever.
	silentTurn = 20 * time.Second
	silentRead = 5 * time.Minute

	// Connections of one Cairn.
	mostConnections, idleConnections = 20, 10

	reachWithin = 10 * time.Second
	silence     = "idle_in_transaction_session_timeout"
)

var errReplica = errors.New("this PostgreSQL server is a replica, or read-only; Cairn needs the primary")

// open connects to a server that accepts writes; one in recovery is refused with each
// new connection, because rights are never decided from a replica.
func (e *postgresEngine) open(ctx context.Context) (read, write *sql.DB, err error) {
	config, err := pgx.ParseConfig(e.url)
	if err != nil { // which carries the address, and with it the password
		return nil, nil, errors.New("the PostgreSQL address cannot be read; it looks like postgres://user@host:5432/cairn?sslmode=verify-full. " +
			"Write signs such as @ : / ? # % in a password as %40 %3A %2F %3F %23 %25")
	}
	e.settle(config)
	db := pool(config)
	pooled, err := throughPooler(ctx, db)
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && strings.Contains(refused.Message, "startup parameter") {
		pooled, err = true, nil // PgBouncer, which knows few of them
	}
	if err == nil && pooled {
		err = db.Close()
		delete(config.RuntimeParams, silence)
		// No statement outlives its transaction, for the next may be on another connection.
		config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
		db = pool(config)
		err = errors.Join(err, db.PingContext(ctx))
	}
	if errors.Is(err, pgconn.ErrReadOnlyConnection) {
		err = errReplica
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("connect to PostgreSQL: %w", err), db.Close())
	}
	return db, db, nil
}

// asking: nobody waits for a server that does not answer.
func (*postgresEngine) asking(ctx context.Context) context.Context { return ctx }

// begin begins one of database/sql, which ends with its context.
func (*postgresEngine) begin(ctx context.Context, on *sql.Conn, options *sql.TxOptions, _ bool) (begun, error) {
	return on.BeginTx(ctx, options)
}

// oneWriter: a failure of one would be everybody's, and the server waits for several
// commits at once itself.
func (*postgresEngine) oneWriter() bool { return false }

// settle fills in what the address does not say.
func (e *postgresEngine) settle(config *pgx.ConnConfig) {
	params := config.RuntimeParams
	e.idle = strconv.FormatInt(silentTurn.Milliseconds(), 10)
	if given, err := strconv.Atoi(params[silence]); err == nil && given > 0 {
		e.idle = strconv.Itoa(given)
	} else {
		params[silence] = strconv.FormatInt(silentRead.Milliseconds(), 10)
	}
	if params["application_name"] == "" {
		params["application_name"] = "cairn"
	}
	if config.ValidateConnect == nil {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = reachWithin
	}
}

func pool(config *pgx.ConnConfig) *sql.DB {
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(mostConnections)
	db.SetMaxIdleConns(idleConnections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db
}

// throughPooler tells whether something between us and the server hands out
// connections: the process it named at the beginning is not the one that answers.
func throughPooler(ctx context.Context, db *sql.DB) (bool, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer c.Close()
	var answers, named uint32
	if err := c.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&answers); err != nil {
		return false, err
	}
	err = c.Raw(func(driver any) error {
		named = driver.(*stdlib.Conn).Conn().PgConn().PID()
		return nil
	})
	return answers != named, err
}

// migrationText orders every text by its bytes, as SQLite and org.Compare do.
// The server's own order differs from one installation to the next, and changes
// under an index when the system's language tables are updated.
func (*postgresEngine) migrationText(file, text string) (string, bool) {
	return strings.ReplaceAll(text, " TEXT", ` TEXT COLLATE "C"`), !strings.HasSuffix(file, ".sqlite.sql")
}

func (*postgresEngine) readOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (*postgresEngine) writeOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelSerializable}
}

// retry: serialization failure, deadlock, a plan from before the schema changed, and
// a connection that was lost or could not be had.
func (e *postgresEngine) retry(err error) bool {
	p, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (p.Code == "40001" || p.Code == "40P01" || p.Code == "0A000" && strings.Contains(p.Message, "cached plan")) || e.lost(err)
}

// lost tells whether there was no connection, or it ended. Nothing that was not
// committed is kept then.
func (*postgresEngine) lost(err error) bool {
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		// Told to end, starting or full; 25P03 was silent for too long.
		return p.SeverityUnlocalized == "FATAL" || p.SeverityUnlocalized == "PANIC" || strings.HasPrefix(p.Code, "57P0") || strings.HasPrefix(p.Code, "08") || p.Code == "53300" || p.Code == "25P03"
	}
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, sql.ErrConnDone} {
		if errors.Is(err, end) {
			return true
		}
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	_, ok := errors.AsType[*pgconn.ConnectError](err)
	return ok || pgconn.SafeToRetry(err)
}

// unsure tells whether a commit that failed so may have been kept all the same: only
// the server's plain no is one.
func (*postgresEngine) unsure(err error) bool {
	p, ok := errors.AsType[*pgconn.PgError](err)
	return !ok || p.SeverityUnlocalized != "ERROR"
}

// instant asks for the server's time, in microseconds.
func (*postgresEngine) instant() string {
	const text = `SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint`
	return text
}

func (*postgresEngine) duplicate(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "23505"
}

// takeTurn lets one transaction write at a time, before it sees anything: the
// chain has one end. A lock on rows would come after the snapshot, and all but one
// of those who wait would lose. Whoever has the turn may not fall silent.
func (e *postgresEngine) takeTurn() []string {
	return []string{"SET LOCAL " + silence + " = " + e.idle + "; LOCK TABLE audit_turn IN EXCLUSIVE MODE"}
}

// alone waits until nobody else does what must be done by one at a time, and lets no
// other begin before the transaction ends.
func (*postgresEngine) alone() string {
	return "SET LOCAL " + silence + " = 0; SET LOCAL lock_timeout = '5min'; SELECT pg_advisory_xact_lock(" + aloneLock + ")"
}

// aloneLock is a number like any other; Cairns only must agree on it.
const aloneLock = "7163384699739271009"

func (*postgresEngine) columns() string {
	const text = `SELECT c.relname, a.attname, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
		WHERE c.relkind = 'r' ORDER BY c.relname, a.attnum`
	return text
}

func (*postgresEngine) triggers() string {
	const text = `SELECT g.tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE NOT g.tgisinternal`
	return text
}

func (*postgresEngine) glue() string { return "chr(31)" }

// watch makes the triggers that note which rows are touched.
func (e *postgresEngine) watch(p privateTable) (texts []string) {
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
func (*postgresEngine) unguard(t *Tx) (again []string, err error) {
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

func (*postgresEngine) integrity() []string { return nil }

func (*postgresEngine) file() (path string, isFile bool) { return "", false }
