package feedback

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

const now = clock.Instant(1_000_000)

var (
	self    = access.Bond{Known: true, Self: true}
	manager = access.Bond{Known: true, Manager: true}
	other   = access.Bond{Known: true}
)

func ask() Ask { return Ask{Questions: []string{"What?", "And?"}} }

func given(f *Feedback, a Audience) *Feedback {
	if err := f.Give(Answer{Texts: []string{"Words."}, Audience: a}, now); err != nil {
		panic(err)
	}
	return f
}

func TestWhoKnowsAndWhoReads(t *testing.T) {
	bySubject := func() *Feedback { return NewAsked("noor", "noor", "fia", ask(), now) }
	byManager := func() *Feedback { return NewAsked("noor", "mats", "fia", ask(), now) }
	shared := given(bySubject(), Audience{Subject: true, MayShare: true})
	if err := shared.Share("mats", now); err != nil {
		t.Fatal(err)
	}
	dropped := NewUnasked("noor", "fia", nil, now)
	_ = dropped.Withdraw()
	for name, c := range map[string]struct {
		f            *Feedback
		knows, reads string // of giver, subject, mats who manages, mira who does now, mats who did
	}{
		"asked by the person":          {bySubject(), "gs---", "-----"},
		"asked by the manager":         {byManager(), "gsm--", "-----"},
		"unasked, being written":       {NewUnasked("noor", "fia", nil, now), "g----", "-----"},
		"unasked, dropped":             {dropped, "-----", "-----"},
		"given to the person":          {given(bySubject(), Audience{Subject: true, MayShare: true}), "gs---", "gs---"},
		"given unasked":                {given(NewUnasked("noor", "fia", nil, now), Audience{Subject: true}), "gs---", "gs---"},
		"given to the manager alone":   {given(byManager(), Audience{Asker: true}), "gsm--", "g-m--"},
		"given to both":                {given(byManager(), Audience{Asker: true, Subject: true}), "gsm--", "gsm--"},
		"shared with the manager":      {shared, "gsm--", "gsm--"},
		"asked by one of the past too": {given(byManager(), Audience{Asker: true, Subject: true}), "gsm--", "gsm--"},
	} {
		knows, reads := "", ""
		for _, v := range []struct {
			letter string
			b      access.Bond
			who    id.Person
		}{{"g", other, "fia"}, {"s", self, "noor"}, {"m", manager, "mats"}, {"n", manager, "mira"}, {"f", other, "mats"}} {
			mark := func(yes bool) string {
				if yes {
					return v.letter
				}
				return "-"
			}
			knows, reads = knows+mark(c.f.VisibleTo(v.b, v.who)), reads+mark(c.f.ReadableBy(v.b, v.who))
		}
		if knows != c.knows || reads != c.reads {
			t.Errorf("%s: known to %s, want %s; read by %s, want %s", name, knows, c.knows, reads, c.reads)
		}
	}
}

func TestTheAudienceOnlyBecomesNarrower(t *testing.T) {
	all := []Audience{}
	for i := range 16 {
		all = append(all, Audience{i&1 > 0, i&2 > 0, i&4 > 0, i&8 > 0})
	}
	forCase := ask()
	forCase.Promotion = "case"
	for _, f := range []*Feedback{NewAsked("noor", "noor", "fia", ask(), now), NewAsked("noor", "mats", "fia", ask(), now), NewUnasked("noor", "fia", nil, now),
		NewAsked("noor", "noor", "fia", forCase, now), NewAsked("noor", "mats", "fia", forCase, now)} {
		for _, first := range all {
			g := f.Clone()
			if err := g.Give(Answer{Texts: []string{"Words."}, Audience: first}, now); err != nil {
				if g.Stage == Given {
					t.Error("refused and given all the same")
				}
				continue
			}
			for _, next := range all {
				n := g.Clone()
				err := n.Narrow(next)
				if err == nil && !next.Within(first) || !n.Answer.Audience.Within(first) {
					t.Errorf("from %+v to %+v: %v", first, next, err)
				}
				if !f.Least().Within(n.Answer.Audience) {
					t.Errorf("from %+v to %+v nobody reads it", first, next)
				}
			}
		}
	}
}

func TestNarrowingEndsASharing(t *testing.T) {
	f := given(NewAsked("noor", "noor", "fia", ask(), now), Audience{Subject: true, MayShare: true})
	if err := f.Share("mats", now); err != nil {
		t.Fatal(err)
	}
	if err := f.Narrow(Audience{Subject: true}); err != nil || f.ReadableBy(manager, "mats") || f.VisibleTo(manager, "mats") {
		t.Errorf("after narrowing: %+v, %v", f, err)
	}
	if err := f.Share("mats", now); !fault.Is(err, fault.Conflict) {
		t.Errorf("shared again: %v", err)
	}
}

func TestAnAskerRemindsOnceAWeek(t *testing.T) {
	f := NewAsked("noor", "noor", "fia", ask(), now)
	week := now.Add(7 * 24 * time.Hour)
	for _, c := range []struct {
		at clock.Instant
		ok bool
	}{{now, false}, {week - 1, false}, {week, true}, {week + 1, false}, {week.Add(7 * 24 * time.Hour), true}} {
		if err := f.Remind(c.at); (err == nil) != c.ok {
			t.Errorf("at %s: %v", c.at, err)
		}
	}
	_ = f.Decline()
	if err := f.Remind(week.Add(99 * 24 * time.Hour)); err == nil {
		t.Error("reminded of what was declined")
	}
}

func TestEachStageAllowsItsActs(t *testing.T) {
	acts := map[string]func(*Feedback) error{
		"give":     func(f *Feedback) error { return f.Give(Answer{Texts: []string{"W."}, Audience: f.Least()}, now) },
		"decline":  (*Feedback).Decline,
		"withdraw": (*Feedback).Withdraw,
		"thank":    func(f *Feedback) error { return f.Thank(now) },
		"narrow":   func(f *Feedback) error { return f.Narrow(f.Least()) },
	}
	allowed := map[Stage]string{Asked: "give decline withdraw", Unasked: "give withdraw", Given: "thank narrow", Declined: "", Withdrawn: ""}
	for stage, may := range allowed {
		for name, act := range acts {
			f := NewAsked("noor", "noor", "fia", ask(), now)
			f.Stage, f.Answer.Audience = stage, f.Widest()
			if stage == Unasked {
				f.Asker = ""
			}
			if err := act(f); (err == nil) != strings.Contains(may, name) {
				t.Errorf("%s in stage %s: %v", name, stage, err)
			}
		}
	}
}

func TestWhatCannotBeAskedOrGiven(t *testing.T) {
	known := func(a framework.AreaID) bool { return a == "team" }
	for name, a := range map[string]Ask{
		"no question":  {Questions: []string{" ", ""}},
		"too long":     {Questions: []string{strings.Repeat("x", MaxQuestion+1)}},
		"too many":     {Questions: []string{"1", "2", "3", "4", "5", "6"}},
		"a long note":  {Questions: []string{"What?"}, Note: strings.Repeat("x", MaxNote+1)},
		"another area": {Questions: []string{"What?"}, Areas: []framework.AreaID{"nothing"}},
	} {
		if _, err := a.Check(known); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a, err := Ask{Questions: []string{"", "What?", " "}, Areas: []framework.AreaID{"team"}}.Check(known)
	if err != nil || len(a.Questions) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	for name, answer := range map[string]Answer{
		"no words":    {Texts: []string{" "}, Audience: Audience{Subject: true}},
		"too many":    {Texts: []string{"1", "2", "3"}, Audience: Audience{Subject: true}},
		"too long":    {Texts: []string{strings.Repeat("x", MaxText+1)}, Audience: Audience{Subject: true}},
		"no audience": {Texts: []string{"W."}},
		"too wide":    {Texts: []string{"W."}, Audience: Audience{Subject: true, Asker: true}},
	} {
		if err := NewAsked("noor", "noor", "fia", ask(), now).Give(answer, now); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWhoDecidesReadsWhatTheGiverAllowed: only what was asked for a case, what the
// person reads too, and what the manager who put it there still reads.
func TestWhoDecidesReadsWhatTheGiverAllowed(t *testing.T) {
	forCase := ask()
	forCase.Promotion = "case"
	shared := func(f *Feedback) *Feedback {
		if err := f.Share("mats", now); err != nil {
			panic(err)
		}
		return f
	}
	byManager, bySubject := Audience{Subject: true, Asker: true, Decider: true}, Audience{Subject: true, MayShare: true, Decider: true}
	narrowed := given(NewAsked("noor", "mats", "fia", forCase, now), byManager)
	if err := narrowed.Narrow(Audience{Subject: true, Asker: true}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f                 *Feedback
		evidence, decider bool
	}{
		"asked by the manager for a case":   {given(NewAsked("noor", "mats", "fia", forCase, now), byManager), true, true},
		"narrowed since":                    {narrowed, true, false},
		"for the manager alone":             {given(NewAsked("noor", "mats", "fia", forCase, now), Audience{Asker: true}), false, false},
		"asked for no case":                 {given(NewAsked("noor", "mats", "fia", ask(), now), Audience{Subject: true, Asker: true}), true, false},
		"asked by the person, not shown":    {given(NewAsked("noor", "noor", "fia", forCase, now), bySubject), false, false},
		"asked by the person, and shown":    {shared(given(NewAsked("noor", "noor", "fia", forCase, now), bySubject)), true, true},
		"shown, and not for who decides":    {shared(given(NewAsked("noor", "noor", "fia", forCase, now), Audience{Subject: true, MayShare: true})), true, false},
		"asked by another manager":          {given(NewAsked("noor", "mira", "fia", forCase, now), byManager), false, false},
		"given by the manager":              {given(NewUnasked("noor", "mats", nil, now), Audience{Subject: true, MayShare: true}), false, false},
		"given unasked, and not shown":      {given(NewUnasked("noor", "fia", nil, now), Audience{Subject: true, MayShare: true}), false, false},
		"asked for a case and not come yet": {NewAsked("noor", "mats", "fia", forCase, now), false, false},
	} {
		if got := c.f.Evidence("mats"); got != c.evidence {
			t.Errorf("%s: evidence %v", name, got)
		}
		if got := c.f.ForDecider("mats"); got != c.decider {
			t.Errorf("%s: read by who decides %v", name, got)
		}
	}
	for _, a := range []Audience{{Asker: true, Decider: true}, {Subject: true, Decider: true}} {
		for _, asker := range []id.Person{"noor", "mats"} {
			if err := NewAsked("noor", asker, "fia", forCase, now).Give(Answer{Texts: []string{"W."}, Audience: a}, now); err == nil {
				t.Errorf("%+v to %s", a, asker)
			}
		}
	}
}
