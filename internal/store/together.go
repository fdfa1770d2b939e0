package store

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"cairn/internal/clock"
)

// On SQLite one transaction writes at a time, and most of what a brief one takes is the
// disk: the commit waits until it has said that all is written. So those that came while
// another wrote are done one after the other in one transaction, each with a link of its own
// in the journal's chain, and kept by one commit. Nobody is answered before it. Where one
// of them fails, panics or is given up, all is taken back, and each is done again alone by
// whoever asked for it, so that it answers as it always does. See
// docs/decisions/0031-brief-acts-share-a-commit.md.

type briefKey struct{}

// Brief returns a context under which an Update may share its commit with others. What
// takes long must not: the others would wait for it.
func Brief(ctx context.Context) context.Context { return context.WithValue(ctx, briefKey{}, true) }

func isBrief(ctx context.Context) bool {
	brief, _ := ctx.Value(briefKey{}).(bool)
	return brief
}

// mostTogether is how many share a commit.
const mostTogether = 16

// brief is an Update that may share its commit.
type brief struct {
	ctx    context.Context
	now    clock.Instant
	f      func(*Tx) error
	answer chan answer
}

// answer tells whether it was done; what was not is done alone by whoever asked for it.
type answer struct {
	done bool
	err  error
}

// queue holds those who wait for their turn, the first one first.
type queue struct {
	mu      sync.Mutex
	waiting []*brief
}

func (q *queue) join(a *brief) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, a)
}

// leave tells whether a still waited; if not, somebody is doing it.
func (q *queue) leave(a *brief) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.waiting, a)
	if at >= 0 {
		q.waiting = slices.Delete(q.waiting, at, at+1)
	}
	return at >= 0
}

// take returns a and those who wait with it; none when a waits no more.
func (q *queue) take(a *brief) []*brief {
	if !q.leave(a) {
		return nil
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), mostTogether-1)
	batch := append([]*brief{a}, q.waiting[:n]...)
	q.waiting = slices.Delete(q.waiting, 0, n)
	return batch
}

// along waits until somebody who writes takes a along, or until a's own turn has come and
// takes along those who wait. done is false where a is to be done alone.
func (db *DB) along(a *brief) (done bool, err error) {
	db.queue.join(a)
	select {
	case got := <-a.answer:
		return got.done, got.err
	case <-a.ctx.Done():
		if db.queue.leave(a) {
			return true, a.ctx.Err()
		}
		got := <-a.answer
		return got.done, got.err
	case db.turns <- struct{}{}:
		defer func() { <-db.turns }()
	}
	if batch := db.queue.take(a); len(batch) > 1 {
		db.answerAll(batch)
	} else if len(batch) == 1 {
		return true, db.alone(a.ctx, a.now, a.f)
	}
	got := <-a.answer
	if !got.done {
		return true, db.alone(a.ctx, a.now, a.f)
	}
	return true, got.err
}

// answerAll does these together, and tells each how that went.
func (db *DB) answerAll(batch []*brief) {
	done, err := db.together(batch)
	if done {
		db.afterwards(err)
	}
	for _, a := range batch {
		a.answer <- answer{done, err}
	}
}

// together does these in one transaction, one after the other, and tells whether all were
// done, and then whether they were kept.
func (db *DB) together(batch []*brief) (done bool, err error) {
	tx, err := db.begin(context.Background(), db.write, db.engine.writeOptions())
	if err != nil {
		return false, err
	}
	defer tx.end()
	var theirs []*Reader
	var chain *ledger
	for _, a := range batch {
		r := db.reader(a.ctx, tx, a.now)
		r.shares = true
		if chain != nil {
			r.ledger = chain.next()
		}
		theirs = append(theirs, r)
		if !tried(r, a.f) {
			takeAllBack(theirs)
			return false, nil
		}
		chain = r.ledger
	}
	if chain != nil && (&Tx{theirs[len(theirs)-1]}).keepStates() != nil {
		takeAllBack(theirs)
		return false, nil
	}
	if err := tx.Commit(); err != nil {
		takeAllBack(theirs)
		if db.engine.retry(err) {
			return false, nil
		}
		return true, db.judge(fmt.Errorf("commit: %w", err))
	}
	return true, nil
}

// tried tells whether f went well. If not, why is found out when it is done again.
func tried(r *Reader, f func(*Tx) error) (well bool) {
	defer func() { well = recover() == nil && well }()
	return f(&Tx{r}) == nil && r.failed == nil && r.ctx.Err() == nil
}

func takeAllBack(theirs []*Reader) {
	for _, r := range theirs {
		(&Tx{r}).takeBack()
	}
}
