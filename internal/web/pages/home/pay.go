package home

import "context"
import "cairn/internal/lang"
import "cairn/internal/workflow"

// payThings are what of pay waits for the viewer.
func (p Page) payThings(ctx context.Context) (list []Thing) {
	for _, t := range p.Home.Pay {
		switch t.Kind {
		case workflow.TurnPropose:
			list = append(list, Thing{Title: lang.Say(ctx, "The pay of {name}, with the promotion", "name", t.Subject.Name), Href: "/pay/changes/" + t.Ref, Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "Propose an amount, or say in words why there is none. A compensation partner decides."), Act: lang.Say(ctx, "Propose"), About: t.Subject.ID})
		case workflow.TurnDecide:
			list = append(list, Thing{Title: lang.Say(ctx, "The pay of {name}", "name", t.Subject.Name), Href: "/pay/changes/" + t.Ref, Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "Approve what is proposed, or send it back with words."), Act: lang.Say(ctx, "Read and decide")})
		case workflow.TurnReports:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "Look at the pay of people you manage, and propose for each of them. No promotion is needed."), Act: lang.Say(ctx, "Look and propose")})
		case workflow.TurnReview:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "Proposals wait for a compensation partner. Approve them, or send them back with words."), Act: lang.Say(ctx, "Read and decide")})
		case workflow.TurnLetters:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn(ctx),
				Next: lang.Say(ctx, "Talk with each of the people you manage, and give them the letter."), Act: lang.Say(ctx, "Give the letters")})
		}
	}
	return list
}
