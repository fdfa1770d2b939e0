package trust

import (
	"fmt"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// promotionDeeds are the acts of a promotion of Noor's, from the first words to
// both signatures.
func promotionDeeds(w *world.World) []deed {
	ctx, once := w.Context(), workflow.Once{}
	noor, mats, tove, fia := w.Actor("noor"), w.Actor("mats"), w.Actor("tove"), w.Actor("fia")
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	f, err := w.Framework(ctx, mats)
	must(w.T, err)
	text := promotion.Text{To: "tribe-guild", Summary: "Leads.", Areas: map[framework.AreaID]string{}, Reason: "Known."}
	for _, a := range f.AreasInOrder() {
		text.Areas[a.ID] = "Shown."
	}
	gaps := map[promotion.Relation]string{}
	for _, r := range []promotion.Relation{promotion.SameChapter, promotion.OtherSquad, promotion.OtherTribe, promotion.OtherDiscipline, promotion.LeadsInTribe} {
		gaps[r] = "Nobody there."
	}
	var ref id.Promotion
	var asked id.Consultation
	judges := func() error {
		return w.Decide(ctx, tove, once, ref, promotion.Verdict{Reasons: "Seen."})
	}
	manager := func(act audit.Act, item string) string { return line(string(act), item, "manager") }
	self := func(act audit.Act, item string) string { return line(string(act), item, "self") }
	return []deed{
		{"ask to talk", func() (err error) { ref, err = w.AskForPromotion(ctx, noor, once, "I think so."); return err }, []string{self(audit.PromotionBegun, "case")}},
		{"take it up", func() error { return w.TakeUp(ctx, mats, once, ref, "tribe-guild") }, []string{manager(audit.PromotionBegun, "case")}},
		{"write", func() error { return w.WriteCase(ctx, mats, once, ref, workflow.CaseDraft{Text: text}) }, []string{manager(audit.PromotionWritten, "case_text")}},
		{"offer", func() error { return w.Offer(ctx, mats, once, ref, nil) }, []string{manager(audit.PromotionOffered, "case_text")}},
		{"consent", func() error { return w.Consent(ctx, noor, once, ref, workflow.ConsentWords{Read: 1}) }, []string{self(audit.PromotionAnswered, "case")}},
		{"consult", func() error {
			return w.Consult(ctx, mats, once, ref, workflow.Question{Who: fia.Person, Label: promotion.AsPeer, Ask: "How?"})
		}, []string{manager(audit.PromotionHeard, "consult")}},
		{"answer", func() error {
			list, err := w.Promotions(ctx, fia)
			if err == nil && len(list.Questions) > 0 {
				asked = list.Questions[0].ID
			}
			return orFail(err, w.ReplyTo(ctx, fia, once, asked, workflow.Reply{Answer: promotion.Answer{Text: "Well."}}))
		}, []string{line(string(audit.PromotionHeard), "consult", "asked")}},
		{"hand on", func() error { return w.HandOn(ctx, mats, once, ref, workflow.HandingOn{Gaps: gaps}) },
			[]string{manager(audit.PromotionHandedOn, "case"), line(string(audit.DisclosureBegun), "case", "")}},
		{"decide", judges, []string{line(string(audit.PromotionDecided), "approve", "decides"), line(string(audit.DisclosureBegun), "case", ""), line(string(audit.DisclosureEnded), "case", "")}},
		{"commit", func() error {
			return w.Commit(ctx, mats, once, ref, workflow.Pledge{Text: promotion.Commitment{Challenges: "More.", Person: "Goes on.", Pay: "With June."}})
		}, []string{manager(audit.PromotionCommitted, "case_text")}},
		{"sign", func() error { return w.SignCommitment(ctx, noor, once, ref, 1) }, []string{self(audit.PromotionSigned, "case")}},
		{"sign as manager", func() error { return w.SignCommitment(ctx, mats, once, ref, 1) }, []string{manager(audit.StandingSet, "step"), manager(audit.PromotionSigned, "case")}},
	}
}

func orFail(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// TestEveryActOfAPromotionIsWrittenDown: each act leaves its line, and without a
// journal it does not happen.
func TestEveryActOfAPromotionIsWrittenDown(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		for _, d := range promotionDeeds(w) {
			tryDeed(w.T, w, d)
		}
	})
}

// TestACaseIsDecidedOnce: fifty decisions at once, half of them yes and half not
// yet, give one verdict; the others are told that it has moved. CAIRN_ROUNDS says how
// often; 200 is thorough.
func TestACaseIsDecidedOnce(t *testing.T) {
	t.Parallel() // in worlds of their own
	cases := casesFor(t)
	for _, engine := range world.Engines() {
		for round := range size(t, "CAIRN_ROUNDS", map[string]int{"sqlite": 4, "postgres": 2}[engine]) {
			t.Run(fmt.Sprint(engine, " ", round), func(t *testing.T) {
				s := cases.at(t, engine, promotion.Deciding)
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
	}
}

// TestADecisionMeetsAWithdrawal: of a decision, a withdrawal and another manager at
// once, the case keeps what came first, and nobody outside reads a withdrawn one.
func TestADecisionMeetsAWithdrawal(t *testing.T) {
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		ref := w.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Deciding, world.PlainCase)
		acts := make(chan func() error, 3)
		acts <- func() error {
			return w.Decide(w.Context(), w.Actor("tove"), workflow.Once{}, ref, promotion.Verdict{Reasons: "Yes."})
		}
		acts <- func() error { return w.Withdraw(w.Context(), w.Actor("noor"), workflow.Once{}, ref, "") }
		acts <- func() error { return w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira")) }
		for _, err := range together(3, func() error { return (<-acts)() }) {
			if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Withheld) {
				t.Error(err)
			}
		}
		v, err := w.Promotion(w.Context(), w.Actor("noor"), ref)
		must(t, err)
		_, outside := w.Promotion(w.Context(), w.Actor("tove"), ref)
		_, former := w.Promotion(w.Context(), w.Actor("mats"), ref)
		switch {
		case former == nil:
			t.Error("the manager before reads it")
		case v.Outcome == promotion.Withdrawn && (outside == nil || v.DecidedAt.IsSet()):
			t.Errorf("withdrawn, and read by who decides: %v", outside)
		case v.Stage == promotion.Committing && !v.DecidedAt.IsSet():
			t.Error("committing without a decision")
		}
	})
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
