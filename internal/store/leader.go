package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
)

// Replica is a Cairn that serves.
type Replica struct {
	ID      string
	Name    string // the machine and the process, for whoever runs it
	Version string
	Knows   int64 // the newest schema it knows
	Began   clock.Instant
	Seen    clock.Instant
}

// Lead is the right of a replica to do the work nobody asks for, until another takes
// over. The term tells an older right from a newer one.
type Lead struct {
	Replica string
	Term    int64
}

// Leader is who leads, or led last.
type Leader struct {
	Lead
	Since, Ends clock.Instant
}

// replicasStay is how long a replica that is heard of no more is listed.
const replicasStay = 24 * time.Hour

var (
	leaderNow   = statement(`SELECT replica, term, since, ends_at FROM leader`)
	takeLead    = statement(`UPDATE leader SET replica = $1, term = term + 1, since = $2, ends_at = $3 WHERE ends_at <= $2`)
	keepLead    = statement(`UPDATE leader SET ends_at = $4 WHERE replica = $1 AND term = $2 AND ends_at > $3`)
	giveUpLead  = statement(`UPDATE leader SET ends_at = $3 WHERE replica = $1 AND term = $2`)
	seeReplica  = statement(`INSERT INTO replicas (id, name, version, knows, began_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`)
	goneReplica = statement(`DELETE FROM replicas WHERE id = $1`)
	oldReplicas = statement(`DELETE FROM replicas WHERE seen_at < $1`)
	allReplicas = statement(`SELECT id, name, version, knows, began_at, seen_at FROM replicas WHERE seen_at > $1 ORDER BY began_at, id`)
)

// Shared tells whether several Cairns may use the database at once.
func (db *DB) Shared() bool { return db.engine.name() == "postgres" }

// Instant asks the database what time it is.
func (db *DB) Instant(ctx context.Context) (at clock.Instant, err error) {
	err = db.read.QueryRowContext(ctx, db.engine.instant()).Scan(&at)
	return at, err
}

// brief runs f in a transaction of its own that takes no turn: it touches nothing that
// is private or journalled. Its instant is the database's.
func (db *DB) brief(ctx context.Context, f func(*Tx) error) error {
	return db.attempt(ctx, db.write, &sql.TxOptions{}, 0, func(r *Reader) error { return r.atItsTime(f) })
}

func (r *Reader) atItsTime(f func(*Tx) error) (err error) {
	if r.now, err = one(r, func(s scanner) (at clock.Instant, err error) { return at, s.Scan(&at) }, r.db.engine.instant()); err != nil {
		return err
	}
	return f(&Tx{r})
}

// TakeLead takes the lead for so long where nobody has it; ok is false where somebody
// does. It takes its turn, so that no transaction of the leader before ends after it.
func (db *DB) TakeLead(ctx context.Context, replica string, lasting time.Duration) (l Lead, ok bool, err error) {
	if now, err := db.leader(ctx); err != nil || now.Ends > 0 {
		return l, false, err
	}
	err = db.inTurn(ctx, 0, func(t *Tx) error {
		if err := db.waitForTurn(t.exec); err != nil {
			return err
		}
		return t.atItsTime(func(t *Tx) error {
			n, err := t.changed(takeLead, replica, t.now, t.now.Add(lasting))
			if err != nil || n == 0 {
				ok = false
				return err
			}
			now, err := one(t.Reader, scanLeader, leaderNow)
			l, ok = now.Lead, true
			return err
		})
	})
	return l, ok && err == nil, err
}

// leader returns who leads at this moment; Ends is how long still, and 0 where nobody
// does.
func (db *DB) leader(ctx context.Context) (l Leader, err error) {
	err = db.attempt(ctx, db.read, db.engine.readOptions(), 0, func(r *Reader) error {
		return r.atItsTime(func(t *Tx) (err error) {
			if l, err = one(t.Reader, scanLeader, leaderNow); err == nil {
				l.Ends = max(0, l.Ends-t.now)
			}
			return err
		})
	})
	return l, err
}

// KeepLead keeps the lead for so long from now; ok is false where it is lost.
func (db *DB) KeepLead(ctx context.Context, l Lead, lasting time.Duration) (ok bool, err error) {
	err = db.brief(ctx, func(t *Tx) error {
		n, err := t.changed(keepLead, l.Replica, l.Term, t.now, t.now.Add(lasting))
		ok = n > 0
		return err
	})
	return ok && err == nil, err
}

// GiveUpLead lets another take over at once.
func (db *DB) GiveUpLead(ctx context.Context, l Lead) error {
	return db.brief(ctx, func(t *Tx) error { return t.exec(giveUpLead, l.Replica, l.Term, t.now) })
}

// SeeReplica notes that the replica serves, and forgets what nobody needs any more.
func (db *DB) SeeReplica(ctx context.Context, r Replica) error {
	return db.brief(ctx, func(t *Tx) error {
		return errors.Join(t.exec(oldReplicas, t.now.Add(-replicasStay)), t.exec(dropPaces, t.now),
			t.exec(seeReplica, r.ID, r.Name, r.Version, r.Knows, t.now))
	})
}

// ReplicaGone notes that the replica serves no more.
func (db *DB) ReplicaGone(ctx context.Context, replica string) error {
	return db.brief(ctx, func(t *Tx) error { return t.exec(goneReplica, replica) })
}

// Leader returns who leads, or led last.
func (r *Reader) Leader() (Leader, error) { return one(r, scanLeader, leaderNow) }

// Replicas returns who was seen since the instant.
func (r *Reader) Replicas(since clock.Instant) ([]Replica, error) {
	return all(r, func(s scanner) (v Replica, err error) {
		return v, s.Scan(&v.ID, &v.Name, &v.Version, &v.Knows, &v.Began, &v.Seen)
	}, allReplicas, since)
}

func scanLeader(s scanner) (l Leader, err error) {
	return l, s.Scan(&l.Replica, &l.Term, &l.Since, &l.Ends)
}

type leadKey struct{}

// UnderLead makes every Update with the context fail once another leads.
func UnderLead(ctx context.Context, l Lead) context.Context {
	return context.WithValue(ctx, leadKey{}, l)
}

// WithoutLead undoes it, for what has a fence of its own.
func WithoutLead(ctx context.Context) context.Context {
	return context.WithValue(ctx, leadKey{}, Lead{})
}

// ErrLeadLost fails what a replica that leads no more still wanted to write.
var ErrLeadLost = fault.New(fault.Conflict, "Another Cairn does this work now.")

// stillLeads fails the transaction of one that leads no more. It is asked in the
// transaction itself, after its turn was taken.
func (t *Tx) stillLeads() error {
	mine, under := t.ctx.Value(leadKey{}).(Lead)
	if !under || mine == (Lead{}) {
		return nil
	}
	now, err := t.Leader()
	if err == nil && now.Lead != mine {
		err = ErrLeadLost
	}
	return err
}
