package workflow

import (
	"context"
	"errors"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// rowsAtOnce are sealed anew in one transaction, so that others can write in between.
const rowsAtOnce = 200

// RenewKeys gives everybody another key, and pay and what is counted as well, seals
// anew what the earlier ones sealed, and destroys them. It goes on where it stopped,
// and runs beside a serving Cairn. What cannot be opened keeps its key and is named
// at the end; the others are done all the same.
func (w *Workflow) RenewKeys(ctx context.Context, progress func(done, total int)) error {
	renewal, err := w.beginRenewal(ctx)
	if err != nil {
		return err
	}
	var keys []store.KeyRef
	if err := w.view(ctx, func(r *store.Reader) (err error) { keys, err = r.KeysToRenew(renewal.Begun); return err }); err != nil {
		return err
	}
	if err := w.renewAll(ctx, keys, renewal.Begun, progress); err != nil {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		if err := tx.EndRenewal(renewal); err != nil {
			return err
		}
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.KeysRenewed, Hat: org.Operator.Words()})
	})
}

// beginRenewal goes on with the one that is not done, or begins one.
func (w *Workflow) beginRenewal(ctx context.Context) (renewal store.Renewal, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		last, there, err := tx.LastRenewal()
		if err != nil || there && !last.Done.IsSet() {
			renewal = last
			return err
		}
		if renewal, err = tx.BeginRenewal(); err != nil {
			return err
		}
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.KeysRenewing, Hat: org.Operator.Words()})
	})
	return renewal, err
}

func (w *Workflow) renewAll(ctx context.Context, keys []store.KeyRef, before clock.Instant, progress func(done, total int)) error {
	var failed []error
	for i, key := range keys {
		if err := w.renewKey(ctx, key, before); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if failed = append(failed, err); len(failed) == tooManyFailures {
				break
			}
		}
		progress(i+1, len(keys))
	}
	return errors.Join(failed...)
}

// tooManyFailures: whatever is wrong then is not a row or two.
const tooManyFailures = 20

// renewKey does one of them, in as many transactions as it takes.
func (w *Workflow) renewKey(ctx context.Context, key store.KeyRef, before clock.Instant) error {
	for done := false; !done; {
		if err := w.update(ctx, func(tx *store.Tx) (err error) {
			done, err = tx.RenewKey(key, before, rowsAtOnce)
			return err
		}); err != nil {
			return fmt.Errorf("the earlier key of %s stays: %w", key.Words(), err)
		}
	}
	return nil
}

// RenewKeysOf does it for one person, or ends what was begun for them.
func (w *Workflow) RenewKeysOf(ctx context.Context, who id.Person, progress func(done, total int)) error {
	var keys []store.KeyRef
	var before clock.Instant
	if err := w.view(ctx, func(r *store.Reader) error {
		list, unfinished, err := r.KeysAbout(who)
		if keys = list; err == nil && len(keys) == 0 {
			err = fault.NotFound()
		}
		if !unfinished {
			before = r.Now() + 1
		}
		return err
	}); err != nil {
		return err
	}
	if err := w.renewAll(ctx, keys, before, progress); err != nil {
		return err
	}
	return w.update(ctx, func(tx *store.Tx) error {
		return record(tx, access.System(access.ViaCommand), audit.Entry{Act: audit.KeyRenewed, Hat: org.Operator.Words(), Subject: who})
	})
}
