package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
)

func aMarket(s *suite, name string, usual bool) pay.Market {
	s.Helper()
	m := pay.Market{ID: id.New[id.Market](), Name: name, Country: "SE", City: "Umeå", Currency: "SEK", Period: pay.Monthly, Usual: usual, MadeAt: s.now, Version: 1}
	s.update(func(tx *Tx) error { return tx.AddMarket(m) })
	return m
}

func TestMarketsAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		m := aMarket(s, "Örebro", true)
		err := s.db.Update(s.Context(), s.now, func(tx *Tx) error {
			again := m
			again.ID, again.Usual = id.New[id.Market](), false
			return tx.AddMarket(again)
		})
		if !IsDuplicate(err) {
			s.Errorf("two of one name: %v", err)
		}
		stale := m
		m.Name, m.Usual = "Örebro län", false
		s.update(func(tx *Tx) error { return tx.SaveMarket(m) })
		m.Version++
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveMarket(stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		people := s.people("Noor", "Mats")
		place := pay.Place{ID: id.New[id.PayPlace](), Person: people[0].ID, Market: m.ID, From: "2026-05-01", MadeAt: s.now, MadeBy: people[1].ID, Nth: 1}
		s.update(func(tx *Tx) error { return tx.AddPayPlaces([]pay.Place{place}) })
		s.view(func(r *Reader) error {
			list, err := r.Markets()
			equal(s, "markets", list, []pay.Market{m})
			s.must(err)
			places, err := r.PayPlaces([]id.Person{people[0].ID, people[1].ID})
			equal(s, "places", places, map[id.Person][]pay.Place{people[0].ID: {place}})
			return err
		})
	})
}

func TestRangesAreKeptSealed(t *testing.T) {
	onBoth(t, func(s *suite) {
		m, other := aMarket(s, "Sweden", true), aMarket(s, "Berlin", false)
		version := func(market id.Market, discipline, step string, nth int64) pay.Range {
			amount := money.Of(4711_99, "SEK")
			return pay.Range{ID: id.New[id.PayRange](), Key: pay.Key{Market: market, Discipline: discipline, Step: "step-" + "secret"}, From: "2026-05-01",
				Band: pay.Band{Minimum: amount, Reference: amount, Maximum: amount}, Reason: "reason-secret" + step, MadeAt: s.now, MadeBy: "kim", Nth: nth}
		}
		all := []pay.Range{version(m.ID, "quality", "1", 1), version(m.ID, "software", "2", 2), version(other.ID, "quality", "3", 3)}
		s.update(func(tx *Tx) error { return tx.AddPayRanges(all[:2]) })
		s.update(func(tx *Tx) error { return tx.AddPayRanges(all[2:]) }) // with the key that is there
		s.view(func(r *Reader) error {
			got, err := r.PayRangesOf(m.ID, "quality")
			equal(s, "of a discipline", got, all[:1])
			s.must(err)
			got, err = r.PayRangesIn(other.ID)
			equal(s, "in a market", got, all[2:])
			s.must(err)
			every, err := r.PayRanges()
			same(s, "all", len(every), 3)
			s.must(err)
			kept, err := r.PayRangesKept()
			same(s, "kept for", len(kept), 3)
			s.must(err)
			s.unreadable(r, `SELECT sealed FROM pay_ranges`, "secret", "471199")
			return nil
		})
		s.update(func(tx *Tx) error { return tx.exec(`DELETE FROM pay_keys WHERE part = 'ranges'`) })
		err := s.db.View(s.Context(), s.now, func(r *Reader) error { _, err := r.PayRanges(); return err })
		if err == nil {
			s.Error("without their key the ranges open")
		}
	})
}

func TestThePolicyIsKeptInOrder(t *testing.T) {
	onBoth(t, func(s *suite) {
		var want []pay.PolicyEntry
		for i, what := range []pay.What{pay.OwnRange, pay.WidthLimit, pay.SightAsked} {
			e := pay.PolicyEntry{ID: id.New[id.Entry](), At: s.now + clock.Instant(i), By: "kim", What: what, Value: int64(i), Words: "why – é"}
			want = append(want, e)
			s.update(func(tx *Tx) error { return tx.AddPayPolicy(e) })
		}
		s.view(func(r *Reader) error {
			got, err := r.PayPolicy()
			equal(s, "entries", got, want)
			return err
		})
	})
}
