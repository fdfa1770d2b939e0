package store

import (
	"errors"
	"fmt"
	"testing"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

// TestManyRowsAreMarkedAsTheyStand: of rows that come at once the marks are made of what was
// given, and of those that something else touched, of what is there.
func TestManyRowsAreMarkedAsTheyStand(t *testing.T) {
	onBoth(t, func(s *suite) {
		var people []org.Person
		for i := range manyRows + 20 {
			people = append(people, org.Person{ID: id.New[id.Person](), Name: fmt.Sprint("Ada ", i), Email: fmt.Sprintf("ada%d@example.org", i), StartDate: "2020-01-01"})
		}
		changed := people[7]
		changed.Name = "Ida"
		s.update(func(tx *Tx) error {
			s.must(tx.AddPeople(people, nil))
			tables := 0
			for _, w := range tx.ledger.written {
				tables++
				for _, given := range w.rows[:1] {
					same(s, "every column of "+w.table+" is given", len(given), len(s.db.private.Load().tables[w.table].columns))
				}
			}
			same(s, "private tables of which rows are not read again", tables, 2)
			s.must(tx.SavePeople([]org.Person{changed}))
			s.must(tx.SetLanguage(people[8].ID, "sv"))
			s.must(tx.exec(`DELETE FROM person_words WHERE person = $1`, people[9].ID))
			s.must(tx.exec(`DELETE FROM person_keys WHERE person = $1`, people[9].ID))
			return tx.exec(`DELETE FROM people WHERE id = $1`, people[9].ID)
		})
		s.wantWhole()
		same(s, "notes of what was touched", s.number(`SELECT count(*) FROM private_touched`), 0)
		same(s, "marks", s.number(`SELECT count(*) FROM private_rows WHERE tab = 'people'`), int64(len(people)-1))
		s.unguarded(`UPDATE people SET title = 'Chief' WHERE id = $1`, people[11].ID)
		if found := s.verified(); len(found) != 1 {
			s.Errorf("one of them was changed past Cairn: %v", found)
		}
	})
}

// TestManyRowsAreAllOrNothing: one that cannot be, among many, takes all back, and bytes
// that are no text are refused as elsewhere.
func TestManyRowsAreAllOrNothing(t *testing.T) {
	onBoth(t, func(s *suite) {
		add := func(last org.Person) error {
			var people []org.Person
			for i := range manyRows + 20 {
				people = append(people, org.Person{ID: id.New[id.Person](), Name: "Ada", Email: fmt.Sprintf("ada%d@example.org", i)})
			}
			return s.try(func(tx *Tx) error { return tx.AddPeople(append(people, last), nil) })
		}
		if err := add(org.Person{ID: "ada", Name: "Ada", Email: "ada3@example.org"}); !IsDuplicate(err) {
			s.Errorf("one address twice: %v", err)
		}
		if err := add(org.Person{ID: "ada", Name: "Ada \xff", Email: "x@example.org"}); !fault.Is(err, fault.Invalid) {
			s.Errorf("bytes that are no text: %v", err)
		}
		if err := add(org.Person{ID: "ada", Name: "Ada", Email: "x@example.org"}); err != nil {
			s.Error(errors.Unwrap(err))
		}
		same(s, "who is there", s.number(`SELECT count(*) FROM people`), manyRows+21)
		s.wantWhole()
	})
}
