package api

import (
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/framework"
	"cairn/internal/workflow"
)

// nextVersion begins version 1.1 with one example more and one other role.
func (s *site) nextVersion() {
	s.Helper()
	if _, err := s.StartDraft(s.Context(), s.Actor("pia"), workflow.Once{}); err != nil {
		s.Fatal(err)
	}
	err := s.EditDraft(s.Context(), s.Actor("pia"), workflow.Once{}, 1, "test", func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		f, _ = f.PutExample(framework.Example{ID: "team-new", Area: "team", Step: "individual", Text: "Says thank you.", Disciplines: []framework.DisciplineID{"quality"}})
		return f.PutRole(framework.Role{ID: "gardener", Name: "Gardener"}), nil
	})
	if err != nil {
		s.Fatal(err)
	}
}

func TestVersionsOfTheFramework(t *testing.T) {
	s := newSite(t)
	s.nextVersion()
	noor, pia := s.as("noor"), s.as("pia")
	if list := read[Versions](noor.get("/framework/versions").is(200)).Versions; len(list) != 1 || list[0].Name != "steps-1.0" || list[0].Life != "in_force" {
		t.Errorf("for an employee: %+v", list)
	}
	if list := read[Versions](pia.get("/framework/versions").is(200)).Versions; len(list) != 2 || list[0].Life != "draft" || list[0].Before != "steps-1.0" {
		t.Errorf("for who writes it: %+v", list)
	}
	for _, path := range []string{"", "/changes", "/changes?from=steps-1.0"} {
		if a := noor.get("/framework/versions/steps-1.1" + path); !a.same(noor.get("/framework/versions/steps-9.9"+path)) || a.code != 404 {
			t.Errorf("a draft%s answers an employee with %d", path, a.code)
		}
	}
	if got := noor.get("/framework/versions/1.0/changes?from=steps-1.1").is(422).body; got != noor.get("/framework/versions/1.0/changes?from=steps-9.9").is(422).body {
		t.Errorf("a draft to compare with: %s", got)
	}
	if err := s.OpenForComments(t.Context(), s.Actor("pia"), workflow.Once{}, 2); err != nil {
		t.Fatal(err)
	}
	one := read[VersionText](noor.get("/framework/versions/1.1").is(200))
	if one.Life != "open_for_comments" || one.Text.Version != "1.1" || !slices.ContainsFunc(one.Examples, func(e Example) bool { return e.ID == "team-new" }) {
		t.Errorf("open for comments: %+v", one.Version)
	}
	if a := s.as("noor", access.ScopeStep).get("/framework/versions"); a.code != 404 {
		t.Errorf("without the scope: %d", a.code)
	}
}

func TestChangesBetweenVersions(t *testing.T) {
	s := newSite(t)
	s.nextVersion()
	pia := s.as("pia")
	d := read[Changes](pia.get("/framework/versions/steps-1.1/changes").is(200))
	if d.From != "steps-1.0" || d.Summary != "1 role added, 1 example added" || len(d.Items) != 1 || d.Items[0].What != "role" {
		t.Errorf("all: %+v", d)
	}
	if len(d.Examples) != 1 || d.Examples[0].After.ID != "team-new" || d.Examples[0].Before != nil || d.Examples[0].Step != "individual" {
		t.Errorf("examples: %+v", d.Examples)
	}
	for discipline, want := range map[string]int{"quality": 1, "software-development": 0} {
		if got := read[Changes](pia.get("/framework/versions/1.1/changes?discipline=" + discipline).is(200)); len(got.Examples) != want {
			t.Errorf("for %s: %+v", discipline, got.Examples)
		}
	}
	for path, place := range map[string]string{"1.1/changes?from=9": "query.from", "1.0/changes": "query.from", "1.1/changes?discipline=none": "query.discipline"} {
		if got := pia.get("/framework/versions/" + path).is(422).places(); !slices.Equal(got, []string{place}) {
			t.Errorf("%s: %v", path, got)
		}
	}
}
