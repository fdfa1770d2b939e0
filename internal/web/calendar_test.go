package web

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/pay"
	"cairn/internal/priority"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

var feedAddress = regexp.MustCompile(`/calendar/cairn_cal_[0-9a-z]{52}\.ics`)

func TestACalendarShowsPlannedTalksAndNothingOfThem(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	if err := s.PlanTalk(t.Context(), s.Actor("noor"), workflow.Once{}, ref, s.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	address := func(name string) string {
		t.Helper()
		v := s.as(name)
		made := v.submit(t, v.get("/account/calendar"), `form[action="/account/calendar"]`)
		at := feedAddress.FindString(made.text("main"))
		if made.status != http.StatusOK || at == "" {
			t.Fatalf("no address: %d %s", made.status, made.text("main"))
		}
		return at
	}
	outside := s.as("")
	noors, mats, bens := address("noor"), address("mats"), address("ben")
	got := outside.get(noors)
	if got.status != http.StatusOK || strings.Count(got.body, "BEGIN:VEVENT") != 1 || !strings.Contains(got.body, "DTSTART:20260514T090000Z\r\n") ||
		!strings.Contains(got.body, "SUMMARY:Time set aside in Cairn\r\n") || !strings.Contains(got.body, "CLASS:PRIVATE\r\n") {
		t.Errorf("Noor's calendar: %d\n%s", got.status, got.body)
	}
	if strings.Contains(strings.ReplaceAll(got.body, "\r\n", ""), "\n") {
		t.Error("lines do not end as calendars want them")
	}
	for _, word := range []string{"Noor", "Mats", "valuation", string(ref), "http", "ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION", "URL"} {
		if strings.Contains(got.body, word) {
			t.Errorf("the calendar says %q", word)
		}
	}
	if his := outside.get(mats); strings.Count(his.body, "BEGIN:VEVENT") != 1 {
		t.Errorf("Mats' calendar:\n%s", his.body)
	}
	if others := outside.get(bens); others.status != http.StatusOK || strings.Contains(others.body, "BEGIN:VEVENT") {
		t.Errorf("Ben's calendar: %d\n%s", others.status, others.body)
	}
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if his := outside.get(mats); strings.Contains(his.body, "BEGIN:VEVENT") {
		t.Error("a manager of a moment ago still has the date")
	}
}

// TestACalendarHasTheDaysOfTheTwo: when they want to look at what was agreed. Of
// what nobody has agreed to it says nothing.
func TestACalendarHasTheDaysOfTheTwo(t *testing.T) {
	s := newSite(t)
	ctx, noor, mats, once := t.Context(), s.Actor("noor"), s.Actor("mats"), workflow.Once{}
	c := growth.Content{Aim: growth.Deeper, Text: "Listen.", Reviews: []clock.Date{"2025-01-01", "2026-07-01", "2026-08-03"}}
	focus, err := s.SuggestFocus(ctx, mats, once, noor.Person, c)
	if err != nil {
		t.Fatal(err)
	}
	wish, err := s.SuggestPriority(ctx, noor, once, noor.Person, priority.Content{Text: "Ship.", Period: priority.Period{Name: "Autumn", From: "2026-09-01", Until: "2026-12-20"}})
	if err != nil {
		t.Fatal(err)
	}
	days := func(name string) []string {
		t.Helper()
		secret, err := s.MakeFeed(ctx, s.Actor(name), once)
		if err != nil {
			t.Fatal(err)
		}
		body := s.as("").get("/calendar/" + secret + ".ics").body
		for _, word := range []string{"Noor", "Listen", "Ship", "Autumn", string(focus), string(wish)} {
			if strings.Contains(body, word) {
				t.Errorf("the calendar says %q", word)
			}
		}
		return regexp.MustCompile(`DTSTART;VALUE=DATE:\d+`).FindAllString(body, -1)
	}
	if got := days("noor"); len(got) > 0 {
		t.Errorf("before anything is agreed: %v", got)
	}
	if err := errors.Join(s.AgreeFocus(ctx, noor, once, focus, 1), s.AgreePriority(ctx, mats, once, wish, 1)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"noor": 3, "mats": 3, "ben": 0, "tove": 0} {
		if got := days(name); len(got) != want {
			t.Errorf("%s has %v", name, got)
		}
	}
	if err := s.SetManager(ctx, s.Actor("pia"), noor.Person, s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if before, now := days("mats"), days("mira"); len(before) > 0 || len(now) != 3 {
		t.Errorf("after the manager changed: %v and %v", before, now)
	}
}

func TestACalendarsAddressEnds(t *testing.T) {
	s := newSite(t)
	noor, outside := s.as("noor"), s.as("")
	make := func() string {
		t.Helper()
		return feedAddress.FindString(noor.submit(t, noor.get("/account/calendar"), `form[action="/account/calendar"]`).text("main"))
	}
	first, second := make(), make()
	if first == second || outside.get(first).status != http.StatusNotFound || outside.get(second).status != http.StatusOK {
		t.Error("the address before still answers, or the new one does not")
	}
	noor.follow(t, noor.submit(t, noor.get("/account/calendar"), `form[action="/account/calendar/end"]`))
	for _, at := range []string{second, second[:len(second)-4], "/calendar/x.ics", "/calendar/.ics"} {
		if got := outside.get(at); got.status != http.StatusNotFound {
			t.Errorf("%s answers %d", at, got.status)
		}
	}
	third := make()
	if err := s.Leave(t.Context(), s.Actor("pia"), s.Person("noor")); err != nil {
		t.Fatal(err)
	}
	if got := outside.get(third); got.status != http.StatusNotFound {
		t.Errorf("the calendar of somebody who left answers %d", got.status)
	}
}

// TestACalendarHasTheDaysOfStandingInAndOfReviews: of whoever stands in, of whom they
// stand in for, and the last day for managers; for nobody else, and only as days.
func TestACalendarHasTheDaysOfStandingInAndOfReviews(t *testing.T) {
	s := newSite(t)
	ctx, once := t.Context(), workflow.Once{}
	feed := func(name string) string {
		t.Helper()
		secret, err := s.MakeFeed(ctx, s.Actor(name), once)
		if err != nil {
			t.Fatal(err)
		}
		return s.as("").get("/calendar/" + secret + ".ics").body
	}
	if err := s.NameStandIn(ctx, s.Actor("mats"), once, workflow.StandInName{Who: s.Person("mira"), From: "2026-05-20", Until: "2026-05-31"}); err != nil {
		t.Fatal(err)
	}
	const away = "DTSTART;VALUE=DATE:20260520\r\nDTEND;VALUE=DATE:20260601\r\n"
	for name, want := range map[string]int{"mira": 1, "mats": 1, "noor": 0, "tove": 0, "pia": 0} {
		if got := feed(name); strings.Count(got, away) != want || strings.Contains(got, "Mats") || strings.Contains(got, "Mira") || strings.Contains(got, string(s.Person("noor"))) {
			t.Errorf("%s has\n%s", name, got)
		}
	}
	if err := s.EndStandIn(ctx, s.Actor("mats"), once); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(feed("mira"), "20260520") || strings.Contains(feed("mats"), "20260520") {
		t.Error("it was ended, and stands there still")
	}
	if err := s.SetPayPolicy(ctx, s.Actor("kim"), once, pay.Salaries, 1, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenPayReview(ctx, s.Actor("kim"), once, workflow.ReviewText{Name: "Pay 2026", Guide: "The market first.", Back: "2025-05-01", From: "2026-05-14", To: "2026-06-30", Holds: "2026-07-01", Unit: 1}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(feed("mats"), "20260630") {
		t.Error("a review that has not begun is in a calendar")
	}
	s.Clock.Advance(72 * time.Hour)
	for name, want := range map[string]bool{"mats": true, "mira": true, "noor": false, "ben": false} {
		if got := feed(name); strings.Contains(got, "DTSTART;VALUE=DATE:20260630") != want || strings.Contains(got, "Pay") || strings.Contains(got, "market") {
			t.Errorf("%s has\n%s", name, got)
		}
	}
}
