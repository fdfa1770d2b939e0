package role

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/org"
)

// noon is in the middle of the day, an hour from midnight in no zone used here.
var noon = clock.At(time.Date(2026, 5, 13, 12, 0, 0, 0, time.UTC))

func calendar() Calendar {
	return Calendar{Now: noon, Start: clock.Date.Start, Day: func(i clock.Instant) clock.Date { return clock.DateOf(i, time.UTC) }}
}

func begin(d string) clock.Instant {
	if d == "" {
		return 0
	}
	return clock.Date(d).Start()
}

func span(from, until string) org.Span { return org.Span{Since: begin(from), Until: begin(until)} }

func TestDaysOfAnEntry(t *testing.T) {
	for name, c := range map[string]struct {
		days  Days
		want  org.Span
		wrong string
	}{
		"now":              {Days{}, org.Span{Since: noon}, ""},
		"today":            {Days{From: "2026-05-13"}, org.Span{Since: noon}, ""},
		"a past day":       {Days{From: "2026-03-01"}, span("2026-03-01", ""), ""},
		"a coming day":     {Days{From: "2026-06-01"}, span("2026-06-01", ""), ""},
		"a while":          {Days{From: "2026-03-01", Until: "2026-04-01"}, span("2026-03-01", "2026-04-01"), ""},
		"ends as begins":   {Days{From: "2026-03-01", Until: "2026-03-01"}, org.Span{}, "ends before it begins"},
		"ends today":       {Days{Until: "2026-05-13"}, org.Span{}, "ends before it begins"},
		"ends before":      {Days{From: "2026-03-02", Until: "2026-03-01"}, org.Span{}, "ends before it begins"},
		"too early":        {Days{From: "0026-03-01"}, org.Span{}, "long past"},
		"far ahead":        {Days{From: "2028-05-14"}, org.Span{}, "two years ahead"},
		"two years ahead":  {Days{From: "2028-05-13"}, span("2028-05-13", ""), ""},
		"an end far ahead": {Days{Until: "2028-05-14"}, org.Span{}, "two years ahead"},
	} {
		got, err := calendar().Entry(c.days)
		if c.wrong == "" && (err != nil || got != c.want) || c.wrong != "" && !says(err, c.wrong) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func says(err error, words string) bool {
	_, fields := fault.Safe(err)
	return len(fields) == 1 && strings.Contains(fields[0].Message, words)
}

func TestAnEntryEnds(t *testing.T) {
	held, coming := org.Span{Since: noon - 5}, span("2026-06-01", "")
	for name, c := range map[string]struct {
		old   org.Span
		on    clock.Date
		until clock.Instant
		never bool
		wrong string
	}{
		"now":                     {held, "", noon, false, ""},
		"today":                   {held, "2026-05-13", noon, false, ""},
		"on a coming day":         {held, "2026-07-01", begin("2026-07-01"), false, ""},
		"on a past day":           {span("2026-01-01", ""), "2026-03-01", begin("2026-03-01"), false, ""},
		"before it began":         {span("2026-01-01", ""), "2025-12-31", 0, false, "begins on 1 January 2026"},
		"what has not begun":      {coming, "", coming.Since, true, ""},
		"what has not begun, on":  {coming, "2026-06-01", coming.Since, true, ""},
		"what has not, after":     {coming, "2026-06-02", begin("2026-06-02"), false, ""},
		"on the day of its begin": {org.Span{Since: begin("2026-03-01") + 5}, "2026-03-01", begin("2026-03-01") + 5, true, ""},
		"far ahead":               {held, "2029-01-01", 0, false, "two years"},
	} {
		got, err := calendar().Ended(c.old, c.on)
		if c.wrong != "" {
			if !says(err, c.wrong) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || got != (org.Span{Since: c.old.Since, Until: c.until}) || Never(got) != c.never {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestDaysThatStayKeepTheirMoment(t *testing.T) {
	old := org.Span{Since: begin("2026-03-01") + 7, Until: begin("2026-04-01") + 7}
	got, err := calendar().Redated(old, Days{From: "2026-03-01", Until: "2026-04-01"})
	if err != nil || got != old {
		t.Errorf("%v, %v", got, err)
	}
	got, err = calendar().Redated(old, Days{From: "2026-02-01"})
	if err != nil || got != span("2026-02-01", "") || Within(got, old) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err = calendar().Redated(old, Days{}); !says(err, "from which day") {
		t.Error(err)
	}
}

func TestTheSameRoleIsNotHeldTwice(t *testing.T) {
	others := []org.Span{span("2026-01-01", "2026-03-01"), span("2026-06-01", "")}
	for name, c := range map[string]struct {
		span  org.Span
		wrong string
	}{
		"between":     {span("2026-03-01", "2026-06-01"), ""},
		"before":      {span("2025-01-01", "2026-01-01"), ""},
		"into one":    {span("2026-02-01", "2026-04-01"), "from 1 January 2026 to 1 March 2026"},
		"open before": {span("2026-04-01", ""), "from 1 June 2026 on"},
		"after":       {span("2026-07-01", "2026-08-01"), "from 1 June 2026 on"},
	} {
		if err := calendar().Free(c.span, others); c.wrong == "" && err != nil || c.wrong != "" && !says(err, c.wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := calendar().Free(org.Span{Since: noon}, []org.Span{span("2026-05-01", "")}); !says(err, "held already, from 1 May 2026 on") {
		t.Error(err)
	}
}

func TestWhatIsWithin(t *testing.T) {
	old := span("2026-03-01", "2026-06-01")
	for _, c := range []struct {
		s    org.Span
		want bool
	}{
		{old, true}, {span("2026-03-02", "2026-05-01"), true}, {span("2026-02-01", "2026-05-01"), false}, {span("2026-03-01", ""), false}, {span("2026-03-01", "2026-06-02"), false},
	} {
		if Within(c.s, old) != c.want {
			t.Error(c.s)
		}
	}
	if !Within(span("2026-04-01", "2026-05-01"), span("2026-03-01", "")) {
		t.Error("an open entry holds a closed one")
	}
}

func TestADayThatIsTyped(t *testing.T) {
	for typed, good := range map[string]bool{"": true, "2026-05-12": true, "12.05.2026": false, "2026-13-01": false} {
		if d, err := Day("role_from", typed); (err == nil) != good || good && string(d) != typed {
			t.Errorf("%q: %v, %v", typed, d, err)
		}
	}
}
