package evaluation

import (
	"cairn/internal/access"
	"cairn/internal/id"
)

// VisibleTo tells whether the actor of the bond may know that the evaluation
// exists: the person and the current manager, nobody else.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// OpenTo tells whether the actor may read what both have opened: the pair, and
// whoever the pair has asked to join, for as long as that lasts.
func (e *Evaluation) OpenTo(b access.Bond) bool {
	return VisibleTo(b) || b.Let != "" && e.BothSee()
}

// SideVisibleTo tells whether the person may read the side: its author always,
// the other of the pair from the moment both are opened, and then whoever was
// asked to join.
func (e *Evaluation) SideVisibleTo(b access.Bond, who id.Person, side SideName) bool {
	if !e.OpenTo(b) {
		return false
	}
	return VisibleTo(b) && e.Author(side) == who || e.BothSee()
}
