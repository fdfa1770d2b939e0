package role

import (
	"slices"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
)

// Days are civil days as people say them: the first day on which a role is played,
// and the first on which it is not any more. Without From it begins now; without
// Until it has no end.
type Days struct{ From, Until clock.Date }

// Calendar tells how the days of the organisation lie in time. Today is the very
// moment; any other day is its beginning.
type Calendar struct {
	Now   clock.Instant
	Start func(clock.Date) clock.Instant
	Day   func(clock.Instant) clock.Date
}

// Limits of a date that is typed: before, nothing here happened; after, it is a
// plan and no appointment.
const (
	earliest    = clock.Date("1970-01-01")
	monthsAhead = 24
)

func (c Calendar) at(d clock.Date) clock.Instant {
	switch d {
	case "":
		return 0
	case c.Day(c.Now):
		return c.Now
	}
	return c.Start(d)
}

// Entry is where a role that is taken up for these days stands in time.
func (c Calendar) Entry(d Days) (org.Span, error) {
	span := org.Span{Since: c.at(d.From), Until: c.at(d.Until)}
	if d.From == "" {
		span.Since = c.Now
	}
	return span, c.check(d, span)
}

// Redated is an entry with other days; a day that stays keeps its moment.
func (c Calendar) Redated(old org.Span, d Days) (org.Span, error) {
	if !d.From.IsSet() {
		return old, wrong("role_from", lang.Later("Say from which day on. It may have passed, or be to come."))
	}
	span := org.Span{Since: c.at(d.From), Until: c.at(d.Until)}
	if d.From == c.Day(old.Since) {
		span.Since = old.Since
	}
	if d.Until.IsSet() && old.Until.IsSet() && d.Until == c.Day(old.Until) {
		span.Until = old.Until
	}
	return span, c.check(d, span)
}

// Ended is an entry that ends on the day, or now. One that has not begun never
// begins: its end is its beginning then.
func (c Calendar) Ended(old org.Span, on clock.Date) (org.Span, error) {
	span := org.Span{Since: old.Since, Until: c.at(on)}
	switch {
	case !on.IsSet() && old.Since > c.Now:
		span.Until = old.Since
		return span, nil
	case !on.IsSet():
		span.Until = c.Now
		return span, nil
	case on == c.Day(old.Since) && span.Until < old.Since:
		span.Until = old.Since
	}
	if span.Until < old.Since {
		return span, wrong("role_until", lang.Later("This role begins on {day}. Choose that day or a later one."), "day", words(c.Day(old.Since)))
	}
	return span, c.check(Days{Until: on}, org.Span{Until: span.Until})
}

// Never tells whether the entry is none: it ends as it begins.
func Never(s org.Span) bool { return s.Until.IsSet() && s.Until <= s.Since }

func (c Calendar) check(d Days, s org.Span) error {
	last := c.Day(c.Now).AddMonths(monthsAhead)
	for name, on := range map[string]clock.Date{"role_from": d.From, "role_until": d.Until} {
		switch {
		case !on.IsSet():
		case on < earliest:
			return wrong(name, lang.Later("This day is long past. Look at the year once more."))
		case on > last:
			return wrong(name, lang.Later("This is more than two years ahead. Note it when the day comes nearer."))
		}
	}
	if Never(s) {
		return wrong("role_until", lang.Later("The role ends before it begins. Choose a later day, or leave it empty when there is no end."))
	}
	return nil
}

// Free refuses an entry that meets another of the same role.
func (c Calendar) Free(s org.Span, others []org.Span) error {
	at := slices.IndexFunc(others, func(o org.Span) bool { return meet(s, o) })
	if at < 0 {
		return nil
	}
	o := others[at]
	both := o.Covers(c.Now) && s.Covers(c.Now)
	days := []any{"from", words(c.Day(o.Since)), "until", words(c.Day(o.Until))}
	switch {
	case both && o.Until.IsSet():
		return wrong("role", lang.Later("This role is held already, from {from} to {until}. To correct its days, change that entry."), days...)
	case both:
		return wrong("role", lang.Later("This role is held already, from {from} on. To correct its days, change that entry."), days[:2]...)
	case o.Until.IsSet():
		return wrong("role_from", lang.Later("This overlaps with the same role from {from} to {until}. Choose other days, or change that entry first."), days...)
	}
	return wrong("role_from", lang.Later("This overlaps with the same role from {from} on. Choose other days, or change that entry first."), days[:2]...)
}

// meet tells whether two spans share an instant.
func meet(a, b org.Span) bool {
	return (!b.Until.IsSet() || a.Since < b.Until) && (!a.Until.IsSet() || b.Since < a.Until)
}

// Within tells whether the entry adds nothing to what was.
func Within(s, old org.Span) bool {
	return s.Since >= old.Since && (!old.Until.IsSet() || s.Until.IsSet() && s.Until <= old.Until)
}

func words(d clock.Date) lang.Day { return lang.Day(d.Time()) }

// Day reads a day that was typed into the field; empty is none.
func Day(field, typed string) (clock.Date, error) {
	if typed == "" {
		return "", nil
	}
	d, err := clock.ParseDate(typed)
	if err != nil {
		return "", fault.InvalidFields([]fault.Field{{Name: field, Value: typed, Message: lang.Later("Give the day as year, month and day, like 2026-05-12.")}})
	}
	return d, nil
}
