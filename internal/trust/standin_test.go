package trust

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/org"
	"cairn/internal/priority"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Standing in brings an address and guards of its own.
func init() {
	kinds["/standing-in/{id}/end"] = "person"
	breakages = append(breakages,
		broken("anybody is named to stand in", "TestOnlyALeaderBesideOrAboveStandsIn", "workflow/standin.go", "if !slices.Contains(may, n.Who) {", "if !slices.Contains(may, n.Who) && n.Who == \"\" {"),
		broken("who stands in reads the Step", "TestWhoStandsInDoesWhatAsksForNoStep", "access/bond.go", "return b.Self || b.Manager }", "return b.Self || b.Manager || b.Acting }",
			edit{"workflow/read.go", "if as, err = bond(r, actor, subject)", "if as, err = runningBond(r, actor, subject)"},
			edit{"workflow/read.go", "		b, err := bond(tx.Reader, actor, subject)", "		b, err := runningBond(tx.Reader, actor, subject)"}),
		broken("who stands in is told about a wider step", "TestWhoStandsInDoesWhatAsksForNoStep", "workflow/growth_read.go", "if p.StandIn = b.Acting; b.Acting {", "if p.StandIn = b.Acting; b.Acting && false {"),
		broken("standing in does not end with its time", "TestStandingInEndsWithItsCause", "workflow/standin.go", "d.AskedBy == manager && d.InForce(r.Now())", "d.AskedBy == manager"),
		broken("standing in outlives the manager", "TestStandingInEndsWithItsCause", "workflow/lines.go", "	if err := endStandInsWithoutCause(tx, actor); err != nil {\n		return nil, err\n	}\n", "",
			edit{"workflow/standin.go", "d.AskedBy == manager && d.InForce", "d.InForce"}),
		broken("who stands in decides what was recommended", "TestWhoStandsInDecidesNothing", "promotion/decider.go", "!slices.Contains(o.StandIns, p) && ", "!slices.Contains(o.StandIns[:0], p) && "),
		broken("reports are not told who stands in", "TestOnlyALeaderBesideOrAboveStandsIn", "workflow/standin.go", "if err := tellAll(tx, append(told, ", "if err := tellAll(tx, append(told[:0], "),
		broken("a token stands in", "TestWhoStandsInDoesWhatAsksForNoStep", "workflow/standin.go", "!b.Known || actor.Via != access.ViaSession ||", "!b.Known ||"),
	)
}

// nameFor has mats name somebody for two weeks.
func nameFor(w *world.World, manager, who string) error {
	return w.NameStandIn(w.Context(), w.Actor(manager), workflow.Once{}, workflow.StandInName{Who: w.Person(who), Until: clock.DateOf(w.Clock.Now(), time.UTC).AddDays(13)})
}

// TestOnlyALeaderBesideOrAboveStandsIn: not a report, a peer of one, a lead of elsewhere,
// somebody who looks after data, or oneself; nobody names anybody for somebody else; and
// each report is told in the same instant.
func TestOnlyALeaderBesideOrAboveStandsIn(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		may := []string{"mira", "tove", "cai"}
		for _, who := range w.Names() {
			err := nameFor(w, "mats", who)
			if ok := slices.Contains(may, who); ok != (err == nil) || err != nil && !fault.Is(err, fault.Invalid) {
				w.Errorf("%s: %v", who, err)
			}
			if err == nil {
				if err := nameFor(w, "mats", who); !fault.Is(err, fault.Conflict) {
					w.Errorf("%s twice: %v", who, err)
				}
				must(w.T, w.EndStandIn(w.Context(), w.Actor("mats"), workflow.Once{}))
			}
		}
		for _, name := range w.Names() {
			if slices.Contains([]string{"mats", "mira", "wim", "tove", "timo", "cai"}, name) {
				continue
			}
			if err := nameFor(w, name, "tove"); !fault.Is(err, fault.Withheld) {
				w.Errorf("named by %s, who manages nobody: %v", name, err)
			}
		}
		if err := w.NameStandIn(w.Context(), w.Token("mats"), workflow.Once{}, workflow.StandInName{Who: w.Person("mira"), Until: "2026-06-01"}); !fault.Is(err, fault.Withheld) {
			w.Errorf("over a token: %v", err)
		}
		must(w.T, w.GrantOffice(w.Context(), access.System(access.ViaCommand), w.Person("mira"), org.PeoplePartner))
		if err := nameFor(w, "mats", "mira"); !fault.Is(err, fault.Invalid) {
			w.Errorf("who looks after data: %v", err)
		}
		must(w.T, w.MarkAllRead(w.Context(), w.Actor("noor"), workflow.Once{}))
		w.Clock.Advance(time.Minute)
		must(w.T, nameFor(w, "mats", "tove"))
		for _, name := range []string{"noor", "ben", "asa"} {
			if box, err := w.Inbox(w.Context(), w.Actor(name)); err != nil || !told(box, "/account/readers") {
				w.Errorf("%s is not told: %v", name, err)
			}
			if let, err := w.DisclosuresAboutMe(w.Context(), w.Actor(name)); err != nil || len(let) == 0 || let[0].Reader.ID != w.Person("tove") || let[0].AskedBy.ID != w.Person("mats") {
				w.Errorf("%s does not find it: %+v, %v", name, let, err)
			}
		}
		if box, err := w.Inbox(w.Context(), w.Actor("tove")); err != nil || !told(box, "/standing-in") {
			w.Errorf("who stands in is not told: %v", err)
		}
	})
}

// runsFor is what mira, or whoever, meets about noor.
func runsFor(w *world.World, a access.Actor, focus id.Focus, goal id.Priority) (runs bool, err error) {
	ctx, noor := w.Context(), w.Person("noor")
	_, plan := w.Plan(ctx, a, noor)
	_, goals := w.Priorities(ctx, a, noor)
	_, _, one := w.FocusPlan(ctx, a, focus)
	_, _, other := w.OnePriority(ctx, a, goal)
	for _, e := range []error{plan, goals, one, other} {
		if e != nil && !fault.Is(e, fault.Withheld) {
			return false, e
		}
	}
	return plan == nil && goals == nil && one == nil && other == nil, nil
}

func prepareStanding(w *world.World) (id.Focus, id.Priority) {
	w.Helper()
	ctx, once, noor := w.Context(), workflow.Once{}, w.Actor("noor")
	focus, err := w.SuggestFocus(ctx, noor, once, noor.Person, growth.Content{Aim: growth.Deeper, Text: "Words."})
	must(w.T, err)
	goal, err := w.SuggestPriority(ctx, noor, once, noor.Person, priority.Content{Text: "Words.", Period: autumn})
	must(w.T, err)
	return focus, goal
}

// TestWhoStandsInDoesWhatAsksForNoStep: priorities and focus areas, as the manager's side
// and written down as such; nothing else that the manager reads, and with no token.
func TestWhoStandsInDoesWhatAsksForNoStep(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, once, mira, noor := t.Context(), workflow.Once{}, w.Actor("mira"), w.Person("noor")
	eval := w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	must(t, w.SayStaying(ctx, w.Actor("noor"), once, true, "Content."))
	focus, goal := prepareStanding(w)
	if runs, err := runsFor(w, mira, focus, goal); err != nil || runs {
		t.Fatalf("before: %v, %v", runs, err)
	}
	must(t, nameFor(w, "mats", "mira"))
	if runs, err := runsFor(w, mira, focus, goal); err != nil || !runs {
		t.Fatalf("it opens nothing: %v, %v", runs, err)
	}
	plan, err := w.Plan(ctx, mira, noor)
	if must(t, err); plan.Answer != nil || len(plan.Answers) > 0 || plan.StepName != "" || !plan.StandIn || len(plan.Shares) > 0 {
		t.Errorf("the plan tells %+v", plan)
	}
	must(t, w.AgreeFocus(ctx, mira, once, focus, 1))
	must(t, w.AgreePriority(ctx, mira, once, goal, 1))
	note := writeNote(w, "noor", "Mine.")
	for what, err := range map[string]error{
		"the Step":       second(w.Standing(ctx, mira, noor)),
		"the evaluation": second(w.Evaluation(ctx, mira, eval)),
		"the journey":    second(w.Journey(ctx, mira, noor, journey.Steps)),
		"the journal":    second(w.Note(ctx, mira, note)),
		"a share":        second(w.AskPriorityShare(ctx, mira, once, noor, squadOf(w, "noor"))),
		"an evaluation":  second(w.OpenEvaluation(ctx, mira, once, noor)),
		"memos":          second(w.Memos(ctx, mira, noor)),
		"pay":            second(w.Pay(ctx, mira, noor)),
		"a promotion":    second(w.Recommend(ctx, mira, once, noor, "tribe-guild")),
	} {
		if !fault.Is(err, fault.Withheld) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if runs, err := runsFor(w, w.Token("mira"), focus, goal); err != nil || runs {
		t.Errorf("over a token: %v, %v", runs, err)
	}
	lines := map[string]bool{}
	for _, e := range journalOf(t, w) {
		if e.Actor == mira.Person && e.Subject == noor {
			if e.Hat != access.StandsIn {
				t.Errorf("%s of %s as %q", e.Act, e.Item, e.Hat)
			}
			lines[string(e.Act)] = true
		}
	}
	if !lines["read"] || !lines["growth.agreed"] || !lines["priority.agreed"] {
		t.Errorf("written down is %v", lines)
	}
	seen, err := w.WhoSees(ctx, w.Actor("noor"))
	must(t, err)
	for _, s := range seen {
		named := slices.ContainsFunc(s.By, func(by workflow.Seer) bool { return by.Why == workflow.AsStandIn })
		if named != (s.Item == "focus" || s.Item == "priorities") {
			t.Errorf("of %s the person is told %v", s.Item, named)
		}
	}
	page, err := w.ReadsAbout(ctx, w.Actor("noor"), workflow.ReadMark{}, 0)
	if must(t, err); !slices.ContainsFunc(page.Lines, func(l workflow.ReadLine) bool { return l.Hat == access.StandsIn }) {
		t.Error("the readings are not in the person's list")
	}
}

// TestStandingInEndsWithItsCause: at its last midnight, by recall, laid down, with either's
// leaving, with another manager, with an office that looks after data, when the two are
// beside each other no more, and when what is kept rests; the person is told.
func TestStandingInEndsWithItsCause(t *testing.T) {
	t.Parallel()
	command := access.System(access.ViaCommand)
	first := world.New(t, "sqlite")
	focus, goal := prepareStanding(first)
	must(t, nameFor(first, "mats", "mira"))
	for name, end := range map[string]func(*world.World) error{
		"at its time": func(w *world.World) error { w.Clock.Advance(14*24*time.Hour - 9*time.Hour); return nil },
		"by recall":   func(w *world.World) error { return w.EndStandIn(w.Context(), w.Actor("mats"), workflow.Once{}) },
		"laid down": func(w *world.World) error {
			return w.LayDownStandIn(w.Context(), w.Actor("mira"), workflow.Once{}, w.Person("mats"))
		},
		"with the leader": func(w *world.World) error { return w.Leave(w.Context(), command, w.Person("mira")) },
		"with the manager": func(w *world.World) error {
			return w.Leave(w.Context(), command, w.Person("mats"))
		},
		"with another manager": func(w *world.World) error {
			return w.SetManager(w.Context(), command, w.Person("noor"), w.Person("wim"))
		},
		"with an office": func(w *world.World) error {
			return w.GrantOffice(w.Context(), command, w.Person("mira"), org.Operator)
		},
		"with the place": func(w *world.World) error {
			return w.SetManager(w.Context(), command, w.Person("mira"), w.Person("timo"))
		},
		"when it rests": func(w *world.World) error { rest(w, "noor", "per"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := first.Copy(t)
			mira := w.Actor("mira")
			if name == "at its time" {
				w.Clock.Advance(14*24*time.Hour - 9*time.Hour - time.Second)
				if runs, err := runsFor(w, mira, focus, goal); err != nil || !runs {
					t.Errorf("a second before: %v, %v", runs, err)
				}
				w.Clock.Advance(-14*24*time.Hour + 9*time.Hour + time.Second)
			}
			must(t, w.MarkAllRead(w.Context(), w.Actor("noor"), workflow.Once{}))
			must(t, end(w))
			if runs, err := runsFor(w, mira, focus, goal); err != nil || runs {
				t.Errorf("afterwards: %v, %v", runs, err)
			}
			if name == "at its time" {
				n, err := w.EndStandInsOver(t.Context())
				if must(t, err); n != 3 {
					t.Errorf("the sweep ended %d", n)
				}
			}
			ended := false
			for _, e := range journalOf(t, w) {
				ended = ended || e.Act == "disclosure.ended" && e.Subject == w.Person("noor")
			}
			if box, err := w.Inbox(t.Context(), w.Actor("noor")); err != nil || !ended || name != "when it rests" && !told(box, "/account/readers") {
				t.Errorf("the person is told, and it is written down (%v): %v", ended, err)
			}
			if v, err := w.StandIn(t.Context(), w.Actor("mats")); name != "with the manager" && (err != nil || v.Mine != nil && slices.ContainsFunc(v.Mine.Reports, func(p workflow.PersonRef) bool { return p.ID == w.Person("noor") })) {
				t.Errorf("the manager still finds it: %+v, %v", v.Mine, err)
			}
		})
	}
}

// TestWhoStandsInDecidesNothing: a case of somebody towards whom a leader stands in for
// the recommender lies with the next in line, from the instant that the leader is named,
// and lies with them again when it is over.
func TestWhoStandsInDecidesNothing(t *testing.T) {
	t.Parallel()
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		ref := w.Promote("noor", "mats", "ben", "tove", "tribe-guild", promotion.Deciding, world.PlainCase)
		reads := func(name string) bool {
			v, err := w.Promotion(w.Context(), w.Actor(name), ref)
			if err != nil && !fault.Is(err, fault.Withheld) {
				w.Fatal(err)
			}
			return err == nil && strings.HasPrefix(string(v.Case.ID), string(ref))
		}
		if !reads("tove") || reads("cai") {
			w.Fatalf("before: tove %v, cai %v", reads("tove"), reads("cai"))
		}
		must(w.T, nameFor(w, "mats", "tove"))
		if reads("tove") || !reads("cai") {
			w.Errorf("while she stands in: tove %v, cai %v", reads("tove"), reads("cai"))
		}
		if err := w.Decide(w.Context(), w.Actor("tove"), workflow.Once{}, ref, promotion.Verdict{}); !fault.Is(err, fault.Withheld) {
			w.Errorf("she decides: %v", err)
		}
		w.Clock.Advance(14 * 24 * time.Hour)
		_, err := w.EndStandInsOver(w.Context())
		must(w.T, err)
		if !reads("tove") || reads("cai") {
			w.Errorf("afterwards: tove %v, cai %v", reads("tove"), reads("cai"))
		}
	})
}
