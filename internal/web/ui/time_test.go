package ui

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestRelativeTime(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 5, 20, 10, 30, 0, 0, time.UTC)
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		then string
		zone *time.Location
		want string
	}{
		{"2026-05-20T10:30:00Z", nil, "just now"},
		{"2026-05-20T10:29:30Z", nil, "just now"},
		{"2026-05-20T10:30:30Z", nil, "in a moment"},
		{"2026-05-20T10:29:00Z", nil, "1 minute ago"},
		{"2026-05-20T10:50:00Z", nil, "in 20 minutes"},
		{"2026-05-20T07:00:00Z", nil, "3 hours ago"},
		{"2026-05-20T12:00:00Z", nil, "in 1 hour"},
		{"2026-05-19T23:30:00Z", nil, "yesterday"},
		{"2026-05-19T23:30:00Z", stockholm, "11 hours ago"},
		{"2026-05-20T22:30:00Z", nil, "in 12 hours"},
		{"2026-05-20T22:30:00Z", stockholm, "tomorrow"},
		{"2026-05-17T10:30:00Z", nil, "3 days ago"},
		{"2026-05-26T10:30:00Z", nil, "in 6 days"},
		{"2026-05-27T10:30:00Z", nil, "in 1 week"},
		{"2026-06-10T10:30:00Z", nil, "in 3 weeks"},
		{"2026-03-26T10:30:00Z", nil, "7 weeks ago"},
		{"2026-03-25T10:30:00Z", nil, "25 March 2026"},
		{"2025-05-12T10:30:00Z", nil, "12 May 2025"},
	}
	for _, tt := range tests {
		if got, _ := RelativeTime(t.Context(), now, at(tt.then), tt.zone); got != tt.want {
			t.Errorf("%s in %v is %q, want %q", tt.then, tt.zone, got, tt.want)
		}
	}
}

func TestRelativeTimeOverAChangeOfClocks(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 30, 0, 30, 0, 0, stockholm) // the night after clocks went forward
	then := time.Date(2026, 3, 28, 23, 0, 0, 0, stockholm)
	if got, _ := RelativeTime(t.Context(), now, then, stockholm); got != "2 days ago" {
		t.Errorf("got %q", got)
	}
}

func TestAbsoluteTimeNamesTheZone(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	then := time.Date(2026, 5, 12, 12, 5, 0, 0, time.UTC)
	if _, got := RelativeTime(t.Context(), then, then, stockholm); got != "Tuesday, 12 May 2026, 14:05 CEST" {
		t.Errorf("got %q", got)
	}
}
