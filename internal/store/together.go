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
// another wrote, and those that come while these are done, are done one after the other in
// one transaction, each with a link of its own in the journal's chain, and kept by one commit. Nobody is answered before it. Where one
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
	writing bool // somebody is at it
}

// join tells whether nobody is at it yet.
func (q *queue) join(a *brief) (first bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, a)
	first, q.writing = !q.writing, true
	return first
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

// take returns those who wait, so many at most.
func (q *queue) take(most int) []*brief {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), most)
	batch := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return batch
}

// over tells whether nobody waits any more.
func (q *queue) over() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.writing = len(q.waiting) > 0
	return !q.writing
}

// along waits until a was done with those who waited beside it. done is false where a is to
// be done alone.
func (db *DB) along(a *brief) (done bool, err error) {
	if db.queue.join(a) {
		go db.writeTogether()
	}
	select {
	case got := <-a.answer:
		return got.done, got.err
	case <-a.ctx.Done():
		if db.queue.leave(a) {
			return true, a.ctx.Err()
		}
		got := <-a.answer
		return got.done, got.err
	}
}

// writeTogether does those who wait, until nobody does. It is nobody's request, so the next
// commit begins as soon as one is over: those who were answered have more to do, and the
// disk would wait for them. Whoever wants to write alone has a turn in between.
func (db *DB) writeTogether() {
	for {
		db.turns <- struct{}{}
		if batch := db.queue.take(mostTogether); len(batch) > 0 {
			db.answerAll(batch)
		}
		<-db.turns
		if db.queue.over() {
			return
		}
	}
}

// answerAll does these together, and tells each how that went. A bug is met by each alone.
func (db *DB) answerAll(batch []*brief) {
	var all answer
	defer func() {
		if recover() != nil {
			all = answer{}
		}
		for _, a := range batch {
			a.answer <- all
		}
	}()
	all.done, all.err = db.together(&batch)
	if all.done {
		db.afterwards(all.err)
	}
}

// together does these in one transaction, one after the other, and with them those who came
// meanwhile. It tells whether all were done, and then whether they were kept.
func (db *DB) together(batch *[]*brief) (done bool, err error) {
	tx, err := db.begin(context.Background(), db.write, db.engine.writeOptions())
	if err != nil {
		return false, err
	}
	defer tx.end()
	var theirs []*Reader
	var chain *ledger
	for at := 0; at < len(*batch); at++ {
		a := (*batch)[at]
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
		if at == len(*batch)-1 {
			*batch = append(*batch, db.queue.take(mostTogether-len(*batch))...)
		}
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
