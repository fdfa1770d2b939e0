package trust

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/sheet"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Reviews bring tables, addresses and guards of their own.
func init() {
	clear["pay_reviews"] = "id valid_from opened_at closed_at version" // from when, not what for or how much
	clear["pay_proposals"] = "review person lies_with version"         // that something is written, not what
	sealed = append(sealed, "pay_reviews.sealed", "pay_proposals.sealed")
	for _, path := range []string{"", "/budgets", "/sending", "/approval", "/closing", "/export"} {
		kinds["/pay/reviews/{id}"+path] = "pay-review"
	}
	for _, path := range []string{"", "/return", "/letter"} {
		kinds["/pay/reviews/{id}/people/{person}"+path] = "pay-proposal"
	}
	twins["one amount in a review or another"] = twin{underReview, givenWith("51000"), givenWith("49500"), false}
	breakages = append(breakages,
		broken("reviews are everybody's", "TestAReviewIsForThoseItConcerns", "workflow/pay_proposal.go", "if !policy.Salaries || !pay.Keeps(actor) && (len(reports) == 0 || !v.Begun(w.today(r))) {", "if !policy.Salaries {"),
		broken("the person reads what is proposed", "TestAReviewIsForThoseItConcerns", "pay/proposal.go", "return p.Salaries && !b.Self && (b.Manager || b.Pay)", "return p.Salaries"),
		broken("managers propose for others' reports", "TestAReviewIsForThoseItConcerns", "workflow/pay_proposal.go", "if err == nil && !slices.Contains(reports, person) {", "if err == nil && len(reports) == 0 {"),
		broken("partners read what is not sent", "TestAReviewIsForThoseItConcerns", "workflow/pay_review_read.go", "!b.Manager && !sent ||", "!b.Manager && !sent && !there ||"),
		broken("a letter is told before it is given", "TestPayIsToldWithTheLetter", "workflow/salary.go", "return hidden[one.ID] })", "return hidden[one.ID] && false })"),
		broken("budgets tell of others' salaries", "TestABudgetTellsOfNobodyElse", "workflow/pay_review_read.go", "return !slices.Contains(reports, p.Person)", "return false"),
		broken("sums tell partners of their own pay", "TestNobodyHandlesTheirOwnPayInAReview", "workflow/pay_review_read.go", "return p.Person == actor.Person || !p.HandedIn()\n\t})\n\twho", "return !p.HandedIn()\n\t})\n\twho"),
		broken("half a review is closed", "TestAReviewClosesWholeOrNot", "workflow/pay_review_close.go", "if len(moved) > 0 {", "if len(moved) > 100 {"),
		broken("readings in a review are not journalled", "TestEveryActInAReviewIsWrittenDown", "workflow/pay_review_read.go", "return v, tx.RecordAll(read.entries)", "return v, nil"),
		broken("a review names a step", "TestAReviewLearnsNoStep", "workflow/pay_proposal.go", `w.sayNoStep(tx.Reader, "reason", t.Reason+"\n"+t.Beyond)`, `w.sayNoStep(tx.Reader, "reason", "")`),
	)
}

func eachOf[T any](list []string, f func(string) T) (all []T) {
	for _, one := range list {
		all = append(all, f(one))
	}
	return all
}

// openReview is a review that managers find from the day on, with a budget for Rivers.
func openReview(w *world.World, from string) id.PayReview {
	w.Helper()
	day := func(s string) (d workflow.ReviewText) {
		return workflow.ReviewText{Name: "Pay 2026", Guide: "The market first.", Back: "2025-05-01", From: clock.Date(s), To: "2027-05-31", Holds: "2026-07-01", Unit: 1}
	}
	ref, err := w.OpenPayReview(w.Context(), w.Actor("kim"), workflow.Once{}, day(from))
	must(w.T, err)
	tree, err := w.Organisation(w.Context(), w.Actor("kim"))
	must(w.T, err)
	for _, t := range tree.Tribes {
		if t.Name == "Rivers" {
			must(w.T, w.SetPayBudget(w.Context(), w.Actor("kim"), workflow.Once{}, ref, workflow.BudgetText{Tribe: t.ID, Currency: "SEK", Amount: "100000"}))
		}
	}
	return ref
}

// reviewing is a world with a review in which Noor has a salary, and Ben too.
func reviewing(w *world.World) id.PayReview {
	w.Helper()
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	payUp(w)
	keepSalaries(w)
	paidAt("48000")(w, "")
	salaryOf(w, "ben", "44000")
	return openReview(w, "2026-05-01")
}

func salaryOf(w *world.World, name, amount string) {
	w.Helper()
	text := salaryText(amount, "Begins.")
	text.Share = "100"
	must(w.T, w.WriteSalary(w.Context(), w.Actor("kim"), workflow.Once{}, w.Person(name), text))
}

// underReview begins where pay is there already.
func underReview(w *world.World) id.Evaluation {
	w.Helper()
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	openReview(w, "2026-05-01")
	return ""
}

// theReview is the one there is.
func theReview(w *world.World) id.PayReview {
	w.Helper()
	list, _, err := w.PayReviews(w.Context(), w.Actor("kim"))
	must(w.T, err)
	return list[0].ID
}

func amountOf(amount string) workflow.ProposalText {
	return workflow.ProposalText{How: pay.ByAmount, Amount: amount, Reason: "Calm nights.", Beyond: "The market."}
}

func proposeIn(w *world.World, amount string) {
	w.Helper()
	must(w.T, w.WriteProposal(w.Context(), w.Actor("mats"), workflow.Once{}, theReview(w), w.Person("noor"), amountOf(amount)))
}

func sendIn(w *world.World, amount string) {
	w.Helper()
	proposeIn(w, amount)
	must(w.T, w.SendProposals(w.Context(), w.Actor("mats"), workflow.Once{}, theReview(w)))
}

func approveIn(w *world.World, name string) {
	w.Helper()
	must(w.T, w.ApproveProposals(w.Context(), w.Actor("kim"), workflow.Once{}, theReview(w), []workflow.ProposalSeen{{Person: w.Person(orNoor(name))}}, "It is right."))
}

func orNoor(name string) string {
	if name == "" {
		return "noor"
	}
	return name
}

func closedWith(w *world.World, amount string) {
	w.Helper()
	sendIn(w, amount)
	approveIn(w, "")
	must(w.T, w.ClosePayReview(w.Context(), w.Actor("kim"), workflow.Once{}, theReview(w)))
}

// givenWith closes it and gives Noor the letter.
func givenWith(amount string) func(*world.World, id.Evaluation) {
	return func(w *world.World, _ id.Evaluation) {
		closedWith(w, amount)
		must(w.T, w.GiveLetter(w.Context(), w.Actor("mats"), workflow.Once{}, theReview(w), w.Person("noor")))
	}
}

// payReview puts canaries into a review that is open and one that is closed.
func (c *cage) payReview() {
	c.Helper()
	ctx, kim, once := c.Context(), c.Actor("kim"), workflow.Once{}
	var managers []string
	for _, name := range c.Names() {
		if p, err := c.Profile(ctx, c.Actor(name), c.Person(name)); err == nil && len(p.Reports) > 0 || name == "kim" {
			managers = append(managers, name)
		}
	}
	open := func() id.PayReview {
		n := len(c.canaries)
		ref, err := c.OpenPayReview(ctx, kim, once, workflow.ReviewText{Name: c.put("review", fmt.Sprint("name", n), managers...), Guide: c.put("review", fmt.Sprint("guide", n), managers...),
			Back: "2025-05-01", From: "2026-05-01", To: "2027-05-31", Holds: "2026-09-01", Unit: 1})
		must(c.T, err)
		return ref
	}
	closed := open()
	must(c.T, c.WriteProposal(ctx, c.Actor("timo"), once, closed, c.Person("ola"), workflow.ProposalText{How: pay.ByAmount, Amount: "97531", Reason: c.put("ola", "review-reason", "ola", "timo", "kim"), Beyond: c.put("ola", "beyond", "timo", "kim")}))
	must(c.T, c.SendProposals(ctx, c.Actor("timo"), once, closed))
	must(c.T, c.ApproveProposals(ctx, kim, once, closed, []workflow.ProposalSeen{{Person: c.Person("ola")}}, c.put("ola", "approval", "timo", "kim")))
	must(c.T, c.ClosePayReview(ctx, kim, once, closed))
	must(c.T, c.GiveLetter(ctx, c.Actor("timo"), once, closed, c.Person("ola")))
	for i := range c.canaries { // the letter names the review to whom it is given
		if strings.Contains(c.canaries[i].what, "review's name") && !strings.Contains(c.canaries[i].text, "guide") {
			c.canaries[i].readers = append(slices.Clone(c.canaries[i].readers), "ola")
		}
	}
	c.canaries = append(c.canaries, canary{"97,531", "ola's new salary", []string{"ola", "timo", "kim"}})
	ref := open()
	must(c.T, c.WriteProposal(ctx, c.Actor("mats"), once, ref, c.Person("noor"), workflow.ProposalText{How: pay.ByAmount, Amount: "95913", Reason: c.put("noor", "review-reason", "mats", "kim"), Beyond: c.put("noor", "beyond", "mats", "kim")}))
	must(c.T, c.SendProposals(ctx, c.Actor("mats"), once, ref))
	c.canaries = append(c.canaries, canary{"95,913", "what is proposed for noor", []string{"mats", "kim"}})
}

// TestAReviewIsForThoseItConcerns: every act and reading, by everybody, in each state.
func TestAReviewIsForThoseItConcerns(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ref := reviewing(w)
	ctx, once, noor := t.Context(), workflow.Once{}, w.Person("noor")
	seen := func(when string, may map[string][]string) {
		t.Helper()
		for what, do := range map[string]func(access.Actor) error{
			"the review":   func(a access.Actor) error { return second(w.PayReview(ctx, a, ref)) },
			"noor in it":   func(a access.Actor) error { return second(w.PayReviewOf(ctx, a, ref, noor)) },
			"the letter":   func(a access.Actor) error { return second(w.PayLetter(ctx, a, ref, noor)) },
			"the file":     func(a access.Actor) error { return second(w.ReviewFile(ctx, a, ref)) },
			"writing":      func(a access.Actor) error { return w.WriteProposal(ctx, a, once, ref, noor, workflow.ProposalText{}) },
			"sending back": func(a access.Actor) error { return w.ReturnProposal(ctx, a, once, ref, noor, "") },
			"approving": func(a access.Actor) error {
				return w.ApproveProposals(ctx, a, workflow.Once{}, ref, []workflow.ProposalSeen{{Person: noor, Seen: 99}}, "")
			},
			"changing": func(a access.Actor) error { return w.ChangePayReview(ctx, a, once, ref, workflow.ReviewText{}) },
			"budget": func(a access.Actor) error {
				return w.SetPayBudget(ctx, a, once, ref, workflow.BudgetText{Currency: "none"})
			},
			"opening": func(a access.Actor) error { return second(w.OpenPayReview(ctx, a, once, workflow.ReviewText{})) },
		} {
			for _, name := range append(w.Names(), "") {
				err := do(w.Actor(name))
				got := err == nil || fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict)
				if want := slices.Contains(may[what], name); got != want {
					t.Errorf("%s, %s as %q: %v", when, what, name, err)
				}
				if name != "" && do(w.Token(name)) == nil {
					t.Errorf("%s, %s over a token of %s", when, what, name)
				}
			}
		}
	}
	managers, partner, pair := []string{"mats", "mira", "tove", "timo", "wim", "cai", "kim"}, []string{"kim"}, []string{"mats"}
	may := map[string][]string{"the review": managers, "noor in it": pair, "writing": pair, "changing": partner, "budget": partner, "opening": partner}
	seen("before anything is written", may)
	proposeIn(w, "51000")
	seen("written", may)
	must(t, w.SendProposals(ctx, w.Actor("mats"), once, ref))
	may["noor in it"], may["sending back"], may["approving"] = []string{"mats", "kim"}, partner, partner
	seen("sent", may)
	approveIn(w, "")
	must(t, w.ClosePayReview(ctx, w.Actor("kim"), once, ref))
	may["the letter"], may["the file"] = pair, partner
	seen("closed", may)
	for _, name := range []string{"noor", "kim", "tove", "ben"} {
		if err := w.GiveLetter(ctx, w.Actor(name), once, ref, noor); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s gives the letter: %v", name, err)
		}
	}
	must(t, w.GiveLetter(ctx, w.Actor("mats"), once, ref, noor))
	may["the letter"] = []string{"mats", "noor"}
	seen("given", may)
	must(t, w.SetManager(ctx, access.System(access.ViaCommand), noor, w.Person("mira")))
	may["the letter"], may["noor in it"], may["writing"] = []string{"mira", "noor"}, []string{"mira", "kim"}, []string{"mira"}
	seen("with another manager", may)
	must(t, w.SetPayPolicy(ctx, w.Actor("kim"), once, pay.Salaries, 0, ""))
	for _, name := range []string{"noor", "mira", "kim"} {
		if _, err := w.PayLetter(ctx, w.Actor(name), ref, noor); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s reads the letter where no salaries are kept: %v", name, err)
		}
		if _, err := w.PayReview(ctx, w.Actor(name), ref); !fault.Is(err, fault.Withheld) {
			t.Errorf("%s reads the review where no salaries are kept: %v", name, err)
		}
	}
}

// TestPayIsToldWithTheLetter: until then nothing the person sees changes, and at the
// latest on the day it holds they know what they are paid.
func TestPayIsToldWithTheLetter(t *testing.T) {
	t.Parallel() // in worlds of their own
	before := serve(t, world.New(t, "sqlite"))
	ref := reviewing(before.World)
	before.signIn(t)
	reads := func(s *site) string {
		all := ""
		for _, path := range []string{"/", "/pay", "/inbox", "/pay/reviews", "/pay/reviews/" + string(ref), "/journey", "/pay/reviews/" + string(ref) + "/people/" + string(s.Person("noor")) + "/letter"} {
			a := s.get(t, "noor", path).plain()
			all += fmt.Sprintln(path, a.status, a.body)
		}
		return all
	}
	other := before.again(t)
	closedWith(before.World, "51000")
	if a, b := reads(other), reads(before); a != b {
		t.Errorf("before the letter Noor sees a difference: %s", parting(answer{body: a}, answer{body: b}))
	}
	given := before.again(t)
	must(t, given.GiveLetter(t.Context(), given.Actor("mats"), workflow.Once{}, ref, given.Person("noor")))
	for _, path := range []string{"/pay", "/pay/reviews/" + string(ref) + "/people/" + string(given.Person("noor")) + "/letter"} {
		if a := given.get(t, "noor", path); a.status != 200 || !strings.Contains(a.body, "51,000") && !strings.Contains(a.body, "Letters") {
			t.Errorf("%s after the letter: %d", path, a.status)
		}
	}
	before.Clock.Advance(60 * 24 * 3600 * 1e9)
	v, err := before.Pay(t.Context(), before.Actor("noor"), before.Person("noor"))
	if err != nil || v.Salary.Now.Full.Plain() != "51000" || len(v.Salary.Letters) != 1 {
		t.Errorf("on the day it holds: %+v, %v", v.Salary, err)
	}
}

// TestABudgetTellsOfNobodyElse: what one manager proposes changes not a byte for
// another of the same tribe.
func TestABudgetTellsOfNobodyElse(t *testing.T) {
	t.Parallel() // in worlds of their own
	a := serve(t, world.New(t, "sqlite"))
	ref := reviewing(a.World)
	salaryOf(a.World, "gil", "45000") // of Mira, in Rivers too
	a.signIn(t)
	b := a.again(t)
	sendIn(b.World, "90000")
	for _, name := range []string{"mira", "tove", "timo", "cai"} {
		for _, path := range []string{"/pay/reviews/" + string(ref), "/pay/reviews/" + string(ref) + "/people/" + string(a.Person("gil")), "/"} {
			if x, y := a.get(t, name, path).plain(), b.get(t, name, path).plain(); x != y {
				t.Errorf("%s at %s: %s", name, path, parting(x, y))
			}
		}
		for _, s := range []*site{a, b} { // what is enough for the one is enough for the other
			err := s.WriteProposal(t.Context(), s.Actor("mira"), workflow.Once{}, ref, s.Person("gil"), workflow.ProposalText{How: pay.ByAmount, Amount: "45100", Reason: "Why."})
			must(t, err)
		}
	}
}

// TestNobodyHandlesTheirOwnPayInAReview: a partner finds nothing of their own pay in
// lists, sums, files and acts.
func TestNobodyHandlesTheirOwnPayInAReview(t *testing.T) {
	t.Parallel() // in worlds of their own
	w := world.New(t, "sqlite")
	ref := reviewing(w)
	ctx, once := t.Context(), workflow.Once{}
	must(t, w.GrantOffice(ctx, access.System(access.ViaCommand), w.Person("pia"), org.CompensationPartner))
	pia := w.Actor("pia")
	pia.Offices = append(slices.Clone(pia.Offices), org.CompensationPartner)
	must(t, w.WriteSalary(ctx, pia, once, w.Person("kim"), salaryText("60000", "Begins.")))
	see := func(w *world.World) string {
		v, err := w.PayReview(ctx, w.Actor("kim"), ref)
		must(t, err)
		return fmt.Sprintf("%+v %+v", v.Sent, v.Budgets)
	}
	other := w.Copy(t)
	must(t, w.WriteProposal(ctx, w.Actor("cai"), once, ref, w.Person("kim"), amountOf("70000")))
	must(t, w.SendProposals(ctx, w.Actor("cai"), once, ref))
	if a, b := see(w), see(other); a != b {
		t.Errorf("Kim finds her own pay:\n%s\n%s", a, b)
	}
	own := []workflow.ProposalSeen{{Person: w.Person("kim")}}
	if err := w.ApproveProposals(ctx, w.Actor("kim"), once, ref, own, "Mine."); !fault.Is(err, fault.Withheld) {
		t.Errorf("Kim approves her own: %v", err)
	}
	if err := w.ReturnProposal(ctx, w.Actor("kim"), once, ref, w.Person("kim"), "More."); !fault.Is(err, fault.Withheld) {
		t.Errorf("Kim sends her own back: %v", err)
	}
	if err := w.ClosePayReview(ctx, w.Actor("kim"), once, ref); !fault.Is(err, fault.Conflict) {
		t.Errorf("Kim closes while her own waits: %v", err)
	}
	// All or none, in whichever order: own and another's.
	sendIn(w, "51000")
	for _, list := range [][]workflow.ProposalSeen{{own[0], {Person: w.Person("noor")}}, {{Person: w.Person("noor")}, own[0]}} {
		if err := w.ApproveProposals(ctx, w.Actor("kim"), once, ref, list, "All."); !fault.Is(err, fault.Withheld) {
			t.Errorf("approved together: %v", err)
		}
	}
	if v, err := w.PayReviewOf(ctx, w.Actor("kim"), ref, w.Person("noor")); err != nil || v.Proposal.State != pay.ProposalSent {
		t.Errorf("half of it was approved: %+v, %v", v.Proposal, err)
	}
	approveIn(w, "")
	must(t, w.ApproveProposals(ctx, pia, once, ref, own, "It is right."))
	must(t, w.ClosePayReview(ctx, w.Actor("kim"), once, ref))
	rows, err := w.ReviewFile(ctx, w.Actor("kim"), ref)
	if err != nil || len(rows) != 1 || rows[0].Email != "noor@example.org" {
		t.Errorf("Kim takes away %+v, %v", rows, err)
	}
	if rows, err = w.ReviewFile(ctx, pia, ref); err != nil || len(rows) != 2 {
		t.Errorf("Pia takes away %+v, %v", rows, err)
	}
}

// TestAReviewClosesWholeOrNot: where one salary has moved on, nothing is written.
func TestAReviewClosesWholeOrNot(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ref := reviewing(w)
		ctx, once := t.Context(), workflow.Once{}
		must(t, w.WriteProposal(ctx, w.Actor("mats"), once, ref, w.Person("ben"), workflow.ProposalText{How: pay.ByPercent, Percent: "2.5", Reason: "Why."}))
		sendIn(w, "51000")
		both := []workflow.ProposalSeen{{Person: w.Person("noor")}, {Person: w.Person("ben")}}
		must(t, w.ApproveProposals(ctx, w.Actor("kim"), once, ref, both, ""))
		lines := func() (all []string) {
			for _, name := range []string{"noor", "ben"} {
				v, err := w.Pay(ctx, w.Actor("mats"), w.Person(name))
				must(t, err)
				for _, s := range v.Salary.History {
					all = append(all, fmt.Sprint(name, " ", s.From, " ", s.Full.Plain(), " ", s.Share))
				}
			}
			return all
		}
		before := lines()
		salaryOf(w, "ben", "44500")
		moved := lines()
		err := w.ClosePayReview(ctx, w.Actor("kim"), once, ref)
		if message, _ := fault.Safe(err); !fault.Is(err, fault.Conflict) || !strings.Contains(message, "Ben Falk") || strings.Contains(message, "Noor") {
			t.Errorf("closed over a salary that moved on: %v", err)
		}
		if got := lines(); !slices.Equal(got, moved) || len(got) != len(before)+1 {
			t.Errorf("something was written: %v", got)
		}
		must(t, w.ReturnProposal(ctx, w.Actor("kim"), once, ref, w.Person("ben"), "From the amount of now, please."))
		must(t, w.WriteProposal(ctx, w.Actor("mats"), once, ref, w.Person("ben"), workflow.ProposalText{How: pay.ByPercent, Percent: "2.5", Reason: "Why."}))
		must(t, w.SendProposals(ctx, w.Actor("mats"), once, ref))
		must(t, w.ApproveProposals(ctx, w.Actor("kim"), once, ref, both[1:], ""))
		must(t, w.ClosePayReview(ctx, w.Actor("kim"), once, ref))
		got := lines()
		for _, want := range []string{"noor 2026-07-01 51000 8000", "ben 2026-07-01 45613 10000"} { // 45,612.50, from the middle upwards
			if !slices.Contains(got, want) {
				t.Errorf("no line %q in %v", want, got)
			}
		}
		if err := w.ClosePayReview(ctx, w.Actor("kim"), once, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("closed twice: %v", err)
		}
	})
}

// TestAReviewLearnsNoStep: worlds that differ in one Step answer the compensation
// partner with the same bytes, whatever is proposed and done.
func TestAReviewLearnsNoStep(t *testing.T) {
	t.Parallel() // in worlds of their own
	before := serve(t, world.New(t, "sqlite"))
	before.signIn(t)
	talk := reach(evaluation.Talked)(before.World)
	payUp(before.World)
	keepSalaries(before.World)
	paidAt("48000")(before.World, "")
	ref := openReview(before.World, "2026-05-01")
	a, b := before.again(t), before.again(t)
	agree("individual", "words")(a.World, talk)
	agree("technology-company", "words")(b.World, talk)
	path := "/pay/reviews/" + string(ref)
	person := path + "/people/" + string(a.Person("noor"))
	if x, y := a.get(t, "mats", path).plain(), b.get(t, "mats", path).plain(); x == y {
		t.Fatal("the manager sees no difference: the twins differ in nothing")
	}
	play := func(s *site) (all []answer) {
		post := func(to string, pairs ...string) {
			form := url.Values{}
			for i := 0; i+1 < len(pairs); i += 2 {
				form.Set(pairs[i], pairs[i+1])
			}
			got := s.post(t, "kim", to, form)
			got.header = expires.ReplaceAllString(got.header, "")
			all = append(all, got)
		}
		look := func() {
			for _, p := range []string{"/", "/pay/reviews", path, person, person + "/letter", path + "/export", path + "/export?format=csv", "/pay/people", "/people/" + string(s.Person("noor")) + "/pay"} {
				all = append(all, s.get(t, "kim", p))
			}
		}
		look()
		for _, reason := range []string{"Ready for the Squad/Chapter step.", "Calm nights."} {
			text := amountOf("51000")
			text.Reason = reason
			err := s.WriteProposal(t.Context(), s.Actor("mats"), workflow.Once{}, ref, s.Person("noor"), text)
			if wrong := strings.Contains(reason, "step"); wrong != fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", reason, err)
			}
		}
		look()
		must(t, s.SendProposals(t.Context(), s.Actor("mats"), workflow.Once{}, ref))
		look()
		post(path+"/approval", "people", "nobody")
		post(path + "/approval")
		post(person+"/return", "words", "")
		post(path+"/budgets", "currency", "SEK", "amount", "1")
		post(path+"/approval", "people", string(s.Person("noor"))+":2", "beyond", "It is right.")
		post(path + "/closing")
		look()
		return all
	}
	first, second := play(a), play(b)
	for i := range first {
		if first[i].plain() != second[i].plain() {
			t.Errorf("request %d is answered with %d and %d: %s", i, first[i].status, second[i].status, parting(first[i].plain(), second[i].plain()))
		}
	}
}

// TestAFileForPayrollIsGuarded: what looks like a formula is none, and the file goes
// back in as it came out.
func TestAFileForPayrollIsGuarded(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ref := reviewing(w)
	ctx, once := t.Context(), workflow.Once{}
	text := amountOf("51000")
	text.Reason = `=HYPERLINK("http://x")`
	must(t, w.WriteProposal(ctx, w.Actor("mats"), once, ref, w.Person("noor"), text))
	must(t, w.SendProposals(ctx, w.Actor("mats"), once, ref))
	approveIn(w, "")
	must(t, w.ClosePayReview(ctx, w.Actor("kim"), once, ref))
	rows, err := w.ReviewFile(ctx, w.Actor("kim"), ref)
	must(t, err)
	var b bytes.Buffer
	must(t, payfile.WriteSalaries(&b, sheet.CSV, rows))
	if strings.Contains(b.String(), ",=") || strings.Contains(b.String(), `,"=`) {
		t.Errorf("a formula goes out:\n%s", b.String())
	}
	back, problems := payfile.ReadSalaries("salaries.csv", b.Bytes())
	if len(problems) > 0 || len(back) != 1 {
		t.Fatal(problems)
	}
	report, err := w.ImportSalaries(ctx, w.Actor("kim"), once, back, workflow.ImportOptions{DryRun: true})
	if err != nil || report.Unchanged != 1 || report.Added+report.Changed > 0 {
		t.Errorf("coming back it changes something: %+v, %v", report, err)
	}
}

// TestEveryActInAReviewIsWrittenDown, and every reading by somebody else.
func TestEveryActInAReviewIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	ref := reviewing(w)
	ctx, once, kim, mats, noor := t.Context(), workflow.Once{}, w.Actor("kim"), w.Actor("mats"), w.Person("noor")
	by := func(act string) []string { return []string{line("pay."+act, "salary", "compensation partner")} }
	manager := []string{line("pay.review-proposed", "salary", "manager")}
	text := workflow.ReviewText{Name: "Pay 2027", Back: "2025-05-01", From: "2026-05-01", To: "2026-05-31", Holds: "2026-07-01", Unit: 1}
	r := func(item, hat string) string { return line("read", item, hat) }
	for _, d := range []deed{
		{"open", func() error { return second(w.OpenPayReview(ctx, kim, once, text)) }, by("review-opened")},
		{"change", func() error { return w.ChangePayReview(ctx, kim, once, ref, text) }, by("review-changed")},
		{"a budget", func() error {
			return w.SetPayBudget(ctx, kim, once, ref, workflow.BudgetText{Currency: "SEK", Amount: "1"})
		}, by("review-changed")},
		{"mats reads", func() error { return second(w.PayReview(ctx, mats, ref)) }, []string{r("salary", "manager"), r("range", "manager"), r("salary", "manager"), r("range", "manager")}},
		{"mats reads of noor", func() error { return second(w.PayReviewOf(ctx, mats, ref, noor)) }, []string{r("salary", "manager"), r("range", "manager"), r("priorities", "manager")}},
		{"write", func() error { return w.WriteProposal(ctx, mats, once, ref, noor, amountOf("51000")) }, manager},
		{"send", func() error { return w.SendProposals(ctx, mats, once, ref) }, manager},
		{"kim reads", func() error { return second(w.PayReview(ctx, kim, ref)) }, []string{r("salary", "compensation partner")}},
		{"kim reads of noor", func() error { return second(w.PayReviewOf(ctx, kim, ref, noor)) }, []string{r("salary", "compensation partner")}},
		{"send back", func() error { return w.ReturnProposal(ctx, kim, once, ref, noor, "Why?") }, by("review-decided")},
		{"write again", func() error { return w.WriteProposal(ctx, mats, once, ref, noor, amountOf("51500")) }, manager},
		{"send again", func() error { return w.SendProposals(ctx, mats, once, ref) }, manager},
		{"approve", func() error {
			return w.ApproveProposals(ctx, kim, once, ref, []workflow.ProposalSeen{{Person: noor}}, "It is right.")
		}, by("review-decided")},
		{"close", func() error { return w.ClosePayReview(ctx, kim, once, ref) }, slices.Concat(by("salary-written"), by("review-closed"))},
		{"take a file away", func() error { return second(w.ReviewFile(ctx, kim, ref)) }, slices.Concat([]string{r("salary", "compensation partner")}, by("exported"))},
		{"mats reads the letter", func() error { return second(w.PayLetter(ctx, mats, ref, noor)) }, []string{r("salary", "manager")}},
		{"give it", func() error { return w.GiveLetter(ctx, mats, once, ref, noor) }, []string{line("pay.letter-given", "salary", "manager")}},
		{"noor reads it", func() error { return second(w.PayLetter(ctx, w.Actor("noor"), ref, noor)) }, nil},
	} {
		tryDeed(t, w, d)
	}
}
