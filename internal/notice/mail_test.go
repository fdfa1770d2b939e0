package notice

import (
	"testing"
	"time"

	"cairn/internal/clock"
)

func TestTheMailOfTheDayComesAtEightWhereThePersonIs(t *testing.T) {
	for _, c := range []struct{ zone, told, want string }{
		{"UTC", "2026-05-12T07:59:00Z", "2026-05-12T08:00:00Z"},
		{"UTC", "2026-05-12T08:00:00Z", "2026-05-12T08:00:00Z"},
		{"UTC", "2026-05-12T08:00:01Z", "2026-05-13T08:00:00Z"},
		{"Europe/Stockholm", "2026-05-12T06:30:00Z", "2026-05-13T06:00:00Z"},
		{"Asia/Tokyo", "2026-05-12T06:30:00Z", "2026-05-12T23:00:00Z"},
		{"Europe/Stockholm", "2026-10-24T10:00:00Z", "2026-10-25T07:00:00Z"}, // the clocks go back that night
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		told, err := time.Parse(time.RFC3339, c.told)
		if err != nil {
			t.Fatal(err)
		}
		if got := DailyAt(clock.At(told), zone).String(); got != c.want {
			t.Errorf("told at %s in %s: %s, want %s", c.told, c.zone, got, c.want)
		}
	}
}

func TestTriesBecomeRarerAndEnd(t *testing.T) {
	var before, sum time.Duration
	tries := int64(0)
	for {
		tries++
		pause, ok := NextTry(tries)
		if !ok {
			break
		}
		if pause < before || pause > longestPace {
			t.Errorf("after try %d: %s, before it %s", tries, pause, before)
		}
		before, sum = pause, sum+pause
	}
	if sum < 48*time.Hour || sum > 96*time.Hour {
		t.Errorf("given up after %s", sum)
	}
}
