package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/workflow"
)

// openVersion has version 1.1 open for comments.
func (s *testSite) openVersion() {
	s.Helper()
	s.newVersion()
	if err := s.OpenForComments(s.Context(), s.Actor("pia"), workflow.Once{}, 2); err != nil {
		s.Fatal(err)
	}
}

const commentsPath = "/framework/versions/steps-1.1/comments"

func TestCommentsOnAnOpenVersion(t *testing.T) {
	s := newSite(t)
	s.openVersion()
	noor, ben, pia := s.as("noor"), s.as("ben"), s.as("pia")
	reading := noor.get("/framework/steps/individual?version=1.1")
	say := reading.Find("#team-new a.fw-say").AttrOr("href", "")
	if say != commentsPath+"?on=team-new" || reading.Find("a.fw-say[href$='on=team%2Findividual']").Length() != 1 {
		t.Fatalf("no place to comment: %q", say)
	}
	empty := noor.submit(t, noor.get(say), "form.form", "remark", "  ")
	if empty.status != http.StatusUnprocessableEntity || empty.Find("#remark-error").Length() != 1 {
		t.Errorf("nothing said: %d", empty.status)
	}
	long := noor.submit(t, noor.get(say), "form.form", "remark", strings.Repeat("word ", 1000))
	if long.status != http.StatusUnprocessableEntity || !strings.Contains(long.text("textarea#remark"), "word word") {
		t.Errorf("too long: %d, and what was typed is lost", long.status)
	}
	noor.follow(t, noor.submit(t, noor.get(say), "form.form", "remark", "To <b>whom</b>?"))
	answered := ben.follow(t, ben.submit(t, ben.get(commentsPath), ".fw-thread form:has(input[name=reply_to])", "remark", "To whoever helped."))
	if got := answered.text(".fw-thread"); !strings.Contains(got, "To <b>whom</b>?") || !strings.Contains(got, "Ben Falk") || !strings.Contains(got, "To whoever helped.") {
		t.Errorf("the talk: %s", got)
	}
	if a := ben.get(commentsPath); a.Find("form[action$='/outcome']").Length() != 0 {
		t.Error("anybody may settle a comment")
	}
	beside := ben.get("/framework/steps/individual?version=1.1")
	if got := beside.text("#team-new .fw-talk"); !strings.Contains(got, "To whoever helped.") {
		t.Errorf("beside the example: %q", got)
	}
	settled := pia.follow(t, pia.submit(t, pia.get(commentsPath), "form[action$='/outcome']", "outcome", "adopted"))
	if !strings.Contains(settled.text(".fw-outcome"), "Taken into the text by Pia Ross") {
		t.Errorf("adopted: %s", settled.text(".fw-thread"))
	}
	for show, want := range map[string]int{"": 1, "open": 0, "settled": 1} {
		if got := pia.get(commentsPath + "?show=" + show).Find(".fw-thread").Length(); got != want {
			t.Errorf("shown as %q: %d, want %d", show, got, want)
		}
	}
	whole := noor.submit(t, noor.get(commentsPath), "#whole ~ .section-body form", "remark", "I like it.")
	if whole.status != http.StatusSeeOther {
		t.Errorf("on the whole: %d", whole.status)
	}
	if a := noor.post(commentsPath, "on", "nowhere", "remark", "x"); a.status != http.StatusNotFound {
		t.Errorf("on what is not there: %d", a.status)
	}
}

func TestNobodyCommentsOnAPublishedVersion(t *testing.T) {
	s := newSite(t)
	s.openVersion()
	noor := s.as("noor")
	form := noor.get(commentsPath + "?on=team-new")
	noor.follow(t, noor.submit(t, form, "form.form", "remark", "In time."))
	form = noor.get(commentsPath + "?on=team-new")
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, 3, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	late := noor.submit(t, form, "form.form", "remark", "Too late, but worth saying.")
	if late.status != http.StatusConflict || !strings.Contains(late.text("main"), "Too late, but worth saying.") || !strings.Contains(late.text(".error-summary"), "not open for comments") {
		t.Errorf("a late comment: %d, %s", late.status, late.text("main"))
	}
	later := noor.get(commentsPath)
	if !strings.Contains(later.text(".fw-thread"), "In time.") || later.Find("main form").Length() != 0 || !strings.Contains(later.text(".fw-outcome"), "Left open") {
		t.Errorf("history: %s", later.text("main"))
	}
	if a := s.as("pia").get(commentsPath); a.Find("form[action$='/outcome']").Length() != 0 {
		t.Error("history can be changed")
	}
}
