package framework

import "slices"

// Example finds an example by its id.
func (f *Framework) Example(id ExampleID) (Example, bool) {
	e, ok := f.ix().examples[id]
	return e, ok
}

// Common lists the unmarked examples, those for everyone, of an area at a step.
func (f *Framework) Common(area AreaID, step StepID) []Example {
	return f.ix().commonAt(area, step)
}

// commonAt puts what holds at every step before what the step adds. It keeps
// those apart in the index, as copying them to each step could grow without
// bound.
func (ix *index) commonAt(area AreaID, step StepID) []Example {
	return joined(ix, step, func(s StepID) []Example { return ix.common[place{area, s}] })
}

func (ix *index) markedAt(area AreaID, step StepID, d DisciplineID) []Example {
	return joined(ix, step, func(s StepID) []Example { return ix.marked[markedPlace{place{area, s}, d}] })
}

func joined(ix *index, step StepID, at func(StepID) []Example) []Example {
	own, every := at(step), at(EveryStep)
	if _, known := ix.steps[step]; !known || len(every) == 0 {
		return slices.Clip(own)
	}
	return append(slices.Clip(every), own...)
}

// Marked lists the examples that carry the discipline's own mark.
func (f *Framework) Marked(area AreaID, step StepID, discipline DisciplineID) []Example {
	return f.ix().markedAt(area, step, discipline)
}

// MarkedOrNear is Marked, or where the discipline has nothing of its own here,
// the examples of the discipline it is near to. It also names whose they are.
func (f *Framework) MarkedOrNear(area AreaID, step StepID, discipline DisciplineID) ([]Example, DisciplineID) {
	ix := f.ix()
	seen := map[DisciplineID]bool{}
	for d := discipline; d != "" && !seen[d]; d = ix.disciplines[d].Near {
		seen[d] = true
		if own := ix.markedAt(area, step, d); len(own) > 0 {
			return own, d
		}
	}
	return nil, discipline
}

// ExamplesFor lists what is for everyone and then what is for the discipline.
// An empty discipline gives what is for everyone.
func (f *Framework) ExamplesFor(area AreaID, step StepID, discipline DisciplineID) []Example {
	marked, _ := f.MarkedOrNear(area, step, discipline)
	return append(f.Common(area, step), marked...)
}

// AtLevel lists the examples of an area at a level of its scale: those for
// everyone and those of the discipline.
func (f *Framework) AtLevel(area AreaID, level LevelID, discipline DisciplineID) []Example {
	var found []Example
	for _, e := range f.ix().atLevel[levelPlace{area, level}] {
		if len(e.Disciplines) == 0 || slices.Contains(e.Disciplines, discipline) {
			found = append(found, e)
		}
	}
	return found
}
