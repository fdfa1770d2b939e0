package framework

import (
	"net/url"

	"cairn/internal/framework"
)

// Beside is two disciplines to read side by side, at one step or through all.
type Beside struct {
	Left, Right framework.Discipline
	Step        framework.StepID // empty for all
	Unknown     bool             // the address names something that is not in the framework
}

// BesideOf reads which two are asked for; where one is not named, or is not in
// the framework, another stands in. It is false for a framework without
// disciplines.
func BesideOf(f *framework.Framework, query url.Values) (b Beside, ok bool) {
	if len(f.Disciplines) == 0 {
		return b, false
	}
	left, right := framework.DisciplineID(query.Get("left")), framework.DisciplineID(query.Get("right"))
	l, leftKnown := f.Discipline(left)
	r, rightKnown := f.Discipline(right)
	b.Unknown = !leftKnown && left != "" || !rightKnown && right != ""
	if !leftKnown {
		l = otherThan(f, r.ID)
	}
	if !rightKnown {
		r = otherThan(f, l.ID)
	}
	b.Left, b.Right = l, r
	if asked := framework.StepID(query.Get("step")); asked != "" {
		s, known := f.Step(asked)
		b.Step, b.Unknown = s.ID, b.Unknown || !known
	}
	return b, true
}

// otherThan is the first discipline that is not the one given, if there is one.
func otherThan(f *framework.Framework, d framework.DisciplineID) framework.Discipline {
	for _, other := range f.Disciplines {
		if other.ID != d {
			return other
		}
	}
	return f.Disciplines[0]
}

func (b Beside) path() string { return compareDisciplinesPath(b.Left.ID, b.Right.ID, b.Step) }

// in is the reading in one of the two.
func (r Reading) in(d framework.DisciplineID) Reading {
	r.Discipline, r.Chosen, r.Own = d, true, false
	return r
}

// besideAreas are the areas that say something about either.
func (r Reading) besideAreas(b Beside) (areas []framework.Area) {
	either := map[framework.AreaID]bool{}
	for _, d := range []framework.DisciplineID{b.Left.ID, b.Right.ID} {
		for _, a := range r.areasOf(d) {
			either[a.ID] = true
		}
	}
	for _, a := range r.AreasInOrder() {
		if either[a.ID] {
			areas = append(areas, a)
		}
	}
	return areas
}

// besideAreasAt are the areas to show at a step: where there are many, those in
// which either has something.
func (r Reading) besideAreasAt(b Beside, s framework.StepID) (areas []framework.Area) {
	all := r.besideAreas(b)
	for _, a := range all {
		if len(all) <= onePart || r.in(b.Left.ID).marks(a, s) || r.in(b.Right.ID).marks(a, s) {
			areas = append(areas, a)
		}
	}
	return areas
}

func (r Reading) marks(a framework.Area, s framework.StepID) bool {
	marked, _ := r.marked(a.ID, s)
	return len(marked) > 0
}

// besideSteps are the steps to go through; in a framework with many those at
// which neither has anything are left out.
func (r Reading) besideSteps(b Beside) (steps []framework.Step) {
	for _, s := range r.StepsInOrder() {
		wanted := b.Step == s.ID
		if b.Step == "" {
			wanted = len(r.Steps) <= onePart || r.in(b.Left.ID).marksAnything(b, s.ID) || r.in(b.Right.ID).marksAnything(b, s.ID)
		}
		if wanted {
			steps = append(steps, s)
		}
	}
	return steps
}

func (r Reading) marksAnything(b Beside, s framework.StepID) bool {
	for _, a := range r.besideAreas(b) {
		if r.marks(a, s) {
			return true
		}
	}
	return false
}
