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

// readAbout runs f on what is about the subject. When f journals a read by
// somebody else, it runs again where the line can be written in the same
// transaction; a line that cannot be written means that nothing is read. A
// stranger's request never waits for a writer.
func (w *Workflow) readAbout(ctx context.Context, actor access.Actor, subject id.Person, scope access.Scope, f func(*store.Reader, access.Bond, journal) error) error {
	if err := reads(actor, scope); err != nil {
		return err
	}
	err := w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil {
			return err
		}
		return f(r, b, func(audit.Entry) error {
			if b.Self {
				return nil
			}
			return errMustWrite
		})
	})
	if !errors.Is(err, errMustWrite) {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		b, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return err
		}
		return f(tx.Reader, b, func(e audit.Entry) error {
			e.Act = audit.Read
			if e.Hat == "" {
				e.Hat = b.Hat()
			}
			return record(tx, actor, e)
		})
	})
}
