package store

import (
	"testing"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/paygap"
)

func TestWhatWasSaidOfASexIsKeptAndTakenBack(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Ben")
		noor, mats, ben := people[0].ID, people[1].ID, people[2].ID
		said := func(who id.Person, sex paygap.Sex, by id.Person) SexSaid { return SexSaid{who, sex, s.now, by} }
		s.update(func(tx *Tx) error {
			s.must(tx.SaySex(said(noor, paygap.Man, ben)))
			s.must(tx.SaySex(said(mats, paygap.Other, mats)))
			return tx.SaySex(said(noor, paygap.Woman, noor))
		})
		s.view(func(r *Reader) error {
			got, err := r.Sexes([]id.Person{noor, mats, ben})
			equal(s, "what was said", got, map[id.Person]SexSaid{noor: said(noor, paygap.Woman, noor), mats: said(mats, paygap.Other, mats)})
			s.must(err)
			same(s, "rows", s.unreadable(r, `SELECT sealed FROM person_sexes`, "woman", "other"), 2)
			return nil
		})
		s.update(func(tx *Tx) error { return tx.SaySex(said(noor, "", noor)) })
		s.view(func(r *Reader) error {
			got, err := r.Sexes([]id.Person{noor, mats})
			same(s, "what is left", len(got), 1)
			s.must(err)
			keys, err := all(r, text[string], `SELECT person FROM counted_keys WHERE part = 'sex'`)
			equal(s, "keys that are left", keys, []string{string(mats)})
			return err
		})
		s.update(func(tx *Tx) error { return tx.SaySex(said(noor, paygap.Man, noor)) }) // with a new key
		s.view(func(r *Reader) error {
			got, err := r.Sexes([]id.Person{noor})
			same(s, "said again", got[noor].Sex, paygap.Man)
			return err
		})
		s.wantWhole()
	})
}

func TestGapReportsAreKeptAsTheyWereMade(t *testing.T) {
	onBoth(t, func(s *suite) {
		mean := paygap.Tenths(-47)
		g := paygap.Report{ID: id.New[id.GapReport](), Country: "SE", Day: "2026-09-03", MadeAt: s.now, MadeBy: "kim", Currency: "SEK", Threshold: 50, Least: 6, People: 471199, NoSex: 3,
			Whole: paygap.Figures{Women: 10, Men: 15, Mean: &mean}, Bands: []paygap.Band{{Women: 30, Men: 70}},
			Rows: []paygap.Row{{Category: paygap.Category{Discipline: "quality", Steps: 2}, Name: "Größe", Figures: paygap.Figures{Women: 10, Men: 15, Mean: &mean, Flag: true}, MeanWomen: money.Of(4712_99, "SEK"), MeanMen: money.Of(1, "SEK")}}}
		older := g
		older.ID, older.Day = id.New[id.GapReport](), "2025-09-03"
		s.update(func(tx *Tx) error { s.must(tx.AddGapReport(older)); return tx.AddGapReport(g) })
		twice := g
		twice.ID = id.New[id.GapReport]()
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.AddGapReport(twice) }); !IsDuplicate(err) {
			s.Errorf("a day is reported twice: %v", err)
		}
		s.view(func(r *Reader) error {
			got, err := r.GapReport(g.ID)
			equal(s, "the report", got, g)
			s.must(err)
			list, err := r.GapReports()
			equal(s, "the reports", list, []paygap.Report{g, older})
			s.must(err)
			if _, err := r.GapReport("none"); !fault.Is(err, fault.Absent) {
				s.Errorf("one that is not there: %v", err)
			}
			s.unreadable(r, `SELECT sealed FROM gap_reports`, "471199", "471299")
			return nil
		})
		s.update(func(tx *Tx) error { return tx.KeepRightsTold("2026") })
		s.view(func(r *Reader) error {
			for year, want := range map[string]bool{"2026": true, "2027": false} {
				told, err := r.RightsTold(year)
				same(s, "told in "+year, told, want)
				s.must(err)
			}
			return nil
		})
		s.wantWhole()
	})
}
