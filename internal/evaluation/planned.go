package evaluation

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Planned is when the two mean to talk. Revision counts its changes, so that a
// calendar knows the newer one.
type Planned struct {
	At       clock.Instant
	By       id.Person
	Mark     id.Entry // names it in calendars, and leads to nothing
	Revision int64
}

// mostAhead is how far ahead a talk can be planned: further is a slip of the pen.
const mostAhead = 366 * 24 * time.Hour

// PlanTalk notes when the two mean to talk; with no instant the plan is dropped.
func (e *Evaluation) PlanTalk(at clock.Instant, by id.Person, now clock.Instant) error {
	if e.Stage != Writing && e.Stage != Opened {
		return moved(lang.Later("You have talked already, so there is no talk left to plan."))
	}
	if at.IsSet() && (at < now || at.Sub(now) > mostAhead) {
		return fault.InvalidFields([]fault.Field{{Name: "planned_on", Message: lang.Later("Give a day and a time that are still to come, within a year.")}})
	}
	mark := e.Planned.Mark
	if mark == "" {
		mark = id.New[id.Entry]()
	}
	e.Planned = Planned{At: at, By: by, Mark: mark, Revision: e.Planned.Revision + 1}
	return nil
}
