package trust

import (
	"html"
	"slices"
	"strings"
	"testing"

	"cairn/internal/framework"
)

// Pages of the framework are kept made, and given to whoever reads the same.
func init() {
	const of = "web/pages/framework/kept.go"
	breakages = append(breakages,
		broken("a kept page is given to who may write less", "TestNobodyGetsAPageThatWasKeptForAnother", of, "r.Part, r.MayWrite,", "r.Part, r.MayWrite && false,"),
		broken("a kept page is given to another discipline", "TestNobodyGetsAPageThatWasKeptForAnother", of, "\n\t\tr.Discipline, ", "\n\t\t\"\", "),
	)
}

// TestNobodyGetsAPageThatWasKeptForAnother asks for pages of the framework as people who
// read them differently, one after the other and over again: each gets their own.
func TestNobodyGetsAPageThatWasKeptForAnother(t *testing.T) {
	s := drafting(t)
	f, err := s.Workflow.Framework(t.Context(), s.Actor("pia"))
	must(t, err)
	marks := map[string]framework.Example{}
	for _, e := range f.Examples {
		for who, d := range map[string]framework.DisciplineID{"noor": "software-development", "ola": "quality"} {
			if slices.Equal(e.Disciplines, []framework.DisciplineID{d}) && e.Step == "squad-chapter" {
				marks[who] = e
			}
		}
	}
	if len(marks) != 2 {
		t.Fatalf("only %d are marked", len(marks))
	}
	for _, who := range []string{"pia", "noor", "ola", "noor", "pia", "ola"} {
		if body := s.get(t, who, "/framework").body; strings.Contains(body, `href="/framework/draft"`) != (who == "pia" || who == "ola") {
			t.Errorf("the way to the draft, for %s", who)
		}
		body := s.get(t, who, "/framework/steps/squad-chapter").body
		for of, e := range marks {
			if strings.Contains(body, html.EscapeString(e.Text)) != (of == who) {
				t.Errorf("%s's mark %q, for %s", of, e.Text, who)
			}
		}
		want, shown := s.get(t, who, "/framework/steps/squad-chapter?version=1.1"), who == "pia" || who == "ola"
		if (want.status == 200) != shown {
			t.Errorf("the draft answers %s with %d", who, want.status)
		}
	}
}
