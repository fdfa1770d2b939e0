package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheJournalOfTheOrganisation(t *testing.T) {
	s := newSite(t)
	pia, odd, ben := s.as("pia"), s.as("odd"), s.as("ben")
	page := pia.get("/audit")
	page.has(t, "form[action='/audit'] select[name=family]", "input[name=email]", "input[name=from]", "input[name=until]", "table tbody tr")
	if got := page.text("table"); !strings.Contains(got, "An office was given") || !strings.Contains(got, "the command line") {
		t.Errorf("people partners see %s", got)
	}
	pia.get("/organisation").has(t, "a[href='/audit']")
	if got := odd.get("/audit").text("main"); !strings.Contains(got, "Signed in") && !strings.Contains(got, "An office was given") || strings.Contains(got, "The manager changed") {
		t.Errorf("operators see %s", got)
	}
	if got := ben.get("/audit"); got.status != http.StatusNotFound || stripViewer(got) != stripViewer(ben.get("/audi")) {
		t.Errorf("an employee gets %d", got.status)
	}
	if got := ben.get("/audit?x=1"); got.status != http.StatusNotFound {
		t.Errorf("an employee learns from a wrong name: %d", got.status)
	}
	if n := ben.get("/organisation").Find("a[href='/audit']").Length(); n != 0 {
		t.Error("an employee is led to the journal")
	}
}

func TestTheJournalIsNarrowedByNamesFromAListOnly(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	if got := pia.get("/audit?family=access&email=odd@example.org").text("tbody"); !strings.Contains(got, "Odd Ness") || strings.Contains(got, "Kim Sand") {
		t.Errorf("about Odd: %s", got)
	}
	if got := pia.get("/audit?from=2026-05-13"); got.text(".empty-state") == "" && strings.Contains(got.text("tbody"), "An office was given") {
		t.Errorf("after everything: %s", got.text("main"))
	}
	got := pia.get("/audit?family=steps&email=nobody@example.org&from=soon")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text("main"), "Nobody here has this e-mail address") || !strings.Contains(got.text("main"), "This is no day") {
		t.Errorf("%d: %s", got.status, got.text("main"))
	}
	got.has(t, "input[name=email][value='nobody@example.org']")
	if got := pia.get("/audit?family=accounts"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("people partners ask for sign-ins: %d", got.status)
	}
	for _, name := range []string{"step", "sort", "q"} {
		if got := pia.get("/audit?" + name + "=1"); got.status != http.StatusUnprocessableEntity || len(got.text("tbody")) > 0 {
			t.Errorf("%s: %d", name, got.status)
		}
	}
}

func TestTheJournalIsReadInPages(t *testing.T) {
	s := newSite(t)
	odd := s.as("odd")
	for range 55 {
		odd.get("/audit")
	}
	first := odd.get("/audit")
	next, ok := first.Find("a[rel=next]").Attr("href")
	if n := first.Find("tbody tr").Length(); n != 50 || !ok {
		t.Fatalf("%d lines, more: %v", n, ok)
	}
	second := odd.get(next)
	if n := second.Find("tbody tr").Length(); n == 0 {
		t.Error("the second page is empty")
	}
	second.has(t, ".pager a[href='/audit']")
}
