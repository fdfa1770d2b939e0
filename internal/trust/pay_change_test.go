package trust

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// The pay that comes with a promotion brings a table, addresses, a row and guards.
func init() {
	clear["pay_changes"] = "promotion person lies_with made_at version" // that one lies with somebody, not what it is
	sealed = append(sealed, "pay_changes.sealed")
	delete(later, "pay_case")
	probes["pay_case"] = probe{readPayCase, listPayCase, writePayCase, ""}
	maps.Copy(kinds, map[string]string{
		"/pay/changes/{id}":          "promotion",
		"/pay/changes/{id}/offer":    "promotion",
		"/pay/changes/{id}/approval": "promotion",
		"/pay/changes/{id}/return":   "promotion",
	})
	twins["pay proposed or not"] = twin{reachCase(promotion.Committing), nothing, func(w *world.World, _ id.Evaluation) { proposeFor(w, "50000") }, false}
	breakages = append(breakages,
		broken("pay with a promotion is everybody's", "TestTheMatrixHolds", "pay/change.go", "return b.Self || b.Manager || b.Pay }", "return b.Known }"),
		broken("pay begins before the step is approved", "TestPayComesAfterTheStepIsApproved", "workflow/pay_change.go", "if !pay.ChangeVisibleTo(b) || !c.Approved() {", "if !pay.ChangeVisibleTo(b) {"),
		broken("compensation partners learn the range of a case", "TestADecisionOnPayLearnsNoStep", "workflow/pay_change_read.go", "if !pay.RangeVisibleTo(b, policy, r.Now()) {", "if !pay.ChangeVisibleTo(b) {"),
		broken("whoever proposes pay approves it", "TestNobodyApprovesTheirOwnPay", "pay/change.go", "return b.Pay && !b.Self && !b.Manager && who != by", "return b.Pay"),
		broken("pay is proposed with the name of a step", "TestADecisionOnPayLearnsNoStep", "workflow/pay_change.go", `if name := f.StepNamedIn(o.Reason); name != "" {`, `if name := f.StepNamedIn(""); name != "" {`),
		broken("readings of a change of pay are not journalled", "TestEveryActOnAChangeOfPayIsWrittenDown", "workflow/pay_change_read.go", `if err := journal(audit.Entry{Item: "pay_case"`, `if err := func(audit.Entry) error { return nil }(audit.Entry{Item: "pay_case"`),
	)
}

func offerText(amount string) workflow.OfferText {
	return workflow.OfferText{Amount: amount, Reason: "She carries it already."}
}

// caseOf is the one case of Noor's.
func caseOfNoor(w *world.World) id.Promotion {
	w.Helper()
	list, err := w.Promotions(w.Context(), w.Actor("noor"))
	must(w.T, err)
	return list.Mine[0].ID
}

func proposeFor(w *world.World, amount string) id.Promotion {
	w.Helper()
	markets, err := w.Markets(w.Context(), w.Actor("kim"))
	must(w.T, err)
	if len(markets) == 0 {
		payUp(w)
		keepSalaries(w)
		paidAt("48123")(w, "")
	}
	ref := caseOfNoor(w)
	must(w.T, w.ProposePay(w.Context(), w.Actor("mats"), workflow.Once{}, ref, offerText(amount)))
	return ref
}

// havePayCase makes sure that something is proposed.
func (a ask) havePayCase() error {
	v, err := a.PayChange(a.ctx, a.Actor("mats"), a.promotion)
	if err == nil && v.State != pay.ChangeWaiting {
		proposeFor(a.World, "52321")
	}
	return err
}

func readPayCase(a ask) (outcome, error) {
	if err := a.havePayCase(); err != nil {
		return "", err
	}
	v, err := a.PayChange(a.ctx, a.actor, a.promotion)
	return a.outcome(err, v.Change != nil && v.Offer.Full.Plain() == "52321")
}

// listPayCase asks for every list that could name it.
func listPayCase(a ask) (outcome, error) {
	if err := a.havePayCase(); err != nil {
		return "", err
	}
	if v, err := a.PayChange(a.ctx, a.actor, a.promotion); err == nil && v.Bond.Pair() {
		return shown, nil // the two find it on the page of the case
	}
	named := func(turns []workflow.PayTurn) bool {
		return slices.ContainsFunc(turns, func(t workflow.PayTurn) bool { return t.Ref == string(a.promotion) })
	}
	list, err := a.PayChanges(a.ctx, a.actor)
	home, failed := a.Home(a.ctx, a.actor)
	if there := named(list); failed == nil && there != named(home.Pay) {
		return "", fmt.Errorf("the list says %v and the home page otherwise", there)
	}
	return a.outcome(err, named(list))
}

// writePayCase tries to propose and to decide: nobody does both.
func writePayCase(a ask) (outcome, error) {
	if err := a.havePayCase(); err != nil {
		return "", err
	}
	once, list := workflow.Once{}, []outcome{}
	for _, act := range []func() error{
		func() error { return a.ProposePay(a.ctx, a.actor, once, a.promotion, workflow.OfferText{}) },
		func() error { return a.DecidePay(a.ctx, a.actor, once, a.promotion, false, "") },
	} {
		err := act()
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) { // whoever may learns what is wrong with it
			err = nil
		}
		o, err := a.written(err)
		if err != nil {
			return "", err
		}
		list = append(list, o)
	}
	switch {
	case list[0] == list[1] && list[0] != done:
		return list[0], nil
	case list[0] == done != (list[1] == done):
		return done, nil
	}
	return "", fmt.Errorf("proposing and deciding are answered %v", list)
}

// payCases puts canaries into the pay of a case that both commit to.
func (c *cage) payCases(subject, manager string) {
	c.Helper()
	list, err := c.Promotions(c.Context(), c.Actor(subject))
	must(c.T, err)
	readers := []string{subject, manager, "kim"}
	must(c.T, c.ProposePay(c.Context(), c.Actor(manager), workflow.Once{}, list.Mine[0].ID, workflow.OfferText{Amount: "93417", Reason: c.put(subject, "pay-reason", readers...)}))
	c.canaries = append(c.canaries, canary{"93,417", subject + "'s proposed pay", readers})
	must(c.T, c.DecidePay(c.Context(), c.Actor("kim"), workflow.Once{}, list.Mine[0].ID, false, c.put(subject, "pay-words", readers...)))
}

// TestPayComesAfterTheStepIsApproved: not a moment before, and for a compensation
// partner not before somebody proposed something.
func TestPayComesAfterTheStepIsApproved(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	ref := w.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Deciding, world.PlainCase)
	payAll(w)
	ctx, once := t.Context(), workflow.Once{}
	for _, name := range []string{"noor", "mats", "tove", "kim"} {
		if _, err := w.PayChange(ctx, w.Actor(name), ref); !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Absent) {
			t.Errorf("%s reads pay while it is not decided: %v", name, err)
		}
		if err := w.ProposePay(ctx, w.Actor(name), once, ref, offerText("60000")); err == nil {
			t.Errorf("%s proposes pay while it is not decided", name)
		}
	}
	w.Advance(ref, "noor", "mats", "fia", "tove", promotion.Committing, world.PlainCase)
	for name, reads := range map[string]bool{"noor": true, "mats": true, "kim": false, "tove": false} {
		if _, err := w.PayChange(ctx, w.Actor(name), ref); (err == nil) != reads {
			t.Errorf("%s reads it when it is due: %v", name, err)
		}
	}
	home, err := w.Home(ctx, w.Actor("mats"))
	if err != nil || len(home.Pay) != 1 || home.Pay[0].Kind != workflow.TurnPropose {
		t.Errorf("Mats finds %+v, %v", home.Pay, err)
	}
}

// TestAnApprovedChangeIsALineOnItsDay, written once, with the approval or with the
// second signature, whichever is later.
func TestAnApprovedChangeIsALineOnItsDay(t *testing.T) {
	t.Parallel() // in worlds of their own
	first := world.New(t, "sqlite")
	reachCase(promotion.Committing)(first)
	payAll(first)
	ctx, once := t.Context(), workflow.Once{}
	sign := func(w *world.World) {
		for _, name := range []string{"noor", "mats"} {
			must(t, w.SignCommitment(ctx, w.Actor(name), once, caseOfNoor(w), 1))
		}
	}
	approve := func(w *world.World) {
		must(t, w.DecidePay(ctx, w.Actor("kim"), once, proposeFor(w, "60000"), true, ""))
	}
	for name, acts := range map[string][]func(*world.World){"approved first": {approve, sign}, "signed first": {sign, approve}} {
		w := first.Copy(t)
		for i, act := range acts {
			v, err := w.Pay(ctx, w.Actor("noor"), w.Person("noor"))
			must(t, err)
			if len(v.Salary.History) != 1 {
				t.Errorf("%s: %d lines after %d acts", name, len(v.Salary.History), i)
			}
			act(w)
		}
		v, err := w.Pay(ctx, w.Actor("noor"), w.Person("noor"))
		must(t, err)
		if h := v.Salary.History; len(h) != 2 || h[0].Full.Plain() != "60000" || h[0].From != "2026-05-12" || h[0].Share != 8000 || h[0].MadeBy != w.Person("kim") || h[0].Reason != "She carries it already." {
			t.Errorf("%s: %+v", name, h)
		}
		if err := w.ProposePay(ctx, w.Actor("mats"), once, caseOfNoor(w), offerText("70000")); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: it is proposed again: %v", name, err)
		}
	}
	// No change, with its reason, is approved like another and leaves no line.
	w := first.Copy(t)
	ref := caseOfNoor(w)
	must(t, w.ProposePay(ctx, w.Actor("mats"), once, ref, workflow.OfferText{None: true, Amount: "1", Reason: "It came in spring."}))
	must(t, w.DecidePay(ctx, w.Actor("kim"), once, ref, true, ""))
	sign(w)
	if v, err := w.Pay(ctx, w.Actor("noor"), w.Person("noor")); err != nil || len(v.Salary.History) != 1 {
		t.Errorf("no change: %+v, %v", v.Salary.History, err)
	}
}

// TestNobodyApprovesTheirOwnPay, or what they proposed, by whatever offices they hold.
func TestNobodyApprovesTheirOwnPay(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	reachCase(promotion.Committing)(w)
	ref := proposeFor(w, "60000")
	ctx, once := t.Context(), workflow.Once{}
	with := func(name string) (a access.Actor) {
		a = w.Actor(name)
		a.Offices = append(slices.Clone(a.Offices), org.CompensationPartner)
		return a
	}
	for _, name := range []string{"noor", "mats"} {
		must(t, w.GrantOffice(ctx, access.System(access.ViaCommand), w.Person(name), org.CompensationPartner))
		if err := w.DecidePay(ctx, with(name), once, ref, true, ""); !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Conflict) {
			t.Errorf("%s approves it: %v", name, err)
		}
		if list, err := w.PayChanges(ctx, with(name)); err != nil || len(list) > 0 {
			t.Errorf("%s finds it among what waits: %v %v", name, list, err)
		}
	}
	// Whoever proposed it and is the manager no more.
	must(t, w.SetManager(ctx, access.System(access.ViaCommand), w.Person("noor"), w.Person("mira")))
	if err := w.DecidePay(ctx, with("mats"), once, ref, true, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("the manager before approves what he proposed: %v", err)
	}
	must(t, w.DecidePay(ctx, w.Actor("kim"), once, ref, true, ""))
}

// TestADecisionOnPayLearnsNoStep: worlds in which the same person is promoted to
// different steps answer the compensation partner with the same bytes: pages, lists,
// mistakes and acts. The two see different ranges.
func TestADecisionOnPayLearnsNoStep(t *testing.T) {
	t.Parallel() // in worlds of their own
	before := serve(t, world.New(t, "sqlite"))
	before.signIn(t)
	before.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	payAll(before.World)
	ref, err := before.Recommend(t.Context(), before.Actor("mats"), workflow.Once{}, before.Person("noor"), "tribe-guild")
	must(t, err)
	play := func(to framework.StepID, decider string) *site {
		s := before.again(t)
		v, err := s.Framework(t.Context(), s.Actor("mats"))
		must(t, err)
		text := promotion.Text{To: to, Summary: "Leads.", Areas: map[framework.AreaID]string{}, Reason: "Known for years."}
		for _, a := range v.AreasInOrder() {
			text.Areas[a.ID] = "Shown."
		}
		must(t, s.WriteCase(t.Context(), s.Actor("mats"), workflow.Once{}, ref, workflow.CaseDraft{Text: text}))
		must(t, s.Offer(t.Context(), s.Actor("mats"), workflow.Once{}, ref, nil))
		s.Advance(ref, "noor", "mats", "fia", decider, promotion.Committing, world.PlainCase)
		for _, name := range []string{"noor", "mats"} {
			must(t, s.SignCommitment(t.Context(), s.Actor(name), workflow.Once{}, ref, 1))
		}
		must(t, s.ProposePay(t.Context(), s.Actor("mats"), workflow.Once{}, ref, offerText("50000")))
		return s
	}
	a, b := play("tribe-guild", "tove"), play("technology-company", "cai")
	one, other := a.get(t, "mats", "/pay/changes/"+string(ref)).plain(), b.get(t, "mats", "/pay/changes/"+string(ref)).plain()
	if one == other || !strings.Contains(one.body, payAmounts[2][0][:2]) {
		t.Fatal("the twins differ in nothing for those who may know the step")
	}
	first, second := decideAsPartner(t, a, ref), decideAsPartner(t, b, ref)
	for i := range first {
		if first[i].plain() != second[i].plain() {
			t.Errorf("request %d is answered with %d and %d: %s", i, first[i].status, second[i].status, parting(first[i].plain(), second[i].plain()))
		}
	}
	for _, said := range []string{"Ready for the Squad/Chapter step.", "Now at Technology/Company."} {
		if err := a.ProposePay(t.Context(), a.Actor("mats"), workflow.Once{}, ref, workflow.OfferText{Amount: "1", Reason: said}); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
			t.Errorf("%q is put to the partners: %v", said, err)
		}
	}
}

func decideAsPartner(t *testing.T, s *site, ref id.Promotion) (all []answer) {
	t.Helper()
	path, noor := "/pay/changes/"+string(ref), "/people/"+string(s.Person("noor"))
	post := func(to string, pairs ...string) {
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		a := s.post(t, "kim", path+to, form)
		a.header = expires.ReplaceAllString(a.header, "")
		all = append(all, a)
	}
	look := func() {
		for _, p := range []string{path, "/pay/changes", "/", "/pay/people", noor + "/pay", noor, "/promotions", "/promotions/" + string(ref), "/pay/people?q=noor"} {
			all = append(all, s.get(t, "kim", p))
		}
	}
	look()
	post("/offer", "what", "amount", "amount", "1", "reason", "Why.")
	post("/return")
	post("/return", "words", "Is that enough?")
	post("/approval")
	look()
	for _, reason := range []string{"Ready for the Squad/Chapter step.", "It is right."} {
		err := s.ProposePay(t.Context(), s.Actor("mats"), workflow.Once{}, ref, workflow.OfferText{Amount: "51000", Reason: reason})
		if wrong := strings.Contains(reason, "step"); wrong != fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", reason, err)
		}
	}
	post("/approval", "read", "1")
	post("/approval")
	post("/approval")
	look()
	return all
}

// TestEveryActOnAChangeOfPayIsWrittenDown, and every reading by somebody else.
func TestEveryActOnAChangeOfPayIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	reachCase(promotion.Committing)(w)
	payAll(w)
	ref := caseOfNoor(w)
	ctx, once := t.Context(), workflow.Once{}
	manager, partner := []string{line("read", "pay_case", "manager"), line("read", "salary", "manager"), line("read", "range", "manager")},
		[]string{line("read", "pay_case", "compensation partner"), line("read", "salary", "compensation partner")}
	reads := func(name string, lines []string) deed {
		return deed{name + " reads", func() error { return second(w.PayChange(ctx, w.Actor(name), ref)) }, lines}
	}
	for _, d := range []deed{
		reads("noor", nil), reads("mats", manager),
		{"propose", func() error { return w.ProposePay(ctx, w.Actor("mats"), once, ref, offerText("60000")) }, []string{line("pay.change-proposed", "pay_case", "manager")}},
		reads("kim", partner),
		{"send back", func() error { return w.DecidePay(ctx, w.Actor("kim"), once, ref, false, "More?") }, []string{line("pay.change-decided", "pay_case", "compensation partner")}},
		{"propose again", func() error { return w.ProposePay(ctx, w.Actor("mats"), once, ref, offerText("61000")) }, []string{line("pay.change-proposed", "pay_case", "manager")}},
		{"sign", func() error { return w.SignCommitment(ctx, w.Actor("noor"), once, ref, 1) }, []string{asSelf("promotion.signed", "case")}},
		{"sign too", func() error { return w.SignCommitment(ctx, w.Actor("mats"), once, ref, 1) }, []string{asManager("step.set", "step"), asManager("promotion.signed", "case")}},
		{"approve", func() error { return w.DecidePay(ctx, w.Actor("kim"), once, ref, true, "") },
			[]string{line("pay.salary-written", "salary", "compensation partner"), line("pay.change-decided", "pay_case", "compensation partner")}},
	} {
		tryDeed(t, w, d)
	}
}
