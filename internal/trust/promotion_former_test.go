package trust

import (
	"testing"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Guards of who reads a case, each of which was seen to be missed.
func init() {
	breakages = append(breakages,
		broken("who was to decide reads on after a withdrawal", "TestACaseIsWithWhoeverItLiesWith", "promotion/visible.go", "case decides && c.at(Deciding):", "case decides:"),
		broken("whoever was asked reads the case", "TestACaseIsWithWhoeverItLiesWith", "workflow/promotion_read.go",
			"eye := c.VisibleTo(b, d.Person == actor.Person, ", "asked, _ := r.ConsultationsOf(actor.Person)\n\teye := c.VisibleTo(b, d.Person == actor.Person || len(asked) > 0, "),
		broken("who managed reads on while nobody does", "TestAFormerManagerHasNoCase", "workflow/promotion_read.go", "	if b.Pair() {\n\t\treturn c.VisibleTo(",
			"	b.Manager = b.Manager || c.Manager == actor.Person\n\tif b.Pair() {\n\t\treturn c.VisibleTo("),
		broken("who managed acts on while nobody does", "TestAFormerManagerHasNoCase", "workflow/promotion.go", "	is, ok := c.PartyOf(actor.Person)\n",
			"	b.Manager = b.Manager || c.Manager == actor.Person\n\tis, ok := c.PartyOf(actor.Person)\n"),
		broken("whoever decided reads what the two commit to", "TestTheCanariesStayInTheirCage", "workflow/promotion_read.go", "if v.Eye != promotion.Whole {", "if v.Eye == promotion.Nothing {"),
		broken("the person reads before the decision why somebody was not heard", "TestUntilTheDecisionThePersonReadsNothingOfIt", "workflow/promotion_read.go", "if b.Self && !v.DecidedAt.IsSet() {", "if b.Self && v.Stage == \"\" {"),
		broken("a case is decided twice", "TestACaseIsDecidedOnce|TestHistoriesOfACaseHaveAnOrder", "promotion/acts.go", "case !c.at(Deciding):\n\t\treturn moved(lang.Later(\"There is nothing to decide", "case c.at(Asked):\n\t\treturn moved(lang.Later(\"There is nothing to decide"),
		broken("a signature is for any text", "TestHistoriesOfACaseHaveAnOrder", "promotion/acts.go", "case read != t.Revision:\n\t\treturn moved(lang.Later(\"The text changed after you opened this page. Read it as it stands now before you sign", "case read < 0:\n\t\treturn moved(lang.Later(\"The text changed after you opened this page. Read it as it stands now before you sign"),
	)
}

// caseAttempts is everything a manager may do about a case of Noor's.
func caseAttempts(w *world.World, name string, ref id.Promotion) map[string]error {
	ctx, a, once := w.Context(), w.Actor(name), workflow.Once{}
	_, read := w.Promotion(ctx, a, ref)
	_, recommend := w.Recommend(ctx, a, once, w.Person("noor"), "tribe-guild")
	_, outlook := w.Outlook(ctx, a, w.Person("noor"))
	_, agreed := w.EvidenceAbout(ctx, a, w.Person("noor"))
	_, at := w.PeopleAtStep(ctx, a, ref)
	return map[string]error{
		"read": read, "recommend": recommend, "see what could be": outlook, "see what was agreed": agreed, "see who stands there": at,
		"take up": w.TakeUp(ctx, a, once, ref, "tribe-guild"), "answer": w.AnswerRequest(ctx, a, once, ref, "No."),
		"write": w.WriteCase(ctx, a, once, ref, workflow.CaseDraft{}), "offer": w.Offer(ctx, a, once, ref, nil), "take back": w.TakeBackOffer(ctx, a, once, ref),
		"sponsor": w.Sponsor(ctx, a, once, ref, ""), "ask": w.Consult(ctx, a, once, ref, workflow.Question{}), "hand on": w.HandOn(ctx, a, once, ref, workflow.HandingOn{}),
		"decide": w.Decide(ctx, a, once, ref, promotion.Verdict{Reasons: "Yes."}), "say not yet": w.RefuseYet(ctx, a, once, ref, promotion.Verdict{}),
		"return": w.ReturnCase(ctx, a, once, ref, "What?"), "commit": w.Commit(ctx, a, once, ref, workflow.Pledge{}), "sign": w.SignCommitment(ctx, a, once, ref, 1),
		"unsign": w.UnsignCommitment(ctx, a, once, ref), "withdraw": w.Withdraw(ctx, a, once, ref, ""),
	}
}

// TestAFormerManagerHasNoCase: in the instant in which somebody else manages, or
// nobody does, the one before reads and does nothing of it, in any stage.
func TestAFormerManagerHasNoCase(t *testing.T) {
	t.Parallel() // in worlds of their own
	first := world.New(t, "sqlite")
	first.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	changes := map[string]func(*world.World) error{
		"another": func(w *world.World) error {
			return w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira"))
		},
		"nobody": func(w *world.World) error {
			return w.Leave(w.Context(), access.System(access.ViaCommand), w.Person("mats"))
		},
		"nobody, and they stay": func(w *world.World) error { return w.SetLead(w.Context(), w.Actor("pia"), chapterOf(w, "mats"), "") },
	}
	for _, stage := range []promotion.Stage{promotion.Drafting, promotion.Offered, promotion.Consulting, promotion.Deciding, promotion.Committing} {
		for name, change := range changes {
			t.Run(string(stage)+"/"+name, func(t *testing.T) {
				w := first.Copy(t)
				ref := w.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase)
				must(t, change(w))
				for what, err := range caseAttempts(w, "mats", ref) {
					if !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Unauthenticated) {
						t.Errorf("the manager before can still %s: %v", what, err)
					}
				}
				list, err := w.Promotions(w.Context(), w.Actor("mats"))
				if err == nil && len(list.Reports)+len(list.Judged) > 0 {
					t.Errorf("it is still listed: %+v", list)
				}
				if _, err := w.Promotion(w.Context(), w.Actor("noor"), ref); stage != promotion.Drafting && err != nil {
					t.Errorf("Noor: %v", err)
				}
			})
		}
	}
}

// chapterOf is the chapter that somebody leads.
func chapterOf(w *world.World, lead string) id.Unit {
	w.Helper()
	tree, err := w.Organisation(w.Context(), w.Actor("pia"))
	must(w.T, err)
	for _, tribe := range tree.Tribes {
		for _, c := range tribe.Chapters {
			if c.Lead != nil && c.Lead.ID == w.Person(lead) {
				return c.ID
			}
		}
	}
	w.Fatalf("%s leads no chapter", lead)
	return ""
}

// TestUntilTheDecisionThePersonReadsNothingOfIt: who was asked, what they said and
// why others were not. Afterwards all of it.
func TestUntilTheDecisionThePersonReadsNothingOfIt(t *testing.T) {
	s := newCase(t, "sqlite", promotion.Deciding)
	look := func() workflow.PromotionView {
		v, err := s.Promotion(t.Context(), s.Actor("noor"), s.promotion)
		must(t, err)
		return v
	}
	if v := look(); len(v.Heard)+len(v.Gaps)+len(v.Reasons)+len(v.Wanted) > 0 || v.Verdict != nil {
		t.Errorf("before: %+v %v %v", v.Heard, v.Gaps, v.Reasons)
	}
	must(t, s.RefuseYet(t.Context(), s.Actor("tove"), workflow.Once{}, s.promotion, promotion.Verdict{Reasons: "No.", Focus: []string{"More."}, Talk: "In June."}))
	if v := look(); len(v.Heard) != 1 || v.Heard[0].Answer == nil || v.Heard[0].Question == "" || len(v.Gaps) == 0 || len(v.Reasons) == 0 || v.Verdict == nil {
		t.Errorf("after: %+v %v %v", v.Heard, v.Gaps, v.Reasons)
	}
}
