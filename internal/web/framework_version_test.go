package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// newVersion begins version 1.1 with a changed, an added and a moved example.
func (s *testSite) newVersion() framework.Ref {
	s.Helper()
	ref, err := s.StartDraft(s.Context(), s.Actor("pia"), workflow.Once{})
	if err != nil {
		s.Fatal(err)
	}
	err = s.EditDraft(s.Context(), s.Actor("pia"), workflow.Once{}, 1, "test", func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		first := commonExample(f)
		first.Text = "Boldly. " + first.Text
		f, _ = f.PutExample(first)
		f, _ = f.PutExample(framework.Example{ID: "team-new", Area: "team", Step: "individual", Text: "Says thank you & means it."})
		moved, _ := f.Example(markedExample(f, "quality").ID)
		moved.Step = "technology-company"
		f, _ = f.PutExample(moved)
		return f, nil
	})
	if err != nil {
		s.Fatal(err)
	}
	return ref
}

// commonExample is the first that is for everyone.
func commonExample(f *framework.Framework) framework.Example {
	for _, e := range f.Examples {
		if forEveryone(e) && e.Area == "team" && e.Step == "individual" {
			return e
		}
	}
	panic("none")
}

func markedExample(f *framework.Framework, d framework.DisciplineID) framework.Example {
	for _, e := range f.Examples {
		if len(e.Disciplines) == 1 && e.Disciplines[0] == d && e.Step == "individual" {
			return e
		}
	}
	panic("none")
}

func TestTheLifeOfAVersion(t *testing.T) {
	s := newSite(t)
	s.Clock.Advance(24 * time.Hour)
	pia, noor := s.as("pia"), s.as("noor")
	noor.get("/") // she knows version 1.0
	if got := noor.get("/framework/versions"); got.Find("form[action='/framework/versions']").Length() != 0 || len(texts(got.Document, ".fw-versions li")) != 1 {
		t.Errorf("an employee is offered to start a version: %s", got.text("main"))
	}
	list := pia.follow(t, pia.submit(t, pia.get("/framework/versions"), "form[action='/framework/versions']"))
	list.has(t, "form[action$='/opening']", "a[href$='/publication']", "a[href$='/removal']")
	if a := noor.get("/framework/versions/1.1"); a.status != http.StatusNotFound {
		t.Errorf("a draft is shown to everybody: %d", a.status)
	}
	if a := noor.get("/framework?version=1.1"); a.status != http.StatusNotFound {
		t.Errorf("the text of a draft is shown to everybody: %d", a.status)
	}
	pia.follow(t, pia.submit(t, list, "form[action$='/opening']"))
	if a := noor.get("/framework/versions/1.1"); a.status != http.StatusOK || a.Find("a[href$='/publication']").Length() != 0 {
		t.Errorf("once it is open: %d, %s", a.status, a.text("main"))
	}
	ask := pia.get("/framework/versions/1.1/publication")
	ask.has(t, "input[name=effective][type=date]")
	for _, c := range []struct{ day, field string }{{"yesterday", "effective"}, {"2026-05-01", "effective"}} {
		wrong := pia.submit(t, ask, "form[action$='/publication']", "effective", c.day)
		if wrong.status != http.StatusUnprocessableEntity || wrong.Find("#effective").AttrOr("value", "") != c.day || wrong.Find("#effective-error").Length() != 1 {
			t.Errorf("published on %s: %d, %s", c.day, wrong.status, wrong.text("main"))
		}
	}
	done := pia.follow(t, pia.submit(t, ask, "form[action$='/publication']", "effective", "2026-05-13"))
	if !strings.Contains(done.text(".fw-version"), "In force since 13 May 2026.") {
		t.Errorf("after publishing: %s", done.text("main"))
	}
	old := pia.get("/framework/versions/1.0")
	if !strings.Contains(old.text(".fw-version"), "In force from 12 May 2026 until 13 May 2026.") {
		t.Errorf("the one before: %s", old.text("main"))
	}
	retired := pia.follow(t, pia.submit(t, pia.get("/framework/versions/1.0/retirement"), "form[action$='/retirement']"))
	if !strings.Contains(retired.text(".fw-version"), "Retired") {
		t.Errorf("retired: %s", retired.text("main"))
	}
	if a := pia.get("/framework/versions/1.1/retirement"); a.status != http.StatusNotFound {
		t.Errorf("the one in force may be retired: %d", a.status)
	}
}

func TestPublishingTellsEverybodyOnce(t *testing.T) {
	s := newSite(t)
	s.newVersion()
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, 2, "2026-06-01"); err != nil {
		t.Fatal(err)
	}
	noor := s.as("noor")
	for _, name := range []string{"noor", "odd", "cai"} {
		inbox := s.as(name).get("/inbox").text("main")
		if n := strings.Count(inbox, "Version 1.1 of the framework, in force from 1 June 2026"); n != 1 {
			t.Errorf("%s is told %d times: %s", name, n, inbox)
		}
	}
	if got := s.as("pia").get("/inbox").text("main"); strings.Contains(got, "Version 1.1") {
		t.Error("who published it is told of it")
	}
	page := noor.get("/framework/versions/steps-1.1")
	mine := page.Find("a[href*='discipline=software']").AttrOr("href", "")
	if shown := noor.get(mine); shown.status != http.StatusOK || shown.text(".lead") != "1 example added, 1 example changed." {
		t.Errorf("what changes for her: %q %s", mine, shown.text(".lead"))
	}
	fresh, err := s.Inbox(t.Context(), s.Actor("noor"))
	if err != nil || len(fresh.New) != 0 {
		t.Errorf("still new after reading: %v, %v", fresh.New, err)
	}
}

func TestAnActOnAVersionThatHasChanged(t *testing.T) {
	s := newSite(t)
	s.newVersion()
	pia := s.as("pia")
	ask := pia.get("/framework/versions/1.1/publication")
	if err := s.EditDraft(t.Context(), s.Actor("per"), workflow.Once{}, 2, "x", func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		return f.DropExample("team-new"), nil
	}); err != nil {
		t.Fatal(err)
	}
	again := pia.submit(t, ask, "form[action$='/publication']", "effective", "2026-07-01")
	if again.status != http.StatusConflict || again.Find("#effective").AttrOr("value", "") != "2026-07-01" || again.Find(".error-summary").Length() != 1 {
		t.Errorf("a conflict: %d, %s", again.status, again.text("main"))
	}
	if done := pia.submit(t, again, "form[action$='/publication']", "effective", "2026-07-01"); done.status != http.StatusSeeOther {
		t.Errorf("sent again knowingly: %d", done.status)
	}
	if a := pia.get("/framework/versions/1.1"); !strings.Contains(a.text(".fw-version"), "comes into force on 1 July 2026") && !strings.Contains(a.text(".fw-version"), "It comes into force on 1 July 2026") {
		t.Errorf("published for later: %s", a.text("main"))
	}
}

func TestDiscardingAsksOnceMore(t *testing.T) {
	s := newSite(t)
	s.newVersion()
	pia := s.as("pia")
	list := pia.follow(t, pia.submit(t, pia.get("/framework/versions/1.1/removal"), "form[action$='/removal']"))
	if strings.Contains(list.text("main"), "1.1") {
		t.Errorf("still there: %s", list.text("main"))
	}
	if a := s.as("noor").post("/framework/versions/1.0/removal", "read", "1"); a.status != http.StatusNotFound {
		t.Errorf("an employee: %d", a.status)
	}
}

// TestAnOldVersionIsReadWhole: every page of the text keeps the version, says which
// it is, and leads to the one in force.
func TestAnOldVersionIsReadWhole(t *testing.T) {
	s := newSite(t)
	s.newVersion()
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, 2, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	noor := s.as("noor")
	for _, path := range []string{"/framework", "/framework/steps/individual", "/framework/areas/team", "/framework/disciplines/quality", "/framework/compare", "/framework/roles", "/framework/faq",
		"/framework/compare/disciplines", "/framework/search", "/framework/print"} {
		now, old := noor.get(path), noor.get(path+"?q=the&version=steps-1.0")
		if now.Find(".notice").Length() != 0 || !strings.Contains(old.text(".notice"), "version 1.0") || old.Find(".notice a[href='/framework']").Length() != 1 {
			t.Errorf("%s: %q and %q", path, now.text(".notice"), old.text(".notice"))
		}
		for _, a := range old.Find("main a[href^='/framework']").EachIter() {
			href, _ := url.Parse(a.AttrOr("href", ""))
			inside := href.Path != "/framework/versions" && !strings.HasPrefix(href.Path, "/framework/versions/") && a.Closest(".notice").Length() == 0
			if inside && href.Query().Get("version") != "steps-1.0" {
				t.Errorf("%s loses the version at %s", path, href)
			}
		}
		for _, f := range old.Find("main form[method=get]").EachIter() {
			if f.Find("input[name=version]").AttrOr("value", "") != "steps-1.0" {
				t.Errorf("%s: choosing loses the version", path)
			}
		}
	}
	if a := noor.get("/framework/steps/individual?version=steps-1.0"); a.Find("#team-new").Length() != 0 {
		t.Error("the old version shows what came later")
	}
	if a := noor.get("/framework/steps/individual"); a.Find("#team-new").Length() != 1 {
		t.Error("the version in force is not the new one")
	}
	if a := noor.get("/framework?version=9"); a.status != http.StatusNotFound {
		t.Errorf("a version that is not there: %d", a.status)
	}
}

func TestDifferencesAreReadable(t *testing.T) {
	s := newSite(t)
	s.newVersion()
	pia := s.as("pia")
	all := pia.get("/framework/versions/1.1/changes")
	if got := all.text(".lead"); got != "1 example added, 1 example changed, 1 example moved." {
		t.Errorf("counts: %q", got)
	}
	for _, want := range []string{"Boldly", "Says thank you & means it."} {
		if !strings.Contains(all.text(".fw-changes"), want) {
			t.Errorf("no %q in %s", want, all.text(".fw-changes"))
		}
	}
	if got := all.text("ins"); !strings.Contains(got, "[new: Boldly") || !strings.Contains(got, "]") {
		t.Errorf("what is new is not said in words: %q", got)
	}
	if got := all.text(".fw-fields"); !strings.Contains(got, "Step") {
		t.Errorf("from where to where it moved: %q", got)
	}
	quality, software := pia.get("/framework/versions/1.1/changes?from=1.0&discipline=quality"), pia.get("/framework/versions/1.1/changes?from=1.0&discipline=software-development")
	if quality.text(".lead") == software.text(".lead") {
		t.Errorf("a filter changes nothing: %q", quality.text(".lead"))
	}
	if a := pia.get("/framework/versions/1.1/changes?from=1.1"); !strings.Contains(a.text(".empty"), "Nothing changed") {
		t.Errorf("a version against itself: %s", a.text("main"))
	}
	if a := pia.get("/framework/versions/1.0/changes"); a.status != http.StatusOK || a.Find(".empty").Length() != 1 {
		t.Errorf("the first version: %d", a.status)
	}
	for _, path := range []string{"/framework/versions/1.1/changes?from=7", "/framework/versions/1.1/changes?discipline=none"} {
		if a := pia.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := s.as("noor").get("/framework/versions/1.0/changes?from=1.1"); a.status != http.StatusNotFound {
		t.Errorf("a draft is compared for everybody: %d", a.status)
	}
}

func TestWhatChangedForMeIsToldOnce(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, ola := s.as("noor"), s.as("ola")
	for _, v := range []*visitor{noor, ola} {
		if a := v.get("/"); a.Find("a[href='/framework/news']").Length() != 0 {
			t.Error("news of nothing")
		}
	}
	s.newVersion()
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, 2, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	if a := noor.get("/"); a.Find("a[href='/framework/news']").Length() != 1 {
		t.Errorf("not told: %s", a.text("main"))
	}
	mine, olas := noor.get("/framework/news"), ola.get("/framework/news")
	if !strings.Contains(mine.text(".lead"), "Software development: 1 example added, 1 example changed.") {
		t.Errorf("for Noor: %s", mine.text(".lead"))
	}
	if !strings.Contains(olas.text(".lead"), "Quality: 1 example added, 1 example changed, 1 example moved.") {
		t.Errorf("for Ola: %s", olas.text(".lead"))
	}
	noor.follow(t, noor.submit(t, mine, "form[action='/framework/news']"))
	if a := noor.get("/"); a.Find("a[href='/framework/news']").Length() != 0 {
		t.Error("told twice")
	}
	if a := noor.get("/framework/news"); a.Find(".empty").Length() != 1 {
		t.Errorf("after reading: %s", a.text("main"))
	}
	if a := noor.get("/framework/news?since=evaluation"); a.Find(".fw-changes").Length() == 0 || !strings.Contains(a.text(".lead"), "your last evaluation was made under version 1.0") {
		t.Errorf("since her evaluation: %s", a.text("main"))
	}
	if a := ola.get("/framework/news?since=evaluation"); !strings.Contains(a.text(".empty"), "no agreed evaluation") {
		t.Errorf("without one: %s", a.text("main"))
	}
}

func TestAnEvaluationSaysWhatChangedAroundIt(t *testing.T) {
	s := newSite(t)
	ref := s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	path := "/evaluations/" + string(ref)
	noor := s.as("noor")
	if a := noor.get(path); a.Find("a[href*='/changes']").Length() != 0 {
		t.Error("something changed already")
	}
	s.newVersion()
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, 2, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	a := noor.get(path)
	a.has(t, "a[href='/framework?version=steps-1.0']", "a[href^='/framework/versions/steps-1.1/changes?']")
	next, err := s.OpenEvaluation(t.Context(), s.Actor("noor"), workflow.Once{}, s.Person("noor"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"noor", "mats"} {
		a := s.as(name).get("/evaluations/" + string(next))
		if !strings.Contains(a.text(".notice"), "last evaluation") {
			t.Errorf("%s: %s", name, a.text(".notice"))
		}
		link := a.Find("a[href^='/framework/versions/steps-1.1/changes?']").AttrOr("href", "")
		if shown := s.as(name).get(link); shown.status != http.StatusOK || shown.Find(".fw-changes").Length() == 0 {
			t.Errorf("%s leads to %d", link, shown.status)
		}
	}
	if a := s.as("noor").get("/people/" + string(s.Person("noor"))); a.Find("a[href='/framework?version=steps-1.0']").Length() == 0 {
		t.Error("a Step does not say under which version it was agreed")
	}
}
