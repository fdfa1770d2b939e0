package ui

import (
	"strconv"
	"time"
)

// Moment is a point in time as one viewer sees it.
type Moment struct {
	Now, Then time.Time
	Zone      *time.Location // UTC when nil
}

const dateWords = "2 January 2006"

// RelativeTime words then as seen from now in the zone: relative is what a
// page shows, absolute is the exact moment.
func RelativeTime(now, then time.Time, zone *time.Location) (relative, absolute string) {
	if zone == nil {
		zone = time.UTC
	}
	now, then = now.In(zone), then.In(zone)
	absolute = then.Format("Monday, 2 January 2006, 15:04 MST")
	apart := then.Sub(now)
	if words, ok := clockWords(apart, days(now, then)); ok {
		return words, absolute
	}
	if words, ok := dayWords(days(now, then)); ok {
		return words, absolute
	}
	return then.Format(dateWords), absolute
}

// DateWords words a civil date: "12 May 2026".
func DateWords(date time.Time) string { return date.Format(dateWords) }

// days counts midnights from a to b, both already in the viewer's zone.
func days(a, b time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(b).Sub(midnight(a)).Hours() / 24)
}

// clockWords words a distance within the hour, or within the same day.
func clockWords(apart time.Duration, days int) (string, bool) {
	size := apart.Abs()
	switch {
	case size < time.Minute && apart > 0:
		return "in a moment", true
	case size < time.Minute:
		return "just now", true
	case size < time.Hour:
		return inOrAgo(apart > 0, int(size.Minutes()), "minute"), true
	case days == 0:
		return inOrAgo(apart > 0, int(size.Hours()), "hour"), true
	}
	return "", false
}

// dayWords words a distance in days up to eight weeks.
func dayWords(days int) (string, bool) {
	size, later := max(days, -days), days > 0
	switch {
	case days == 1:
		return "tomorrow", true
	case days == -1:
		return "yesterday", true
	case size < 7:
		return inOrAgo(later, size, "day"), true
	case size < 56:
		return inOrAgo(later, size/7, "week"), true
	}
	return "", false
}

func inOrAgo(later bool, n int, unit string) string {
	words := strconv.Itoa(n) + " " + unit
	if n != 1 {
		words += "s"
	}
	if later {
		return "in " + words
	}
	return words + " ago"
}

func (m Moment) relative() string {
	relative, _ := RelativeTime(m.Now, m.Then, m.Zone)
	return relative
}

func (m Moment) absolute() string {
	_, absolute := RelativeTime(m.Now, m.Then, m.Zone)
	return absolute
}
