package store

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
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

// TestTheKeysOfPayGoAlong: what is kept of pay is read under the new key alone, what
// was written in the middle of the change too.
func TestTheKeysOfPayGoAlong(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		old, next := freshMaster(s.T), freshMaster(s.T)
		come := []*seal.Master{}
		old.Also(func() []*seal.Master { return come })
		s.db = s.open(old)
		s.must(s.db.Migrate(s.Context()))
		var who []id.Person
		var paid []pay.Salary
		for i, p := range s.people("Ada", "Ben", "Cleo") {
			who = append(who, p.ID)
			paid = append(paid, pay.Salary{ID: id.New[id.Salary](), Person: p.ID, From: "2026-01-01", Full: money.Of(4711, "SEK"), Period: pay.Monthly,
				Share: pay.FullTime, MadeAt: s.now, MadeBy: p.ID, Nth: int64(i) + 1})
		}
		s.update(func(tx *Tx) error { return tx.AddSalaries(paid[:2], nil) })
		come = append(come, next)
		s.update(func(tx *Tx) error { _, err := tx.RewrapRoots(next.ID()); return err })
		for n, first := 1, true; n > 0; first = false {
			s.update(func(tx *Tx) (err error) { n, err = tx.RewrapKeys(next.ID(), 2); return err })
			if first {
				s.update(func(tx *Tx) error { return tx.AddSalaries(paid[2:], nil) })
			}
		}
		s.view(func(r *Reader) error {
			by, _, err := r.WrappedBy()
			if len(by) != 1 || by[next.ID()] != 6 {
				s.Errorf("keys of people and of their pay are wrapped by %v", by)
			}
			return err
		})
		s.wantWhole()
		s.db = s.open(next)
		s.view(func(r *Reader) error {
			of, err := r.Salaries(who)
			for i, p := range who {
				equal(s, "under the new key alone", of[p], paid[i:i+1])
			}
			return err
		})
	})
}

// TestEveryTableOfKeysGoesAlong: a table of wrapped keys that a change of the master
// key does not know would be lost with the old one.
func TestEveryTableOfKeysGoesAlong(t *testing.T) {
	s := newSuite(t, "sqlite")
	s.view(func(r *Reader) error {
		tables, err := all(r, text[string], `SELECT t.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c WHERE t.schema = 'main' AND c.name = 'wrapped' ORDER BY t.name`)
		equal(s, "tables of keys", tables, []string{"counted_keys", "former_keys", "pay_keys", "person_keys", "root_keys"})
		for _, table := range tables {
			if known := keysWrapped + rootsWrapped; !strings.Contains(known, " FROM "+table) {
				s.Errorf("the keys of %s are left behind", table)
			}
		}
		return err
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
