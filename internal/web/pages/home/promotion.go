package home

import (
	"context"

	"cairn/internal/lang"
	rules "cairn/internal/promotion"
	"cairn/internal/workflow"
)

// asked are the questions that wait for the viewer's words.
func (p Page) asked() (open []workflow.QuestionLine) {
	for _, q := range p.Promotions.Questions {
		if q.Open {
			open = append(open, q)
		}
	}
	return open
}

// cases are the open promotions that concern the viewer, those that wait for the
// viewer first.
func (p Page) cases() (open []workflow.PromotionLine) {
	var others []workflow.PromotionLine
	for _, list := range [][]workflow.PromotionLine{p.Promotions.Judged, p.Promotions.Mine, p.Promotions.Reports} {
		for _, l := range list {
			switch {
			case l.Yours:
				open = append(open, l)
			case l.Stage != rules.Closed && l.Stage != rules.Committing || l.Party != "" && l.Stage != rules.Closed:
				others = append(others, l)
			}
		}
	}
	return append(open, others...)
}

func caseTitle(ctx context.Context, l workflow.PromotionLine) string {
	switch {
	case l.Party == rules.Person && l.Stage == rules.Asked:
		return lang.Say(ctx, "A conversation with {name}", "name", l.Manager.Name)
	case l.Party == rules.Person:
		return lang.Say(ctx, "Your promotion")
	case l.Stage == rules.Asked:
		return lang.Say(ctx, "{name} would like to talk", "name", l.Subject.Name)
	}
	return lang.Say(ctx, "A promotion of {name}", "name", l.Subject.Name)
}
