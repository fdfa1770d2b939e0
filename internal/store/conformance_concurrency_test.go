package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

// atOnce runs f n times at the same moment and returns every outcome.
func atOnce(n int, f func(i int) error) []error {
	outcomes := make([]error, n)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-start
			outcomes[i] = f(i)
		})
	}
	close(start)
	group.Wait()
	return outcomes
}

// wantOne fails unless one outcome is a success and lost is true of the others.
func wantOne(s *suite, outcomes []error, lost func(error) bool) {
	s.Helper()
	succeeded := 0
	for _, err := range outcomes {
		if err == nil {
			succeeded++
		} else if !lost(err) {
			s.Errorf("one that came second: %v", err)
		}
	}
	same(s, "successes", succeeded, 1)
}

func conflict(err error) bool { return fault.Is(err, fault.Conflict) }

func TestOfEightSavesOfOneTextOneIsKept(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		wantOne(s, atOnce(8, func(i int) error {
			mine := e.Clone()
			mine.Talk.At = clock.Instant(i)
			return s.try(func(tx *Tx) error { return tx.SaveEvaluation(mine) })
		}), conflict)
		save := func(read int64) func(int) error {
			return func(int) error {
				return s.try(func(tx *Tx) error {
					_, err := tx.SaveSide(e, evaluation.Side{Name: evaluation.SelfSide, Author: e.Subject, Revision: read})
					return err
				})
			}
		}
		wantOne(s, atOnce(8, save(0)), IsDuplicate)
		wantOne(s, atOnce(8, save(1)), conflict)
		wantOne(s, atOnce(8, func(int) error {
			return s.try(func(tx *Tx) error { return tx.KeepDone(e.Subject, "key", Done{}) })
		}), IsDuplicate)
	})
}

func TestOfEightActsOnOneRecordOneIsDone(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		e := s.evaluation(evaluation.Growth, people[0], people[1])
		wantOne(s, atOnce(8, func(int) error {
			return s.try(func(tx *Tx) error {
				now, err := tx.Evaluation(e.ID)
				if err != nil {
					return err
				}
				if now.Stage != evaluation.Writing {
					return fault.New(fault.Conflict, "too late")
				}
				now.Stage = evaluation.Opened
				return tx.SaveEvaluation(now)
			})
		}), conflict)
		s.view(func(r *Reader) error {
			now, err := r.Evaluation(e.ID)
			same(s, "version", now.Version, 2)
			return err
		})
	})
}

func TestNothingOfFiftyChangesAtOnceIsLost(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		outcomes := atOnce(50, func(int) error {
			return s.try(func(tx *Tx) error {
				p, err := tx.Person(ada.ID)
				if err != nil {
					return err
				}
				n, _ := strconv.Atoi(p.Title)
				p.Title = strconv.Itoa(n + 1)
				return tx.SavePeople([]org.Person{p})
			})
		})
		for _, err := range outcomes {
			s.must(err)
		}
		s.view(func(r *Reader) error {
			p, err := r.Person(ada.ID)
			same(s, "counted", p.Title, "50")
			return err
		})
	})
}

// Each leaves when somebody else stays. Judged by rows that the others change,
// not by one they share, all would leave.
func TestWhatWasJudgedByStillHolds(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("a", "b", "c", "d", "e", "f")
		for _, err := range atOnce(len(people), func(i int) error {
			return s.try(func(tx *Tx) error {
				page, err := tx.People(PeopleFilter{Limit: 1})
				if err != nil || page.Total < 2 {
					return err
				}
				return tx.SetLeft(people[i].ID, s.now)
			})
		}) {
			s.must(err)
		}
		same(s, "stayed", s.number(`SELECT count(*) FROM people WHERE left_at = 0`), 1)
	})
}

func TestAViewIsOfOneMoment(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		s.view(func(r *Reader) error {
			before, err := r.Person(ada.ID)
			s.must(err)
			s.update(func(tx *Tx) error {
				_, err := s.add(tx, "Bo")
				s.must(err)
				return tx.SetZone(ada.ID, "Europe/Oslo")
			})
			after, err := r.Person(ada.ID)
			same(s, "seen again", after, before)
			s.must(err)
			page, err := r.People(PeopleFilter{Limit: 5})
			same(s, "people", page.Total, 1)
			same(s, "now", r.Now(), s.now)
			return err
		})
	})
}

func (s *suite) add(tx *Tx, name string) (org.Person, error) {
	p := org.Person{ID: id.New[id.Person](), Name: name}
	p.Email = string(p.ID)
	return p, tx.AddPeople([]org.Person{p}, nil)
}

func (s *suite) wantNobody() {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	s.must(s.db.Update(ctx, s.now, func(*Tx) error { return nil })) // the writer is free again
	same(s, "people", s.number(`SELECT count(*) FROM people`), 0)
	same(s, "transactions still open", s.db.write.Stats().InUse, 0)
}

func TestAHalfDoneActLeavesNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		refused := errors.New("refused")
		err := s.try(func(tx *Tx) error {
			_, err := s.add(tx, "Ada")
			s.must(err)
			return refused
		})
		same(s, "the failure comes back", errors.Is(err, refused), true)
		s.wantNobody()

		func() {
			defer func() { same(s, "the panic goes on", recover(), any("gone")) }()
			_ = s.try(func(tx *Tx) error {
				_, err := s.add(tx, "Ada")
				s.must(err)
				panic("gone")
			})
		}()
		s.wantNobody()
	})
}

func TestAnActGivenUpLeavesNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		for _, last := range []func(*Tx) error{
			func(*Tx) error { return nil },
			func(tx *Tx) error { return tx.SetZone("nobody", "") },
		} {
			ctx, cancel := context.WithCancel(s.Context())
			err := s.db.Update(ctx, s.now, func(tx *Tx) error {
				_, err := s.add(tx, "Ada")
				s.must(err)
				cancel()
				return last(tx)
			})
			same(s, "it is told", errors.Is(err, context.Canceled), true)
			s.wantNobody()
			same(s, "nothing begins", errors.Is(s.db.Update(ctx, s.now, func(*Tx) error { return nil }), context.Canceled), true)
		}
	})
}

// PostgreSQL gives a transaction up at its first failure; an act that overlooks
// one must not be half kept by the other engine.
func TestAFailureThatIsOverlookedKeepsNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		err := s.try(func(tx *Tx) error {
			p, err := s.add(tx, "Ada")
			s.must(err)
			if tx.AddPeople([]org.Person{p}, nil) == nil {
				s.Error("the same person was added twice")
			}
			return nil
		})
		same(s, "it is told as the duplicate it was", IsDuplicate(err), true)
		s.wantNobody()
	})
}

func TestAnActThatAlwaysLosesSaysSo(t *testing.T) {
	onBoth(t, func(s *suite) {
		tries := 0
		err := s.try(func(tx *Tx) error {
			tries++
			_, err := s.add(tx, "Ada")
			s.must(err)
			return s.lose(tx)
		})
		if !fault.Is(err, fault.Unavailable) || !s.db.engine.retry(err) {
			s.Errorf("after %d tries: %v", tries, err)
		}
		same(s, "tries", tries, attempts)
		s.wantNobody()

		ctx, cancel := context.WithTimeout(s.Context(), time.Millisecond)
		defer cancel()
		err = s.db.Update(ctx, s.now, func(tx *Tx) error { <-ctx.Done(); return s.lose(tx) })
		if !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("given up after the time was over: %v", err)
		}
	})
}

// lose returns the engine's own failure of a transaction that another beat.
func (s *suite) lose(tx *Tx) error {
	if s.db.Engine() == "postgres" {
		return tx.exec(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = 'serialization_failure'; END $$`)
	}
	other, err := sql.Open("sqlite", "file:"+s.address)
	s.must(err)
	defer other.Close()
	_, err = other.Exec(`BEGIN IMMEDIATE`) // the test's act holds the lock
	return err
}

func TestTheSecondTryOfAnActSeesWhatBeatIt(t *testing.T) {
	onBoth(t, func(s *suite) {
		var seen []int
		s.update(func(tx *Tx) error {
			page, err := tx.People(PeopleFilter{Limit: 5})
			seen = append(seen, page.Total)
			if err != nil || len(seen) > 1 {
				return err
			}
			_, err = s.add(tx, "Ada")
			s.must(err)
			return s.lose(tx)
		})
		if !slices.Equal(seen, []int{0, 0}) {
			s.Errorf("people seen in each try: %v", seen)
		}
		s.wantNobody()
	})
}
