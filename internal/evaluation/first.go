package evaluation

import "cairn/internal/clock"

// MonthsSeenBefore is how long before its date a first evaluation can be seen
// and prepared, in months.
const MonthsSeenBefore = 1

// FirstDue returns the day of the first evaluation: so many months after the
// start date, six in the seed.
func FirstDue(start clock.Date, afterMonths int) clock.Date { return start.AddMonths(afterMonths) }

// FirstSeen returns the day from which the first evaluation is there to prepare.
func FirstSeen(start clock.Date, afterMonths int) clock.Date {
	return start.AddMonths(afterMonths - MonthsSeenBefore)
}

// FirstIsTime tells whether a first evaluation should exist today for somebody
// who started then and has no Step and no first evaluation yet.
func FirstIsTime(start clock.Date, afterMonths int, today clock.Date) bool {
	return start.IsSet() && FirstSeen(start, afterMonths) <= today
}
