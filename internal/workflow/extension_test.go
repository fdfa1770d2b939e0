package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/role"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

var rivers = framework.ExtensionUnit{Kind: "tribe", Slug: "rivers"}

func unitOf(w *world.World, name string) id.Unit {
	w.Helper()
	tree, err := w.Organisation(w.Context(), w.Actor("noor"))
	must(w.T, err)
	for _, u := range tree.Tribes {
		for _, c := range append(u.Chapters, u.Squads...) {
			if c.Name == name {
				return c.ID
			}
		}
		if u.Name == name {
			return u.ID
		}
	}
	for _, u := range tree.Guilds {
		if u.Name == name {
			return u.ID
		}
	}
	w.Fatalf("no unit %s", name)
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// marked is an example of the built-in framework that is marked for a discipline,
// and common one that is for everyone.
func marked(t *testing.T, f *framework.Framework) (marked, common framework.Example) {
	t.Helper()
	for _, e := range f.Examples {
		if len(e.Disciplines) > 0 && marked.ID == "" {
			marked = e
		}
		if len(e.Disciplines) == 0 && common.ID == "" {
			common = e
		}
	}
	return marked, common
}

// drafter changes the draft of a unit one change after another.
type drafter struct {
	*world.World
	actor access.Actor
	unit  id.Unit
	at    framework.ExtensionUnit
}

func draft(w *world.World, name, unit string) drafter {
	w.Helper()
	d := drafter{World: w, actor: w.Actor(name), unit: unitOf(w, unit)}
	var err error
	d.at, err = w.StartExtension(w.Context(), d.actor, workflow.Once{}, d.unit, "We run boats.")
	must(w.T, err)
	return d
}

func (d drafter) revision() int64 {
	d.Helper()
	v, err := d.Extension(d.Context(), d.actor, d.at)
	must(d.T, err)
	return v.Draft.Revision
}

func (d drafter) change(c framework.ExtensionChange) error {
	return d.ChangeExtension(d.Context(), d.actor, workflow.Once{}, d.unit, d.revision(), c)
}

func (d drafter) publish() {
	d.Helper()
	must(d.T, d.PublishExtension(d.Context(), d.actor, workflow.Once{}, d.unit, d.revision()))
}

// boats publishes a first extension of Rivers: a discipline with an example, and
// a replaced example.
func boats(w *world.World) drafter {
	w.Helper()
	f, err := w.Framework(w.Context(), w.Actor("noor"))
	must(w.T, err)
	e, _ := marked(w.T, f)
	d := draft(w, "tove", "Rivers")
	must(w.T, d.change(framework.ExtensionChange{Discipline: &framework.Discipline{Name: "Boat building", Near: e.Disciplines[0]}}))
	must(w.T, d.change(framework.ExtensionChange{Example: &framework.Example{Area: e.Area, Step: e.Step, Text: "Caulks a hull that stays dry.", Disciplines: []framework.DisciplineID{"tribe.rivers.boat-building"}}}))
	must(w.T, d.change(framework.ExtensionChange{Replace: &framework.Replacement{ID: e.ID, UnitText: "Says it as people on the river do.", Because: "We have few machines."}}))
	d.publish()
	return d
}

func TestAUnitReadsItsExtension(t *testing.T) {
	world.Each(t, func(w *world.World) {
		before, err := w.FrameworkAs(w.Context(), w.Actor("noor"), "")
		must(t, err)
		boats(w)
		for _, c := range []struct {
			who, asked string
			applied    string
			chosen     bool
		}{
			{"noor", "", "[Rivers]", false}, {"tove", "", "[Rivers]", false}, {"ola", "", "[]", false},
			{"noor", "none", "[]", true}, {"ola", "tribe/rivers", "[Rivers]", true}, {"ola", "tribe/nowhere", "[]", false},
		} {
			as, err := w.FrameworkAs(w.Context(), w.Actor(c.who), c.asked)
			must(t, err)
			var names []string
			for _, u := range as.Units {
				names = append(names, u.Name)
			}
			_, there := as.Discipline("tribe.rivers.boat-building")
			if got := "[" + strings.Join(names, " ") + "]"; got != c.applied || there != (c.applied != "[]") || as.Chosen != c.chosen || as.Unknown != (c.asked == "tribe/nowhere") {
				t.Errorf("%s asks for %q: %s, there %v, chosen %v, unknown %v", c.who, c.asked, got, there, as.Chosen, as.Unknown)
			}
			if len(as.Marks) != 3*len(names) {
				t.Errorf("%s asks for %q: marks %v", c.who, c.asked, as.Marks)
			}
			if d := framework.Compare(before.Framework, as.Base); !d.Empty() {
				t.Error("the base was touched")
			}
		}
	})
}

func TestWhoWritesAnExtension(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, unit := t.Context(), unitOf(w, "Rivers")
	for _, name := range []string{"noor", "mats", "timo", "pia", "cai", "odd", ""} {
		_, err := w.StartExtension(ctx, w.Actor(name), workflow.Once{}, unit, "Because.")
		if !fault.Is(err, fault.Withheld) && (name != "" || !fault.Is(err, fault.Unauthenticated)) {
			t.Errorf("%q starts one: %v", name, err)
		}
	}
	if _, err := w.StartExtension(ctx, w.Token("tove", access.ScopeFramework), workflow.Once{}, unit, "Because."); !fault.Is(err, fault.Withheld) {
		t.Errorf("a token for reading starts one: %v", err)
	}
	if _, err := w.StartExtension(ctx, w.Actor("tove"), workflow.Once{}, unit, " "); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := w.OwnExtension(ctx, w.Actor("noor"), workflow.Once{}, unit, "ben@example.org"); !fault.Is(err, fault.Withheld) {
		t.Errorf("anybody names an owner: %v", err)
	}
	if err := w.OwnExtension(ctx, w.Actor("pia"), workflow.Once{}, unit, "nobody@example.org"); !fault.Is(err, fault.Invalid) {
		t.Errorf("nobody is named: %v", err)
	}
	must(t, w.OwnExtension(ctx, w.Actor("pia"), workflow.Once{}, unit, "BEN@example.org"))
	d := draft(w, "ben", "Rivers")
	v, err := w.Extension(ctx, w.Actor("tove"), d.at)
	must(t, err)
	if v.Draft == nil || v.Draft.Owner != "Ben Falk" || v.Owner == nil || v.Owner.Name != "Ben Falk" || v.Lead.Name != "Tove Lund" {
		t.Errorf("%+v", v)
	}
	if seen, err := w.Extension(ctx, w.Actor("noor"), d.at); err != nil || seen.Draft != nil || seen.MayWrite || len(seen.Versions) > 0 {
		t.Errorf("a draft is read by all: %+v, %v", seen, err)
	}
	if _, _, err := w.ExtensionVersion(ctx, w.Actor("noor"), framework.ExtensionRef{Unit: d.at, Version: "1.0"}); !fault.Is(err, fault.Withheld) {
		t.Errorf("the file of a draft is read by all: %v", err)
	}
	w.Clock.Advance(1)
	must(t, w.OwnExtension(ctx, w.Actor("tove"), workflow.Once{}, unit, ""))
	if err := d.ChangeExtension(ctx, w.Actor("ben"), workflow.Once{}, unit, 1, framework.ExtensionChange{Reason: "Mine."}); !fault.Is(err, fault.Withheld) {
		t.Errorf("who owns it no more still writes: %v", err)
	}
	ask := workflow.ExtensionsAsk{Limit: 50}
	lines, _, _, err := w.Extensions(ctx, w.Actor("noor"), ask)
	if err != nil || len(lines) > 0 {
		t.Errorf("noor's list: %v, %v", lines, err)
	}
	if lines, _, _, err = w.Extensions(ctx, w.Actor("tove"), ask); err != nil || len(lines) != 1 || !lines[0].Drafted || lines[0].Keeper.Name != "Tove Lund" {
		t.Errorf("tove's list: %+v, %v", lines, err)
	}
}

func TestASquadExtendsNothing(t *testing.T) {
	w := world.New(t, "sqlite")
	if _, err := w.StartExtension(t.Context(), access.System(access.ViaCommand), workflow.Once{}, unitOf(w, "Otter"), "Because."); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestAUnitTouchesNothingElse(t *testing.T) {
	w := world.New(t, "sqlite")
	d := draft(w, "tove", "Rivers")
	f, err := w.Framework(t.Context(), w.Actor("noor"))
	must(t, err)
	_, common := marked(t, f)
	for _, c := range []struct {
		want   string
		change framework.ExtensionChange
	}{
		{"is for everyone, so no unit may replace or hide it", framework.ExtensionChange{Replace: &framework.Replacement{ID: common.ID, UnitText: "Ours.", Because: "b"}}},
		{"is for everyone, so no unit may replace or hide it", framework.ExtensionChange{Hide: &framework.Hiding{ID: common.ID, Because: "b"}}},
		{`There is no example "individual"`, framework.ExtensionChange{Hide: &framework.Hiding{ID: "individual", Because: "b"}}},
		{`There is no area "wings"`, framework.ExtensionChange{Example: &framework.Example{Area: "wings", Step: "individual", Text: "Flies."}}},
		{"begins with the unit", framework.ExtensionChange{Discipline: &framework.Discipline{ID: "boats", Name: "Boats"}}},
	} {
		err := d.change(c.change)
		_, fields := fault.Safe(err)
		if !fault.Is(err, fault.Invalid) || len(fields) == 0 || !strings.Contains(fields[0].Message, c.want) {
			t.Errorf("want %q: %v %v", c.want, err, fields)
		}
	}
	if err := w.PublishExtension(t.Context(), d.actor, workflow.Once{}, d.unit, d.revision()); !fault.Is(err, fault.Conflict) {
		t.Errorf("nothing was published: %v", err)
	}
}

func TestAPublishedExtensionNeverChanges(t *testing.T) {
	world.Each(t, func(w *world.World) {
		d := boats(w)
		ctx, one := t.Context(), framework.ExtensionRef{Unit: rivers, Version: "1.0"}
		_, before, err := w.ExtensionVersion(ctx, w.Actor("noor"), one)
		must(t, err)
		_, err = w.Raw(t).ExecContext(ctx, "UPDATE extensions SET source = 'x'")
		if err == nil {
			t.Error("a published text was edited in place")
		}
		if err := w.ChangeExtension(ctx, d.actor, workflow.Once{}, d.unit, 5, framework.ExtensionChange{Reason: "Other."}); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed without a draft: %v", err)
		}
		next := draft(w, "tove", "Rivers")
		if err := next.change(framework.ExtensionChange{Remove: &framework.EntryRef{List: framework.ListDisciplines, ID: "tribe.rivers.boat-building"}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a discipline with examples went: %v", err)
		}
		if err := w.ChangeExtension(ctx, d.actor, workflow.Once{}, d.unit, 9, framework.ExtensionChange{Reason: "Other."}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old page changed the draft: %v", err)
		}
		must(t, next.change(framework.ExtensionChange{Reason: "We run ships."}))
		next.publish()
		_, after, err := w.ExtensionVersion(ctx, w.Actor("noor"), one)
		if err != nil || string(after) != string(before) {
			t.Errorf("version 1.0 now says\n%s, %v", after, err)
		}
		v, err := w.Extension(ctx, w.Actor("noor"), rivers)
		if err != nil || v.Published.Version != "1.1" || v.Published.Reason != "We run ships." || len(v.Versions) != 2 || v.Versions[1].Status != framework.Retired {
			t.Errorf("%+v, %v", v, err)
		}
		must(t, w.RetireExtension(ctx, d.actor, workflow.Once{}, d.unit))
		if as, err := w.FrameworkAs(ctx, w.Actor("noor"), ""); err != nil || len(as.Marks) > 0 {
			t.Errorf("a retired extension is still read: %v, %v", as.Marks, err)
		}
	})
}

// examplesOf are the texts an evaluation is made under.
func examplesOf(w *world.World, ref id.Evaluation) string {
	w.Helper()
	v, err := w.Evaluation(w.Context(), w.Actor("noor"), ref)
	must(w.T, err)
	var all []string
	for _, e := range v.Text.Examples {
		all = append(all, string(e.ID)+": "+e.Text)
	}
	return strings.Join(all, "\n")
}

func TestAnEvaluationKeepsItsExtension(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx := t.Context()
		boats(w)
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		v, err := w.Evaluation(ctx, w.Actor("noor"), ref)
		must(t, err)
		if len(v.Extensions) != 1 || v.Extensions[0].String() != "tribe/rivers 1.0" || len(v.Units) != 1 || v.Units[0].Name != "Rivers" || len(v.Marks) != 3 {
			t.Fatalf("%v %v %v", v.Extensions, v.Units, v.Marks)
		}
		before := examplesOf(w, ref)
		if !strings.Contains(before, "Caulks a hull") || !strings.Contains(before, "as people on the river do") {
			t.Fatal("the evaluation does not know the tribe's words")
		}
		body := evaluation.Body{Examples: map[framework.ExampleID]evaluation.Mark{"tribe.rivers.caulks-a-hull-that": evaluation.Describes}}
		_, err = w.SaveDraft(ctx, w.Actor("mats"), ref, workflow.Draft{Body: body, Revision: 1})
		if err != nil {
			t.Errorf("a word about the tribe's example: %v", err)
		}

		next := draft(w, "tove", "Rivers")
		must(t, next.change(framework.ExtensionChange{Remove: &framework.EntryRef{List: framework.ListReplace, ID: v.Marks[2].ID}}))
		must(t, next.change(framework.ExtensionChange{Example: &framework.Example{Area: "team", Step: "individual", Text: "Rows along."}}))
		next.publish()
		if after := examplesOf(w, ref); after != before {
			t.Error("a new extension changed an open evaluation")
		}

		rows := []orgfile.Row{{Line: 2, Name: "Noor Said", Email: "noor@example.org", Start: clock.Date("2025-11-20"), Squads: []string{"Heron"}, Chapter: "Testing", Tribe: "Woods"}}
		report, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows, workflow.ImportOptions{})
		if err != nil {
			t.Fatal(err, report.Problems)
		}
		if as, err := w.FrameworkAs(ctx, w.Actor("noor"), ""); err != nil || len(as.Marks) > 0 {
			t.Errorf("in another tribe, she still reads Rivers: %v, %v", as.Units, err)
		}
		if after := examplesOf(w, ref); after != before {
			t.Error("moving to another tribe changed an open evaluation")
		}
	})
}

// moveOn publishes the next version of the base, with another sentence in the
// place of the example.
func moveOn(w *world.World, change func(*framework.Framework) *framework.Framework) {
	w.Helper()
	ctx, pia := w.Context(), w.Actor("pia")
	_, err := w.StartDraft(ctx, pia, workflow.Once{})
	must(w.T, err)
	must(w.T, w.EditDraft(ctx, pia, workflow.Once{}, 1, "x", func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		return change(f), nil
	}))
	must(w.T, w.Publish(ctx, pia, workflow.Once{}, 2, "2026-05-12"))
}

func TestANewBaseLosesNothing(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx := t.Context()
		d := boats(w)
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		before := examplesOf(w, ref)
		f, err := w.Framework(ctx, w.Actor("noor"))
		must(t, err)
		e, _ := marked(t, f)
		moveOn(w, func(f *framework.Framework) *framework.Framework {
			changed := e
			changed.Text = "Something else altogether."
			f, _ = f.PutExample(changed)
			return f
		})

		as, err := w.FrameworkAs(ctx, w.Actor("noor"), "")
		must(t, err)
		now, _ := as.Example(e.ID)
		_, kept := as.Example("tribe.rivers.caulks-a-hull-that")
		if as.Version != "1.1" || !kept || now.Text != "Something else altogether." || len(as.Marks) != 2 {
			t.Errorf("on %s: kept %v, %q, %v", as.Version, kept, now.Text, as.Marks)
		}
		if after := examplesOf(w, ref); after != before {
			t.Error("a new base changed an open evaluation")
		}
		if waiting, err := w.ExtensionsWaiting(ctx, w.Actor("tove")); err != nil || len(waiting) != 1 || waiting[0].Name != "Rivers" {
			t.Errorf("waiting for the lead: %v, %v", waiting, err)
		}
		if waiting, err := w.ExtensionsWaiting(ctx, w.Actor("noor")); err != nil || len(waiting) > 0 {
			t.Errorf("waiting for a member: %v, %v", waiting, err)
		}
		for who, want := range map[string]int{"tove": 1, "noor": 0} {
			inbox, err := w.Inbox(ctx, w.Actor(who))
			must(t, err)
			told := slices.DeleteFunc(inbox.New, func(n workflow.NoticeLine) bool { return n.Path != "/framework/extensions/tribe/rivers" })
			if len(told) != want {
				t.Errorf("%s is told %d times that it no longer fits", who, len(told))
			}
		}

		next := draft(w, "tove", "Rivers")
		v, err := w.Extension(ctx, d.actor, rivers)
		must(t, err)
		if len(v.Draft.Undecided) != 1 || len(v.Published.Undecided) != 1 || v.Draft.Behind(v.InForce) || !v.Published.Behind(v.InForce) {
			t.Fatalf("%+v", v.Draft.Undecided)
		}
		lost := v.Draft.Undecided[0].Ref()
		must(t, next.change(framework.ExtensionChange{Settles: &lost, Hold: true}))
		next.publish()
		if as, err = w.FrameworkAs(ctx, w.Actor("noor"), ""); err != nil || len(as.Marks) != 3 {
			t.Errorf("held, it is not read: %v, %v", as.Marks, err)
		}
		if waiting, err := w.ExtensionsWaiting(ctx, w.Actor("tove")); err != nil || len(waiting) > 0 {
			t.Errorf("decided, it still waits: %v, %v", waiting, err)
		}
	})
}

func TestADraftIsCarriedOver(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx := t.Context()
	f, err := w.Framework(ctx, w.Actor("noor"))
	must(t, err)
	e, _ := marked(t, f)
	d := draft(w, "tove", "Rivers")
	must(t, d.change(framework.ExtensionChange{Hide: &framework.Hiding{ID: e.ID, Because: "We have none."}}))
	moveOn(w, func(f *framework.Framework) *framework.Framework { return f.DropExample(e.ID) })
	if err := w.PublishExtension(ctx, d.actor, workflow.Once{}, d.unit, d.revision()); !fault.Is(err, fault.Conflict) {
		t.Errorf("published on an old base: %v", err)
	}
	must(t, w.CarryExtension(ctx, d.actor, workflow.Once{}, d.unit, d.revision()))
	v, err := w.Extension(ctx, d.actor, rivers)
	must(t, err)
	if v.Draft.Line.Base.Version != "1.1" || len(v.Draft.Hide) > 0 || len(v.Draft.Undecided) != 1 || v.Draft.Undecided[0].Hide.Because != "We have none." {
		t.Errorf("%+v", v.Draft)
	}
}

func TestAnExtensionComesAsAFile(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx := t.Context()
	d := boats(w)
	_, source, err := w.ExtensionVersion(ctx, w.Actor("noor"), framework.ExtensionRef{Unit: rivers, Version: "1.0"})
	must(t, err)
	next := draft(w, "tove", "Rivers")
	file := strings.Replace(string(source), "stays dry.", "stays dry in spring. # as in May", 1)
	findings, err := w.ReplaceExtension(ctx, d.actor, workflow.Once{}, d.unit, next.revision(), []byte(file))
	if err != nil {
		t.Fatal(err, findings)
	}
	ref := framework.ExtensionRef{Unit: rivers, Version: "1.1"}
	_, kept, err := w.ExtensionVersion(ctx, d.actor, ref)
	must(t, err)
	if want := strings.Replace(file, "version: \"1.0\"\nowner", "version: \"1.1\"\nowner", 1); string(kept) != want {
		t.Errorf("kept\n%s\nwant\n%s", kept, want)
	}
	for want, bad := range map[string]string{
		`: error: An extension may not touch steps`: strings.Replace(file, "unit:", "steps: [{id: x, name: X}]\nunit:", 1),
		"this is the extension of tribe/rivers":     strings.Replace(file, "unit: tribe/rivers", "unit: tribe/woods", 1),
	} {
		_, err := w.ReplaceExtension(ctx, d.actor, workflow.Once{}, d.unit, next.revision(), []byte(bad))
		_, fields := fault.Safe(err)
		if !fault.Is(err, fault.Invalid) || len(fields) == 0 || !strings.Contains(fields[0].Message, want) {
			t.Errorf("want %q: %v %v", want, err, fields)
		}
	}
}

func TestARoleOfAUnitHasItsMinimum(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx := t.Context()
	f, err := w.Framework(ctx, w.Actor("noor"))
	must(t, err)
	steps := f.StepsInOrder()
	d := draft(w, "tove", "Rivers")
	must(t, d.change(framework.ExtensionChange{Role: &framework.Role{Name: "Harbour master", MinStep: steps[len(steps)-1].ID}}))
	d.publish()
	ref, err := w.AskRole(ctx, w.Actor("noor"), workflow.Once{}, w.Person("noor"), workflow.RoleWish{Kind: role.TakeUp, Role: "Harbour master"})
	must(t, err)
	v, err := w.RoleRequest(ctx, w.Actor("mats"), ref)
	if err != nil || !v.Short || v.Minimum != steps[len(steps)-1].Name {
		t.Errorf("the manager reads %v, %q, %v", v.Short, v.Minimum, err)
	}
	if err := w.ConfirmRole(ctx, w.Actor("mats"), workflow.Once{}, ref); !fault.Is(err, fault.Conflict) {
		t.Errorf("confirmed past the minimum: %v", err)
	}
}

func TestAnExtensionIsImported(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, command := t.Context(), access.System(access.ViaCommand)
	f, err := w.Framework(ctx, w.Actor("noor"))
	must(t, err)
	e, _ := marked(t, f)
	file := "extends: {id: steps, version: \"1.0\"}\nunit: tribe/rivers\nversion: \"7\"\nowner: Somebody\nreason: We run boats.\nhide:\n  - {id: " + string(e.ID) + ", because: We have none.} # since May\n"
	unit, err := w.UnitNamed(ctx, command, rivers)
	must(t, err)
	if _, err := w.UnitNamed(ctx, command, framework.ExtensionUnit{Kind: "tribe", Slug: "nowhere"}); !fault.Is(err, fault.Absent) {
		t.Errorf("no such unit: %v", err)
	}
	wrong := strings.Replace(file, string(e.ID), "no-such-example", 1)
	if _, findings, err := w.ImportExtension(ctx, command, workflow.Once{}, unit, []byte(wrong)); err == nil || len(findings) == 0 {
		t.Errorf("what does not fit: %v %v", findings, err)
	}
	ref, _, err := w.ImportExtension(ctx, command, workflow.Once{}, unit, []byte(file))
	if err != nil || ref.String() != "tribe/rivers 1.0" {
		t.Fatalf("%v, %v", ref, err)
	}
	_, source, err := w.ExtensionVersion(ctx, command, ref)
	if err != nil || !strings.Contains(string(source), "# since May") {
		t.Errorf("%v\n%s", err, source)
	}
	if _, _, err := w.ImportExtension(ctx, command, workflow.Once{}, unit, []byte(file)); !fault.Is(err, fault.Conflict) {
		t.Errorf("over a draft: %v", err)
	}
}

// Two windows begin a draft at once: the second is told of the first, as later ones are.
func TestASecondBeginningOfADraftIsToldOfTheFirst(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
		_, err := w.SaveDraft(t.Context(), w.Actor("noor"), ref, workflow.Draft{})
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "from another tab") {
			t.Errorf("told %v", err)
		}
	})
}
