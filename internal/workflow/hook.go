package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

const (
	// HookLease is how long one try of a delivery may take.
	HookLease = 2 * time.Minute
	// HookBatch is how many deliveries an address is tried with in one go.
	HookBatch = 5
)

// tellHooks keeps, in the transaction of an act, what the addresses are to be told of
// it. It asks nothing of acts that change nothing of the kind.
func (w *Workflow) tellHooks(tx *store.Tx) error {
	news := tx.News()
	if len(news) == 0 {
		return nil
	}
	hooks, err := tx.ToldHooks()
	if err != nil || len(hooks) == 0 {
		return err
	}
	return tx.AddEvents(event.Tell(news, hooks, tx.Now(), w.zone))
}

// ClaimHookCalls takes what is to be told now, a few at each address. What is over
// meanwhile is dropped: that an event happened once gives nobody a right to hear of it
// later.
func (w *Workflow) ClaimHookCalls(ctx context.Context) (calls []event.Call, err error) {
	waits := false
	err = w.view(ctx, func(r *store.Reader) error {
		due, err := hooksDue(r, 1)
		waits = len(due) > 0
		return err
	})
	if err != nil || !waits {
		return nil, err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		calls = nil
		due, err := hooksDue(tx.Reader, HookBatch)
		for _, d := range due {
			if err != nil {
				return err
			}
			var mine event.Call
			var tell bool
			if mine, tell, err = w.claimCall(tx, d); tell && err == nil {
				calls = append(calls, mine)
			}
		}
		return err
	})
	return calls, err
}

// dueAt is a delivery whose time has come, with its address.
type dueAt struct {
	event.Delivery
	hook event.Hook
}

// hooksDue is what waits at each address that does not rest, so many at most. While a
// backup that was put back is not confirmed nothing is.
func hooksDue(r *store.Reader, each int) (due []dueAt, err error) {
	hooks, err := r.ActiveHooks()
	if err != nil || len(hooks) == 0 {
		return nil, err
	}
	if _, closed, err := r.OpenRestore(); err != nil || closed {
		return nil, err
	}
	for _, h := range hooks {
		if h.RestUntil > r.Now() {
			continue
		}
		list, err := r.DeliveriesDue(h.ID, each)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			due = append(due, dueAt{d, h})
		}
	}
	return due, nil
}

// claimCall takes one delivery; tell is false when another was quicker, or when there
// is nothing left to tell.
func (w *Workflow) claimCall(tx *store.Tx, d dueAt) (c event.Call, tell bool, err error) {
	secrets, there, err := tx.HookSecrets(d.hook.ID)
	if err != nil || !there { // the file that it stands in is not read yet
		return c, false, err
	}
	mine, claimed, err := tx.ClaimDelivery(d.Delivery, tx.Now().Add(HookLease))
	if err != nil || !claimed {
		return c, false, err
	}
	tell, err = stillToTell(tx.Reader, d.hook, mine.Event)
	if err == nil && !tell {
		_, err = tx.EndDelivery(mine, event.Dropped, "")
	}
	c = event.Call{Delivery: mine, Form: d.hook.Form, Host: d.hook.Host, Secrets: secrets}
	if d.hook.Form == event.Flat {
		c.Legacy = w.HookKey(string(d.hook.ID))
	}
	return c, tell, err
}

// stillToTell asks again, when it is about to be told, whether an event may be.
func stillToTell(r *store.Reader, h event.Hook, e event.Event) (bool, error) {
	switch {
	case !h.Wants(e.Kind):
		return false, nil
	case e.Private():
		n, err := r.CountPeopleHere()
		return n >= event.LeastPeople, err
	case e.Thing == "":
		return true, nil
	}
	switch e.Kind {
	case event.RecognitionPosted:
		post, err := r.Post(id.Recognition(e.Thing))
		return thereAnd(err, func() bool { return !post.RemovedAt.IsSet() })
	case event.FrameworkPublished:
		return stillPublished(r, e.Thing)
	case event.UnitChanged:
		_, err := r.Unit(id.Unit(e.Thing))
		return thereAnd(err, func() bool { return true })
	}
	person, err := r.Person(id.Person(e.Thing))
	return thereAnd(err, func() bool { return person.Here(r.Now()) == (e.Kind != event.PersonLeft) })
}

// thereAnd takes what is not there for a no.
func thereAnd(err error, holds func() bool) (bool, error) {
	if fault.Is(err, fault.Absent) {
		return false, nil
	}
	return err == nil && holds(), err
}

func stillPublished(r *store.Reader, slug string) (bool, error) {
	list, err := r.Frameworks()
	return slices.ContainsFunc(list, func(f store.FrameworkText) bool {
		return f.Ref.Slug() == slug && f.Status == framework.Published
	}), err
}

// HookCalled records what came of a call: that it was taken, or that it is tried again
// later, until it is given up after days. An address that says it is gone is told
// nothing more.
func (w *Workflow) HookCalled(ctx context.Context, c event.Call, a event.Answer) (how event.Outcome, err error) {
	pause, again := event.Next(c.Tries, a)
	err = w.update(store.WithoutLead(ctx), func(tx *store.Tx) (err error) {
		how = event.Waiting
		recorded := false
		switch {
		case a.Taken():
			how = event.Sent
			recorded, err = tx.EndDelivery(c.Delivery, how, a.Words())
		case a.Gone() || !again:
			how = event.Dead
			recorded, err = tx.EndDelivery(c.Delivery, how, a.Words())
		default:
			recorded, err = tx.DelayDelivery(c.Delivery, tx.Now().Add(pause), a.Words())
		}
		if err != nil || !recorded {
			return err
		}
		return hookAnswered(tx, c.Hook, a)
	})
	return how, err
}

// hookAnswered keeps the last answer of the address, and ends it when that was that
// it is gone.
func hookAnswered(tx *store.Tx, ref id.Hook, a event.Answer) error {
	h, err := tx.Hook(ref)
	if err != nil {
		return err
	}
	if err := tx.AnswerHook(ref, a.Words(), restAfter(tx.Now(), a)); err != nil || !a.Gone() || h.State == event.Ended {
		return err
	}
	return endHook(tx, access.System(access.ViaItself), h, event.ByItself)
}

func restAfter(now clock.Instant, a event.Answer) clock.Instant {
	if pause := event.Rest(a); pause > 0 {
		return now.Add(pause)
	}
	return 0
}

// ReleaseHookCalls gives back what was taken and not tried, because the address did
// not answer what was tried before.
func (w *Workflow) ReleaseHookCalls(ctx context.Context, calls []event.Call) error {
	if len(calls) == 0 {
		return nil
	}
	return w.update(store.WithoutLead(ctx), func(tx *store.Tx) error {
		for _, c := range calls {
			if err := tx.ReleaseDelivery(c.Delivery, tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// endHook lets the address be told nothing more, and forgets it.
func endHook(tx *store.Tx, actor access.Actor, h event.Hook, why event.Why) error {
	h.State, h.Why, h.ChangedAt = event.Ended, why, tx.Now()
	if err := tx.SaveHook(h); err != nil {
		return err
	}
	if err := tx.DropHookSecrets(h.ID); err != nil {
		return err
	}
	if err := tx.DropDeliveriesOf(h.ID); err != nil {
		return err
	}
	return recordHook(tx, actor, audit.HookEnded, h.ID)
}

func recordHook(tx *store.Tx, actor access.Actor, act audit.Act, h id.Hook) error {
	return record(tx, actor, audit.Entry{Act: act, Hat: org.Operator.Words(), Object: "hook/" + string(h)})
}
