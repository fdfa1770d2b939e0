package disclosure

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

// line: Mats and Mira report to Tove, Tove and Timo to Cai. Noor and Ben report to Mats,
// Fia to Mira, Ola to Timo.
func line() *org.Chart {
	c := org.NewChart()
	for p, m := range map[id.Person]id.Person{"mats": "tove", "mira": "tove", "tove": "cai", "timo": "cai", "noor": "mats", "ben": "mats", "fia": "mira", "ola": "timo", "cai": ""} {
		c.People[p] = org.Person{ID: p, Name: string(p)}
		if m != "" {
			c.SetManager[p] = m
		}
	}
	return c
}

func TestWhoMayStandIn(t *testing.T) {
	none := func(id.Person) bool { return false }
	for name, c := range map[string]struct {
		change  func(*org.Chart)
		manager id.Person
		skip    func(id.Person) bool
		want    []id.Person
	}{
		"beside, then above":          {func(*org.Chart) {}, "mats", none, []id.Person{"mira", "tove", "cai"}},
		"beside who manages nobody":   {func(c *org.Chart) { delete(c.SetManager, "fia") }, "mats", none, []id.Person{"tove", "cai"}},
		"who has left":                {func(c *org.Chart) { c.People["mira"] = org.Person{ID: "mira", LeftAt: 1} }, "mats", none, []id.Person{"tove", "cai"}},
		"who looks after data":        {func(*org.Chart) {}, "mats", func(p id.Person) bool { return p == "mira" || p == "cai" }, []id.Person{"tove"}},
		"a manager without a manager": {func(*org.Chart) {}, "cai", none, nil},
		"leads of tribes":             {func(*org.Chart) {}, "tove", none, []id.Person{"timo", "cai"}},
	} {
		ch := line()
		c.change(ch)
		if got := StandIns(ch, c.manager, c.skip); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	for _, c := range []struct {
		who, subject id.Person
		want         bool
	}{{"mira", "noor", true}, {"noor", "noor", false}, {"mira", "tove", false}, {"mira", "cai", false}, {"tove", "noor", true}} {
		if got := MayStandInFor(line(), c.who, c.subject); got != c.want {
			t.Errorf("%s towards %s: %v", c.who, c.subject, got)
		}
	}
}

func TestHowLongSomebodyStandsIn(t *testing.T) {
	const now clock.Instant = 1_000_000_000
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		from, until time.Duration
		ok          bool
	}{
		"a week": {0, 7 * day, true}, "half a year": {0, LongestStandIn, true}, "longer": {0, LongestStandIn + time.Second, false},
		"over": {-7 * day, 0, false}, "backwards": {7 * day, 6 * day, false}, "later": {7 * day, 14 * day, true}, "much later": {LongestStandIn + day, LongestStandIn + 2*day, false},
	} {
		a := Away{now.Add(c.from), now.Add(c.until)}
		if err := CheckAway(a, now); (err == nil) != c.ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := StandIn("noor", "mats", "mira", Away{now.Add(day), now.Add(2 * day)}, now)
	if d.InForce(now) || !d.InForce(now.Add(day)) || d.InForce(now.Add(2*day)) || d.AskedBy != "mats" || d.Reader != "mira" {
		t.Errorf("%+v", d)
	}
}
