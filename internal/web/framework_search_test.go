package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/framework"
)

func TestEveryHitLeadsToItsExample(t *testing.T) {
	s := newSite(t)
	f, pia := s.text(), s.as("pia")
	for _, query := range []string{"q=team", "q=TEAM&discipline=quality", "q=a&area=mastery", "step=tribe-guild&discipline=agile-coaching"} {
		page := pia.page("/framework/search?" + query)
		hits := page.Find(".fw-hit")
		if hits.Length() == 0 {
			t.Errorf("%s finds nothing", query)
		}
		hits.Each(func(_ int, a *goquery.Selection) {
			to, anchor, _ := strings.Cut(a.AttrOr("href", ""), "#")
			e, _ := f.Example(framework.ExampleID(anchor))
			if strings.TrimSpace(a.Text()) != e.Text || !strings.Contains(pia.page(to).Find("li[id='"+anchor+"']").Text(), e.Text) {
				t.Errorf("%s: %q leads to %s#%s", query, a.Text(), to, anchor)
			}
		})
	}
}

func TestSearchMarksAndGroupsWhatItFinds(t *testing.T) {
	s := newSite(t)
	page := s.as("pia").page("/framework/search?q=TÉAM")
	page.Find(".fw-examples > li").Each(func(_ int, li *goquery.Selection) {
		if mark := li.Find("mark").First().Text(); !strings.EqualFold(mark, "team") {
			t.Errorf("%q marks %q", li.Text(), mark)
		}
	})
	var areas []string
	for _, a := range s.text().AreasInOrder() {
		areas = append(areas, a.Name)
	}
	last := -1
	for _, name := range texts(page, ".section > h2") {
		at := slices.Index(areas, name)
		if at <= last {
			t.Errorf("%s stands out of the order of areas", name)
		}
		last = at
	}
}

func TestSearchThatFindsNothingHelpsOn(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	page := pia.page("/framework/search?q=improvment&area=mastery")
	suggested := page.Find(".empty a[href*='q=']").First().AttrOr("href", "")
	if page.Find(".fw-hit").Length() > 0 || suggested == "" {
		t.Fatalf("nothing is suggested: %s", page.Find("main").Text())
	}
	if page.Find(".empty a[href='/framework/search?q=improvment']").Length() != 1 {
		t.Error("the narrowing cannot be taken back")
	}
	if got := pia.page("/framework/search?q=zzzzqqq").Find(".empty").Text(); !strings.Contains(got, "No example says that") || strings.Contains(got, "mean") {
		t.Errorf("nonsense is answered by %q", got)
	}
	if got := pia.page("/framework/search").Find(".empty").Text(); !strings.Contains(got, "What are you looking for") {
		t.Errorf("an empty search is answered by %q", got)
	}
	if got := pia.page("/framework/search?q=team&step=nowhere&area=nowhere&sort=step").Find(".notice").Text(); !strings.Contains(got, "left out of the search") {
		t.Errorf("an unknown step is passed over silently: %q", got)
	}
	if got := pia.page("/framework/search?q=%22%3E%3Cscript%3E").Find("script:not([src])").Length(); got > 0 {
		t.Error("what is searched came alive")
	}
}

// TestSearchFindsNobody: the search reads the framework and nothing about people.
func TestSearchFindsNobody(t *testing.T) {
	s := newSite(t)
	for _, words := range []string{"noor", "noor@example.org", "Otter", "Mats+Holm"} {
		if page := s.as("pia").page("/framework/search?q=" + words); page.Find(".fw-hit").Length() > 0 {
			t.Errorf("%s is found", words)
		}
	}
}

func TestDisciplinesAreComparedSideBySide(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for _, c := range []struct {
		query       string
		left, right framework.DisciplineID
		step        framework.StepID
		note        bool
	}{
		{"", f.Disciplines[0].ID, f.Disciplines[1].ID, "", false},
		{"?left=quality&right=agile-coaching", "quality", "agile-coaching", "", false},
		{"?left=quality&right=agile-coaching&step=tribe-guild", "quality", "agile-coaching", "tribe-guild", false},
		{"?right=" + string(f.Disciplines[0].ID), f.Disciplines[1].ID, f.Disciplines[0].ID, "", false},
		{"?left=quality&right=quality", "quality", "quality", "", false},
		{"?left=nowhere&right=quality&step=nowhere", f.Disciplines[0].ID, "quality", "", true},
	} {
		page := s.as("ben").page("/framework/compare/disciplines" + c.query)
		for side, d := range []framework.DisciplineID{c.left, c.right} {
			var want []string
			for _, e := range f.Examples {
				if slices.Contains(e.Disciplines, d) && (c.step == "" || e.Step == c.step) {
					want = append(want, e.Text)
				}
			}
			column := page.Find([]string{".fw-pair > div:first-child", ".fw-pair > div:last-child"}[side])
			if got := column.Find(".fw-examples > li").Length(); got != len(want) {
				t.Errorf("%q: %s has %d examples, want %d", c.query, d, got, len(want))
			}
			for _, text := range want {
				if !strings.Contains(column.Text(), text) {
					t.Errorf("%q: %s lacks %q", c.query, d, text)
				}
			}
		}
		if got := page.Find(".notice").Length() > 0; got != c.note {
			t.Errorf("%q has a note: %v", c.query, got)
		}
		if got := page.Find(".section > h2[id^='step-']").Length(); c.step != "" && got != 1 || c.step == "" && got != len(f.Steps) {
			t.Errorf("%q goes through %d steps", c.query, got)
		}
	}
}

func TestADocumentToPrintHoldsWhatWasChosen(t *testing.T) {
	s := newSite(t)
	f := s.text()
	for query, wanted := range map[string]func(framework.Example) bool{
		"":                                   func(framework.Example) bool { return true },
		"?discipline=":                       forEveryone,
		"?discipline=quality":                func(e framework.Example) bool { return forDiscipline(e, "quality") },
		"?step=individual":                   func(e framework.Example) bool { return e.Step == "individual" },
		"?area=mastery&discipline=quality":   func(e framework.Example) bool { return e.Area == "mastery" && forDiscipline(e, "quality") },
		"?step=tribe-guild&area=improvement": func(e framework.Example) bool { return e.Step == "tribe-guild" && e.Area == "improvement" },
	} {
		page := s.as("ben").page("/framework/print" + query)
		want := examplesWhere(f, wanted)
		if got := page.Find(".fw-examples > li").Length(); got != len(want) {
			t.Errorf("%q holds %d examples, want %d", query, got, len(want))
		}
		if head := page.Find(".page-head, .fw-colophon").Text(); !strings.Contains(head, "version "+f.Version) || !strings.Contains(head, "Examples to talk about, not a checklist.") {
			t.Errorf("%q does not say what it is: %s", query, head)
		}
	}
}

func TestEveryPageSaysOnPaperWhatItIsAPartOf(t *testing.T) {
	s := newSite(t)
	for _, path := range frameworkPaths(s.text()) {
		if text := s.as("pia").page(path).Find(".fw-colophon").Text(); !strings.Contains(text, "version "+s.text().Version) || !strings.Contains(text, "not a checklist") {
			t.Errorf("%s: %q", path, text)
		}
	}
}

func TestQuestionsStandBesideWhatTheyExplain(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string]string{
		"/framework/roles": "Do I have to be at a certain step to take a role?", "/framework/steps/tribe-guild": "Who decides on a promotion?",
		"/framework/areas/mastery": "Do I need to show the behaviours of all areas for a wider step?", "/framework/steps/individual": "Are the examples a checklist?",
		"/framework/disciplines/quality": "My discipline is not in the framework. What is expected of me?",
	} {
		if got := texts(s.as("pia").page(path), ".fw-beside summary"); !slices.Contains(got, want) || len(got) > 6 {
			t.Errorf("%s answers %q", path, got)
		}
	}
}

func TestRolesOfADiscipline(t *testing.T) {
	s := newSite(t)
	want := 0
	for _, r := range s.text().Roles {
		if r.Discipline == "" || r.Discipline == "quality" {
			want++
		}
	}
	if got := s.as("pia").page("/framework/roles?discipline=quality").Find(".fw-roles > section").Length(); got != want || want == len(s.text().Roles) {
		t.Errorf("%d roles, want %d of %d", got, want, len(s.text().Roles))
	}
}

func TestThePublicPageIsThereOnlyWhenOpened(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"", "pia"} {
		v := s.as(name)
		if got, nothing := v.get("/public/framework?step=individual"), v.get("/public/nothing"); got.status != http.StatusNotFound || got.body != nothing.body {
			t.Errorf("as %q: %d, like what does not exist: %v", name, got.status, got.body == nothing.body)
		}
	}
}
