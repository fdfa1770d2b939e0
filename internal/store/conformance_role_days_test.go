package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
)

// TestRolesFollowTheirDays: who holds a role, and so what follows from it, is asked
// of the instant alone, and nothing has to run when a day comes.
func TestRolesFollowTheirDays(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben", "Cleo")
		ada, ben, cleo := people[0].ID, people[1].ID, people[2].ID
		begin, middle, end := s.now+100, s.now+200, s.now+300
		s.update(func(tx *Tx) error {
			return tx.TakeRoles([]org.RoleTaken{
				{Person: ada, Role: "chief-architect", Catalogue: true, Span: org.Span{Since: s.now - 100, Until: middle}},
				{Person: ben, Role: "chief-architect", Catalogue: true, Span: org.Span{Since: begin, Until: end}},
				{Person: cleo, Role: "chief-architect", Span: org.Span{Since: s.now - 100}}, // own words, not the catalogue's
			})
		})
		for _, c := range []struct {
			at      clock.Instant
			holders []id.Person
		}{
			{s.now, []id.Person{ada}}, {begin - 1, []id.Person{ada}}, {begin, []id.Person{ada, ben}}, {middle - 1, []id.Person{ada, ben}},
			{middle, []id.Person{ben}}, {end - 1, []id.Person{ben}}, {end, nil},
		} {
			s.must(s.db.View(s.Context(), c.at, func(r *Reader) error {
				holders, err := r.RoleHolders("chief-architect")
				s.must(err)
				equal(s, "holders", holders, c.holders)
				taken, err := r.Roles([]id.Person{ada, ben})
				same(s, "held", len(taken[ada])+len(taken[ben]), len(c.holders))
				return err
			}))
		}
	})
}

func TestAnEntryGetsOtherDays(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Ada")[0].ID
		first := org.RoleTaken{Person: who, Role: "Mentor", Span: org.Span{Since: s.now - 100, Until: s.now - 50}}
		coming := org.RoleTaken{Person: who, Role: "Mentor", Span: org.Span{Since: s.now + 100}}
		s.update(func(tx *Tx) error { return tx.TakeRoles([]org.RoleTaken{first, coming}) })
		s.update(func(tx *Tx) error { return tx.RedateRole(first, org.Span{Since: s.now - 90, Until: s.now - 60}) })
		s.update(func(tx *Tx) error { return tx.DropRole(coming) })
		s.view(func(r *Reader) error {
			all, err := r.RolesOf(who)
			first.Span = org.Span{Since: s.now - 90, Until: s.now - 60}
			equal(s, "roles", all, []org.RoleTaken{first})
			return err
		})
	})
}

// TestWhatEndsTakesWhatWasToComeAlong: who leaves, or loses a role by the people
// file, does not come to it later.
func TestWhatEndsTakesWhatWasToComeAlong(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Ada")[0].ID
		was := org.RoleTaken{Person: who, Role: "Mentor", Span: org.Span{Since: s.now - 100, Until: s.now - 50}}
		held := org.RoleTaken{Person: who, Role: "Mentor", Span: org.Span{Since: s.now - 20, Until: s.now + 50}}
		coming := org.RoleTaken{Person: who, Role: "Mentor", Span: org.Span{Since: s.now + 100, Until: s.now + 200}}
		s.update(func(tx *Tx) error { return tx.TakeRoles([]org.RoleTaken{was, held, coming}) })
		s.update(func(tx *Tx) error { return tx.PutDownRoles([]org.RoleTaken{held}) })
		s.view(func(r *Reader) error {
			all, err := r.RolesOf(who)
			held.Until = s.now
			equal(s, "roles", all, []org.RoleTaken{was, held})
			return err
		})
	})
}
