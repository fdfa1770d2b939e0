package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
)

// TestATalkAboutAWiderStepHasADay: set with a "not yet", it stands on the pages and in
// the calendars of the two, in neutral words, and nowhere else.
func TestATalkAboutAWiderStepHasADay(t *testing.T) {
	s, path := caseAt(t, promotion.Deciding)
	tove, noor, mats := s.as("tove"), s.as("noor"), s.as("mats")
	verdict := []string{"verdict", "not-yet", "reasons", "Not across squads.", "focus:0", "Lead across squads.", "talk", "With Mats.", "talk_on"}
	past := tove.post(path+"/decision", append(verdict, "2026-01-01")...)
	if past.status != http.StatusUnprocessableEntity || past.value("#talk_on") != "2026-01-01" || past.Find("details[open] #talk_on").Length() == 0 {
		t.Errorf("a day that has passed: %d, kept %q", past.status, past.value("#talk_on"))
	}
	if done := tove.post(path+"/decision", append(verdict, "2026-06-01")...); done.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", done.status, done.text(".error-summary"))
	}
	for name, other := range map[string]string{"noor": "Mats Holm", "mats": "Noor Said"} {
		home := s.as(name).get("/").text(`section[aria-labelledby="ahead"]`)
		if !strings.Contains(home, "A talk with "+other) || !strings.Contains(home, "June 2026") {
			t.Errorf("the home of %s says %q", name, home)
		}
	}
	for _, name := range []string{"tove", "ola", "pia", "mira"} {
		if s.as(name).get("/").Find(`section[aria-labelledby="ahead"]`).Length() > 0 {
			t.Errorf("%s is told of the talk", name)
		}
	}
	feed := func(name string) string {
		v := s.as(name)
		made := v.submit(t, v.get("/account/calendar"), `form[action="/account/calendar"]`)
		return s.as("").get(feedAddress.FindString(made.text("main"))).body
	}
	for name, want := range map[string]int{"noor": 1, "mats": 1, "tove": 0, "ola": 0} {
		body := feed(name)
		if got := strings.Count(body, "DTSTART;VALUE=DATE:20260601"); got != want {
			t.Errorf("the calendar of %s has it %d times:\n%s", name, got, body)
		}
		for _, word := range []string{"Noor", "Mats", "romotion", "step", "talk", "http"} {
			if strings.Contains(body, word) {
				t.Errorf("the calendar of %s says %q", name, word)
			}
		}
	}
	page := noor.get(path)
	wrong := noor.submit(t, page, `form[action$="/talk"]`, "talk_on", "2026-02-30")
	if wrong.status != http.StatusUnprocessableEntity || wrong.value("#talk_on") != "2026-02-30" {
		t.Errorf("no day: %d, kept %q", wrong.status, wrong.value("#talk_on"))
	}
	if got := noor.submit(t, wrong, `form[action$="/talk"]`, "talk_on", "2026-06-03"); got.status != http.StatusSeeOther {
		t.Fatalf("moved: %d", got.status)
	}
	if body := feed("mats"); strings.Contains(body, "20260601") || !strings.Contains(body, "20260603") {
		t.Errorf("moved, the calendar has\n%s", body)
	}
	if text := mats.get("/inbox").text("main"); !strings.Contains(text, "There is something new to read in it.just now") {
		t.Errorf("the other is told %q", text)
	}
	if got := tove.post(path+"/talk", "talk_on", "2026-06-04"); got.status != http.StatusNotFound {
		t.Errorf("who decided moves it: %d", got.status)
	}
	// Another manager takes the talk over; the one before loses it.
	if err := s.SetManager(t.Context(), s.Actor("pia"), s.Person("noor"), s.Person("mira")); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(feed("mats"), "20260603") || !strings.Contains(feed("mira"), "20260603") {
		t.Error("the day did not go with the line")
	}
	if got := s.as("mira").post(path+"/talk", "none", "yes"); got.status != http.StatusSeeOther || strings.Contains(feed("noor"), "20260603") {
		t.Errorf("taken back: %d", got.status)
	}
}

// TestATalkThatWasAskedForHasADay until it was held.
func TestATalkThatWasAskedForHasADay(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats := s.as("noor"), s.as("mats")
	path := noor.post("/promotions/requests", "words", "I think so.").to
	path, _, _ = strings.Cut(path, "?")
	if got := mats.submit(t, mats.get(path), `form[action$="/talk"]`, "talk_on", "2026-06-01"); got.status != http.StatusSeeOther {
		t.Fatalf("%d", got.status)
	}
	if text := noor.get("/").text(`section[aria-labelledby="ahead"]`); !strings.Contains(text, "A talk with Mats Holm") {
		t.Errorf("home says %q", text)
	}
	mats.post(path+"/answer", "answer", "We talked.")
	if noor.get("/").Find(`section[aria-labelledby="ahead"]`).Length() > 0 {
		t.Error("a talk that was held is still to come")
	}
}
