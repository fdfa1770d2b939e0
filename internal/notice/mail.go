package notice

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Letter is a mail to one person before it has words. It names no thing: a line
// says whether it is the person's turn, and leads to the notice.
type Letter struct {
	Mail     id.Mail // stable over all tries, so that a mail that came twice is known as one
	Fence    int64   // of this try; what an older try reports is not heard
	Made     clock.Instant
	To       string        // the address
	Language lang.Language // of the person; empty follows the organisation's
	Lines    []LetterLine
	Stop     string // what ends mails without signing in
}

// LetterLine leads to one notice.
type LetterLine struct {
	Notice id.Notice
	Turn   bool
}

// dailyHour is when the mail of the day is sent, where the person is.
const dailyHour = 8

// DailyAt returns when the mail of the day that tells of the instant is sent: at
// eight the next time.
func DailyAt(told clock.Instant, zone *time.Location) clock.Instant {
	at := told.Time().In(zone)
	day := time.Date(at.Year(), at.Month(), at.Day(), dailyHour, 0, 0, 0, zone)
	if day.Before(at) {
		day = time.Date(at.Year(), at.Month(), at.Day()+1, dailyHour, 0, 0, 0, zone)
	}
	return clock.At(day)
}

// How long mails are tried.
const (
	firstPause  = time.Minute
	longestPace = 4 * time.Hour
	mostTries   = 24 // about three days
)

// NextTry returns how long to wait after so many tries that failed; ok is false
// when it is time to give up.
func NextTry(tries int64) (pause time.Duration, ok bool) {
	if tries >= mostTries {
		return 0, false
	}
	return min(firstPause<<min(max(tries-1, 0), 10), longestPace), true
}
