package framework

import (
	"fmt"
	"slices"
	"testing"
	"testing/quick"
)

// world has two tracks that share the third order, and an area whose examples
// are common, marked, borrowed and for every step.
func world() *Framework {
	return New(Framework{
		Steps: []Step{
			{ID: "wide", Order: 3, Track: TrackIC},
			{ID: "lead", Order: 3, Track: TrackPeople, Includes: []StepID{"mid"}},
			{ID: "start", Order: 1},
			{ID: "mid", Order: 2, Track: TrackIC},
			{ID: "top", Order: 4, Track: TrackPeople},
			{ID: "apart", Order: 5, Includes: []StepID{}},
		},
		Areas: []Area{{ID: "craft", Order: 2}, {ID: "team", Order: 1}},
		Disciplines: []Discipline{
			{ID: "code", Name: "Software development", Also: []string{"Backend"}},
			{ID: "tools", Name: "Toolsmithing", Near: "code"},
			{ID: "left", Near: "right"}, {ID: "right", Near: "left"},
		},
		Roles: []Role{{ID: "lead", Name: "Chapter lead"}},
		Examples: []Example{
			{ID: "a", Area: "craft", Step: "start"},
			{ID: "b", Area: "craft", Step: "start", Disciplines: []DisciplineID{"code", "code"}},
			{ID: "c", Area: "craft", Step: EveryStep},
			{ID: "d", Area: "craft", Step: "mid", Disciplines: []DisciplineID{"tools"}},
			{ID: "e", Area: "craft", Step: "mid", Disciplines: []DisciplineID{"code"}},
			{ID: "f", Area: "craft", Level: "one", Disciplines: []DisciplineID{"code"}},
			{ID: "g", Area: "craft", Level: "one"},
		},
		Profiles: []Profile{{Role: "lead", Step: "mid", Expects: []Expectation{{Area: "craft", Level: "one"}}}},
	})
}

func ids[T any](all []T, id func(T) string) string {
	var s []string
	for _, v := range all {
		s = append(s, id(v))
	}
	return fmt.Sprint(s)
}

func stepIDs(s []Step) string       { return ids(s, func(s Step) string { return string(s.ID) }) }
func exampleIDs(e []Example) string { return ids(e, func(e Example) string { return string(e.ID) }) }

func TestStepsInOrder(t *testing.T) {
	if got, want := stepIDs(world().StepsInOrder()), "[start mid wide lead top apart]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		from, next StepID
	}{
		{"start", "mid"},
		{"mid", "wide"}, // two share the order; the same track comes first
		{"wide", "top"},
		{"lead", "top"},
		{"apart", ""},
		{"nowhere", ""},
	} {
		got, ok := world().Next(c.from)
		if got.ID != c.next || ok != (c.next != "") {
			t.Errorf("Next(%s) = %s, %v; want %s", c.from, got.ID, ok, c.next)
		}
	}
}

func TestNextPrefersTheSameTrackOverWhatIsWrittenFirst(t *testing.T) {
	f := New(Framework{Steps: []Step{{ID: "a", Order: 1, Track: TrackPeople}, {ID: "b", Order: 2, Track: TrackIC},
		{ID: "c", Order: 2, Track: TrackPeople}, {ID: "d", Order: 3, Track: TrackPeople}}})
	if got, _ := f.Next("a"); got.ID != "c" {
		t.Errorf("got %s", got.ID)
	}
}

func TestIncluded(t *testing.T) {
	for step, want := range map[StepID]string{
		"start":   "[]",
		"mid":     "[start]",
		"wide":    "[start mid]",
		"lead":    "[start mid]",
		"top":     "[start mid lead]", // of the order before, only the same track
		"apart":   "[]",
		"nowhere": "[]",
	} {
		if got := stepIDs(world().Included(step)); got != want {
			t.Errorf("Included(%s) = %s, want %s", step, got, want)
		}
	}
}

func TestIncludedEndsInACircle(t *testing.T) {
	f := New(Framework{Steps: []Step{{ID: "a", Order: 1, Includes: []StepID{"b"}}, {ID: "b", Order: 2, Includes: []StepID{"a", "gone"}}}})
	if got := stepIDs(f.Included("b")); got != "[a]" {
		t.Errorf("got %s", got)
	}
}

func TestIncludedWithoutOwnTrackTakesTheWholeOrderBefore(t *testing.T) {
	f := New(Framework{Steps: []Step{{ID: "a", Order: 1, Track: TrackIC}, {ID: "b", Order: 1, Track: TrackPeople}, {ID: "c", Order: 2}}})
	if got := stepIDs(f.Included("c")); got != "[a b]" {
		t.Errorf("got %s", got)
	}
}

func TestWider(t *testing.T) {
	for _, c := range []struct {
		a, b StepID
		want bool
	}{
		{"mid", "start", true}, {"start", "mid", false}, {"wide", "lead", false},
		{"lead", "wide", false}, {"mid", "mid", false}, {"mid", "gone", false}, {"gone", "mid", false},
	} {
		if got := world().Wider(c.a, c.b); got != c.want {
			t.Errorf("Wider(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func TestWiderIsNeverMutual(t *testing.T) {
	f := func(a, b uint8) bool {
		w := New(Framework{Steps: []Step{{ID: "a", Order: int(a % 4)}, {ID: "b", Order: int(b % 4)}}})
		return !w.Wider("a", "b") || !w.Wider("b", "a")
	}
	if err := quick.Check(f, nil); err != nil {
		t.Error(err)
	}
}

func TestExamplesFor(t *testing.T) {
	for _, c := range []struct {
		step       StepID
		discipline DisciplineID
		want       string
	}{
		{"start", "", "[c a]"},
		{"start", "code", "[c a b]"},
		{"start", "tools", "[c a b]"}, // none of its own: those of the near one
		{"mid", "tools", "[c d]"},     // some of its own: only those
		{"mid", "code", "[c e]"},
		{"mid", "left", "[c]"}, // near each other, both without
		{"mid", "unknown", "[c]"},
		{"nowhere", "code", "[]"},
	} {
		if got := exampleIDs(world().ExamplesFor("craft", c.step, c.discipline)); got != c.want {
			t.Errorf("ExamplesFor(%s, %s) = %s, want %s", c.step, c.discipline, got, c.want)
		}
	}
}

func TestMarkedIsOnlyTheDisciplinesOwn(t *testing.T) {
	w := world()
	if got := exampleIDs(w.Marked("craft", "start", "code")); got != "[b]" {
		t.Errorf("code: %s", got)
	}
	if got := exampleIDs(w.Marked("craft", "start", "tools")); got != "[]" {
		t.Errorf("tools: %s", got)
	}
	if _, whose := w.MarkedOrNear("craft", "start", "tools"); whose != "code" {
		t.Errorf("borrowed from %s", whose)
	}
}

func TestNobodyWritesIntoAnother(t *testing.T) {
	w := world()
	three := New(Framework{Steps: []Step{{ID: "s"}}, Examples: []Example{{ID: "x", Area: "a", Step: "s"}, {ID: "y", Area: "a", Step: "s"}, {ID: "z", Area: "a", Step: "s"}}})
	kept := append(three.Common("a", "s"), Example{ID: "mine"})
	_ = append(three.Common("a", "s"), Example{ID: "intruder"})
	if got := exampleIDs(kept); got != "[x y z mine]" {
		t.Errorf("got %s", got)
	}
	_ = append(w.ExamplesFor("craft", "start", "code"), Example{ID: "intruder"})
	if got := exampleIDs(w.ExamplesFor("craft", "start", "code")); got != "[c a b]" {
		t.Errorf("got %s", got)
	}
}

func TestLookups(t *testing.T) {
	w := world()
	if d, ok := w.DisciplineNamed("  software   DEVELOPMENT"); !ok || d.ID != "code" {
		t.Errorf("by name: %v", d)
	}
	if d, ok := w.DisciplineNamed("backend"); !ok || d.ID != "code" {
		t.Errorf("by alias: %v", d)
	}
	if _, ok := w.DisciplineNamed("sales"); ok {
		t.Error("found what is not there")
	}
	if r, ok := w.RoleNamed("chapter lead"); !ok || r.ID != "lead" {
		t.Errorf("role: %v", r)
	}
	if got := exampleIDs(w.AtLevel("craft", "one", "")); got != "[g]" {
		t.Errorf("level, common: %s", got)
	}
	if got := exampleIDs(w.AtLevel("craft", "one", "code")); got != "[f g]" {
		t.Errorf("level, marked: %s", got)
	}
	if p, ok := w.Profile("lead", "mid"); !ok || len(p.Expects) != 1 {
		t.Errorf("profile: %v", p)
	}
	if a := w.AreasInOrder(); a[0].ID != "team" {
		t.Errorf("areas: %v", a)
	}
}

func TestALiteralWorksLikeOneMadeByNew(t *testing.T) {
	w := world()
	literal := *w
	literal.index = nil
	if !slices.EqualFunc(literal.StepsInOrder(), w.StepsInOrder(), func(a, b Step) bool { return a.ID == b.ID }) {
		t.Error("steps differ")
	}
	if _, ok := literal.Step("mid"); !ok {
		t.Error("no step")
	}
}
