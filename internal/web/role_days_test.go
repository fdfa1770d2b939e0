package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestARoleComesOnItsDay: set for a coming day it shows as coming, and is there on
// that day without anybody acting.
func TestARoleComesOnItsDay(t *testing.T) {
	s := newSite(t)
	mats, noor := s.as("mats"), s.as("noor")
	profile := "/people/" + string(s.Person("noor"))
	day := s.Clock.Now().Time().AddDate(0, 0, 7).Format("2006-01-02")
	if got := mats.post(profile+"/roles", "role_words", "Gardener of builds", "role_from", day); got.to != profile {
		t.Fatalf("%d to %s: %s", got.status, got.to, got.text(".field-error"))
	}
	if slices.Contains(noor.roles(), "Gardener of builds") {
		t.Error("it is held already")
	}
	for _, who := range []string{"noor", "ola"} {
		if text := s.as(who).get(profile).text("#coming-roles"); !strings.Contains(text, "Gardener of builds") || !strings.Contains(text, "from") {
			t.Errorf("%s reads %q", who, text)
		}
	}
	if text := noor.get("/journey").text("main"); !strings.Contains(text, "To come: takes up the role Gardener of builds") {
		t.Error("the journey does not tell what is to come")
	}
	twice := mats.post(profile+"/roles", "role_words", "gardener of builds", "role_from", day)
	if twice.status != http.StatusUnprocessableEntity || !strings.Contains(twice.text("#engage ~ .section-body"), "overlaps with the same role from") ||
		twice.value(`#engage ~ .section-body input[name="role_from"]`) != day {
		t.Errorf("an overlap: %d, %s", twice.status, twice.text("#engage ~ .section-body"))
	}
	odd := mats.post(profile+"/roles", "role_words", "Mentor", "role_from", "soon", "role_until", "later")
	if n := odd.Find("#engage ~ .section-body .field-error").Length(); n != 2 || odd.value(`#engage ~ .section-body input[name="role_until"]`) != "later" {
		t.Errorf("two days that are none: %d are marked", n)
	}
	s.Clock.Advance(8 * 24 * time.Hour)
	if !slices.Contains(noor.roles(), "Gardener of builds") {
		t.Error("the day came and the role did not")
	}
	if text := s.as("noor").get("/journey").text("main"); !strings.Contains(text, "Took up the role Gardener of builds") || strings.Contains(text, "To come") {
		t.Error("the journey tells it as still to come")
	}
}

func TestPastDaysCorrectHistory(t *testing.T) {
	s := newSite(t)
	mats, noor := s.as("mats"), s.as("noor")
	profile := "/people/" + string(s.Person("noor"))
	ago := func(days int) string { return s.Clock.Now().Time().AddDate(0, 0, -days).Format("2006-01-02") }
	mats.post(profile+"/roles", "role_words", "Mentor", "role_from", ago(90), "role_until", ago(60))
	if text := s.as("ola").get(profile).text("#earlier-roles ~ .section-body"); text != "Mentor" {
		t.Errorf("a colleague reads %q", text)
	}
	page := mats.get(profile)
	form := `form[action="` + profile + `/roles/days"]:has(h4:contains("Mentor"))`
	for name, c := range map[string]struct{ from, until, says string }{
		"no day":      {"1.2.", "", "like 2026-05-12"},
		"upside down": {ago(60), ago(61), "ends before it begins"},
		"nothing":     {"", "", "from which day on"},
	} {
		got := mats.submit(t, page, form, "role_from", c.from, "role_until", c.until)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(form), c.says) || got.value(form+` input[name="role_until"]`) != c.until {
			t.Errorf("%s: %d, %s", name, got.status, got.text(form))
		}
	}
	before := mats.get(profile)
	if got := mats.submit(t, page, form, "role_from", ago(80), "role_until", ago(70)); got.to != profile {
		t.Fatalf("%d: %s", got.status, got.text(form))
	}
	if got := mats.get(profile).value(form + ` input[name="role_from"]`); got != ago(80) {
		t.Errorf("kept %s", got)
	}
	if got := mats.submit(t, before, form, "role_from", ago(75)); got.status != http.StatusConflict {
		t.Errorf("an entry that is not there any more: %d, %s", got.status, got.text("#engage ~ .section-body"))
	}
	if got := noor.post(profile+"/roles/days", "entry", "1 Mentor", "role_from", ago(1)); got.status != http.StatusNotFound {
		t.Errorf("a person alone: %d", got.status)
	}
	if got := s.as("ola").post(profile+"/roles/days", "entry", "1 Mentor", "role_from", ago(1)); got.status != http.StatusNotFound {
		t.Errorf("a colleague: %d", got.status)
	}
}

// TestARoleEndsOnADay, asked by the person and confirmed by the manager.
func TestARoleEndsOnADay(t *testing.T) {
	s := newSite(t)
	mats, noor := s.as("mats"), s.as("noor")
	profile := "/people/" + string(s.Person("noor"))
	mats.post(profile+"/roles", "role_words", "Mentor")
	s.Clock.Advance(time.Hour)
	lay := `form:has(input[value="lay-down"]):has(input[value="Mentor"])`
	day := s.Clock.Now().Time().AddDate(0, 0, 3).Format("2006-01-02")
	asked := noor.submit(t, noor.get(profile), lay, "role_until", day)
	if text := mats.get(asked.to).text("main"); !strings.Contains(text, ", until ") || !strings.Contains(text, "earlier roles from") {
		t.Errorf("the manager reads %s", text)
	}
	mats.post(asked.to + "/confirmation")
	if !slices.Contains(noor.roles(), "Mentor") {
		t.Error("it ended before its day")
	}
	s.Clock.Advance(4 * 24 * time.Hour)
	if slices.Contains(noor.roles(), "Mentor") {
		t.Error("it did not end on its day")
	}
}

// TestDaysOfARoleWithAMinimumGrowByTheManagersWord, whoever corrects them and
// whatever the Step: the answer is one.
func TestDaysOfARoleWithAMinimumGrowByTheManagersWord(t *testing.T) {
	s := newSite(t)
	profile := "/people/" + string(s.Person("mats"))
	pia := s.as("pia")
	form := `form[action="` + profile + `/roles/days"]:has(h4:contains("Chapter lead"))`
	page := pia.get(profile)
	if page.Find(form).Length() != 1 {
		t.Fatal("Mats leads no chapter in this world")
	}
	if got := pia.submit(t, page, form, "role_from", "2020-01-01"); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(form), "must confirm days that are added") {
		t.Errorf("%d, %s", got.status, got.text(form))
	}
}

// value is what a field of the page holds.
func (a answer) value(selector string) string { return a.Find(selector).AttrOr("value", "") }
