// Package store holds the only SQL of Cairn. It reads and writes whole nouns,
// seals private values on the way in and opens them on the way out, and decides
// nothing about who may see what: workflow does.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// DB is the organisation's database: one file of SQLite, or PostgreSQL.
type DB struct {
	engine engine
	read   *sql.DB
	write  *sql.DB
	master *seal.Master
	texts  fs.FS // of migrations
	knows  int64 // the newest schema this program knows

	stamps  atomic.Pointer[stamps]        // of the journal's chain and private rows
	marks   atomic.Pointer[seal.Root]     // of Mark
	private atomic.Pointer[privateTables] // tables that hold something sealed
	turns   chan struct{}                 // who of this process writes next
	queue   queue                         // those who may write together
	witness Witness                       // keeps a copy of the journal; may be nil
	wrong   atomic.Pointer[trouble]       // below the database, since it last kept something

	onTrouble func(Trouble, error) // may be nil
}

// engine holds what differs between the two.
type engine interface {
	name() string
	open(ctx context.Context) (read, write *sql.DB, err error)
	asking(ctx context.Context) context.Context
	begin(ctx context.Context, on *sql.Conn, options *sql.TxOptions, writes bool) (begun, error)
	oneWriter() bool
	migrationText(file, text string) (string, bool)
	readOptions() *sql.TxOptions
	writeOptions() *sql.TxOptions
	retry(err error) bool
	lost(err error) bool
	unsure(err error) bool
	instant() string
	alone() string
	duplicate(err error) bool
	trouble(err error) Trouble
	touch(t *Tx) error
	bound() int
	few() int
	rest(ctx context.Context, read, write *sql.DB)
	takeTurn() []string
	columns() string
	triggers() string
	watch(privateTable) []string
	glue() string
	unguard(*Tx) (again []string, err error)
	integrity() []string
	file() (path string, isFile bool)
}

// Open connects to the database: a postgres:// or postgresql:// address, or the
// path of a SQLite file, which is made when absent. Private values are opened
// with the master's keys. The schema is not touched: see Migrate.
func Open(ctx context.Context, address string, master *seal.Master) (*DB, error) {
	var e engine = sqliteEngine{path: address}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		e = &postgresEngine{url: address}
	}
	read, write, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	return &DB{engine: e, read: read, write: write, master: master, texts: migrations, knows: ProgramSchema(), turns: make(chan struct{}, 1)}, nil
}

// Beside opens another database with the keys of this one.
func (db *DB) Beside(ctx context.Context, address string) (*DB, error) {
	return Open(ctx, address, db.master)
}

// Engine names the engine, "sqlite" or "postgres".
func (db *DB) Engine() string { return db.engine.name() }

// Close closes all connections.
func (db *DB) Close() error {
	err := db.write.Close()
	if db.read != db.write {
		err = errors.Join(err, db.read.Close())
	}
	return err
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// InUse is how many connections are in use.
func (db *DB) InUse() int {
	n := db.write.Stats().InUse
	if db.read != db.write {
		n += db.read.Stats().InUse
	}
	return n
}

// Rest lets go of what connections keep to be quicker: for when nobody asks.
func (db *DB) Rest(ctx context.Context) { db.engine.rest(ctx, db.read, db.write) }

// Ready tells whether the database has a schema that this program fits and its keys open.
func (db *DB) Ready(ctx context.Context) error {
	return db.View(ctx, 0, func(r *Reader) error {
		if err := r.fits(); err != nil {
			return err
		}
		return r.CheckMaster()
	})
}

// Reader reads at one consistent instant. It has no method that writes.
type Reader struct {
	ctx        context.Context
	asks       context.Context // of its statements
	q          querier
	db         *DB
	master     *seal.Master
	keys       map[id.Person]seal.Key
	former     map[formerRef]seal.Key   // earlier ones
	translated map[translationRef]int64 // how often each that was asked for was given
	now        clock.Instant
	known      []answered // of one state: what was asked in it; nil in a transaction of its own
	failed     error      // the first failure of a statement: nothing is kept after it
	ledger     *ledger
	shares     bool                // one commit with others, who may still change what tables make together
	by         *seal.Master        // wraps new keys; read when it is needed
	news       []event.News        // what other systems may be told of
	watch      func(string, []any) // is told each statement
}

// Tx reads and writes in one transaction.
type Tx struct{ *Reader }

type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// Now returns the instant of the transaction; every row it writes carries it.
func (r *Reader) Now() clock.Instant { return r.now }

// Context is that of the transaction, which knows in what language the answer is said.
func (r *Reader) Context() context.Context { return r.ctx }

// View runs f on a consistent state of the database. f must have no side effect.
func (db *DB) View(ctx context.Context, now clock.Instant, f func(*Reader) error) error {
	if s := db.stateOf(ctx); s != nil {
		if ran, err := s.view(ctx, now, f); ran {
			return err
		}
	}
	return db.attempt(ctx, db.read, db.engine.readOptions(), now, f)
}

// Update runs f in one transaction that is either wholly kept or not at all. f
// may run more than once, so it must have no side effect outside the Tx.
func (db *DB) Update(ctx context.Context, now clock.Instant, f func(*Tx) error) error {
	if err := db.ready(ctx); err != nil {
		return err
	}
	return db.inTurn(ctx, now, func(t *Tx) error {
		if err := t.takeTurn(); err != nil {
			return err
		}
		if err := t.noteClock(); err != nil {
			return err
		}
		if err := t.stillLeads(); err != nil {
			return err
		}
		if err := f(t); err != nil || t.failed != nil {
			return err
		}
		return t.settle(nil)
	})
}

// inTurn lets one transaction of this process write at a time; those who wait hold
// no connection.
func (db *DB) inTurn(ctx context.Context, now clock.Instant, f func(*Tx) error) error {
	if s := db.stateOf(ctx); s != nil {
		s.end() // whoever waits to write holds no reader
		defer s.end()
	}
	if isBrief(ctx) && db.engine.oneWriter() {
		if done, err := db.along(&brief{ctx, now, f, make(chan answer, 1)}); done {
			return err
		}
	}
	select {
	case db.turns <- struct{}{}:
		defer func() { <-db.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return db.alone(ctx, now, f)
}

// alone runs f in a transaction of its own. Whoever calls it has the turn.
func (db *DB) alone(ctx context.Context, now clock.Instant, f func(*Tx) error) error {
	err := db.attempt(ctx, db.write, db.engine.writeOptions(), now, func(r *Reader) error { return f(&Tx{r}) })
	db.afterwards(err)
	return err
}

// afterwards looks at how the disk took it.
func (db *DB) afterwards(err error) {
	switch kind, _ := db.Trouble(); {
	case err == nil:
		db.mended()
	case kind == Unwritten:
		db.settleFailed()
	}
}

// settleWithin is how long a failed transaction may take to be made certain of.
const settleWithin = 5 * time.Second

// attempts is how often a transaction that lost against another is run again.
const attempts = 10

func (db *DB) attempt(ctx context.Context, pool *sql.DB, options *sql.TxOptions, now clock.Instant, f func(*Reader) error) error {
	var err error
	for try := range attempts {
		if err = db.once(ctx, pool, options, now, f); err != nil && ctx.Err() != nil {
			return fmt.Errorf("%w: %w", ctx.Err(), err) // SQLite says only "interrupted"
		}
		if err == nil || IsUnknown(err) || !db.engine.retry(err) {
			return err
		}
		pause := time.Duration(rand.IntN(1<<min(try, 6))+1) * 2 * time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	if db.engine.lost(err) {
		return fault.Wrap(fault.Unavailable, "The database cannot be reached just now. Nothing was changed; please try again in a moment.", err)
	}
	return fault.Wrap(fault.Unavailable, "Many people are changing this at once. Nothing was changed; please try again.", err)
}

func (db *DB) once(ctx context.Context, pool *sql.DB, options *sql.TxOptions, now clock.Instant, f func(*Reader) error) error {
	tx, err := db.begin(ctx, pool, options)
	if err != nil {
		return db.judge(fmt.Errorf("begin: %w", err))
	}
	defer tx.end()
	r := db.reader(ctx, tx, now)
	err = f(r)
	if err == nil {
		err = r.failed // PostgreSQL would keep nothing either
	}
	if err == nil {
		err = ctx.Err() // whoever gave it up is told so, and nothing is kept
	}
	if err != nil {
		if db.engine.duplicate(err) {
			return fmt.Errorf("%w: %w", errDuplicate, err)
		}
		return db.judge(err)
	}
	if err := tx.Commit(); err != nil {
		if (options == nil || !options.ReadOnly) && db.engine.unsure(err) {
			return unknown(err)
		}
		(&Tx{r}).takeBack()
		return db.judge(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// transaction is one on a connection of its own.
type transaction struct {
	begun
	on   *sql.Conn
	asks context.Context
}

// begun is a transaction under way.
type begun interface {
	querier
	Commit() error
	Rollback() error
}

// begin begins one. SQLite's driver and database/sql watch over a context that may end by
// a goroutine each, for every statement; so a statement there is asked under one that does
// not, and whether anybody waits is looked at before it.
func (db *DB) begin(ctx context.Context, pool *sql.DB, options *sql.TxOptions) (t transaction, err error) {
	if t.on, err = pool.Conn(ctx); err != nil {
		return t, err
	}
	t.asks = db.engine.asking(ctx)
	if t.begun, err = db.engine.begin(t.asks, t.on, options, pool == db.write); err != nil {
		_ = t.on.Close()
	}
	return t, err
}

// end takes back what was not committed.
func (t transaction) end() {
	_ = t.Rollback() // after a commit it does nothing
	_ = t.on.Close()
}

func (db *DB) reader(ctx context.Context, tx transaction, now clock.Instant) *Reader {
	return &Reader{ctx: ctx, asks: tx.asks, q: tx, db: db, master: db.master, keys: map[id.Person]seal.Key{}, now: now, watch: watcher(ctx)}
}

// errUnknown marks a commit of which the answer was lost on its way.
var errUnknown = errors.New("nobody can tell whether it was kept")

// IsUnknown tells whether an Update may have been kept although it failed. Whoever
// did it under a key repeats it with that key, and it is done once.
func IsUnknown(err error) bool { return errors.Is(err, errUnknown) }

func unknown(cause error) error {
	return fault.Wrap(fault.Unavailable, "The connection to the database broke at the very end, so Cairn cannot tell whether this was kept. Send it once more as it is: what was kept already is not done twice.",
		fmt.Errorf("%w: %w", errUnknown, cause))
}

// errDuplicate marks a row that another transaction wrote first.
var errDuplicate = errors.New("already there")

// IsDuplicate tells whether an Update failed because a row that may exist once
// was already there.
func IsDuplicate(err error) bool { return errors.Is(err, errDuplicate) }
