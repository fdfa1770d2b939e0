package store

import (
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
)

func TestSalariesAreKeptUnderTheirOwnKeys(t *testing.T) {
	onBoth(t, func(s *suite) {
		people := s.people("Noor", "Mats", "Ben")
		one, other := people[0].ID, people[1].ID
		salary := func(p id.Person, from clock.Date, nth int64) pay.Salary {
			return pay.Salary{ID: id.New[id.Salary](), Person: p, From: from, Full: money.Of(4711_99, "SEK"), Period: pay.Monthly, Share: 8000, Reason: "why – é", MadeAt: s.now, MadeBy: people[2].ID, Nth: nth}
		}
		first := []pay.Salary{salary(one, "2026-01-01", 1), salary(other, "2026-01-01", 2)}
		second := salary(one, "2026-05-01", 3)
		told := 0
		s.update(func(tx *Tx) error { return tx.AddSalaries(first, func(done int) { told = done }) })
		s.update(func(tx *Tx) error { return tx.AddSalaries([]pay.Salary{second}, nil) }) // with the key that is there
		same(s, "told of", told, 2)
		s.view(func(r *Reader) error {
			of, err := r.Salaries([]id.Person{one, other, people[2].ID})
			equal(s, "of the one", pay.Newest(of[one]), []pay.Salary{second, first[0]})
			equal(s, "of the other", of[other], first[1:])
			same(s, "of whoever has none", len(of[people[2].ID]), 0)
			s.must(err)
			s.unreadable(r, `SELECT sealed FROM pay_salaries`, "471199", "2026-01-01")
			return nil
		})
		// Without their key of salaries, one person's are gone, and nothing else.
		s.update(func(tx *Tx) error {
			return tx.exec(`DELETE FROM pay_keys WHERE part = 'salaries' AND person = $1`, one)
		})
		if err := s.db.View(s.Context(), s.now, func(r *Reader) error { _, err := r.Salaries([]id.Person{one}); return err }); err == nil {
			s.Error("without its key a salary opens")
		}
		s.view(func(r *Reader) error { _, err := r.Salaries([]id.Person{other}); return err })
	})
}

func TestBenchmarksAreKeptAsGiven(t *testing.T) {
	onBoth(t, func(s *suite) {
		m := aMarket(s, "Sweden", true)
		b := pay.Benchmark{ID: id.New[id.Benchmark](), Market: m.ID, Source: "Survey-secret", Dated: "2026-03-01", Job: "Développeur", Note: "é",
			Match: pay.Match{Discipline: "quality", Step: "individual"}, Points: []pay.Point{{Percentile: 50, Amount: money.Of(1, "SEK")}}, MadeAt: s.now, MadeBy: "kim", Version: 1}
		s.update(func(tx *Tx) error { return tx.AddBenchmarks([]pay.Benchmark{b}) })
		stale := b
		b.Match = pay.Match{}
		s.update(func(tx *Tx) error { return tx.SaveBenchmark(b) })
		b.Version++
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SaveBenchmark(stale) }); !fault.Is(err, fault.Conflict) {
			s.Errorf("a stale save: %v", err)
		}
		s.view(func(r *Reader) error {
			got, err := r.Benchmark(b.ID)
			equal(s, "benchmark", got, b)
			s.must(err)
			list, err := r.BenchmarksIn(m.ID)
			equal(s, "in the market", list, []pay.Benchmark{b})
			s.must(err)
			s.unreadable(r, `SELECT sealed FROM pay_benchmarks`, "secret")
			return nil
		})
		s.update(func(tx *Tx) error { return tx.DeleteBenchmark(b.ID) })
		if err := s.db.Update(s.Context(), s.now, func(tx *Tx) error { return tx.DeleteBenchmark(b.ID) }); !fault.Is(err, fault.Absent) {
			s.Errorf("removed twice: %v", err)
		}
	})
}
