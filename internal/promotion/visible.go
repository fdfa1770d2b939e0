package promotion

import (
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
)

// DeciderKeeps is how long whoever decided can still read the case's text, to
// answer for the decision (permission matrix, case_text).
const DeciderKeeps = 30 * 24 * time.Hour

// Eye is what somebody may see of a case.
type Eye string

// Eyes, the widest last.
const (
	Nothing Eye = ""
	Whole   Eye = "whole" // one of the two
	Judge   Eye = "judge" // decides, or decided not long ago
)

// VisibleTo tells what the actor of the bond may see of the case. decides is true
// for the one who decides at this moment. Consultees see their own question only,
// which is another page.
func (c *Case) VisibleTo(b access.Bond, decides, decided bool, now clock.Instant) Eye {
	switch {
	case b.Manager && !b.Self:
		return Whole
	case b.Self && !c.hidden():
		return Whole
	case b.Self || !b.Known:
		return Nothing
	case decides && c.at(Deciding):
		return Judge
	case decided && c.DecidedAt.IsSet() && now.Sub(c.DecidedAt) < DeciderKeeps:
		return Judge
	}
	return Nothing
}

// hidden is what the person does not know of: a recommendation that was never
// offered to them.
func (c *Case) hidden() bool { return c.OpenedBy != c.Subject && !c.OfferedAt.IsSet() }

// ReadsAnswers tells whether the viewer may read what those who were heard said:
// the manager and the decider as they come, the person after the decision. Each
// giver was told so before writing.
func (c *Case) ReadsAnswers(b access.Bond, e Eye) bool {
	return e == Judge || e == Whole && (b.Manager || c.DecidedAt.IsSet())
}

// InCourse tells whether the case is in the hands of more than the two.
func (c *Case) InCourse() bool {
	return slices.Contains([]Stage{Consulting, Deciding, Returned}, c.Stage)
}
