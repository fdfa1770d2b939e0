package frameworkfile

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"cairn/internal/framework"
)

func TestTheShippedFileHasNoFindings(t *testing.T) {
	if f, findings := Load(BuiltInName, BuiltInSource()); f == nil || len(findings) > 0 {
		t.Fatal(listed(findings))
	}
}

func TestTheShippedFrameworkIsComplete(t *testing.T) {
	f := BuiltIn()
	if f.ID != "steps" || f.Version != "1.0" || f.Status != framework.Published {
		t.Errorf("%s %s %s", f.ID, f.Version, f.Status)
	}
	if len(f.Steps) != 4 || len(f.Areas) != 5 || len(f.Disciplines) != 4 {
		t.Errorf("%d steps, %d areas, %d disciplines", len(f.Steps), len(f.Areas), len(f.Disciplines))
	}
	if n := len(f.Examples); n < 110 || n > 150 {
		t.Errorf("%d examples", n)
	}
	for _, s := range f.Steps {
		for _, a := range f.Areas {
			filled(t, f, a, s)
		}
	}
}

func filled(t *testing.T, f *framework.Framework, a framework.Area, s framework.Step) {
	t.Helper()
	common := len(f.Common(a.ID, s.ID))
	if a.Kind == framework.Behaviour {
		if common < 4 {
			t.Errorf("%s at %s has %d examples", a.ID, s.ID, common)
		}
		return
	}
	if common < 2 {
		t.Errorf("%s at %s has %d common examples", a.ID, s.ID, common)
	}
	for _, d := range f.Disciplines {
		if n := len(f.Marked(a.ID, s.ID, d.ID)); n < 3 || n > 4 {
			t.Errorf("%s at %s has %d examples for %s", a.ID, s.ID, n, d.ID)
		}
	}
}

// Words that would turn a behaviour into a rank, a measure or a phrase.
var unwelcome = []string{"senior", "junior", "principal", "rockstar", "ninja", "guru", "hours", "velocity", "percent", "synergy", "leverage",
	"passion", "passionate", "proactive", "proactively", "he", "she", "his", "her", "spotify", "always", "never", "level", "grade", "score"}

func TestTheShippedExamplesReadWell(t *testing.T) {
	seen := map[string]framework.ExampleID{}
	for _, e := range BuiltIn().Examples {
		words := strings.FieldsFunc(strings.ToLower(e.Text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' })
		if n := len(words); n < 12 || n > 30 || len(e.Text) > 220 {
			t.Errorf("%s: %d words, %d bytes", e.ID, n, len(e.Text))
		}
		if strings.ContainsFunc(e.Text, unicode.IsDigit) {
			t.Errorf("%s holds a number: %s", e.ID, e.Text)
		}
		if !strings.HasSuffix(e.Text, ".") || strings.Count(e.Text, ".") != 1 || !unicode.IsUpper(rune(e.Text[0])) {
			t.Errorf("%s is not one sentence: %s", e.ID, e.Text)
		}
		for _, w := range unwelcome {
			if slices.Contains(words, w) {
				t.Errorf("%s says %q: %s", e.ID, w, e.Text)
			}
		}
		if other, twice := seen[strings.ToLower(e.Text)]; twice {
			t.Errorf("%s says the same as %s", e.ID, other)
		}
		seen[strings.ToLower(e.Text)] = e.ID
		if !strings.HasPrefix(string(e.ID), string(e.Area)+"-") {
			t.Errorf("%s does not begin with its area", e.ID)
		}
	}
}

func TestBothFormsOccurAtEveryStep(t *testing.T) {
	f := BuiltIn()
	forms := map[framework.StepID]map[framework.Form]int{}
	for _, e := range f.Examples {
		if forms[e.Step] == nil {
			forms[e.Step] = map[framework.Form]int{}
		}
		forms[e.Step][e.Form]++
	}
	for _, s := range f.Steps {
		if forms[s.ID][framework.FormBehaviour] < 5 || forms[s.ID][framework.FormActivity] < 1 {
			t.Errorf("%s: %v", s.ID, forms[s.ID])
		}
	}
}

func TestWhoDecidesAndWhoIsHeard(t *testing.T) {
	for id, want := range map[framework.StepID]framework.Approve{
		"individual":         {By: framework.ByManager},
		"squad-chapter":      {By: framework.ByManager, Hear: []string{"squad-peers", "chapter-peers"}},
		"tribe-guild":        {By: framework.ByUnitLead, Unit: "tribe", Hear: []string{"varied-peers", "tribe-leadership"}},
		"technology-company": {By: framework.ByCTO, Hear: []string{"varied-peers", "technical-leadership", "people-at-step"}},
	} {
		s, ok := BuiltIn().Step(id)
		if got := s.Approve; !ok || got.By != want.By || got.Unit != want.Unit || !slices.Equal(got.Hear, want.Hear) {
			t.Errorf("%s: %+v", id, got)
		}
		if s.ExpectedToMoveOn != (id == "individual") {
			t.Errorf("%s: expected to move on %v", id, s.ExpectedToMoveOn)
		}
	}
}

func TestStepsAreCumulative(t *testing.T) {
	var got []string
	for _, s := range BuiltIn().Included("technology-company") {
		got = append(got, string(s.ID))
	}
	if strings.Join(got, " ") != "individual squad-chapter tribe-guild" {
		t.Errorf("got %v", got)
	}
}

func TestOnlyTwoRolesTellSomethingOfAStep(t *testing.T) {
	got := map[framework.RoleID]framework.StepID{}
	for _, r := range BuiltIn().Roles {
		if r.MinStep != "" {
			got[r.ID] = r.MinStep
		}
	}
	if len(got) != 2 || got["chapter-lead"] != "squad-chapter" || got["chief-architect"] != "technology-company" {
		t.Errorf("got %v", got)
	}
}

func TestNoOutsideTitleNamesAStep(t *testing.T) {
	f := BuiltIn()
	for _, r := range f.Roles {
		for _, title := range r.OutsideTitles {
			for _, s := range f.Steps {
				if containsWords(title, s.Name) {
					t.Errorf("%s: %q names %s", r.ID, title, s.Name)
				}
			}
			// Technology and company are also plain words of common titles.
			for _, sphere := range []string{"individual", "squad", "chapter", "tribe", "guild", "step"} {
				if containsWords(title, sphere) {
					t.Errorf("%s: %q tells a sphere", r.ID, title)
				}
			}
		}
	}
}

func TestTheAnswersAreComplete(t *testing.T) {
	f := BuiltIn()
	if len(f.FAQ) < 16 {
		t.Errorf("%d questions; the model answers sixteen", len(f.FAQ))
	}
	for _, qa := range f.FAQ {
		if strings.ContainsFunc(qa.Q+qa.A, unicode.IsDigit) || !strings.HasSuffix(qa.Q, "?") || !strings.HasSuffix(qa.A, ".") {
			t.Errorf("%s %s", qa.Q, qa.A)
		}
	}
}

func TestDisciplinesAreFoundByTheirOtherNames(t *testing.T) {
	for name, want := range map[string]framework.DisciplineID{
		"QE": "quality", "qa": "quality", "TA": "quality", "TPO": "technical-product", "Testing": "quality",
		"toolsmithing": "software-development", "Agile coaching": "agile-coaching", "coaching": "agile-coaching",
	} {
		if d, ok := BuiltIn().DisciplineNamed(name); !ok || d.ID != want {
			t.Errorf("%s is %q", name, d.ID)
		}
	}
}
