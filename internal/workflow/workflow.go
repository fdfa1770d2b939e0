// Package workflow holds what people do in Cairn: each act is authorised,
// decided by the rules, saved and recorded in one transaction. Pages and API
// share it, so no way in can skip a check.
package workflow

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/passkey"
	"cairn/internal/provider"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// Workflow offers every act and every read of Cairn. It keeps nothing between
// calls but texts that it has read.
type Workflow struct {
	db    *store.DB
	clock clock.Clock
	zone  *time.Location // the organisation's

	published sync.Map     // framework.Ref to *framework.Framework; published text never changes
	spoken    sync.Map     // translation to spoken
	extended  sync.Map     // which base and extensions, to what they make together
	compared  sync.Map     // comparison to framework.Diff, of published versions
	drafted   atomic.Value // *parsedDraft; the last draft that was read
	accounts  accountSettings
	passkeys  *passkey.Party // nil where browsers make none
	providers []*provider.Provider
	open      bool // the framework's text is there for everybody
	keeping   rights.Keeping
	low       func() bool // whether the disk is nearly full; may be nil
}

// New returns the acts over the database.
func New(db *store.DB, c clock.Clock, options ...Option) *Workflow {
	w := &Workflow{db: db, clock: c, zone: time.UTC, accounts: defaultAccounts(c)}
	for _, o := range options {
		o(w)
	}
	return w
}

// Option sets something apart from the default.
type Option func(*Workflow)

// InZone sets the organisation's time zone, which tells what day it is.
func InZone(zone *time.Location) Option { return func(w *Workflow) { w.zone = zone } }

// ReachedAt sets the address that people reach, to which passkeys belong.
func ReachedAt(publicURL string) Option {
	return func(w *Workflow) { w.passkeys = passkey.New(publicURL) }
}

// Now returns the present instant of this Cairn.
func (w *Workflow) Now() clock.Instant { return w.clock.Now() }

// Ready tells whether the database answers.
func (w *Workflow) Ready(ctx context.Context) error { return w.db.Ping(ctx) }

// OneState returns a context under which all that is asked sees one state, until something
// is written. end comes before the answer goes out.
func (w *Workflow) OneState(ctx context.Context) (_ context.Context, end func()) {
	return w.db.OneState(ctx)
}

func (w *Workflow) view(ctx context.Context, f func(*store.Reader) error) error {
	return w.db.View(ctx, w.clock.Now(), f)
}

func (w *Workflow) update(ctx context.Context, f func(*store.Tx) error) error {
	return w.db.Update(ctx, w.clock.Now(), func(tx *store.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return w.tellHooks(tx)
	})
}

// record writes the journal's line for the actor. A line that cannot be written
// fails the act it tells of. Whoever acts on a thing has read what was told about
// it before, so that no inbox says that it is a turn which was taken. A draft takes
// no turn.
func record(tx *store.Tx, actor access.Actor, e audit.Entry) error {
	e.Actor, e.Via = actor.Person, string(actor.Via)
	err := tx.Record(e)
	if draft := e.Act == audit.EvaluationSaved || e.Act == audit.FeedbackDrafted; err != nil || draft || e.Act == audit.Read || e.Object == "" || !actor.Known() {
		return err
	}
	return tx.MarkThingRead(actor.Person, e.Object)
}

// recordNew is record for a thing that has just come to be: nobody has been told of it.
func recordNew(tx *store.Tx, actor access.Actor, e audit.Entry) error {
	e.Actor, e.Via = actor.Person, string(actor.Via)
	return tx.Record(e)
}

// bond tells how the actor stands to the subject in this very transaction.
func bond(r *store.Reader, actor access.Actor, subject id.Person) (b access.Bond, err error) {
	b = access.Bond{
		Known: actor.Known() || actor.Service != "", Self: actor.Known() && actor.Person == subject,
		People: actor.Holds("people-partner"), Pay: actor.Holds("compensation-partner"),
	}
	if !actor.Known() || b.Self {
		return b, nil
	}
	manager, rests, err := r.LineOf(subject)
	if b.Rests = rests; err != nil || rests {
		b.People, b.Pay = false, false
		return b, err
	}
	b.Manager = manager == actor.Person
	return b, nil
}

// signedIn refuses actors who are nobody, and tokens that do not reach the scope.
// A scope that is not held answers like an address that does not exist.
func signedIn(actor access.Actor, scope access.Scope) error {
	if actor.Service != "" {
		return fault.NotFound() // a program is nobody, so nothing here is its
	}
	if !actor.Known() {
		return fault.New(fault.Unauthenticated, "Please sign in first.")
	}
	if !actor.May(scope) {
		return fault.NotFound()
	}
	return nil
}
