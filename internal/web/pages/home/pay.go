package home

import "cairn/internal/workflow"

// payThings are what of pay waits for the viewer.
func (p Page) payThings() (list []Thing) {
	for _, t := range p.Home.Pay {
		switch t.Kind {
		case workflow.TurnPropose:
			list = append(list, Thing{Title: "The pay of " + t.Subject.Name + ", with the promotion", Href: "/pay/changes/" + t.Ref, Yours: true, Line: yourTurn,
				Next: "Propose an amount, or say in words why there is none. A compensation partner decides.", Act: "Propose", About: t.Subject.ID})
		case workflow.TurnDecide:
			list = append(list, Thing{Title: "The pay of " + t.Subject.Name, Href: "/pay/changes/" + t.Ref, Yours: true, Line: yourTurn,
				Next: "Approve what is proposed, or send it back with words.", Act: "Read and decide"})
		case workflow.TurnReports:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn,
				Next: "Look at the pay of people you manage, and propose for each of them. No promotion is needed.", Act: "Look and propose"})
		case workflow.TurnReview:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn,
				Next: "Proposals wait for a compensation partner. Approve them, or send them back with words.", Act: "Read and decide"})
		case workflow.TurnLetters:
			list = append(list, Thing{Title: t.Name, Href: "/pay/reviews/" + t.Ref, Yours: true, Line: yourTurn,
				Next: "Talk with each of the people you manage, and give them the letter.", Act: "Give the letters"})
		}
	}
	return list
}
