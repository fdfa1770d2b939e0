package promotion

import "cairn/internal/clock"

// Due is what is told about a question at the moment.
type Due int

// What can be due.
const (
	NothingDue  Due = iota
	ReminderDue     // the one who was asked is reminded, once
	OverdueDue      // whoever asked learns that the day has passed, once
)

// remindBefore is how many days before the last day somebody is reminded.
const remindBefore = 2

// Remind tells what is due on the day, and notes that it was told. A question that
// is past its day can still be answered.
func (c *Consultation) Remind(today clock.Date) Due {
	switch {
	case c.Reply != Waiting || !c.Until.IsSet():
		return NothingDue
	case today > c.Until && !c.Overdue:
		c.Reminded, c.Overdue = true, true // a reminder afterwards would be late
		return OverdueDue
	case !c.Reminded && today >= c.Until.AddDays(-remindBefore) && today <= c.Until:
		c.Reminded = true
		return ReminderDue
	}
	return NothingDue
}
