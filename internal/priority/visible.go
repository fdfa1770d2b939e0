package priority

import (
	"slices"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
)

// VisibleTo tells whether the actor of the bond is one of the two whose
// priorities they are: the person and the current manager read and write them.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// RunBy tells whether the actor of the bond may act on them: one of the two, or whoever
// stands in for the manager. With whom they are shared stays for the two to choose.
func RunBy(b access.Bond) bool { return VisibleTo(b) || b.Acting }

// Share is that the two show what they agreed to one of the person's squads. One
// of them asks, the other agrees, and either ends it.
type Share struct {
	ID      id.PriorityShare
	Subject id.Person
	Manager id.Person // with whom it was chosen: it ends with them
	Squad   id.Unit
	AskedBy Side
	AskedAt clock.Instant
	Since   clock.Instant // when the other agreed; 0 until then
	Until   clock.Instant // 0 while it holds
}

// Holds tells whether both have chosen it and neither has ended it.
func (s Share) Holds() bool { return s.Since.IsSet() && !s.Until.IsSet() }

// WaitsFor returns the side that is asked, empty when none is.
func (s Share) WaitsFor() Side {
	if s.Since.IsSet() || s.Until.IsSet() {
		return ""
	}
	return s.AskedBy.Other()
}

// Shown tells whether the subject's priorities are shown to the actor by one of
// the shares that reach them. Whoever looks after data, pay or the machine is not
// shown them, however close they work.
func Shown(actor access.Actor, subject id.Person, reaching []Share) bool {
	return actor.Known() && !looksAfter(actor.Offices) && slices.ContainsFunc(reaching, func(s Share) bool {
		return s.Holds() && s.Subject == subject
	})
}

func looksAfter(offices []org.Office) bool {
	return slices.ContainsFunc(offices, func(o org.Office) bool {
		return o == org.PeoplePartner || o == org.CompensationPartner || o == org.Operator
	})
}

// Shareable are the states that a share shows: what is not agreed, or is set
// aside, stays between the two.
func Shareable(s State) bool { return s == GoingOn || s == Ended || s == CarriedOver }

// ForOthers is what a share shows of a priority.
func (p *Priority) ForOthers() *Priority {
	c := *p
	c.Wish, c.WaitsFor, c.SuggestedBy, c.From = nil, "", "", ""
	return &c
}
