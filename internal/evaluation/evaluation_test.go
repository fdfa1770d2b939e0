package evaluation

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

const (
	noor = id.Person("noor") // the subject
	mats = id.Person("mats") // the manager
	edda = id.Person("edda") // the next manager
)

var text = framework.New(framework.Framework{
	ID: "test", Version: "1",
	Steps: []framework.Step{{ID: "near", Name: "Near", Order: 1}, {ID: "far", Name: "Far", Order: 2}, {ID: "wide", Name: "Wide", Order: 3}},
	Areas: []framework.Area{{ID: "team", Name: "Team", Order: 1}, {ID: "craft", Name: "Craft", Order: 2}},
	Examples: []framework.Example{
		{ID: "team-near", Area: "team", Step: "near", Text: "Helps."}, {ID: "team-far", Area: "team", Step: "far", Text: "Gathers."},
		{ID: "team-always", Area: "team", Step: framework.EveryStep, Text: "Is kind."},
	},
})

func begin(kind Kind) *Evaluation {
	return New(kind, noor, mats, noor, framework.Ref{ID: "test", Version: "1"}, "", []framework.StepID{"near", "far"}, "", 1)
}

var words = Body{Areas: map[Key]Answer{"team/near": {Mark: Sometimes, Text: "I paired with Ben."}}}

// at returns an evaluation that has come as far as the stage.
func at(t *testing.T, stage Stage) *Evaluation {
	t.Helper()
	e := begin(First)
	steps := []func() error{
		func() error { return e.HandIn(SelfSide, words, 2) },
		func() error { return e.HandIn(ManagerSide, words, 3) },
		func() error { return e.RecordTalk(Talk{Way: Met, On: "2026-05-12"}, nil, "2026-05-12") },
		func() error { return e.Sign(SelfSide, Result{Revision: 1}, 1, 5) },
		func() error { return e.Sign(ManagerSide, Result{Revision: 1}, 1, 6) },
	}
	for _, step := range steps {
		if e.Stage == stage {
			return e
		}
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func TestEachActNeedsItsStage(t *testing.T) {
	acts := map[string]struct {
		act    func(*Evaluation) error
		stages []Stage
	}{
		"hand in":     {func(e *Evaluation) error { return e.HandIn(SelfSide, words, 9) }, []Stage{Writing}},
		"say":         {func(e *Evaluation) error { return e.MaySay() }, []Stage{Opened, Talked}},
		"record talk": {func(e *Evaluation) error { return e.RecordTalk(Talk{Way: Met, On: "2026-05-12"}, nil, "2026-05-12") }, []Stage{Opened}},
		"write":       {func(e *Evaluation) error { return e.Write(goodResult(), text) }, []Stage{Talked}},
		"sign":        {func(e *Evaluation) error { return e.Sign(SelfSide, Result{Revision: 1}, 1, 9) }, []Stage{Talked}},
		"take back":   {func(e *Evaluation) error { return e.TakeBack(SelfSide) }, nil},
		"unsign":      {func(e *Evaluation) error { return e.Unsign(SelfSide) }, nil},
	}
	for name, c := range acts {
		for _, stage := range Stages() {
			err := c.act(at(t, stage))
			if want := slices.Contains(c.stages, stage); (err == nil) != want {
				t.Errorf("%s at %s: allowed %v, want %v (%v)", name, stage, err == nil, want, err)
			}
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s at %s answers with %v, which is no conflict", name, stage, err)
			}
		}
	}
}

func goodResult() Result {
	return Result{Summary: "Works well with others.", Step: "near", Focus: []Focus{{Area: "team", Text: "Lead a small thing."}}}
}

func TestBothOpenAtTheSameInstant(t *testing.T) {
	e := begin(Growth)
	if err := e.HandIn(ManagerSide, words, 2); err != nil || e.BothSee() {
		t.Fatalf("one side alone: both see %v, %v", e.BothSee(), err)
	}
	if err := e.HandIn(SelfSide, words, 7); err != nil || !e.BothSee() || e.OpenedBoth != 7 {
		t.Fatalf("both sides: both see %v at %d, %v", e.BothSee(), e.OpenedBoth, err)
	}
}

func TestASideIsReadByItsAuthorAloneUntilBothAreOpen(t *testing.T) {
	self, manager, none := access.Bond{Known: true, Self: true}, access.Bond{Known: true, Manager: true}, access.Bond{Known: true, People: true}
	writing, opened := at(t, Writing), at(t, Opened)
	cases := []struct {
		name string
		e    *Evaluation
		b    access.Bond
		who  id.Person
		side SideName
		want bool
	}{
		{"own side", writing, self, noor, SelfSide, true},
		{"manager's side while writing", writing, self, noor, ManagerSide, false},
		{"employee's side while writing", writing, manager, mats, SelfSide, false},
		{"manager's own side", writing, manager, mats, ManagerSide, true},
		{"opened to the employee", opened, self, noor, ManagerSide, true},
		{"opened to the manager", opened, manager, mats, SelfSide, true},
		{"never to a people partner", opened, none, edda, SelfSide, false},
		{"not to somebody who was the manager", opened, access.Bond{Known: true}, mats, ManagerSide, false},
	}
	for _, c := range cases {
		if got := c.e.SideVisibleTo(c.b, c.who, c.side); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTakingBackEndsWhenTheOtherHandsIn(t *testing.T) {
	e := begin(First)
	if err := e.HandIn(SelfSide, words, 2); err != nil {
		t.Fatal(err)
	}
	if err := e.TakeBack(ManagerSide); err == nil {
		t.Error("a side that was not handed in was taken back")
	}
	if err := e.TakeBack(SelfSide); err != nil || e.MayWrite(SelfSide) != nil {
		t.Errorf("taking back: %v, may write %v", err, e.MayWrite(SelfSide))
	}
	if err := e.HandIn(SelfSide, Body{}, 3); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty side was handed in: %v", err)
	}
}

func TestASignatureBelongsToOneText(t *testing.T) {
	e := at(t, Talked)
	if err := e.Sign(SelfSide, Result{Revision: 2}, 1, 9); err == nil {
		t.Error("a text was signed that had changed since it was read")
	}
	if err := e.Sign(SelfSide, Result{}, 0, 9); err == nil {
		t.Error("a result that does not exist was signed")
	}
	if err := e.Sign(SelfSide, Result{Revision: 2}, 2, 9); err != nil {
		t.Fatal(err)
	}
	if err := e.Sign(SelfSide, Result{Revision: 2}, 2, 9); err == nil || e.Stage != Talked {
		t.Errorf("one signed for both: %v, %s", err, e.Stage)
	}
	if err := e.Write(goodResult(), text); err != nil || len(e.Signed) != 0 {
		t.Errorf("after a change: %v, signatures %v", err, e.Signed)
	}
}

func TestAConversationInWritingNeedsBoth(t *testing.T) {
	talk := Talk{Way: InWriting}
	if err := at(t, Opened).RecordTalk(talk, map[id.Person]bool{noor: true}, "2026-05-12"); !fault.Is(err, fault.Invalid) {
		t.Errorf("one alone talked in writing: %v", err)
	}
	if err := at(t, Opened).RecordTalk(talk, map[id.Person]bool{noor: true, mats: true}, "2026-05-12"); err != nil {
		t.Error(err)
	}
	for _, bad := range []Talk{{Way: Met}, {Way: Met, On: "2026-05-13"}, {Way: "shouted", On: "2026-05-12"}} {
		if err := at(t, Opened).RecordTalk(bad, nil, "2026-05-12"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v was taken: %v", bad, err)
		}
	}
}

func TestResultSaysWhatIsMissing(t *testing.T) {
	long := strings.Repeat("x", MaxText+1)
	cases := map[string]struct {
		change func(*Result)
		kind   Kind
		field  string
	}{
		"no step in a first":     {func(r *Result) { r.Step = "" }, First, "step"},
		"unknown step":           {func(r *Result) { r.Step = "moon" }, First, "step"},
		"a step in a growth one": {func(*Result) {}, Growth, "step"},
		"no summary":             {func(r *Result) { r.Summary = " " }, First, "summary"},
		"long summary":           {func(r *Result) { r.Summary = long }, First, "summary"},
		"long reason":            {func(r *Result) { r.Reason = long }, First, "reason"},
		"no focus":               {func(r *Result) { r.Focus = nil }, First, "focus:0"},
		"empty focus":            {func(r *Result) { r.Focus[0].Text = "" }, First, "focus:0"},
		"focus on nothing known": {func(r *Result) { r.Focus[0].Area = "moon" }, First, "focus-area:0"},
		"a word that is none":    {func(r *Result) { r.Areas = map[Key]Mark{"team/near": "great"} }, First, "result:team/near"},
		"a step not in view":     {func(r *Result) { r.Areas = map[Key]Mark{"team/wide": Describes} }, First, "result:team/wide"},
	}
	for name, c := range cases {
		r := goodResult()
		c.change(&r)
		_, fields := fault.Safe(r.Check(begin(c.kind), text))
		if !slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: no word about %s in %v", name, c.field, fields)
		}
	}
	if err := goodResult().Check(begin(First), text); err != nil {
		t.Error(err)
	}
}

func TestBodyHoldsOnlyWhatIsInView(t *testing.T) {
	for name, b := range map[string]Body{
		"unknown area":    {Areas: map[Key]Answer{"moon/near": {Mark: Sometimes}}},
		"step not viewed": {Areas: map[Key]Answer{"team/wide": {Mark: Sometimes}}},
		"unknown word":    {Areas: map[Key]Answer{"team/near": {Mark: "ace"}}},
		"unknown example": {Examples: map[framework.ExampleID]Mark{"moon": Describes}},
		"example's word":  {Examples: map[framework.ExampleID]Mark{"team-near": "ace"}},
		"long text":       {Areas: map[Key]Answer{"team/near": {Text: strings.Repeat("x", MaxText+1)}}},
	} {
		if err := b.Check(begin(First), text); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s was taken: %v", name, err)
		}
	}
	if err := words.Check(begin(First), text); err != nil {
		t.Error(err)
	}
}

func TestOneStepIsReplacedAndTheOthersStay(t *testing.T) {
	have := Body{
		Areas:    map[Key]Answer{"team/near": {Text: "old"}, "team/far": {Text: "kept"}},
		Examples: map[framework.ExampleID]Mark{"team-near": NotYet, "team-far": Describes, "team-always": NotYet},
	}
	part := Body{Areas: map[Key]Answer{"craft/near": {Text: "new"}, "craft/far": {Text: "of another step"}}, Examples: map[framework.ExampleID]Mark{"team-always": Describes}}
	got := have.With("near", part, text)
	want := Body{
		Areas:    map[Key]Answer{"craft/near": {Text: "new"}, "team/far": {Text: "kept"}},
		Examples: map[framework.ExampleID]Mark{"team-far": Describes, "team-always": Describes},
	}
	if len(got.Areas) != 2 || got.Areas["craft/near"] != want.Areas["craft/near"] || got.Areas["team/far"] != want.Areas["team/far"] ||
		len(got.Examples) != 2 || got.Examples["team-far"] != Describes || got.Examples["team-always"] != Describes {
		t.Errorf("got %+v", got)
	}
}

func TestStepsInViewFollowFromTheKind(t *testing.T) {
	cases := []struct {
		kind    Kind
		present framework.StepID
		want    []framework.StepID
	}{
		{First, "", []framework.StepID{"near", "far", "wide"}},
		{Growth, "near", []framework.StepID{"near", "far"}},
		{Growth, "wide", []framework.StepID{"wide"}},
	}
	for _, c := range cases {
		if got := StepsInView(c.kind, text, c.present); !slices.Equal(got, c.want) {
			t.Errorf("%s from %q: %v, want %v", c.kind, c.present, got, c.want)
		}
	}
}

func TestFirstEvaluationIsSeenAMonthBefore(t *testing.T) {
	cases := []struct {
		start, today clock.Date
		want         bool
	}{
		{"2026-01-15", "2026-06-14", false}, {"2026-01-15", "2026-06-15", true}, {"2026-01-15", "2026-07-15", true},
		{"2025-09-30", "2026-02-27", false}, {"2025-09-30", "2026-02-28", true}, {"", "2026-02-28", false},
	}
	for _, c := range cases {
		if got := FirstIsTime(c.start, 6, c.today); got != c.want {
			t.Errorf("started %s, today %s: %v, want %v", c.start, c.today, got, c.want)
		}
	}
	if got := FirstDue("2026-08-31", 6); got != "2027-02-28" {
		t.Errorf("six months after 31 August: %s", got)
	}
}

func TestANewManagerStartsWithAnEmptySide(t *testing.T) {
	e := begin(First)
	if err := e.HandIn(ManagerSide, words, 2); err != nil {
		t.Fatal(err)
	}
	e.Reassign(edda)
	if _, ok := e.SideOf(mats); ok || e.HandedIn[ManagerSide].IsSet() {
		t.Error("the former manager still has a side, or what was unopened passed on")
	}
	if side, ok := e.SideOf(edda); !ok || side != ManagerSide {
		t.Error("the new manager has no side")
	}
	agreed := at(t, Opened)
	if agreed.Reassign(edda); agreed.Stage != Opened || !agreed.HandedIn[ManagerSide].IsSet() {
		t.Error("what was opened to both was closed again")
	}
}

func TestTurnsNeverTellMoreThanWhoseTurnItIs(t *testing.T) {
	e := begin(First)
	before := e.TurnOf(SelfSide, "Mats", false)
	if err := e.HandIn(ManagerSide, words, 2); err != nil {
		t.Fatal(err)
	}
	after := e.TurnOf(SelfSide, "Mats", false)
	if before.Whose != Yours || after.Whose != Yours || strings.Contains(after.Next, "2") {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if got := e.TurnOf(ManagerSide, "Noor", false); got.Whose != Theirs {
		t.Errorf("who handed in is told %+v", got)
	}
}

// TestNoOrderOfActsBreaksTheRules lets both act at random and holds what must
// always be true against the outcome.
func TestNoOrderOfActsBreaksTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, revision := begin(First), int64(0)
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			before, signed := e.Clone(), len(e.Signed)
			side := rapid.SampledFrom([]SideName{SelfSide, ManagerSide}).Draw(t, "side")
			act := rapid.SampledFrom([]string{"hand in", "take back", "talk", "write", "sign", "unsign", "reassign"}).Draw(t, "act")
			err := perform(e, act, side, &revision)
			switch {
			case err != nil && (e.Stage != before.Stage || len(e.Signed) != signed):
				t.Fatalf("%s was refused and yet changed something", act)
			case before.BothSee() && !e.BothSee():
				t.Fatalf("%s closed what was open", act)
			case !before.BothSee() && e.BothSee() && !(e.HandedIn[SelfSide].IsSet() && e.HandedIn[ManagerSide].IsSet()):
				t.Fatalf("%s opened a side that was not handed in", act)
			case e.Stage == Agreed && len(e.Signed) != 2 && act != "reassign":
				t.Fatalf("agreed with %d signatures", len(e.Signed))
			case before.Stage == Agreed && e.Stage != Agreed:
				t.Fatalf("%s undid what was agreed", act)
			}
		}
	})
}

func perform(e *Evaluation, act string, side SideName, revision *int64) error {
	switch act {
	case "hand in":
		return e.HandIn(side, words, 5)
	case "take back":
		return e.TakeBack(side)
	case "talk":
		return e.RecordTalk(Talk{Way: Met, On: "2026-05-12"}, nil, "2026-05-12")
	case "write":
		err := e.Write(goodResult(), text)
		if err == nil {
			*revision++
		}
		return err
	case "sign":
		return e.Sign(side, Result{Revision: *revision}, *revision, 9)
	case "unsign":
		return e.Unsign(side)
	}
	if !e.Closed() {
		e.Reassign(edda)
	}
	return nil
}
