package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"cairn/internal/clock"
)

// oneState is the read transaction that the questions of one request share. It begins
// with the first of them, so after the request came in, whose instant is that of all, and ends before anything is
// written under the same context and before the request is answered. See
// docs/decisions/0030-one-state-a-request.md.
type oneState struct {
	db        *DB
	mu        sync.Mutex // held while somebody reads
	tx        transaction
	r         *Reader
	old, over atomic.Bool // not to be read any more; and no other begins after it
}

type oneStateKey struct{}

// OneState returns a context under which all Views see one state of the database: that of
// the first, until something is written. It ends with end, which may be called twice.
func (db *DB) OneState(ctx context.Context) (_ context.Context, end func()) {
	s := &oneState{db: db}
	return context.WithValue(ctx, oneStateKey{}, s), func() { s.over.Store(true); s.end() }
}

// stateOf is the one of the context, or nil.
func (db *DB) stateOf(ctx context.Context) *oneState {
	s, _ := ctx.Value(oneStateKey{}).(*oneState)
	if s == nil || s.db != db {
		return nil
	}
	return s
}

// end gives the transaction back, at once or, while somebody reads, right after it.
func (s *oneState) end() {
	s.old.Store(true)
	if s.mu.TryLock() {
		s.unlock()
	}
}

func (s *oneState) unlock() {
	if s.old.Swap(false) {
		s.drop()
	}
	s.letGo()
}

// letGo lets others read. Who ended it between the last look and now could not give the
// transaction back, so it is looked again.
func (s *oneState) letGo() {
	s.mu.Unlock()
	if s.old.Load() && s.mu.TryLock() {
		s.unlock()
	}
}

func (s *oneState) drop() {
	if s.r != nil {
		s.tx.end()
		s.r = nil
	}
}

// view runs f on the state; ran is false where a transaction of its own must do it: there
// is no state any more, it could not be had, or it was lost.
func (s *oneState) view(ctx context.Context, now clock.Instant, f func(*Reader) error) (ran bool, err error) {
	if !s.mu.TryLock() {
		return false, nil // somebody else of this request is reading
	}
	defer s.unlock()
	if s.old.Swap(false) {
		s.drop()
	}
	if s.over.Load() || !s.begin(ctx, now) {
		return false, nil
	}
	s.r.ctx, s.r.watch = ctx, watcher(ctx)
	if err = f(s.r); s.r.failed == nil {
		return true, err
	}
	err = cmp.Or(err, s.r.failed)
	s.drop()
	return ctx.Err() != nil || !s.db.engine.retry(err), s.db.judge(err)
}

func (s *oneState) begin(ctx context.Context, now clock.Instant) bool {
	if s.r != nil {
		return true
	}
	tx, err := s.db.begin(ctx, s.db.read, s.db.engine.readOptions())
	if err != nil {
		return false
	}
	s.tx, s.r = tx, s.db.reader(ctx, tx, now)
	s.r.known = []answered{}
	return true
}

// answered is the answer to a question, by its text and what it is about. What else it
// binds is the same in all of one state.
type answered struct {
	text, about string
	answer      any
}

// answerTo returns what was answered, or nil. The answers of a request are few.
func (r *Reader) answerTo(text, about string) any {
	for _, a := range r.known {
		if a.text == text && a.about == about {
			return a.answer
		}
	}
	return nil
}

// allOnce is all for what a page asks again and again, such as whether its session still
// holds: in one state nothing changes, so it is asked the first time only. In a transaction
// of its own it is asked each time.
func allOnce[T any](r *Reader, scan func(scanner) (T, error), query, about string, more ...any) ([]T, error) {
	if list, ok := r.answerTo(query, about).([]T); ok {
		if err := r.ctx.Err(); err != nil {
			return nil, r.fail(err) // nobody waits for it any more
		}
		return slices.Clone(list), nil
	}
	list, err := all(r, scan, query, append([]any{about}, more...)...)
	if err == nil {
		known(r, query, about, slices.Clone(list)...)
	}
	return list, err
}

// known notes the answer to a question that need not be asked in this state.
func known[T any](r *Reader, query, about string, answer ...T) {
	if r.known != nil {
		r.known = append(r.known, answered{query, about, answer})
	}
}

// optionalOnce is optional in the same way.
func optionalOnce[T any](r *Reader, scan func(scanner) (T, error), query, about string, more ...any) (v T, ok bool, err error) {
	list, err := allOnce(r, scan, query, about, more...)
	if err != nil || len(list) == 0 {
		return v, false, err
	}
	return list[0], true, nil
}
