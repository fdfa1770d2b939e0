package disclosure

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

func TestTwoBreakTheGlass(t *testing.T) {
	const start clock.Instant = 1_000_000
	for name, c := range map[string]struct {
		asks, agrees id.Person
		after        time.Duration
		manager      id.Person // when the second agrees
		want         bool
	}{
		"two people partners":          {"pia", "per", 0, "mats", true},
		"on the last moment":           {"pia", "per", GlassWaits - time.Second, "mats", true},
		"too late":                     {"pia", "per", GlassWaits, "mats", false},
		"one alone":                    {"pia", "pia", 0, "mats", false},
		"the person agrees":            {"pia", "noor", 0, "mats", false},
		"the manager agrees":           {"pia", "mats", 0, "mats", false},
		"who asked became the manager": {"pia", "per", 0, "pia", false},
	} {
		g, err := AskGlass("noor", "mats", c.asks, Claim, "A claim.", start)
		if err != nil {
			t.Fatal(err)
		}
		now := start.Add(c.after)
		d, err := g.Agree(c.manager, c.agrees, now)
		if (err == nil) != c.want || g.Open(now) != c.want {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !c.want {
			continue
		}
		if d.Reader != c.asks || d.Subject != "noor" || !d.InForce(now) || d.InForce(now.Add(GlassFor)) || !g.Open(now.Add(GlassFor-time.Second)) || g.Open(now.Add(GlassFor)) {
			t.Errorf("%s: %+v", name, d)
		}
		if err := g.End("per", now.Add(time.Minute)); err != nil || g.Open(now.Add(time.Minute)) {
			t.Errorf("%s: ended by hand: %v", name, err)
		}
		if err := g.End("per", now.Add(2*time.Minute)); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: ended twice: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		by, manager id.Person
		reason      Reason
		words       string
	}{"oneself": {"noor", "mats", Claim, "x"}, "the manager": {"mats", "mats", Claim, "x"}, "no reason": {"pia", "mats", "", "x"}, "another reason": {"pia", "mats", "curious", "x"}, "no words": {"pia", "mats", Claim, " "}} {
		if _, err := AskGlass("noor", c.manager, c.by, c.reason, c.words, start); err == nil {
			t.Errorf("asked: %s", name)
		}
	}
}

func TestYearsOfTheGlass(t *testing.T) {
	day := func(s string) clock.Instant {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return clock.At(at)
	}
	entries := []GlassEntry{{At: day("2025-12-01"), What: OnAsked}, {At: day("2026-03-01"), What: OnGiven}, {At: day("2027-06-01"), What: Off}, {At: day("2029-01-01"), What: OnAsked}, {At: day("2029-05-01"), What: OnGiven}}
	on := map[int]bool{2026: true, 2027: true, 2028: false, 2029: true, 2030: true}
	for now, want := range map[string]int{"2026-12-31": 0, "2027-01-28": 0, "2027-01-29": 1, "2028-02-01": 2, "2031-03-01": 5} {
		years := GlassYears(entries, day(now), time.UTC)
		if len(years) != want {
			t.Errorf("on %s: %d years, want %d", now, len(years), want)
		}
		for i, y := range years {
			if y.On != on[y.Year] || i > 0 && y.Year != years[i-1].Year-1 || y.Until != day(time.Date(y.Year+1, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)) {
				t.Errorf("%+v", y)
			}
		}
	}
	if years := GlassYears(entries[:1], day("2031-01-01"), time.UTC); years != nil {
		t.Errorf("never switched on: %v", years)
	}
}

func TestTwoSwitchItOn(t *testing.T) {
	var entries []GlassEntry
	try := func(by id.Person, what SwitchWhat, words string) error {
		e, err := SwitchOf(entries).Next(GlassEntry{By: by, What: what, Words: words, At: clock.Instant(len(entries) + 1)})
		if err == nil {
			entries = append(entries, e)
		}
		return err
	}
	for i, c := range []struct {
		by    id.Person
		what  SwitchWhat
		words string
		ok    bool
		on    bool
	}{
		{"pia", Off, "", false, false}, {"pia", OnGiven, "", false, false}, {"pia", OnAsked, " ", false, false}, {"pia", OnAsked, "Why.", true, false},
		{"per", OnAsked, "Why.", false, false}, {"pia", OnGiven, "", false, false}, {"per", OnGiven, "", true, true}, {"per", OnGiven, "", false, true},
		{"pia", Off, "", true, false}, {"pia", "else", "", false, false},
	} {
		if err := try(c.by, c.what, c.words); (err == nil) != c.ok || SwitchOf(entries).On() != c.on {
			t.Errorf("%d, %s by %s: %v, on %v", i, c.what, c.by, err, SwitchOf(entries).On())
		}
	}
}
