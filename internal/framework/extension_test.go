package framework

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// storage is an extension of before in which everything is allowed.
func storage() *Extension {
	return &Extension{
		Extends: Ref{"acme", "1"}, Unit: ExtensionUnit{"tribe", "infra"}, Version: "7", Owner: "Ada", Reason: "We run the machines.",
		Add: Additions{
			Disciplines: []Discipline{{ID: "tribe.infra.storage", Name: "Storage", Also: []string{"disks", "storage"}, Near: "code", Steps: []StepID{"one"}}},
			Examples: []Example{
				{ID: "tribe.infra.e1", Area: "craft", Step: "one", Text: "Restores a backup.", Disciplines: []DisciplineID{"tribe.infra.storage"}},
				{ID: "tribe.infra.e2", Area: "team", Step: EveryStep, Text: "Writes down what broke."},
			},
			Roles: []Role{{ID: "tribe.infra.keeper", Name: "Keeper", Discipline: "tribe.infra.storage", MinStep: "two"}},
		},
		Replace: []Replacement{{"c1", "You write scripts that others can read.", "We write few programs."}},
		Hide:    []Hiding{{"c2", "Faults are found by machines here."}},
	}
}

func changed(change func(*Extension)) *Extension {
	x := storage()
	change(x)
	return x
}

func TestCheckAllowsWhatAUnitMayDo(t *testing.T) {
	if problems := Check(New(before()), storage()); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Extension)
		where  string // list, place, field
		want   string
	}{
		{"another framework", func(x *Extension) { x.Extends.ID = "other" }, " 0 extends", `extends the framework "other", but the framework here is "acme"`},
		{"another version", func(x *Extension) { x.Extends.Version = "0" }, " 0 extends", "Carry it over to 1 first."},
		{"a squad", func(x *Extension) { x.Unit.Kind = "squad" }, " 0 unit", `"squad/infra" is not a unit that may extend`},
		{"a slug with a dot", func(x *Extension) { x.Unit.Slug = "in.fra" }, " 0 unit", "letters, digits, dashes"},
		{"no owner", func(x *Extension) { x.Owner = " " }, " 0 owner", `needs the field "owner"`},
		{"no reason", func(x *Extension) { x.Reason = "" }, " 0 reason", `needs the field "reason"`},
		{"no version", func(x *Extension) { x.Version = "" }, " 0 version", `needs the field "version"`},

		{"a discipline without prefix", func(x *Extension) {
			x.Add.Disciplines = append(x.Add.Disciplines, Discipline{ID: "net", Name: "Net"})
		}, "add.disciplines 1 id", `begins with the unit: "tribe.infra.net" instead of "net"`},
		{"only the prefix", func(x *Extension) { x.Add.Examples[1].ID = "tribe.infra." }, "add.examples 1 id", "begins with the unit"},
		{"an id with a space", func(x *Extension) { x.Add.Examples[1].ID = "tribe.infra.a b" }, "add.examples 1 id", "should be letters"},
		{"no id", func(x *Extension) { x.Add.Examples[1].ID = "" }, "add.examples 1 id", `the field "id" is needed`},
		{"an id twice", func(x *Extension) { x.Add.Examples[1].ID = "tribe.infra.e1" }, "add.examples 1 id", "already used in this extension"},
		{"a discipline by the name of another", func(x *Extension) { x.Add.Disciplines[0].Name = "TESTING" }, "add.disciplines 0 name", `already names the discipline "test"`},
		{"an alias that is another", func(x *Extension) { x.Add.Disciplines[0].Also = []string{"code"} }, "add.disciplines 0 also", `already names the discipline "code"`},
		{"a discipline without a name", func(x *Extension) { x.Add.Disciplines[0].Name = "" }, "add.disciplines 0 name", `needs the field "name"`},
		{"near to nothing", func(x *Extension) { x.Add.Disciplines[0].Near = "coed" }, "add.disciplines 0 near", "Did you mean code?"},
		{"steps of nowhere", func(x *Extension) { x.Add.Disciplines[0].Steps = []StepID{"tow"} }, "add.disciplines 0 steps", `no step "tow". Did you mean two?`},
		{"a role by the name of another", func(x *Extension) { x.Add.Roles[0].Name = "coach" }, "add.roles 0 name", `already names the role "coach"`},
		{"a role's discipline", func(x *Extension) { x.Add.Roles[0].Discipline = "x" }, "add.roles 0 discipline", "Known are code, test, tools, tribe.infra.storage."},
		{"a role's step", func(x *Extension) { x.Add.Roles[0].MinStep = "three" }, "add.roles 0 min_step", `no step "three"`},
		{"an example in no area", func(x *Extension) { x.Add.Examples[0].Area = "taem" }, "add.examples 0 area", "Did you mean team?"},
		{"an example at no step", func(x *Extension) { x.Add.Examples[0].Step = "" }, "add.examples 0 step", "needs a step"},
		{"an example at an unknown step", func(x *Extension) { x.Add.Examples[0].Step = "twoo" }, "add.examples 0 step", "Did you mean two?"},
		{"an example at a level of none", func(x *Extension) { x.Add.Examples[0].Step, x.Add.Examples[0].Level = "", "3" }, "add.examples 0 level", "no level of this area"},
		{"both step and level", func(x *Extension) { x.Add.Examples[0].Level = "3" }, "add.examples 0 level", "both a step and a level"},
		{"an example without words", func(x *Extension) { x.Add.Examples[0].Text = "" }, "add.examples 0 text", `needs the field "text"`},
		{"a mark nobody has", func(x *Extension) { x.Add.Examples[0].Disciplines = []DisciplineID{"codes"} }, "add.examples 0 disciplines", "Did you mean code?"},

		{"replace what is for everyone", func(x *Extension) { x.Replace[0].ID = "t1" }, "replace 0 id", "is for everyone, so no unit may replace or hide it"},
		{"hide what is for everyone", func(x *Extension) { x.Hide[0].ID = "t1" }, "hide 0 id", "is for everyone, so no unit may replace or hide it"},
		{"hide a step", func(x *Extension) { x.Hide[0].ID = "two" }, "hide 0 id", "That names the step; an extension may not touch it."},
		{"replace an area", func(x *Extension) { x.Replace[0].ID = "craft" }, "replace 0 id", "That names the area"},
		{"hide a discipline", func(x *Extension) { x.Hide[0].ID = "test" }, "hide 0 id", "That names the discipline"},
		{"hide what is not there", func(x *Extension) { x.Hide[0].ID = "c22" }, "hide 0 id", `no example "c22". Did you mean c2`},
		{"hide the unit's own", func(x *Extension) { x.Hide[0].ID = "tribe.infra.e1" }, "hide 0 id", "Change it where it is added."},
		{"replace and hide one", func(x *Extension) { x.Hide[0].ID = "c1" }, "hide 0 id", "already replaced or hidden"},
		{"replace without words", func(x *Extension) { x.Replace[0].UnitText = "" }, "replace 0 unit_text", "To leave the example out, hide it."},
		{"replace by the same", func(x *Extension) { x.Replace[0].UnitText = "You write code that others can read. " }, "replace 0 unit_text", "says the same"},
		{"replace without a reason", func(x *Extension) { x.Replace[0].Because = "" }, "replace 0 because", "Why?"},
		{"hide without a reason", func(x *Extension) { x.Hide[0].Because = "" }, "hide 0 because", "Why?"},
		{"hide nothing", func(x *Extension) { x.Hide[0].ID = "" }, "hide 0 id", "Which example?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := Check(New(before()), changed(c.change))
			found := slices.ContainsFunc(problems, func(p Problem) bool {
				return fmt.Sprint(p.List, " ", p.At, " ", p.Field) == c.where && strings.Contains(p.Message.String(), c.want)
			})
			if !found {
				t.Errorf("got %+v", problems)
			}
		})
	}
}

func TestApply(t *testing.T) {
	base := New(before())
	f, marks := Apply(base, storage())
	if got := exampleIDs(f.Examples); got != "[t1 t2 c1 c3 tribe.infra.e1 tribe.infra.e2]" {
		t.Errorf("examples %s", got)
	}
	if e, _ := f.Example("c1"); e.Text != "You write scripts that others can read." || len(e.Disciplines) != 1 {
		t.Errorf("replaced %+v", e)
	}
	if _, ok := f.DisciplineNamed("disks"); !ok {
		t.Error("no discipline")
	}
	if r, ok := f.Role("tribe.infra.keeper"); !ok || r.MinStep != "two" {
		t.Errorf("role %v", r)
	}
	want := []string{
		"added discipline tribe.infra.storage: We run the machines. ()", "added role tribe.infra.keeper: We run the machines. ()",
		"added example tribe.infra.e1: We run the machines. ()", "added example tribe.infra.e2: We run the machines. ()",
		"replaced example c1: We write few programs. (You write code that others can read.)",
		"hidden example c2: Faults are found by machines here. (You find faults before customers do.)",
	}
	if got := markLines(marks); !slices.Equal(got, want) {
		t.Errorf("marks\n%s", strings.Join(got, "\n"))
	}
	if marks[0].Unit.String() != "tribe/infra" || marks[0].Version != "7" {
		t.Errorf("whose: %+v", marks[0])
	}
	if !reflect.DeepEqual(base.Examples, before().Examples) || len(base.Disciplines) != 3 {
		t.Error("the base was written to")
	}
}

func TestTheBaseIsNotWrittenTo(t *testing.T) {
	f := before()
	f.Examples[2].Details, f.Examples[2].Note = []string{"A detail."}, "A note."
	base := New(f)
	made, marks := Apply(base, changed(func(x *Extension) { x.Add = Additions{} }))
	if e, _ := made.Example("c1"); len(e.Details) > 0 || e.Note != "" {
		t.Errorf("details of another sentence: %+v", e)
	}
	if base.Examples[2].Text != before().Examples[2].Text || len(base.Examples) != 5 || base.Examples[3].ID != "c2" {
		t.Errorf("the base now says %+v", base.Examples)
	}
	if len(marks) != 2 || len(marks[0].Original.Details) != 1 {
		t.Errorf("marks %+v", marks)
	}
}

func TestAnIdOfTheBaseIsTaken(t *testing.T) {
	f := before()
	f.Examples[0].ID, f.Roles[0].ID, f.Disciplines[2].ID = "tribe.infra.e1", "tribe.infra.keeper", "tribe.infra.storage"
	taken := 0
	for _, p := range Check(New(f), storage()) {
		if p.Field == "id" && strings.Contains(p.Message.String(), "already has a") {
			taken++
		}
	}
	if taken != 3 {
		t.Errorf("%d of 3: %v", taken, Check(New(f), storage()))
	}
}

func markLines(marks []Mark) []string {
	var lines []string
	for _, m := range marks {
		line := fmt.Sprintf("%s %s %s: %s (%s)", m.Kind, m.What, m.ID, m.Because, m.Original.Text)
		if m.Overruled {
			line += " overruled"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestTheNearerUnitHolds(t *testing.T) {
	chapter := &Extension{Extends: Ref{"acme", "1"}, Unit: ExtensionUnit{"chapter", "sre"}, Version: "1", Owner: "Bo", Reason: "r",
		Replace: []Replacement{{"c2", "You find faults by night.", "b"}}, Hide: []Hiding{{"c1", "h"}}}
	f, _ := Apply(New(before()), storage(), chapter, storage())
	_, there := f.Example("c1")
	if e, _ := f.Example("c2"); there != true || e.ID != "" {
		t.Errorf("given last, the tribe holds: %v %v", there, e)
	}
	f, marks := Apply(New(before()), storage(), chapter)
	if e, _ := f.Example("c2"); e.Text != "You find faults by night." {
		t.Errorf("c2: %+v", e)
	}
	if _, there := f.Example("c1"); there {
		t.Error("c1 is still there")
	}
	overruled := 0
	for _, m := range marks {
		if m.Overruled {
			overruled++
		}
	}
	if overruled != 2 {
		t.Error(strings.Join(markLines(marks), "\n"))
	}
}

// Whatever an extension holds, what is for everyone stays, and so do steps,
// areas, policy and approval.
func TestWhatIsRefusedIsNotApplied(t *testing.T) {
	base := New(before())
	for name, change := range map[string]func(*Extension){
		"another base":   func(x *Extension) { x.Extends.Version = "2" },
		"no such unit":   func(x *Extension) { x.Unit.Kind = "team" },
		"what is common": func(x *Extension) { x.Replace[0].ID, x.Hide[0].ID, x.Add = "t1", "t2", Additions{} },
		"ids of the base": func(x *Extension) {
			*x = Extension{Extends: x.Extends, Unit: x.Unit, Add: Additions{Examples: before().Examples, Roles: before().Roles, Disciplines: before().Disciplines}}
		},
		"without reasons": func(x *Extension) { x.Replace[0].Because, x.Hide[0].Because, x.Add = "", "", Additions{} },
		"a lost discipline": func(x *Extension) {
			x.Replace, x.Hide, x.Add.Disciplines[0].Near, x.Add.Examples = nil, nil, "gone", x.Add.Examples[:1]
		},
	} {
		f, marks := Apply(base, changed(change))
		if len(marks) > 0 || !reflect.DeepEqual(f, New(*f)) || !Compare(base, f).Empty() {
			t.Errorf("%s: %v\n%s", name, marks, told(Compare(base, f)))
		}
	}
}

func TestRebase(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Framework)
		kept   string // replaced and hidden
		gone   string // list, id, text
		why    string
	}{
		{"nothing moved", func(*Framework) {}, "[c1] [c2]", "", ""},
		{"renamed", func(f *Framework) {
			f.Replaces = &Replaces{Version: "1", Map: map[ExampleID]ExampleID{"c1": "n1", "c2": "n2"}}
			f.Examples[2].ID, f.Examples[3].ID = "n1", "n2"
		}, "[n1] [n2]", "", ""},
		{"gone", func(f *Framework) { f.Examples = slices.Delete(f.Examples, 2, 3) }, "[] [c2]", "replace c1 ", "does not have this example"},
		{"for everyone now", func(f *Framework) { f.Examples[3].Disciplines = nil }, "[c1] []", "hide c2 ", "is for everyone"},
		{"other words", func(f *Framework) { f.Examples[2].Text = "You write code that all can read." }, "[] [c2]",
			"replace c1 You write code that [-others-]{+all+} can read.", "in other words"},
		{"other marks", func(f *Framework) { f.Examples[2].Disciplines = []DisciplineID{"test"} }, "[c1] [c2]", "", ""},
		{"two became one", func(f *Framework) {
			f.Replaces = &Replaces{Map: map[ExampleID]ExampleID{"c2": "c1"}}
			f.Examples = slices.Delete(f.Examples, 3, 4)
		}, "[c1] []", "hide c2 You [-find faults before customers do-]{+write code that others can read+}.", "already replaced or hidden"},
		{"an area went", func(f *Framework) { f.Areas[0].ID, f.Examples = "us", f.Examples[2:] }, "[c1] [c2]", "add.examples tribe.infra.e2 ", `no area "team"`},
		{"a step went", func(f *Framework) { f.Steps[1].ID, f.Examples = "wide", f.Examples[2:4] }, "[c1] [c2]", "add.roles tribe.infra.keeper ", `no step "two"`},
		{"the near discipline went", func(f *Framework) {
			f.Disciplines = f.Disciplines[1:2]
			f.Examples[2].Disciplines = []DisciplineID{"test"}
		}, "[c1] [c2]",
			"add.disciplines tribe.infra.storage , add.roles tribe.infra.keeper , add.examples tribe.infra.e1 ", "no discipline"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, to := storage(), edited(c.change)
			r := Rebase(x, New(before()), to)
			if got := rebasedTargets(r.Kept); got != c.kept {
				t.Errorf("kept %s, want %s", got, c.kept)
			}
			var gone []string
			for _, l := range r.Gone {
				gone = append(gone, l.List+" "+l.ID+" "+inOne(l.Text))
			}
			if got := strings.Join(gone, ", "); got != c.gone || len(gone) > 0 && !strings.Contains(r.Gone[0].Told().String(), c.why) {
				t.Errorf("gone %s (%v), want %s", got, r.Gone, c.gone)
			}
			if problems := Check(to, r.Kept); len(problems) > 0 {
				t.Errorf("what is kept does not fit: %v", problems)
			}
			if n := entries(r.Kept) + len(r.Gone); n != entries(x) {
				t.Errorf("%d entries of %d", n, entries(x))
			}
			if !reflect.DeepEqual(x, storage()) {
				t.Error("the extension was written to")
			}
		})
	}
}

func rebasedTargets(x *Extension) string {
	return ids(x.Replace, func(r Replacement) string { return string(r.ID) }) + " " + ids(x.Hide, func(h Hiding) string { return string(h.ID) })
}

func entries(x *Extension) int {
	return len(x.Add.Disciplines) + len(x.Add.Examples) + len(x.Add.Roles) + len(x.Replace) + len(x.Hide)
}

func TestWhatIsLostCarriesItsEntry(t *testing.T) {
	r := Rebase(storage(), New(before()), edited(func(f *Framework) { f.Areas, f.Steps, f.Disciplines, f.Examples = nil, nil, nil, nil }))
	for _, l := range r.Gone {
		carried := 0
		for _, set := range []bool{l.Replace != nil, l.Hide != nil, l.Discipline != nil, l.Role != nil, l.Example != nil} {
			if set {
				carried++
			}
		}
		if carried != 1 || l.Why == "" {
			t.Errorf("%+v", l)
		}
	}
	if len(r.Gone) != 6 || r.Kept.Extends.Version != "2" {
		t.Errorf("%d gone, extends %s", len(r.Gone), r.Kept.Extends)
	}
}
