package priority

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
)

const noor, mats = id.Person("noor"), id.Person("mats")

func good() Content {
	return Content{Text: "Open the mountain line.", Period: Period{"Autumn 2026", "2026-09-01", "2026-12-20"}}
}

func agreed(t *testing.T) *Priority {
	t.Helper()
	p, err := Suggest(noor, noor, Self, good(), 5)
	if err == nil {
		err = p.Agree(Manager)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestASuggestionIsAgreedByTheOther(t *testing.T) {
	for _, side := range []Side{Self, Manager} {
		p, err := Suggest(noor, "one", side, good(), 5)
		if err != nil || p.WaitsFor != side.Other() {
			t.Fatal(err, p)
		}
		if err := p.Agree(side); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s agrees with themselves: %v", side, err)
		}
		if err := p.Agree(side.Other()); err != nil || p.State != GoingOn || p.WaitsFor != "" {
			t.Errorf("the other agrees: %v, %+v", err, p)
		}
		if err := p.Agree(side.Other()); !fault.Is(err, fault.Conflict) {
			t.Errorf("agreed twice: %v", err)
		}
	}
}

func TestOtherWordsAskForAgreementAgain(t *testing.T) {
	p, other := agreed(t), good()
	other.Text = "Open half of it."
	if err := p.Change(mats, Manager, other); err != nil || p.Content != good() || p.WaitsFor != Self {
		t.Fatalf("%v: the agreed words no longer hold: %+v", err, p)
	}
	if err := p.Agree(Manager); !fault.Is(err, fault.Conflict) {
		t.Errorf("agreed to the own words: %v", err)
	}
	kept := *p
	if err := kept.Keep(); err != nil || kept.Content != good() || kept.Wish != nil || kept.WaitsFor != "" {
		t.Errorf("kept: %v, %+v", err, kept)
	}
	if err := p.Agree(Self); err != nil || p.Content != other || p.Wish != nil {
		t.Errorf("agreed: %v, %+v", err, p)
	}
	if err := p.Keep(); !fault.Is(err, fault.Conflict) {
		t.Errorf("nothing to keep: %v", err)
	}
	if err := p.Change(noor, Self, other); err != nil || p.WaitsFor != "" || p.Wish != nil {
		t.Errorf("the same words ask for an answer: %v, %+v", err, p)
	}
}

// fine is the kind of no failure.
const fine = fault.Kind(-1)

func TestHowItStands(t *testing.T) {
	cases := []struct {
		from, to State
		words    string
		want     fault.Kind
	}{
		{Suggested, NotTakenUp, "", fine}, {Suggested, Ended, "x", fault.Conflict}, {Suggested, GoingOn, "", fault.Conflict},
		{GoingOn, Ended, "It runs.", fine}, {GoingOn, Ended, " ", fault.Invalid}, {GoingOn, SetAside, "", fault.Invalid}, {GoingOn, SetAside, "Snow.", fine},
		{GoingOn, CarriedOver, "x", fault.Conflict}, {GoingOn, "done", "x", fault.Conflict}, {GoingOn, GoingOn, "", fault.Conflict},
		{SetAside, GoingOn, "", fine}, {SetAside, Ended, "x", fault.Conflict}, {Ended, GoingOn, "x", fault.Conflict}, {CarriedOver, GoingOn, "", fault.Conflict},
	}
	for _, c := range cases {
		p := &Priority{State: c.from, Content: good()}
		err := p.Move(c.to, c.words)
		if c.want == fine && err != nil || c.want != fine && (!fault.Is(err, c.want) || p.State != c.from) {
			t.Errorf("%s to %s with %q: %v", c.from, c.to, c.words, err)
		}
	}
}

func TestCarryingOver(t *testing.T) {
	p, next := agreed(t), good()
	if _, err := p.Carry(noor, Self, next, 6); !fault.Is(err, fault.Invalid) {
		t.Errorf("into the same period: %v", err)
	}
	next.Period = Period{"Winter", "2026-12-21", "2027-03-01"}
	on, err := p.Carry(noor, Self, next, 6)
	if err != nil || on.From != p.ID || p.State != GoingOn {
		t.Fatalf("%v: %+v, %+v", err, on, p)
	}
	if err := p.CarryOver(); err != nil || p.State != CarriedOver {
		t.Errorf("%v: %+v", err, p)
	}
	if err := p.CarryOver(); !fault.Is(err, fault.Conflict) {
		t.Errorf("carried over twice: %v", err)
	}
	if _, err := p.Carry(noor, Self, next, 6); !fault.Is(err, fault.Conflict) {
		t.Errorf("carried over again: %v", err)
	}
}

func TestContentSaysWhatIsMissing(t *testing.T) {
	cases := map[string]Content{
		"text":  {Period: good().Period},
		"name":  {Text: "x", Period: Period{strings.Repeat("a", 81), "2026-01-01", "2026-02-01"}},
		"from":  {Text: "x", Period: Period{"a", "", "2026-02-01"}},
		"until": {Text: "x", Period: Period{"a", "2026-03-01", "2026-02-01"}},
	}
	for field, c := range cases {
		_, fields := fault.Safe(c.Check())
		if len(fields) != 1 || fields[0].Name != field {
			t.Errorf("%s: %v", field, fields)
		}
	}
}

func TestHalfYearsAreSuggested(t *testing.T) {
	for today, want := range map[clock.Date]string{"2026-06-30": "First half of 2026, Second half of 2026", "2026-07-01": "Second half of 2026, First half of 2027"} {
		got := HalfYears(today, lang.English)
		if names := got[0].Name + ", " + got[1].Name; names != want || got[0].Until >= got[1].From || got[0].From > today || got[0].Until < today {
			t.Errorf("on %s: %v", today, got)
		}
	}
}

func TestAShareTakesBoth(t *testing.T) {
	s := Share{Subject: noor, AskedBy: Self, AskedAt: 1}
	mira := access.Actor{Person: "mira"}
	if s.Holds() || s.WaitsFor() != Manager || Shown(mira, noor, []Share{s}) {
		t.Error("one of the two is enough")
	}
	s.Since = 2
	if !Shown(mira, noor, []Share{s}) || Shown(mira, mats, []Share{s}) || s.WaitsFor() != "" {
		t.Error("both chose it and it is not shown, or to others")
	}
	for _, office := range []org.Office{org.PeoplePartner, org.CompensationPartner, org.Operator} {
		if Shown(access.Actor{Person: "mira", Offices: []org.Office{office}}, noor, []Share{s}) {
			t.Errorf("shown to a %s", office)
		}
	}
	s.Until = 3
	if Shown(mira, noor, []Share{s}) || s.WaitsFor() != "" {
		t.Error("shown after the end")
	}
}

// TestNothingIsAgreedByOne lets both act at random: agreed words change by the
// agreement of the side that did not write them, and by nothing else.
func TestNothingIsAgreedByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _ := Suggest(noor, "self", Self, good(), 1)
		author := Self
		for i := range rapid.IntRange(1, 30).Draw(t, "acts") {
			side := rapid.SampledFrom([]Side{Self, Manager}).Draw(t, "side")
			before, act := *p, rapid.SampledFrom([]string{"agree", "change", "keep", "move"}).Draw(t, "act")
			var err error
			switch act {
			case "agree":
				if err = p.Agree(side); err == nil && side == author {
					t.Fatal("agreed to one's own words")
				}
			case "change":
				c := good()
				c.Text = strings.Repeat("x", i+1)
				if err = p.Change(id.Person(side), side, c); err == nil && p.WaitsFor != "" {
					author = side
				}
			case "keep":
				err = p.Keep()
			case "move":
				err = p.Move(rapid.SampledFrom([]State{GoingOn, SetAside, Ended, NotTakenUp}).Draw(t, "to"), "words")
			}
			if before.State == GoingOn && p.Content != before.Content && act != "agree" {
				t.Fatalf("%s changed what is agreed", act)
			}
			if err != nil && (p.State != before.State || p.WaitsFor != before.WaitsFor) {
				t.Fatalf("%s failed and changed it", act)
			}
			if (p.WaitsFor != "") != (p.State == Suggested || p.Wish != nil) {
				t.Fatalf("%s waits for %q", p.State, p.WaitsFor)
			}
		}
	})
}
