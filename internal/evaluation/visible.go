package evaluation

import (
	"cairn/internal/access"
	"cairn/internal/id"
)

// VisibleTo tells whether the actor of the bond may know that the evaluation
// exists: the person and the current manager, nobody else.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// SideVisibleTo tells whether the person may read the side: its author always,
// the other of the pair from the moment both are opened.
func (e *Evaluation) SideVisibleTo(b access.Bond, who id.Person, side SideName) bool {
	if !VisibleTo(b) {
		return false
	}
	return e.Author(side) == who || e.BothSee()
}
