package trust

import (
	"maps"
	"slices"
	"testing"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/org"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// hats puts several hats on one head: Mats, Noor's manager, is a people partner
// too; Pia, a people partner, has a manager; Odd, an operator, manages Gil.
func hats(t *testing.T, engine string) *world.World {
	t.Helper()
	w := world.New(t, engine)
	command := access.System(access.ViaCommand)
	w.Offices = maps.Clone(w.Offices) // the map is shared by all worlds
	w.Offices["mats"] = []org.Office{org.PeoplePartner}
	must(t, w.GrantOffice(t.Context(), command, w.Person("mats"), org.PeoplePartner))
	must(t, w.SetManager(t.Context(), command, w.Person("gil"), w.Person("odd")))
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Evaluate("mats", "tove", evaluation.Agreed, world.Plain)
	w.Evaluate("pia", "cai", evaluation.Agreed, world.Plain)
	w.Evaluate("kim", "cai", evaluation.Agreed, world.Plain)
	w.Evaluate("gil", "odd", evaluation.Agreed, world.Plain)
	w.Evaluate("ben", "mats", evaluation.Agreed, world.Plain)
	return w
}

// TestTheStepHasTwoReaders asks everybody for everybody's Step: whatever hats they
// wear, it is the person and the one manager who get it.
func TestTheStepHasTwoReaders(t *testing.T) {
	managers := map[string]string{"noor": "mats", "mats": "tove", "pia": "cai", "kim": "cai", "gil": "odd", "ben": "mats"}
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			w := hats(t, engine)
			for subject, manager := range managers {
				var readers []string
				for _, name := range w.Names() {
					s, err := w.Standing(t.Context(), w.Actor(name), w.Person(subject))
					switch {
					case err == nil && s.Set:
						readers = append(readers, name)
					case !fault.Is(err, fault.Withheld):
						t.Errorf("%s asks for the Step of %s: %v", name, subject, err)
					}
				}
				want := []string{manager, subject}
				slices.Sort(want)
				if !slices.Equal(readers, want) {
					t.Errorf("the Step of %s is read by %v, want %v", subject, readers, want)
				}
			}
		})
	}
}

// TestTheHatThatLetSomebodyInIsWrittenDown: Mats reads as a manager where he is
// one, and the start date of others as a people partner.
func TestTheHatThatLetSomebodyInIsWrittenDown(t *testing.T) {
	w := hats(t, "sqlite")
	mats := w.Actor("mats")
	for subject, want := range map[string]string{"noor": "manager", "ola": "people partner"} {
		before := journalOf(t, w)
		if _, err := w.Profile(t.Context(), mats, w.Person(subject)); err != nil {
			t.Fatal(err)
		}
		got := since(before, journalOf(t, w))
		if len(got) != 1 || got[0].Hat != want || got[0].Act != audit.Read || got[0].Item != "hr_attr" {
			t.Errorf("reading %s: %+v, want one reading as %s", subject, got, want)
		}
	}
}

// TestNobodyMakesThemselvesAManager closes the way by which an office would open
// a Step: whoever names managers cannot name themselves.
func TestNobodyMakesThemselvesAManager(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			w := hats(t, engine)
			noor, pia := w.Person("noor"), w.Actor("pia")
			if err := w.SetManager(t.Context(), pia, noor, pia.Person); !fault.Is(err, fault.Invalid) {
				t.Errorf("a people partner names herself: %v", err)
			}
			tree, err := w.Organisation(t.Context(), pia)
			must(t, err)
			for _, unit := range tree.Tribes[0].Chapters {
				if err := w.SetLead(t.Context(), pia, unit.ID, pia.Person); !fault.Is(err, fault.Invalid) {
					t.Errorf("a people partner makes herself lead of %s: %v", unit.Name, err)
				}
			}
			if _, err := w.Standing(t.Context(), pia, noor); !fault.Is(err, fault.Withheld) {
				t.Errorf("Pia reads the Step: %v", err)
			}
			must(t, w.SetManager(t.Context(), w.Actor("per"), noor, pia.Person)) // another one may
			for name, err := range map[string]error{
				"names a manager": w.SetManager(t.Context(), w.Actor("odd"), noor, w.Person("odd")),
				"names a lead":    w.SetLead(t.Context(), w.Actor("odd"), tree.Tribes[0].Chapters[0].ID, w.Person("odd")),
				"lets leave":      w.Leave(t.Context(), w.Actor("odd"), noor),
			} {
				if !fault.Is(err, fault.Withheld) {
					t.Errorf("an operator %s: %v", name, err)
				}
			}
		})
	}
}

// TestWithoutAManagerNobodyElseSteps in: not the skip level, not an office.
func TestWithoutAManagerNobodyElseStepsIn(t *testing.T) {
	w := world.New(t, "sqlite")
	command := access.System(access.ViaCommand)
	ref := w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	tree, err := w.Organisation(t.Context(), command)
	must(t, err)
	for _, unit := range tree.Tribes[0].Chapters {
		must(t, w.SetLead(t.Context(), command, unit.ID, ""))
	}
	for _, name := range w.Names() {
		_, e1 := w.Standing(t.Context(), w.Actor(name), w.Person("noor"))
		_, e2 := w.Evaluation(t.Context(), w.Actor(name), ref)
		if self := name == "noor"; self != (e1 == nil) || self != (e2 == nil) {
			t.Errorf("%s: %v, %v", name, e1, e2)
		}
	}
	if _, err := w.OpenEvaluation(t.Context(), w.Actor("noor"), workflow.Once{}, w.Person("noor")); !fault.Is(err, fault.Conflict) {
		t.Errorf("an evaluation without a manager: %v", err)
	}
}
