package promotion

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

var text = framework.New(framework.Framework{
	ID: "test", Version: "1",
	Steps: []framework.Step{{ID: "near", Name: "Near", Order: 1}, {ID: "far", Name: "Far", Order: 2}, {ID: "wide", Name: "Wide", Order: 3}},
	Areas: []framework.Area{{ID: "team", Name: "Team", Order: 1}, {ID: "craft", Name: "Craft", Order: 2}},
})

var (
	good    = Text{To: "far", Summary: "She leads.", Areas: map[framework.AreaID]string{"team": "Gathers.", "craft": "Mends."}}
	decider = Decider{Person: "tove"}
	yes     = Verdict{Reasons: "Seen for months."}
	notYet  = Verdict{Reasons: "Not across squads.", Focus: []string{"Lead across squads."}, Talk: "In spring, with Mats."}
	pledge  = Commitment{Challenges: "The move.", Person: "Goes on.", Pay: "With the next month.", Revision: 1}
)

func heard() Heard {
	return Heard{From: []Consultation{{Who: "olle", Reply: Given, Relations: []Relation{SameSquad}}}}
}

// at returns a case that has come as far as the stage.
func at(t *testing.T, stage Stage) *Case {
	t.Helper()
	if stage == Asked {
		return Ask("noor", "mats", framework.Ref{ID: "test", Version: "1"}, "", "near", 1)
	}
	c := Recommend("noor", "mats", text, "", "near", "far", 1)
	acts := []func() error{
		func() error { return c.Offer(good, text, 2) },
		func() error { return c.Consent(c.Revision, "", 3) },
		func() error { return c.HandOn(heard(), "", 4) },
		func() error { return c.Decide("tove", decider, yes, 5) },
		func() error { return c.Sign(Person, pledge, 1, 6) },
		func() error { return c.Sign(Manager, pledge, 1, 7) },
	}
	for _, act := range acts {
		switch {
		case c.Stage == stage:
			return c
		case stage == Returned && c.Stage == Deciding:
			if err := c.Return("tove", decider, Verdict{Question: "What of the squad?"}); err != nil {
				t.Fatal(err)
			}
			return c
		case stage == Unsponsored && c.Stage == Consulting:
			c.Reassign("edda", 4)
			return c
		}
		if err := act(); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// acts are all acts, each as it would be allowed.
func acts() map[string]func(*Case) error {
	return map[string]func(*Case) error{
		"answer":    func(c *Case) error { return c.Answer("Let us look at it in spring.", 9) },
		"take up":   func(c *Case) error { return c.TakeUp("far", text) },
		"write":     func(c *Case) error { return c.Write(good, c.Revision, text) },
		"offer":     func(c *Case) error { return c.Offer(good, text, 9) },
		"take back": func(c *Case) error { return c.TakeBack() },
		"consent":   func(c *Case) error { return c.Consent(c.Revision, "Gladly.", 9) },
		"decline":   func(c *Case) error { return c.Decline("", 9) },
		"invite":    func(c *Case) error { return c.MayInvite() },
		"hand on":   func(c *Case) error { return c.HandOn(heard(), "As you asked.", 9) },
		"decide":    func(c *Case) error { return c.Decide("tove", decider, yes, 9) },
		"not yet":   func(c *Case) error { return c.RefuseYet("tove", decider, notYet, "2026-05-13", 9) },
		"return":    func(c *Case) error { return c.Return("tove", decider, Verdict{Question: "What of the squad?"}) },
		"sponsor":   func(c *Case) error { return c.Sponsor() },
		"commit":    func(c *Case) error { return c.Commit(pledge) },
		"sign":      func(c *Case) error { return c.Sign(Person, pledge, 1, 9) },
		"unsign":    func(c *Case) error { return c.Unsign(Person) },
		"withdraw":  func(c *Case) error { return c.Withdraw(Manager, 9) },
	}
}

func TestEachActNeedsItsStage(t *testing.T) {
	allowed := map[string][]Stage{
		"answer": {Asked}, "take up": {Asked}, "write": {Drafting}, "offer": {Drafting}, "take back": {Offered}, "consent": {Offered}, "decline": {Offered},
		"invite": {Consulting, Returned}, "hand on": {Consulting, Returned}, "decide": {Deciding}, "not yet": {Deciding}, "return": {Deciding},
		"sponsor": {Unsponsored}, "commit": {Committing}, "sign": {Committing},
		"withdraw": {Asked, Drafting, Offered, Consulting, Deciding, Returned, Unsponsored},
	}
	for name, act := range acts() {
		for _, stage := range Stages() {
			err := act(at(t, stage))
			if want := slices.Contains(allowed[name], stage); (err == nil) != want {
				t.Errorf("%s at %s: %v", name, stage, err)
			}
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s at %s answers with %v, which is no conflict", name, stage, err)
			}
		}
	}
}

func TestOnlyTheDeciderDecides(t *testing.T) {
	for _, who := range []id.Person{"noor", "mats", "olle", ""} {
		if err := at(t, Deciding).Decide(who, decider, yes, 9); !fault.Is(err, fault.Withheld) {
			t.Errorf("%q decided: %v", who, err)
		}
		if err := at(t, Deciding).Decide(who, Decider{Person: who}, yes, 9); !fault.Is(err, fault.Withheld) && who != "olle" {
			t.Errorf("%q decided when named: %v", who, err)
		}
	}
	if err := at(t, Deciding).Decide("mats", Decider{Person: "mats", Alone: true}, yes, 9); err != nil {
		t.Errorf("where the step leaves it to the manager: %v", err)
	}
}

func TestConsentBelongsToOneText(t *testing.T) {
	c := at(t, Offered)
	if err := c.Consent(c.Revision+1, "", 9); !fault.Is(err, fault.Conflict) {
		t.Errorf("another text was agreed to: %v", err)
	}
	c = at(t, Consulting)
	c.Reassign("edda", 9)
	if err := c.Sponsor(); err != nil || c.Stage != Offered || c.Agreed != 0 || c.Manager != "edda" {
		t.Errorf("after a change of manager: %+v, %v", c, err)
	}
}

func TestAChangeOfManager(t *testing.T) {
	want := map[Stage]Stage{
		Asked: Asked, Drafting: Closed, Offered: Unsponsored, Consulting: Unsponsored, Deciding: Unsponsored, Returned: Unsponsored,
		Unsponsored: Unsponsored, Committing: Committing, Closed: Closed,
	}
	for from, to := range want {
		c := at(t, from)
		before := c.Manager
		c.Reassign("pia", 9)
		if c.Stage != to || from != Closed && c.Manager != "pia" || from == Closed && c.Manager != before {
			t.Errorf("%s became %s with %s", from, c.Stage, c.Manager)
		}
	}
	c := at(t, Consulting)
	if c.Reassign("", 9); c.Stage != Unsponsored || c.Manager != "mats" {
		t.Errorf("without a manager: %+v", c)
	}
}

func TestTheCaseSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Text)
		field  string
	}{
		"narrower":         {func(x *Text) { x.To = "near" }, "to"},
		"no summary":       {func(x *Text) { x.Summary = " " }, "summary"},
		"an area is empty": {func(x *Text) { x.Areas = map[framework.AreaID]string{"team": "Gathers."} }, "reason"},
		"two steps":        {func(x *Text) { x.To = "wide" }, "reason"},
		"unknown area":     {func(x *Text) { x.Areas["void"] = "?"; x.Reason = "r" }, "area:void"},
	} {
		x := good
		x.Areas = map[framework.AreaID]string{"team": "Gathers.", "craft": "Mends."}
		c.change(&x)
		_, fields := fault.Safe(x.Check(text, "near"))
		if !slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: %v", name, fields)
		}
		if x.Reason = "We know her work."; c.field == "reason" && x.Check(text, "near") != nil {
			t.Errorf("%s with a reason: %v", name, x.Check(text, "near"))
		}
	}
}

func TestAVariedConsultationOrAReason(t *testing.T) {
	h := Heard{Wanted: Wanted([]string{framework.HearSquadPeers, framework.HearChapterPeers}), From: heard().From}
	if got := h.Gaps(); !slices.Equal(got, []Relation{SameChapter}) {
		t.Errorf("gaps %v", got)
	}
	if err := at(t, Consulting).HandOn(h, "", 9); !fault.Is(err, fault.Invalid) {
		t.Errorf("a gap without a reason: %v", err)
	}
	h.Reasons = map[Relation]string{SameChapter: "She is alone in it."}
	if err := at(t, Consulting).HandOn(h, "", 9); err != nil {
		t.Errorf("with a reason: %v", err)
	}
	for _, reply := range []Reply{Waiting, Passed, Cancelled} {
		silent := Heard{From: []Consultation{{Reply: reply, Relations: []Relation{SameSquad}}}}
		if err := at(t, Consulting).HandOn(silent, "", 9); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s counts as heard: %v", reply, err)
		}
	}
}

func TestRelations(t *testing.T) {
	noor := Place{Squads: []id.Unit{"otter"}, Chapters: []id.Unit{"backend"}, Tribes: []id.Unit{"rivers"}, Discipline: "software"}
	for name, c := range map[string]struct {
		other Place
		want  []Relation
	}{
		"squad":         {Place{Squads: []id.Unit{"otter"}, Tribes: []id.Unit{"rivers"}, Discipline: "testing"}, []Relation{SameSquad, OtherDiscipline}},
		"chapter":       {Place{Squads: []id.Unit{"beaver"}, Chapters: []id.Unit{"backend"}, Tribes: []id.Unit{"rivers"}, Discipline: "software"}, []Relation{SameChapter, OtherSquad}},
		"tribe lead":    {Place{Tribes: []id.Unit{"rivers"}, LeadsTribes: []id.Unit{"rivers"}}, []Relation{LeadsInTribe, LeadsTechnology}},
		"another tribe": {Place{Squads: []id.Unit{"fox"}, Tribes: []id.Unit{"woods"}, LeadsTribes: []id.Unit{"woods"}}, []Relation{OtherTribe, LeadsTechnology}},
		"the CTO":       {Place{CTO: true}, []Relation{LeadsTechnology}},
		"nobody":        {Place{}, nil},
	} {
		if got := RelationsOf(noor, c.other); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	for name, reply := range map[string]func(*Consultation) error{
		"give":    func(c *Consultation) error { c.Way = Written; return c.Give(Answer{Text: "She gathers."}, text, 9) },
		"confirm": func(c *Consultation) error { c.Way = Spoken; return c.Confirm(true, "", 9) },
		"dispute": func(c *Consultation) error { c.Way = Spoken; return c.Confirm(false, "I said more.", 9) },
		"pass":    func(c *Consultation) error { return c.Pass(9) },
	} {
		c := &Consultation{Reply: Waiting}
		if err := reply(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := reply(c); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s twice: %v", name, err)
		}
	}
	if err := (&Consultation{Reply: Waiting, Way: Written}).Give(Answer{Text: "  "}, text, 9); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty answer: %v", err)
	}
	c := at(t, Consulting)
	for _, who := range []id.Person{"noor", "mats", "tove", "olle", ""} {
		if c.MayAsk(who, "tove", heard().From) == nil {
			t.Errorf("%q may be asked", who)
		}
	}
	if err := c.MayAsk("pia", "tove", heard().From); err != nil {
		t.Error(err)
	}
}

func TestWhoSeesACase(t *testing.T) {
	self, manager, other := access.Bond{Known: true, Self: true}, access.Bond{Known: true, Manager: true}, access.Bond{Known: true, People: true, Pay: true}
	for _, stage := range Stages() {
		c := at(t, stage)
		wantSelf := Whole
		if stage == Drafting {
			wantSelf = Nothing
		}
		if got := c.VisibleTo(self, false, false, 10); got != wantSelf {
			t.Errorf("%s to the person: %q", stage, got)
		}
		if got := c.VisibleTo(manager, false, false, 10); got != Whole {
			t.Errorf("%s to the manager: %q", stage, got)
		}
		if got := c.VisibleTo(other, false, false, 10); got != Nothing {
			t.Errorf("%s to others: %q", stage, got)
		}
		if got := c.VisibleTo(other, true, false, 10); (got == Judge) != (stage == Deciding) {
			t.Errorf("%s to the decider: %q", stage, got)
		}
	}
	c, long := at(t, Committing), clock.Instant(0).Add(DeciderKeeps)
	if c.VisibleTo(other, false, true, 10) != Judge || c.VisibleTo(other, false, true, c.DecidedAt+long) != Nothing {
		t.Error("whoever decided reads it too long, or not at all")
	}
	if at(t, Deciding).VisibleTo(other, false, true, 10) != Nothing {
		t.Error("somebody who decided nothing yet reads it")
	}
	if c := at(t, Consulting); c.ReadsAnswers(self, Whole) || !c.ReadsAnswers(manager, Whole) || !c.ReadsAnswers(other, Judge) {
		t.Error("answers are read by the wrong people")
	}
}

// TestNoOrderOfActsBreaksTheRules walks 10,000 random sequences of acts.
func TestNoOrderOfActsBreaksTheRules(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2026))
	list := acts()
	names := make([]string, 0, len(list))
	for name := range list {
		names = append(names, name)
	}
	slices.Sort(names)
	names = append(names, "new manager", "sign for the manager", "leave")
	list["new manager"] = func(c *Case) error { c.Reassign(id.Person([]string{"edda", "pia", ""}[random.IntN(3)]), 9); return nil }
	list["sign for the manager"] = func(c *Case) error { return c.Sign(Manager, pledge, 1, 9) }
	list["leave"] = func(c *Case) error { c.Leave(9); return nil }
	ends := map[Outcome]int{}
	for range 10_000 {
		c := at(t, []Stage{Asked, Drafting, Consulting, Deciding}[random.IntN(4)])
		consented := c.Agreed != 0 || c.ConsentAt.IsSet()
		for range 12 {
			before := c.Clone()
			name := names[random.IntN(len(names))]
			if name == "leave" && random.IntN(20) > 0 {
				continue
			}
			if err := list[name](c); err != nil && (c.Stage != before.Stage || c.Outcome != before.Outcome || len(c.Signed) != len(before.Signed)) {
				t.Fatalf("%s failed and changed %+v to %+v", name, before, c)
			}
			consented = consented || c.ConsentAt.IsSet()
			switch {
			case before.Stage == Closed && c.Stage != Closed:
				t.Fatalf("%s opened a closed case", name)
			case (c.Stage == Closed) != (c.Outcome != ""):
				t.Fatalf("%s: %s with outcome %q", name, c.Stage, c.Outcome)
			case c.InCourse() && !c.ConsentAt.IsSet():
				t.Fatalf("%s: others are heard without consent", name)
			case (c.Outcome == Promoted || c.Stage == Committing) && (c.Decider == "" || c.Decider == c.Subject || !consented):
				t.Fatalf("%s: promoted by %q, consent %v", name, c.Decider, consented)
			case c.Outcome == Promoted && len(c.Signed) != 2:
				t.Fatalf("%s: promoted with %d signatures", name, len(c.Signed))
			}
		}
		ends[c.Outcome]++
	}
	for _, o := range []Outcome{Promoted, NotYet, Declined, Withdrawn, Answered, Ended} {
		if ends[o] == 0 {
			t.Errorf("no walk ended as %q; the walk is too short", o)
		}
	}
}
