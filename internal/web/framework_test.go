package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/framework"
)

// text is the framework that the site shows.
func (s *testSite) text() *framework.Framework {
	s.Helper()
	f, err := s.Workflow.Framework(s.Context(), s.Actor("pia"))
	if err != nil {
		s.Fatal(err)
	}
	return f
}

// page gets a page that is there.
func (v *visitor) page(path string) *goquery.Document {
	v.site.Helper()
	a := v.get(path)
	if a.status != http.StatusOK {
		v.site.Fatalf("GET %s: %d\n%s", path, a.status, a.body)
	}
	return a.Document
}

// texts are the texts of each that the selector finds, without idle spaces.
func texts(d *goquery.Document, selector string) []string {
	return d.Find(selector).Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

// anchors are the ids of the examples on the page, in order.
func anchors(d *goquery.Document) []string {
	return d.Find(".fw-examples > li[id]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("id", "") })
}

// examplesWhere lists the ids of the framework's examples that are wanted, sorted.
func examplesWhere(f *framework.Framework, wanted func(framework.Example) bool) (ids []string) {
	for _, e := range f.Examples {
		if wanted(e) {
			ids = append(ids, string(e.ID))
		}
	}
	slices.Sort(ids)
	return ids
}

func forEveryone(e framework.Example) bool { return len(e.Disciplines) == 0 }

func forDiscipline(e framework.Example, d framework.DisciplineID) bool {
	return forEveryone(e) || slices.Contains(e.Disciplines, d)
}

func TestEachStepShowsItsExamplesAndTheChosenDiscipline(t *testing.T) {
	s := newSite(t)
	pia, f := s.as("pia"), s.text()
	for _, step := range f.Steps {
		path := "/framework/steps/" + string(step.ID)
		s.shows(pia.page(path), path, examplesWhere(f, func(e framework.Example) bool { return e.Step == step.ID && forEveryone(e) }))
		for _, d := range f.Disciplines {
			path := path + "?discipline=" + string(d.ID)
			page := pia.page(path)
			s.shows(page, path, examplesWhere(f, func(e framework.Example) bool { return e.Step == step.ID && forDiscipline(e, d.ID) }))
			marked := examplesWhere(f, func(e framework.Example) bool { return e.Step == step.ID && slices.Contains(e.Disciplines, d.ID) })
			if got := page.Find(".fw-examples > li[id] .tag").Length(); got != len(marked) {
				t.Errorf("%s: %d examples carry the tag, want %d", path, got, len(marked))
			}
		}
	}
}

// shows compares the examples of a page, whatever their order, and their words.
func (s *testSite) shows(page *goquery.Document, path string, want []string) {
	s.Helper()
	got := anchors(page)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.Errorf("%s shows %q, want %q", path, got, want)
	}
	f := s.text()
	for _, anchor := range got {
		e, _ := f.Example(framework.ExampleID(anchor))
		if text := page.Find("#" + anchor).Text(); !strings.Contains(text, e.Text) {
			s.Errorf("%s: %s reads %q, want %q", path, anchor, text, e.Text)
		}
	}
}

func TestEarlierStepsAreIncludedInFull(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for _, step := range f.Steps {
		page := s.as("pia").page("/framework/steps/" + string(step.ID) + "?discipline=quality")
		var want []string
		for _, before := range f.Included(step.ID) {
			for _, e := range f.Examples {
				if e.Step == before.ID && forDiscipline(e, "quality") {
					want = append(want, e.Text)
				}
			}
		}
		folded := page.Find("details .fw-examples > li")
		if folded.Length() != len(want) {
			t.Errorf("%s folds in %d examples, want %d", step.ID, folded.Length(), len(want))
		}
		for _, text := range want {
			if !strings.Contains(folded.Text(), text) {
				t.Errorf("%s does not fold in %q", step.ID, text)
			}
		}
		if open := page.Find("details[open]").Length(); open != 0 {
			t.Errorf("%s: %d of the earlier steps are open at first", step.ID, open)
		}
	}
}

func TestEveryListIsHeadedAndNothingCanBeTicked(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for _, path := range frameworkPaths(f) {
		page := s.as("ben").page(path)
		page.Find(".fw-examples").Each(func(_ int, list *goquery.Selection) {
			part := list.Closest("section, details")
			if !strings.Contains(part.Find(".kind").Text(), "Examples to talk about") {
				t.Errorf("%s: a list has no head", path)
			}
		})
		if ticks := page.Find("main input[type=checkbox], main input[type=radio], main progress, main meter").Length(); ticks > 0 {
			t.Errorf("%s: %d things to tick off or fill up", path, ticks)
		}
	}
}

// frameworkPaths are the addresses of every page there is.
func frameworkPaths(f *framework.Framework) []string {
	paths := []string{"/framework", "/framework/compare", "/framework/roles", "/framework/faq",
		"/framework/compare/disciplines", "/framework/search?q=team", "/framework/search?area=mastery&step=individual", "/framework/print", "/framework/print?step=individual",
		"/framework/search", "/framework?discipline=quality", "/framework/roles?discipline=quality"}
	for _, s := range f.Steps {
		paths = append(paths, "/framework/steps/"+string(s.ID), "/framework/steps/"+string(s.ID)+"?discipline=software-development")
	}
	for _, a := range f.Areas {
		paths = append(paths, "/framework/areas/"+string(a.ID), "/framework/areas/"+string(a.ID)+"?discipline=quality")
	}
	for _, d := range f.Disciplines {
		paths = append(paths, "/framework/disciplines/"+string(d.ID))
	}
	return paths
}

func TestAnAreaIsShownThroughAllSteps(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for _, a := range f.Areas {
		path := "/framework/areas/" + string(a.ID) + "?discipline=agile-coaching"
		page := s.as("pia").page(path)
		s.shows(page, path, examplesWhere(f, func(e framework.Example) bool { return e.Area == a.ID && forDiscipline(e, "agile-coaching") }))
		var steps []string
		for _, step := range f.StepsInOrder() {
			steps = append(steps, step.Name)
		}
		if got := texts(page, ".section:has(.fw-examples) > h2"); !slices.Equal(got, steps) {
			t.Errorf("%s has the steps %q, want %q", path, got, steps)
		}
	}
}

func TestADisciplineShowsItsMasteryAndTheCommonPart(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for _, d := range f.Disciplines {
		path := "/framework/disciplines/" + string(d.ID)
		s.shows(s.as("pia").page(path), path, examplesWhere(f, func(e framework.Example) bool { return e.Area == "mastery" && forDiscipline(e, d.ID) }))
	}
}

func TestTheVisitorsOwnDisciplineServesWhenNoneIsChosen(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		query, selected string
		tags            bool
	}{
		{"", "software-development", true},
		{"?discipline=quality", "quality", true},
		{"?discipline=", "", false}, // asked for nothing marked
	} {
		page := s.as("ben").page("/framework/steps/individual" + c.query)
		if got := page.Find("#choose-discipline option[selected]").AttrOr("value", "none"); got != c.selected {
			t.Errorf("%q selects %q, want %q", c.query, got, c.selected)
		}
		if got := page.Find("li[id] .tag").Length() > 0; got != c.tags {
			t.Errorf("%q shows marked examples: %v", c.query, got)
		}
	}
	if hint := s.as("ben").page("/framework/steps/individual").Find("#choose-discipline-hint").Text(); !strings.Contains(hint, "Yours") {
		t.Errorf("nothing says why the discipline is shown: %q", hint)
	}
	if tags := s.as("pia").page("/framework/steps/individual").Find("li[id] .tag").Length(); tags > 0 {
		t.Errorf("%d marked examples for somebody without a discipline", tags)
	}
}

func TestTheChosenDisciplineIsCarriedOn(t *testing.T) {
	s := newSite(t)
	page := s.as("ben").page("/framework/steps/individual?discipline=quality")
	if got := page.Find(".tabs a").Last().AttrOr("href", ""); got != "/framework/steps/technology-company?discipline=quality" {
		t.Errorf("the last tab leads to %s", got)
	}
	if got := s.as("ben").page("/framework/steps/individual").Find(".tabs a").Last().AttrOr("href", ""); got != "/framework/steps/technology-company" {
		t.Errorf("nothing was chosen, yet the last tab leads to %s", got)
	}
}

func TestAnExampleHasAnAddressThatLeadsToIt(t *testing.T) {
	s := newSite(t)
	f, pia := s.text(), s.as("pia")
	for _, path := range []string{"/framework/steps/individual?discipline=quality", "/framework/areas/mastery?discipline=quality", "/framework/disciplines/quality"} {
		pia.page(path).Find("li[id] .fw-stone").Each(func(_ int, a *goquery.Selection) {
			page, anchor, _ := strings.Cut(a.AttrOr("href", ""), "#")
			if _, known := f.Example(framework.ExampleID(anchor)); !known || pia.page(page).Find("li[id='"+anchor+"']").Length() != 1 {
				t.Errorf("%s#%s leads to no example", page, anchor)
			}
		})
	}
}

func TestIDsStandOnce(t *testing.T) {
	s := newSite(t)
	for _, path := range frameworkPaths(s.text()) {
		seen := map[string]int{}
		s.as("ben").page(path).Find("[id]").Each(func(_ int, e *goquery.Selection) { seen[e.AttrOr("id", "")]++ })
		for name, n := range seen {
			if n > 1 {
				t.Errorf("%s: the id %s stands %d times", path, name, n)
			}
		}
	}
}

func TestLinksWithinTheFrameworkLeadSomewhere(t *testing.T) {
	s := newSite(t)
	pia, checked := s.as("pia"), map[string]*goquery.Document{}
	for _, path := range frameworkPaths(s.text()) {
		pia.page(path).Find("main a[href]").Each(func(_ int, a *goquery.Selection) {
			to, anchor, _ := strings.Cut(a.AttrOr("href", ""), "#")
			if !strings.HasPrefix(to, "/framework") {
				return
			}
			if checked[to] == nil {
				checked[to] = pia.page(to)
			}
			if anchor != "" && checked[to].Find("[id='"+anchor+"']").Length() != 1 {
				t.Errorf("%s links to %s#%s, which is not there", path, to, anchor)
			}
		})
	}
}

func TestStepsAreComparedSideBySide(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		query       string
		left, right string
		note        bool
	}{
		{"", "Individual", "Squad/Chapter", false},
		{"?left=squad-chapter&right=technology-company", "Squad/Chapter", "Technology/Company", false},
		{"?left=tribe-guild", "Tribe/Guild", "Technology/Company", false},
		{"?left=technology-company", "Technology/Company", "Tribe/Guild", false},
		{"?right=individual", "Squad/Chapter", "Individual", false},
		{"?left=individual&right=individual", "Individual", "Individual", false},
		{"?left=nowhere&right=nowhere", "Individual", "Squad/Chapter", true},
	} {
		page := s.as("pia").page("/framework/compare" + c.query)
		if got := texts(page, "#reach ~ .section-body h3"); !slices.Equal(got, []string{c.left, c.right}) {
			t.Errorf("%q compares %q", c.query, got)
		}
		if got := page.Find(".notice").Length() > 0; got != c.note {
			t.Errorf("%q has a note: %v", c.query, got)
		}
	}
}

func TestComparingShowsTheExamplesOfBoth(t *testing.T) {
	s := newSite(t)
	f := s.text()
	page := s.as("pia").page("/framework/compare?left=individual&right=tribe-guild&discipline=quality")
	for side, step := range []framework.StepID{"individual", "tribe-guild"} {
		column := page.Find(fmt.Sprintf(".fw-pair > div:nth-child(%d) .fw-examples > li", side+1))
		want := examplesWhere(f, func(e framework.Example) bool { return e.Step == step && forDiscipline(e, "quality") })
		if column.Length() != len(want) {
			t.Errorf("%s has %d examples, want %d", step, column.Length(), len(want))
		}
		for _, anchor := range want {
			if e, _ := f.Example(framework.ExampleID(anchor)); !strings.Contains(column.Text(), e.Text) {
				t.Errorf("%s lacks %q", step, e.Text)
			}
		}
	}
}

func TestWhoDecidesIsSaid(t *testing.T) {
	s := newSite(t)
	for step, want := range map[string][]string{
		"individual":         {"nobody is promoted to it", "about six months after your first day", "No date is set for it"},
		"squad-chapter":      {"Your manager decides. Nobody else has to approve.", "Peers in your squad and peers in your chapter.", "not aiming at a wider step is a good answer"},
		"tribe-guild":        {"The lead of your tribe decides.", "A varied group of your peers and the leadership of your tribe.", "All of Individual and Squad/Chapter as well"},
		"technology-company": {"The CTO decides.", "technical leadership"},
	} {
		about := strings.Join(texts(s.as("pia").page("/framework/steps/"+step), "#about ~ dl"), "")
		for _, words := range want {
			if !strings.Contains(about, words) {
				t.Errorf("%s does not say %q: %s", step, words, about)
			}
		}
	}
}

func TestTheOverviewLeadsToEveryPart(t *testing.T) {
	s := newSite(t)
	page := s.as("pia").page("/framework")
	for _, path := range frameworkPaths(s.text())[2:] {
		path, _, _ := strings.Cut(path, "?")
		if page.Find("main a[href^='"+path+"'], main form[action='"+path+"']").Length() == 0 {
			t.Errorf("nothing leads to %s", path)
		}
	}
	if text := page.Find("#edition ~ .section-body").Text(); !strings.Contains(text, "version "+s.text().Version) {
		t.Errorf("the version is not said: %s", text)
	}
}

func TestRolesSayWhatTheyNeed(t *testing.T) {
	s := newSite(t)
	f, page := s.text(), s.as("pia").page("/framework/roles")
	for _, role := range f.Roles {
		text := page.Find("#role-" + string(role.ID)).Text()
		step, needs := f.Step(role.MinStep)
		if needs != strings.Contains(text, "Needs at least") || !strings.Contains(text, step.Name) {
			t.Errorf("%s: %s", role.ID, text)
		}
		for _, title := range role.OutsideTitles {
			if !strings.Contains(text, title) {
				t.Errorf("%s does not suggest %s", role.ID, title)
			}
		}
	}
}

func TestEveryQuestionIsAnswered(t *testing.T) {
	s := newSite(t)
	f, page := s.text(), s.as("pia").page("/framework/faq")
	if got := page.Find("main details").Length(); got != len(f.FAQ) {
		t.Errorf("%d questions, want %d", got, len(f.FAQ))
	}
	for i, qa := range f.FAQ {
		entry := page.Find("main details").Eq(i)
		if entry.Find("summary").Text() != qa.Q || !strings.Contains(entry.Find(".prose").Text(), qa.A) {
			t.Errorf("%q is answered by %q", qa.Q, entry.Text())
		}
	}
}

func TestWhatIsNotInTheFrameworkIsNotFound(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	want := pia.get("/framework/nothing").body
	for _, path := range []string{
		"/framework/steps/nowhere", "/framework/steps/*", "/framework/steps/%00", "/framework/steps/INDIVIDUAL", "/framework/steps/%3Cscript%3E",
		"/framework/areas/individual", "/framework/areas/%2e%2e%2f", "/framework/disciplines/team", "/framework/disciplines/%F0%9F%92%A9",
	} {
		w := pia.get(path)
		if w.status != http.StatusNotFound || w.body != want {
			t.Errorf("%s: %d, the same bytes: %v", path, w.status, w.body == want)
		}
	}
}

func TestHostileQueriesAreShownNowhere(t *testing.T) {
	s := newSite(t)
	hostile := "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%00%FF"
	for _, path := range []string{
		"/framework/steps/individual?discipline=" + hostile, "/framework/areas/mastery?discipline=" + hostile,
		"/framework/compare?left=" + hostile + "&right=" + hostile + "&discipline=" + hostile,
		"/framework/steps/individual?discipline=nope&discipline=quality", "/framework/steps/individual?" + hostile,
	} {
		page := s.as("ben").page(path)
		if n := page.Find("script:not([src])").Length(); n > 0 || strings.Contains(page.Find("main").Text(), "alert(") {
			t.Errorf("%s: %d scripts", path, n)
		}
	}
	page := s.as("ben").page("/framework/steps/individual?discipline=nope")
	if note := page.Find(".notice").Text(); !strings.Contains(note, "not in this framework") {
		t.Errorf("nothing says that the discipline is unknown: %q", note)
	}
	if tags := page.Find("li[id] .tag").Length(); tags > 0 {
		t.Errorf("%d marked examples for a discipline that is not there", tags)
	}
}

func TestTheFrameworkIsForThoseWhoSignedIn(t *testing.T) {
	s := newSite(t)
	for _, path := range frameworkPaths(s.text()) {
		w := s.as("").get(path)
		if w.status != http.StatusSeeOther || !strings.HasPrefix(w.to, "/sign-in?next=") || strings.Contains(w.body, "Examples") {
			t.Errorf("%s: %d to %s", path, w.status, w.to)
		}
	}
}

const pageBudget = 60 << 10

func TestPagesStaySmallAndWithoutStyles(t *testing.T) {
	s := newSite(t)
	paths := append(frameworkPaths(s.text()), "/framework/compare?left=tribe-guild&right=technology-company&discipline=software-development")
	for _, path := range paths {
		w := s.as("ben").get(path)
		if len(w.body) > pageBudget {
			t.Errorf("%s has %d bytes", path, len(w.body))
		}
		if w.Find("[style], style, script:not([src])").Length() > 0 || w.Find("h1").Length() != 1 {
			t.Errorf("%s: inline styles or scripts, or not one h1", path)
		}
	}
}
