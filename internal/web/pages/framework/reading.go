// Package framework holds the pages on which people read what is expected: the
// whole, one step, one area, one discipline, two steps side by side, the roles
// and the questions. They show the framework only and nothing of anybody.
package framework

import (
	_ "embed"
	"net/url"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style sheet of these pages.
//
//go:embed framework.css
var Sheet []byte

// Reading is a framework as one visitor reads it.
type Reading struct {
	*framework.Framework
	// Discipline is whose marked examples stand beside those for everyone; empty
	// for none.
	Discipline framework.DisciplineID
	Chosen     bool // the address says so, and the links within carry it on
	Own        bool // nothing was chosen, so it is the visitor's own
	Unknown    bool // the address names a discipline that is not in the framework
	Lens       Lens // through which it is read; the zero Lens is the framework as it is
	Part       int  // of a long page, counted from one; not set is the first
	MayWrite   bool // the visitor writes some of the next version

	// Shown is the version that is read, where it is another than the one in force.
	Shown *Shown
}

// Shown is a version that is read and what was said about it.
type Shown struct {
	workflow.VersionView
	Talk   map[string][]workflow.Thread // by what it is about
	Moment func(clock.Instant) ui.Moment
}

// Choose returns the framework as read with the query's discipline. Where it
// names none, the visitor's own discipline serves; a query that names the empty
// one asks for what is for everyone.
func Choose(f *framework.Framework, query url.Values, own string) Reading {
	r := Reading{Framework: f, Part: partOf(query)}
	if asked, given := query["discipline"]; given {
		d, known := f.Discipline(framework.DisciplineID(asked[0]))
		r.Discipline, r.Unknown = d.ID, !known && asked[0] != ""
		r.Chosen = !r.Unknown
		return r
	}
	if d, known := f.DisciplineNamed(own); known && own != "" {
		r.Discipline, r.Own = d.ID, true
	}
	return r
}

// In returns the reading as one of the version that the other reads, through the
// same lens.
func (r Reading) In(version Reading) Reading {
	r.Shown, r.Lens = version.Shown, version.Lens
	return r
}

// example is an example with the name of the discipline it is marked for, when
// it is shown for its mark.
type example struct {
	framework.Example
	Mark string
}

// at lists the examples of an area that a step adds: those for everyone, then
// those marked for the discipline in view.
func (r Reading) at(area framework.AreaID, step framework.StepID) []example {
	marked, whose := r.marked(area, step)
	return slices.Concat(r.common(area, step), r.withMark(marked, whose), r.withMark(r.Lens.hidden(area, step, r.Discipline), whose))
}

// atAny lists what is meant for any step.
func (r Reading) atAny(area framework.AreaID) []example { return r.at(area, framework.EveryStep) }

// shown lists all that belongs to the area at the step alone.
func (r Reading) shown(area framework.AreaID, step framework.StepID) []example {
	return append(r.atAny(area), r.at(area, step)...)
}

func (r Reading) common(area framework.AreaID, step framework.StepID) []example {
	return r.withMark(onlyAt(step, r.Common(area, step)), "")
}

// marked lists the examples of the discipline in view, or of the one it is near
// to where it has none, and whose they are.
func (r Reading) marked(area framework.AreaID, step framework.StepID) ([]framework.Example, framework.DisciplineID) {
	found, whose := r.MarkedOrNear(area, step, r.Discipline)
	return onlyAt(step, found), whose
}

// onlyAt leaves out what is meant for every step, which is shown once and not
// again with each step.
func onlyAt(step framework.StepID, all []framework.Example) []framework.Example {
	return slices.DeleteFunc(slices.Clone(all), func(e framework.Example) bool { return e.Step != step })
}

func (r Reading) withMark(all []framework.Example, whose framework.DisciplineID) (list []example) {
	for _, e := range all {
		list = append(list, example{e, r.disciplineName(whose)})
	}
	return list
}

// borrowed names the discipline whose examples stand in at this place, if any.
func (r Reading) borrowed(area framework.AreaID, step framework.StepID) string {
	if found, whose := r.marked(area, step); len(found) > 0 && whose != r.Discipline {
		return r.disciplineName(whose)
	}
	return ""
}

// levels lists the levels of an area that has a scale of its own.
func (r Reading) levels(a framework.Area) []framework.Level {
	for _, s := range r.Scales {
		if s.ID == a.Scale && a.Scale != "" {
			sorted := slices.Clone(s.Levels)
			arrange.Stably(sorted, func(a, b framework.Level) int { return a.Order - b.Order })
			return sorted
		}
	}
	return nil
}

func (r Reading) atLevel(area framework.AreaID, level framework.LevelID) (list []example) {
	for _, e := range r.AtLevel(area, level, r.Discipline) {
		mark := ""
		if len(e.Disciplines) > 0 {
			mark = r.disciplineName(r.Discipline)
		}
		list = append(list, example{e, mark})
	}
	return list
}

// areasOf lists the areas that say something about the discipline: mastery, and
// any other in which an example carries its mark.
func (r Reading) areasOf(d framework.DisciplineID) (areas []framework.Area) {
	marked := map[framework.AreaID]bool{}
	for i := range r.Examples { // a page asks for each step, so this walks once and copies nothing
		if e := &r.Examples[i]; slices.Contains(e.Disciplines, d) {
			marked[e.Area] = true
		}
	}
	for _, a := range r.AreasInOrder() {
		if a.Kind == framework.Mastery || marked[a.ID] {
			areas = append(areas, a)
		}
	}
	return areas
}

func (r Reading) disciplineName(id framework.DisciplineID) string {
	d, _ := r.Framework.Discipline(id)
	return d.Name
}

// ring tells which ring a step is, counted from the inside, and how many there
// are. Steps of one order share a ring.
func (r Reading) ring(step framework.Step) (at, of int) {
	var orders []int
	for _, s := range r.StepsInOrder() {
		if !slices.Contains(orders, s.Order) {
			orders = append(orders, s.Order)
		}
	}
	return slices.Index(orders, step.Order), len(orders)
}

// narrowest tells whether no step comes before.
func (r Reading) narrowest(step framework.Step) bool {
	at, _ := r.ring(step)
	return at == 0
}

// before is the step whose reach is the next narrower, if there is one.
func (r Reading) before(step framework.Step) (before framework.Step, ok bool) {
	for _, s := range r.StepsInOrder() {
		if r.Wider(step.ID, s.ID) && (!ok || s.Order > before.Order || s.Track == step.Track && s.Order == before.Order) {
			before, ok = s, true
		}
	}
	return before, ok
}
