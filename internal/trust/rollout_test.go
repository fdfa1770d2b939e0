package trust

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/orgfile"
	"cairn/internal/rollout"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// prepare has Pia prepare a rollout for everybody, or for the unit of that name.
func prepare(w *world.World, unit string, trial bool) id.Rollout {
	w.Helper()
	scopes, err := w.RolloutScopes(w.Context(), w.Actor("pia"))
	must(w.T, err)
	d := rollout.Draft{Name: "Steps in spring", Purpose: "We begin together.", Trial: trial}
	for _, u := range scopes {
		if u.Name == unit {
			d.Scope = u.ID
		}
	}
	ref, err := w.PrepareRollout(w.Context(), w.Actor("pia"), workflow.Once{}, d)
	must(w.T, err)
	return ref
}

// place has Mats place Noor at the step.
func place(w *world.World, ref id.Rollout, step framework.StepID) {
	w.Helper()
	must(w.T, w.Place(w.Context(), w.Actor("mats"), workflow.Once{}, ref, map[id.Person]framework.StepID{w.Person("noor"): step}))
}

func readPlacement(a ask) (outcome, error) {
	s, err := a.Worksheet(a.ctx, a.actor, a.trial)
	return a.outcome(err, slices.ContainsFunc(s.Lines, func(l workflow.PlacementLine) bool { return l.Person.ID == a.subject && l.Step != "" }))
}

func writePlacement(a ask) (outcome, error) {
	return a.written(a.Place(a.ctx, a.actor, workflow.Once{}, a.trial, map[id.Person]framework.StepID{a.subject: "squad-chapter"}))
}

func placementsKept(w *world.World) int {
	w.Helper()
	return len(valuesOf(w.T, w.Raw(w.T), "placements.subject"))
}

// TestPlacedOrNotLooksTheSame: to Noor and to everybody but Mats, who placed her.
func TestPlacedOrNotLooksTheSame(t *testing.T) {
	t.Parallel() // in a world of its own
	first := serve(t, world.New(t, "sqlite"))
	first.signIn(t)
	ref := prepare(first.World, "", true)
	a, b := first.again(t), first.again(t)
	place(b.World, ref, "tribe-guild")
	found := idsOf(t, b.World)
	compared := 0
	for _, name := range append(first.Names(), "") {
		there, differ := map[string]answer{}, 0
		a.crawl(t, name, found, func(path string, got answer) { there[path] = got.plain() })
		compared += b.crawl(t, name, found, func(path string, got answer) {
			if there[path] != got.plain() && !tellsWhen(path) {
				differ++
				if name != "mats" {
					t.Errorf("%q sees the difference at %s", name, path)
				}
			}
		})
		if name == "mats" && differ == 0 {
			t.Error("Mats himself sees no difference")
		}
	}
	if compared < 1_000 {
		t.Errorf("only %d pages were compared", compared)
	}
	for _, s := range []*site{a, b} {
		must(t, s.LaunchRollout(t.Context(), s.Actor("pia"), workflow.Once{}, ref))
		_, err := s.OpenRollouts(t.Context())
		must(t, err)
	}
	of := func(s *site) string {
		v, err := s.Rollout(t.Context(), s.Actor("pia"), ref, false)
		must(t, err)
		about, few := v.DroppedAbout()
		return fmt.Sprint(about, few, v.DroppedAt, v.Spread, v.Counts)
	}
	if of(a) != of(b) {
		t.Errorf("after the launch a people partner sees %s and %s", of(a), of(b))
	}
}

func TestAPlacementIsTheManagersOfTheMoment(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor := w.Context(), w.Person("noor")
		ref := prepare(w, "", true)
		place(w, ref, "tribe-guild")
		must(w.T, w.SetManager(ctx, w.Actor("pia"), noor, w.Person("mira")))
		if n := placementsKept(w); n != 0 {
			w.Errorf("%d placements outlive the change of manager", n)
		}
		must(w.T, w.SetManager(ctx, w.Actor("pia"), noor, ""))
		for _, name := range []string{"mira", "mats"} {
			s, err := w.Worksheet(ctx, w.Actor(name), ref)
			must(w.T, err)
			for _, l := range s.Lines {
				if l.Step != "" {
					w.Errorf("%s reads a placement of before", name)
				}
			}
		}
		if err := w.Place(ctx, w.Actor("mira"), workflow.Once{}, ref, map[id.Person]framework.StepID{noor: "tribe-guild"}); !fault.Is(err, fault.Withheld) {
			w.Errorf("a former manager places: %v", err)
		}
	})
}

func TestPlacementsAreGoneWithTheLaunch(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, pia, noor := w.Context(), w.Actor("pia"), w.Person("noor")
		ref := prepare(w, "", true)
		place(w, ref, "tribe-guild")
		must(w.T, w.LaunchRollout(ctx, pia, workflow.Once{}, ref))
		if _, err := w.Worksheet(ctx, w.Actor("mats"), ref); !fault.Is(err, fault.Withheld) {
			w.Errorf("the worksheet is there after the launch: %v", err)
		}
		v, err := w.Rollout(ctx, pia, ref, false)
		must(w.T, err)
		if v.DroppedAt.IsSet() {
			w.Error("said to be deleted before it was done")
		}
		_, err = w.OpenRollouts(ctx)
		must(w.T, err)
		if v, err = w.Rollout(ctx, pia, ref, false); err != nil || !v.DroppedAt.IsSet() || placementsKept(w) != 0 {
			w.Errorf("not deleted: %v, %d kept, %v", v.DroppedAt, placementsKept(w), err)
		}
		step, err := w.Standing(ctx, w.Actor("mats"), noor)
		if err != nil || step.Set {
			w.Errorf("a placement became a Step: %+v, %v", step, err)
		}
	})
}

// TestWhoSeesARollout asks everybody for one in each of its stages.
func TestWhoSeesARollout(t *testing.T) {
	world.Each(t, func(w *world.World) {
		sees := func(stage string, ref id.Rollout, want ...string) {
			w.Helper()
			for _, name := range w.Names() {
				_, err := w.Rollout(w.Context(), w.Actor(name), ref, true)
				lines, _, listing := w.Rollouts(w.Context(), w.Actor(name))
				must(w.T, listing)
				listed := slices.ContainsFunc(lines, func(l workflow.RolloutLine) bool { return l.ID == ref })
				if allowed := slices.Contains(want, name); (err == nil) != allowed || listed != allowed || err != nil && !fault.Is(err, fault.Withheld) {
					w.Errorf("%s: %s sees it %v, lists it %v, want %v", stage, name, err == nil, listed, allowed)
				}
			}
		}
		sees("prepared", prepare(w, "Backend", false), "pia", "per")
		ref := prepare(w, "Backend", true) // its members are Mats, Noor, Ben and Asa; Tove manages Mats
		sees("with a trial", ref, "pia", "per", "mats", "tove")
		must(w.T, w.LaunchRollout(w.Context(), w.Actor("pia"), workflow.Once{}, ref))
		sees("open", ref, "pia", "per", "mats", "tove", "ben", "asa") // Noor is in her first months
		must(w.T, w.EndRollout(w.Context(), w.Actor("per"), workflow.Once{}, ref))
		sees("ended", ref, "pia", "per", "mats", "tove", "ben", "asa")
		if _, err := w.Rollout(w.Context(), w.Token("ben"), ref, false); !fault.Is(err, fault.Withheld) {
			w.Errorf("over a token: %v", err)
		}
		v, err := w.Rollout(w.Context(), w.Actor("mats"), ref, true)
		if err != nil || v.Trial || v.Counts != nil || v.Out != nil || v.Would != nil || len(v.Reports) != 2 || v.Mine == nil {
			w.Errorf("a manager sees %+v, %v", v, err)
		}
	})
}

// TestADraftIsInNoFigure: what a side begins to write moves no count that anybody
// sees, and who it was is told to nobody.
func TestADraftIsInNoFigure(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, pia, ben := w.Context(), w.Actor("pia"), w.Actor("ben")
		ref := prepare(w, "", false)
		must(w.T, w.LaunchRollout(ctx, pia, workflow.Once{}, ref))
		counts := func() rollout.Count {
			v, err := w.Rollout(ctx, pia, ref, false)
			must(w.T, err)
			if len(v.Counts) != 1 {
				w.Fatalf("chapters of fewer than five are told apart: %+v", v.Counts)
			}
			return v.Counts[0]
		}
		before := counts()
		if before.Pairs != 14 || before.Started != 0 {
			w.Errorf("%+v", before)
		}
		h, err := w.Home(ctx, ben)
		must(w.T, err)
		e := h.Mine[0]
		if e.Kind != evaluation.Rollout {
			w.Errorf("an evaluation of the kind %q was opened", e.Kind)
		}
		draft := workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}}
		_, err = w.SaveDraft(ctx, ben, e.ID, draft)
		must(w.T, err)
		if counts() != before {
			w.Errorf("a draft is counted: %+v", counts())
		}
		must(w.T, w.HandIn(ctx, ben, workflow.Once{}, e.ID, nil))
		if c := counts(); c.Started != 1 || c.Both != 0 {
			w.Errorf("handed in: %+v", c)
		}
	})
}

// TestAReminderIsOneAPersonAndAWeek: to whose turn it is and to nobody else.
func TestAReminderIsOneAPersonAndAWeek(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, pia, week := w.Context(), w.Actor("pia"), 7*24*time.Hour
		ref := prepare(w, "Backend", false)
		must(w.T, w.LaunchRollout(ctx, pia, workflow.Once{}, ref))
		remind := func(why string, want int) {
			w.Helper()
			if told, err := w.RemindRollouts(ctx); err != nil || told != want {
				w.Errorf("%s: %d told, want %d, %v", why, told, want, err)
			}
		}
		remind("the day it opened", 0)
		w.Clock.Advance(week)
		remind("a week after", 4) // Mats once for himself and his two, Tove, Ben, Asa
		remind("at once again", 0)
		h, err := w.Home(ctx, w.Actor("ben"))
		must(w.T, err)
		draft := &workflow.Draft{Body: evaluation.Body{Areas: map[evaluation.Key]evaluation.Answer{"team/individual": {Text: "Words."}}}}
		must(w.T, w.HandIn(ctx, w.Actor("ben"), workflow.Once{}, h.Mine[0].ID, draft))
		w.Clock.Advance(week)
		must(w.T, w.PauseRollout(ctx, pia, workflow.Once{}, ref))
		remind("while it is paused", 0)
		must(w.T, w.ResumeRollout(ctx, pia, workflow.Once{}, ref))
		remind("the week after", 3)
		for name, want := range map[string]bool{"mats": true, "tove": true, "asa": true, "ben": true, "noor": false, "pia": false} { // Ben heard of it the week before
			box, err := w.Inbox(ctx, w.Actor(name))
			must(w.T, err)
			about, _ := notice.Of(notice.RolloutReminder)
			n := 0
			for _, l := range box.New {
				if l.Path == "/rollouts/"+string(ref) && slices.Contains(l.Said, about.Line) {
					n++
				}
			}
			if n > 1 || (n == 1) != want {
				w.Errorf("%s has %d reminders", name, n)
			}
		}
		must(w.T, w.EndRollout(ctx, pia, workflow.Once{}, ref))
		w.Clock.Advance(week)
		remind("after it ended", 0)
	})
}

// TestARolloutOpensAllAndNoneTwice: interrupted after the first hundred, then by
// several at once. Who has an evaluation open keeps it.
func TestARolloutOpensAllAndNoneTwice(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, pia, once := w.Context(), w.Actor("pia"), workflow.Once{Key: "launch"}
		var rows []orgfile.Row
		for i := range 130 {
			rows = append(rows, orgfile.Row{Line: i + 2, Name: fmt.Sprintf("Many %d", i), Email: fmt.Sprintf("many%d@example.org", i), Start: "2020-01-01", Chapter: "Backend", Tribe: "Rivers"})
		}
		_, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows, workflow.ImportOptions{})
		must(w.T, err)
		kept := w.Evaluate("ben", "mats", evaluation.Opened, world.Plain)
		ref := prepare(w, "Backend", false)
		must(w.T, w.LaunchRollout(ctx, pia, once, ref))
		must(w.T, w.LaunchRollout(ctx, pia, once, ref)) // the same form again
		v, err := w.Rollout(ctx, pia, ref, false)
		if err != nil || v.Pairs != 133 || v.Stage != rollout.Opening && v.Stage != rollout.Running {
			w.Fatalf("%d of %d, %s, %v", v.OpenedSo, v.Pairs, v.Stage, err)
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { _, _ = w.OpenRollouts(ctx) })
		}
		all.Wait()
		_, err = w.OpenRollouts(ctx)
		must(w.T, err)
		if v, err = w.Rollout(ctx, pia, ref, false); err != nil || v.Stage != rollout.Running || v.OpenedSo != 133 {
			w.Errorf("%d of %d, %s, %v", v.OpenedSo, v.Pairs, v.Stage, err)
		}
		subjects := valuesOf(w.T, w.Raw(w.T), "evaluations.subject")
		if slices.Sort(subjects); len(subjects) != 133 || len(slices.Compact(subjects)) != 133 {
			w.Errorf("%d evaluations", len(subjects))
		}
		h, err := w.Home(ctx, w.Actor("ben"))
		if err != nil || len(h.Mine) != 1 || h.Mine[0].ID != kept {
			w.Errorf("Ben did not keep his: %+v, %v", h.Mine, err)
		}
		// The next rollout has nobody to take in: all are in one that has not ended.
		again, err := w.Rollout(ctx, pia, prepare(w, "Backend", false), false)
		if err != nil || again.Pairs != 0 || len(again.Out) == 0 {
			w.Errorf("%+v, %v", again, err)
		}
	})
}

// TestOnlyAPeoplePartnerActsOnARollout tries every act as everybody.
func TestOnlyAPeoplePartnerActsOnARollout(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, ref, once := w.Context(), prepare(w, "", true), workflow.Once{}
		for _, name := range append(w.Names(), "") {
			if name == "pia" || name == "per" {
				continue
			}
			for act, do := range map[string]func(access.Actor) error{
				"prepare": func(a access.Actor) error {
					_, err := w.PrepareRollout(ctx, a, once, rollout.Draft{Name: "n", Purpose: "p"})
					return err
				},
				"launch": func(a access.Actor) error { return w.LaunchRollout(ctx, a, once, ref) },
				"pause":  func(a access.Actor) error { return w.PauseRollout(ctx, a, once, ref) },
				"resume": func(a access.Actor) error { return w.ResumeRollout(ctx, a, once, ref) },
				"end":    func(a access.Actor) error { return w.EndRollout(ctx, a, once, ref) },
				"scopes": func(a access.Actor) error { _, err := w.RolloutScopes(ctx, a); return err },
			} {
				if err := do(w.Actor(name)); !fault.Is(err, fault.Withheld) && !(name == "" && fault.Is(err, fault.Unauthenticated)) {
					w.Errorf("%s as %q: %v", act, name, err)
				}
			}
		}
	})
}

// TestEveryActOfARolloutIsWrittenDown, and each look at one's own worksheet.
func TestEveryActOfARolloutIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, pia, once := w.Context(), w.Actor("pia"), workflow.Once{}
		ref := prepare(w, "Backend", true)
		by := func(act string) []string { return []string{line("rollout."+act, "compare", "people partner")} }
		opened := "evaluation.opened compare "
		for _, d := range []deed{
			{"prepare", func() error {
				_, err := w.PrepareRollout(ctx, pia, once, rollout.Draft{Name: "n", Purpose: "p"})
				return err
			}, by("prepared")},
			{"an empty worksheet", func() error { _, err := w.Worksheet(ctx, w.Actor("mats"), ref); return err }, nil},
			{"place", func() error {
				return w.Place(ctx, w.Actor("mats"), once, ref, map[id.Person]framework.StepID{w.Person("noor"): "individual"})
			}, []string{line("placement.saved", "slotting", "manager")}},
			{"the worksheet", func() error { _, err := w.Worksheet(ctx, w.Actor("mats"), ref); return err }, []string{line("read", "slotting", "manager")}},
			{"launch", func() error { return w.LaunchRollout(ctx, pia, once, ref) }, append(by("launched"), opened, opened, opened)},
			{"delete", func() error { _, err := w.OpenRollouts(ctx); return err }, []string{"placement.all-deleted slotting "}},
			{"pause", func() error { return w.PauseRollout(ctx, pia, once, ref) }, by("paused")},
			{"resume", func() error { return w.ResumeRollout(ctx, pia, once, ref) }, by("resumed")},
			{"end", func() error { return w.EndRollout(ctx, pia, once, ref) }, by("ended")},
		} {
			tryDeed(w.T, w, d)
		}
		page, err := w.ReadsAbout(ctx, w.Actor("noor"), workflow.ReadMark{}, 0)
		if err != nil || len(page.Lines) != 0 {
			w.Errorf("Noor is told of a worksheet: %+v, %v", page.Lines, err)
		}
	})
}

// TestARolloutLeadsNobodyToAWiderStep: who is not aiming at one is asked about the
// present step alone, whoever opened the evaluation.
func TestARolloutLeadsNobodyToAWiderStep(t *testing.T) {
	w := world.New(t, "sqlite")
	for _, name := range []string{"asa", "ben"} {
		w.Evaluate(name, "mats", evaluation.Agreed, world.Plain)
	}
	must(t, w.SayStaying(t.Context(), w.Actor("asa"), workflow.Once{}, true, "I like it here."))
	w.Clock.Advance(time.Hour)
	ref := prepare(w, "", false)
	must(t, w.LaunchRollout(t.Context(), w.Actor("pia"), workflow.Once{}, ref))
	for name, steps := range map[string]int{"asa": 1, "ben": 2} {
		home, err := w.Home(t.Context(), w.Actor(name))
		must(t, err)
		v, err := w.Evaluation(t.Context(), w.Actor(name), home.Mine[0].ID)
		must(t, err)
		if v.Kind != evaluation.Rollout || len(v.Steps) != steps || v.Steps[0] != "squad-chapter" {
			t.Errorf("%s looks at %v in %s", name, v.Steps, v.Kind)
		}
	}
}
