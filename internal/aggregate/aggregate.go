// Package aggregate holds what may be told of many Steps at once, so that nobody's
// can be worked out from it: fixed tables of the whole organisation, of tribes and of
// disciplines, published once a quarter, for groups that are large enough. What is
// about to be published is first attacked by the solver of this package, with
// everything that anybody knows already, and is not published where it gives way.
package aggregate

import (
	"cmp"
	"fmt"
	"slices"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
)

// What a table needs to be told.
const (
	LeastGroup   = 50 // people with a Step in a group
	LeastCell    = 10 // people at a step; none is few too
	Rounding     = 5
	MostShare    = 90 // per cent at one step, above which everybody's would be known
	LeastChanges = 5  // people who joined, left or changed since the line before
	LeastWidth   = 5  // of what can be worked out about a number that is not shown
	Age          = 28 // days that have passed since the day of the numbers
)

// About is a number as it may be told: to the nearest five, and not at all below ten,
// none among them.
func About(n int) (about int, told bool) {
	if n < LeastCell {
		return 0, false
	}
	return rounded(n), true
}

// VisibleTo tells whether the tables are there for the actor: for everybody who works
// here, the same. Somebody who only runs Cairn is not part of any group.
func VisibleTo(a access.Actor, onlyOperates bool) bool { return a.Known() && !onlyOperates }

// Quarter is a quarter of a year, such as 2026-Q4.
type Quarter string

// QuarterOf is the quarter that a day lies in.
func QuarterOf(d clock.Date) Quarter {
	t := d.Time()
	return Quarter(fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())-1)/3+1))
}

// First is the quarter's first day, on which its numbers are published.
func (q Quarter) First() clock.Date {
	var year, n int
	if _, err := fmt.Sscanf(string(q), "%4d-Q%1d", &year, &n); err != nil {
		return ""
	}
	return clock.Date(fmt.Sprintf("%04d-%02d-01", year, 3*n-2))
}

// Day is the day that the quarter's numbers are of.
func (q Quarter) Day() clock.Date { return q.First().AddDays(-Age) }

// Before is the quarter before.
func (q Quarter) Before() Quarter { return QuarterOf(q.First().AddDays(-1)) }

// Words say the quarter as people do.
func (q Quarter) Words() string {
	names := map[byte]string{'1': "first", '2': "second", '3': "third", '4': "fourth"}
	return "the " + names[q[len(q)-1]] + " quarter of " + string(q[:4])
}

// Kind is which of the three tables a group stands in. They are never crossed.
type Kind string

// The tables there are.
const (
	Whole      Kind = "whole"
	Tribe      Kind = "tribe"
	Discipline Kind = "discipline"
)

// Group is who is counted together. Without a key it is the whole organisation, or
// those who are in no tribe or have no discipline; of these no line is ever shown.
type Group struct {
	Kind Kind   `json:"kind"`
	Key  string `json:"key,omitempty"`
}

// named tells whether a line of the group may be shown at all.
func (g Group) named() bool { return g.Kind == Whole || g.Key != "" }

// Person is what counts of somebody on a day. Each is counted in one tribe.
type Person struct {
	ID         id.Person
	Tribe      id.Unit
	Discipline string
	Manager    id.Person
	Step       framework.StepID // empty: not set yet
	Promoted   bool             // since the day of the quarter before
}

func (p Person) groups() [3]Group {
	return [3]Group{{Whole, ""}, {Tribe, string(p.Tribe)}, {Discipline, p.Discipline}}
}

func (g Group) has(p Person) bool {
	in := p.groups()
	return slices.Contains(in[:], g)
}

// Publication is what was published in a quarter: the same for everybody, kept as it
// was and never worked out again.
type Publication struct {
	Quarter Quarter
	Day     clock.Date // of the numbers
	At      clock.Instant
	Steps   []Name
	Lines   []Line // the whole organisation first
}

// Name is a step as it was called.
type Name struct {
	ID   framework.StepID `json:"id"`
	Name string           `json:"name"`
}

// Line is what is told of one group.
type Line struct {
	Group Group      `json:"group"`
	Name  string     `json:"name"`
	Day   clock.Date `json:"day,omitempty"` // of the numbers; earlier than the publication's where the line is repeated
	// Cells are in the order of the steps of the publication of that day; nil where nothing is told.
	Cells      []Cell `json:"cells,omitempty"`
	Promotions Cell   `json:"promotions"` // in the quarter up to the day of the publication
}

// Cell is a number that is told, rounded, or one that is not.
type Cell struct {
	About int  `json:"about,omitempty"` // 0: not told
	Few   bool `json:"few,omitempty"`   // why it is not told: for the solver alone, and on no page
}

// Told tells whether a number stands there.
func (c Cell) Told() bool { return c.About > 0 }

// Told tells whether anything of the group's Steps is told.
func (l Line) Told() bool { return slices.ContainsFunc(l.Cells, Cell.Told) }

// Shows tells whether anything at all is told in the publication.
func (p Publication) Shows() bool {
	return slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Told() || l.Promotions.Told() })
}

// Of returns the lines of a table, by name.
func (p Publication) Of(k Kind) (lines []Line) {
	for _, l := range p.Lines {
		if l.Group.Kind == k && l.Group.named() {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return org.Compare(a.Name, b.Name) })
	return lines
}

func (p Publication) line(g Group) (Line, bool) {
	for _, l := range p.Lines {
		if l.Group == g {
			return l, true
		}
	}
	return Line{}, false
}

// rounded is the number as it is told: the nearest five.
func rounded(n int) int { return (n + Rounding/2) / Rounding * Rounding }

// unrounded is what a number that is told can be.
func unrounded(about int) span {
	return span{max(LeastCell, about-Rounding/2), about + Rounding/2}
}

// Day is everybody on the day of a quarter's numbers.
type Day struct {
	On     clock.Date
	People []Person
}

// names are the groups that anybody is in, in an order that says nothing.
func groupsOf(days []Day) []Group {
	seen := map[Group]bool{}
	var all []Group
	for _, d := range days {
		for _, p := range d.People {
			for _, g := range p.groups() {
				if !seen[g] {
					seen[g] = true
					all = append(all, g)
				}
			}
		}
	}
	order := map[Kind]int{Whole: 0, Tribe: 1, Discipline: 2}
	slices.SortFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(order[a.Kind], order[b.Kind]), cmp.Compare(a.Key, b.Key))
	})
	return all
}
