package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/store"
)

// viewAs is view for somebody who acts.
func (w *Workflow) viewAs(ctx context.Context, actor access.Actor, f func(*store.Reader) error) error {
	return w.view(ctx, func(r *store.Reader) error {
		if err := w.stillIn(r, actor); err != nil {
			return err
		}
		return f(r)
	})
}

// updateAs is update for somebody who acts.
func (w *Workflow) updateAs(ctx context.Context, actor access.Actor, f func(*store.Tx) error) error {
	if actor.Service != "" {
		return fault.NotFound() // a program reads, and does nothing
	}
	return w.update(ctx, func(tx *store.Tx) error {
		if err := w.stillIn(tx.Reader, actor); err != nil {
			return err
		}
		return f(tx)
	})
}

// stillIn refuses an actor whose session, token or office ended since they came
// in: that was another transaction. Leaving ends sessions and tokens, so this
// covers those who have left. An actor who came by neither is the command line
// or Cairn itself, and was let in by nothing that could end.
func (w *Workflow) stillIn(r *store.Reader, actor access.Actor) error {
	switch {
	case actor.Session != "":
		s, ok, err := r.SessionOf(actor.Session)
		if err != nil || !ok || s.Person != actor.Person || !alive(s, r.Now(), w.accounts.idle) {
			return orElse(err, pleaseSignIn())
		}
	case actor.Token != "":
		t, ok, err := r.TokenOf(actor.Token)
		if err != nil || !ok || t.Person != actor.Person || !usable(t, r.Now()) {
			return orElse(err, errToken())
		}
	case actor.Service != "":
		s, ok, err := r.ServiceOf(actor.Service)
		if err != nil || !ok || !serviceLives(s, r) {
			return orElse(err, errToken())
		}
		return nil
	default:
		return nil
	}
	return holdsStill(r, actor)
}

// holdsStill asks nothing of the many who hold no office.
func holdsStill(r *store.Reader, actor access.Actor) error {
	if len(actor.Offices) == 0 {
		return nil
	}
	held, err := r.OfficesOf(actor.Person)
	for _, o := range actor.Offices {
		if err == nil && !slices.Contains(held, o) {
			err = fault.New(fault.Conflict, "Your offices changed a moment ago, so nothing was done. Load the page again.")
		}
	}
	return err
}
