package pay

import (
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/clock"
	"cairn/internal/money"
)

func TestASalaryIsChecked(t *testing.T) {
	good := Salary{From: "2026-01-01", Full: sek(48000), Period: Monthly, Share: FullTime, Reason: "Begins."}
	for what, c := range map[string]struct {
		change func(*Salary)
		wrong  string
	}{
		"as it should be":   {func(*Salary) {}, ""},
		"for half the time": {func(s *Salary) { s.Share = 5000 }, ""},
		"for nothing":       {func(s *Salary) { s.Full = sek(0) }, "amount"},
		"without an amount": {func(s *Salary) { s.Full = money.Money{} }, "amount"},
		"for a week":        {func(s *Salary) { s.Period = "week" }, "period"},
		"for no time":       {func(s *Salary) { s.Share = 0 }, "share"},
		"for more than all": {func(s *Salary) { s.Share = FullTime + 1 }, "share"},
		"without a day":     {func(s *Salary) { s.From = "" }, "from"},
		"without a reason":  {func(s *Salary) { s.Reason = "" }, "reason"},
	} {
		s := good
		c.change(&s)
		got := fieldsOf(s.Check())
		if c.wrong == "" && len(got) > 0 || c.wrong != "" && (len(got) != 1 || got[0] != c.wrong) {
			t.Errorf("a salary %s: wrong is %v, want %q", what, got, c.wrong)
		}
	}
}

func TestTheSalaryInForce(t *testing.T) {
	v := func(from clock.Date, nth, amount int64) Salary {
		return Salary{From: from, Full: sek(amount), Nth: nth}
	}
	history := []Salary{v("2026-01-01", 1, 40), v("2027-01-01", 2, 44), v("2026-01-01", 3, 41)}
	for on, want := range map[clock.Date]int64{"2025-12-31": 0, "2026-01-01": 41, "2026-12-31": 41, "2027-01-01": 44} {
		got, ok := PaidOn(history, on)
		if ok != (want != 0) || ok && got.Full != sek(want) {
			t.Errorf("on %s: %v, %v", on, got.Full, ok)
		}
	}
	if all := Newest(history); all[0].From != "2027-01-01" || all[1].Nth != 3 {
		t.Errorf("the history is %v", all)
	}
}

func TestWhereASalaryStands(t *testing.T) {
	for _, c := range []struct {
		full   money.Money
		paid   Period
		ranged Period
		want   Position
	}{
		{sek(40), Monthly, Monthly, Inside}, {sek(50), Monthly, Monthly, Inside}, {sek(39), Monthly, Monthly, Below}, {sek(51), Monthly, Monthly, Above},
		{sek(480), Yearly, Monthly, Inside}, {sek(479), Yearly, Monthly, Below}, {sek(601), Yearly, Monthly, Above}, {sek(4), Monthly, Yearly, Inside},
		{money.Of(45_00, "EUR"), Monthly, Monthly, Elsewhere},
	} {
		// The share of full time changes nothing: ranges are for full time.
		s := Salary{Full: c.full, Period: c.paid, Share: 5000}
		if got := PositionOf(s, band(40, 45, 50), c.ranged); got != c.want {
			t.Errorf("%s a %s in a range by the %s: %s, want %s", c.full, c.paid, c.ranged, got, c.want)
		}
	}
}

// TestPartsOfFullTimeAreExact in every kind of currency: paid for all shares of one
// person together is what full time pays, to within half a unit for each.
func TestPartsOfFullTimeAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"JPY", "SEK", "KWD"}).Draw(t, "currency")
		full := money.Of(rapid.Int64Range(1, 1<<50).Draw(t, "full"), c)
		share := Share(rapid.Int64Range(1, int64(FullTime)-1).Draw(t, "share"))
		a, e1 := Salary{Full: full, Share: share}.Paid()
		b, e2 := Salary{Full: full, Share: FullTime - share}.Paid()
		sum, e3 := a.Add(b)
		if e1 != nil || e2 != nil || e3 != nil || sum.Minor()-full.Minor() < 0 || sum.Minor()-full.Minor() > 1 {
			t.Fatalf("%d at %d: %d and %d", full.Minor(), share, a.Minor(), b.Minor())
		}
	})
}

func TestABenchmarkIsChecked(t *testing.T) {
	m := Market{Currency: "SEK"}
	good := Benchmark{Source: "Northern Pay Survey", Dated: "2026-03-01", Job: "Engineer 2", Points: []Point{{25, sek(40)}, {50, sek(45)}, {90, sek(60)}}}
	for what, c := range map[string]struct {
		change func(*Benchmark)
		wrong  string
	}{
		"as it should be":         {func(*Benchmark) {}, ""},
		"without a source":        {func(b *Benchmark) { b.Source = " " }, "source"},
		"without a day":           {func(b *Benchmark) { b.Dated = "" }, "dated"},
		"without work":            {func(b *Benchmark) { b.Job = "" }, "job"},
		"half matched":            {func(b *Benchmark) { b.Match.Step = "a" }, "step"},
		"without an amount":       {func(b *Benchmark) { b.Points = nil }, "p50"},
		"falling":                 {func(b *Benchmark) { b.Points = []Point{{25, sek(40)}, {50, sek(39)}} }, "p50"},
		"with a percentile of 42": {func(b *Benchmark) { b.Points = []Point{{42, sek(40)}} }, "p50"},
		"in another currency":     {func(b *Benchmark) { b.Points = []Point{{75, money.Of(1, "EUR")}} }, "p75"},
	} {
		b := good
		c.change(&b)
		got := fieldsOf(b.Check(m))
		if c.wrong == "" && len(got) > 0 || c.wrong != "" && (len(got) != 1 || got[0] != c.wrong) {
			t.Errorf("a benchmark %s: wrong is %v, want %q", what, got, c.wrong)
		}
	}
	for amount, want := range map[int64][2]int{39: {0, 25}, 40: {25, 25}, 41: {25, 50}, 50: {50, 90}, 60: {90, 90}, 61: {90, 100}} {
		if low, high := good.Between(sek(amount)); [2]int{low, high} != want {
			t.Errorf("%d lies between %d and %d, want %v", amount, low, high, want)
		}
	}
}
