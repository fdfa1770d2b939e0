package framework

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// before is a small framework of two areas, two steps and two disciplines.
func before() Framework {
	return Framework{
		ID: "acme", Name: "Acme", Version: "1", Language: "en",
		Words:       Words{Team: "squad", Step: "step"},
		Policy:      Policy{ExamplesAre: ExamplesArePrompts, StepVisibleTo: []string{"self", "manager"}},
		Steps:       []Step{{ID: "one", Name: "One", Order: 1}, {ID: "two", Name: "Two", Order: 2, Summary: "Wider than one."}},
		Areas:       []Area{{ID: "team", Name: "Team", Order: 1}, {ID: "craft", Name: "Craft", Order: 2}},
		Disciplines: []Discipline{{ID: "code", Name: "Code"}, {ID: "test", Name: "Testing"}, {ID: "tools", Name: "Tools", Near: "code"}},
		Roles:       []Role{{ID: "coach", Name: "Coach"}, {ID: "coder", Name: "Coder", Discipline: "code"}},
		Examples: []Example{
			{ID: "t1", Area: "team", Step: "one", Text: "You share what you learn with your teammates every week."},
			{ID: "t2", Area: "team", Step: "two", Text: "You settle a dispute between two squads."},
			{ID: "c1", Area: "craft", Step: "one", Text: "You write code that others can read.", Disciplines: []DisciplineID{"code"}},
			{ID: "c2", Area: "craft", Step: "one", Text: "You find faults before customers do.", Disciplines: []DisciplineID{"test"}},
			{ID: "c3", Area: "craft", Step: "two", Text: "You choose tools for your tribe.", Disciplines: []DisciplineID{"code", "test"}},
		},
		FAQ: []QA{{"Is this a checklist?", "No."}},
	}
}

// edited is before as version 2, changed by the given function.
func edited(change func(*Framework)) *Framework {
	f := before()
	f.Version = "2"
	change(&f)
	return New(f)
}

func compared(change func(*Framework)) Diff { return Compare(New(before()), edited(change)) }

// told writes a difference as lines.
func told(d Diff) string {
	var lines []string
	for _, f := range slices.Concat(d.Head, d.Words, d.Policy) {
		lines = append(lines, f.Field+": "+inOne(f.Words))
	}
	for _, p := range d.parts() {
		for _, c := range p.items {
			line := fmt.Sprintf("%s %s %s", p.one, c.ID, c.Kind)
			if c.WasID != "" {
				line += " was " + c.WasID
			}
			if c.Kind == Changed {
				line += fieldsTold(c.Fields)
			}
			lines = append(lines, line)
		}
	}
	for _, p := range d.Places {
		for _, c := range p.Changes {
			line := fmt.Sprintf("%s/%s%s: ", p.AreaName, p.StepName, map[bool]string{true: " rewritten"}[p.Rewritten])
			line += fmt.Sprintf("%s %s>%s %s", c.Kind, c.Before.ID, c.After.ID, inOne(c.Text))
			lines = append(lines, line+fieldsTold(c.Fields))
		}
	}
	return strings.Join(lines, "\n")
}

func fieldsTold(fields []FieldChange) string {
	s := ""
	for _, f := range fields {
		s += "; " + f.Field + ": " + inOne(f.Words)
	}
	return s
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Framework)
		want   string
		counts string
	}{
		{"nothing", func(*Framework) {}, "", "nothing changed"},
		{"only version, status and date", func(f *Framework) { f.Status, f.Effective = Published, "2026-10-01" }, "", "nothing changed"},
		{"a step's summary", func(f *Framework) { f.Steps[1].Summary = "Much wider than one." },
			"step two changed; summary: [-Wider-]{+Much wider+} than one.", "1 step changed"},
		{"who decides", func(f *Framework) {
			f.Steps[1].Approve = Approve{By: "unit-lead", Unit: "tribe", Hear: []string{"varied-peers", "coach"}}
		},
			"step two changed; who decides: {+unit lead (tribe)+}; who is heard: {+varied peers, Coach+}", "1 step changed"},
		{"a step in between moves nothing else", func(f *Framework) {
			f.Steps = []Step{f.Steps[0], {ID: "between", Name: "Between", Order: 2}, f.Steps[1]}
			f.Steps[2].Order = 3
		}, "step between added", "1 step added"},
		{"areas change places", func(f *Framework) { f.Areas[0].Order = 3 },
			"area craft changed; order: [-2-]{+1+}\narea team changed; order: [-1-]{+2+}", "2 areas changed"},
		{"a step with another id and the same name", func(f *Framework) {
			f.Steps[1].ID = "second"
			f.Examples[1].Step, f.Examples[4].Step = "second", "second"
		}, "step second changed was two", "1 step changed"},
		{"a discipline comes, one goes", func(f *Framework) { f.Disciplines[2] = Discipline{ID: "data", Name: "Data", Near: "test"} },
			"discipline data added\ndiscipline tools removed", "1 discipline added, 1 discipline removed"},
		{"a role gets a minimum", func(f *Framework) { f.Roles[0].MinStep = "two" }, "role coach changed; minimum step: {+Two+}", "1 role changed"},
		{"an answer", func(f *Framework) { f.FAQ[0].A = "No, never." }, "question Is this a checklist? changed; answer: No{+, never+}.", "1 question changed"},
		{"policy and words", func(f *Framework) { f.Policy.ExamplesAre, f.Words.Team, f.Name = "requirements", "crew", "Acme Inc" },
			"name: Acme{+ Inc+}\nteam: [-squad-]{+crew+}\nexamples are: [-prompts-]{+requirements+}", "policy changed, vocabulary changed, description changed"},
		{"a profile", func(f *Framework) {
			f.Profiles = []Profile{{Role: "coach", Step: "one", Expects: []Expectation{{Area: "team", Level: "3", Need: Typical}}}}
		}, "profile coach at one added", "1 profile added"},
		{"an example is reworded in place", func(f *Framework) { f.Examples[1].Text = "You settle disputes between two squads." },
			"Team/Two: changed t2>t2 You settle [-a dispute-]{+disputes+} between two squads.", "1 example changed"},
		{"details", func(f *Framework) { f.Examples[1].Details = []string{"For instance, over a shared service."} },
			"Team/Two: changed t2>t2 ; details: {+For instance, over a shared service.+}", "1 example changed"},
		{"an example moves to another step and is polished", func(f *Framework) {
			f.Examples[1].Step, f.Examples[1].Text = "one", "You settle a dispute between squads."
		},
			"Team/One: moved t2>t2 You settle a dispute between [-two -]squads.; step: [-Two-]{+One+}", "1 example moved"},
		{"an example gets a mark", func(f *Framework) { f.Examples[0].Disciplines = []DisciplineID{"test"} },
			"Team/One: moved t1>t1 ; disciplines: [-everyone-]{+Testing+}", "1 example moved"},
		{"the order of marks says nothing", func(f *Framework) { f.Examples[4].Disciplines = []DisciplineID{"test", "code"} }, "", "nothing changed"},
		{"renamed by the map", func(f *Framework) {
			f.Replaces = &Replaces{Version: "1", Map: map[ExampleID]ExampleID{"t2": "team-dispute"}}
			f.Examples[1].ID, f.Examples[1].Text = "team-dispute", "Something else altogether."
		}, "Team/Two: changed t2>team-dispute [-You settle a dispute between two squads-]{+Something else altogether+}.; id: [-t2-]{+team-dispute+}", "1 example changed"},
		{"two become one by the map", func(f *Framework) {
			f.Replaces = &Replaces{Map: map[ExampleID]ExampleID{"c1": "c9", "c2": "c9"}}
			f.Examples = slices.Delete(f.Examples, 3, 4)
			f.Examples[2].ID = "c9"
		}, "Craft/One: changed c1>c9 ; id: [-c1-]{+c9+}\nCraft/One: removed c2> [-You find faults before customers do.-]; became part of: {+You write code that others can read.+}",
			"1 example removed, 1 example changed"},
		{"one becomes part of another", func(f *Framework) {
			f.Replaces = &Replaces{Map: map[ExampleID]ExampleID{"t1": "t2"}}
			f.Examples = f.Examples[1:]
		}, "Team/One: removed t1> [-You share what you learn with your teammates every week.-]; became part of: {+You settle a dispute between two squads.+}", "1 example removed"},
		{"a map that leads nowhere", func(f *Framework) { f.Replaces = &Replaces{Map: map[ExampleID]ExampleID{"t1": "gone"}} }, "", "nothing changed"},
		{"an id used again for another sentence", func(f *Framework) {
			f.Replaces = &Replaces{Map: map[ExampleID]ExampleID{"t1": "t2", "t2": "t3"}}
			f.Examples[0].ID, f.Examples[1].ID = "t2", "t3"
		}, "Team/One: changed t1>t2 ; id: [-t1-]{+t2+}\nTeam/Two: changed t2>t3 ; id: [-t2-]{+t3+}", "2 examples changed"},
		{"the same words under a new id elsewhere", func(f *Framework) { f.Examples[1].ID, f.Examples[1].Step = "x", "one" },
			"Team/One: moved t2>x ; step: [-Two-]{+One+}; id: [-t2-]{+x+}", "1 example moved"},
		{"reworded under a new id", func(f *Framework) {
			f.Examples[1].ID, f.Examples[1].Text = "x", "You settle a dispute between several squads."
		},
			"Team/Two: reworded t2>x You settle a dispute between [-two-]{+several+} squads.; id: [-t2-]{+x+}", "1 example reworded"},
		{"replaced by another thought", func(f *Framework) { f.Examples[0].ID, f.Examples[0].Text = "x", "You ask for help early." },
			"Team/One rewritten: added >x {+You ask for help early.+}\nTeam/One rewritten: removed t1> [-You share what you learn with your teammates every week.-]",
			"1 example added, 1 example removed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := compared(c.change)
			if got := told(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if d.Empty() != (c.want == "") || d.Counts() != c.counts {
				t.Errorf("empty %v, %q, want %q", d.Empty(), d.Counts(), c.counts)
			}
		})
	}
}

// Which of two that say the same was meant, nobody can tell.
func TestTheSameWordsTwiceAreNotFollowedElsewhere(t *testing.T) {
	was := before()
	was.Examples[1].Text = was.Examples[0].Text
	is := edited(func(f *Framework) {
		f.Examples[0] = Example{ID: "n", Area: "craft", Step: "one", Text: f.Examples[0].Text}
		f.Examples = slices.Delete(f.Examples, 1, 2)
	})
	if got := Compare(New(was), is).Counts(); got != "1 example added, 2 examples removed" {
		t.Errorf("got %s", got)
	}
}

func TestARewriteStandsSideBySide(t *testing.T) {
	d := compared(func(f *Framework) {
		f.Areas = []Area{{ID: "us", Name: "Team", Order: 1}, {ID: "depth", Name: "Depth", Order: 2}}
		f.Examples = []Example{
			{ID: "n1", Area: "us", Step: "one", Text: "Asks early for help."},
			{ID: "n2", Area: "us", Step: "one", Text: "Says thank you."},
			{ID: "n3", Area: "depth", Step: "one", Text: "Reads what others wrote."},
		}
	})
	var got []string
	for _, p := range d.Places {
		got = append(got, fmt.Sprintf("%s/%s %v %s %s", p.AreaName, p.StepName, p.Rewritten, exampleIDs(p.Before), exampleIDs(p.After)))
	}
	want := []string{
		"Team/One true [t1] [n1 n2]", // the area is known again by its name
		"Team/Two false [t2] []",
		"Depth/One false [] [n3]",
		"Craft/One false [c1 c2] []",
		"Craft/Two false [c3] []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestWhatChangedForADiscipline(t *testing.T) {
	for _, c := range []struct {
		name       string
		change     func(*Framework)
		discipline DisciplineID
		want       string
	}{
		{"another's example", func(f *Framework) { f.Examples[3].Text = "You find faults." }, "code", ""},
		{"an own example", func(f *Framework) { f.Examples[3].Text = "You find faults." }, "test", "Craft/One: changed c2>c2 You find faults[- before customers do-]."},
		{"what is for everyone", func(f *Framework) { f.Examples[0].Text += " Gladly." }, "test",
			"Team/One: changed t1>t1 You share what you learn with your teammates every week.{+ Gladly.+}"},
		{"what became mine", func(f *Framework) { f.Examples[2].Disciplines = []DisciplineID{"code", "test"} }, "test",
			"Craft/One: added >c1 {+You write code that others can read.+}"},
		{"what ceased to be mine", func(f *Framework) { f.Examples[4].Disciplines = []DisciplineID{"test"} }, "code",
			"Craft/Two rewritten: "},
		{"a mark of others", func(f *Framework) { f.Examples[4].Disciplines = []DisciplineID{"code"} }, "code", ""},
		{"what is lent to me", func(f *Framework) { f.Examples[2].Text = "You write code." }, "tools", "Craft/One: changed c1>c1 You write code[- that others can read-]."},
		{"lent before, my own now", func(f *Framework) {
			f.Examples = append(f.Examples, Example{ID: "k", Area: "craft", Step: "one", Text: "Builds.", Disciplines: []DisciplineID{"tools"}})
		}, "tools", "Craft/One rewritten: added >k {+Builds.+}\nCraft/One rewritten: removed c1> [-You write code that others can read.-]"},
		{"no discipline", func(f *Framework) { f.Examples[2].Text = "You write code." }, "", ""},
		{"only another id", func(f *Framework) { f.Examples[0].ID = "x" }, "code", ""},
		{"another's role", func(f *Framework) { f.Roles[1].Summary = "Codes." }, "test", ""},
		{"an own role", func(f *Framework) { f.Roles[1].Summary = "Codes." }, "code", "role coder changed; summary: {+Codes.+}"},
		{"a new discipline of others", func(f *Framework) { f.Disciplines = append(f.Disciplines, Discipline{ID: "d"}) }, "code", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if strings.HasSuffix(want, "rewritten: ") {
				want = "Craft/Two: removed c3> [-You choose tools for your tribe.-]"
			}
			if got := told(compared(c.change).For(c.discipline)); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestAlikeEnough(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"You settle a dispute between two squads.", "You settle disputes between two squads.", true},
		{"You share what you learn with your teammates.", "You share what you have learned with your whole team.", false},
		{"You notice when a teammate is stuck and offer help before being asked.", "You see when a teammate is stuck, and offer your help before you are asked.", true},
		{"You help the team.", "You help the tribe.", true}, // three words of four
		{"You help your squad to plan the work of the quarter.", "You help your squad to recover from an outage.", false},
		{"Écrit du code clair et testé.", "écrit du code testé et clair !", true},
		{"", "", false},
		{"...", "!", false},
	} {
		v := &vocabulary{}
		like := v.likeness(v.bagOf(c.a), v.bagOf(c.b))
		if (like >= alikeEnough) != c.want {
			t.Errorf("%q and %q: %.2f", c.a, c.b, like)
		}
	}
}

func TestTheMostAlikeArePaired(t *testing.T) {
	v := &vocabulary{}
	var was, is []bag
	for _, s := range []string{"one two three four", "one two three five"} {
		was = append(was, v.bagOf(s))
	}
	for _, s := range []string{"one two three five", "one two three four six"} {
		is = append(is, v.bagOf(s))
	}
	got := v.alike(was, is)
	if len(got) != 2 || got[0].i != 1 || got[0].j != 0 || got[1].i != 0 || got[1].j != 1 {
		t.Errorf("got %v", got)
	}
}

// large is as big as the largest known frameworks: 10 areas, 8 steps, 2,000
// examples. The words vary with seed, so that nothing is alike by accident only.
func large(prefix string, seed int) *Framework {
	f := Framework{ID: "large", Version: prefix}
	for i := range 10 {
		f.Areas = append(f.Areas, Area{ID: AreaID(fmt.Sprint("a", i)), Name: fmt.Sprint("Area ", i), Order: i})
	}
	for i := range 8 {
		f.Steps = append(f.Steps, Step{ID: StepID(fmt.Sprint("s", i)), Name: fmt.Sprint("Step ", i), Order: i})
	}
	for i := range 2000 {
		var text strings.Builder
		for w := range 25 {
			fmt.Fprintf(&text, "word%d ", (i*31+w*w*7+seed*w)%900)
		}
		f.Examples = append(f.Examples, Example{ID: ExampleID(fmt.Sprint(prefix, i)), Area: f.Areas[i%10].ID, Step: f.Steps[i/10%8].ID, Text: text.String()})
	}
	return New(f)
}

func BenchmarkCompare(b *testing.B) {
	for _, c := range []struct {
		name       string
		was, after *Framework
	}{
		{"every sentence changed", large("x", 1), large("x", 2)},
		{"no id survives", large("x", 1), large("y", 2)},
		{"nothing changed", large("x", 1), large("x", 1)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Compare(c.was, c.after)
			}
		})
	}
}
