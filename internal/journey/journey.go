// Package journey tells a person's path from what is dated: where it went
// forward, sideways and back, in words and never as better or worse. Pure: no
// storage, no clock of its own.
package journey

import (
	"cmp"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/lang"
)

// Sort is what a moment is about.
type Sort string

// Sorts, in the order they stand in on one day.
const (
	Beginning   Sort = "beginning"
	Discipline  Sort = "discipline"
	Role        Sort = "role"
	Title       Sort = "title"
	Unit        Sort = "unit"
	Manager     Sort = "manager"
	Evaluation  Sort = "evaluation"
	Step        Sort = "step"
	Focus       Sort = "focus"
	Achievement Sort = "achievement"
	Recognition Sort = "recognition"
)

var sorts = []Sort{Beginning, Discipline, Role, Title, Unit, Manager, Evaluation, Step, Focus, Achievement, Recognition}

// Words names the sort.
func (s Sort) Words() string {
	switch s {
	case Beginning:
		return lang.Later("the beginning")
	case Title:
		return lang.Later("outside title")
	case Unit:
		return lang.Later("where")
	case Manager:
		return lang.Later("manager")
	case Step:
		return lang.Later("Step")
	case Focus:
		return lang.Later("growth")
	case Discipline:
		return lang.Later("discipline")
	case Role:
		return lang.Later("role")
	case Evaluation:
		return lang.Later("evaluation")
	case Achievement:
		return lang.Later("achievement")
	}
	return lang.Later("recognition")
}

// Way is where a path goes at a moment. None is better than another.
type Way string

// The ways.
const (
	Along    Way = ""
	Forward  Way = "forward"
	Sideways Way = "sideways"
	Back     Way = "back"
)

// Words names the way.
func (w Way) Words() string {
	switch w {
	case Forward:
		return lang.Later("forward")
	case Sideways:
		return lang.Later("sideways")
	case Back:
		return lang.Later("back")
	}
	return ""
}

// Moment is one point of a path. Words are a line, and More is what the two wrote.
type Moment struct {
	Key   string // names it; the same as long as what it tells of is the same
	Sort  Sort
	On    clock.Date
	Words string
	More  string
	Way   Way
	Path  string // where the person and the manager find it; may be empty
	Tells bool   // it tells something of a Step
}

// View is one of the two ways to look at a path. What a person achieved and which
// Step they stood on are never looked at together: one is no reason for the other.
type View string

// The views.
const (
	Work  View = "work"  // without the Step
	Steps View = "steps" // without achievements
)

// VisibleTo tells whether the actor of the bond may look at the whole path.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// Order puts moments in the order in which they came.
func Order(list []Moment) {
	arrange.Stably(list, func(a, b Moment) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(slices.Index(sorts, a.Sort), slices.Index(sorts, b.Sort)))
	})
}

// MarkTelling marks the moments whose words name a step: to show them is to tell
// something of a Step.
func MarkTelling(list []Moment, steps []string) {
	for i, m := range list {
		said := strings.ToLower(m.Words + " " + m.More)
		for _, name := range steps {
			if name != "" && strings.Contains(said, strings.ToLower(name)) {
				list[i].Tells = true
			}
		}
	}
}

// maxLine is about how long a line of a path is.
const maxLine = 90

// Line shortens what somebody wrote to a line, and returns the whole of it beside
// that where the line does not hold it.
func Line(text string) (line, rest string) {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	runes := []rune(line)
	if len(runes) <= maxLine && !more {
		return line, ""
	}
	if len(runes) > maxLine {
		line = strings.TrimSpace(string(runes[:maxLine])) + "…"
	}
	return line, text
}
