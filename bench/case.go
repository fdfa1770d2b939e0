package main

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/promotion"
	"cairn/internal/workflow"
)

// promote brings person 2, who gets a Step first, as far as that one colleague has been
// heard about a wider one.
func promote(ctx context.Context, f *workflow.Workflow, lead access.Actor) (id.Promotion, error) {
	who, _, err := enter(ctx, f, 2)
	if err != nil {
		return "", err
	}
	if err := agree(ctx, f, who, lead); err != nil {
		return "", err
	}
	heard, _, err := enter(ctx, f, 3)
	if err != nil {
		return "", err
	}
	once := workflow.Once{}
	text, err := caseText(ctx, f, lead)
	if err != nil {
		return "", err
	}
	ref, err := f.Recommend(ctx, lead, once, who.Person, text.To)
	if err != nil {
		return "", err
	}
	if err := f.Offer(ctx, lead, once, ref, &workflow.CaseDraft{Text: text}); err != nil {
		return "", err
	}
	if err := f.Consent(ctx, who, once, ref, workflow.ConsentWords{Read: 1, Words: "Gladly."}); err != nil {
		return "", err
	}
	if err := f.Consult(ctx, lead, once, ref, workflow.Question{Who: heard.Person, Label: promotion.AsPeer, Ask: "How do you work together?"}); err != nil {
		return "", err
	}
	list, err := f.Promotions(ctx, heard)
	if err != nil {
		return "", err
	}
	return ref, f.ReplyTo(ctx, heard, once, list.Questions[0].ID, workflow.Reply{Answer: promotion.Answer{Text: keptLine}})
}

func caseText(ctx context.Context, f *workflow.Workflow, lead access.Actor) (promotion.Text, error) {
	text := promotion.Text{To: "tribe-guild", Summary: keptLine, Areas: map[framework.AreaID]string{}}
	now, err := f.Framework(ctx, lead)
	if err != nil {
		return text, err
	}
	for _, a := range now.AreasInOrder() {
		text.Areas[a.ID] = keptLine
	}
	return text, nil
}

// agree takes a first evaluation of the two to its end.
func agree(ctx context.Context, f *workflow.Workflow, who, lead access.Actor) error {
	once := workflow.Once{}
	ref, err := f.OpenEvaluation(ctx, who, once, who.Person)
	if err != nil {
		return err
	}
	for _, side := range []access.Actor{who, lead} {
		if err := write(ctx, f, side, ref); err != nil {
			return err
		}
	}
	if err := f.RecordTalk(ctx, lead, once, ref, evaluation.Met, clock.DateOf(f.Now(), time.UTC)); err != nil {
		return err
	}
	view, err := f.Evaluation(ctx, lead, ref)
	if err != nil {
		return err
	}
	key := evaluation.KeyOf(view.Text.AreasInOrder()[0].ID, view.Steps[0])
	result := evaluation.Result{Summary: keptLine, Step: "squad-chapter", Focus: []evaluation.Focus{{Text: "Lead something small."}},
		Areas: map[evaluation.Key]evaluation.Mark{key: evaluation.Describes}}
	if err := f.WriteResult(ctx, lead, once, ref, workflow.Proposal{Result: result}); err != nil {
		return err
	}
	for _, side := range []access.Actor{who, lead} {
		if err := f.Sign(ctx, side, once, ref, 1); err != nil {
			return err
		}
	}
	return nil
}
