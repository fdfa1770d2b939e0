package disclosure

import (
	"slices"
	"time"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
)

// StandingIn: a manager who is away has named another leader, who does meanwhile what
// goes on between the manager and a report and asks for no Step.
const StandingIn Purpose = "standing-in"

// LongestStandIn bounds for how long somebody stands in; who is away for longer has
// another manager named.
const LongestStandIn = 183 * 24 * time.Hour

// Ways in which a standing in ends before its time.
const (
	LaidDown Ending = "laid-down" // by whoever stood in
	TimeUp   Ending = "time-up"
)

// StandIns are those who may stand in for the manager: whoever the manager reports to,
// up the line, and those who manage others and report to the same person. Offices that
// look after everybody's data are left out by skip. Nearest first, then by name.
func StandIns(c *org.Chart, manager id.Person, skip func(id.Person) bool) (list []id.Person) {
	may := func(p id.Person) bool {
		who, known := c.People[p]
		return known && !who.LeftAt.IsSet() && p != manager && !skip(p) && !slices.Contains(list, p)
	}
	above, _, managed := c.ManagerOf(manager)
	if !managed {
		return nil
	}
	leads := map[id.Person]bool{}
	lines := c.Lines()
	for _, l := range lines {
		leads[l.Manager] = true
	}
	var beside []id.Person
	for p, l := range lines {
		if l.Manager == above && leads[p] && may(p) {
			beside = append(beside, p)
		}
	}
	arrange.By(beside, func(a, b id.Person) int { return org.Compare(c.People[a].Name, c.People[b].Name) })
	list = beside
	for _, p := range upFrom(c, manager) {
		if may(p) {
			list = append(list, p)
		}
	}
	return list
}

// upFrom is the line above somebody. A circle ends it.
func upFrom(c *org.Chart, p id.Person) (line []id.Person) {
	for {
		m, _, ok := c.ManagerOf(p)
		if !ok || m == p || slices.Contains(line, m) {
			return line
		}
		line, p = append(line, m), m
	}
}

// MayStandInFor tells whether somebody who may stand in for the manager may do so
// towards this report: nobody towards themselves, nor towards whom they report to.
func MayStandInFor(c *org.Chart, who, subject id.Person) bool {
	return who != subject && !slices.Contains(upFrom(c, who), subject)
}

// Away is from when to when a manager is away.
type Away struct{ From, Until clock.Instant }

// CheckAway refuses a time that is over, runs backwards or is too long.
func CheckAway(a Away, now clock.Instant) error {
	var wrong []fault.Field
	switch {
	case !a.Until.IsSet() || a.Until <= now:
		wrong = append(wrong, fault.Field{Name: "until", Message: "Give the last day, today or later."})
	case a.Until <= a.From:
		wrong = append(wrong, fault.Field{Name: "until", Message: "The last day is before the first one."})
	case a.Until.Sub(a.From) > LongestStandIn || a.From.Sub(now) > LongestStandIn:
		wrong = append(wrong, fault.Field{Name: "until", Message: "Half a year is the longest. For longer a people partner names another manager."})
	}
	if len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	return nil
}

// StandIn opens to whoever stands in what goes on between the manager and the subject.
func StandIn(subject, manager, who id.Person, a Away, now clock.Instant) Disclosure {
	d := New(subject, who, manager, "person/"+string(subject), StandingIn, max(a.From, now))
	d.Expires = a.Until
	return d
}
