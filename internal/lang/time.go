package lang

import (
	"context"
	"time"
)

// Date words a civil date: "12 May 2026".
func Date(ctx context.Context, date time.Time) string {
	return Say(ctx, "{day} {month} {year}", "day", date.Day(), "month", month(ctx, date.Month()), "year", date.Year())
}

// At words an exact moment, in the zone that it is in: "Tuesday, 12 May 2026, 14:03 CEST".
func At(ctx context.Context, at time.Time) string {
	return Say(ctx, "{weekday}, {date}, {clock}", "weekday", weekday(ctx, at.Weekday()), "date", Date(ctx, at), "clock", at.Format("15:04 MST"))
}

// Day is a date among the values of a text that is said later.
type Day time.Time

// In words the date in the language.
func (d Day) In(l Language) string { return Date(With(context.Background(), l), time.Time(d)) }

func (d Day) String() string { return d.In(English) }

var (
	months = [...]string{
		Later("January"), Later("February"), Later("March"), Later("April"), Later("May"), Later("June"),
		Later("July"), Later("August"), Later("September"), Later("October"), Later("November"), Later("December"),
	}
	weekdays = [...]string{
		Later("Sunday"), Later("Monday"), Later("Tuesday"), Later("Wednesday"), Later("Thursday"), Later("Friday"), Later("Saturday"),
	}
)

func month(ctx context.Context, m time.Month) string {
	return Say(ctx, months[m-1])
}

func weekday(ctx context.Context, d time.Weekday) string {
	return Say(ctx, weekdays[d])
}

// Apart words how far then is from now, both in one zone: within the hour, the day, and
// up to eight weeks. Beyond that it is the date that tells.
func Apart(ctx context.Context, now, then time.Time) string {
	apart, days := then.Sub(now), midnights(now, then)
	size, n := apart.Abs(), max(days, -days)
	switch {
	case size < time.Minute && apart > 0:
		return Say(ctx, "in a moment")
	case size < time.Minute:
		return Say(ctx, "just now")
	case size < time.Hour:
		return toOrFrom(ctx, apart > 0, int(size.Minutes()), minutes)
	case days == 0:
		return toOrFrom(ctx, apart > 0, int(size.Hours()), hours)
	case days == 1:
		return Say(ctx, "tomorrow")
	case days == -1:
		return Say(ctx, "yesterday")
	case n < 7:
		return toOrFrom(ctx, days > 0, n, dayWords)
	case n < 56:
		return toOrFrom(ctx, days > 0, n/7, weeks)
	}
	return Date(ctx, then)
}

// unit says a number of them, to come and gone by.
type unit struct {
	to, from func(context.Context, int) string
}

var (
	minutes = unit{
		func(ctx context.Context, n int) string { return Count(ctx, n, "in 1 minute", "in {n} minutes") },
		func(ctx context.Context, n int) string { return Count(ctx, n, "1 minute ago", "{n} minutes ago") },
	}
	hours = unit{
		func(ctx context.Context, n int) string { return Count(ctx, n, "in 1 hour", "in {n} hours") },
		func(ctx context.Context, n int) string { return Count(ctx, n, "1 hour ago", "{n} hours ago") },
	}
	dayWords = unit{
		func(ctx context.Context, n int) string { return Count(ctx, n, "in 1 day", "in {n} days") },
		func(ctx context.Context, n int) string { return Count(ctx, n, "1 day ago", "{n} days ago") },
	}
	weeks = unit{
		func(ctx context.Context, n int) string { return Count(ctx, n, "in 1 week", "in {n} weeks") },
		func(ctx context.Context, n int) string { return Count(ctx, n, "1 week ago", "{n} weeks ago") },
	}
)

func toOrFrom(ctx context.Context, later bool, n int, u unit) string {
	if later {
		return u.to(ctx, n)
	}
	return u.from(ctx, n)
}

// midnights counts those from a to b.
func midnights(a, b time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(b).Sub(midnight(a)).Hours() / 24)
}
