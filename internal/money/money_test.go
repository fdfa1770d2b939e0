package money

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/fault"
)

// kinds have no, two, three and four decimals.
var kinds = []Currency{"JPY", "KRW", "SEK", "EUR", "USD", "KWD", "BHD", "CLF"}

func amount(t *rapid.T, c Currency, name string) Money {
	return Of(rapid.Int64().Draw(t, name), c)
}

func TestDecimals(t *testing.T) {
	for c, want := range map[Currency]int{"JPY": 0, "SEK": 2, "EUR": 2, "KWD": 3, "ISK": 0} {
		if got := c.Decimals(); got != want {
			t.Errorf("%s has %d decimals, want %d", c, got, want)
		}
	}
	if len(Currencies()) < 150 || Currency("ABC").Known() {
		t.Error("the list of currencies is not that of ISO 4217")
	}
	for text, want := range map[string]Currency{" sek ": "SEK", "EUR": "EUR", "XYZ": "", "": "", "kr": ""} {
		if got, err := ParseCurrency(text); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseCurrency(%q) = %q, %v", text, got, err)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency Currency
		minor    int64
		ok       bool
	}{
		{"52000", "SEK", 52000_00, true},
		{" SEK 52 000 ", "SEK", 52000_00, true},
		{"52\u00a0000,50", "SEK", 52000_50, true},
		{"52\u202f000", "SEK", 52000_00, true},
		{"52,000", "SEK", 52000_00, true},
		{"52.000", "EUR", 52000_00, true},
		{"52,000.5", "EUR", 52000_50, true},
		{"52.000,50", "EUR", 52000_50, true},
		{"1,052,000", "JPY", 1052000, true},
		{"1'052'000.10", "CHF", 1052000_10, true},
		{"1’052", "CHF", 1052_00, true},
		{"0.500", "KWD", 500, true},
		{"0.5", "KWD", 500, true},
		{"0.123", "SEK", 0, false},
		{"52,000", "KWD", 0, false}, // thousands or decimals: nobody can tell
		{"52.005", "KWD", 52_005, true},
		{"1.234.567", "KWD", 1234567_000, true},
		{"52000.500", "KWD", 52000_500, true},
		{"52000.50", "JPY", 0, false},
		{"52000.00", "JPY", 52000, true},
		{"52000.001", "SEK", 0, false},
		{"52000.5000", "SEK", 52000_50, true},
		{"-10", "SEK", -10_00, true},
		{"−10", "SEK", -10_00, true},
		{"", "SEK", 0, false}, {"-", "SEK", 0, false}, {".5", "SEK", 0, false}, {"5.", "SEK", 0, false},
		{"5e3", "SEK", 0, false}, {"0x10", "SEK", 0, false}, {"५", "SEK", 0, false}, {"NaN", "SEK", 0, false},
		{"1,00,000", "INR", 0, false}, {"1.000,000.5", "EUR", 0, false}, {"--5", "SEK", 0, false},
		{"9223372036854775808", "JPY", 0, false},
		{"92233720368547758.08", "SEK", 0, false},
		{"92233720368547758.07", "SEK", math.MaxInt64, true},
		{"10", "ABC", 0, false},
	} {
		got, err := Parse(c.text, c.currency)
		if (err == nil) != c.ok || c.ok && got != Of(c.minor, c.currency) {
			t.Errorf("Parse(%q, %s) = %v (%d), %v", c.text, c.currency, got, got.Minor(), err)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("Parse(%q, %s) fails with %v, which is no mistake of a form", c.text, c.currency, err)
		}
	}
}

func TestString(t *testing.T) {
	for want, m := range map[string]Money{
		"SEK\u00a052,000": Of(52000_00, "SEK"), "EUR\u00a04,210.50": Of(4210_50, "EUR"), "JPY\u00a05,200,000": Of(5200000, "JPY"),
		"KWD\u00a01,200.005": Of(1200_005, "KWD"), "EUR\u00a00.05": Of(5, "EUR"), "": {},
	} {
		if got := m.String(); got != want {
			t.Errorf("%d is written %q, want %q", m.Minor(), got, want)
		}
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := amount(t, rapid.SampledFrom(kinds).Draw(t, "currency"), "amount")
		if m.Minor() == math.MinInt64 {
			return
		}
		if got, err := Parse(m.Plain(), m.Currency()); err != nil || got != m {
			t.Fatalf("%q reads back as %v, %v", m.Plain(), got, err)
		}
		raw, err := json.Marshal(m)
		var back Money
		if err := errors.Join(err, json.Unmarshal(raw, &back)); err != nil || back != m {
			t.Fatalf("%s reads back as %v, %v", raw, back, err)
		}
	})
}

func TestSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(kinds).Draw(t, "currency")
		a, b, n := amount(t, c, "a"), amount(t, c, "b"), rapid.Int64().Draw(t, "n")
		x, y := big.NewInt(a.Minor()), big.NewInt(b.Minor())
		for name, op := range map[string]struct {
			got  func() (Money, error)
			want *big.Int
		}{
			"sum":     {func() (Money, error) { return a.Add(b) }, new(big.Int).Add(x, y)},
			"less":    {func() (Money, error) { return a.Sub(b) }, new(big.Int).Sub(x, y)},
			"product": {func() (Money, error) { return a.Times(n) }, new(big.Int).Mul(x, big.NewInt(n))},
		} {
			got, err := op.got()
			if fits := op.want.IsInt64() && op.want.Int64() != math.MinInt64 || op.want.IsInt64() && name != "product"; (err == nil) != fits {
				t.Fatalf("%s of %d and %d: %v", name, a.Minor(), b.Minor(), err)
			}
			if err == nil && got.Minor() != op.want.Int64() {
				t.Fatalf("%s of %d and %d is %d", name, a.Minor(), b.Minor(), got.Minor())
			}
		}
		if got, err := a.Compare(b); err != nil || got != x.Cmp(y) {
			t.Fatalf("compare: %d, %v", got, err)
		}
	})
}

// TestPartsAreRoundedByTheirRule compares with exact fractions.
func TestPartsAreRoundedByTheirRule(t *testing.T) {
	half := big.NewRat(1, 2)
	rapid.Check(t, func(t *rapid.T) {
		// twenty thousand times as much is still held
		m := Of(rapid.Int64Range(-4e14, 4e14).Draw(t, "amount"), rapid.SampledFrom(kinds).Draw(t, "currency"))
		up, by := rapid.Int64Range(-20000, 20000).Draw(t, "numerator"), rapid.Int64Range(1, 12000).Draw(t, "denominator")
		exact := new(big.Rat).Mul(new(big.Rat).SetInt64(m.Minor()), big.NewRat(up, by))
		for _, r := range []Rounding{HalfUp, HalfEven, Down, Up} {
			got, err := m.Part(up, by, r)
			if err != nil {
				t.Fatal(err)
			}
			is := new(big.Rat).SetInt64(got.Minor())
			off := new(big.Rat).Sub(is, exact)
			size := new(big.Rat).Abs(off)
			grew := new(big.Rat).Abs(is).Cmp(new(big.Rat).Abs(exact))
			switch {
			case size.Cmp(big.NewRat(1, 1)) >= 0,
				(r == HalfUp || r == HalfEven) && size.Cmp(half) > 0,
				r == HalfUp && size.Cmp(half) == 0 && grew < 0,
				r == HalfEven && size.Cmp(half) == 0 && got.Minor()%2 != 0,
				r == Down && grew > 0, r == Up && grew < 0:
				t.Fatalf("%d × %d/%d, %s: %d", m.Minor(), up, by, r.Words(), got.Minor())
			}
		}
	})
}

func TestRoundTo(t *testing.T) {
	for _, c := range []struct {
		minor, unit, want int64
		r                 Rounding
	}{
		{41_349_99, 100_00, 41_300_00, HalfUp}, {41_350_00, 100_00, 41_400_00, HalfUp}, {41_350_00, 100_00, 41_400_00, HalfEven},
		{41_450_00, 100_00, 41_400_00, HalfEven}, {-41_350_00, 100_00, -41_400_00, HalfUp}, {41_301_00, 100_00, 41_400_00, Up},
		{41_399_00, 100_00, 41_300_00, Down}, {41_399_00, 0, 41_399_00, Down},
	} {
		if got, err := Of(c.minor, "SEK").RoundTo(Of(c.unit, "SEK"), c.r); err != nil || got.Minor() != c.want {
			t.Errorf("%d to %d %s: %d, %v", c.minor, c.unit, c.r.Words(), got.Minor(), err)
		}
	}
}

func TestCurrenciesDoNotMix(t *testing.T) {
	a, b := Of(1, "SEK"), Of(1, "EUR")
	_, e1 := a.Add(b)
	_, e2 := a.Sub(b)
	_, e3 := a.Compare(b)
	_, e4 := a.RoundTo(b, HalfUp)
	for i, err := range []error{e1, e2, e3, e4} {
		if !errors.Is(err, ErrCurrencies) {
			t.Errorf("%d: %v", i, err)
		}
	}
	for _, text := range []string{`{"currency":"ABC","minor":1}`, `{"minor":1.5}`, `"1"`} {
		var m Money
		if err := json.Unmarshal([]byte(text), &m); err == nil {
			t.Errorf("%s is taken for %v", text, m)
		}
	}
	if m, err := Whole(3, "KWD"); err != nil || m != Of(3_000, "KWD") {
		t.Errorf("three dinars are %v, %v", m, err)
	}
	if _, err := Whole(math.MaxInt64, "SEK"); err == nil {
		t.Error("more than fits is taken")
	}
}
