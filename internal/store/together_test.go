package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/id"
	"cairn/internal/org"
)

// TestBriefActsShareACommit: they are kept by one commit, each with a link of its own.
func TestBriefActsShareACommit(t *testing.T) {
	s := newSuite(t, "sqlite")
	var batch []*brief
	for i := range 5 {
		batch = append(batch, &brief{ctx: s.Context(), now: s.now, f: func(tx *Tx) error {
			if err := tx.takeTurn(); err != nil {
				return err
			}
			p := org.Person{ID: id.New[id.Person](), Name: "Ada", Email: fmt.Sprint("ada", i)}
			if err := tx.AddPeople([]org.Person{p}, nil); err != nil {
				return err
			}
			return tx.settle(nil)
		}})
	}
	before := s.number(`SELECT count(*) FROM audit_links`)
	s.must(s.db.ready(s.Context()))
	done, err := s.db.together(&batch)
	s.must(err)
	same(s, "done together", done, true)
	same(s, "links of the chain", s.number(`SELECT count(*) FROM audit_links`)-before, 5)
	s.wantWhole()
	batch[3].f = func(*Tx) error { return errors.New("refused") }
	if done, _ := s.db.together(&batch); done {
		s.Error("done, though one was refused")
	}
	same(s, "who is kept", s.number(`SELECT count(*) FROM people`), 5)
}

// TestWhoComesMeanwhileSharesTheCommit: also who comes while the last of those who waited is done, up to as many as share one.
func TestWhoComesMeanwhileSharesTheCommit(t *testing.T) {
	s := newSuite(t, "sqlite")
	s.must(s.db.ready(s.Context()))
	var did []int
	act := func(n int, then func()) *brief {
		return &brief{ctx: s.Context(), now: s.now, f: func(*Tx) error { did = append(did, n); then(); return nil }}
	}
	nothing := func() {}
	batch := []*brief{act(0, func() {
		for n := range mostTogether {
			s.db.queue.join(act(n+1, nothing))
		}
	})}
	done, err := s.db.together(&batch)
	s.must(err)
	same(s, "done together", done, true)
	same(s, "who is answered", len(batch), mostTogether)
	same(s, "who was done", len(did), mostTogether)
	same(s, "the last of them", did[len(did)-1], mostTogether-1)
	same(s, "who waits for the next", len(s.db.queue.waiting), 1)
}

// TestBriefActsAnswerAsTheyWouldAlone: of those that wait together, one that fails, panics
// or is given up is told so and leaves the others alone.
func TestBriefActsAnswerAsTheyWouldAlone(t *testing.T) {
	onBoth(t, func(s *suite) {
		ctx := Brief(s.Context())
		add := func(name string, then func() error) error {
			return s.db.Update(ctx, s.now, func(tx *Tx) error {
				p := org.Person{ID: id.New[id.Person](), Name: name, Email: name}
				if err := tx.AddPeople([]org.Person{p}, nil); err != nil {
					return err
				}
				if err := tx.Record(audit.Entry{Act: audit.Read, Item: "profile", Subject: p.ID}); err != nil {
					return err
				}
				return then()
			})
		}
		well := func() error { return nil }
		refused := errors.New("refused")
		wake, sleeping := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		var twice [2]error // of two that bring one address at once, whichever is kept
		all.Go(func() {
			twice[0] = add("first", func() error {
				select {
				case <-sleeping:
				default:
					close(sleeping)
				}
				<-wake
				return nil
			})
		})
		<-sleeping
		links := func() int64 { return s.number(`SELECT count(*) FROM audit_links`) }
		for i := range 10 {
			all.Go(func() { s.must(add(fmt.Sprint("one of many ", i), well)) })
		}
		all.Go(func() {
			if err := add("refused", func() error { return refused }); !errors.Is(err, refused) {
				s.Errorf("its failure came back as %v", err)
			}
		})
		all.Go(func() {
			defer func() { same(s, "the panic goes on with whose it is", recover(), any("gone")) }()
			_ = add("gone", func() error { panic("gone") })
		})
		all.Go(func() { twice[1] = add("first", well) })
		all.Go(func() {
			given, up := context.WithCancel(ctx)
			up()
			if err := s.db.Update(given, s.now, func(*Tx) error { return nil }); !errors.Is(err, context.Canceled) {
				s.Errorf("given up: %v", err)
			}
		})
		s.waiting(12)
		before := links()
		close(wake)
		all.Wait()
		if errors.Join(twice[0], twice[1]) == nil || twice[0] != nil && twice[1] != nil || !IsDuplicate(cmp.Or(twice[0], twice[1])) {
			s.Errorf("one address twice: %v", twice)
		}
		same(s, "who is kept", s.number(`SELECT count(*) FROM people`), 11)
		same(s, "links of the chain", links()-before, 11)
		same(s, "transactions still open", s.db.write.Stats().InUse, 0)
		s.verified()
	})
}

// waiting returns when so many wait; on PostgreSQL nobody does in this queue.
func (s *suite) waiting(n int) {
	for range 1000 {
		s.db.queue.mu.Lock()
		now := len(s.db.queue.waiting)
		s.db.queue.mu.Unlock()
		if now >= n || !s.db.engine.oneWriter() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	s.Error("they do not wait together")
}
