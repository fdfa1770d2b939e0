package store

import (
	"testing"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/org"
)

func TestAnExtractIsKeptAsChosenAndEndsOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats")
		e := journey.Extract{ID: id.New[id.Extract](), Subject: people[0].ID, MadeAt: s.now, EndsAt: s.now + 5, Words: "Grüße – é",
			Lines: []journey.Shown{{Sort: journey.Role, On: "2026-05-12", Words: "Took up", More: "more", Way: journey.Back, Tells: true}}}
		s.update(func(tx *Tx) error { return tx.AddExtract(e, "hash") })
		s.view(func(r *Reader) error {
			got, ok, err := r.ExtractOfLink("hash")
			s.must(err)
			equal(s, "by its link", []any{got, ok}, []any{e, true})
			_, ok, err = r.ExtractOfLink("another")
			s.must(err)
			same(s, "by another link", ok, false)
			if _, err := r.Extract(people[1].ID, e.ID); !fault.Is(err, fault.Absent) {
				s.Errorf("as somebody else: %v", err)
			}
			list, err := r.ExtractsOf(e.Subject)
			equal(s, "list", list, []journey.Extract{e})
			return err
		})
		for _, who := range []id.Person{people[1].ID, people[0].ID, people[0].ID} {
			err := s.db.Update(s.Context(), s.now+2, func(tx *Tx) error { return tx.EndExtract(who, e.ID) })
			if first := who == e.Subject && e.EndedAt == 0; first != (err == nil) {
				s.Errorf("ending: %v", err)
			} else if first {
				e.EndedAt = s.now + 2
			}
		}
		s.view(func(r *Reader) error {
			got, err := r.Extract(e.Subject, e.ID)
			equal(s, "ended", got, e)
			return err
		})
	})
}

func TestMembershipsAreToldOverTime(t *testing.T) {
	onBoth(t, func(s *suite) {
		who := s.people("Noor")[0].ID
		unit := org.Unit{ID: id.New[id.Unit](), Kind: org.Guild, Name: "Words"}
		s.update(func(tx *Tx) error { return tx.AddUnits([]org.Unit{unit}) })
		in := []org.Membership{{Person: who, Unit: unit.ID}}
		s.update(func(tx *Tx) error { return tx.Join(in) })
		s.now += 5
		s.update(func(tx *Tx) error { return tx.Part(in) })
		s.now++
		s.update(func(tx *Tx) error { return tx.Join(in) })
		s.view(func(r *Reader) error {
			all, err := r.MembershipsOver(who)
			same(s, "memberships", [3]bool{len(all) == 2, all[0].Until.IsSet(), all[1].Until.IsSet()}, [3]bool{true, true, false})
			return err
		})
	})
}
