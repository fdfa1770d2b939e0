package store

import (
	"context"
	"sync"
	"testing"

	"cairn/internal/id"
	"cairn/internal/org"
)

// TestARequestSeesOneState: all that is asked under one context sees the state of the
// first question, until something is written under it or it is over, on both engines.
func TestARequestSeesOneState(t *testing.T) {
	onBoth(t, func(s *suite) {
		here := func(ctx context.Context) (n int64) {
			s.must(s.db.View(ctx, s.now, func(r *Reader) (err error) {
				n, err = one(r, count, everybodyHere, 100)
				return err
			}))
			return n
		}
		ctx, end := s.db.OneState(s.Context())
		same(s, "nobody yet", here(ctx), 0)
		s.people("Ada")
		same(s, "the same state", here(ctx), 0)
		same(s, "another request", here(s.Context()), 1)
		s.must(s.db.Update(ctx, s.now, func(tx *Tx) error {
			p := org.Person{ID: id.New[id.Person](), Name: "Ben", Email: "ben"}
			return tx.AddPeople([]org.Person{p}, nil)
		}))
		same(s, "after a change of its own", here(ctx), 2)
		s.people("Cleo")
		end()
		same(s, "after its end", here(ctx), 3)
		end()
		same(s, "connections that it holds", s.db.read.Stats().InUse, 0)
	})
}

// TestOneStateOutlivesNoFailure: a failure within one leaves the next question a new one,
// and a question within a question does not wait for it.
func TestOneStateOutlivesNoFailure(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada")
		ctx, end := s.db.OneState(s.Context())
		defer end()
		err := s.db.View(ctx, s.now, func(r *Reader) error {
			_, err := all(r, person, "SELECT no_such_column FROM people")
			return err
		})
		if err == nil {
			s.Error("a failure was overlooked")
		}
		s.must(s.db.View(ctx, s.now, func(r *Reader) error {
			if _, err := r.Person(people[0].ID); err != nil {
				return err
			}
			return s.db.View(ctx, s.now, func(r *Reader) error {
				_, err := r.Person(people[0].ID)
				return err
			})
		}))
		held, stop := context.WithCancel(ctx)
		s.must(s.db.View(held, s.now, func(r *Reader) error { _, err := r.Person(people[0].ID); return err }))
		stop()
		if err := s.db.View(held, s.now, func(r *Reader) error { _, err := r.Person(people[0].ID); return err }); err == nil {
			s.Error("asked for by nobody any more, and answered")
		}
	})
}

// TestAnEndDuringAReadingHoldsNoConnection: a request that is over at the moment at which
// part of it ends its reading gives the connection back all the same.
func TestAnEndDuringAReadingHoldsNoConnection(t *testing.T) {
	onBoth(t, func(s *suite) {
		for range 300 {
			ctx, end := s.db.OneState(s.Context())
			var reading sync.WaitGroup
			reading.Go(func() {
				s.must(s.db.View(ctx, s.now, func(*Reader) error { return nil }))
			})
			end()
			reading.Wait()
		}
		same(s, "connections that are held", s.db.read.Stats().InUse, 0)
	})
}

// TestAnEndBetweenLookingAndLettingGo: the end comes after who reads has looked for it, and
// before they let go.
func TestAnEndBetweenLookingAndLettingGo(t *testing.T) {
	onBoth(t, func(s *suite) {
		ctx, end := s.db.OneState(s.Context())
		s.must(s.db.View(ctx, s.now, func(*Reader) error { return nil }))
		state := s.db.stateOf(ctx)
		state.mu.Lock() // somebody reads, and has looked already whether it is over
		end()
		state.letGo()
		same(s, "connections that are held", s.db.read.Stats().InUse, 0)
	})
}
