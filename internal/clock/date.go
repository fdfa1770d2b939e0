package clock

import (
	"fmt"
	"time"
)

// Date is a civil date, "2026-05-12"; empty means "not set". Dates of this form
// order as text.
type Date string

const dateLayout = "2006-01-02"

// ParseDate accepts a calendar date in the form 2026-05-12.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return "", fmt.Errorf("%q is not a date of the form 2026-05-12", s)
	}
	return Date(t.Format(dateLayout)), nil
}

// DateOf returns the date of the instant in the zone.
func DateOf(i Instant, zone *time.Location) Date {
	return Date(i.Time().In(zone).Format(dateLayout))
}

// Time returns midnight UTC of the date; the zero time when not set.
func (d Date) Time() time.Time {
	t, err := time.Parse(dateLayout, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// IsSet tells whether a date is held.
func (d Date) IsSet() bool { return d != "" }

// Start returns the first instant of the date in UTC.
func (d Date) Start() Instant { return At(d.Time()) }

// AddMonths returns the date n months later, held at the end of a shorter
// month: 31 August plus six months is the last day of February.
func (d Date) AddMonths(n int) Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1).Format(dateLayout))
}

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(dateLayout)) }
