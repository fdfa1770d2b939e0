package store

import (
	"fmt"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
)

// TestAMasterKeyTakesOverWhileOthersServe: of two programs on one database, each
// reads and writes all the way, and afterwards the new key opens all alone.
func TestAMasterKeyTakesOverWhileOthersServe(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		old, next := freshMaster(s.T), freshMaster(s.T)
		come := []*seal.Master{}
		old.Also(func() []*seal.Master { return come })
		s.db = s.open(old)
		s.must(s.db.Migrate(s.Context()))
		serving := s.open(old)
		var who []id.Person
		for _, p := range s.people("Ada", "Ben", "Cleo", "Dora", "Eve") {
			who = append(who, p.ID)
		}
		marked := s.db.Mark("act", []byte("x"))
		starts := func(db *DB) map[id.Person]clock.Date {
			var dates map[id.Person]clock.Date
			s.must(db.View(s.Context(), s.now, func(r *Reader) (err error) { dates, err = r.StartDates(who); return err }))
			return dates
		}
		before := starts(s.db)
		come = append(come, next)
		s.update(func(tx *Tx) error { _, err := tx.RewrapRoots(next.ID()); return err })
		for n, round := 1, 0; n > 0; round++ {
			same(s, "what others read", fmt.Sprint(starts(serving)), fmt.Sprint(before))
			s.update(func(tx *Tx) (err error) { n, err = tx.RewrapKeys(next.ID(), 2); return err })
			if round == 1 { // somebody comes in the middle of it, by the other program
				late := []org.Person{{ID: id.New[id.Person](), Name: "Fay", Email: "fay@example.org", StartDate: "2026-01-01"}}
				s.must(serving.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddPeople(late, nil) }))
			}
		}
		s.view(func(r *Reader) error {
			by, current, err := r.WrappedBy()
			if len(by) != 1 || by[next.ID()] != 6 || current != next.ID() {
				s.Errorf("wrapped by %v, new ones by %s", by, current)
			}
			return err
		})
		s.wantWhole()
		s.db = s.open(next)
		same(s, "under the new key alone", fmt.Sprint(starts(s.db)), fmt.Sprint(before))
		same(s, "marks", s.db.Mark("act", []byte("x")), marked)
		s.wantWhole()
		alone := freshMaster(s.T)
		if err := s.open(alone).Migrate(s.Context()); err == nil {
			s.Error("a key that wraps nothing opened the journal")
		}
	})
}

func freshMaster(t *testing.T) *seal.Master {
	t.Helper()
	m, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
