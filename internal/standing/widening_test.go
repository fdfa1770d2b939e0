package standing

import (
	"strings"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

var (
	people = PolicyHats{People: true}
	cto    = PolicyHats{CTO: true}
)

func TestTwoWidenAndOneNarrows(t *testing.T) {
	const done fault.Kind = -1
	var entries []PolicyEntry
	for i, c := range []struct {
		by     id.Person
		hats   PolicyHats
		what   PolicyWhat
		circle Circle
		words  string
		want   fault.Kind
	}{
		{"cai", cto, Narrowed, "", "", fault.Conflict},
		{"cai", cto, WideningGiven, "", "", fault.Conflict},
		{"cai", cto, WideningAsked, Everybody, "Why.", fault.Withheld},
		{"ben", PolicyHats{}, WideningAsked, Everybody, "Why.", fault.Withheld},
		{"ben", PolicyHats{}, Narrowed, "", "", fault.Withheld},
		{"pia", people, WideningAsked, "squads", "Why.", fault.Invalid},
		{"pia", people, WideningAsked, Everybody, " ", fault.Invalid},
		{"pia", people, WideningAsked, Everybody, strings.Repeat("x", MaxWideningWords+1), fault.Invalid},
		{"pia", people, "else", Everybody, "Why.", fault.Withheld},
		{"pia", people, WideningAsked, Everybody, "Why.", done},
		{"per", people, WideningAsked, Everybody, "Why.", fault.Conflict},
		{"per", people, WideningGiven, "", "", fault.Withheld},
		{"pia", PolicyHats{People: true, CTO: true}, WideningGiven, "", "", fault.Conflict},
		{"cai", cto, WideningGiven, "", "", done},
		{"cai", cto, WideningGiven, "", "", fault.Conflict},
		{"pia", people, WideningAsked, TribeLeads, "Why.", fault.Conflict},
		{"per", people, Narrowed, "", "", done},
		{"pia", people, WideningAsked, TribeLeads, "Why.", done},
		{"cai", cto, Narrowed, "", "", done},
	} {
		e, err := WideningOf(entries).Next(PolicyEntry{ID: id.Entry(string(rune('a' + i))), At: clock.Instant(i + 1), By: c.by, What: c.what, Circle: c.circle, Words: c.words}, c.hats)
		if c.want == done && err != nil || c.want != done && !fault.Is(err, c.want) {
			t.Fatalf("%d, %s by %s: %v, want %v", i, c.what, c.by, err, c.want)
		}
		if err == nil {
			entries = append(entries, e)
		}
	}
	given := WideningOf(entries[:2])
	begins := given.GivenAt.Add(WideningNotice)
	if given.Circle != Everybody || given.Waits() || !given.Announced() || given.Holds(begins-1) || !given.Holds(begins) || given.AskedBy != "pia" || given.GivenBy != "cai" {
		t.Errorf("agreed: %+v", given)
	}
	if asked := WideningOf(entries[:1]); !asked.Waits() || asked.Announced() || asked.Holds(begins) {
		t.Errorf("asked: %+v", asked)
	}
	if now := WideningOf(entries); now != (Widening{}) {
		t.Errorf("narrowed: %+v", now)
	}
}

func TestWhichStepIsOpen(t *testing.T) {
	w := Widening{ID: "w", Circle: Everybody, GivenAt: 50, Begins: 100}
	step := func(since clock.Instant) Standing { return Standing{Subject: "noor", Since: since} }
	choice := func(at, until clock.Instant) Choice {
		return Choice{Person: "noor", Widening: "w", At: at, Until: until}
	}
	for name, c := range map[string]struct {
		widening Widening
		history  []Standing
		choices  []Choice
		at       clock.Instant
		want     clock.Instant // since when the one that is open was set; nought: none is
	}{
		"none":                            {w, nil, nil, 200, 0},
		"set before":                      {w, []Standing{step(99)}, nil, 200, 0},
		"set on the day":                  {w, []Standing{step(100)}, nil, 200, 100},
		"before the day comes":            {w, []Standing{step(10)}, []Choice{choice(60, 0)}, 99, 0},
		"opened":                          {w, []Standing{step(10)}, []Choice{choice(60, 0)}, 100, 10},
		"opened by somebody else":         {w, []Standing{step(10)}, []Choice{{Person: "ben", Widening: "w", At: 60}}, 100, 0},
		"opened by another policy":        {w, []Standing{step(10)}, []Choice{{Person: "noor", Widening: "v", At: 60}}, 100, 0},
		"taken back":                      {w, []Standing{step(10)}, []Choice{choice(60, 70)}, 100, 0},
		"taken back and opened":           {w, []Standing{step(10)}, []Choice{choice(60, 70), choice(80, 0)}, 100, 10},
		"opened, and then set anew":       {w, []Standing{step(10), step(70)}, []Choice{choice(60, 0)}, 100, 0},
		"the one of before stays closed":  {w, []Standing{step(10), step(150)}, nil, 200, 150},
		"no policy":                       {Widening{}, []Standing{step(150)}, []Choice{{Person: "noor"}}, 200, 0},
		"asked for only":                  {Widening{Circle: Everybody, AskedAt: 1}, []Standing{step(150)}, nil, 200, 0},
		"set before, a choice of nothing": {Widening{Begins: 100}, []Standing{step(10)}, []Choice{{Person: "noor", At: 60}}, 200, 0},
	} {
		got, ok := c.widening.OpenStep(c.history, c.choices, c.at)
		if ok != (c.want != 0) || ok && got.Since != c.want {
			t.Errorf("%s: %v, %d, want %d", name, ok, got.Since, c.want)
		}
	}
	if !w.Needs([]Standing{step(10)}) || w.Needs([]Standing{step(100)}) || w.Needs(nil) || (Widening{}).Needs([]Standing{step(10)}) {
		t.Error("who has to choose")
	}
}

func TestWhomACircleHolds(t *testing.T) {
	for c, want := range map[Circle][3]bool{PeoplePartners: {true, false, false}, TribeLeads: {false, true, false}, Everybody: {false, false, true}, "": {}} {
		got := [3]bool{c.Reaches(Stance{People: true}), c.Reaches(Stance{LeadsTribe: true}), c.Reaches(Stance{WorksHere: true})}
		if got != want {
			t.Errorf("%q: %v, want %v", c, got, want)
		}
		if c != "" && c.Words() == "" {
			t.Errorf("%q has no words", c)
		}
	}
}
