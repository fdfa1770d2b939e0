package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
)

func TestTheFramework(t *testing.T) {
	c := newSite(t).as("noor")
	built := frameworkfile.BuiltIn()
	f := read[Framework](c.get("/framework").is(200))
	if f.ID != built.ID || len(f.Steps) != len(built.Steps) || len(f.Areas) != 5 || len(f.Disciplines) != len(built.Disciplines) {
		t.Errorf("answered %s with %d steps, %d areas", f.ID, len(f.Steps), len(f.Areas))
	}
	wide := f.Steps[len(f.Steps)-1]
	one := read[Step](c.get("/framework/steps/" + wide.ID).is(200))
	if one.ID != wide.ID || len(one.Includes) != len(f.Steps)-1 {
		t.Errorf("the widest: %+v", one)
	}
	if a := c.get("/framework/steps/nowhere"); !a.same(c.get("/nothing")) {
		t.Errorf("an unknown step: %d %s", a.code, a.body)
	}
}

func TestExamplesComeInPages(t *testing.T) {
	c := newSite(t).as("noor")
	var all []string
	cursor := ""
	for range 1000 {
		page := read[Examples](c.get("/framework/examples?limit=7&cursor=" + cursor).is(200))
		for _, e := range page.Examples {
			all = append(all, e.ID)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	built := frameworkfile.BuiltIn()
	if len(all) != len(built.Examples) || len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Errorf("%d examples in pages, %d in the framework", len(all), len(built.Examples))
	}
	if got := c.get("/framework/examples?cursor=nowhere").is(422).places(); !slices.Equal(got, []string{"query.cursor"}) {
		t.Errorf("a strange cursor: %v", got)
	}
}

func TestExamplesAreNarrowed(t *testing.T) {
	c := newSite(t).as("noor")
	built := frameworkfile.BuiltIn()
	step, discipline := built.StepsInOrder()[1].ID, built.Disciplines[0].ID
	others := 0
	for _, area := range built.AreasInOrder() {
		var want, got []string
		for _, e := range built.ExamplesFor(area.ID, step, discipline) {
			want = append(want, string(e.ID))
		}
		for _, d := range built.Disciplines[1:] {
			others += len(built.Marked(area.ID, step, d.ID))
		}
		path := fmt.Sprintf("/framework/examples?area=%s&step=%s&discipline=%s&limit=200", area.ID, step, discipline)
		for _, e := range read[Examples](c.get(path).is(200)).Examples {
			got = append(got, e.ID)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s: got %v, want %v", area.ID, got, want)
		}
	}
	if others == 0 {
		t.Error("there is nothing to leave out")
	}
	places := c.get("/framework/examples?area=x&step=y&discipline=z").is(422).places()
	if !slices.Equal(places, []string{"query.area", "query.step", "query.discipline"}) {
		t.Errorf("unknown names: %v", places)
	}
}

func TestPeopleComeInPages(t *testing.T) {
	s := newSite(t)
	c := s.as("noor")
	var names []string
	cursor := ""
	for range 100 {
		page := read[People](c.get("/people?limit=3&cursor=" + cursor).is(200))
		for _, p := range page.People {
			names = append(names, p.Name)
		}
		if page.Total != len(s.People) {
			t.Errorf("a total of %d", page.Total)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(names) != len(s.People) || !slices.IsSorted(names) {
		t.Errorf("people %q", names)
	}
	found := read[People](c.get("/people?q=NOOR+example").is(200))
	if found.Total != 1 || found.People[0].Name != "Noor Said" || found.People[0].Discipline == "" || len(found.People[0].Units) == 0 {
		t.Errorf("found %+v", found)
	}
	unit := found.People[0].Units[0]
	if in := read[People](c.get("/people?unit=" + unit.ID).is(200)); in.Total == 0 || in.Total == len(s.People) {
		t.Errorf("in the unit: %d", in.Total)
	}
}

func TestAPersonAndTheOrganisation(t *testing.T) {
	s := newSite(t)
	c := s.as("ola")
	p := read[Profile](c.get("/people/" + string(s.Person("mats"))).is(200))
	if p.Name != "Mats Holm" || p.Manager == nil || p.Manager.Name != "Tove Lund" || len(p.Reports) != 3 || len(p.Leads) != 1 {
		t.Errorf("answered %+v", p)
	}
	tree := read[Organisation](c.get("/organisation").is(200))
	if tree.CTO == nil || tree.CTO.Name != "Cai Torp" || len(tree.Tribes) != 2 || len(tree.Guilds) != 1 {
		t.Errorf("answered %+v", tree)
	}
	unit := read[UnitPage](c.get("/units/" + tree.Tribes[0].ID).is(200))
	if unit.Name != "Rivers" || len(unit.Chapters) != 2 || len(unit.People) == 0 {
		t.Errorf("answered %+v", unit)
	}
	nowhere := c.get("/nothing")
	for _, path := range []string{"/people/x", "/people/" + string(id.New[id.Person]()), "/units/x", "/units/" + string(id.New[id.Unit]())} {
		if a := c.get(path); !a.same(nowhere) {
			t.Errorf("%s: %d %s", path, a.code, a.body)
		}
	}
}

func TestWhoReportsToSomebodyComesInPages(t *testing.T) {
	s := newSite(t)
	c := s.as("ola")
	of := "/people/" + string(s.Person("mats"))
	var names []string
	for cursor := ""; ; {
		page := read[DirectReports](c.get(of + "/reports?limit=2&cursor=" + cursor).is(200))
		if page.Person.ID != string(s.Person("mats")) || page.Person.Name != "Mats Holm" || len(page.Reports) > 2 {
			t.Errorf("answered %+v", page)
		}
		for _, p := range page.Reports {
			if names = append(names, p.Name); p.Email == "" {
				t.Errorf("without an address: %+v", p)
			}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	var want []string
	for _, p := range read[Profile](c.get(of).is(200)).Reports {
		want = append(want, p.Name)
	}
	if !slices.Equal(names, want) || len(want) != 3 {
		t.Errorf("in pages %q, on the profile %q", names, want)
	}
	last := read[Profile](c.get(of).is(200)).Reports[2].ID
	for path, how := range map[string]string{
		"/people/" + string(s.Person("noor")) + "/reports": "nobody reports to them", of + "/reports?cursor=" + last: "nobody comes after",
	} {
		if a := c.get(path).is(200); !strings.Contains(a.body, `"reports":[]`) {
			t.Errorf("%s: %s", how, a.body)
		}
	}
	if n := len(read[DirectReports](c.get(of + "/reports?cursor=" + string(id.New[id.Person]())).is(200)).Reports); n != 3 {
		t.Errorf("after nobody: %d", n)
	}
	if got := c.get(of + "/reports?cursor=x").is(422).places(); !slices.Equal(got, []string{"query.cursor"}) {
		t.Errorf("a strange cursor: %v", got)
	}
	for _, path := range []string{"/people/x/reports", "/people/" + string(id.New[id.Person]()) + "/reports"} {
		if a := c.get(path); !a.same(c.get("/nothing")) {
			t.Errorf("%s: %d %s", path, a.code, a.body)
		}
	}
}

func TestAStepIsForTwo(t *testing.T) {
	s := newSite(t)
	noor := string(s.Person("noor"))
	path := "/people/" + noor + "/step"
	nowhere := s.as("ben").get("/nothing")
	check := func(set bool) {
		t.Helper()
		for _, name := range []string{"noor", "mats"} {
			v := read[Standing](s.as(name).get(path).is(200))
			if v.Set != set || set && (v.Current == nil || v.Current.Step.ID != "squad-chapter" || v.Current.How != "first-evaluation" || len(v.History) != 1) {
				t.Errorf("%s sees %+v", name, v)
			}
		}
		for _, name := range []string{"tove", "cai", "ben", "pia", "kim", "odd", "mira"} {
			c := s.as(name)
			for _, p := range []string{path, "/people/" + string(id.New[id.Person]()) + "/step", "/people/x/step"} {
				if a := c.get(p); !a.same(nowhere) {
					t.Errorf("%s asks %s: %d %s", name, p, a.code, a.body)
				}
			}
		}
	}
	check(false)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	check(true)
}

// Start dates are no part of the API, and neither is what follows from them.
func TestNoStartDateAppears(t *testing.T) {
	s := newSite(t)
	if n, err := s.OpenFirstEvaluations(t.Context()); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	for _, name := range []string{"noor", "mats", "pia"} {
		c := s.as(name)
		mine := c.get("/evaluations").is(200)
		bodies := mine.body + c.get("/people/"+string(s.Person("noor"))).is(200).body + c.get("/people").body + c.get("/organisation").body + c.get("/me").body
		for _, l := range read[Evaluations](mine).Mine {
			bodies += c.get("/evaluations/" + l.ID).is(200).body
		}
		for _, r := range read[Evaluations](mine).Reports {
			if r.Open != nil {
				bodies += c.get("/evaluations/" + r.Open.ID).is(200).body
			}
		}
		// Noor began on 2025-11-20, so her first one is due on 2026-05-20; the sweep ran on 2026-05-12.
		for _, never := range []string{"2025-11-20", "2026-05-20", "2026-05-12", "start", "due"} {
			if strings.Contains(strings.ReplaceAll(bodies, "can be started", ""), never) {
				t.Errorf("%s reads %s in %s", name, never, bodies)
			}
		}
	}
}

func TestParametersAreKnownOnesSaidOnce(t *testing.T) {
	c := newSite(t).as("noor")
	for query, place := range map[string]string{
		"sort=secret7": "query", "q=a&secret7=b": "query", "q=a&q=b": "query.q", "limit=0": "query.limit", "limit=201": "query.limit", "limit=secret7": "query.limit",
		"limit=1.5": "query.limit", "cursor=secret7": "query.cursor", "unit=secret7": "query.unit", "q=%ff": "query.q", "q=%00": "query.q", "q=%zz": "query",
		"Q=a": "query", "q=" + strings.Repeat("secret7", 40): "query.q", "%ff=a": "query", "q=a;limit=1": "query",
	} {
		a := c.get("/people?" + query).is(422)
		if got := a.places(); !slices.Equal(got, []string{place}) {
			t.Errorf("%s: mistakes at %q", query, got)
		}
		if strings.Contains(a.body, "secret7") {
			t.Errorf("%s is repeated: %s", query, a.body)
		}
	}
	c.get("/me?x=1").is(422)
	if a := c.ask(http.MethodGet, "/me", `{"a":1}`).is(422); !slices.Equal(a.places(), []string{"body"}) {
		t.Errorf("a body where none belongs: %s", a.body)
	}
}
