package growth

import (
	"slices"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
)

// VisibleTo tells whether the actor of the bond is one of the two whose plan it
// is: the person and the current manager read and write it.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// RunBy tells whether the actor of the bond may act on focus areas: one of the two, or
// whoever stands in for the manager. What the person answered about a wider step is for
// the two alone.
func RunBy(b access.Bond) bool { return VisibleTo(b) || b.Acting }

// Share is that a person shows the agreed focus areas to somebody or to an own
// squad. It is the person's alone to give, and ends on the day they say so.
type Share struct {
	ID      id.Share
	Subject id.Person
	With    id.Person // one of the two is set
	Squad   id.Unit
	Since   clock.Instant
	Until   clock.Instant // 0 while it holds
}

// Open tells whether the share holds.
func (s Share) Open() bool { return !s.Until.IsSet() }

// Shown tells whether the subject's plan is shown to the actor by one of the
// shares that reach them. Whoever looks after data, pay or the machine is not
// shown it, however close they work: the matrix gives these offices nothing here.
func Shown(actor access.Actor, subject id.Person, reaching []Share) bool {
	return actor.Known() && !LooksAfter(actor.Offices) && slices.ContainsFunc(reaching, func(s Share) bool {
		return s.Open() && s.Subject == subject
	})
}

// LooksAfter tells whether one of the offices is about everybody's data.
func LooksAfter(offices []org.Office) bool {
	return slices.ContainsFunc(offices, func(o org.Office) bool {
		return o == org.PeoplePartner || o == org.CompensationPartner || o == org.Operator
	})
}

// Shareable are the states whose focus areas a share shows: what is not agreed,
// or is set aside, stays between the two.
func Shareable(s State) bool { return s == GoingOn || s == Done }

// ForOthers is what a share shows of a focus area: not the manager's commitment.
func (f *Focus) ForOthers() *Focus {
	c := *f
	c.Content.Support, c.SupportBy, c.SuggestedBy, c.WaitsFor, c.Evaluation = "", "", "", "", ""
	return &c
}
