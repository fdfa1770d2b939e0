package web

import (
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/evaluation"
	"cairn/internal/frameworkfile"
	"cairn/internal/testkit/world"
)

// TestFrameworkTextsElsewhereSayWhatLanguageTheyAreIn: steps, areas, examples and
// disciplines that stand among the words of Cairn, where people write and read of
// themselves.
func TestFrameworkTextsElsewhereSayWhatLanguageTheyAreIn(t *testing.T) {
	s := inTheirLanguages(t)
	f := frameworkfile.BuiltIn()
	open := s.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
	agreed := s.Evaluate("ben", "mats", evaluation.Agreed, world.Plain)
	s.boats()
	for _, c := range []struct{ who, path string }{
		{"noor", "/evaluations/" + string(open)}, {"mats", "/evaluations/" + string(agreed)}, {"noor", "/evaluations/" + string(open) + "?step=individual"},
		{"mats", "/people/" + string(s.Person("ben"))}, {"noor", "/people"}, {"tove", riversPath},
	} {
		v := s.as(c.who)
		v.post("/language", "language", "sv")
		texts := 0
		v.get(c.path).Find("main *").Each(func(_ int, e *goquery.Selection) {
			text, in := ownText(e), e.Closest("[lang]").AttrOr("lang", "")
			if !f.Says(text) || e.Closest("option, [class*=unit-kind]").Length() > 0 {
				return
			}
			if texts++; in != "en" {
				t.Errorf("%s: the framework’s %q in <%s class=%q> is read out in %q", c.path, text, goquery.NodeName(e), e.AttrOr("class", ""), in)
			}
		})
		if texts == 0 {
			t.Errorf("%s shows no text of the framework", c.path)
		}
	}
}
