package framework

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func english() *Framework {
	return New(Framework{
		ID: "steps", Version: "1.0", Status: Published, Language: "en", Name: "Steps",
		Steps:       []Step{{ID: "a", Name: "Individual", Order: 1, Summary: "One's own work."}, {ID: "b", Name: "Squad", Order: 2, Approve: Approve{By: ByCTO}}},
		Areas:       []Area{{ID: "team", Name: "Team", Order: 1}},
		Disciplines: []Discipline{{ID: "backend", Name: "Backend"}},
		Roles:       []Role{{ID: "coach", Name: "Coach", Summary: "Helps.", MinStep: "b"}},
		Examples:    []Example{{ID: "one", Area: "team", Step: "a", Text: "Listens.", Details: []string{"To others."}}, {ID: "two", Area: "team", Step: "b", Text: "Asks."}},
		FAQ:         []QA{{"Why?", "So."}},
	})
}

func swedish() *Framework {
	return New(Framework{
		ID: "steps", Version: "1.0", Language: "sv", Name: "Steg",
		Steps:       []Step{{ID: "b", Name: "Squad", Order: 9, Approve: Approve{By: ByManager}}, {ID: "a", Name: "Individ", Order: 10, Summary: "Det egna arbetet."}},
		Areas:       []Area{{ID: "team", Name: "Lag", Order: 3}},
		Disciplines: []Discipline{{ID: "backend", Name: "Bakänden"}},
		Roles:       []Role{{ID: "coach", Name: "Tränare", Summary: "Hjälper.", MinStep: "a"}},
		Examples:    []Example{{ID: "one", Area: "team", Step: "b", Text: "Lyssnar."}, {ID: "three", Area: "team", Step: "b", Text: "Okänd."}},
		FAQ:         []QA{{"Varför?", "För att."}},
	})
}

// TestATranslationChangesWordsAlone: who decides, what is wider, what belongs where, and
// the names that people hold stay; what has no translation stays in its own words.
func TestATranslationChangesWordsAlone(t *testing.T) {
	spoken, missing, strange := english().Translate(swedish())
	if diff := cmp.Diff([]Piece{{"example", "two"}}, missing); diff != "" {
		t.Errorf("missing: %s", diff)
	}
	if diff := cmp.Diff([]Piece{{"example", "three"}}, strange); diff != "" {
		t.Errorf("strange: %s", diff)
	}
	if spoken.Language != "sv" || spoken.Name != "Steg" || spoken.Status != Published {
		t.Errorf("%s, %s, %s", spoken.Language, spoken.Name, spoken.Status)
	}
	step, _ := spoken.Step("a")
	wider, _ := spoken.Step("b")
	if step.Name != "Individ" || step.Summary != "Det egna arbetet." || step.Order != 1 || wider.Approve.By != ByCTO {
		t.Errorf("steps: %+v, %+v", step, wider)
	}
	if d := spoken.Disciplines[0]; d.Name != "Backend" {
		t.Errorf("a discipline is called %s", d.Name)
	}
	if r := spoken.Roles[0]; r.Name != "Coach" || r.Summary != "Hjälper." || r.MinStep != "b" {
		t.Errorf("a role: %+v", r)
	}
	one, two := spoken.Examples[0], spoken.Examples[1]
	if one.Text != "Lyssnar." || one.Step != "a" || len(one.Details) != 1 || two.Text != "Asks." {
		t.Errorf("examples: %+v, %+v", one, two)
	}
	if before := english(); before.Steps[0].Name != "Individual" {
		t.Error("the version itself was changed")
	}
}

func TestQuestionsAreTranslatedTogetherOrNotAtAll(t *testing.T) {
	half := swedish()
	half.FAQ = nil
	spoken, missing, _ := english().Translate(half)
	if spoken.FAQ[0].Q != "Why?" || len(missing) != 2 {
		t.Errorf("%v, missing %v", spoken.FAQ, missing)
	}
}
