package world

import (
	"cmp"
	"slices"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/workflow"
)

// CaseWords are what is said in the course of a promotion.
type CaseWords struct {
	Summary, Consent, Answer, Reasons, Pledge string
	Question, Shared, Gap                     string // empty ones are plain
}

// PlainCase are words for tests that do not look at them.
var PlainCase = CaseWords{Summary: "Leads the move.", Consent: "Gladly.", Answer: "Gathers people.", Reasons: "Seen for a year.", Pledge: "The migration."}

// Promote has the manager recommend the subject, who has a Step, and brings the
// case to the stage: drafting, offered, consulting, deciding or committing. The
// one named is heard; decider decides.
func (w *World) Promote(subject, manager, heard, decider string, to framework.StepID, stage promotion.Stage, words CaseWords) id.Promotion {
	w.Helper()
	ref, err := w.Recommend(w.Context(), w.Actor(manager), workflow.Once{}, w.Person(subject), to)
	check(w.T, err)
	w.advance(ref, subject, manager, heard, decider, to, stage, words)
	return ref
}

// Advance brings a case that was offered on to the stage.
func (w *World) Advance(ref id.Promotion, subject, manager, heard, decider string, stage promotion.Stage, words CaseWords) {
	w.Helper()
	w.advance(ref, subject, manager, heard, decider, "", stage, words)
}

func (w *World) advance(ref id.Promotion, subject, manager, heard, decider string, to framework.StepID, stage promotion.Stage, words CaseWords) {
	w.Helper()
	ctx, once := w.Context(), workflow.Once{}
	acts := []struct {
		from promotion.Stage
		do   func() error
	}{
		{promotion.Drafting, func() error { return w.writeCase(ref, manager, to, words.Summary) }},
		{promotion.Drafting, func() error { return w.Offer(ctx, w.Actor(manager), once, ref, nil) }},
		{promotion.Offered, func() error { return w.consent(ref, subject, words.Consent) }},
		{promotion.Consulting, func() error { return w.hear(ref, manager, heard, words) }},
		{promotion.Consulting, func() error { return w.handOn(ref, manager, words.Gap) }},
		{promotion.Deciding, func() error {
			return w.Decide(ctx, w.Actor(decider), once, ref, promotion.Verdict{Reasons: words.Reasons})
		}},
		{promotion.Committing, func() error {
			text := promotion.Commitment{Challenges: words.Pledge, Person: "Goes on.", Pay: "With June."}
			return w.Commit(ctx, w.Actor(manager), once, ref, workflow.Pledge{Text: text})
		}},
	}
	begun, err := w.Promotion(ctx, w.Actor(manager), ref)
	check(w.T, err)
	for acts[0].from != begun.Stage {
		acts = acts[1:]
	}
	for _, act := range acts {
		v, err := w.Promotion(ctx, w.Actor(manager), ref)
		check(w.T, err)
		last := v.Stage == stage && stage != promotion.Drafting && stage != promotion.Committing && !(stage == promotion.Consulting && len(v.Heard) == 0)
		if last || act.from != v.Stage || stage == promotion.Drafting && v.Revision > 0 {
			break
		}
		check(w.T, act.do())
	}
}

func (w *World) writeCase(ref id.Promotion, manager string, to framework.StepID, summary string) error {
	f, err := w.Framework(w.Context(), w.Actor(manager))
	check(w.T, err)
	text := promotion.Text{To: to, Summary: summary, Areas: map[framework.AreaID]string{}, Reason: "Known for years."}
	for _, a := range f.AreasInOrder() {
		text.Areas[a.ID] = "Shown in the spring."
	}
	return w.WriteCase(w.Context(), w.Actor(manager), workflow.Once{}, ref, workflow.CaseDraft{Text: text})
}

func (w *World) consent(ref id.Promotion, subject, words string) error {
	v, err := w.Promotion(w.Context(), w.Actor(subject), ref)
	check(w.T, err)
	return w.Consent(w.Context(), w.Actor(subject), workflow.Once{}, ref, workflow.ConsentWords{Read: v.Revision, Words: words})
}

func (w *World) hear(ref id.Promotion, manager, heard string, words CaseWords) error {
	q := workflow.Question{Who: w.Person(heard), Label: promotion.AsPeer, Ask: cmp.Or(words.Question, "How do you work together?"), Shared: words.Shared}
	check(w.T, w.Consult(w.Context(), w.Actor(manager), workflow.Once{}, ref, q))
	list, err := w.Promotions(w.Context(), w.Actor(heard))
	check(w.T, err)
	open := slices.IndexFunc(list.Questions, func(q workflow.QuestionLine) bool { return q.Open })
	return w.ReplyTo(w.Context(), w.Actor(heard), workflow.Once{}, list.Questions[open].ID, workflow.Reply{Answer: promotion.Answer{Text: words.Answer}})
}

func (w *World) handOn(ref id.Promotion, manager, why string) error {
	v, err := w.Promotion(w.Context(), w.Actor(manager), ref)
	check(w.T, err)
	gaps := map[promotion.Relation]string{}
	for _, g := range v.Gaps {
		gaps[g] = cmp.Or(why, "Nobody there works with them.")
	}
	return w.HandOn(w.Context(), w.Actor(manager), workflow.Once{}, ref, workflow.HandingOn{Gaps: gaps})
}
