package trust

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/testkit/mailcatcher"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// newCase is Noor's world with a case of hers at the stage, for which Fia was
// heard. Tove decides, once it lies with her.
func newCase(t *testing.T, engine string, stage promotion.Stage) scene {
	w := world.New(t, engine)
	s := scene{World: w, subject: w.Person("noor")}
	s.agreed = w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	s.promotion = w.Promote("noor", "mats", "fia", "tove", "tribe-guild", stage, world.PlainCase)
	return s
}

func (a ask) theCase() (workflow.PromotionView, error) {
	return a.Promotion(a.ctx, a.actor, a.promotion)
}

func readCase(a ask) (outcome, error) {
	v, err := a.theCase()
	return a.outcome(err, v.Case != nil && v.To == "tribe-guild")
}

// listCase asks for the lists that could name the case.
func listCase(a ask) (outcome, error) {
	list, err := a.Promotions(a.ctx, a.actor)
	if err != nil {
		return a.outcome(err, false)
	}
	for _, lines := range [][]workflow.PromotionLine{list.Mine, list.Reports, list.Judged} {
		for _, l := range lines {
			if l.ID == a.promotion {
				return shown, nil
			}
		}
	}
	return withheld, nil
}

func readCaseText(a ask) (outcome, error) {
	v, err := a.theCase()
	return a.outcome(err, v.Text.Summary == world.PlainCase.Summary)
}

func readConsultation(a ask) (outcome, error) {
	v, err := a.theCase()
	return a.outcome(err, len(v.Heard) == 1 && v.Heard[0].Answer != nil && v.Heard[0].Answer.Text == world.PlainCase.Answer)
}

func readVerdict(a ask) (outcome, error) {
	v, err := a.theCase()
	return a.outcome(err, v.Verdict != nil && v.Verdict.Reasons == world.PlainCase.Reasons)
}

// TestACaseIsWithWhoeverItLiesWith: the same cells while the case lies with the
// tribe lead, where C and A mean that they read it, and only the one who decides.
func TestACaseIsWithWhoeverItLiesWith(t *testing.T) {
	world.Each(t, func(w *world.World) {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		ref := w.Promote("noor", "mats", "fia", "tove", "tribe-guild", promotion.Deciding, world.PlainCase)
		for _, name := range append(w.Names(), "") {
			_, err := w.Promotion(t.Context(), w.Actor(name), ref)
			if may := name == "noor" || name == "mats" || name == "tove"; may != (err == nil) {
				t.Errorf("%q: %v", name, err)
			}
			if name == "" {
				continue
			}
			if _, err := w.Promotion(t.Context(), w.Token(name), ref); err == nil {
				t.Errorf("%s reads it over a token", name)
			}
			if st, err := w.Standing(t.Context(), w.Actor(name), w.Person("noor")); err == nil && name != "noor" && name != "mats" {
				t.Errorf("%s reads the Step itself: %+v", name, st)
			}
		}
		about, err := w.DisclosuresAboutMe(t.Context(), w.Actor("noor"))
		must(t, err)
		if len(about) != 1 || about[0].Reader.ID != w.Person("tove") || about[0].Until.IsSet() {
			t.Errorf("Noor is told %+v", about)
		}
		must(t, w.Withdraw(t.Context(), w.Actor("noor"), workflow.Once{}, ref, ""))
		if _, err := w.Promotion(t.Context(), w.Actor("tove"), ref); err == nil {
			t.Error("tove reads a case that was withdrawn")
		}
		if about, err = w.DisclosuresAboutMe(t.Context(), w.Actor("noor")); err != nil || !about[0].Until.IsSet() {
			t.Errorf("afterwards: %+v, %v", about, err)
		}
	})
}

// reachCase gives Noor a Step and, unless there is no stage, a case.
func reachCase(stage promotion.Stage) func(*world.World) id.Evaluation {
	return func(w *world.World) id.Evaluation {
		w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
		if stage != "" {
			w.Promote("noor", "mats", "asa", "tove", "tribe-guild", stage, world.PlainCase)
		}
		return ""
	}
}

func beginCase(stage promotion.Stage) func(*world.World, id.Evaluation) {
	return func(w *world.World, _ id.Evaluation) {
		w.Promote("noor", "mats", "asa", "tove", "tribe-guild", stage, world.PlainCase)
	}
}

func askToTalk(w *world.World, _ id.Evaluation) {
	_, err := w.AskForPromotion(w.Context(), w.Actor("noor"), workflow.Once{}, "I think so.")
	must(w.T, err)
}

// putCase fills the case of somebody with canaries, at the stage of a decision.
func (c *cage) putCase(subject, manager, heard, decider string) {
	c.Helper()
	pair := []string{subject, manager}
	all := append(pair, decider)
	words := world.CaseWords{
		Summary: c.put(subject, "case", all...), Consent: c.put(subject, "consent", all...), Answer: c.put(subject, "answer", append(all, heard)...),
		Reasons: c.put(subject, "reasons", all...), Pledge: c.put(subject, "pledge", pair...),
		Question: c.put(subject, "question", append(all, heard)...), Shared: c.put(subject, "shared", append(all, heard)...), Gap: c.put(subject, "gap", all...),
	}
	c.Promote(subject, manager, heard, decider, "tribe-guild", promotion.Committing, words)
}

// putNotYet ends a case with "not yet", after whoever decides noted a talk.
func (c *cage) putNotYet(subject, manager, heard, talked, decider string) {
	c.Helper()
	ctx, once, all := c.Context(), workflow.Once{}, []string{subject, manager, decider}
	words := world.PlainCase
	words.Answer = c.put(subject, "case-answer", append(all, heard)...)
	ref := c.Promote(subject, manager, heard, decider, "tribe-guild", promotion.Deciding, words)
	note := c.put(subject, "case-note", append(all, talked)...)
	must(c.T, c.Consult(ctx, c.Actor(decider), once, ref, workflow.Question{Who: c.Person(talked), Label: promotion.AsPeer, Note: note}))
	list, err := c.Promotions(ctx, c.Actor(talked))
	must(c.T, err)
	said := c.put(subject, "case-dispute", append(all, talked)...)
	must(c.T, c.ReplyTo(ctx, c.Actor(talked), once, list.Questions[0].ID, workflow.Reply{Dispute: true, Answer: promotion.Answer{Text: said}}))
	must(c.T, c.RefuseYet(ctx, c.Actor(decider), once, ref, promotion.Verdict{
		Reasons: c.put(subject, "not-yet", all...), Focus: []string{c.put(subject, "not-yet-focus", all...)}, Talk: c.put(subject, "not-yet-talk", all...), Departs: c.put(subject, "not-yet-departs", all...),
	}))
}

// TestACaseChangesNoMailOfAThirdPerson: with a case and without one, everybody but
// the two, who was asked and who decides reads the same in their mails, and in as many.
func TestACaseChangesNoMailOfAThirdPerson(t *testing.T) {
	t.Parallel() // in worlds of their own
	first := world.New(t, "sqlite")
	first.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	first.Evaluate("gil", "mira", evaluation.Opened, world.Plain)
	first.Evaluate("kim", "cai", evaluation.Opened, world.Plain)
	sent := func(with func(*world.World)) map[string][]string {
		w := first.Copy(t)
		with(w)
		w.Clock.Advance(24 * time.Hour)
		found := map[string][]string{}
		for _, m := range postAll(t, w) {
			found[m.To[0]] = append(found[m.To[0]], randomInMails.ReplaceAllString(mailcatcher.Read(t, m).Text, "/inbox/ONE"))
		}
		return found
	}
	without := sent(func(*world.World) {})
	if len(without) < 3 {
		t.Errorf("only %d people are sent mails; the comparison says little", len(without))
	}
	for _, stage := range []promotion.Stage{promotion.Drafting, promotion.Consulting, promotion.Deciding, promotion.Committing} {
		with := sent(func(w *world.World) { w.Promote("noor", "mats", "asa", "tove", "tribe-guild", stage, world.PlainCase) })
		for _, name := range first.Names() {
			if to := name + "@example.org"; !slices.Contains([]string{"noor", "mats", "asa", "tove"}, name) && !slices.Equal(with[to], without[to]) {
				t.Errorf("%s: %s is sent %d mails, and without a case %d", stage, name, len(with[to]), len(without[to]))
			}
		}
		if stage == promotion.Deciding && slices.Equal(with["tove@example.org"], without["tove@example.org"]) {
			t.Error("whoever decides is told nothing of it")
		}
	}
}

// randomInMails is what differs in each mail: the ids that it leads to.
var randomInMails = regexp.MustCompile(`/inbox/[0-9a-z]{26}`)
