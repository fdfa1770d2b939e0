package trust

import (
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func reads(w *world.World, name, subject string) bool {
	w.Helper()
	_, err := w.Plan(w.Context(), w.Actor(name), w.Person(subject))
	if err != nil && !fault.Is(err, fault.Withheld) {
		w.Error(err)
	}
	return err == nil
}

// again imports one person with these columns, as when somebody returns.
func again(w *world.World, row orgfile.Row) {
	w.Helper()
	row.Line = 2
	report, err := w.ImportPeople(w.Context(), access.System(access.ViaCommand), []orgfile.Row{row}, workflow.ImportOptions{})
	if err != nil {
		w.Fatal(err, report.Problems)
	}
}

// TestWhoLeavesTakesThePlanAlong: nobody else reads it from then on, and who comes
// back finds it, without the shares.
func TestWhoLeavesTakesThePlanAlong(t *testing.T) {
	world.Each(t, func(w *world.World) {
		grow(w, "noor", "mats", plainPlan)
		if !reads(w, "ola", "noor") || !reads(w, "ben", "noor") {
			w.Fatal("the plan is not shared")
		}
		w.Clock.Advance(time.Hour)
		must(w.T, w.Leave(w.Context(), w.Actor("pia"), w.Person("noor")))
		for _, name := range []string{"mats", "ola", "ben", "asa", "pia"} {
			if reads(w, name, "noor") {
				w.Errorf("%s reads the plan of somebody who left", name)
			}
		}
		w.Clock.Advance(time.Hour)
		again(w, orgfile.Row{Name: "Noor Said", Email: "noor@example.org", Squads: []string{"Otter"}, Chapter: "Backend", Tribe: "Rivers"})
		if !reads(w, "noor", "noor") || !reads(w, "mats", "noor") {
			w.Error("who came back, or the manager, does not find the plan")
		}
		for _, name := range []string{"ola", "ben", "asa"} {
			if reads(w, name, "noor") {
				w.Errorf("%s is shown the plan again without being chosen", name)
			}
		}
	})
}

// TestAManagerWhoLeavesLeavesNobodyInBetween: no one steps in, and the draft that
// nobody can reach is removed in its time.
func TestAManagerWhoLeavesLeavesNobodyInBetween(t *testing.T) {
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
	grow(w, "noor", "mats", plainPlan)
	w.Clock.Advance(time.Hour)
	must(t, w.Leave(t.Context(), w.Actor("pia"), w.Person("mats")))
	for _, name := range []string{"mats", "tove", "cai", "pia", "mira"} {
		if reads(w, name, "noor") {
			t.Errorf("%s reads the plan", name)
		}
	}
	if !reads(w, "noor", "noor") {
		t.Error("Noor does not read her own plan")
	}
	w.Clock.Advance(15 * 24 * time.Hour)
	if n, err := w.RemoveOldLeftovers(t.Context()); err != nil || n != 1 {
		t.Errorf("%d drafts removed, %v", n, err)
	}
}

// TestAManagerWithoutAManagerPlansAlone: the CTO reads the own plan, and a focus
// area waits for somebody to agree with.
func TestAManagerWithoutAManagerPlansAlone(t *testing.T) {
	w := world.New(t, "sqlite")
	if !reads(w, "cai", "cai") {
		t.Error("the CTO does not read the own plan")
	}
	_, err := w.SuggestFocus(t.Context(), w.Actor("cai"), workflow.Once{}, w.Person("cai"), growth.Content{Aim: growth.Deeper, Text: "x"})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a focus area of one: %v", err)
	}
	must(t, w.SayStaying(t.Context(), w.Actor("cai"), workflow.Once{}, true, ""))
}

func chapter(w *world.World, name string) id.Unit {
	w.Helper()
	tree, err := w.Organisation(w.Context(), w.Actor("pia"))
	must(w.T, err)
	for _, unit := range tree.Tribes[0].Chapters {
		if unit.Name == name {
			return unit.ID
		}
	}
	w.Fatalf("there is no chapter %s", name)
	return ""
}

// TestTheLeadOfASecondChapterIsAColleague: one chapter names the manager.
func TestTheLeadOfASecondChapterIsAColleague(t *testing.T) {
	w := world.New(t, "sqlite")
	grow(w, "gil", "mira", plainPlan)
	w.Clock.Advance(time.Hour)
	backend := chapter(w, "Backend")
	must(t, w.DB.Update(t.Context(), w.Now(), func(tx *store.Tx) error {
		return tx.Join([]org.Membership{{Person: w.Person("gil"), Unit: backend}})
	}))
	must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("gil"), "")) // the lines are drawn anew
	if !reads(w, "mira", "gil") || reads(w, "mats", "gil") {
		t.Errorf("of two leads, Mira reads %v and Mats %v", reads(w, "mira", "gil"), reads(w, "mats", "gil"))
	}
}
