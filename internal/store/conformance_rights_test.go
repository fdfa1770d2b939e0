package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/rights"
)

func init() {
	wholeAllTheSame = append(wholeAllTheSame, "FROM guide_versions WHERE author = $1 ORDER BY at, page, revision", "FROM recognition_thanks WHERE person = $1 ORDER BY at, post")
}

func TestWhatIsAskedAboutDataIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben", "Cleo")
		ada, ben, cleo := people[0].ID, people[1].ID, people[2].ID
		r, err := rights.AskRestriction(ada, "Because.", s.now)
		s.must(err)
		e, err := rights.AskErasure(ada, ben, "They wrote.", s.now)
		s.must(err)
		h, err := rights.AskHold(ada, ben, "A claim.", s.now)
		s.must(err)
		c, err := rights.NewCorrection(ada, "evaluation/1", "It was in March.", s.now)
		s.must(err)
		s.update(func(tx *Tx) error {
			s.must(tx.AddCorrection(c))
			s.must(tx.AddRestriction(r))
			s.must(tx.AddErasure(e))
			return tx.AddHold(h)
		})
		for what, again := range map[string]func(*Tx) error{
			"restriction": func(tx *Tx) error { v := *r; v.ID = id.New[id.Restriction](); return tx.AddRestriction(&v) },
			"erasure":     func(tx *Tx) error { v := *e; v.ID = id.New[id.Erasure](); return tx.AddErasure(&v) },
			"hold":        func(tx *Tx) error { v := *h; v.ID = id.New[id.Hold](); return tx.AddHold(&v) },
		} {
			if err := s.db.Update(s.Context(), s.now, again); !IsDuplicate(err) {
				s.Errorf("a second open %s: %v", what, err)
			}
		}
		s.must(r.Set(ben, s.now))
		s.must(h.Agree(cleo, s.now))
		s.must(e.Refuse(cleo, "Not yet.", s.now))
		s.update(func(tx *Tx) error {
			s.must(tx.SaveRestriction(r))
			s.must(tx.SaveErasure(e))
			return tx.SaveHold(h)
		})
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveHold(h) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("saved on an older version: %v", err)
		}
		s.view(func(v *Reader) error {
			said, err := v.CorrectionsOn("evaluation/1")
			s.must(err)
			equal(s, "corrections", said, []rights.Correction{c})
			rests, err := v.RestrictionsOf(ada)
			s.must(err)
			r.Version++
			equal(s, "restrictions", rests, []*rights.Restriction{r})
			erasures, err := v.ErasuresOf(ada)
			s.must(err)
			e.Version++
			equal(s, "erasures", erasures, []*rights.Erasure{e})
			holds, err := v.OpenHolds()
			s.must(err)
			h.Version++
			equal(s, "holds", holds, []*rights.Hold{h})
			resting, err := v.AllRestricted()
			s.must(err)
			if rests, err := v.Restricted(ben); err != nil || rests || !resting[ada] {
				s.Errorf("resting: %v, %v", resting, err)
			}
			open, err := v.OpenErasures()
			if len(open) > 0 {
				s.Errorf("still open: %v", open)
			}
			return err
		})
		s.wantWhole()
	})
}

// TestWhoIsBuriedHasAnotherKey: what was sealed for them does not open any more, and
// what is sealed from now on does.
func TestWhoIsBuriedHasAnotherKey(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada", "Ben")[0].ID
		var before string
		s.update(func(tx *Tx) (err error) {
			before, err = tx.seal(ada, startPlace(ada), clock.Date("2020-01-01"))
			return err
		})
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.exec(`DELETE FROM people WHERE id = $1`, ada) }); err == nil {
			s.Error("a person can be deleted from under what refers to them")
		}
		s.update(func(tx *Tx) error {
			s.must(tx.SetLeft(ada, s.now))
			return tx.Bury(ada)
		})
		s.view(func(r *Reader) error {
			var d clock.Date
			if err := r.unseal(ada, startPlace(ada), before, &d); err == nil {
				s.Errorf("the old value opens: %s", d)
			}
			dates, err := r.StartDates([]id.Person{ada})
			p, err2 := r.Person(ada)
			if err != nil || err2 != nil || dates[ada] != "" || p.Name != rights.Tombstone || p.Email != "" {
				s.Errorf("the tombstone reads %+v, %v", p, err)
			}
			return err
		})
		s.wantWhole()
	})
}
