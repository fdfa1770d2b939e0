package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

// askFor sends the form of asking and returns the page of what the giver is asked.
func (s *testSite) askFor(t *testing.T, asker, about, giver string, fields ...string) answer {
	t.Helper()
	v := s.as(asker)
	form := v.get("/people/" + string(s.Person(about)) + "/feedback/asking")
	typed := append([]string{"givers", giver + "@example.org", "question:0", "What was it like?"}, fields...)
	v.follow(t, v.submit(t, form, `form.form`, typed...)).has(t, ".page-head")
	g := s.as(giver)
	list := g.get("/feedback")
	return g.get(list.Find("#to-give + .section-body a, .feedback-list a").First().AttrOr("href", ""))
}

func TestFeedbackFromTheAskingToTheThanks(t *testing.T) {
	s := newSite(t)
	page := s.askFor(t, "noor", "noor", "fia", "note", "To grow.", "area", "team")
	page.has(t, "form[data-autosave]", `textarea[name="text:0"]`, `input[value="person-may-show"][checked]`, `form[action$="/declining"]`, ".feedback-readers")
	if who, first := strings.Index(page.body, "Who will read it"), strings.Index(page.body, "<textarea"); who < 0 || who > first {
		t.Error("who will read it is not said before the first word")
	}
	fia, noor, mats := s.as("fia"), s.as("noor"), s.as("mats")
	address := strings.TrimSuffix(page.Find("form[data-autosave]").AttrOr("action", ""), "/giving")
	page = fia.follow(t, fia.submit(t, page, "form[data-autosave]", "text:0", "You <b>ask</b> first.", "formaction", address+"/draft"))
	if got := page.text(`textarea[name="text:0"]`); got != "You <b>ask</b> first." {
		t.Errorf("the draft reads %q", got)
	}
	if strings.Contains(noor.get(address).body, "first.") {
		t.Error("a draft is read by whoever asked")
	}
	if a := fia.submit(t, page, "form[data-autosave]", "text:0", " "); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer: %d", a.status)
	}
	fia.follow(t, fia.submit(t, page, "form[data-autosave]")).has(t, `form[action$="/audience"]`)
	page = noor.get(address)
	if !strings.Contains(page.text("main"), "You <b>ask</b> first.") || mats.get(address).status != http.StatusNotFound {
		t.Errorf("the person reads %q and the manager meets %d", page.text("main"), mats.get(address).status)
	}
	page = noor.follow(t, noor.submit(t, page, `form[action$="/thanks"]`))
	page = noor.follow(t, noor.submit(t, page, `form[action$="/sharing"]`))
	if got := mats.get(address); !strings.Contains(got.text("main"), "You <b>ask</b> first.") {
		t.Errorf("the manager to whom it is shown meets %d", got.status)
	}
	noor.follow(t, noor.submit(t, page, `form[action$="/sharing/end"]`))
	if got := mats.get(address); got.status != http.StatusNotFound {
		t.Errorf("the manager still reads: %d", got.status)
	}
	if got := fia.get(address).text("main"); !strings.Contains(got, "You were thanked for this.") {
		t.Error("the giver does not see the thanks")
	}
}

func TestWhoeverIsAskedByAManagerChoosesWhoReads(t *testing.T) {
	s := newSite(t)
	page := s.askFor(t, "mats", "noor", "ben")
	ben, noor := s.as("ben"), s.as("noor")
	again := ben.submit(t, page, "form[data-autosave]", "text:0", "She asks.")
	if again.status != http.StatusUnprocessableEntity || again.text(`textarea[name="text:0"]`) != "She asks." {
		t.Errorf("without a choice: %d, and kept %q", again.status, again.text(`textarea[name="text:0"]`))
	}
	again.has(t, ".error-summary", "#audience .field-error")
	if got := noor.get("/feedback").text("main"); !strings.Contains(got, "From Ben Falk") {
		t.Errorf("the person does not see whom the manager asked: %s", got)
	}
	ben.follow(t, ben.submit(t, again, "form[data-autosave]", "audience", "manager"))
	address := strings.TrimSuffix(page.Find("form[data-autosave]").AttrOr("action", ""), "/giving")
	if got := noor.get(address); strings.Contains(got.body, "She asks.") || !strings.Contains(got.text("main"), "alone") {
		t.Errorf("the person reads %q", got.text("main"))
	}
	if got := s.as("mats").get(address); !strings.Contains(got.body, "She asks.") {
		t.Error("the manager does not read what he asked for")
	}
}

func TestAskingKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	form := noor.get("/people/" + string(s.Person("noor")) + "/feedback/asking")
	form.has(t, `input[name="giver"]`, `button[name="fill"]`)
	if got := form.text(".feedback-whom"); !strings.Contains(got, "Ben Falk") || strings.Contains(got, "Mats Holm") {
		t.Errorf("suggested are %q", got)
	}
	filled := noor.submit(t, form, "form.form", "fill", "work", "note", "Because.")
	if filled.Find(`textarea[name="question:0"]`).Text() == "" || filled.text(`textarea[name="note"]`) != "Because." {
		t.Error("a template does not fill in the questions, or loses what was typed")
	}
	a := noor.submit(t, form, "form.form", "givers", "Nobody At All", "question:0", "How am I?", "area", "team")
	if a.status != http.StatusUnprocessableEntity || a.text(`textarea[name="givers"]`) != "Nobody At All" || a.text(`textarea[name="question:0"]`) != "How am I?" {
		t.Errorf("status %d", a.status)
	}
	a.has(t, ".error-summary a[href='#givers']", `input[name="area"][value="team"][checked]`)
	if got := s.as("ben").get("/people/" + string(s.Person("noor")) + "/feedback/asking"); got.status != http.StatusNotFound {
		t.Errorf("somebody else may ask: %d", got.status)
	}
}

func TestUnaskedFeedbackIsKnownWhenItIsGiven(t *testing.T) {
	s := newSite(t)
	ben, noor := s.as("ben"), s.as("noor")
	form := ben.get("/people/" + string(s.Person("noor")) + "/feedback/giving")
	page := ben.follow(t, ben.submit(t, form, "form.form"))
	page.has(t, "form[data-autosave]", `form[action$="/withdrawal"]`)
	if got := noor.get("/feedback").text("main"); strings.Contains(got, "Ben Falk") {
		t.Error("the person learns that somebody writes")
	}
	ben.follow(t, ben.submit(t, page, "form[data-autosave]", "text:0", "Thank you for Friday."))
	if got := noor.get("/feedback").text("main"); !strings.Contains(got, "From Ben Falk") {
		t.Errorf("the person does not find it: %s", got)
	}
}

func TestTheManagerOfAFirstEvaluationIsAskedToHearPeers(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	page := s.as("mats").get("/evaluations/" + string(ref))
	if got := page.text("main"); !strings.Contains(got, "it helps to hear people who work with Noor Said") {
		t.Errorf("the page says %q", got)
	}
	ask := page.Find(`a[href*="/feedback/asking?evaluation="]`).First().AttrOr("href", "")
	s.as("mats").get(ask).has(t, `input[name="evaluation"][value="`+string(ref)+`"][checked]`, `input[name="giver"]`)
}
