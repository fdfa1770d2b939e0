package disclosure

import (
	"cmp"

	"cairn/internal/arrange"
	"cairn/internal/id"
	"cairn/internal/org"
)

// WhoJoins returns whom the two of an evaluation can ask to join: the lead of the
// tribe the person belongs to. Somebody may belong to several tribes, or the lead
// may be one of the two; then the next in line is asked, in this order:
//
//  1. the leads of the tribes of the person's chapters, the oldest membership first
//  2. the leads of the tribes of the person's squads, the oldest membership first,
//     and of tribes the person belongs to directly
//  3. the manager's manager, that one's manager, and so on
//  4. the CTO
//
// Nobody who has left is asked, and neither of the two. ok is false when nobody
// is left to ask.
func WhoJoins(c *org.Chart, subject, manager id.Person) (id.Person, bool) {
	for _, p := range inLine(c, subject, manager) {
		who, known := c.People[p]
		if known && !who.LeftAt.IsSet() && p != subject && p != manager {
			return p, true
		}
	}
	return "", false
}

func inLine(c *org.Chart, subject, manager id.Person) (line []id.Person) {
	line = c.LeadsOver(subject, org.Tribe)
	seen := map[id.Person]bool{}
	for p := manager; p != "" && !seen[p]; {
		seen[p] = true
		p, _, _ = c.ManagerOf(p)
		line = append(line, p)
	}
	return append(line, c.CTO)
}

// Order puts disclosures the newest first.
func Order(list []Disclosure) {
	arrange.By(list, func(a, b Disclosure) int {
		return cmp.Or(cmp.Compare(b.Since, a.Since), cmp.Compare(a.ID, b.ID))
	})
}
