package trust

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// attempts is everything a manager may do about Noor; a former one may do none.
func attempts(w *world.World, name string, ref id.Evaluation) map[string]error {
	ctx, a, once := w.Context(), w.Actor(name), workflow.Once{}
	errs := map[string]error{}
	_, errs["read the Step"] = w.Standing(ctx, a, w.Person("noor"))
	_, errs["read the evaluation"] = w.Evaluation(ctx, a, ref)
	_, errs["save a draft"] = w.SaveDraft(ctx, a, ref, workflow.Draft{Body: evaluation.Body{}})
	errs["hand in"] = w.HandIn(ctx, a, once, ref, nil)
	errs["take back"] = w.TakeBack(ctx, a, once, ref)
	errs["say"] = w.Say(ctx, a, once, ref, "Hello.")
	errs["note the talk"] = w.RecordTalk(ctx, a, once, ref, evaluation.Met, "2026-05-12")
	errs["write the result"] = w.WriteResult(ctx, a, once, ref, workflow.Proposal{})
	errs["sign"] = w.Sign(ctx, a, once, ref, 1)
	errs["state where they do not agree"] = w.State(ctx, a, once, ref, "No.")
	errs["end it alone"] = w.EndAlone(ctx, a, once, ref)
	errs["sign in words of their own"] = w.SignWith(ctx, a, once, ref, workflow.Signature{Read: 1, Words: "Yes."})
	errs["note the talk with notes"] = w.NoteTalk(ctx, a, once, ref, workflow.TalkNoted{Way: evaluation.Met, On: "2026-05-12", Notes: "Notes."})
	errs["begin a move"] = second(w.BeginEvaluation(ctx, a, once, w.Person("noor"), evaluation.Opening{Kind: evaluation.Narrower}))
	errs["ask somebody to join"] = w.AskToJoin(ctx, a, once, ref)
	errs["end a joining"] = w.EndJoining(ctx, a, once, ref)
	errs["plan the talk"] = w.PlanTalk(ctx, a, once, ref, w.Now().Add(time.Hour))
	_, errs["list what has ended"] = w.PastEvaluations(ctx, a, w.Person("noor"))
	_, errs["choose what to look at"] = w.OpeningChoices(ctx, a, w.Person("noor"))
	_, errs["take it away"] = w.ExportEvaluation(ctx, a, ref)
	errs["withdraw a signature"] = w.Unsign(ctx, a, once, ref)
	_, errs["open another"] = w.OpenEvaluation(ctx, a, once, w.Person("noor"))
	return errs
}

// TestAFormerManagerLosesEverythingAtOnce changes the manager in every stage and
// asks in the next instant, without the clock having moved.
func TestAFormerManagerLosesEverythingAtOnce(t *testing.T) {
	for _, engine := range world.Engines() {
		for _, stage := range evaluation.Stages() {
			t.Run(engine+"/"+string(stage), func(t *testing.T) {
				w := world.New(t, engine)
				ref := w.Evaluate("noor", "mats", stage, world.Plain)
				if engine == "postgres" { // on one engine in the very instant of the evaluation, on the other later
					w.Clock.Advance(time.Second)
				}
				must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")))
				for what, err := range attempts(w, "mats", ref) {
					if !fault.Is(err, fault.Withheld) {
						t.Errorf("the former manager may still %s: %v", what, err)
					}
				}
				if p, err := w.Profile(t.Context(), w.Actor("mats"), w.Person("noor")); err != nil || p.StartDate.IsSet() {
					t.Errorf("the former manager reads the start date: %v, %v", p.StartDate, err)
				}
				home, err := w.Home(t.Context(), w.Actor("mats"))
				must(t, err)
				for _, r := range home.Reports {
					if r.Person.ID == w.Person("noor") {
						t.Error("the former manager still has Noor among the reports")
					}
				}
				newManager(t, w, ref, stage)
			})
		}
	}
}

// newManager holds what passes on: what was opened to both, and nothing of what
// the former manager had for themselves.
func newManager(t *testing.T, w *world.World, ref id.Evaluation, stage evaluation.Stage) {
	t.Helper()
	for _, name := range []string{"mira", "noor"} {
		v, err := w.Evaluation(t.Context(), w.Actor(name), ref)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		open := stage != evaluation.Writing
		if has(v, world.Plain.Manager) != open {
			t.Errorf("%s finds the former manager's words: %v, want %v", name, !open, open)
		}
		if want := open || name == "noor"; has(v, world.Plain.Self) != want {
			t.Errorf("%s finds Noor's words: %v, want %v", name, !want, want)
		}
		if agreed := stage == evaluation.Talked || stage == evaluation.Agreed || stage == evaluation.NotAgreed; (v.Written.Summary != "") != agreed {
			t.Errorf("%s finds a result %q", name, v.Written.Summary)
		}
	}
	if s, err := w.Standing(t.Context(), w.Actor("mira"), w.Person("noor")); err != nil || s.Set != (stage == evaluation.Agreed) {
		t.Errorf("the new manager and the Step: %+v, %v", s, err)
	}
	if stage == evaluation.Writing {
		startsEmpty(t, w, ref)
	}
}

func startsEmpty(t *testing.T, w *world.World, ref id.Evaluation) {
	t.Helper()
	v, err := w.Evaluation(t.Context(), w.Actor("mira"), ref)
	must(t, err)
	if !v.Mine.Body.Empty() || v.Mine.Revision != 0 || v.HandedIn[evaluation.ManagerSide].IsSet() {
		t.Errorf("the new manager begins with %+v", v.Mine)
	}
	// Back again: what Mats wrote is his, and the hand-in he gave is gone.
	must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), ""))
	back, err := w.Evaluation(t.Context(), w.Actor("mats"), ref)
	if err != nil || !says(&back.Mine, world.Plain.Manager) {
		t.Errorf("Mats is back and finds %+v, %v", back.Mine, err)
	}
}

// TestAnUnopenedHandInDoesNotPassOn: the former manager had handed in, the subject
// had not; the new manager has not handed in anything.
func TestAnUnopenedHandInDoesNotPassOn(t *testing.T) {
	for _, next := range []string{"mira", ""} {
		t.Run("next "+next, func(t *testing.T) {
			w := world.New(t, "sqlite")
			ref := w.Evaluate("noor", "mats", evaluation.Writing, world.Plain)
			must(t, w.HandIn(t.Context(), w.Actor("mats"), workflow.Once{}, ref, nil))
			hand(t, w, next)
			must(t, w.HandIn(t.Context(), w.Actor("noor"), workflow.Once{}, ref, nil))
			v, err := w.Evaluation(t.Context(), w.Actor("noor"), ref)
			must(t, err)
			if v.Stage != evaluation.Writing || has(v, world.Plain.Manager) {
				t.Errorf("the former manager's side was opened: stage %s, %+v", v.Stage, v.Theirs)
			}
		})
	}
}

// hand gives Noor to the next manager, or to nobody.
func hand(t *testing.T, w *world.World, next string) {
	t.Helper()
	if next != "" {
		must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), w.Person(next)))
		return
	}
	tree, err := w.Organisation(t.Context(), w.Actor("pia"))
	must(t, err)
	for _, unit := range tree.Tribes[0].Chapters {
		if unit.Name == "Backend" {
			must(t, w.SetLead(t.Context(), w.Actor("pia"), unit.ID, ""))
		}
	}
}

// TestReadersAfterManyChanges changes managers at random; after each the set of
// people who may read is the one the organisation says, exactly.
func TestReadersAfterManyChanges(t *testing.T) {
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	w.Evaluate("ben", "mats", evaluation.Opened, world.Plain)
	random := rand.New(rand.NewPCG(1, 2))
	managers := []string{"mats", "mira", "wim", "tove", "timo", "cai", "kim", "odd", "asa", "fia"}
	subjects := []string{"noor", "ben"}
	for range 100 {
		w.Clock.Advance(time.Duration(random.IntN(2)) * time.Second) // some changes fall into one instant
		subject, manager := subjects[random.IntN(2)], managers[random.IntN(len(managers))]
		must(t, w.SetManager(t.Context(), access.System(access.ViaCommand), w.Person(subject), w.Person(manager)))
		for _, reader := range w.Names() {
			_, err := w.Standing(t.Context(), w.Actor(reader), w.Person(subject))
			if may := reader == subject || reader == manager; may != (err == nil) {
				t.Fatalf("%s is managed by %s and %s reads: %v", subject, manager, reader, err)
			}
		}
	}
}

// TestNoReadingSurvivesTheChange reads from many sides while the manager changes:
// who asks after the change was answered gets nothing.
func TestNoReadingSurvivesTheChange(t *testing.T) {
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			w := world.New(t, engine)
			w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
			now, next := "mats", "mira"
			for range 10 {
				var busy sync.WaitGroup
				for range 4 {
					busy.Go(func() { _, _ = w.Standing(t.Context(), w.Actor(now), w.Person("noor")) })
				}
				must(t, w.SetManager(t.Context(), w.Actor("pia"), w.Person("noor"), w.Person(next)))
				if _, err := w.Standing(t.Context(), w.Actor(now), w.Person("noor")); !fault.Is(err, fault.Withheld) {
					t.Error(fmt.Errorf("%s reads after the change: %w", now, err))
				}
				busy.Wait()
				now, next = next, now
			}
		})
	}
}
