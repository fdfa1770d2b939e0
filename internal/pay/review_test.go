package pay

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/money"
)

// decimals are currencies with none, two and three.
var decimals = []money.Currency{"JPY", "KRW", "SEK", "EUR", "KWD", "BHD"}

func aReview() *Review {
	return &Review{ID: "review", Name: "Pay", Back: "2025-06-01", From: "2026-05-01", To: "2026-05-31", Holds: "2026-07-01", Unit: 1, Version: 1}
}

func fields(err error) string {
	_, list := fault.Safe(err)
	names := ""
	for _, f := range list {
		names += f.Name + " "
	}
	return names
}

func TestAReviewIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Review)
		want   string
	}{
		"good":              {func(*Review) {}, ""},
		"no name":           {func(r *Review) { r.Name = " " }, "name "},
		"no days":           {func(r *Review) { r.Back, r.From, r.To, r.Holds = "", "", "", "" }, "back from to holds "},
		"ends before it is": {func(r *Review) { r.To = "2026-04-30" }, "to "},
		"one day":           {func(r *Review) { r.To = r.From }, ""},
		"looks ahead":       {func(r *Review) { r.Back = "2026-05-02" }, "back "},
		"a unit of its own": {func(r *Review) { r.Unit = 7 }, "unit "},
	} {
		r := aReview()
		c.change(r)
		if got := fields(r.Check()); got != c.want {
			t.Errorf("%s: mistakes of %q, want %q", name, got, c.want)
		}
	}
	r := aReview()
	later := *r
	later.Holds = "2026-08-01"
	if err := r.Rewrite(later, true); !fault.Is(err, fault.Invalid) {
		t.Errorf("the day moves under what is proposed: %v", err)
	}
	if err := r.Rewrite(later, false); err != nil || r.Holds != "2026-08-01" {
		t.Error(r.Holds, err)
	}
}

func TestAPerCentIsReadAndNothingElse(t *testing.T) {
	for text, want := range map[string]Percent{"2.5": 250, "2,5 %": 250, "0": 0, "100": 10000, " 3 % ": 300, "0.05": 5, "2.500": 250, "12.34": 1234} {
		got, err := ParsePercent(text)
		if err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
		if again, err := ParsePercent(got.Text()); err != nil || again != got {
			t.Errorf("%d is written %q", got, got.Text())
		}
	}
	for _, text := range []string{"", "-1", "100.01", "1e2", "2.345", ".5", "5.", "a", "1 2", "٣", "1.2.3", "%", "999999999999"} {
		if got, err := ParsePercent(text); err == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

// TestAPerCentIsRoundedOnce compares with exact fractions: to whole units, to the
// nearest, from the middle upwards.
func TestAPerCentIsRoundedOnce(t *testing.T) {
	for _, c := range []struct {
		minor   int64
		percent Percent
		unit    int64
		want    int64
		c       money.Currency
	}{
		{47_900_00, 350, 100, 49_600_00, "SEK"}, // 49,576.50
		{100, 50, 1, 101, "JPY"},                // 100.5: from the middle upwards
		{1_500, 0, 1, 2_000, "KWD"},             // one and a half
		{33_333, 300, 10, 30_000, "KWD"},
		{49_995_00, 0, 10, 50_000_00, "EUR"},
	} {
		got, err := Raised(money.Of(c.minor, c.c), c.percent, c.unit)
		if err != nil || got.Minor() != c.want {
			t.Errorf("%d %s and %s %% to %d: %d, %v", c.minor, c.c, c.percent.Text(), c.unit, got.Minor(), err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(decimals).Draw(t, "currency")
		full := money.Of(rapid.Int64Range(1, 1e12).Draw(t, "full"), c)
		by, unit := Percent(rapid.Int64Range(0, 10000).Draw(t, "percent")), rapid.SampledFrom(Units()).Draw(t, "unit")
		got, err := Raised(full, by, unit)
		if err != nil {
			t.Fatal(err)
		}
		step, _ := money.Whole(unit, c)
		exact := new(big.Rat).Mul(big.NewRat(full.Minor(), 1), big.NewRat(10000+int64(by), 10000))
		off := new(big.Rat).Sub(big.NewRat(got.Minor(), 1), exact)
		half := big.NewRat(step.Minor(), 2)
		if got.Minor()%step.Minor() != 0 || new(big.Rat).Abs(off).Cmp(half) > 0 || off.Cmp(new(big.Rat).Neg(half)) == 0 {
			t.Fatalf("%s and %s %% to %d: %s", full, by.Text(), unit, got)
		}
	})
}

// TestBudgetsAreExact: whatever is proposed in whichever currency, what is left and
// what is spent come to the budget, to the minor unit.
func TestBudgetsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := aReview()
		r.Unit = rapid.SampledFrom(Units()).Draw(t, "unit")
		want := map[Pot]*big.Int{}
		var list []*Proposal
		for range rapid.IntRange(0, 20).Draw(t, "people") {
			c := rapid.SampledFrom(decimals).Draw(t, "currency")
			base := Salary{Full: money.Of(rapid.Int64Range(1, 1e11).Draw(t, "full"), c), Share: Share(rapid.Int64Range(1, 10000).Draw(t, "share")),
				Period: rapid.SampledFrom([]Period{Monthly, Yearly}).Draw(t, "period")}
			p := &Proposal{}
			wish := Wish{How: ByPercent, Percent: Percent(rapid.Int64Range(0, 2000).Draw(t, "percent")), Reason: "Why."}
			if rapid.Bool().Draw(t, "amount") {
				wish = Wish{How: ByAmount, Amount: money.Of(rapid.Int64Range(1, 1e11).Draw(t, "new"), c), Reason: "Why."}
			}
			if err := p.Write(r, wish, base, id.Unit(rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "tribe")), "mats", "2026-05-10"); err != nil {
				if fault.Is(err, fault.Invalid) {
					continue // rounded to nothing
				}
				t.Fatal(err)
			}
			list = append(list, p)
			if want[p.Pot()] == nil {
				want[p.Pot()] = new(big.Int)
			}
			want[p.Pot()].Add(want[p.Pot()], exactCost(base, p.Full))
		}
		for pot, sum := range want {
			budget := money.Of(rapid.Int64Range(0, 1e12).Draw(t, "budget"), pot.Currency)
			if err := r.SetBudget(pot, budget); err != nil {
				t.Fatal(err)
			}
			l, err := r.LeftOf(pot, list)
			if err != nil {
				t.Fatal(err)
			}
			if l.Spent.Minor() != sum.Int64() || l.Rest.Minor() != budget.Minor()-sum.Int64() || l.Over() != (l.Rest.Sign() < 0) || l.Spent.Currency() != pot.Currency {
				t.Fatalf("%v: of %s %s is spent and %s left, want %s spent", pot, budget, l.Spent, l.Rest, sum)
			}
		}
		if spent, err := Spent(list); err != nil || len(spent) != len(want) {
			t.Fatalf("%d pots, want %d, %v", len(spent), len(want), err)
		}
	})
}

// exactCost is the difference of what is paid for the share, each rounded, in a year.
func exactCost(base Salary, full money.Money) *big.Int {
	paid := func(m money.Money) *big.Int { // half up, by hand
		n := new(big.Int).Mul(big.NewInt(m.Minor()), big.NewInt(int64(base.Share)))
		n.Mul(n, big.NewInt(2)).Add(n, big.NewInt(10000))
		return n.Quo(n, big.NewInt(20000))
	}
	cost := new(big.Int).Sub(paid(full), paid(base.Full))
	if base.Period == Monthly {
		cost.Mul(cost, big.NewInt(12))
	}
	return cost
}

func written(t *testing.T, r *Review, percent Percent) *Proposal {
	t.Helper()
	p := &Proposal{Review: r.ID, Person: "noor"}
	base := Salary{Full: money.Of(40_000_00, "SEK"), Period: Monthly, Share: FullTime}
	if err := p.Write(r, Wish{How: ByPercent, Percent: percent, Reason: "The spring."}, base, "rivers", "mats", "2026-05-10"); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAProposalGoesItsWay(t *testing.T) {
	r, none := aReview(), Left{}
	p := written(t, r, 500)
	if p.Full != money.Of(42_000_00, "SEK") || p.With() != WithManager {
		t.Errorf("%s with %q", p.Full, p.With())
	}
	if err := p.Approve(r, partner, "kim", none, "", 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is not sent is approved: %v", err)
	}
	if err := p.Send(); err != nil || p.With() != WithPartner {
		t.Fatal(err, p.With())
	}
	for name, b := range map[string]access.Bond{"the person": {Known: true, Self: true, Pay: true}, "the manager": {Known: true, Manager: true, Pay: true}, "a colleague": {Known: true}} {
		if err := p.Approve(r, b, "who", none, "", 1); err == nil {
			t.Errorf("%s approves", name)
		}
	}
	if err := p.Approve(r, partner, "mats", none, "", 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("whoever proposed approves: %v", err)
	}
	over := Left{Budget: money.Of(1, "SEK"), Spent: money.Of(2, "SEK"), Rest: money.Of(-1, "SEK")}
	if err := p.Approve(r, partner, "kim", over, " ", 1); fields(err) != "beyond " {
		t.Errorf("beyond the budget without a word: %v", err)
	}
	if err := p.Return(r, partner, "kim", "Why so little?"); err != nil || p.With() != WithManager {
		t.Fatal(err)
	}
	// What was sent back can be changed after the last day too, and nothing else.
	wish := Wish{How: NoChange, Reason: "It came in spring."}
	if err := p.Write(r, wish, p.Base, "rivers", "mats", "2026-06-20"); err != nil || p.Changes() {
		t.Errorf("sent back, and the window is over: %v", err)
	}
	if err := (&Proposal{}).Write(r, wish, p.Base, "", "mats", "2026-06-01"); !fault.Is(err, fault.Conflict) {
		t.Errorf("written after the last day: %v", err)
	}
	p = written(t, r, 500)
	if err := p.Send(); err != nil {
		t.Fatal(err)
	}
	if err := r.Close("kim", []*Proposal{p}, 5); !fault.Is(err, fault.Conflict) {
		t.Errorf("closed while something waits: %v", err)
	}
	if err := p.Approve(r, partner, "kim", over, "It is right.", 4); err != nil || !p.Changes() {
		t.Fatal(err)
	}
	if err := r.Close("kim", []*Proposal{p}, 5); err != nil {
		t.Fatal(err)
	}
	p.Closed = true
	if _, ok := p.Line(r, Salary{Full: money.Of(41_000_00, "SEK"), Period: Monthly, Share: FullTime}, 6); ok {
		t.Error("a line comes from another amount than it was proposed from")
	}
	line, ok := p.Line(r, Salary{Full: money.Of(40_000_00, "SEK"), Period: Monthly, Share: 5000}, 6)
	if !ok || line.From != r.Holds || line.Full != p.Full || line.Share != 5000 || line.MadeBy != "kim" || line.Check() != nil {
		t.Errorf("%+v", line)
	}
	if err := p.Return(r, partner, "kim", "No."); !fault.Is(err, fault.Conflict) {
		t.Errorf("sent back after it was closed: %v", err)
	}
	for today, tells := range map[clock.Date]bool{"2026-06-30": false, "2026-07-01": true} {
		if p.TellsPerson(r.Holds, today) != tells {
			t.Errorf("on %s the person is told: %v", today, !tells)
		}
	}
	if p.With() != WithLetter {
		t.Errorf("the letter lies with %q", p.With())
	}
	if err := p.Give(7); err != nil || !p.TellsPerson(r.Holds, "2026-06-01") || p.With() != WithNobody {
		t.Error(err)
	}
	if err := p.Give(8); !fault.Is(err, fault.Conflict) {
		t.Errorf("given twice: %v", err)
	}
}

func TestMoreThanTheBudgetNeedsAReason(t *testing.T) {
	r := aReview()
	p := written(t, r, 500) // 24,000 a year
	for name, c := range map[string]struct {
		budget string
		beyond string
		want   string
	}{
		"none set": {"", "", "beyond "}, "enough": {"24000", "", ""}, "a minor unit too little": {"23999.99", "", "beyond "}, "too little, and said why": {"1", "The market.", ""},
	} {
		if c.budget != "" {
			amount, err := money.Parse(c.budget, "SEK")
			if err != nil {
				t.Fatal(err)
			}
			if err := r.SetBudget(p.Pot(), amount); err != nil {
				t.Fatal(err)
			}
		} else if err := r.SetBudget(p.Pot(), money.Money{}); err != nil {
			t.Fatal(err)
		}
		p.Beyond = c.beyond
		l, err := r.LeftOf(p.Pot(), []*Proposal{p})
		if err != nil {
			t.Fatal(err)
		}
		if got := fields(p.WithinBudget(l)); got != c.want {
			t.Errorf("%s: mistakes of %q, want %q", name, got, c.want)
		}
	}
	if err := r.SetBudget(Pot{"rivers", "SEK"}, money.Of(-1, "SEK")); !fault.Is(err, fault.Invalid) {
		t.Errorf("below nothing: %v", err)
	}
}
