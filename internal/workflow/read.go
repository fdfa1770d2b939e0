package workflow

import (
	"context"
	"errors"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/id"
	"cairn/internal/store"
)

// journal writes a line about a read; it does nothing when people read what is
// their own.
type journal func(audit.Entry) error

// errMustWrite tells that a read has to be journalled and so needs a transaction
// that can write.
var errMustWrite = errors.New("this read is journalled")

// readAbout runs f on what is about the subject. What the manager's reading is to leave in
// the journal is written down after it, in a transaction of its own that asks again how
// the two stand, and nothing is given before. Where somebody else's reading is
// journalled, f runs again in the transaction that writes the line, since what lets them
// in may be more than that. A line that cannot be written means that nothing is read. A
// stranger's request never waits for a writer.
func (w *Workflow) readAbout(ctx context.Context, actor access.Actor, subject id.Person, scope access.Scope, f func(*store.Reader, access.Bond, journal) error) error {
	if err := reads(actor, scope); err != nil {
		return err
	}
	var as access.Bond
	var lines []audit.Entry
	err := w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		lines = nil
		if as, err = bond(r, actor, subject); err != nil {
			return err
		}
		return f(r, as, func(e audit.Entry) error {
			if as.Self {
				return nil
			}
			if !as.Manager {
				return errMustWrite
			}
			lines = append(lines, reading(actor, as, e))
			return nil
		})
	})
	if err == nil && len(lines) > 0 {
		err = w.writeDown(ctx, actor, subject, as, lines)
	}
	if !errors.Is(err, errMustWrite) {
		return err
	}
	return w.updateAs(store.Brief(ctx), actor, func(tx *store.Tx) error {
		b, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return err
		}
		return f(tx.Reader, b, func(e audit.Entry) error { return tx.Record(reading(actor, b, e)) })
	})
}

// reading is the journal's line of one.
func reading(actor access.Actor, b access.Bond, e audit.Entry) audit.Entry {
	e.Actor, e.Via, e.Act = actor.Person, string(actor.Via), audit.Read
	if e.Hat == "" {
		e.Hat = b.Hat()
	}
	return e
}

// writeDown keeps the lines of what was read, if the actor still stands to the subject as
// they did when it was.
func (w *Workflow) writeDown(ctx context.Context, actor access.Actor, subject id.Person, as access.Bond, lines []audit.Entry) error {
	return w.updateAs(store.Brief(ctx), actor, func(tx *store.Tx) error {
		now, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return err
		}
		if now != as {
			return errMustWrite // and all of it is read anew
		}
		return tx.RecordAll(lines)
	})
}
