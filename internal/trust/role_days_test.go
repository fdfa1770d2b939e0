package trust

import (
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/promotion"
	"cairn/internal/role"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	kinds["/people/{id}/roles/days"] = "person"
	breakages = append(breakages,
		broken("a role counts before its day", "TestWhoDecidesByARoleIsWhoHoldsItThatDay", "store/role.go", "catalogue = TRUE AND since <= $2 AND", "catalogue = TRUE AND $2 > 0 AND"),
		broken("a role counts after its end", "TestWhoDecidesByARoleIsWhoHoldsItThatDay", "store/role.go", "since <= $2 AND (until = 0 OR until > $2) ORDER BY since, person", "since <= $2 ORDER BY since, person"),
		broken("a role with a minimum grows without the manager", "TestDaysOfARoleWithAMinimumAreNotAddedByCorrecting", "workflow/role_days.go", "if hasMinimum(f, taken) &&", "if false && hasMinimum(f, taken) &&"),
	)
}

// decidedBy publishes a framework in which the holder of the role decides about the
// step.
func decidedBy(t *testing.T, w *world.World, step framework.StepID, by string) {
	t.Helper()
	ctx, pia := t.Context(), w.Actor("pia")
	_, err := w.StartDraft(ctx, pia, workflow.Once{})
	must(t, err)
	must(t, w.EditDraft(ctx, pia, workflow.Once{}, 1, by, func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) {
		next := *f
		next.Steps = append([]framework.Step(nil), f.Steps...)
		for i, s := range next.Steps {
			if s.ID == step {
				next.Steps[i].Approve = framework.Approve{By: by}
			}
		}
		return &next, nil
	}))
	must(t, w.Publish(ctx, pia, workflow.Once{}, 2, clock.DateOf(w.Now(), time.UTC)))
}

// TestWhoDecidesByARoleIsWhoHoldsItThatDay, on both engines: the right comes with the
// day on which the role begins, and goes with that on which it ends, without anybody
// acting.
func TestWhoDecidesByARoleIsWhoHoldsItThatDay(t *testing.T) {
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		decidedBy(t, w, "tribe-guild", "mentor")
		today := clock.DateOf(w.Now(), time.UTC)
		for who, days := range map[string]role.Days{"timo": {Until: today.AddDays(10)}, "wim": {From: today.AddDays(10), Until: today.AddDays(20)}} {
			_, err := w.AskRole(t.Context(), w.Actor("pia"), workflow.Once{}, w.Person(who), workflow.RoleWish{Kind: role.TakeUp, Role: "mentor", Days: days})
			must(t, err)
		}
		w.Clock.Advance(time.Hour)
		ref := w.Promote("noor", "mats", "fia", "timo", "tribe-guild", promotion.Deciding, world.PlainCase)
		reads := func(day string, timo, wim bool) {
			t.Helper()
			for who, may := range map[string]bool{"timo": timo, "wim": wim, "tove": false} {
				v, err := w.Promotion(t.Context(), w.Actor(who), ref)
				if may && (err != nil || v.Stage != promotion.Deciding) || !may && !fault.Is(err, fault.Withheld) {
					t.Errorf("%s, %s: %v, %v", day, who, v.Stage, err)
				}
			}
		}
		reads("before the day", true, false)
		w.Clock.Advance(10 * 24 * time.Hour)
		reads("on the day", false, true)
		if err := w.Decide(t.Context(), w.Actor("timo"), workflow.Once{}, ref, promotion.Verdict{Reasons: "Yes."}); !fault.Is(err, fault.Withheld) {
			t.Errorf("whose role is over decides: %v", err)
		}
		w.Clock.Advance(10 * 24 * time.Hour)
		reads("after the last day", false, false)
	})
}

// TestDaysOfARoleWithAMinimumAreNotAddedByCorrecting: neither a people partner nor
// anybody else comes round the manager's word that way.
func TestDaysOfARoleWithAMinimumAreNotAddedByCorrecting(t *testing.T) {
	w := world.New(t, "sqlite")
	ctx, pia, mats := t.Context(), w.Actor("pia"), w.Person("mats")
	p, err := w.Profile(ctx, pia, mats)
	must(t, err)
	entry := workflow.RoleEntry{Role: "Chapter lead", From: p.Held[0].From}
	for name, days := range map[string]role.Days{"earlier": {From: "2020-01-01"}, "later too": {From: "2019-01-01", Until: "2027-01-01"}} {
		if err := w.RedateRole(ctx, pia, workflow.Once{}, mats, entry, days); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, w.RedateRole(ctx, pia, workflow.Once{}, mats, entry, role.Days{From: p.Held[0].From.AddDays(1)}))
}
