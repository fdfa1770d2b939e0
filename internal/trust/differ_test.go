package trust

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestAStatementIsKeptAsItIs: said once, never again, by nobody else, and it stays
// where it was said when the manager changes.
func TestAStatementIsKeptAsItIs(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
		ref := w.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
		must(w.T, w.Sign(ctx, mats, once, ref, 1))
		must(w.T, w.State(ctx, mats, once, ref, "It is too early.\n"))
		if err := w.State(ctx, mats, once, ref, "It is too early, I think."); !fault.Is(err, fault.Conflict) {
			w.Errorf("stated twice: %v", err)
		}
		if err := w.Unsign(ctx, mats, once, ref); !fault.Is(err, fault.Conflict) {
			w.Errorf("the signature stayed beside the statement: %v", err)
		}
		must(w.T, w.SetManager(ctx, access.System(access.ViaCommand), noor.Person, w.Person("mira")))
		for _, name := range []string{"noor", "mira"} {
			v, err := w.Evaluation(ctx, w.Actor(name), ref)
			if err != nil || statements(v) != "It is too early.\n" || v.Stated[evaluation.ManagerSide].IsSet() {
				w.Errorf("%s reads %q, and it counts as the new manager's: %v, %v", name, statements(v), v.Stated, err)
			}
		}
		must(w.T, w.State(ctx, noor, once, ref, "It is not."))
		if v, err := w.Evaluation(ctx, noor, ref); err != nil || v.Closed() {
			w.Errorf("a former manager's statement ended it: %v, %v", v.Stage, err)
		}
	})
}

func statements(v workflow.EvaluationView) string {
	var all []string
	for _, m := range v.Thread {
		if m.Sort == evaluation.Statement {
			all = append(all, m.Text)
		}
	}
	return strings.Join(all, " / ")
}

// TestNobodyIsKeptWaiting: when the other never answers a statement, whoever made
// it can end the evaluation two weeks later and no sooner. It looks like any other
// end, whoever joined reads no further, and something new can begin.
func TestNobodyIsKeptWaiting(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
		_, ref := joinedScene(w)
		refused := func(when string, a access.Actor) {
			if err := w.EndAlone(ctx, a, once, ref); !fault.Is(err, fault.Conflict) {
				w.Errorf("ended %s: %v", when, err)
			}
		}
		refused("without a statement", noor)
		must(w.T, w.State(ctx, noor, once, ref, "I see more."))
		refused("at once", noor)
		w.Clock.Advance(evaluation.TimeToAnswer - time.Second)
		refused("a second too early", noor)
		w.Clock.Advance(time.Second)
		refused("by the one who said nothing", mats)
		if v, err := w.Evaluation(ctx, noor, ref); err != nil || !v.MayEnd {
			w.Errorf("Noor is not told that she can: %v", err)
		}
		must(w.T, w.EndAlone(ctx, noor, once, ref))
		refused("twice", noor)
		v, err := w.Evaluation(ctx, mats, ref)
		if err != nil || v.Stage != evaluation.NotAgreed || statements(v) != "I see more." || v.Joining() != nil || v.Disclosures[0].Ended != disclosure.WithTheThing {
			w.Errorf("it ended %s with %q, %+v, %v", v.Stage, statements(v), v.Disclosures, err)
		}
		if err := w.State(ctx, mats, once, ref, "Late."); !fault.Is(err, fault.Conflict) {
			w.Errorf("stated after the end: %v", err)
		}
		if all := dump(w.T, w); strings.Contains("\n"+all["evaluations.manager_signed_at"]+"\n", "\n0\n") || strings.Contains("\n"+all["evaluations.self_signed_at"]+"\n", "\n0\n") {
			w.Error("the database tells that one of the two said nothing")
		}
		must(w.T, second(w.OpenEvaluation(ctx, mats, once, noor.Person)))
	})
}

// race is two acts of which each is tried four times at once.
type race struct {
	name   string
	scene  func(*world.World) id.Evaluation
	one    func(*world.World, id.Evaluation) error
	other  func(*world.World, id.Evaluation) error
	proper func(v workflow.EvaluationView, one, other int) bool
}

func talkedAndSignedBy(name string) func(*world.World) id.Evaluation {
	return func(w *world.World) id.Evaluation {
		ref := w.Evaluate("noor", "mats", evaluation.Talked, world.Plain)
		must(w.T, w.Sign(w.Context(), w.Actor(name), workflow.Once{}, ref, 1))
		return ref
	}
}

func state(name string) func(*world.World, id.Evaluation) error {
	return func(w *world.World, ref id.Evaluation) error {
		return w.State(w.Context(), w.Actor(name), workflow.Once{}, ref, "I see it differently.")
	}
}

func sign(name string) func(*world.World, id.Evaluation) error {
	return func(w *world.World, ref id.Evaluation) error {
		return w.Sign(w.Context(), w.Actor(name), workflow.Once{}, ref, 1)
	}
}

func asking(name string) func(*world.World, id.Evaluation) error {
	return func(w *world.World, ref id.Evaluation) error {
		return w.AskToJoin(w.Context(), w.Actor(name), workflow.Once{}, ref)
	}
}

var races = []race{
	{name: "both state", scene: func(w *world.World) id.Evaluation { return w.Evaluate("noor", "mats", evaluation.Talked, world.Plain) },
		one: state("noor"), other: state("mats"),
		proper: func(v workflow.EvaluationView, one, other int) bool {
			return one == 1 && other == 1 && v.Stage == evaluation.NotAgreed && len(v.Stated) == 2
		}},
	{name: "a statement against the second signature", scene: talkedAndSignedBy("noor"), one: state("noor"), other: sign("mats"),
		proper: func(v workflow.EvaluationView, one, other int) bool {
			agreed := v.Stage == evaluation.Agreed && one == 0 && statements(v) == ""
			stated := v.Stage == evaluation.Talked && one == 1 && !v.Signed[evaluation.SelfSide].IsSet() && v.Signed[evaluation.ManagerSide].IsSet()
			return other == 1 && (agreed || stated)
		}},
	{name: "both ask", scene: func(w *world.World) id.Evaluation { return w.Evaluate("noor", "mats", evaluation.Opened, world.Plain) },
		one: asking("noor"), other: asking("mats"),
		proper: func(v workflow.EvaluationView, one, other int) bool {
			return one+other == 1 && len(v.Disclosures) == 1 && v.Joining() != nil
		}},
	{name: "asking against the end", scene: talkedAndSignedBy("noor"), one: asking("noor"), other: sign("mats"),
		proper: func(v workflow.EvaluationView, one, other int) bool {
			return other == 1 && one <= 1 && len(v.Disclosures) == one && v.Joining() == nil && v.Stage == evaluation.Agreed
		}},
	{name: "a signature against another manager", scene: talkedAndSignedBy("noor"), one: sign("mats"),
		other: func(w *world.World, _ id.Evaluation) error {
			return w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira"))
		},
		proper: func(v workflow.EvaluationView, one, _ int) bool {
			if one == 1 {
				return v.Stage == evaluation.Agreed
			}
			return one == 0 && v.Stage == evaluation.Talked && v.Signed[evaluation.SelfSide].IsSet() && !v.Signed[evaluation.ManagerSide].IsSet()
		}},
}

// TestTheNewActsRace: eight at once, and what came of it is one of the orders in
// which they could have come one after another.
func TestTheNewActsRace(t *testing.T) {
	for _, r := range races {
		t.Run(r.name, func(t *testing.T) {
			world.Each(t, func(w *world.World) {
				ref := r.scene(w)
				var one, other, turn atomic.Int32
				together(8, func() error {
					do, well := r.one, &one
					if turn.Add(1)%2 == 0 {
						do, well = r.other, &other
					}
					err := do(w, ref)
					switch {
					case err == nil:
						well.Add(1)
					case !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Withheld):
						w.Errorf("%s: %v", r.name, err)
					}
					return nil
				})
				v, err := w.Evaluation(w.Context(), w.Actor("noor"), ref)
				if err != nil || !r.proper(v, int(one.Load()), int(other.Load())) {
					w.Errorf("%d and %d were told that it is done; stage %s, signed %v, stated %v, %d joinings, %v", one.Load(), other.Load(), v.Stage, v.Signed, v.Stated, len(v.Disclosures), err)
				}
			})
		})
	}
}

// TestAnEndIsOne: of eight ends at once one ends it.
func TestAnEndIsOne(t *testing.T) {
	world.Each(t, func(w *world.World) {
		_, ref := joinedScene(w)
		ctx, noor, once := w.Context(), w.Actor("noor"), workflow.Once{}
		must(w.T, w.State(ctx, noor, once, ref, "I see more."))
		w.Clock.Advance(evaluation.TimeToAnswer)
		ends := func(name string, act func() error) {
			well := 0
			for _, err := range together(8, act) {
				if err == nil {
					well++
				} else if !fault.Is(err, fault.Conflict) {
					w.Errorf("%s: %v", name, err)
				}
			}
			if well != 1 {
				w.Errorf("%s was ended %d times", name, well)
			}
		}
		ends("the joining", func() error { return w.EndJoining(ctx, noor, once, ref) })
		ends("the evaluation", func() error { return w.EndAlone(ctx, noor, once, ref) })
	})
}
