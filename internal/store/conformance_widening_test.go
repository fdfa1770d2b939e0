package store

import (
	"testing"

	"cairn/internal/id"
	"cairn/internal/standing"
)

func TestWhoMayKnowStepsIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben")
		ada, ben := people[0].ID, people[1].ID
		entries := []standing.PolicyEntry{
			{ID: id.New[id.Entry](), At: s.now, By: ada, What: standing.WideningAsked, Circle: standing.TribeLeads, Words: "Why."},
			{ID: id.New[id.Entry](), At: s.now, By: ben, What: standing.WideningGiven},
			{ID: id.New[id.Entry](), At: s.now, By: ben, What: standing.Narrowed},
		}
		choice := func(who id.Person) standing.Choice {
			return standing.Choice{ID: id.New[id.StepChoice](), Person: who, Widening: entries[1].ID, At: s.now}
		}
		first, second, other := choice(ada), choice(ada), choice(ben)
		s.update(func(tx *Tx) error {
			for _, e := range entries {
				s.must(tx.AddStepPolicy(e))
			}
			s.must(tx.AddStepChoice(first))
			s.must(tx.EndStepChoices(ada))
			s.must(tx.AddStepChoice(second))
			return tx.AddStepChoice(other)
		})
		first.Until = s.now
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddStepChoice(choice(ada)) }); err == nil {
			s.Error("somebody chose twice at the same time")
		}
		sorted := func(r *Reader, who id.Person, want ...standing.Choice) {
			got, err := r.StepChoices(who)
			s.must(err)
			if len(got) == 2 && got[0].ID != want[0].ID { // of one instant
				got[0], got[1] = got[1], got[0]
			}
			equal(s, "choices", got, want)
		}
		s.view(func(r *Reader) error {
			got, err := r.StepPolicy()
			equal(s, "the policy", got, entries)
			sorted(r, ada, first, second)
			sorted(r, ben, other)
			return err
		})
		s.update(func(tx *Tx) error { return tx.EndAllStepChoices() })
		second.Until, other.Until = s.now, s.now
		s.view(func(r *Reader) error {
			sorted(r, ada, first, second)
			sorted(r, ben, other)
			return nil
		})
		s.wantWhole()
	})
}
