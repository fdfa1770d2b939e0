package trust

import (
	"fmt"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/framework"
	"cairn/internal/frameworkfile"
	"cairn/internal/id"
	"cairn/internal/role"
	"cairn/internal/scim"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	alsoSwept = append(alsoSwept,
		"TestWhatOperatorsDoIsSwept", "TestWhatWritersOfTheFrameworkDoIsSwept", "TestWhatWritersOfAnExtensionDoIsSwept", "TestWhatIsAnsweredAndLaidDownIsSwept", "TestWhatDirectoriesAndPartnersDoIsSwept",
		"TestADeliveryIsHeardOnceOrAgainByTheSameId", "TestKeysAreMadeAnew", "TestWhatTheGlassOpensEndsWithItsCause", "TestADirectoryReachesNothingPrivate",
		"TestACorrectionStandsWhereTheThingIsShown", "TestWhatIsKeptGoesInItsTime")
}

// notSwept are the acts that no process of the sweep can do, and why.
var notSwept = map[audit.Act]string{
	audit.Initialised:      "it makes the world that each process begins with",
	audit.Restored:         "it is done to a database that was empty; TestARestoredCairnLetsNobodyIn does it in a second one",
	audit.Reopened:         "it is done to a database that was put back, as the one before",
	audit.EvaluationAgreed: "nothing writes it any more: what both sign has a line for each",
	audit.KeysRotating:     "it changes the master key, with which the sweep opens what is left; undisturbed it is done by TestAnotherMasterKeyTakesOver",
	audit.KeysRotated:      "it ends what rotating begins, which changes the master key",
}

// sweptDeed does what leaves a line of the act. In a process of the sweep what was refused is
// done again.
func sweptDeed(t *testing.T, w *world.World, act audit.Act, do func() error) {
	t.Helper()
	if world.Tortured() {
		tortured(t, deed{name: string(act), do: do})
		return
	}
	before := effects(t, w, act)
	must(t, do())
	if n := effects(t, w, act); n <= before {
		t.Errorf("%s leaves no line", act)
	}
}

func TestWhatOperatorsDoIsSwept(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, machine := t.Context(), access.System(access.ViaCommand)
	sweptDeed(t, w, audit.HookAdded, func() error {
		_, _, err := w.AddHook(ctx, machine, event.Wish{Name: "wall", Address: "https://hooks.example.org/x", Kinds: everyKind()[:1]})
		return err
	})
	sweptDeed(t, w, audit.HookPaused, func() error { return w.RestHook(ctx, machine, "wall", true) })
	sweptDeed(t, w, audit.HookResumed, func() error { return w.RestHook(ctx, machine, "wall", false) })
	sweptDeed(t, w, audit.HookRotated, func() error {
		_, _, err := w.RotateHook(ctx, machine, "wall", time.Hour)
		return err
	})
	sweptDeed(t, w, audit.HookEnded, func() error { return w.EndHook(ctx, machine, "wall") })
	sweptDeed(t, w, audit.ServiceMade, func() error {
		_, err := w.LetServiceIn(ctx, machine, workflow.NewService{Name: "screen", Scopes: []access.Scope{access.ScopeFramework}, Days: 30})
		return err
	})
	sweptDeed(t, w, audit.ServiceEnded, func() error { return w.EndService(ctx, machine, "screen") })
	sweptDeed(t, w, audit.KeyRenewed, func() error { return w.RenewKeysOf(ctx, w.Person("noor"), func(int, int) {}) })
}

func TestWhatWritersOfTheFrameworkDoIsSwept(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, pia, once := t.Context(), w.Actor("pia"), workflow.Once{}
	sweptDeed(t, w, audit.DisciplineOwned, func() error { return w.OwnDiscipline(ctx, pia, once, "quality", w.Person("ola"), true) })
	sweptDeed(t, w, audit.DisciplineDisowned, func() error {
		return w.OwnDiscipline(ctx, pia, once, "quality", w.Person("ola"), false)
	})
	sweptDeed(t, w, audit.FrameworkImported, func() error { return imports(w, sweptFramework) })
	sweptDeed(t, w, audit.FrameworkTranslated, func() error {
		_, findings, err := w.KeepTranslation(ctx, pia, once, []byte(sweptTranslation))
		return takenIn(findings, err)
	})
	sweptDeed(t, w, audit.FrameworkDropped, func() error { return w.DropDraft(ctx, pia, once, 1) })
	ref, err := w.StartDraft(ctx, pia, once)
	must(t, err)
	sweptDeed(t, w, audit.FrameworkOpened, func() error { return w.OpenForComments(ctx, pia, once, 1) })
	must(t, second(w.Remark(ctx, w.Actor("noor"), once, ref, framework.Remark{Target: "team-individual-asks-early", Text: "Clear."})))
	threads, err := w.Remarks(ctx, pia, ref)
	must(t, err)
	sweptDeed(t, w, audit.RemarkClosed, func() error { return w.CloseRemark(ctx, pia, once, ref, threads[0].ID, framework.Resolved) })
	must(t, w.Publish(ctx, pia, once, 2, clock.DateOf(w.Now(), time.UTC)))
	sweptDeed(t, w, audit.FrameworkRetired, func() error { return w.Retire(ctx, pia, once, framework.Ref{ID: "steps", Version: "1.0"}) })
}

// imports brings a framework of the organisation's own.
func imports(w *world.World, source string) error {
	_, findings, err := w.ImportDraft(w.Context(), w.Actor("pia"), workflow.Once{}, []byte(source))
	return takenIn(findings, err)
}

func takenIn(findings []frameworkfile.Finding, err error) error {
	if frameworkfile.HasErrors(findings) {
		return fmt.Errorf("%v", findings)
	}
	return err
}

const (
	sweptFramework = `format: 1
id: rivers
name: How we grow
version: "1.0"
steps:
  - {id: near, name: Near, order: 1}
  - {id: far, name: Far, order: 2, approve: {by: manager}}
areas:
  - {id: craft, name: Craft, order: 1, summary: What we make.}
examples:
  - {id: craft-near-1, area: craft, step: near, text: Finishes what is begun.}
`
	sweptTranslation = `format: 1
id: rivers
name: Hur vi växer
version: "1.0"
language: sv
steps:
  - {id: near, name: Nära, order: 1}
  - {id: far, name: Långt, order: 2, approve: {by: manager}}
areas:
  - {id: craft, name: Hantverk, order: 1, summary: Vad vi gör.}
examples:
  - {id: craft-near-1, area: craft, step: near, text: Avslutar det som är påbörjat.}
`
)

func TestWhatWritersOfAnExtensionDoIsSwept(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, tove, once := t.Context(), w.Actor("tove"), workflow.Once{}
	tree, err := w.Organisation(ctx, tove)
	must(t, err)
	unit := tree.Tribes[0].ID
	begin := func(reason string) {
		_, err := w.StartExtension(ctx, tove, once, unit, reason)
		must(t, err)
	}
	begin("We run boats.")
	must(t, w.ChangeExtension(ctx, tove, once, unit, 1, framework.ExtensionChange{Example: &framework.Example{Area: "team", Step: "individual", Text: "Rows along."}}))
	must(t, w.PublishExtension(ctx, tove, once, unit, 2))
	begin("")
	sweptDeed(t, w, audit.ExtensionDropped, func() error { return w.DropExtensionDraft(ctx, tove, once, unit, 1) })
	begin("")
	decidedBy(t, w, "tribe-guild", "mentor") // the framework moves on below it
	sweptDeed(t, w, audit.ExtensionCarried, func() error { return w.CarryExtension(ctx, tove, once, unit, 1) })
	sweptDeed(t, w, audit.ExtensionOwned, func() error { return w.OwnExtension(ctx, w.Actor("pia"), once, unit, "ben@example.org") })
	sweptDeed(t, w, audit.ExtensionDisowned, func() error { return w.OwnExtension(ctx, w.Actor("pia"), once, unit, "") })
	sweptDeed(t, w, audit.ExtensionRetired, func() error { return w.RetireExtension(ctx, tove, once, unit) })
}

func TestWhatDirectoriesAndPartnersDoIsSwept(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, d := t.Context(), letIn(t, w)
	sweptDeed(t, w, audit.PersonChanged, func() error {
		return second(w.ChangeDirectoryUser(ctx, d, w.Person("noor"), "", func(u *scim.User) error {
			u.Name = "Noor Amin-Berg"
			return nil
		}))
	})
	g, err := w.AddDirectoryGroup(ctx, d, scim.Group{Kind: "guild", Name: "Kites"})
	must(t, err)
	sweptDeed(t, w, audit.MembershipChanged, func() error {
		return second(w.ChangeDirectoryGroup(ctx, d, id.Unit(g.ID), "", func(g *scim.Group) error {
			g.Members = []string{string(w.Person("noor"))}
			return nil
		}))
	})
	manyPaid(w, 20)
	untilDay(w, "2026-10-02")
	ref, err := w.MakeGapReport(ctx, w.Actor("kim"), workflow.Once{}, "SE")
	must(t, err)
	sweptDeed(t, w, audit.GapExported, func() error { return second(w.GapReport(ctx, w.Actor("kim"), ref, true)) })
}

func TestWhatIsAnsweredAndLaidDownIsSwept(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	ctx, once, noor := t.Context(), workflow.Once{}, w.Actor("noor")
	must(t, second(w.MakeFeed(ctx, noor, once)))
	sweptDeed(t, w, audit.CalendarClosed, func() error { return w.DropFeed(ctx, noor, once) })
	must(t, w.AskRestriction(ctx, noor, once, "I dispute it."))
	must(t, w.AskErasure(ctx, noor, once, ""))
	d, err := w.DataRequests(ctx, w.Actor("pia"))
	must(t, err)
	sweptDeed(t, w, audit.RestrictionNo, func() error {
		return w.RefuseRestriction(ctx, w.Actor("pia"), once, d.Restrictions[0].ID, "It is right.")
	})
	sweptDeed(t, w, audit.ErasureRefused, func() error {
		return w.RefuseErasure(ctx, w.Actor("pia"), once, d.Erasures[0].ID, "It is needed.")
	})
	sweptDeed(t, w, audit.DisciplineChanged, func() error {
		return w.SetDiscipline(ctx, w.Actor("mats"), once, w.Person("noor"), "Quality")
	})
	ask := func(kind role.Kind) error {
		return second(w.AskRole(ctx, w.Actor("mats"), once, w.Person("noor"), workflow.RoleWish{Kind: kind, Role: "mentor"}))
	}
	must(t, ask(role.TakeUp))
	sweptDeed(t, w, audit.RoleLaidDown, func() error { return ask(role.LayDown) })
}

// TestWhatIsNotSweptIsStillAnAct: whoever takes one out of the vocabulary takes it from the
// list, and so does whoever lets the sweep do it: TestWhatIsSwept tells.
func TestWhatIsNotSweptIsStillAnAct(t *testing.T) {
	acts := vocabulary(t)
	for act, why := range notSwept {
		if !acts[act] || why == "" {
			t.Errorf("%s: %q", act, why)
		}
	}
}
