package trust

import (
	"fmt"
	"slices"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// caseDeeds does the acts of a promotion of Noor's.
type caseDeeds struct {
	*world.World
	ref  id.Promotion
	text promotion.Text
	gaps map[promotion.Relation]string
}

func newCaseDeeds(w *world.World) *caseDeeds {
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	p := newCasePlayer(w, "")
	return &caseDeeds{World: w, text: p.text, gaps: p.gaps}
}

var anyone workflow.Once

func asManager(act audit.Act, item string) string { return line(string(act), item, "manager") }
func asSelf(act audit.Act, item string) string    { return line(string(act), item, "self") }
func asNobody(act audit.Act) string               { return line(string(act), "case", "") }

// answer lets somebody answer the question that is open to them.
func (c *caseDeeds) answer(name string, r workflow.Reply) error {
	list, err := c.Promotions(c.Context(), c.Actor(name))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list.Questions, func(q workflow.QuestionLine) bool { return q.Open })
	return c.ReplyTo(c.Context(), c.Actor(name), anyone, list.Questions[at].ID, r)
}

// offered are the acts until the person has agreed.
func (c *caseDeeds) offered(manager string) []deed {
	ctx := c.Context()
	return []deed{
		{"offer", func() error { return c.Offer(ctx, c.Actor(manager), anyone, c.ref, nil) }, []string{asManager(audit.PromotionOffered, "case_text")}},
		{"take it back", func() error { return c.TakeBackOffer(ctx, c.Actor(manager), anyone, c.ref) }, []string{asManager(audit.PromotionOffered, "case_text")}},
		{"offer again", func() error { return c.Offer(ctx, c.Actor(manager), anyone, c.ref, nil) }, []string{asManager(audit.PromotionOffered, "case_text")}},
		c.agrees(),
	}
}

func (c *caseDeeds) agrees() deed {
	return deed{"consent", func() error {
		return c.Consent(c.Context(), c.Actor("noor"), anyone, c.ref, workflow.ConsentWords{Read: 1, Words: "Gladly."})
	}, []string{asSelf(audit.PromotionAnswered, "case")}}
}

func (c *caseDeeds) handsOn(manager string) deed {
	return deed{"hand on", func() error {
		return c.HandOn(c.Context(), c.Actor(manager), anyone, c.ref, workflow.HandingOn{Gaps: c.gaps, Reply: "As you asked."})
	}, []string{asManager(audit.PromotionHandedOn, "case"), asNobody(audit.DisclosureBegun)}}
}

func (c *caseDeeds) hears(name string, note string, r workflow.Reply) []deed {
	return []deed{
		{"ask " + name, func() error {
			return c.Consult(c.Context(), c.Actor("mats"), anyone, c.ref, workflow.Question{Who: c.Person(name), Label: promotion.AsPeer, Ask: "How?", Note: note})
		}, []string{asManager(audit.PromotionHeard, "consult")}},
		{name + " replies", func() error { return c.answer(name, r) }, []string{line(string(audit.PromotionHeard), "consult", "asked")}},
	}
}

// wholeWay are the acts from the first words to both signatures, with each turn
// that a case can take on the way.
func (c *caseDeeds) wholeWay() []deed {
	ctx, noor, mats, mira, tove := c.Context(), c.Actor("noor"), c.Actor("mats"), c.Actor("mira"), c.Actor("tove")
	decided := func(d audit.Act) []string {
		return []string{line(string(audit.PromotionDecided), "approve", "decides"), asNobody(d)}
	}
	sign := func(name string) func() error {
		return func() error { return c.SignCommitment(ctx, c.Actor(name), anyone, c.ref, 1) }
	}
	return slices.Concat(
		[]deed{
			{"ask to talk", func() (err error) { c.ref, err = c.AskForPromotion(ctx, noor, anyone, "I think so."); return err }, []string{asSelf(audit.PromotionBegun, "case")}},
			{"take it up", func() error { return c.TakeUp(ctx, mats, anyone, c.ref, "tribe-guild") }, []string{asManager(audit.PromotionBegun, "case")}},
			{"write", func() error { return c.WriteCase(ctx, mats, anyone, c.ref, workflow.CaseDraft{Text: c.text}) }, []string{asManager(audit.PromotionWritten, "case_text")}},
		},
		c.offered("mats"),
		c.hears("fia", "", workflow.Reply{Answer: promotion.Answer{Text: "Well."}}),
		c.hears("ola", "A talk.", workflow.Reply{Confirm: true}),
		c.hears("asa", "Another.", workflow.Reply{Dispute: true, Answer: promotion.Answer{Text: "Otherwise."}}),
		c.hears("gil", "", workflow.Reply{Pass: true}),
		[]deed{
			c.handsOn("mats"),
			{"send it back", func() error { return c.ReturnCase(ctx, tove, anyone, c.ref, "What of others?") }, decided(audit.DisclosureEnded)},
			c.handsOn("mats"),
			{"the manager changes", func() error { return c.SetManager(ctx, c.Actor("pia"), noor.Person, mira.Person) }, nil},
			{"take up the case of another", func() error { return c.Sponsor(ctx, mira, anyone, c.ref, "I see it too.") }, []string{asManager(audit.PromotionSponsored, "case")}},
			c.agrees(),
			c.handsOn("mira"),
			{"decide", func() error { return c.Decide(ctx, tove, anyone, c.ref, promotion.Verdict{Reasons: "Seen."}) }, append(decided(audit.DisclosureBegun), asNobody(audit.DisclosureEnded))},
			{"commit", func() error {
				return c.Commit(ctx, mira, anyone, c.ref, workflow.Pledge{Text: promotion.Commitment{Challenges: "More.", Person: "Goes on.", Pay: "With June."}})
			}, []string{asManager(audit.PromotionCommitted, "case_text")}},
			{"sign", sign("noor"), []string{asSelf(audit.PromotionSigned, "case")}},
			{"take the signature back", func() error { return c.UnsignCommitment(ctx, noor, anyone, c.ref) }, []string{asSelf(audit.PromotionUnsigned, "case")}},
			{"sign again", sign("noor"), []string{asSelf(audit.PromotionSigned, "case")}},
			{"sign as manager", sign("mira"), []string{asManager(audit.StandingSet, "step"), asManager(audit.PromotionSigned, "case")}},
		})
}

// otherEnds are the acts by which a case ends otherwise, each on a case of its own.
func (c *caseDeeds) otherEnds() []deed {
	ctx, noor, mats, tove := c.Context(), c.Actor("noor"), c.Actor("mats"), c.Actor("tove")
	begin := func(stage promotion.Stage) deed {
		return deed{"a case", func() error {
			c.ref = c.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase)
			return nil
		}, nil}
	}
	return []deed{
		{"ask to talk", func() (err error) { c.ref, err = c.AskForPromotion(ctx, noor, anyone, ""); return err }, []string{asSelf(audit.PromotionBegun, "case")}},
		{"answer that", func() error { return c.AnswerRequest(ctx, mats, anyone, c.ref, "In spring.") }, []string{asManager(audit.PromotionAnswered, "case")}},
		begin(promotion.Offered),
		{"decline", func() error { return c.DeclineOffer(ctx, noor, anyone, c.ref, "") }, []string{asSelf(audit.PromotionAnswered, "case")}},
		begin(promotion.Deciding),
		{"withdraw", func() error { return c.Withdraw(ctx, noor, anyone, c.ref, "Later.") }, []string{asSelf(audit.PromotionClosed, "case"), asNobody(audit.DisclosureEnded)}},
		begin(promotion.Deciding),
		{"not yet", func() error {
			return c.RefuseYet(ctx, tove, anyone, c.ref, promotion.Verdict{Reasons: "No.", Focus: []string{"More."}, Talk: "In June."})
		}, []string{line(string(audit.PromotionDecided), "approve", "decides"), asNobody(audit.DisclosureBegun), asNobody(audit.DisclosureEnded)}},
	}
}

// TestEveryActOfAPromotionIsWrittenDown: each act leaves its line, and without a
// journal it does not happen. The latter is tried on one engine, as it takes long.
func TestEveryActOfAPromotionIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		c := newCaseDeeds(w)
		for _, d := range append(c.otherEnds(), c.wholeWay()...) {
			switch {
			case d.lines == nil: // it only leads to the next
				must(w.T, d.do())
			case w.DB.Engine() == "sqlite":
				tryDeed(w.T, w, d)
			default:
				doDeed(w.T, w, d)
			}
		}
	})
}

// TestACaseIsDecidedOnce: fifty decisions at once, half of them yes and half not
// yet, give one verdict; the others are told that it has moved. CAIRN_ROUNDS says how
// often; 200 is thorough.
func TestACaseIsDecidedOnce(t *testing.T) {
	eachRound(t, map[string]int{"sqlite": 4, "postgres": 2}, func(t *testing.T, s scene) {
		turns := make(chan int, 50)
		for i := range 50 {
			turns <- i
		}
		errs := together(50, func() error {
			if i := <-turns; i%2 == 0 {
				return s.Decide(s.Context(), s.Actor("tove"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "Yes."})
			}
			return s.RefuseYet(s.Context(), s.Actor("tove"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "No.", Focus: []string{"More."}, Talk: "In June."})
		})
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case !fault.Is(err, fault.Conflict):
				t.Errorf("one was told %v", err)
			}
		}
		if n := effects(t, s.World, audit.PromotionDecided); done != 1 || n != 1 {
			t.Errorf("decided %d times, %d lines", done, n)
		}
	})
}

// eachRound runs do on cases that wait for a decision, each in a world of its own, as often
// as CAIRN_ROUNDS says or a few times on each engine.
func eachRound(t *testing.T, few map[string]int, do func(*testing.T, scene)) {
	t.Helper()
	t.Parallel()
	cases := casesFor(t)
	for _, engine := range world.Engines() {
		for round := range size(t, "CAIRN_ROUNDS", few[engine]) {
			t.Run(fmt.Sprint(engine, " ", round), func(t *testing.T) { do(t, cases.at(t, engine, promotion.Deciding)) })
		}
	}
}

// TestADecisionMeetsAWithdrawal: of a decision, a withdrawal and another manager at
// once, the case keeps what came first, and nobody outside reads a withdrawn one.
// CAIRN_ROUNDS says how often.
func TestADecisionMeetsAWithdrawal(t *testing.T) {
	eachRound(t, map[string]int{"sqlite": 2, "postgres": 1}, meet)
}

func meet(t *testing.T, s scene) {
	t.Helper()
	ctx, acts := s.Context(), make(chan func() error, 3)
	acts <- func() error {
		return s.Decide(ctx, s.Actor("tove"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "Yes."})
	}
	acts <- func() error { return s.Withdraw(ctx, s.Actor("noor"), workflow.Once{}, s.promotion, "") }
	acts <- func() error { return s.SetManager(ctx, s.Actor("pia"), s.Person("noor"), s.Person("mira")) }
	for _, err := range together(3, func() error { return (<-acts)() }) {
		if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Withheld) {
			t.Error(err)
		}
	}
	v, err := s.Promotion(ctx, s.Actor("noor"), s.promotion)
	must(t, err)
	_, outside := s.Promotion(ctx, s.Actor("tove"), s.promotion)
	_, former := s.Promotion(ctx, s.Actor("mats"), s.promotion)
	switch {
	case former == nil:
		t.Error("the manager before reads it")
	case v.Outcome == promotion.Withdrawn && (outside == nil || v.DecidedAt.IsSet()):
		t.Errorf("withdrawn, and read by who decides: %v", outside)
	case v.Stage == promotion.Committing && !v.DecidedAt.IsSet():
		t.Error("committing without a decision")
	}
}

// TestAnActOfAPromotionIsOneWithItsKey: what is sent again with its key is
// answered as the first and has one effect.
func TestAnActOfAPromotionIsOneWithItsKey(t *testing.T) {
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		once := workflow.Once{Key: "ask"}
		var first id.Promotion
		for range 3 {
			ref, err := w.AskForPromotion(w.Context(), w.Actor("noor"), once, "I think so.")
			if err != nil || first != "" && ref != first {
				t.Fatal(ref, err)
			}
			first = ref
		}
		for range 3 {
			must(t, w.AnswerRequest(w.Context(), w.Actor("mats"), workflow.Once{Key: "answer"}, first, "In spring."))
		}
		if begun, answered := effects(t, w, audit.PromotionBegun), effects(t, w, audit.PromotionAnswered); begun != 1 || answered != 1 {
			t.Errorf("begun %d times, answered %d times", begun, answered)
		}
	})
}

// TestEachPartOfAPromotionIsSomebodysOwn: consent is the person's, the question
// belongs to whoever was asked, the decision to the one it lies with, and who
// stands at a step is told to nobody where the rule does not ask for it.
func TestEachPartOfAPromotionIsSomebodysOwn(t *testing.T) {
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		ref := w.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Offered, world.PlainCase)
		for _, name := range w.Names() {
			if name == "noor" {
				continue
			}
			if err := w.Consent(ctx, w.Actor(name), once, ref, workflow.ConsentWords{Read: 1}); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s consented for Noor: %v", name, err)
			}
		}
		must(t, w.Withdraw(ctx, w.Actor("mats"), once, ref, ""))
		ref = w.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Deciding, world.PlainCase)
		list, err := w.Promotions(ctx, w.Actor("fia"))
		must(t, err)
		for _, name := range w.Names() {
			if _, err := w.Consultation(ctx, w.Actor(name), list.Questions[0].ID); (err == nil) != (name == "fia") {
				t.Errorf("%s and the question to Fia: %v", name, err)
			}
			if at, err := w.PeopleAtStep(ctx, w.Actor(name), ref); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s learns who stands at the step: %v, %v", name, at, err)
			}
			if name == "tove" {
				continue
			}
			if err := w.Decide(ctx, w.Actor(name), once, ref, promotion.Verdict{Reasons: "Yes."}); !fault.Is(err, fault.Withheld) {
				t.Errorf("%s decided: %v", name, err)
			}
		}
		must(t, w.Decide(ctx, w.Actor("tove"), once, ref, promotion.Verdict{Reasons: "Yes."}))
	})
}
