package web

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/access"
	"cairn/internal/frameworkfile"
	"cairn/internal/lang"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// frameworkPages are those on which the text of the framework itself is read.
var frameworkPages = []string{
	"/framework", "/framework/steps/individual", "/framework/steps/squad-chapter?discipline=software-development", "/framework/areas/mastery", "/framework/disciplines/software-development",
	"/framework/compare", "/framework/compare/disciplines", "/framework/roles", "/framework/faq", "/framework/search?q=work", "/framework/print",
}

// inTheirLanguages is a site on which everybody chooses between all languages.
func inTheirLanguages(t *testing.T) *testSite {
	w := world.New(t, "sqlite")
	return &testSite{World: w, handler: New(Options{Workflow: w.Workflow, Log: slog.New(slog.DiscardHandler), Languages: lang.NewOffer(lang.Languages()...)})}
}

// ownText is what stands in the element itself.
func ownText(s *goquery.Selection) string {
	var b strings.Builder
	s.Contents().Each(func(_ int, c *goquery.Selection) {
		if goquery.NodeName(c) == "#text" {
			b.WriteString(c.Text())
		}
	})
	return strings.TrimPrefix(strings.TrimSpace(b.String()), ": ")
}

// TestFrameworkTextsSayWhatLanguageTheyAreIn: for a screen reader, what is not in the
// language of the page says so, wherever it stands, and nothing else does.
func TestFrameworkTextsSayWhatLanguageTheyAreIn(t *testing.T) {
	s := inTheirLanguages(t)
	f := frameworkfile.BuiltIn()
	noor := s.as("noor")
	for _, path := range frameworkPages {
		if n := noor.get(path).Find("main [lang]").Length(); n > 0 {
			t.Errorf("%s in the framework’s own language says %d times what it is in", path, n)
		}
	}
	noor.post("/language", "language", "sv")
	for _, path := range frameworkPages {
		page, texts := noor.get(path), 0
		page.Find("main *").Each(func(_ int, e *goquery.Selection) {
			text, in := ownText(e), e.Closest("[lang]").AttrOr("lang", "")
			switch {
			case f.Says(text) && in != "en":
				t.Errorf("%s: the framework’s %q is read out in %q", path, text, in)
			case f.Says(text):
				texts++
			case in != "sv" && text != "" && e.Closest("svg, .fw-examples, .prose").Length() == 0 && goquery.NodeName(e) != "mark":
				t.Errorf("%s: %q is read out in %q", path, text, in)
			}
		})
		if texts < 4 {
			t.Errorf("%s shows %d texts of the framework", path, texts)
		}
	}
}

const halfInSwedish = `format: 1
id: steps
name: Steg
version: "1.0"
language: sv
steps:
  - {id: individual, name: Individ, order: 1, sphere: "Du själv", summary: "Du blir en nyttig del av din squad."}
areas:
  - {id: %s, name: Samarbete, order: 1}
examples:
  - {id: %s, area: %[1]s, step: individual, text: Lyssnar.}
`

// TestWhatIsTranslatedSaysNothing: of what has no translation the original is shown, and
// says so.
func TestWhatIsTranslatedSaysNothing(t *testing.T) {
	s := inTheirLanguages(t)
	e := frameworkfile.BuiltIn().Examples[0]
	ctx := t.Context()
	if _, _, err := s.Workflow.KeepTranslation(ctx, access.System(access.ViaCommand), workflow.Once{}, []byte(fmt.Sprintf(halfInSwedish, e.Area, e.ID))); err != nil {
		t.Fatal(err)
	}
	noor := s.as("noor")
	noor.post("/language", "language", "sv")
	page := noor.get("/framework/steps/individual")
	if got := page.text("h1:not([lang])"); got != "Individ" {
		t.Errorf("the step is called %q", got)
	}
	own := page.Find("#" + string(e.ID))
	if own.Find("[lang]").Length() > 0 || !strings.Contains(own.Text(), "Lyssnar.") {
		t.Errorf("the example has a language of its own: %q", own.Text())
	}
	others := page.Find(".fw-examples > li").Length()
	if n := page.Find(`.fw-examples > li > span[dir][lang="en"]`).Length(); n != others-1 || n < 3 {
		t.Errorf("%d of %d examples say that they are English", n, others)
	}
	if page.Find(`h2#area-`+string(e.Area)+`:not([lang])`).Length() != 1 || page.Find(`h2[id^="area-"][lang="en"]`).Length() < 3 {
		t.Error("areas do not tell what they are in")
	}
}
