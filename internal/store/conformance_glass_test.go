package store

import (
	"testing"

	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/id"
)

func TestBrokenGlassIsKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Ada", "Ben", "Cleo", "Dora")
		ada, ben, cleo := people[0].ID, people[1].ID, people[2].ID
		g, err := disclosure.AskGlass(ada, people[3].ID, ben, disclosure.Harm, "It cannot wait.", s.now)
		s.must(err)
		s.update(func(tx *Tx) error { return tx.AddGlass(g) })
		d, err := g.Agree(people[3].ID, cleo, s.now)
		s.must(err)
		s.update(func(tx *Tx) error {
			s.must(tx.AddDisclosure(d))
			return tx.SaveGlass(g)
		})
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveGlass(g) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("saved on an older version: %v", err)
		}
		g.Version++
		var entries []disclosure.GlassEntry
		for _, what := range []disclosure.SwitchWhat{disclosure.OnAsked, disclosure.OnGiven, disclosure.Off} {
			e := disclosure.GlassEntry{ID: id.New[id.Entry](), At: s.now, By: ben, What: what, Words: "Why."}
			entries = append(entries, e)
			s.update(func(tx *Tx) error { return tx.AddGlassSwitch(e) })
		}
		s.view(func(r *Reader) error {
			one, err := r.Glass(g.ID)
			s.must(err)
			equal(s, "one", one, g)
			of, err := r.GlassesOf(ada)
			s.must(err)
			equal(s, "about her", of, []*disclosure.Glass{g})
			since, err := r.GlassesSince(s.now - 1)
			s.must(err)
			equal(s, "of late", since, []*disclosure.Glass{g})
			let, err := r.DisclosuresTo(ben)
			s.must(err)
			equal(s, "let in", let, []disclosure.Disclosure{d})
			switched, err := r.GlassSwitch()
			equal(s, "the switch", switched, entries)
			return err
		})
		s.wantWhole()
	})
}
