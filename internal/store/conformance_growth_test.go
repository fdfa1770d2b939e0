package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/org"
)

func aFocus(subject id.Person, now clock.Instant) *growth.Focus {
	return &growth.Focus{
		ID: id.New[id.Focus](), Subject: subject, Evaluation: "", Framework: framework.Ref{ID: "steps", Version: "1"}, MadeAt: now, WaitsFor: growth.Manager,
		Version: 1, State: growth.Suggested, SuggestedBy: subject,
		Content: growth.Content{Aim: growth.Discipline, Discipline: "Forschung – é", Area: "team", Text: "words", Actions: []string{"a", "b"}, Support: "time", Reviews: []clock.Date{"2026-06-01"}},
	}
}

func TestAFocusAreaIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		f := aFocus(people[0].ID, s.now)
		s.update(func(tx *Tx) error { return tx.AddFocus(f) })
		s.view(func(r *Reader) error {
			got, err := r.Focus(f.ID)
			equal(s, "focus area", got, f)
			return err
		})
		stale := *f
		f.State, f.WaitsFor, f.SupportBy = growth.GoingOn, "", people[1].ID
		s.update(func(tx *Tx) error { return tx.SaveFocus(f) })
		f.Version++
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveFocus(&stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		s.view(func(r *Reader) error {
			list, err := r.FocusesOf(people[0].ID)
			equal(s, "plan", list, []*growth.Focus{f})
			s.must(err)
			other, err := r.FocusesOf(people[1].ID)
			same(s, "of somebody else", len(other), 0)
			return err
		})
	})
}

func TestHistoryAndAnswersAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		noor := s.people("Noor")[0].ID
		f := aFocus(noor, s.now)
		entries := []growth.Entry{
			{ID: id.New[id.Entry](), Subject: noor, Focus: f.ID, Author: noor, At: s.now, What: growth.WasSuggested, State: growth.Suggested},
			{ID: id.New[id.Entry](), Subject: noor, Focus: f.ID, Author: noor, At: s.now + 1, What: growth.WasChanged, State: growth.Suggested, Words: "why – é", Before: &f.Content},
		}
		answers := []growth.Answer{
			{ID: id.New[id.Entry](), Subject: noor, At: s.now, Staying: true, Words: "not now"},
			{ID: id.New[id.Entry](), Subject: noor, At: s.now + 1},
		}
		s.update(func(tx *Tx) error {
			s.must(tx.AddFocus(f))
			for i := range entries {
				s.must(tx.AddGrowthEntry(entries[i]))
				s.must(tx.AddAnswer(answers[i]))
			}
			return nil
		})
		s.view(func(r *Reader) error {
			gotEntries, err := r.GrowthEntriesOf(noor)
			s.must(err)
			equal(s, "history", gotEntries, entries)
			gotAnswers, err := r.AnswersOf(noor)
			equal(s, "answers", gotAnswers, answers)
			return err
		})
	})
}

func TestPlansWaitForWhoseTurnItIs(t *testing.T) {
	onBoth(t, func(s *suite) {
		p := s.people("Noor", "Mats", "Mira")
		noor, mats, mira := p[0].ID, p[1].ID, p[2].ID
		f, own := aFocus(noor, s.now), aFocus(mats, s.now)
		own.WaitsFor = growth.Self
		s.update(func(tx *Tx) error {
			s.must(tx.AddFocus(f))
			s.must(tx.AddFocus(own))
			return tx.BeginLines([]org.Line{{Person: noor, Manager: mats, Reason: org.LineChapter}})
		})
		s.view(func(r *Reader) error {
			for who, want := range map[id.Person]int{noor: 0, mats: 2, mira: 0} {
				got, err := r.PlansWaiting(who)
				s.must(err)
				same(s, "plans that wait", len(got), want)
			}
			return nil
		})
	})
}

func TestASquadsShareFollowsTheSquad(t *testing.T) {
	onBoth(t, func(s *suite) {
		p := s.people("Noor", "Ben", "Mira")
		noor, ben, mira := p[0].ID, p[1].ID, p[2].ID
		squad := org.Unit{ID: id.New[id.Unit](), Kind: org.Squad, Name: "Otter"}
		share := growth.Share{ID: id.New[id.Share](), Subject: noor, Squad: squad.ID, Since: s.now}
		named := growth.Share{ID: id.New[id.Share](), Subject: noor, With: mira, Since: s.now}
		in := func(who id.Person) org.Membership { return org.Membership{Person: who, Unit: squad.ID} }
		s.update(func(tx *Tx) error {
			s.must(tx.AddUnits([]org.Unit{squad}))
			s.must(tx.Join([]org.Membership{in(noor), in(ben)}))
			s.must(tx.AddShare(share))
			return tx.AddShare(named)
		})
		reaches := func(when string, want map[id.Person]int) {
			s.view(func(r *Reader) error {
				for who, n := range want {
					got, err := r.SharesWith(who)
					s.must(err)
					same(s, when, len(got), n)
				}
				return nil
			})
		}
		reaches("in the squad", map[id.Person]int{ben: 1, mira: 1})
		s.now++
		s.update(func(tx *Tx) error { return tx.Part([]org.Membership{in(noor)}) })
		reaches("after the person left the squad", map[id.Person]int{ben: 0, mira: 1})
		s.now++
		s.update(func(tx *Tx) error { return tx.EndShare(noor, named.ID) })
		reaches("taken back", map[id.Person]int{mira: 0})
		err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.EndShare(ben, share.ID) })
		if !fault.Is(err, fault.Absent) {
			s.Errorf("somebody else takes it back: %v", err)
		}
		s.view(func(r *Reader) error {
			got, err := r.SharesOf(noor)
			equal(s, "shares", got, []growth.Share{share})
			return err
		})
	})
}
