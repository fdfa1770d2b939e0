package trust

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// planWords are what stands in a growth plan; tests put their own in.
type planWords struct {
	agreed, action, support, note string // of a focus area both agreed on
	suggested                     string // of one that waits for the manager
	staying                       string // beside the person's answer about a wider step
}

var plainPlan = planWords{"Lead one review.", "Ask Asa.", "An hour a week.", "It went well.", "Learn about pricing.", "I like it here."}

// grow fills the subject's plan: a focus area that is agreed, with a note, one
// that waits for the manager, an answer, and a share with Ola and the squad.
func grow(w *world.World, subject, manager string, words planWords) (agreed id.Focus, shares []id.Share) {
	w.Helper()
	ctx, self, lead, once := w.Context(), w.Actor(subject), w.Actor(manager), workflow.Once{}
	content := growth.Content{Aim: growth.Role, Role: "Agile coach", Text: words.agreed, Actions: []string{words.action}, Support: words.support}
	ref, err := w.SuggestFocus(ctx, lead, once, self.Person, content)
	must(w.T, err)
	must(w.T, w.AgreeFocus(ctx, self, once, ref, 1))
	must(w.T, w.SayOnFocus(ctx, self, once, ref, 2, words.note))
	_, err = w.SuggestFocus(ctx, self, once, self.Person, growth.Content{Aim: growth.Deeper, Text: words.suggested})
	must(w.T, err)
	must(w.T, w.SayStaying(ctx, self, once, true, words.staying))
	for _, with := range []workflow.ShareWith{{Person: w.Person("ola")}, {Squad: squadOf(w, subject)}} {
		share, err := w.SharePlan(ctx, self, once, with)
		must(w.T, err)
		shares = append(shares, share)
	}
	return ref, shares
}

func squadOf(w *world.World, name string) id.Unit {
	w.Helper()
	p, err := w.Profile(w.Context(), w.Actor(name), w.Person(name))
	must(w.T, err)
	for _, u := range p.Units {
		if u.Kind == org.Squad {
			return u.ID
		}
	}
	w.Fatalf("%s is in no squad", name)
	return ""
}

func growPlainly(w *world.World, _ id.Evaluation) {
	_, err := w.SuggestFocus(w.Context(), w.Actor("mats"), workflow.Once{}, w.Person("noor"), growth.Content{Aim: growth.Wider, Text: "words"})
	must(w.T, err)
	must(w.T, w.SayStaying(w.Context(), w.Actor("noor"), workflow.Once{}, true, "words"))
}

func sayStaying(staying bool) func(*world.World, id.Evaluation) {
	return func(w *world.World, _ id.Evaluation) {
		must(w.T, w.SayStaying(w.Context(), w.Actor("noor"), workflow.Once{}, staying, "words"))
	}
}

// readFocus asks for the focus area that the two agreed on in the evaluation.
func readFocus(a ask) (outcome, error) {
	p, err := a.Plan(a.ctx, a.actor, a.subject)
	there := slices.ContainsFunc(p.Focuses, func(f workflow.FocusView) bool { return f.Content.Text == world.Plain.Focus })
	return a.outcome(err, there)
}

// listPlans asks the list of plans that the actor may look into.
func listPlans(a ask) (outcome, error) {
	p, err := a.Plan(a.ctx, a.actor, a.actor.Person)
	if err != nil {
		return a.outcome(err, false)
	}
	listed := p.Subject.ID == a.subject || slices.ContainsFunc(slices.Concat(p.WithMe, p.Reports), func(r workflow.PersonRef) bool { return r.ID == a.subject })
	if !listed {
		return withheld, nil
	}
	return shown, nil
}

// writeFocus tries every act on a plan; all of them must answer alike.
func writeFocus(a ask) (outcome, error) {
	mine, err := a.Plan(a.ctx, a.Actor("noor"), a.subject)
	if err != nil || len(mine.Focuses) == 0 {
		return "", fmt.Errorf("Noor has no plan: %w", err)
	}
	ref, once := mine.Focuses[0].ID, workflow.Once{}
	content := growth.Content{Aim: growth.Deeper, Text: "Other words."}
	var all []outcome
	for _, act := range []func() error{
		func() error { return a.AgreeFocus(a.ctx, a.actor, once, ref, 0) },
		func() error { return a.ChangeFocus(a.ctx, a.actor, once, ref, 0, content) },
		func() error { return a.MoveFocus(a.ctx, a.actor, once, ref, 0, growth.Done, "words") },
		func() error { return a.SayOnFocus(a.ctx, a.actor, once, ref, 0, "words") },
		func() error { return second(a.SuggestFocus(a.ctx, a.actor, once, a.subject, content)) },
	} {
		err := act()
		if fault.Is(err, fault.Conflict) { // one of the two learns that the words have changed since
			err = nil
		}
		o, err := a.written(err)
		if err != nil {
			return "", err
		}
		all = append(all, o)
	}
	if len(slices.Compact(all)) != 1 {
		return "", fmt.Errorf("acts answer differently: %v", all)
	}
	return all[0], nil
}

// TestASharedPlanIsReadByTheChosenAlone is what the matrix calls S: those whom
// the subject chose read what is agreed, and the cells without S stay closed
// whomever the subject would choose.
func TestASharedPlanIsReadByTheChosenAlone(t *testing.T) {
	m := matrix(t)
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		must(w.T, w.SetManager(ctx, w.Actor("pia"), w.Person("noor"), w.Person("mira")))
		must(w.T, w.SetManager(ctx, w.Actor("pia"), w.Person("noor"), w.Person("mats")))
		grow(w, "noor", "mats", plainPlan)
		for c, names := range cast {
			for _, name := range names {
				if c == "subject" || c == "manager" || c == "former_mgr" || c == "outsider" || name == "ola" || name == "fia" {
					continue // shared with already, or one of the two
				}
				share, err := w.SharePlan(ctx, w.Actor("noor"), once, workflow.ShareWith{Person: w.Person(name)})
				may := m["focus"][c] == "S"
				inSquad := name == "ben" || name == "asa"
				if may != (err == nil) {
					w.Errorf("Noor shares with %s, a %s: %v", name, c, err)
				}
				got, readErr := w.Plan(ctx, w.Actor(name), w.Person("noor"))
				if may != (readErr == nil) {
					w.Errorf("%s reads a shared plan: %v", name, readErr)
				}
				if may && (len(got.Focuses) != 1 || got.Focuses[0].Content.Support != "" || got.Answer != nil || len(got.Focuses[0].Entries) > 0 || got.StepName != "" || got.Shares != nil) {
					w.Errorf("%s is shown %+v", name, got)
				}
				if !may {
					continue
				}
				must(w.T, w.EndShare(ctx, w.Actor("noor"), once, share))
				if _, err := w.Plan(ctx, w.Actor(name), w.Person("noor")); !fault.Is(err, fault.Withheld) && !inSquad {
					w.Errorf("%s reads what was taken back: %v", name, err)
				}
			}
		}
		for _, name := range []string{"mira", "gil", "wim"} { // the manager before, and others who were not chosen
			if _, err := w.Plan(ctx, w.Actor(name), w.Person("noor")); !fault.Is(err, fault.Withheld) {
				w.Errorf("%s reads the plan: %v", name, err)
			}
		}
	})
}

// TestAShareShowsAndChangesNothingMore: whoever is shown a plan acts on nothing
// of it and finds no address of its parts.
func TestAShareShowsAndChangesNothingMore(t *testing.T) {
	w := world.New(t, "sqlite")
	ref, shares := grow(w, "noor", "mats", plainPlan)
	ctx, ola, once := w.Context(), w.Actor("ola"), workflow.Once{}
	for what, err := range map[string]error{
		"opens a focus area": third(w.FocusPlan(ctx, ola, ref)),
		"agrees":             w.AgreeFocus(ctx, ola, once, ref, 3),
		"changes":            w.ChangeFocus(ctx, ola, once, ref, 3, growth.Content{Aim: growth.Deeper, Text: "x"}),
		"moves":              w.MoveFocus(ctx, ola, once, ref, 3, growth.Done, "x"),
		"notes":              w.SayOnFocus(ctx, ola, once, ref, 3, "x"),
		"suggests":           second(w.SuggestFocus(ctx, ola, once, w.Person("noor"), growth.Content{Aim: growth.Deeper, Text: "x"})),
		"takes a share back": w.EndShare(ctx, ola, once, shares[0]),
	} {
		if !fault.Is(err, fault.Withheld) {
			t.Errorf("somebody it is shared with %s: %v", what, err)
		}
	}
	if err := w.EndShare(ctx, w.Actor("mats"), once, shares[0]); !fault.Is(err, fault.Withheld) {
		t.Errorf("the manager takes a share back: %v", err)
	}
	if _, err := w.SharePlan(ctx, w.Actor("mats"), once, workflow.ShareWith{Person: w.Person("noor")}); err != nil {
		t.Errorf("the manager shares his own plan: %v", err)
	}
}

func third[A, B any](_ A, _ B, err error) error { return err }

// TestThePlanGoesToTheNewManagerAtOnce: all of it, with the answer, and the one
// before has nothing of it in the next instant.
func TestThePlanGoesToTheNewManagerAtOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref, _ := grow(w, "noor", "mats", plainPlan)
		ctx := w.Context()
		must(w.T, w.SetManager(ctx, w.Actor("pia"), w.Person("noor"), w.Person("mira")))
		if _, err := w.Plan(ctx, w.Actor("mats"), w.Person("noor")); !fault.Is(err, fault.Withheld) {
			w.Errorf("the manager before reads the plan: %v", err)
		}
		if err := w.SayOnFocus(ctx, w.Actor("mats"), workflow.Once{}, ref, 3, "x"); !fault.Is(err, fault.Withheld) {
			w.Errorf("the manager before writes: %v", err)
		}
		home, err := w.Home(ctx, w.Actor("mats"))
		if err != nil || len(home.Plans) > 0 {
			w.Errorf("home of the manager before: %v, %v", home.Plans, err)
		}
		p, err := w.Plan(ctx, w.Actor("mira"), w.Person("noor"))
		inherited := slices.ContainsFunc(p.Focuses, func(f workflow.FocusView) bool { return f.SupportBy.ID == w.Person("mats") })
		if err != nil || len(p.Focuses) != 2 || p.Answer == nil || !p.Answer.Staying || !inherited {
			w.Errorf("the new manager finds %+v, %v", p, err)
		}
		home, err = w.Home(ctx, w.Actor("mira"))
		if err != nil || len(home.Plans) != 1 {
			w.Errorf("home of the new manager: %v, %v", home.Plans, err)
		}
	})
}

// TestNobodyAnswersForSomebodyElse: the answer about a wider step names no person,
// and what a manager says about a wider step is about the manager.
func TestNobodyAnswersForSomebodyElse(t *testing.T) {
	w := world.New(t, "sqlite")
	must(t, w.SayStaying(w.Context(), w.Actor("mats"), workflow.Once{}, true, "x"))
	p, err := w.Plan(w.Context(), w.Actor("noor"), w.Person("noor"))
	if err != nil || p.Answer != nil {
		t.Errorf("Noor has the answer %+v, %v", p.Answer, err)
	}
}

// TestOnlyTheFirstStepExpectsToMoveOn, only to the two, and not against an answer.
func TestOnlyTheFirstStepExpectsToMoveOn(t *testing.T) {
	for step, want := range map[string]bool{"individual": true, "squad-chapter": false} {
		w := world.New(t, "sqlite")
		words := world.Plain
		words.Step = framework.StepID(step)
		w.Evaluate("noor", "mats", evaluation.Agreed, words)
		grow(w, "noor", "mats", plainPlan)
		for _, answered := range []bool{true, false} {
			w.Clock.Advance(time.Second)
			must(t, w.SayStaying(w.Context(), w.Actor("noor"), workflow.Once{}, answered, ""))
			for _, name := range []string{"noor", "mats", "ola"} {
				p, err := w.Plan(w.Context(), w.Actor(name), w.Person("noor"))
				if err != nil || p.ExpectsMove != (want && !answered && name != "ola") {
					t.Errorf("%s at %s, staying %v: %v, %v", name, step, answered, p.ExpectsMove, err)
				}
			}
			p, err := w.Plan(w.Context(), w.Token("noor", access.ScopeGrowth), w.Person("noor"))
			if err != nil || p.ExpectsMove || p.StepName != "" {
				t.Errorf("a token without the scope of Steps learns %q", p.StepName)
			}
		}
	}
}

// TestEveryActOnAPlanIsWrittenDown, and every reading by somebody else.
func TestEveryActOnAPlanIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		for _, d := range growthDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

func growthDeeds(w *world.World) []deed {
	ctx, noor, mats, once := w.Context(), w.Actor("noor"), w.Actor("mats"), workflow.Once{}
	var ref id.Focus
	var share id.Share
	content := growth.Content{Aim: growth.Deeper, Text: "Words."}
	by := func(act, hat string) []string { return []string{line("growth."+act, "focus", hat)} }
	reads := func(name string, lines ...string) deed {
		return deed{name + " reads the plan", func() error {
			p, err := w.Plan(ctx, w.Actor(name), noor.Person)
			if err != nil && p.Focuses != nil {
				w.Errorf("%s gets the plan with the failure to write it down", name)
			}
			return err
		}, lines}
	}
	return []deed{
		{"suggest", func() (err error) { ref, err = w.SuggestFocus(ctx, noor, once, noor.Person, content); return err }, by("suggested", "self")},
		{"change", func() error { return w.ChangeFocus(ctx, mats, once, ref, 1, content) }, by("changed", "manager")},
		{"agree", func() error { return w.AgreeFocus(ctx, noor, once, ref, 2) }, by("agreed", "self")},
		{"note", func() error { return w.SayOnFocus(ctx, mats, once, ref, 3, "Hello.") }, by("said", "manager")},
		{"move", func() error { return w.MoveFocus(ctx, noor, once, ref, 4, growth.SetAside, "") }, by("moved", "self")},
		{"answer", func() error { return w.SayStaying(ctx, noor, once, true, "") }, by("staying-said", "self")},
		{"share", func() (err error) {
			share, err = w.SharePlan(ctx, noor, once, workflow.ShareWith{Person: w.Person("ola")})
			return err
		}, by("shared", "self")},
		reads("noor"),
		reads("mats", line("read", "focus", "manager"), line("read", "step", "manager")),
		reads("ola", line("read", "focus", "colleague")),
		{"take back", func() error { return w.EndShare(ctx, noor, once, share) }, by("share-ended", "self")},
	}
}

// growthPlans puts a canary into every private field of two plans: Noor's, which
// she shares, and Ola's, whose manager changed.
func (c *cage) growthPlans() {
	c.Helper()
	shared := []string{"noor", "mats", "ola", "ben", "asa", "fia"} // by name, and the squad
	pair := []string{"noor", "mats"}
	grow(c.World, "noor", "mats", planWords{
		agreed: c.put("noor", "focus-agreed", shared...), action: c.put("noor", "focus-action", shared...), support: c.put("noor", "focus-support", pair...),
		note: c.put("noor", "focus-note", pair...), suggested: c.put("noor", "focus-suggested", pair...), staying: c.put("noor", "focus-staying", pair...),
	})
	c.alsoReads("noor's focus", shared...)
	pair = []string{"gil", "mira"}
	ref, shares := grow(c.World, "gil", "mira", planWords{
		agreed: c.put("gil", "focus-agreed", pair...), action: c.put("gil", "focus-action", pair...), support: c.put("gil", "focus-support", pair...),
		note: c.put("gil", "focus-note", pair...), suggested: c.put("gil", "focus-suggested", pair...), staying: c.put("gil", "focus-staying", pair...),
	})
	for _, share := range shares {
		must(c.T, c.EndShare(c.Context(), c.Actor("gil"), workflow.Once{}, share))
	}
	must(c.T, c.ChangeFocus(c.Context(), c.Actor("mira"), workflow.Once{}, ref, 3, growth.Content{Aim: growth.Deeper, Text: c.put("gil", "focus-changed", pair...)}))
	must(c.T, c.MoveFocus(c.Context(), c.Actor("gil"), workflow.Once{}, ref, 4, growth.Done, c.put("gil", "focus-done", pair...)))
}

// alsoReads names the readers of one of the canaries anew: what was agreed in an
// evaluation is part of the plan and goes where it is shared.
func (c *cage) alsoReads(what string, readers ...string) {
	for i := range c.canaries {
		if c.canaries[i].what == what {
			c.canaries[i].readers = readers
		}
	}
}

// TestAManagerBeforeIsShownWhatIsChosenAnewAlone: neither a share by name from
// before nor one with a squad reaches whoever stopped being the manager.
func TestAManagerBeforeIsShownWhatIsChosenAnewAlone(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, noor, pia, once := w.Context(), w.Actor("noor"), w.Actor("pia"), workflow.Once{}
		grow(w, "noor", "mats", plainPlan)
		if _, err := w.SharePlan(ctx, noor, once, workflow.ShareWith{Person: w.Person("mats")}); !fault.Is(err, fault.Invalid) {
			w.Errorf("shared with the manager: %v", err)
		}
		before := w.Actor("ben") // of the squad, and named
		must(w.T, second(w.SharePlan(ctx, noor, once, workflow.ShareWith{Person: before.Person})))
		for _, manager := range []id.Person{before.Person, w.Person("mats")} {
			w.Clock.Advance(time.Second)
			must(w.T, w.SetManager(ctx, pia, noor.Person, manager))
		}
		if _, err := w.Plan(ctx, before, noor.Person); !fault.Is(err, fault.Withheld) {
			w.Errorf("the manager before reads on: %v", err)
		}
		must(w.T, second(w.SharePlan(ctx, noor, once, workflow.ShareWith{Person: before.Person})))
		if p, err := w.Plan(ctx, before, noor.Person); err != nil || p.Pair() {
			w.Errorf("named anew: %v", err)
		}
		if _, err := w.Plan(ctx, w.Actor("asa"), noor.Person); err != nil {
			w.Errorf("others of the squad: %v", err)
		}
	})
}
