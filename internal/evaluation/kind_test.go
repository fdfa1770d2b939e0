package evaluation

import (
	"slices"
	"testing"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// wide is the test's framework with two disciplines.
var wide = framework.New(framework.Framework{
	ID: "test", Version: "1", Steps: text.Steps, Areas: text.Areas,
	Disciplines: []framework.Discipline{{ID: "software", Name: "Software"}, {ID: "research", Name: "Research"}},
})

func TestWhatAnOpeningLooksAt(t *testing.T) {
	cases := map[string]struct {
		open    Opening
		present framework.StepID
		steps   []framework.StepID
		kind    Kind
		wrong   string // the field that is wrong
	}{
		"the usual, without a Step":      {Opening{}, "", []framework.StepID{"near", "far", "wide"}, First, ""},
		"the usual, with one":            {Opening{}, "near", []framework.StepID{"near", "far"}, Growth, ""},
		"the present":                    {Opening{Kind: Growth, View: PresentOnly}, "far", []framework.StepID{"far"}, Growth, ""},
		"the next":                       {Opening{Kind: Growth, View: NextOnly}, "near", []framework.StepID{"far"}, Growth, ""},
		"the next of the widest":         {Opening{Kind: Growth, View: NextOnly}, "wide", nil, "", "view"},
		"both at the widest":             {Opening{Kind: Growth, View: PresentAndNext}, "wide", []framework.StepID{"wide"}, Growth, ""},
		"a view of something else":       {Opening{Kind: Growth, View: "behind"}, "near", nil, "", "view"},
		"another discipline to look at":  {Opening{Kind: Growth, Toward: "research"}, "near", []framework.StepID{"near", "far"}, Growth, ""},
		"a move to another discipline":   {Opening{Kind: Discipline, Toward: "research"}, "far", []framework.StepID{"near", "far"}, Discipline, ""},
		"a move to no discipline":        {Opening{Kind: Discipline}, "far", nil, "", "toward"},
		"a move to the present one":      {Opening{Kind: Discipline, Toward: "software"}, "far", nil, "", "toward"},
		"a move to an unknown one":       {Opening{Kind: Discipline, Toward: "alchemy"}, "far", nil, "", "toward"},
		"a narrower step":                {Opening{Kind: Narrower}, "far", []framework.StepID{"near", "far"}, Narrower, ""},
		"narrower than the narrowest":    {Opening{Kind: Narrower}, "near", nil, "", "kind"},
		"a narrower step, with a view":   {Opening{Kind: Narrower, View: NextOnly}, "far", nil, "", "view"},
		"a narrower step elsewhere":      {Opening{Kind: Narrower, Toward: "research"}, "far", nil, "", "toward"},
		"a move before a Step is set":    {Opening{Kind: Narrower}, "", nil, "", "kind"},
		"growth before a Step is set":    {Opening{Kind: Growth}, "", nil, "", "kind"},
		"a first one after it":           {Opening{Kind: First}, "near", nil, "", "kind"},
		"a kind of its own":              {Opening{Kind: "audit"}, "near", nil, "", "kind"},
		"a rollout without a Step":       {Opening{Kind: Rollout}, "", []framework.StepID{"near", "far", "wide"}, Rollout, ""},
		"a rollout with one":             {Opening{Kind: Rollout}, "near", []framework.StepID{"near", "far"}, Rollout, ""},
		"a step the framework has lost":  {Opening{Kind: Discipline, Toward: "research"}, "gone", []framework.StepID{"near", "far", "wide"}, Discipline, ""},
		"narrower than one that is lost": {Opening{Kind: Narrower}, "gone", nil, "", "kind"},
	}
	for name, c := range cases {
		p, err := c.open.Plan(wide, c.present, "software")
		if c.wrong != "" {
			_, fields := fault.Safe(err)
			if len(fields) != 1 || fields[0].Name != c.wrong {
				t.Errorf("%s: %v, want a word about %s", name, fields, c.wrong)
			}
			continue
		}
		if err != nil || p.Kind != c.kind || !slices.Equal(p.Steps, c.steps) || p.Present != c.present || p.Toward != c.open.Toward {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestWhichKindsSetAndTellAStep(t *testing.T) {
	for _, c := range []struct {
		p           Plan
		sets, tells bool
	}{
		{Plan{Kind: First}, true, false},
		{Plan{Kind: Growth, Present: "near"}, false, true},
		{Plan{Kind: Growth}, false, true}, // kept before the present step was
		{Plan{Kind: Discipline, Present: "near"}, true, true},
		{Plan{Kind: Narrower, Present: "far"}, true, true},
		{Plan{Kind: Rollout}, true, false},
		{Plan{Kind: Rollout, Present: "near"}, false, true},
	} {
		if c.p.SetsStep() != c.sets || c.p.TellsStep() != c.tells {
			t.Errorf("%+v sets %v and tells %v", c.p, c.p.SetsStep(), c.p.TellsStep())
		}
	}
}

// moving is an evaluation about a move, as far as the talk.
func moving(t *testing.T, kind Kind) *Evaluation {
	t.Helper()
	e := at(t, Talked)
	e.Plan = Plan{Kind: kind, Steps: []framework.StepID{"near", "far"}, Present: "far", Toward: "research"}
	return e
}

func TestAMoveNeedsAStepAndANoteOnPay(t *testing.T) {
	good := func() Result {
		r := goodResult()
		r.Pay, r.PayFrom = "Stays until the yearly review.", "2026-09-01"
		return r
	}
	cases := map[string]struct {
		kind   Kind
		change func(*Result)
		field  string
	}{
		"no note on pay":                   {Narrower, func(r *Result) { r.Pay = " " }, "pay"},
		"no day for pay":                   {Narrower, func(r *Result) { r.PayFrom = "" }, "pay_from"},
		"a day that is none":               {Discipline, func(r *Result) { r.PayFrom = "in spring" }, "pay_from"},
		"a note on pay in a first":         {First, func(*Result) {}, "pay"},
		"narrower to the present":          {Narrower, func(r *Result) { r.Step = "far" }, "step"},
		"narrower to a wider":              {Narrower, func(r *Result) { r.Step = "wide" }, "step"},
		"a discipline with a wider":        {Discipline, func(r *Result) { r.Step = "wide" }, "step"},
		"no step":                          {Discipline, func(r *Result) { r.Step = "" }, "step"},
		"a strength without a reason":      {Narrower, func(r *Result) { r.Strength = "team" }, "reason"},
		"an area that makes up for itself": {Narrower, func(r *Result) { r.Reason, r.Strength, r.NotShown = "x", "team", "team" }, "strength"},
		"an area that is none":             {Narrower, func(r *Result) { r.Reason, r.NotShown = "x", "moon" }, "not-shown"},
	}
	for name, c := range cases {
		r := good()
		c.change(&r)
		_, fields := fault.Safe(r.Check(moving(t, c.kind), text))
		if !slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: no word about %s in %v", name, c.field, fields)
		}
	}
	for kind, step := range map[Kind]framework.StepID{Narrower: "near", Discipline: "far"} {
		r := good()
		r.Step, r.Reason, r.NotShown, r.Strength = step, "Her craft carries it.", "team", "craft"
		if err := r.Check(moving(t, kind), text); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestWordsOfAgreementBelongToAMoveAndToOneText(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		words string
		ok    bool
	}{{Growth, "", true}, {Growth, "yes", false}, {Narrower, "", false}, {Narrower, " ", false}, {Narrower, "It is right for me.", true}, {Discipline, "yes", true}} {
		if err := moving(t, c.kind).CheckAgreeing(c.words); (err == nil) != c.ok {
			t.Errorf("%s with %q: %v", c.kind, c.words, err)
		}
	}
	thread := []Message{
		{Author: noor, Text: "first", Sort: Agreeing, Revision: 1}, {Author: noor, Text: "said", Revision: 2},
		{Author: noor, Text: "second", Sort: Agreeing, Revision: 2}, {Author: mats, Text: "his", Sort: Agreeing, Revision: 2},
	}
	if m, ok := WordsOf(thread, noor, 2); !ok || m.Text != "second" {
		t.Errorf("words of the second text: %+v", m)
	}
	if _, ok := WordsOf(thread, mats, 1); ok {
		t.Error("words were found that nobody gave")
	}
}

func TestTwoStatementsEndWithoutAgreement(t *testing.T) {
	e := at(t, Talked)
	if err := e.Sign(ManagerSide, Result{Revision: 1}, 1, 7); err != nil {
		t.Fatal(err)
	}
	if err := e.State(ManagerSide, "I see less.", 8); err != nil || e.Closed() || e.Signed[ManagerSide].IsSet() {
		t.Fatalf("one statement: %v, closed %v, signed %v", err, e.Closed(), e.Signed)
	}
	if err := e.State(ManagerSide, "I changed my mind.", 9); !fault.Is(err, fault.Conflict) {
		t.Errorf("a statement was changed: %v", err)
	}
	if err := e.State(SelfSide, " ", 9); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty statement was kept: %v", err)
	}
	if err := e.State(SelfSide, "I see more.", 9); err != nil || e.Stage != NotAgreed || e.AgreedAt != 9 || len(e.Signed) != 0 {
		t.Fatalf("two statements: %v, %+v", err, e)
	}
	for name, err := range map[string]error{
		"sign": e.Sign(SelfSide, Result{Revision: 1}, 1, 10), "write": e.Write(goodResult(), text), "say": e.MaySay(),
		"state": e.State(SelfSide, "More.", 10), "plan": e.PlanTalk(20, noor, 10),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
}

func TestAStatementLeavesRoomForAgreement(t *testing.T) {
	e := at(t, Talked)
	if err := e.State(SelfSide, "I see more.", 8); err != nil {
		t.Fatal(err)
	}
	for _, side := range []SideName{SelfSide, ManagerSide} {
		if err := e.Sign(side, Result{Revision: 1}, 1, 9); err != nil {
			t.Fatal(err)
		}
	}
	if e.Stage != Agreed {
		t.Errorf("both signed and it is %s", e.Stage)
	}
}

func TestATalkHasADayThatCanBe(t *testing.T) {
	hour := clock.Instant(3_600_000_000)
	e := begin(Growth)
	e.OpenedAt = 1_778_574_180_000_000 // 12 May 2026, 8:23
	for _, at := range []clock.Instant{e.OpenedAt - 1, e.OpenedAt + 400*24*hour} {
		if err := e.PlanTalk(at, noor, e.OpenedAt); !fault.Is(err, fault.Invalid) {
			t.Errorf("a talk at %s was planned: %v", at, err)
		}
	}
	if err := e.PlanTalk(e.OpenedAt+hour, noor, e.OpenedAt); err != nil || e.Planned.Revision != 1 || e.Planned.Mark == "" {
		t.Errorf("%+v, %v", e.Planned, err)
	}
	mark := e.Planned.Mark
	if err := e.PlanTalk(0, mats, e.OpenedAt); err != nil || e.Planned.At.IsSet() || e.Planned.Revision != 2 || e.Planned.Mark != mark {
		t.Errorf("taken back: %+v, %v", e.Planned, err)
	}
	e.Stage = Opened
	for day, ok := range map[clock.Date]bool{"2019-01-01": false, "2026-05-10": false, "2026-05-12": true, "2026-05-13": true, "2026-05-15": false} {
		c := e.Clone()
		if err := c.RecordTalk(Talk{Way: Met, On: day}, map[id.Person]bool{}, "2026-05-14"); (err == nil) != ok {
			t.Errorf("talked on %s: %v", day, err)
		}
	}
}
