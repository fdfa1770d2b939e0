package pay

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
)

func sek(n int64) money.Money { return money.Of(n*100, "SEK") }

func band(low, middle, high int64) Band { return Band{sek(low), sek(middle), sek(high)} }

func fieldsOf(err error) (names []string) {
	_, fields := fault.Safe(err)
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}

func TestARangeIsChecked(t *testing.T) {
	sweden := Market{Name: "Sweden", Country: "SE", Currency: "SEK", Period: Monthly}
	good := Range{From: "2026-01-01", Band: band(40, 45, 50), Reason: "The market moved."}
	for what, c := range map[string]struct {
		change func(*Range)
		wrong  string
	}{
		"as it should be":          {func(*Range) {}, ""},
		"one amount alone":         {func(r *Range) { r.Band = band(40, 40, 40) }, ""},
		"without a minimum":        {func(r *Range) { r.Band.Minimum = money.Money{} }, "minimum"},
		"for nothing":              {func(r *Range) { r.Band.Minimum = sek(0) }, "minimum"},
		"in another currency":      {func(r *Range) { r.Band.Maximum = money.Of(50, "EUR") }, "maximum"},
		"the reference below":      {func(r *Range) { r.Band = band(40, 39, 50) }, "reference"},
		"upside down":              {func(r *Range) { r.Band = band(50, 50, 40) }, "reference"},
		"without a day":            {func(r *Range) { r.From = "" }, "from"},
		"without a reason":         {func(r *Range) { r.Reason = " " }, "reason"},
		"ending, without any band": {func(r *Range) { r.Ends, r.Band = true, Band{} }, ""},
		"with too long a reason":   {func(r *Range) { r.Reason = string(make([]rune, MaxWords+1)) + "x" }, "reason"},
	} {
		r := good
		c.change(&r)
		got := fieldsOf(r.Check(sweden))
		if c.wrong == "" && len(got) > 0 || c.wrong != "" && (len(got) == 0 || got[0] != c.wrong) {
			t.Errorf("a range %s: wrong is %v, want %q", what, got, c.wrong)
		}
	}
}

func TestTheVersionInForce(t *testing.T) {
	k := Key{"sweden", "quality", "individual"}
	v := func(from clock.Date, made int, low int64, ends bool) Range {
		return Range{ID: id.New[id.PayRange](), Key: k, From: from, Band: band(low, low+1, low+2), Ends: ends, Nth: int64(made)}
	}
	versions := []Range{v("2026-01-01", 1, 40, false), v("2027-01-01", 2, 44, false), v("2026-01-01", 3, 41, false), v("2028-01-01", 4, 0, true)}
	for on, want := range map[clock.Date]int64{"2025-12-31": 0, "2026-01-01": 41, "2026-12-31": 41, "2027-01-01": 44, "2028-01-01": 0} {
		got, ok := InForce(versions, on)[k]
		if ok != (want != 0) || ok && got.Band.Minimum != sek(want) {
			t.Errorf("on %s: %v, %v", on, got.Band, ok)
		}
	}
	if own := Of(versions, k); len(own) != 4 || own[0].From != "2028-01-01" || own[3].Nth != 1 {
		t.Errorf("the history is %v", own)
	}
	if all := Standing(versions, "2026-06-01"); len(all) != 3 {
		t.Errorf("%d versions say what holds, want 3: this year’s, next year’s and the end", len(all))
	}
}

var steps = []framework.Step{{ID: "a", Name: "A", Order: 1}, {ID: "b", Name: "B", Order: 2}, {ID: "b2", Name: "B2", Order: 2}, {ID: "c", Name: "C", Order: 3}}

func TestDoubts(t *testing.T) {
	for what, c := range map[string]struct {
		bands map[framework.StepID]Band
		limit int64
		want  []Doubt
	}{
		"overlapping":            {map[framework.StepID]Band{"a": band(40, 45, 50), "b": band(48, 55, 60), "c": band(58, 60, 70)}, 100, nil},
		"touching":               {map[framework.StepID]Band{"a": band(40, 45, 50), "b": band(50, 55, 60)}, 100, nil},
		"apart":                  {map[framework.StepID]Band{"a": band(40, 45, 50), "b": band(51, 55, 60)}, 100, []Doubt{{Apart, "a", "b"}}},
		"a step without a range": {map[framework.StepID]Band{"a": band(40, 45, 50), "c": band(51, 55, 60)}, 100, []Doubt{{Apart, "a", "c"}}},
		"parallel steps":         {map[framework.StepID]Band{"a": band(40, 45, 50), "b": band(49, 55, 60), "b2": band(52, 55, 60)}, 100, []Doubt{{Apart, "a", "b2"}}},
		"as wide as the limit":   {map[framework.StepID]Band{"a": band(40, 45, 60)}, 50, nil},
		"wider than the limit":   {map[framework.StepID]Band{"a": band(40, 45, 61)}, 50, []Doubt{{Wide, "a", ""}}},
	} {
		got := Doubts(c.bands, steps, c.limit)
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

// TestBandsNeverOverflow with amounts as large as there are, in every currency.
func TestBandsNeverOverflow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]money.Currency{"JPY", "SEK", "KWD"}).Draw(t, "currency")
		low := rapid.Int64Range(1, 1<<62).Draw(t, "low")
		high := rapid.Int64Range(low, 1<<62).Draw(t, "high")
		b := Band{money.Of(low, c), money.Of(low, c), money.Of(high, c)}
		if !b.Overlaps(b) || b.WiderThan(1<<40) && high/low < 1<<33 || high/2 >= low && high/2 > low && !b.WiderThan(90) {
			t.Fatalf("%d to %d", low, high)
		}
	})
}

func TestWhereSomebodyIsPaid(t *testing.T) {
	markets := []Market{{ID: "se", Name: "Sweden", Usual: true}, {ID: "de", Name: "Berlin"}}
	history := []Place{{Market: "de", From: "2026-03-01", Nth: 1}, {Market: "se", From: "2027-01-01", Nth: 2}, {Market: "se", From: "2026-03-01", Nth: 0}}
	for on, want := range map[clock.Date]id.Market{"2026-02-28": "se", "2026-03-01": "de", "2027-01-01": "se"} {
		if got, ok := PlaceOn(history, markets, on); !ok || got.ID != want {
			t.Errorf("on %s paid in %q", on, got.ID)
		}
	}
	if _, ok := PlaceOn(nil, markets[1:], "2026-01-01"); ok {
		t.Error("without a usual market somebody is paid somewhere")
	}
}

func TestThePolicy(t *testing.T) {
	both, pay, people := Hats{true, true}, Hats{Pay: true}, Hats{People: true}
	var entries []PolicyEntry
	at := clock.Instant(1000)
	do := func(by id.Person, hats Hats, what What, value int64, words string) error {
		at++
		e, err := PolicyOf(entries).Next(PolicyEntry{At: at, By: by, What: what, Value: value, Words: words}, hats)
		if err == nil {
			entries = append(entries, e)
		}
		return err
	}
	if p := PolicyOf(nil); !p.OwnRange || p.Salaries || p.Sight.Holds(at) || p.Width != 100 {
		t.Errorf("to begin with: %+v", p)
	}
	for i, c := range []struct {
		by    id.Person
		hats  Hats
		what  What
		value int64
		words string
		want  fault.Kind
	}{
		{"pia", people, OwnRange, 0, "", fault.Withheld},
		{"ben", Hats{}, SightAsked, 0, "Because.", fault.Withheld},
		{"pia", people, SightAsked, 0, "Because.", fault.Withheld},
		{"kim", pay, SightAsked, 0, " ", fault.Invalid},
		{"kim", pay, SightGiven, 0, "", fault.Withheld},
		{"pia", people, SightGiven, 0, "", fault.Conflict}, // nobody has asked
		{"pia", people, SightEnded, 0, "", fault.Conflict},
		{"kim", pay, WidthLimit, 9, "", fault.Invalid},
		{"kim", pay, WidthLimit, 80, "", -1},
		{"kim", pay, OwnRange, 2, "", fault.Invalid},
		{"kim", pay, OwnRange, 0, "", -1},
		{"kim", pay, Salaries, 1, "", -1},
		{"kim", both, SightAsked, 0, "The works council asked.", -1},
		{"kim", both, SightAsked, 0, "Again.", fault.Conflict},
		{"kim", both, SightGiven, 0, "", fault.Conflict}, // one person with both offices is not two
		{"pia", people, SightGiven, 0, "", -1},
		{"pia", people, SightGiven, 0, "", fault.Conflict},
		{"ben", Hats{}, "anything", 0, "", fault.Withheld},
		{"kim", pay, "anything", 0, "", fault.Withheld},
	} {
		err := do(c.by, c.hats, c.what, c.value, c.words)
		if c.want == -1 && err != nil || c.want != -1 && !fault.Is(err, c.want) {
			t.Errorf("%d: %s by %s: %v", i, c.what, c.by, err)
		}
	}
	p := PolicyOf(entries)
	if p.OwnRange || !p.Salaries || p.Width != 80 || p.Sight.Waits() || p.Sight.Holds(p.Sight.GivenAt.Add(SightNotice-time.Microsecond)) || !p.Sight.Holds(p.Sight.GivenAt.Add(SightNotice)) {
		t.Errorf("it comes to %+v", p)
	}
	if err := do("pia", people, SightEnded, 0, ""); err != nil || PolicyOf(entries).Sight != (Sight{}) {
		t.Errorf("ended: %v", err)
	}
}

func TestWhoMayKnow(t *testing.T) {
	now := clock.Instant(5)
	usual, told := PolicyOf(nil), Policy{OwnRange: true, Salaries: true, Sight: Sight{Begins: 5}}
	for what, c := range map[string]struct {
		bond           access.Bond
		policy         Policy
		ranges, salary bool
	}{
		"the person":                        {access.Bond{Known: true, Self: true}, usual, true, false},
		"the person, where it is off":       {access.Bond{Known: true, Self: true}, Policy{Salaries: true}, false, true},
		"a partner about themselves":        {access.Bond{Known: true, Self: true, Pay: true}, Policy{Sight: Sight{Begins: 5}}, false, false},
		"the manager":                       {access.Bond{Known: true, Manager: true}, Policy{Salaries: true}, true, true},
		"a compensation partner":            {access.Bond{Known: true, Pay: true}, Policy{OwnRange: true, Salaries: true}, false, true},
		"a compensation partner, announced": {access.Bond{Known: true, Pay: true}, Policy{Sight: Sight{Begins: 6}}, false, false},
		"a compensation partner, told":      {access.Bond{Known: true, Pay: true}, told, true, true},
		"a people partner":                  {access.Bond{Known: true, People: true}, told, false, false},
		"somebody who was let in elsewhere": {access.Bond{Known: true, Let: "decides"}, told, false, false},
		"a colleague":                       {access.Bond{Known: true}, told, false, false},
		"nobody":                            {access.Bond{}, told, false, false},
	} {
		if got := RangeVisibleTo(c.bond, c.policy, now); got != c.ranges {
			t.Errorf("%s: range %v", what, got)
		}
		if got := SalaryVisibleTo(c.bond, c.policy); got != c.salary {
			t.Errorf("%s: salary %v", what, got)
		}
	}
	if Writes(access.Bond{Self: true, Pay: true}) || Writes(access.Bond{Manager: true}) || !Writes(access.Bond{Pay: true}) {
		t.Error("who writes pay is not who should")
	}
	partner := access.Actor{Person: "kim", Via: access.ViaSession, Offices: []org.Office{org.CompensationPartner}}
	token := partner
	token.Via = access.ViaToken
	if !Keeps(partner) || Keeps(token) || Keeps(access.System(access.ViaCommand)) {
		t.Error("who looks after pay is not who should")
	}
}
