package frameworkimport

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/framework"
)

func lines0(all ...string) string { return strings.Join(all, "\n") + "\n" }

func TestMarkdownTables(t *testing.T) {
	text := lines0("# Our ladder", "", "We wrote this together.", "", "## Together", "",
		"| Level | Expectation | Discipline |", "|:--|---|--:|",
		"| 1 | Asks *early* \\| and often 🎉<br>- in person | |",
		"| 2 | Teaches | Web | and more |",
		"| 2 | NOT IN USE | |",
		"", "## Craft", "", "<table>", "<tr><th>Level</th><th>Expectation</th></tr>", "", `<tr><td rowspan="2">1</td><td>Tests <b>it</b> &amp; more<ul><li>slow parts</li></ul></td></tr>`, "<tr><td>Reads", "  code</td></tr>", "</table>", "",
		"| Area | Level 1 | Level 2 |", "|---|---|---|", "| Care | Listens | - Helps<br>- Tells |")
	r := read(t, "docs/ladder.md", text, Options{})
	want := lines0("together/level-1 [] Asks *early* | and often 🎉 ~ in person", "together/level-2 [web] Teaches", "craft/level-1 [] Tests it & more ~ slow parts", "craft/level-1 [] Reads code",
		"care/level-1 [] Listens", "care/level-2 [] Helps", "care/level-2 [] Tells")
	if got := examplesOf(r.Framework) + "\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, written2(r.Report))
	}
	r.told(t, Undecided, "docs/ladder.md:10:23", "more cells", "and more")
	r.told(t, Skipped, "docs/ladder.md:11:7", "not in use")
	r.told(t, Skipped, "docs/ladder.md:3:1", "prose", "We wrote this together.")
	r.told(t, Taken, "docs/ladder.md:18", "Craft, Level 1", "Tests it & more")
}

func TestProseOnlyIsSaidToBeProse(t *testing.T) {
	r := read(t, "values.md", "---\ntitle: Values\n---\n\n# Values\n\nWe are kind.\n\n- And we listen.\n", Options{})
	if r.Framework != nil {
		t.Error("prose became a framework")
	}
	r.told(t, Undecided, "values.md:7:1", "prose only", "We are kind.")
}

const front = `---
title: Web
levels: 2
weight: 3
topics:
  - title: Together
    summary: With others
    levels:
      - level: 1
        criteria:
          - Asks early
          - criterion: Says thanks
            examples:
              - in person
              - where: in writing
            points: 5
      - level: 2
        criteria:
          - Teaches others:
              - by pairing
      - level: 3
        criteria: [Changes how we learn]
  - name: Craft
    content:
      1: [Tests it, NOT IN USE]
      2: []
      lead: Decides what not to build
  - name: Later
---
More about Web.
`

func TestFrontMatter(t *testing.T) {
	r := readAll(t, Options{}, File{"web.md", []byte(front)},
		File{"data.md", []byte("---\ntopics:\n  - title: Together\n    levels:\n      - level: 1\n        criteria: [Asks early, Counts]\n---\n")},
		File{"core.md", []byte("---\ntopics:\n  - title: Together\n    levels:\n      - level: 2\n        criteria: [Listens]\n---\n")})
	want := lines0("together/level-2 [] Listens", "together/level-1 [data,web] Asks early", "together/level-1 [data] Counts", "together/level-1 [web] Says thanks ~ in person ~ where in writing",
		"together/level-2 [web] Teaches others ~ by pairing", "together/level-3 [web] Changes how we learn", "craft/level-1 [web] Tests it", "craft/lead [web] Decides what not to build")
	if got := examplesOf(r.Framework) + "\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, written2(r.Report))
	}
	r.told(t, Skipped, "web.md:4:1", "weight", "refused", "never computed")
	r.told(t, Skipped, "web.md:16:13", "points", "refused")
	r.told(t, Undecided, "web.md:21:9", "above 2", "level")
	r.told(t, Skipped, "web.md:25:21", "not in use")
	r.told(t, Skipped, "web.md:26:10", "no criteria yet", "Craft, 2")
	r.told(t, Skipped, "web.md:28:5", "neither levels nor criteria", "Later")
	r.told(t, Skipped, "web.md:30:1", "prose", "More about Web.")
	r.told(t, Merged, "web.md:11:13", "data.md:6:")
	if !strings.Contains(string(r.Source), "x-import-note: 'web.md:2:1: weight: 3'") {
		t.Errorf("what was refused of the file is not kept:\n%s", r.Source)
	}
	left := readAll(t, Options{Decisions: map[string]string{"above": "leave"}}, File{"web.md", []byte(front)})
	if strings.Contains(examplesOf(left.Framework), "Changes how we learn") {
		t.Error("a level above those declared was taken against the decision")
	}
}

func TestATabInFrontMatterIsShownWhereItIs(t *testing.T) {
	r := readAll(t, Options{}, File{"a.md", []byte("---\ntopics:\n  - title: A\n\tlevels: []\n---\n")}, File{"b.csv", []byte(usual + "Team,Junior,,One,\n")})
	r.told(t, Undecided, "a.md:4:1", "tab", "levels")
	if got := examplesOf(r.Framework); got != "team/junior [] One" {
		t.Errorf("a broken file keeps the others out: %s", got)
	}
}

const setsText = `{
  "name": "Acme",
  "core": {"areas": [{"id": "delivery", "name": "Delivery", "topics": [
    {"id": "planning", "name": "Planning", "levels": [
      {"level": 1, "summary": "Plans own work", "examples": ["Says when it will be late", {"text": "Splits it", "details": ["by risk"]}]},
      {"level": 2, "examples": ["Plans with others"], "score": 4}]}]}]},
  "disciplines": [{"id": "web", "name": "Web", "areas": [{"id": "craft", "name": "Craft", "topics": [
    {"id": "testing", "name": "Testing", "levels": [{"level": "aware", "examples": ["Runs tests"]}, {"level": "skilled", "examples": ["TBD"]}]}]}]}],
  "roles": [
    {"id": "engineer", "name": "Engineer", "discipline": "web", "levels": [
      {"name": "Engineer I", "rank": 1, "required": ["delivery/planning/1"], "optional": ["craft/testing/aware"]},
      {"name": "Engineer II", "rank": 2, "required": ["delivery/planing/2", "delivery/planning/7", {"ref": "craft/testing/skilled", "required": false}]}]},
    {"id": "lead", "name": "Lead", "discipline": "wbe", "manages_people": true, "levels": [{"name": "Team Lead", "rank": 2, "required": ["planning"]}]}]
}`

func TestCoreAndSets(t *testing.T) {
	r := read(t, "acme.json", setsText, Options{})
	want := lines0("delivery.planning/1 [] Says when it will be late", "delivery.planning/1 [] Splits it ~ by risk", "delivery.planning/2 [] Plans with others", "craft.testing/aware [web] Runs tests")
	if got := examplesOf(r.Framework) + "\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, written2(r.Report))
	}
	if got := stepsOf(r.Framework); got != "Engineer I:1 Engineer II:2 Team Lead:2" {
		t.Error(got)
	}
	p, ok := r.Framework.Profile("engineer", "engineer-i")
	if !ok || len(p.Expects) != 2 || p.Expects[0].Need != framework.Required || p.Expects[1] != (framework.Expectation{Area: "craft.testing", Level: "aware", Need: framework.Optional}) {
		t.Errorf("%+v", p)
	}
	if p, _ := r.Framework.Profile("engineer", "engineer-ii"); len(p.Expects) != 1 || p.Expects[0].Need != framework.Optional {
		t.Errorf("%+v", p)
	}
	role, _ := r.Framework.Role("lead")
	if !role.ManagesPeople {
		t.Errorf("%+v", role)
	}
	r.told(t, Undecided, "acme.json:12:55", "no area", "delivery/planning")
	r.told(t, Undecided, "acme.json:12:77", `no level "7"`, "goes up to 2")
	r.told(t, Undecided, "acme.json:13:50", `no discipline "wbe"`, "Web")
	r.told(t, Undecided, "acme.json:13:138", "area/topic/level")
	r.told(t, Undecided, "acme.json:13:92", "same rank")
	r.told(t, Skipped, "acme.json:6:55", "score", "refused")
	r.told(t, Skipped, "acme.json:8:135", "no text yet")
}

const skillsText = `
name: Capabilities
scales:
  - name: depth
    levels: [awareness, working, practitioner]
skills:
  - name: Prototyping
    levels:
      - {level: awareness, description: Knows what a prototype is for}
      - {level: workin, statements: [Builds one with help]}
      - {level: practitioner, statements: [Builds one alone]}
  - name: Facilitation
    levels: {awareness: Takes part, working: [Leads a small one, Prepares it]}
  - name: Empty
    scale: width
profiles:
  - {role: Designer, step: Junior, skills: {Prototyping: awareness, Facilitaton: working}}
  - role: Designer
    step: Senior
    weight: 3
    expects: [{skill: Prototyping, level: practitioner, need: typical}, {skill: Prototyping, level: awareness}]
  - {role: Nobody, skills: {Prototyping: awareness}}
`

func TestSkillsAndProfiles(t *testing.T) {
	r := read(t, "skills.yaml", skillsText, Options{})
	want := lines0("prototyping/awareness [] Knows what a prototype is for", "prototyping/workin [] Builds one with help", "prototyping/practitioner [] Builds one alone",
		"facilitation/awareness [] Takes part", "facilitation/working [] Leads a small one", "facilitation/working [] Prepares it")
	if got := examplesOf(r.Framework) + "\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, written2(r.Report))
	}
	if p, ok := r.Framework.Profile("designer", "senior"); !ok || len(p.Expects) != 1 || p.Expects[0].Need != framework.Typical {
		t.Errorf("%+v", p)
	}
	r.told(t, Taken, "skills.yaml:17:5", "Designer at Junior asks for 1 level")
	r.told(t, Undecided, "skills.yaml:10:9", `no level "workin"`, "working")
	r.told(t, Undecided, "skills.yaml:15:12", `no scale "width"`)
	r.told(t, Undecided, "skills.yaml:17:82", `no skill "Facilitaton"`, "Facilitation")
	r.told(t, Skipped, "skills.yaml:20:5", "weight", "refused")
	r.told(t, Undecided, "skills.yaml:21:73", "already asks")
	r.told(t, Undecided, "skills.yaml:22:5", "has no step")
	if !strings.Contains(string(r.Source), "x-import-note: 'weight: 3'") {
		t.Error(string(r.Source))
	}
}

func TestOurOwnFileIsTakenAsItIs(t *testing.T) {
	text := lines0("# Ours", "format: 1", "id: acme", "name: Acme", "version: 1.0", "areas:", "  - {id: team, name: Team} # first", "steps:", "  - {id: own, name: Own}",
		"examples:", "  - {id: a, area: team, step: own, text: Asks, points: 3}", "  - {id: b, area: team, step: own, text: NOT IN USE}")
	r := readAll(t, Options{}, File{"acme.yaml", []byte(text)}, File{"more.csv", []byte(usual + "Team,Own,,One,\n")})
	if r.Framework == nil || !strings.Contains(string(r.Source), "# first") || !strings.HasPrefix(string(r.Source), "# Ours") {
		t.Fatalf("%s\n%s", r.Source, written2(r.Report))
	}
	if s := string(r.Source); strings.Contains(s, " points:") || !strings.Contains(s, "x-import-points: 3") {
		t.Error(s)
	}
	r.told(t, Skipped, "acme.yaml:12:5", "skipped")
	r.told(t, Skipped, "more.csv:2:11", "whole framework")
	broken := read(t, "acme.yaml", "format: 1\nid: acme\nsteps:\n\t- id: own\n", Options{})
	broken.told(t, Undecided, "acme.yaml:4:1", "tab")
	json := read(t, "acme.json", `{"format": 1, "id": "acme", "name": "Acme", "version": "1.0", "areas": [{"id": "team", "name": "Team"}], "examples": [{"id": "a", "area": "team", "step": "*", "text": "Asks"}]}`, Options{})
	if got := examplesOf(json.Framework); got != "team/* [] Asks" || !strings.HasPrefix(string(json.Source), "format: 1") {
		t.Error(got)
	}
}

// Two levels of one rank, in every form that can hold them.
func TestLevelsOfOneRank(t *testing.T) {
	text := "---\nlevels:\n  - {level: Junior, rank: 1}\n  - {level: Lead, rank: 2}\n  - {level: Manager, rank: 2}\ntopics:\n  - title: A\n    levels:\n      - {level: Junior, criteria: [One]}\n---\n"
	r := read(t, "a.md", text, Options{})
	if got := stepsOf(r.Framework); got != "Junior:1 Lead:2 Manager:2" {
		t.Error(got)
	}
	r.told(t, Undecided, "a.md:5:5", "same rank", "side by side")
	r = read(t, "a.md", text, Options{Decisions: map[string]string{"steps": "Junior\nManager\nLead"}})
	if got := stepsOf(r.Framework); got != "Junior:1 Manager:2 Lead:3" {
		t.Error(got)
	}
}

func TestALargeSet(t *testing.T) {
	var b strings.Builder
	b.WriteString("skills:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "  - name: Skill %03d\n    levels:\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "      - {level: %d, statements: [\"Does %d and %d\"]}\n", j+1, i, j)
		}
	}
	b.WriteString("profiles:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  - {role: Role %02d, step: Step %d, skills: {Skill 001: %d}}\n", i, i%5, i%10+1)
	}
	r := read(t, "s.yaml", b.String(), Options{})
	if f := r.Framework; f == nil || len(f.Examples) != 2000 || len(f.Areas) != 200 || len(f.Roles) != 50 || len(f.Profiles) != 50 {
		t.Fatalf("%.3000s", written2(r.Report))
	}
}
