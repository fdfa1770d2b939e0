package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/testkit/world"
)

func (v *visitor) roles() []string {
	v.site.Helper()
	p, err := v.site.Workflow.Profile(v.site.Context(), v.site.Actor("ola"), v.site.Person("noor"))
	if err != nil {
		v.site.Fatal(err)
	}
	return p.Roles
}

func TestARoleIsAskedForAndConfirmed(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	profile := "/people/" + string(s.Person("noor"))
	asked := noor.post(profile+"/roles", "role_words", "Gardener of builds", "role_why", "Somebody should.")
	if asked.status != http.StatusSeeOther || !strings.HasPrefix(asked.to, "/role-requests/") {
		t.Fatalf("%d to %s", asked.status, asked.to)
	}
	if slices.Contains(noor.roles(), "Gardener of builds") {
		t.Error("it is there before it is confirmed")
	}
	if line := mats.get("/").text(".lines .line-yours"); !strings.Contains(line, "It is your turn") {
		t.Errorf("the manager's home says %q", line)
	}
	page := mats.get(asked.to)
	page.has(t, "form[action$='/confirmation']", "form[action$='/refusal']", "blockquote")
	mats.post(asked.to + "/confirmation")
	if !slices.Contains(noor.roles(), "Gardener of builds") {
		t.Error("it is not there after it was confirmed")
	}
	// Laid down again, it stays in the history.
	lay := noor.post(profile+"/roles", "kind", "lay-down", "role_words", "Gardener of builds")
	s.Clock.Advance(1 << 40)
	mats.post(lay.to + "/confirmation")
	if slices.Contains(noor.roles(), "Gardener of builds") {
		t.Error("it is still there")
	}
	s.as("ola").get(profile).has(t, "#earlier-roles")
}

func TestAManagerGivesARoleAtOnce(t *testing.T) {
	s := newSite(t)
	profile := "/people/" + string(s.Person("noor"))
	for _, name := range []string{"mats", "pia"} {
		v := s.as(name)
		if got := v.post(profile+"/roles", "role_words", "Helper of "+name); got.to != profile || !slices.Contains(v.roles(), "Helper of "+name) {
			t.Errorf("%s: %d to %s, %v", name, got.status, got.to, v.roles())
		}
		if got := v.post(profile+"/roles", "role_words", "helper of "+name); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "held already") {
			t.Errorf("%s twice: %d", name, got.status)
		}
		if got := v.post(profile+"/discipline", "discipline", "quality"); got.status != http.StatusSeeOther {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := s.as("ben").post(profile+"/roles", "role_words", "Owned"); got.status != http.StatusNotFound || slices.Contains(s.as("ben").roles(), "Owned") {
		t.Errorf("a colleague gives a role: %d", got.status)
	}
	if got := s.as("noor").post(profile+"/discipline", "discipline", "quality"); got.status != http.StatusNotFound {
		t.Errorf("a person changes the discipline alone: %d", got.status)
	}
	s.as("ben").get(profile).has(t, "#work")
	if n := s.as("ben").get(profile).Find("#engage").Length(); n > 0 {
		t.Error("a colleague is offered to change roles")
	}
}

func TestADepartureThroughThePages(t *testing.T) {
	s := newSite(t)
	words := world.Plain
	words.Step = "individual"
	s.Evaluate("noor", "mats", evaluation.Agreed, words)
	noor, mats, tove := s.as("noor"), s.as("mats"), s.as("tove")
	at := noor.post("/people/"+string(s.Person("noor"))+"/roles", "role", "chapter-lead").to
	page := mats.get(at)
	page.has(t, "#minimum", "form[action$='/departure']")
	if page.Find("form[action$='/confirmation']").Length() > 0 {
		t.Error("it can be confirmed without a departure")
	}
	if got := mats.post(at + "/confirmation"); got.status != http.StatusConflict {
		t.Errorf("confirmed all the same: %d", got.status)
	}
	if got := mats.post(at+"/departure", "why", "She is Individual today."); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text("textarea[name=why]"), "She is") {
		t.Errorf("words that name a step: %d, kept %q", got.status, got.text("textarea[name=why]"))
	}
	mats.post(at+"/departure", "why", "She has led the chapter for a month.")
	if got := tove.get(at); got.status != http.StatusNotFound {
		t.Errorf("the lead knows before Noor agreed: %d", got.status)
	}
	if text := noor.get(at).text("#consent ~ .section-body"); !strings.Contains(text, "not told which") {
		t.Errorf("Noor is not told what the lead learns: %s", text)
	}
	noor.post(at+"/departure/consent", "ask", "yes")
	if line := tove.get("/").text("main"); !strings.Contains(line, "Noor Said: Chapter lead") {
		t.Errorf("the lead's home says %q", line)
	}
	lead := tove.get(at)
	if text := lead.text("main"); strings.Contains(text, "Individual") || strings.Contains(text, "Squad/Chapter") || !strings.Contains(text, "What you learn here") {
		t.Errorf("the lead reads %s", text)
	}
	tove.post(at+"/departure/answer", "agreed", "yes", "reason", "It fits her, and the chapter wants it.")
	mats.post(at + "/confirmation")
	if !slices.Contains(noor.roles(), "Chapter lead") {
		t.Error("the role is not there")
	}
	for _, v := range []*visitor{noor, mats, tove} {
		if text := v.get(at).text("main"); !strings.Contains(text, "It fits her") {
			t.Errorf("the reason is gone: %s", text)
		}
	}
}
