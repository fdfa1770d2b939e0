package promotion

import "cairn/internal/access"

// TurnOf tells whether somebody who may see the case does something next; decides
// is true for the one who decides at this moment.
func (c *Case) TurnOf(b access.Bond, decides bool) bool {
	switch c.Stage {
	case Asked, Drafting, Consulting, Returned, Unsponsored:
		return b.Manager
	case Offered:
		return b.Self
	case Deciding:
		return decides
	case Committing:
		return b.Self && !c.Signed[Person].IsSet() || b.Manager && !c.Signed[Manager].IsSet()
	}
	return false
}
