package workflow

import (
	"context"
	"encoding/json"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/store"
)

// Once names one intended act: the same key sent again has no second effect and
// gets the first answer. Seen is the version of the thing that the actor has read,
// for acts that are refused when it has changed since. The zero Once does not guard.
// Asked is the whole request as it came, where there is more to it than the input of
// the act: the key is for that request alone.
type Once struct {
	Key   string
	Seen  int64
	Asked string
}

// NoneYet is Seen of whoever saw that there is no such thing yet.
const NoneYet int64 = -1

// fits refuses an act on a thing that has changed since it was read.
func (o Once) fits(version int64) error {
	if o.Seen == NoneYet && version == 0 {
		return nil
	}
	if o.Seen != 0 && o.Seen != version {
		return fault.Stale()
	}
	return nil
}

// read is the revision of a part of a thing that the actor has read: whoever has
// seen the thing as it is now has read the part as it is now.
func (o Once) read(said, now int64) int64 {
	if o.Seen != 0 {
		return now
	}
	return said
}

// maxKey bounds what a caller may make us keep.
const maxKey = 100

// act runs f in one transaction, at most once for the actor's key. input is
// everything asked for: the same key with another input is refused. The result
// is kept in clear, so it is an id and never a private value.
func (w *Workflow) act(ctx context.Context, actor access.Actor, once Once, input any, f func(*store.Tx) (string, error)) (string, error) {
	print, err := w.fingerprint(once, input)
	if err != nil {
		return "", err
	}
	result, err := w.actOnce(ctx, actor, once, print, f)
	if store.IsUnknown(err) && once.Key != "" {
		// Under its key it is done once. Where this fails as well the answer stays that nobody can tell.
		if again, failed := w.actOnce(ctx, actor, once, print, f); failed == nil || !fault.Is(failed, fault.Unavailable) {
			result, err = again, failed
		}
	}
	if store.IsDuplicate(err) && once.Key != "" {
		// The same act was committed by another request a moment ago: answer with its result.
		result, err = w.actOnce(ctx, actor, once, print, f)
	}
	if store.IsDuplicate(err) {
		err = fault.Wrap(fault.Conflict, fault.Stale().Message, err)
	}
	return result, err
}

func (w *Workflow) actOnce(ctx context.Context, actor access.Actor, once Once, print string, f func(*store.Tx) (string, error)) (result string, err error) {
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		done, seen, err := seenBefore(tx, actor, once, print)
		if err != nil || seen {
			result = done.Result
			return err
		}
		if result, err = f(tx); err != nil || once.Key == "" {
			return err
		}
		return tx.KeepDone(actor.Person, once.Key, store.Done{Fingerprint: print, Result: result})
	})
	return result, err
}

func seenBefore(tx *store.Tx, actor access.Actor, once Once, print string) (store.Done, bool, error) {
	if once.Key == "" {
		return store.Done{}, false, nil
	}
	done, seen, err := tx.DoneUnder(actor.Person, once.Key)
	if err == nil && seen && done.Fingerprint != print {
		err = fault.InvalidFields([]fault.Field{{Name: "idempotency_key", Message: "This form was sent already with something else in it, and that stays as it is. Load the page again to send this too."}})
	}
	return done, seen, err
}

// fingerprint recognises what was asked for without keeping it: the input may
// hold a Step, so a plain hash of it could be guessed.
func (w *Workflow) fingerprint(once Once, input any) (string, error) {
	if len(once.Key) > maxKey {
		return "", fault.InvalidFields([]fault.Field{{Name: "idempotency_key", Message: "A key has 100 characters at most."}})
	}
	if once.Key == "" {
		return "", nil // nothing is recognised
	}
	raw, err := json.Marshal(input)
	if err != nil {
		return "", fmt.Errorf("fingerprint: %w", err)
	}
	text := fmt.Appendf(nil, "%T\x00%s", input, raw)
	if once.Asked != "" {
		text = fmt.Appendf(text, "\x00%s", once.Asked)
	}
	return w.db.Mark("act", text), nil
}

// SentBefore tells whether the actor did something under the key already. What is asked
// under it again is for the act to answer, however things are meanwhile.
func (w *Workflow) SentBefore(ctx context.Context, actor access.Actor, once Once) (sent bool, err error) {
	if once.Key == "" || len(once.Key) > maxKey {
		return false, nil
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		_, sent, err = r.DoneUnder(actor.Person, once.Key)
		return err
	})
	return sent, err
}
