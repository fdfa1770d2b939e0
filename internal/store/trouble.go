package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	lib "modernc.org/sqlite/lib"

	"cairn/internal/clock"
	"cairn/internal/fault"
)

// Trouble is what keeps the database from being written, or read, as it should be.
type Trouble int

// Kinds of trouble with the disk below the database.
const (
	NoTrouble Trouble = iota
	NoRoom            // the disk is full
	Unwritten         // the disk did not take, or did not give, what it was asked for
	Damaged           // what lies in the file is not what was written
)

// said is what people are told. Each says that nothing was saved: whoever reads it
// must not go away believing that it was.
func (t Trouble) said() error {
	switch t {
	case NoRoom:
		return fault.New(fault.NoRoom, "There is no room left on the disk of this Cairn, so this was not saved. What you typed is still in your browser: keep the page open and send it again in a while. Sent twice it is done once.")
	case Unwritten:
		return fault.New(fault.Unavailable, "The disk of this Cairn did not take this, so it was not saved. What you typed is still in your browser: keep the page open and send it again in a while. Sent twice it is done once.")
	case Damaged:
		return fault.New(fault.Unavailable, "A part of this Cairn’s database is damaged, so this was not saved and is not shown. Whoever runs Cairn can find out with: cairn verify")
	}
	return nil
}

// trouble tells SQLite's failures apart.
func (sqliteEngine) trouble(err error) Trouble {
	code, ok := sqliteCode(err)
	if !ok {
		return NoTrouble
	}
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return NoRoom
	case lib.SQLITE_IOERR, lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PROTOCOL:
		return Unwritten
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return Damaged
	}
	return NoTrouble
}

// trouble tells PostgreSQL's failures apart, by their codes.
func (postgresEngine) trouble(err error) Trouble {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return NoTrouble
	}
	switch e.Code {
	case "53100": // disk_full
		return NoRoom
	case "58030", "25006": // io_error, read_only_sql_transaction
		return Unwritten
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return Damaged
	}
	return NoTrouble
}

// trouble is the last failure below the database; it is over with the next
// transaction that is kept.
type trouble struct {
	kind  Trouble
	cause error
}

// Trouble tells what is wrong below the database since it last kept something, and
// why; nil when nothing is.
func (db *DB) Trouble() (Trouble, error) {
	if t := db.wrong.Load(); t != nil {
		return t.kind, t.cause
	}
	return NoTrouble, nil
}

// OnTrouble names who is told when trouble begins and when it is over; it is called
// before the database is used.
func (db *DB) OnTrouble(tell func(kind Trouble, cause error)) { db.onTrouble = tell }

// judge gives a failure of the disk the words that people are told, and remembers it.
func (db *DB) judge(err error) error {
	kind := db.engine.trouble(err)
	if kind == NoTrouble {
		return err
	}
	db.note(kind, err)
	return fmt.Errorf("%w: %w", kind.said(), err)
}

func (db *DB) note(kind Trouble, cause error) {
	before := db.wrong.Swap(&trouble{kind, cause})
	if (before == nil || before.kind != kind) && db.onTrouble != nil {
		db.onTrouble(kind, cause)
	}
}

// mended forgets the trouble once something was kept. Damage stays: other pages are
// written well beside it.
func (db *DB) mended() {
	t := db.wrong.Load()
	if t == nil || t.kind == Damaged || !db.wrong.CompareAndSwap(t, nil) || db.onTrouble == nil {
		return
	}
	db.onTrouble(NoTrouble, nil)
}

// Probe tries whether the database can be written, and changes nothing that anybody
// sees. What ends the trouble ends it without a restart.
func (db *DB) Probe(ctx context.Context) error {
	return db.inTurn(ctx, clock.Instant(0), func(t *Tx) error { return db.engine.touch(t) })
}

// touch writes the first page of the file, and so over whatever a transaction that
// failed at its end has left behind the last one that was kept: it cannot come back.
func (sqliteEngine) touch(t *Tx) error { return t.exec("PRAGMA user_version = 0") }

// touch only asks for the right to write.
func (postgresEngine) touch(t *Tx) error { return t.db.waitForTurn(t.exec) }

// settleFailed makes certain that what failed at its end is not kept: SQLite may have
// written it whole, and only the last word from the disk was missing. Who was told
// "not saved" must not find it after a power cut. The connection that failed was let
// go of by then; this one is another.
func (db *DB) settleFailed() {
	ctx, cancel := context.WithTimeout(context.Background(), settleWithin)
	defer cancel()
	_ = db.once(ctx, db.write, db.engine.writeOptions(), 0, func(r *Reader) error { return db.engine.touch(&Tx{r}) }) // the trouble stays, and Probe tries again
}
