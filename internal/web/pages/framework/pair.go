package framework

import "cairn/internal/framework"

// Pair is two steps to read side by side.
type Pair struct {
	Left, Right framework.Step
	Unknown     bool // the address names a step that is not in the framework
}

// PairOf returns the two steps; where one is not named, or is not in the
// framework, a neighbour of the other stands in. It is false for a framework
// without steps.
func PairOf(f *framework.Framework, left, right framework.StepID) (pair Pair, ok bool) {
	steps := f.StepsInOrder()
	if len(steps) == 0 {
		return pair, false
	}
	l, leftKnown := f.Step(left)
	r, rightKnown := f.Step(right)
	pair.Unknown = !leftKnown && left != "" || !rightKnown && right != ""
	if !leftKnown {
		l = steps[0]
		if rightKnown {
			l = neighbour(f, r)
		}
	}
	if !rightKnown {
		r = neighbour(f, l)
	}
	pair.Left, pair.Right = l, r
	return pair, true
}

// neighbour is the next wider step, or at the widest the one before.
func neighbour(f *framework.Framework, s framework.Step) framework.Step {
	if next, ok := f.Next(s.ID); ok {
		return next
	}
	if before, ok := (Reading{Framework: f}).before(s); ok {
		return before
	}
	return s
}
