package workflow

import (
	"context"
	"time"

	"cairn/internal/clock"
	"cairn/internal/store"
)

// Several Cairns on one database agree in it on which of them does the work nobody
// asks for. What one that leads no more still wants to write is refused.

// Shared tells whether several Cairns may use the database at once.
func (w *Workflow) Shared() bool { return w.db.Shared() }

// Lead is the right to do that work.
type Lead = store.Lead

// Replica is a Cairn that serves.
type Replica = store.Replica

// TakeLead takes the lead where nobody has it.
func (w *Workflow) TakeLead(ctx context.Context, replica string, lasting time.Duration) (Lead, bool, error) {
	return w.db.TakeLead(ctx, replica, lasting)
}

// KeepLead keeps it; ok is false where it is lost.
func (w *Workflow) KeepLead(ctx context.Context, l Lead, lasting time.Duration) (ok bool, err error) {
	return w.db.KeepLead(ctx, l, lasting)
}

// GiveUpLead lets another take over at once.
func (w *Workflow) GiveUpLead(ctx context.Context, l Lead) error { return w.db.GiveUpLead(ctx, l) }

// UnderLead is the context of the work: nothing is written with it once another leads.
func UnderLead(ctx context.Context, l Lead) context.Context { return store.UnderLead(ctx, l) }

// Serving notes that this Cairn serves.
func (w *Workflow) Serving(ctx context.Context, r Replica) error {
	return w.db.SeeReplica(ctx, r)
}

// ServesNoMore notes that it has stopped.
func (w *Workflow) ServesNoMore(ctx context.Context, r Replica) error {
	return w.db.ReplicaGone(ctx, r.ID)
}

// Replicas are the Cairns that were heard of lately, and which of them leads; nobody
// where the lead has ended.
func Replicas(r *store.Reader, now clock.Instant, within time.Duration) (list []Replica, leader string, err error) {
	if list, err = r.Replicas(now.Add(-within)); err != nil {
		return nil, "", err
	}
	l, err := r.Leader()
	if err == nil && l.Ends > now {
		leader = l.Replica
	}
	return list, leader, err
}
