package trust

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/priority"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Priorities bring tables, addresses, a row of the matrix and guards of their own.
func init() {
	clear["priorities"] = "id subject made_at waits_for version" // that there is one, not what it says or how it went
	clear["priority_entries"] = "id subject priority author at"
	clear["priority_shares"] = "id subject manager squad asked_by asked_at since until"
	sealed = append(sealed, "priorities.sealed", "priority_entries.sealed")
	probes["priorities"] = probe{readPriorities, listPriorities, writePriorities, access.ScopePriorities}
	maps.Copy(kinds, map[string]string{
		"/people/{id}/priorities":            "person",
		"/people/{id}/priorities/shares":     "person",
		"/priorities/{id}":                   "priority",
		"/priorities/{id}/agreement":         "priority",
		"/priorities/{id}/words-kept":        "priority",
		"/priorities/{id}/state":             "priority",
		"/priorities/{id}/notes":             "priority",
		"/priorities/{id}/carry-over":        "priority",
		"/priorities/shares/{id}":            "priority-share",
		"/priorities/shares/{id}/agreement":  "priority-share",
		"/priorities/shares/{id}/end":        "priority-share",
		"/api/v1/people/{id}/priorities":     "person",
		"/api/v1/priorities/{id}":            "priority",
		"/api/v1/priorities/{id}/agreement":  "priority",
		"/api/v1/priorities/{id}/words-kept": "priority",
		"/api/v1/priorities/{id}/state":      "priority",
		"/api/v1/priorities/{id}/notes":      "priority",
		"/api/v1/priorities/{id}/carry-over": "priority",
	})
	twins["priorities or none"] = twin{reach(evaluation.Agreed), nothing, func(w *world.World, _ id.Evaluation) { prioritiseUnshared(w) }, false}
	breakages = append(breakages,
		broken("priorities are shown to everybody", "TestTheMatrixHolds|TestPrioritiesAreSharedByBothAlone", "priority/visible.go", "return b.Pair() }", "return b.Known }"),
		broken("one of the two is enough to share priorities", "TestPrioritiesAreSharedByBothAlone", "workflow/priority_share.go", "if s.WaitsFor() != side {", "if false {"),
		broken("shared priorities outlive the pair", "TestPrioritiesGoToTheNewManagerAtOnce", "workflow/lines.go", "if err := newPairs(tx, changed); err != nil {", "if err := newPairs(tx, nil); err != nil {"),
		broken("a share shows what is not agreed", "TestPrioritiesAreSharedByBothAlone", "workflow/priority_read.go", "return !priority.Shareable(one.State) })", "return false })"),
		broken("acts on priorities are not journalled", "TestEveryActOnAPriorityIsWrittenDown", "workflow/priority.go", `return "", record(tx, actor, aboutPriority(p, b, c.act))`, `return "", nil`),
	)
}

// priorityWords are what stands in somebody's priorities.
type priorityWords struct {
	agreed, ended, outcome      string // what a share shows
	note, wish, suggested, name string // name is of the period of what is suggested
}

var plainPriorities = priorityWords{"Open the line.", "Close the depot.", "It is closed.", "It snowed.", "Open half of it.", "Buy a plough.", "Winter"}

var autumn = priority.Period{Name: "Autumn 2026", From: "2026-09-01", Until: "2026-12-20"}

// prioritise fills the subject's priorities: one agreed with a note and other
// words that wait, one that has ended, and a suggestion.
func prioritise(w *world.World, subject, manager string, words priorityWords) (going, suggested id.Priority) {
	w.Helper()
	ctx, self, lead, once := w.Context(), w.Actor(subject), w.Actor(manager), workflow.Once{}
	going, err := w.SuggestPriority(ctx, lead, once, self.Person, priority.Content{Text: words.agreed, Period: autumn})
	must(w.T, err)
	must(w.T, w.AgreePriority(ctx, self, once, going, 1))
	must(w.T, w.SayOnPriority(ctx, self, once, going, 2, words.note))
	must(w.T, w.ChangePriority(ctx, self, once, going, 3, priority.Content{Text: words.wish, Period: autumn}))
	ended, err := w.SuggestPriority(ctx, self, once, self.Person, priority.Content{Text: words.ended, Period: autumn})
	must(w.T, err)
	must(w.T, w.AgreePriority(ctx, lead, once, ended, 1))
	must(w.T, w.MovePriority(ctx, lead, once, ended, 2, priority.Ended, words.outcome))
	suggested, err = w.SuggestPriority(ctx, self, once, self.Person, priority.Content{Text: words.suggested, Period: priority.Period{Name: words.name, From: "2026-12-21", Until: "2027-03-01"}})
	must(w.T, err)
	return going, suggested
}

func prioritiseUnshared(w *world.World) { prioritise(w, "noor", "mats", plainPriorities) }

// sharePriorities shows them to the subject's squad, as both choose.
func sharePriorities(w *world.World, subject, manager string) id.PriorityShare {
	w.Helper()
	share, err := w.AskPriorityShare(w.Context(), w.Actor(subject), workflow.Once{}, w.Person(subject), squadOf(w, subject))
	must(w.T, err)
	must(w.T, w.AgreePriorityShare(w.Context(), w.Actor(manager), workflow.Once{}, share))
	return share
}

// havePriorities makes sure that Noor has some, whichever probe asks first.
func (a ask) havePriorities() (id.Priority, error) {
	mine, err := a.Priorities(a.ctx, a.Actor("noor"), a.subject)
	if err != nil {
		return "", err
	}
	if len(mine.All) == 0 {
		going, _ := prioritise(a.World, "noor", "mats", plainPriorities)
		return going, nil
	}
	return mine.All[0].ID, nil
}

func readPriorities(a ask) (outcome, error) {
	if _, err := a.havePriorities(); err != nil {
		return "", err
	}
	p, err := a.Priorities(a.ctx, a.actor, a.subject)
	return a.outcome(err, slices.ContainsFunc(p.All, func(v workflow.PriorityView) bool { return v.Content.Text == plainPriorities.agreed }))
}

// listPriorities asks the list of those whose priorities the actor may look into.
func listPriorities(a ask) (outcome, error) {
	p, err := a.Priorities(a.ctx, a.actor, a.actor.Person)
	if err != nil {
		return a.outcome(err, false)
	}
	listed := p.Subject.ID == a.subject || slices.ContainsFunc(slices.Concat(p.SharedBy, p.Reports), func(r workflow.PersonRef) bool { return r.ID == a.subject })
	if !listed {
		return withheld, nil
	}
	return shown, nil
}

// writePriorities tries every act; all of them must answer alike.
func writePriorities(a ask) (outcome, error) {
	ref, err := a.havePriorities()
	if err != nil {
		return "", err
	}
	content := priority.Content{Text: "Other words.", Period: autumn}
	var all []outcome
	for _, act := range priorityActs(a.World, a.actor, a.subject, ref, content) {
		err := act()
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) { // one of the two learns that the words have changed since
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

// priorityActs are all of them, naming a version that was never read.
func priorityActs(w *world.World, actor access.Actor, subject id.Person, ref id.Priority, c priority.Content) map[string]func() error {
	ctx, once := w.Context(), workflow.Once{}
	return map[string]func() error{
		"agree":   func() error { return w.AgreePriority(ctx, actor, once, ref, 0) },
		"change":  func() error { return w.ChangePriority(ctx, actor, once, ref, 0, c) },
		"keep":    func() error { return w.KeepPriority(ctx, actor, once, ref, 0) },
		"move":    func() error { return w.MovePriority(ctx, actor, once, ref, 0, priority.Ended, "words") },
		"note":    func() error { return w.SayOnPriority(ctx, actor, once, ref, 0, "words") },
		"carry":   func() error { return second(w.CarryPriority(ctx, actor, once, ref, 0, c)) },
		"suggest": func() error { return second(w.SuggestPriority(ctx, actor, once, subject, c)) },
		"share":   func() error { return second(w.AskPriorityShare(ctx, actor, once, subject, "none")) },
	}
}

// TestPrioritiesAreSharedByBothAlone is what the matrix calls S: a squad reads
// what is agreed when both chose it, and nothing when either has ended it.
func TestPrioritiesAreSharedByBothAlone(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
		ref, _ := prioritise(w, "noor", "mats", plainPriorities)
		reads := func(name string) (workflow.Priorities, bool) {
			p, err := w.Priorities(ctx, w.Actor(name), noor.Person)
			if err != nil && !fault.Is(err, fault.Withheld) {
				w.Fatal(err)
			}
			return p, err == nil
		}
		for _, by := range []struct{ asks, agrees, ends access.Actor }{{noor, mats, mats}, {mats, noor, noor}} {
			share, err := w.AskPriorityShare(ctx, by.asks, once, noor.Person, squadOf(w, "noor"))
			must(w.T, err)
			if _, ok := reads("ben"); ok {
				w.Error("a squad reads what one of the two would share")
			}
			if err := w.AgreePriorityShare(ctx, by.asks, once, share); !fault.Is(err, fault.Conflict) {
				w.Errorf("one of the two shares alone: %v", err)
			}
			for _, act := range []func(*workflow.Workflow) error{
				func(f *workflow.Workflow) error { return f.AgreePriorityShare(ctx, w.Actor("ben"), once, share) },
				func(f *workflow.Workflow) error { return f.EndPriorityShare(ctx, w.Actor("ben"), once, share) },
			} {
				if err := act(w.Workflow); !fault.Is(err, fault.Withheld) {
					w.Errorf("somebody of the squad acts on a share: %v", err)
				}
			}
			must(w.T, w.AgreePriorityShare(ctx, by.agrees, once, share))
			p, ok := reads("ben")
			if !ok || len(p.All) != 2 || p.Pair() || len(p.Shares)+len(p.Squads)+len(p.All[0].Entries) > 0 || p.All[0].Wish != nil || p.All[0].WaitsFor != "" {
				w.Errorf("the squad is shown %v, %+v", ok, p)
			}
			for what, act := range priorityActs(w, w.Actor("ben"), noor.Person, ref, priority.Content{Text: "x", Period: autumn}) {
				if err := act(); !fault.Is(err, fault.Withheld) {
					w.Errorf("somebody of the squad can %s: %v", what, err)
				}
			}
			for _, name := range []string{"ola", "tove", "cai", "pia", "kim", "odd", "mira"} {
				if _, ok := reads(name); ok {
					w.Errorf("%s reads what is shared with a squad", name)
				}
			}
			must(w.T, w.EndPriorityShare(ctx, by.ends, once, share))
			if _, ok := reads("ben"); ok {
				w.Error("the squad reads on")
			}
		}
	})
}

// TestPrioritiesGoToTheNewManagerAtOnce: all of them, while what the pair before
// chose to share ends, and the one before has nothing in the next instant.
func TestPrioritiesGoToTheNewManagerAtOnce(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		ref, _ := prioritise(w, "noor", "mats", plainPriorities)
		sharePriorities(w, "noor", "mats")
		w.Clock.Advance(time.Second)
		must(w.T, w.SetManager(ctx, w.Actor("pia"), w.Person("noor"), w.Person("mira")))
		for _, name := range []string{"mats", "ben"} {
			if _, err := w.Priorities(ctx, w.Actor(name), w.Person("noor")); !fault.Is(err, fault.Withheld) {
				w.Errorf("%s reads on: %v", name, err)
			}
		}
		if err := w.SayOnPriority(ctx, w.Actor("mats"), once, ref, 4, "x"); !fault.Is(err, fault.Withheld) {
			w.Errorf("the manager before writes: %v", err)
		}
		p, err := w.Priorities(ctx, w.Actor("mira"), w.Person("noor"))
		if err != nil || len(p.All) != 3 || len(p.All[0].Entries) == 0 || len(p.Shares) > 0 {
			w.Errorf("the new manager finds %+v, %v", p, err)
		}
		home, err := w.Home(ctx, w.Actor("mira"))
		before, failed := w.Home(ctx, w.Actor("mats"))
		if err != nil || failed != nil || len(home.Agreeing) != 1 || len(before.Agreeing) > 0 {
			w.Errorf("home: %v, %v", home.Agreeing, before.Agreeing)
		}
	})
}

// TestCarriedOverWhenBothAgree: until then it stays in its period.
func TestCarriedOverWhenBothAgree(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once, noor, mats := w.Context(), workflow.Once{}, w.Actor("noor"), w.Actor("mats")
		ref, _ := prioritise(w, "noor", "mats", plainPriorities)
		state := func() priority.State {
			_, v, err := w.OnePriority(ctx, noor, ref)
			must(w.T, err)
			return v.State
		}
		next, err := w.CarryPriority(ctx, mats, once, ref, 4, priority.Content{Text: "The rest of it.", Period: priority.Period{Name: "Winter", From: "2026-12-21", Until: "2027-03-01"}})
		must(w.T, err)
		if got := state(); got != priority.GoingOn {
			w.Errorf("before both agree it is %s", got)
		}
		must(w.T, w.AgreePriority(ctx, noor, once, next, 1))
		if got := state(); got != priority.CarriedOver {
			w.Errorf("after both agree it is %s", got)
		}
	})
}

// TestPrioritiesStandApartFromTheStep crawls all pages, exports and answers of the
// API as the two: none that says something of a priority names the Step.
func TestPrioritiesStandApartFromTheStep(t *testing.T) {
	c := &cage{World: world.New(t, "sqlite")}
	words := world.Plain
	words.Step = "tribe-guild"
	c.Evaluate("noor", "mats", evaluation.Agreed, words)
	c.priorities("noor", "mats")
	f, err := c.Framework(t.Context(), c.Actor("noor"))
	must(t, err)
	step, _ := f.Step("tribe-guild")
	s := serve(t, c.World)
	s.signIn(t)
	both, prioritised, stepped := 0, 0, 0
	for _, name := range []string{"noor", "mats"} {
		s.crawl(t, name, idsOf(t, s.World), func(path string, a answer) {
			names := strings.Contains(a.body, step.Name) || strings.Contains(a.body, "tribe-guild")
			holds := slices.ContainsFunc(c.canaries, func(k canary) bool { return strings.Contains(a.body, k.text) })
			if names {
				stepped++
			}
			if holds {
				prioritised++
			}
			if names && holds {
				both++
				t.Errorf("%s of %s holds the Step and priorities", path, name)
			}
		})
	}
	if prioritised < 4 || stepped < 10 {
		t.Errorf("%d pages with priorities and %d with the Step were seen", prioritised, stepped)
	}
}

// TestEveryActOnAPriorityIsWrittenDown, and every reading by somebody else.
func TestEveryActOnAPriorityIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range priorityDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

func priorityDeeds(w *world.World) []deed {
	ctx, noor, mats, once := w.Context(), w.Actor("noor"), w.Actor("mats"), workflow.Once{}
	var ref id.Priority
	var share id.PriorityShare
	c := priority.Content{Text: "Words.", Period: autumn}
	by := func(act, hat string) []string { return []string{line("priority."+act, "priorities", hat)} }
	reads := func(name string, lines ...string) deed {
		return deed{name + " reads", func() error { return second(w.Priorities(ctx, w.Actor(name), noor.Person)) }, lines}
	}
	other := c
	other.Text = "Other words."
	later := priority.Content{Text: "Words.", Period: priority.Period{Name: "Winter", From: "2026-12-21", Until: "2027-03-01"}}
	return []deed{
		{"suggest", func() (err error) { ref, err = w.SuggestPriority(ctx, noor, once, noor.Person, c); return err }, by("suggested", "self")},
		{"agree", func() error { return w.AgreePriority(ctx, mats, once, ref, 1) }, by("agreed", "manager")},
		{"change", func() error { return w.ChangePriority(ctx, mats, once, ref, 2, other) }, by("changed", "manager")},
		{"keep", func() error { return w.KeepPriority(ctx, noor, once, ref, 3) }, by("words-kept", "self")},
		{"note", func() error { return w.SayOnPriority(ctx, mats, once, ref, 4, "Hello.") }, by("said", "manager")},
		{"carry over", func() error { return second(w.CarryPriority(ctx, noor, once, ref, 5, later)) }, by("suggested", "self")},
		{"move", func() error { return w.MovePriority(ctx, noor, once, ref, 5, priority.SetAside, "Snow.") }, by("moved", "self")},
		{"ask to share", func() (err error) {
			share, err = w.AskPriorityShare(ctx, noor, once, noor.Person, squadOf(w, "noor"))
			return err
		}, by("share-asked", "self")},
		{"share", func() error { return w.AgreePriorityShare(ctx, mats, once, share) }, by("shared", "manager")},
		reads("noor"),
		reads("mats", line("read", "priorities", "manager")),
		reads("ben", line("read", "priorities", "colleague")),
		{"end the share", func() error { return w.EndPriorityShare(ctx, noor, once, share) }, by("share-ended", "self")},
	}
}

// priorities puts a canary into every private field of somebody's, unshared.
func (c *cage) priorities(subject, manager string, squad ...string) {
	c.Helper()
	pair := []string{subject, manager}
	put := func(what string, readers ...string) string { return c.put(subject, "priority-"+what, readers...) }
	shared := append(slices.Clone(pair), squad...)
	prioritise(c.World, subject, manager, priorityWords{
		agreed: put("agreed", shared...), ended: put("ended", shared...), outcome: put("outcome", shared...),
		note: put("note", pair...), wish: put("wish", pair...), suggested: put("suggested", pair...), name: put("period", pair...),
	})
	if len(squad) > 0 {
		sharePriorities(c.World, subject, manager)
	}
}
