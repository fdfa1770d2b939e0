package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
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
