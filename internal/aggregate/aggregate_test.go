package aggregate

import (
	"fmt"
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

func TestQuarters(t *testing.T) {
	for day, want := range map[clock.Date]struct{ quarter, first, of, before string }{
		"2026-01-01": {"2026-Q1", "2026-01-01", "2025-12-04", "2025-Q4"},
		"2026-03-31": {"2026-Q1", "2026-01-01", "2025-12-04", "2025-Q4"},
		"2026-04-01": {"2026-Q2", "2026-04-01", "2026-03-04", "2026-Q1"},
		"2026-11-25": {"2026-Q4", "2026-10-01", "2026-09-03", "2026-Q3"},
	} {
		q := QuarterOf(day)
		if string(q) != want.quarter || string(q.First()) != want.first || string(q.Day()) != want.of || string(q.Before()) != want.before {
			t.Errorf("%s: %s, from %s, of %s, after %s", day, q, q.First(), q.Day(), q.Before())
		}
	}
	if got := Quarter("2026-Q4").Words(); got != "the fourth quarter of 2026" {
		t.Error(got)
	}
}

func TestWhoReadsTheTables(t *testing.T) {
	if !VisibleTo(access.Actor{Person: "p"}, false) || VisibleTo(access.Actor{Person: "p"}, true) || VisibleTo(access.Actor{}, false) {
		t.Error("the tables are for everybody who works here, and for nobody else")
	}
}

// crowd is one tribe and discipline with so many at each step.
func crowd(tribe string, at ...int) (people []Person) {
	for i, n := range at {
		for j := range n {
			p := Person{ID: id.Person(fmt.Sprint(tribe, i, "-", j)), Tribe: id.Unit(tribe), Discipline: "d"}
			if i < len(stepIDs) {
				p.Step = stepIDs[i]
			}
			people = append(people, p)
		}
	}
	return people
}

func publish(days []Day, earlier []Publication) Publication {
	last := days[len(days)-1]
	return Publish(Records{Quarter: QuarterOf(last.On.AddDays(Age)), Steps: stepNames, Earlier: earlier, Days: days, Name: func(g Group) string { return g.Key }})
}

func said(l Line) (list []int) {
	for _, c := range l.Cells {
		list = append(list, c.About)
	}
	return list
}

// TestWhatALineTells: the rules of one group by itself. The fifth number is of those
// without a Step, who are in no column.
func TestWhatALineTells(t *testing.T) {
	for what, c := range map[string]struct {
		people []int
		want   []int
	}{
		"a group of 49":                        {[]int{20, 20, 9, 0}, nil},
		"a group of 49 with a Step":            {[]int{20, 20, 9, 0, 30}, nil},
		"a group of 50":                        {[]int{20, 20, 5, 5}, []int{20, 20, 0, 0}},
		"few and none look alike":              {[]int{40, 40, 9, 0}, []int{40, 40, 0, 0}},
		"rounded to the nearest five":          {[]int{42, 43, 12, 13}, []int{40, 45, 10, 15}},
		"ten is told and nine is not":          {[]int{30, 30, 10, 9, 9}, []int{30, 30, 10, 0}},
		"nearly all at one step":               {[]int{2, 91, 7, 0}, nil},
		"nine of ten at one step":              {[]int{5, 90, 5, 0}, []int{0, 90, 0, 0}},
		"rounding leaves enough room":          {[]int{30, 30, 30, 0}, []int{30, 30, 30, 0}},
		"few, who are all that there can be":   {[]int{25, 25, 0, 0}, []int{0, 25, 0, 0}},
		"without anybody at all in two groups": {[]int{0, 0, 0, 0, 60}, nil},
	} {
		p := publish([]Day{{"2026-03-04", crowd("t", c.people...)}}, nil)
		if got := said(p.Of(Whole)[0]); c.want == nil && slices.ContainsFunc(got, func(n int) bool { return n > 0 }) || c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}

// TestAnotherLineGivesNothingAway: the whole and one of two tribes would tell of the
// other, which is too small to be told of.
func TestAnotherLineGivesNothingAway(t *testing.T) {
	people := append(crowd("large", 40, 40, 40, 40), crowd("small", 0, 0, 0, 4)...)
	p := publish([]Day{{"2026-03-04", people}}, nil)
	for _, l := range p.Of(Tribe) {
		if l.Name == "small" && l.Told() {
			t.Errorf("of four people is told %v", said(l))
		}
	}
	if !p.Shows() {
		t.Error("nothing is told at all")
	}
}

// TestALineIsRepeatedUntilEnoughHasChanged, with its own day; five changes make a new
// one.
func TestALineIsRepeatedUntilEnoughHasChanged(t *testing.T) {
	first := crowd("t", 40, 40, 20, 5, 10)
	move := func(n int, to framework.StepID) []Person {
		people := slices.Clone(first)
		for i := range n {
			people[i].Step = to
		}
		return people
	}
	days := []Day{{"2025-12-04", first}}
	old := publish(days, nil)
	for n, want := range map[int]clock.Date{0: "2025-12-04", 4: "2025-12-04", 5: "2026-03-04"} {
		p := publish(append(slices.Clone(days), Day{"2026-03-04", move(n, "squad")}), []Publication{old})
		if got := p.Of(Whole)[0]; got.Day != want || want == "2025-12-04" && !slices.Equal(said(got), said(old.Of(Whole)[0])) {
			t.Errorf("%d changed: a line of %s, %v", n, got.Day, said(got))
		}
	}
	left := publish(append(slices.Clone(days), Day{"2026-03-04", first[5:]}), []Publication{old})
	if got := left.Of(Whole)[0]; got.Day != "2026-03-04" {
		t.Errorf("five left: a line of %s", got.Day)
	}
}

// TestPromotions: ten are told and nine are not, and no group tells of another.
func TestPromotions(t *testing.T) {
	promote := func(people []Person, n int) []Person {
		for i := range n {
			people[i].Promoted = true
		}
		return people
	}
	for n, want := range map[int]int{0: 0, 9: 0, 10: 10, 13: 15} {
		p := publish([]Day{{"2026-03-04", promote(crowd("t", 40, 40, 40, 40), n)}}, nil)
		if got := p.Of(Whole)[0].Promotions.About; got != want {
			t.Errorf("%d promoted: about %d, want %d", n, got, want)
		}
	}
	people := append(promote(crowd("a", 40, 40, 40, 40), 20), promote(crowd("b", 2, 2, 0, 0), 4)...)
	p := publish([]Day{{"2026-03-04", people}}, nil)
	whole := p.Of(Whole)[0].Promotions.Told()
	for _, l := range p.Of(Tribe) {
		if l.Name == "b" && l.Promotions.Told() || l.Name == "a" && l.Promotions.Told() && whole {
			t.Errorf("%s tells of the other four: %v, the whole %v", l.Name, l.Promotions, p.Of(Whole)[0].Promotions)
		}
	}
}

// TestWhatIsErasedStopsNothing: without the people whom an old line told of it
// contradicts what is kept, and the next quarter is told all the same.
func TestWhatIsErasedStopsNothing(t *testing.T) {
	old := publish([]Day{{"2025-12-04", crowd("t", 40, 40, 20, 12)}}, nil)
	erased := crowd("t", 12, 12, 20, 12)
	p := publish([]Day{{"2025-12-04", erased}, {"2026-03-04", crowd("t", 60, 40, 20, 12)}}, []Publication{old})
	if l := p.Of(Whole)[0]; !l.Told() || l.Day != "2026-03-04" {
		t.Errorf("a line of %s, %v", l.Day, said(l))
	}
}
