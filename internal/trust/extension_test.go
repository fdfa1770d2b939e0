package trust

import (
	"net/url"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

const unitAddress = "/framework/extensions/{kind}/{slug}"

func init() {
	for _, below := range []string{"", "/source", "/examples", "/entry", "/entry/removal", "/decision", "/file", "/base", "/publication", "/retirement", "/draft/removal", "/owner"} {
		kinds[unitAddress+below] = "extension"
	}
}

// TestAnExtensionIsWrittenByItsOwnersOnly: to everybody else the acts on it answer
// like those on a unit that is not there, and so do its draft and the draft's file.
func TestAnExtensionIsWrittenByItsOwnersOnly(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.extend(t)
	s.signIn(t)
	form := url.Values{"read": {"1"}, "what": {"reason"}, "reason": {"Mine."}, "list": {framework.ListExamples}, "id": {"tribe.rivers.rows-along"},
		"settles": {"replace x"}, "email": {"noor@example.org"}, "source": {"x"}}
	asked := 0
	for _, name := range []string{"noor", "mats", "ben", "ola", "timo", "cai", "kim", "odd"} {
		for _, e := range endpoints() {
			below, ours := strings.CutPrefix(e.pattern, unitAddress)
			if !ours || below == "" || below == "/source" {
				continue
			}
			ask := func(unit string) answer {
				path := strings.Replace(e.pattern, "{kind}/{slug}", unit, 1)
				if e.method == "GET" {
					return s.get(t, name, path)
				}
				return s.post(t, name, path, form)
			}
			asked++
			if got, want := ask("tribe/rivers").plain(), ask("tribe/nowhere").plain(); got != want || got.status != 404 {
				t.Errorf("%s %s as %s: %d, and of no unit %d", e.method, e.pattern, name, got.status, want.status)
			}
		}
		if page := s.get(t, name, "/framework/extensions/tribe/rivers"); page.status != 200 || strings.Contains(page.body, "1.1") {
			t.Errorf("%s reads of a draft: %d", name, page.status)
		}
		if file := s.get(t, name, "/framework/extensions/tribe/rivers/source?version=1.1"); file.status != 404 {
			t.Errorf("%s reads the draft's file: %d", name, file.status)
		}
	}
	if asked < 80 {
		t.Errorf("only %d questions", asked)
	}
}

// TestAnEvaluationStaysWithItsExtension: what a unit publishes later is nobody's
// moved goalpost.
func TestAnEvaluationStaysWithItsExtension(t *testing.T) {
	s := serve(t, world.New(t, "sqlite"))
	s.extend(t)
	s.signIn(t)
	ref := s.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	address, api := "/evaluations/"+string(ref), "/api/v1/evaluations/"+string(ref)
	before, over := s.get(t, "noor", address).plain(), s.get(t, "noor", api).body
	if !strings.Contains(before.body, "Rows along.") || !strings.Contains(over, `"extensions":[{"unit":"tribe/rivers","version":"1.0"}]`) {
		t.Fatalf("the evaluation does not know its extension: %s", over)
	}
	tove := s.Actor("tove")
	view, err := s.Extension(t.Context(), tove, framework.ExtensionUnit{Kind: "tribe", Slug: "rivers"})
	must(t, err)
	must(t, s.ChangeExtension(t.Context(), tove, workflow.Once{}, view.ID, 1, framework.ExtensionChange{
		Example: &framework.Example{ID: "tribe.rivers.rows-along", Area: "team", Step: "individual", Text: "Steers."}}))
	must(t, s.PublishExtension(t.Context(), tove, workflow.Once{}, view.ID, 2))
	if after := s.get(t, "noor", address).plain(); after != before {
		t.Error("publishing changed an open evaluation")
	}
	if after := s.get(t, "noor", api).body; after != over {
		t.Errorf("publishing changed it over the API: %s", after)
	}
}
