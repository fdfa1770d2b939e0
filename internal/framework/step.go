package framework

import (
	"cmp"
	"slices"
)

// Step finds a step by its id.
func (f *Framework) Step(id StepID) (Step, bool) {
	s, ok := f.ix().steps[id]
	return s, ok
}

// StepsInOrder lists the steps from the narrowest sphere to the widest.
func (f *Framework) StepsInOrder() []Step { return slices.Clip(f.ix().stepsInOrder) }

// Next is the next wider step. Where several share that order, the one of the
// same track comes first, then the one written first. It is false at the widest
// step and for a step the framework does not have.
func (f *Framework) Next(id StepID) (Step, bool) {
	ix := f.ix()
	from, ok := ix.steps[id]
	if !ok {
		return Step{}, false
	}
	i := slices.IndexFunc(ix.stepsInOrder, func(s Step) bool { return s.Order > from.Order })
	if i < 0 {
		return Step{}, false
	}
	first := ix.stepsInOrder[i]
	for _, s := range ix.stepsInOrder[i:] {
		if s.Order == first.Order && s.Track == from.Track {
			return s, true
		}
	}
	return first, true
}

// Included lists the earlier steps whose expectations the step contains,
// narrowest first and without the step itself.
func (f *Framework) Included(id StepID) []Step { return slices.Clip(f.ix().included[id]) }

// Wider tells whether a has a wider sphere than b. Steps that share an order,
// or that the framework does not have, are not wider than each other.
func (f *Framework) Wider(a, b StepID) bool {
	ix := f.ix()
	sa, okA := ix.steps[a]
	sb, okB := ix.steps[b]
	return okA && okB && sa.Order > sb.Order
}

// includedBy follows includes to their end. A cycle, which the loader refuses,
// ends it as well.
func (ix *index) includedBy(s Step) []Step {
	seen := map[StepID]bool{s.ID: true}
	ix.follow(s, seen)
	var included []Step
	for _, o := range ix.stepsInOrder {
		if seen[o.ID] && o.ID != s.ID {
			included = append(included, o)
		}
	}
	return included
}

func (ix *index) follow(s Step, seen map[StepID]bool) {
	for _, id := range ix.direct[s.ID] {
		if inner, ok := ix.steps[id]; ok && !seen[id] {
			seen[id] = true
			ix.follow(inner, seen)
		}
	}
}

// directIncludes is what the author wrote, or else the order before: the step
// of the same track when there is one, all of that order otherwise.
func (ix *index) directIncludes(s Step) []StepID {
	if s.Includes != nil {
		return s.Includes
	}
	wider, _ := slices.BinarySearchFunc(ix.stepsInOrder, s.Order, func(o Step, order int) int { return cmp.Compare(o.Order, order) })
	first := wider
	for first > 0 && ix.stepsInOrder[first-1].Order == ix.stepsInOrder[wider-1].Order {
		first--
	}
	var all, same []StepID
	for _, o := range ix.stepsInOrder[first:wider] {
		all = append(all, o.ID)
		if o.Track == s.Track {
			same = append(same, o.ID)
		}
	}
	if len(same) > 0 {
		return same
	}
	return all
}
