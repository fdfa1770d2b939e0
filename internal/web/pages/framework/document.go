package framework

import (
	"context"
	"net/url"

	"cairn/internal/framework"
)

// Excerpt is what of the framework a document holds: all of it, or one step,
// area or discipline.
type Excerpt struct {
	Reading
	Step    framework.StepID // empty for all
	Area    framework.AreaID // empty for all
	All     bool             // the examples of every discipline, each with its marks
	Missing bool             // the address names something that is not in the framework
	Base    string           // the address of the document, without what was chosen
}

// everyDiscipline asks for the examples of all disciplines.
const everyDiscipline = "*"

// ExcerptOf reads what the document is to hold. Where no discipline is named, all
// are in it.
func ExcerptOf(f *framework.Framework, base string, query url.Values) Excerpt {
	e := Excerpt{Reading: Choose(f, query, ""), Base: base}
	if asked, given := query["discipline"]; !given || asked[0] == everyDiscipline {
		e.All, e.Unknown, e.Chosen = true, false, false
	}
	if asked := framework.StepID(query.Get("step")); asked != "" {
		s, known := f.Step(asked)
		e.Step, e.Missing = s.ID, !known
	}
	if asked := framework.AreaID(query.Get("area")); asked != "" {
		a, known := f.Area(asked)
		e.Area, e.Missing = a.ID, e.Missing || !known
	}
	e.Missing = e.Missing || e.Unknown
	return e
}

// mostPrinted is how many examples one document holds; a longer one is printed
// by step or area.
const mostPrinted = 600

func (e Excerpt) tooLong() bool {
	n := 0
	for _, x := range e.Examples {
		if (e.Step == "" || x.Step == e.Step || x.Step == framework.EveryStep) && (e.Area == "" || x.Area == e.Area) {
			n++
		}
	}
	return n > mostPrinted
}

func (e Excerpt) stepsHere(ctx context.Context) (steps []framework.Step) {
	for _, s := range e.StepsInOrder() {
		if (e.Step == "" || e.Step == s.ID) && (len(e.Steps) <= onePart || e.says(ctx, s.ID)) {
			steps = append(steps, s)
		}
	}
	return steps
}

func (e Excerpt) says(ctx context.Context, s framework.StepID) bool {
	for _, a := range e.areas() {
		if len(e.here(ctx, a.ID, s)) > 0 {
			return true
		}
	}
	return false
}

func (e Excerpt) areas() (areas []framework.Area) {
	for _, a := range e.AreasInOrder() {
		if e.Area == "" || e.Area == a.ID {
			areas = append(areas, a)
		}
	}
	return areas
}

// here lists what stands at one place of the document.
func (e Excerpt) here(ctx context.Context, area framework.AreaID, step framework.StepID) []example {
	if !e.All {
		return e.at(area, step)
	}
	var list []example
	for _, x := range e.Examples {
		if x.Area == area && x.Step == step {
			list = append(list, example{x, joined(ctx, e.marksOf(x))})
		}
	}
	return list
}

func (e Excerpt) everywhere(ctx context.Context) bool {
	for _, a := range e.areas() {
		if len(e.here(ctx, a.ID, framework.EveryStep)) > 0 {
			return true
		}
	}
	return false
}

// title names the document.
func (e Excerpt) title(ctx context.Context) string {
	var of []string
	if s, ok := e.Reading.Step(e.Step); ok {
		of = append(of, s.Name)
	}
	if a, ok := e.Reading.Area(e.Area); ok {
		of = append(of, a.Name)
	}
	if e.Discipline != "" {
		of = append(of, e.disciplineName(e.Discipline))
	}
	if len(of) == 0 {
		return e.Name
	}
	return joined(ctx, of)
}
