package trust

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// replaced is a world in which Mats had begun his side of Noor's evaluation, at
// that stage, when Mira became her manager.
func replaced(w *world.World, stage evaluation.Stage) id.Evaluation {
	w.Helper()
	ref := w.Evaluate("noor", "mats", stage, world.Plain)
	w.Clock.Advance(time.Hour)
	must(w.T, w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")))
	return ref
}

func left(w *world.World, name string) []workflow.LeftoverView {
	w.Helper()
	list, err := w.Leftovers(w.Context(), w.Actor(name))
	must(w.T, err)
	return list
}

// TestADraftIsLeftForFourteenDays is what the matrix calls H: the own draft and
// nothing else, until it is removed by itself, with its line in the journal.
func TestADraftIsLeftForFourteenDays(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := replaced(w, evaluation.Writing)
		mine := left(w, "mats")
		if len(mine) != 1 || mine[0].Evaluation != ref || mine[0].Person.Name != "Noor Said" {
			w.Fatalf("Mats finds %+v", mine)
		}
		for _, a := range mine[0].Body.Areas {
			if a.Text != world.Plain.Manager {
				w.Errorf("Mats finds %q", a.Text)
			}
		}
		for _, name := range w.Names() {
			if name != "mats" && len(left(w, name)) > 0 {
				w.Errorf("%s finds a draft", name)
			}
		}
		if _, err := w.Leftovers(w.Context(), w.Token("mats")); !fault.Is(err, fault.Withheld) {
			w.Errorf("a token reaches the draft: %v", err)
		}
		w.Clock.Advance(14*24*time.Hour - time.Minute)
		if n, err := w.RemoveOldLeftovers(w.Context()); err != nil || n != 0 || len(left(w, "mats")) != 1 {
			w.Errorf("before its time: %d removed, %v", n, err)
		}
		w.Clock.Advance(time.Minute)
		if len(left(w, "mats")) != 0 {
			w.Error("the draft is there past its time, before the sweep")
		}
		tryDeed(w.T, w, deed{"sweep", func() error { _, err := w.RemoveOldLeftovers(w.Context()); return err },
			[]string{line("evaluation.left-draft-expired", "mgr_draft", "")}})
		if n, err := w.RemoveOldLeftovers(w.Context()); err != nil || n != 0 {
			w.Errorf("swept twice: %d, %v", n, err)
		}
		sides := valuesOf(w.T, w.Raw(w.T), "evaluation_sides.author")
		if slices.Contains(sides, string(w.Person("mats"))) || !slices.Contains(sides, string(w.Person("noor"))) {
			w.Errorf("sides are left of %v", sides)
		}
	})
}

// TestWhatIsOpenedOrOwnIsNoLeftover: the manager of today has a side and no
// leftover, and what was opened to both stays.
func TestWhatIsOpenedOrOwnIsNoLeftover(t *testing.T) {
	w := world.New(t, "sqlite")
	w.Evaluate("ben", "mats", evaluation.Writing, world.Plain)
	ref := replaced(w, evaluation.Opened)
	if len(left(w, "mats")) != 0 {
		t.Error("what was opened, or is the manager's own, is left over")
	}
	w.Clock.Advance(20 * 24 * time.Hour)
	if n, err := w.RemoveOldLeftovers(t.Context()); err != nil || n != 0 {
		t.Errorf("%d removed, %v", n, err)
	}
	if v, err := w.Evaluation(t.Context(), w.Actor("mira"), ref); err != nil || !has(v, world.Plain.Manager) {
		t.Errorf("what was opened is gone: %v", err)
	}
}

// TestWhoComesBackHasTheDraftBack: while the line is open the draft is a side.
func TestWhoComesBackHasTheDraftBack(t *testing.T) {
	w := world.New(t, "sqlite")
	ref := replaced(w, evaluation.Writing)
	w.Clock.Advance(time.Hour)
	must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mats")))
	w.Clock.Advance(30 * 24 * time.Hour)
	if n, err := w.RemoveOldLeftovers(t.Context()); err != nil || n != 0 || len(left(w, "mats")) != 0 {
		t.Errorf("%d removed, %v", n, err)
	}
	if v, err := w.Evaluation(t.Context(), w.Actor("mats"), ref); err != nil || !says(&v.Mine, world.Plain.Manager) {
		t.Errorf("Mats is back and finds %+v, %v", v.Mine, err)
	}
}

// TestAClosingNoteOpensWithBothSides: it does not break the blindness of the
// person, and is read by the pair from the opening on.
func TestAClosingNoteOpensWithBothSides(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := replaced(w, evaluation.Writing)
		ctx, mats, once := w.Context(), w.Actor("mats"), workflow.Once{}
		in := workflow.LeftoverTexts{Evaluation: ref, Revision: 1, Texts: map[evaluation.Key]string{}}
		for key := range left(w, "mats")[0].Body.Areas {
			in.Texts[key] = "What I saw until May."
		}
		stale := in
		stale.Revision = 7
		if err := w.SaveLeftover(ctx, mats, once, stale); !fault.Is(err, fault.Conflict) {
			w.Errorf("saved over another text: %v", err)
		}
		must(w.T, w.SaveLeftover(ctx, mats, once, in))
		in.Revision = 2
		tryDeed(w.T, w, deed{"leave a note", func() error { return w.GiveLeftover(ctx, mats, once, in) },
			[]string{line("evaluation.closing-note-given", "mgr_draft", "former manager")}})
		if len(left(w, "mats")) != 0 {
			w.Error("Mats still has the draft")
		}
		for _, name := range []string{"noor", "mira"} {
			if v, err := w.Evaluation(ctx, w.Actor(name), ref); err != nil || len(v.Closing) != 0 {
				w.Errorf("%s reads the note before both sides are open: %v", name, err)
			}
		}
		must(w.T, w.HandIn(ctx, w.Actor("noor"), once, ref, nil))
		body := evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "I am new here."}}}
		must(w.T, w.HandIn(ctx, w.Actor("mira"), once, ref, &workflow.Draft{Body: body}))
		for _, name := range []string{"noor", "mira"} {
			v, err := w.Evaluation(ctx, w.Actor(name), ref)
			if err != nil || len(v.Closing) != 1 || v.Closing[0].By.ID != mats.Person || has(v, "What I saw until May.") {
				w.Errorf("%s finds %+v, %v", name, v.Closing, err)
			}
		}
		if _, err := w.Evaluation(ctx, mats, ref); !fault.Is(err, fault.Withheld) {
			w.Errorf("Mats reads the evaluation: %v", err)
		}
	})
}

// TestOnlyTheAuthorActsOnALeftover, and it is gone once removed.
func TestOnlyTheAuthorActsOnALeftover(t *testing.T) {
	w := world.New(t, "sqlite")
	ref := replaced(w, evaluation.Writing)
	in := workflow.LeftoverTexts{Evaluation: ref, Revision: 1}
	for _, name := range []string{"noor", "mira", "pia", "odd", "ben"} {
		for what, err := range map[string]error{
			"saves":   w.SaveLeftover(t.Context(), w.Actor(name), workflow.Once{}, in),
			"gives":   w.GiveLeftover(t.Context(), w.Actor(name), workflow.Once{}, in),
			"removes": w.RemoveLeftover(t.Context(), w.Actor(name), workflow.Once{}, ref),
		} {
			if !fault.Is(err, fault.Withheld) {
				t.Errorf("%s %s it: %v", name, what, err)
			}
		}
	}
	tryDeed(t, w, deed{"remove", func() error { return w.RemoveLeftover(t.Context(), w.Actor("mats"), workflow.Once{}, ref) },
		[]string{line("evaluation.left-draft-removed", "mgr_draft", "former manager")}})
	if err := w.RemoveLeftover(t.Context(), w.Actor("mats"), workflow.Once{}, ref); !fault.Is(err, fault.Withheld) {
		t.Errorf("removed twice: %v", err)
	}
}
