package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// drafting is a site on which Pia has begun the next version and Ola looks after
// quality.
func drafting(t *testing.T) *testSite {
	t.Helper()
	s := newSite(t)
	if _, err := s.StartDraft(t.Context(), s.Actor("pia"), workflow.Once{}); err != nil {
		t.Fatal(err)
	}
	if err := s.OwnDiscipline(t.Context(), s.Actor("pia"), workflow.Once{}, "quality", s.Person("ola"), true); err != nil {
		t.Fatal(err)
	}
	return s
}

// draftNow is the draft as it stands.
func (s *testSite) draftNow() workflow.DraftView {
	s.Helper()
	v, err := s.Workflow.Draft(s.Context(), s.Actor("pia"))
	if err != nil {
		s.Fatal(err)
	}
	return v
}

// fields are what a browser would send for the one form of the page that posts to
// the path, with some changed: names and values in turn. An empty list of values
// for a name is not sent.
func (a answer) fields(t *testing.T, path string, changed ...string) url.Values {
	t.Helper()
	form := a.Find(`form[action="` + path + `"]`)
	if form.Length() == 0 {
		t.Fatalf("no form to %s (status %d)\n%s", path, a.status, a.body)
	}
	f := formFields(form.First())
	for i := 0; i+1 < len(changed); i += 2 {
		f.Set(changed[i], changed[i+1])
	}
	return f
}

// fillForm opens a page and sends its form to the path.
func (v *visitor) fillForm(page, path string, changed ...string) answer {
	v.site.Helper()
	return v.send(http.MethodPost, path, v.get(page).fields(v.site.T, path, changed...))
}

func (v *visitor) uploadDraft(path, field, name, content string, pairs ...string) answer {
	v.site.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		v.site.Fatal(err)
	}
	_, _ = part.Write([]byte(content))
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	v.site.handler.ServeHTTP(rec, r)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(rec.Body.String()))
	if err != nil {
		v.site.Fatal(err)
	}
	return answer{Document: doc, status: rec.Code, to: rec.Header().Get("Location"), body: rec.Body.String()}
}

// went fails the test unless the answer leads on.
func (a answer) went(t *testing.T) answer {
	t.Helper()
	if a.status != http.StatusSeeOther {
		t.Fatalf("status %d: %s\n%s", a.status, a.text("main"), a.text(".error-summary"))
	}
	return a
}

const examplesPath = "/framework/draft/examples"

func TestTheDraftIsBegunAndShown(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	page := pia.get("/framework/draft")
	if page.status != http.StatusOK || !strings.Contains(page.text("main"), "steps 1.0") {
		t.Fatal(page.status, page.text("main"))
	}
	pia.fillForm("/framework/draft", "/framework/draft").went(t)
	page = pia.get("/framework/draft")
	page.has(t, `form[action="/framework/draft/preview"]`, "#checks", "#changed", `a[href="/framework/draft/file"]`)
	f := s.draftNow()
	if got, want := page.Find("table tbody tr").Length(), len(f.Areas); got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
	if got, want := page.Find("table tbody td a").Length(), len(f.Areas)*len(f.Steps); got != want {
		t.Errorf("%d cells, want %d", got, want)
	}
	if cell := page.text(`a[href^="/framework/draft/place?area=mastery&step=individual"]`); !strings.Contains(cell, "marked") {
		t.Errorf("the cell says %q", cell)
	}
}

func TestAnExampleIsWritten(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	at := "/framework/draft/new-example?area=team&step=individual"
	to := pia.fillForm(at, examplesPath, "text", "  Says *thank you*\x07.  ", "details", "Aloud.\n\n In writing. ", "note", "Ours.").went(t).to
	id := to[strings.Index(to, "#")+1:]
	e, ok := s.draftNow().Example(framework.ExampleID(id))
	if !ok || e.Text != "Says *thank you*." || len(e.Details) != 2 || e.Details[1] != "In writing." || e.Note != "Ours." || e.Area != "team" {
		t.Fatalf("%q: %+v", id, e)
	}
	page := pia.get(to[:strings.Index(to, "#")])
	if got := page.text("#" + id + " em"); got != "thank you" {
		t.Errorf("emphasis reads %q", got)
	}
	// Moved, it keeps its id and stands last.
	path := examplesPath + "/" + id
	pia.fillForm(path, examplesPath, "area", "business", "step", "squad-chapter", "disciplines", "quality").went(t)
	v := s.draftNow()
	e, _ = v.Example(framework.ExampleID(id))
	if e.Area != "business" || e.Step != "squad-chapter" || len(e.Disciplines) != 1 {
		t.Errorf("moved: %+v", e)
	}
	if at, of := v.ExamplePosition(e.ID); at != of || of < 2 {
		t.Errorf("it stands at %d of %d", at, of)
	}
	// Up, to a position, and out.
	place := "/framework/draft/place?area=business&step=squad-chapter"
	_, of := v.ExamplePosition(e.ID)
	pia.fillForm(place, "/framework/draft/positions", "up", id).went(t)
	if at, _ := s.draftNow().ExamplePosition(e.ID); at != of-1 {
		t.Errorf("one up it stands at %d of %d", at, of)
	}
	pia.fillForm(path, "/framework/draft/positions", "to", "1").went(t)
	if at, _ := s.draftNow().ExamplePosition(e.ID); at != 1 {
		t.Errorf("moved to the first it stands at %d", at)
	}
	again := pia.fillForm(path, "/framework/draft/positions", "to", "the last")
	if again.status != http.StatusUnprocessableEntity {
		t.Errorf("no position: %d", again.status)
	}
	again.has(t, ".error-summary a[href='#to']", "#to[value='the last']", "details[open] #to")
	pia.fillForm("/framework/draft/removal?kind=example&id="+id, "/framework/draft/removal").went(t)
	if _, there := s.draftNow().Example(e.ID); there {
		t.Error("it is still there")
	}
	if a := pia.get(path); a.status != http.StatusNotFound {
		t.Errorf("its page answers %d", a.status)
	}
}

func TestWrongExamplesKeepWhatWasTyped(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	at := "/framework/draft/new-example?area=team&step=individual"
	for name, c := range map[string]struct{ field, value, says string }{
		"empty":       {"text", " ", "Say in a sentence"},
		"placeholder": {"text", "TBD", "says nothing yet"},
		"long":        {"text", strings.Repeat("word ", 500), "signs"},
		"place":       {"step", "nowhere", "no such step"},
		"level":       {"step", "level:1", "no such step"},
		"mark":        {"disciplines", "nobody", "no discipline"},
		"form":        {"form", "song", "habit or an activity"},
	} {
		a := pia.fillForm(at, examplesPath, "text", "Kept words.", "note", "Kept note.", c.field, c.value)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(".error-summary"), c.says) {
			t.Errorf("%s: %d, %q", name, a.status, a.text(".error-summary"))
		}
		if a.Find("#note").Text() != "Kept note." {
			t.Errorf("%s: the note is lost", name)
		}
	}
	if got := s.draftNow().Change; !got.Empty() {
		t.Errorf("something was kept: %s", got.Counts())
	}
}

func TestTwoWhoWriteOneExampleLoseNothing(t *testing.T) {
	s := drafting(t)
	pia, per := s.as("pia"), s.as("per")
	e := s.draftNow().Examples[0]
	other := s.draftNow().Examples[1]
	path := examplesPath + "/" + string(e.ID)
	one, two := pia.get(path), per.get(path)
	third := per.get(examplesPath + "/" + string(other.ID))
	pia.send(http.MethodPost, examplesPath, one.fields(t, examplesPath, "text", "From the first tab.")).went(t)
	clash := per.send(http.MethodPost, examplesPath, two.fields(t, examplesPath, "text", "From the second tab."))
	if clash.status != http.StatusConflict || clash.Find("#text").Text() != "From the second tab." || !strings.Contains(clash.text(".notice"), "From the first tab.") {
		t.Fatalf("%d: %q; other: %q", clash.status, clash.Find("#text").Text(), clash.text(".notice"))
	}
	// Another example, read at the same time, is in nobody's way.
	per.send(http.MethodPost, examplesPath, third.fields(t, examplesPath, "text", "Another one.")).went(t)
	// Having seen the other words, the second may put theirs in place.
	per.send(http.MethodPost, examplesPath, clash.fields(t, examplesPath)).went(t)
	if now, _ := s.draftNow().Example(e.ID); now.Text != "From the second tab." {
		t.Errorf("it reads %q", now.Text)
	}
	// The same form sent twice acts once, and says so.
	again := pia.send(http.MethodPost, examplesPath, one.fields(t, examplesPath, "text", "From the first tab."))
	if now, _ := s.draftNow().Example(e.ID); again.status != http.StatusSeeOther || now.Text != "From the second tab." {
		t.Errorf("sent twice: %d, %q", again.status, now.Text)
	}
	// What was taken out meanwhile comes back as a new one only when it is sent again.
	gone := pia.get(path)
	per.fillForm("/framework/draft/removal?kind=example&id="+string(e.ID), "/framework/draft/removal").went(t)
	lost := pia.send(http.MethodPost, examplesPath, gone.fields(t, examplesPath, "text", "Too late."))
	if lost.status != http.StatusConflict || lost.Find("#text").Text() != "Too late." {
		t.Errorf("%d: %q", lost.status, lost.Find("#text").Text())
	}
}

func TestWhatChangedMeanwhileIsNotTakenOut(t *testing.T) {
	s := drafting(t)
	pia, per := s.as("pia"), s.as("per")
	e := s.draftNow().Examples[0]
	ask := pia.get("/framework/draft/removal?kind=example&id=" + string(e.ID))
	per.fillForm(examplesPath+"/"+string(e.ID), examplesPath, "text", "Now quite different.").went(t)
	a := pia.send(http.MethodPost, "/framework/draft/removal", ask.fields(t, "/framework/draft/removal"))
	if a.status != http.StatusConflict || !strings.Contains(a.text("main"), "Now quite different.") {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
	if _, there := s.draftNow().Example(e.ID); !there {
		t.Error("it was taken out")
	}
}

func TestAnOwnerWritesTheirDisciplineOnly(t *testing.T) {
	s := drafting(t)
	ola, v := s.as("ola"), s.draftNow()
	find := func(is func(framework.Example) bool) framework.Example {
		for _, e := range v.Examples {
			if is(e) {
				return e
			}
		}
		t.Fatal("no such example")
		return framework.Example{}
	}
	own := find(func(e framework.Example) bool { return len(e.Disciplines) == 1 && e.Disciplines[0] == "quality" })
	common := find(forEveryone)
	foreign := find(func(e framework.Example) bool { return len(e.Disciplines) == 1 && e.Disciplines[0] == "agile-coaching" })

	ola.fillForm(examplesPath+"/"+string(own.ID), examplesPath, "text", "Tries what nobody expects.").went(t)
	for _, e := range []framework.Example{common, foreign} {
		page := ola.get(examplesPath + "/" + string(e.ID))
		if page.status != http.StatusOK || page.Find("textarea").Length() > 0 || !strings.Contains(page.text(".notice"), "You look after Quality") {
			t.Errorf("%s: %d %q", e.ID, page.status, page.text(".notice"))
		}
		form := url.Values{"id": {string(e.ID)}, "revision": {workflow.Print(e)}, "text": {"Mine now."}, "disciplines": {"quality"}, "area": {string(e.Area)}, "step": {string(e.Step)}}
		for path, form := range map[string]url.Values{
			examplesPath:                 form,
			"/framework/draft/preview":   form,
			"/framework/draft/positions": {"kind": {"example"}, "up": {string(e.ID)}},
			"/framework/draft/removal":   {"kind": {"example"}, "id": {string(e.ID)}, "revision": {workflow.Print(e)}},
		} {
			if a := ola.send(http.MethodPost, path, form); a.status != http.StatusNotFound {
				t.Errorf("%s at %s: %d", e.ID, path, a.status)
			}
		}
	}
	// Nor does their own become everybody's.
	form := ola.get(examplesPath+"/"+string(own.ID)).fields(t, examplesPath)
	form.Del("disciplines")
	if a := ola.send(http.MethodPost, examplesPath, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(".error-summary"), "you look after") {
		t.Errorf("%d %q", a.status, a.text(".error-summary"))
	}
	// All parts are read and none is written.
	for _, kind := range []string{"steps/individual", "areas/team", "disciplines/quality", "roles/tester", "about", "question?at=1", "steps", "questions"} {
		page := ola.get("/framework/draft/" + kind)
		if page.status != http.StatusOK || page.Find("main form").Length() > 1 || page.Find("main textarea, main button").Length() > 0 {
			t.Errorf("%s: %d, can be written", kind, page.status)
		}
	}
	for _, path := range []string{"steps", "areas", "disciplines", "roles", "questions", "about", "file"} {
		if a := ola.post("/framework/draft/"+path, "name", "Mine", "source", "x"); a.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
	for _, path := range []string{"new-step", "new-role", "question", "removal?kind=step&id=individual"} {
		if a := ola.get("/framework/draft/" + path); a.status != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, a.status)
		}
	}
	if a := ola.get("/framework/owners"); a.status != http.StatusNotFound {
		t.Errorf("owners: %d", a.status)
	}
}

func TestTheDraftIsNothingForOthers(t *testing.T) {
	s := drafting(t)
	for _, name := range []string{"noor", "mats", "cai", "kim", "odd"} {
		v := s.as(name)
		nothing := v.get("/framework/draft/nothing-of-the-kind")
		for _, r := range s.handlerRoutes() {
			method, path, _ := strings.Cut(r, " ")
			var a answer
			if method == http.MethodGet {
				a = v.get(path)
			} else {
				a = v.send(method, path, url.Values{"name": {"x"}, "text": {"x"}, "source": {"format: 1"}, "kind": {"example"}, "up": {string(s.draftNow().Examples[0].ID)}, "begin": {"next"}})
			}
			if a.status != http.StatusNotFound || a.body != nothing.body {
				t.Errorf("%s: %s answers %d", name, r, a.status)
			}
		}
	}
}

// handlerRoutes are the addresses of the draft and its owners, filled in.
func (s *testSite) handlerRoutes() (all []string) {
	for _, r := range Routes() {
		if _, path, _ := strings.Cut(r.Pattern, " "); strings.HasPrefix(path, "/framework/draft") || strings.HasPrefix(path, "/framework/owners") {
			at := strings.NewReplacer("{example}", string(s.draftNow().Examples[0].ID), "{step}", "individual", "{area}", "team", "{discipline}", "quality", "{role}", "tester").Replace(r.Pattern)
			switch at {
			case "GET /framework/draft/place":
				at += "?area=team&step=individual"
			case "GET /framework/draft/new-example":
				at += "?area=team&step=individual"
			case "GET /framework/draft/preview":
				at += "?step=individual"
			case "GET /framework/draft/removal":
				at += "?kind=step&id=individual"
			}
			all = append(all, at)
		}
	}
	return all
}

func TestEveryPartIsAddedChangedMovedAndTakenOut(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	at := "/framework/draft/"
	pia.fillForm(at+"new-discipline", at+"disciplines", "name", "Data science!", "also", "data\nML", "near", "quality").went(t)
	pia.fillForm(at+"new-role", at+"roles", "name", "Data scientist", "discipline", "data-science", "min_step", "squad-chapter", "outside_titles", "Data Scientist").went(t)
	pia.fillForm(at+"new-area", at+"areas", "name", "Überblick & Sinn", "kind", "mastery").went(t)
	pia.fillForm(at+"new-step", at+"steps", "name", "Industry", "sphere", "Everybody", "by", "data-scientist", "includes_how", "chosen").went(t)
	pia.fillForm(at+"question", at+"questions", "q", "Who writes this?", "a", "We *all* do.\n\n- you\n- me").went(t)
	f := s.draftNow().Framework
	d, ok := f.Discipline("data-science")
	if !ok || d.Near != "quality" || len(d.Also) != 2 {
		t.Errorf("discipline: %+v", d)
	}
	if r, ok := f.Role("data-scientist"); !ok || r.MinStep != "squad-chapter" || r.Discipline != "data-science" {
		t.Errorf("role: %+v", r)
	}
	if a, ok := f.Area("überblick-sinn"); !ok || a.Order != 6 || a.Kind != framework.Mastery {
		t.Errorf("area: %+v", a)
	}
	if step, ok := f.Step("industry"); !ok || step.Order != 5 || step.Includes == nil || len(step.Includes) != 0 || step.Approve.By != "data-scientist" {
		t.Errorf("step: %+v", step)
	}
	if n := len(f.FAQ); f.FAQ[n-1].Q != "Who writes this?" {
		t.Errorf("questions: %+v", f.FAQ[n-1])
	}
	// Changed, the id stays.
	pia.fillForm(at+"disciplines/data-science", at+"disciplines", "name", "Data").went(t)
	pia.fillForm(at+"areas/%C3%BCberblick-sinn", at+"areas", "summary", "What it is for.").went(t)
	pia.fillForm(at+"steps/industry", at+"steps", "expected_to_move_on", "yes", "track", "ic").went(t)
	pia.fillForm(at+"roles/data-scientist", at+"roles", "manages_people", "yes").went(t)
	pia.fillForm(at+"about", at+"about", "name", "Our steps", "word_area", "department", "months", "0", "areas_needed", "any", "url", "https://example.org/").went(t)
	f = s.draftNow().Framework
	if d, _ := f.Discipline("data-science"); d.Name != "Data" {
		t.Errorf("discipline: %+v", d)
	}
	if f.Name != "Our steps" || f.Words.Area != "department" || f.Policy.AreasNeeded != "any" || f.Policy.NewJoinerStepAfterMonths != 0 || len(f.Policy.StepVisibleTo) != 2 {
		t.Errorf("about: %+v", f.About())
	}
	// Moved one up.
	last := len(f.FAQ)
	for kind, id := range map[string]string{"disciplines": "data-science", "roles": "data-scientist", "areas": "überblick-sinn", "steps": "industry", "questions": strconv.Itoa(last)} {
		pia.fillForm(at+kind, at+"positions", "up", id).went(t)
	}
	f = s.draftNow().Framework
	if areas := f.AreasInOrder(); areas[4].ID != "überblick-sinn" || areas[5].ID != "mastery" {
		t.Errorf("areas: %v", areas)
	}
	if steps := f.StepsInOrder(); steps[3].ID != "industry" || steps[3].Order != 4 {
		t.Errorf("steps: %v", steps)
	}
	if f.FAQ[last-2].Q != "Who writes this?" || f.Disciplines[len(f.Disciplines)-2].ID != "data-science" || f.Roles[len(f.Roles)-2].ID != "data-scientist" {
		t.Error("questions, disciplines or roles did not move")
	}
	// Taken out only when nothing speaks of it any more.
	ask := pia.get(at + "removal?kind=discipline&id=data-science")
	if ask.Find(`main form[method="post"][action$="removal"]`).Length() > 0 || !strings.Contains(ask.text(".notice"), "Data scientist") {
		t.Errorf("asks to take out what is in use: %s", ask.text("main"))
	}
	for _, part := range []string{"kind=question&id=" + strconv.Itoa(last-1), "kind=step&id=industry", "kind=role&id=data-scientist", "kind=discipline&id=data-science", "kind=area&id=%C3%BCberblick-sinn"} {
		pia.fillForm(at+"removal?"+part, at+"removal").went(t)
	}
	again := s.draftNow().Framework
	if len(again.Disciplines) != len(f.Disciplines)-1 || len(again.Roles) != len(f.Roles)-1 || len(again.Areas) != 5 || len(again.Steps) != 4 || len(again.FAQ) != last-1 {
		t.Error("something is still there")
	}
}

func TestWrongPartsAreShownAgain(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	for name, c := range map[string]struct{ page, kind, field, value, says string }{
		"no name":         {"new-area", "areas", "name", "", "Give the area a name"},
		"title and step":  {"roles/tester", "roles", "outside_titles", "Squad/Chapter Tester", "never tells a step"},
		"circle":          {"steps/individual", "steps", "includes", "squad-chapter", "circle"},
		"unit":            {"steps/tribe-guild", "steps", "unit", "", "which unit"},
		"order":           {"steps/tribe-guild", "steps", "order", "many", "whole number"},
		"name of another": {"disciplines/quality", "disciplines", "also", "backend", "already leads"},
		"answer":          {"question?at=1", "questions", "a", "TBD", "placeholder"},
		"months":          {"about", "about", "months", "-3", "months"},
		"language":        {"about", "about", "language", "en sv", "one language"},
		"address":         {"about", "about", "url", "javascript:alert(1)", "https://"},
	} {
		path := "/framework/draft/" + c.kind
		form := pia.get("/framework/draft/"+c.page).fields(t, path, c.field, c.value, "includes_how", "chosen", "name", "Typed")
		if c.field == "name" {
			form.Set("name", c.value)
		}
		a := pia.send(http.MethodPost, path, form)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(".error-summary"), c.says) {
			t.Errorf("%s: %d %q", name, a.status, a.text(".error-summary"))
		}
		if v := a.Find("#name").AttrOr("value", "Typed"); c.field != "name" && v != "Typed" {
			t.Errorf("%s: the name is lost: %q", name, v)
		}
	}
	if change := s.draftNow().Change; !change.Empty() {
		t.Errorf("something was kept: %s", change.Counts())
	}
}

func TestTwoWhoWriteOnePartLoseNothing(t *testing.T) {
	s := drafting(t)
	pia, per := s.as("pia"), s.as("per")
	path := "/framework/draft/areas"
	one, two := pia.get(path+"/team"), per.get(path+"/team")
	pia.send(http.MethodPost, path, one.fields(t, path, "summary", "Written by Pia.")).went(t)
	clash := per.send(http.MethodPost, path, two.fields(t, path, "summary", "Written by Per."))
	if clash.status != http.StatusConflict || clash.Find("#summary").Text() != "Written by Per." || !strings.Contains(clash.text(".notice"), "Written by Pia.") {
		t.Fatalf("%d: %q; %q", clash.status, clash.Find("#summary").Text(), clash.text(".notice"))
	}
	per.send(http.MethodPost, path, clash.fields(t, path)).went(t)
}

func TestThePreviewReadsAsPeopleWill(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	page := pia.get("/framework/draft/preview?step=individual&discipline=quality")
	f := s.draftNow().Framework
	want := examplesWhere(f, func(e framework.Example) bool { return e.Step == "individual" && forDiscipline(e, "quality") })
	if got := page.Find(".fw-examples > li").Length(); page.status != http.StatusOK || got != len(want) {
		t.Errorf("%d: %d examples, want %d", page.status, got, len(want))
	}
	// What is typed is shown among the others and not kept, with the script or without it.
	form := pia.get("/framework/draft/new-example?area=team&step=individual").fields(t, examplesPath, "text", "Not **kept** yet.", "as", "quality")
	a := pia.send(http.MethodPost, "/framework/draft/preview", form)
	if got := a.text(".fd-preview .fd-edited"); a.status != http.StatusOK || got != "Not kept yet." || a.Find("#text").Text() != "Not **kept** yet." {
		t.Errorf("%d: %q, %q", a.status, got, a.Find("#text").Text())
	}
	r := httptest.NewRequest(http.MethodPost, "/framework/draft/preview", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Preview", "1")
	r.AddCookie(&http.Cookie{Name: "cairn_session", Value: pia.cookies["cairn_session"]})
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "<strong>kept</strong>") || strings.Contains(body, "<html") {
		t.Errorf("%d: %s", w.Code, body)
	}
	if change := s.draftNow().Change; !change.Empty() {
		t.Errorf("a preview was kept: %s", change.Counts())
	}
}

const ownFile = `# A framework of our own.
format: 1
id: steps
name: Ours   # short
version: "9.9"
x-owner: people team
areas:
  # What we make.
  - {id: craft, name: Craft, order: 1}
steps:
  - id: near
    name: Near
    x-colour: grey
  - id: far
    name: Far
    approve: {by: manager}
examples:
  - {id: one, area: craft, step: near, text: Finishes what is begun.} # the first
  - id: two
    area: craft
    step: far
    text: >-
      Helps others
      finish.
`

func TestAFileGoesInAndComesOutAgain(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	at := "/framework/draft/file"
	form := pia.get(at).fields(t, at)
	pia.uploadDraft(at, "file", "ours.yaml", ownFile, "idempotency_key", form.Get("idempotency_key"), "revision", form.Get("revision")).went(t)
	first := pia.get(at + ".yaml")
	for _, kept := range []string{"# A framework of our own.", "# short", "x-owner: people team", "# What we make.", "x-colour: grey", "# the first", "Helps others\n      finish.", `version: "1.1"`} {
		if !strings.Contains(first.body, kept) {
			t.Errorf("%q is lost:\n%s", kept, first.body)
		}
	}
	if strings.Index(first.body, "areas:") > strings.Index(first.body, "steps:") {
		t.Error("the order is lost")
	}
	// The second time around not a byte differs.
	pia.fillForm(at, at, "source", first.body).went(t)
	if second := pia.get(at + ".yaml"); second.body != first.body {
		t.Errorf("the second export differs:\n%s", second.body)
	}
	// An edit in the browser changes its line and no other.
	pia.fillForm(examplesPath+"/one", examplesPath, "text", "Finishes it.").went(t)
	third := pia.get(at + ".yaml").body
	if want := strings.Replace(first.body, "Finishes what is begun.", "Finishes it.", 1); third != want {
		t.Errorf("the edit changed more:\n%s", third)
	}
	// JSON goes round too.
	data := pia.get(at + ".json")
	was := s.draftNow().Framework
	pia.fillForm(at, at, "source", data.body).went(t)
	if now := s.draftNow(); !framework.Compare(was, now.Framework).Empty() || now.Extra["x-owner"] == "" {
		t.Error("the JSON says something else")
	}
}

func TestAWrongFileStaysInTheForm(t *testing.T) {
	s := drafting(t)
	pia := s.as("pia")
	at := "/framework/draft/file"
	wrong := strings.Replace(ownFile, "step: near, text", "step: nowhere, text", 1)
	a := pia.fillForm(at, at, "source", wrong)
	said := a.text(".error-summary")
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(said, "Line 18, column") || !strings.Contains(said, "nowhere") || a.Find("#source").Text() != wrong {
		t.Errorf("%d %q\n%s", a.status, said, a.Find("#source").Text())
	}
	other := pia.fillForm(at, at, "source", strings.Replace(ownFile, "id: steps", "id: other", 1))
	if other.status != http.StatusUnprocessableEntity || !strings.Contains(other.text(".error-summary"), "never changes") {
		t.Errorf("%d %q", other.status, other.text(".error-summary"))
	}
	// A draft that changed after the page was opened is not replaced.
	page := pia.get(at)
	pia.fillForm("/framework/draft/areas/team", "/framework/draft/areas", "summary", "Changed.").went(t)
	stale := pia.send(http.MethodPost, at, page.fields(t, at, "source", ownFile))
	if stale.status != http.StatusConflict || stale.Find("#source").Text() != ownFile {
		t.Errorf("%d", stale.status)
	}
	if a := pia.uploadDraft(at, "file", "x.yaml", "\xff\xfe", "revision", "1"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("bytes: %d", a.status)
	}
}

func TestAnOrganisationBeginsItsOwnFramework(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	if a := pia.post("/framework/draft", "begin", "copy", "name", " "); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %d", a.status)
	}
	pia.post("/framework/draft", "begin", "copy", "name", "How we grow at Acme").went(t)
	v := s.draftNow()
	if v.ID != "how-we-grow-at-acme" || v.Version != "1.0" || v.Replaces != nil || len(v.Examples) < 100 || v.BasedOn != nil {
		t.Errorf("%s %s replaces %v", v.ID, v.Version, v.Replaces)
	}
	if err := s.Publish(t.Context(), s.Actor("pia"), workflow.Once{}, v.Revision, "2026-05-12"); err != nil {
		t.Fatal(err)
	}
	if f := s.text(); f.ID != "how-we-grow-at-acme" {
		t.Errorf("in force is %s", f.ID)
	}
	pia.post("/framework/draft", "begin", "nothing", "name", "Another").went(t)
	if v := s.draftNow(); v.ID != "another" || len(v.Examples) != 0 || len(v.Areas) != 1 || len(v.Steps) != 2 {
		t.Errorf("%s with %d examples", v.ID, len(v.Examples))
	}
	if a := pia.get("/framework/draft"); a.status != http.StatusOK {
		t.Errorf("%d", a.status)
	}
}

func TestAFileIsBroughtInWhileThereIsNoDraft(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	at := "/framework/draft/file"
	pia.fillForm(at, at, "source", strings.Replace(ownFile, "id: steps", "id: ours", 1)).went(t)
	if v := s.draftNow(); v.ID != "ours" || v.Version != "9.9" {
		t.Errorf("%s %s", v.ID, v.Version)
	}
	if a := s.as("noor").get(at); a.status != http.StatusNotFound {
		t.Errorf("noor: %d", a.status)
	}
}

func TestOwnersAreNamedAndEnded(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	at := "/framework/owners"
	pia.fillForm(at, at, "discipline", "quality", "manager", "ola@example.org").went(t)
	if a := s.as("ola").get("/framework/draft"); a.status != http.StatusOK {
		t.Errorf("an owner gets %d", a.status)
	}
	for name, c := range map[string][2]string{"nobody": {"quality", "nobody@example.org"}, "discipline": {"astrology", "ola@example.org"}} {
		if a := pia.fillForm(at, at, "discipline", c[0], "manager", c[1]); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	page := pia.get(at)
	if said := page.text("#now ~ .section-body, section[aria-labelledby=now]"); !strings.Contains(said, "Ola Finn") || !strings.Contains(said, "Quality") {
		t.Errorf("now: %q", said)
	}
	s.Clock.Advance(24 * time.Hour)
	pia = s.as("pia")
	pia.fillForm(at, at+"/end").went(t)
	page = pia.get(at)
	if said := page.text("section[aria-labelledby=before]"); !strings.Contains(said, "Ola Finn") || !strings.Contains(said, "to") {
		t.Errorf("before: %q", said)
	}
	if a := s.as("ola").get("/framework/draft"); a.status != http.StatusNotFound {
		t.Errorf("a former owner gets %d", a.status)
	}
}
