package sample

import (
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/workflow"
)

// reviewing is the yearly look at pay that is under way: Priya has proposed for two
// of her reports and not for the others, one came back, and Anton's pay with his
// promotion waits for Helena.
func (l *loader) reviewing() error {
	l.at(9, 9)
	ref, err := l.w.OpenPayReview(l.ctx, l.helena(), workflow.Once{}, workflow.ReviewText{
		Name: "The yearly look at pay", Back: l.today.AddDays(-350), From: l.today.AddDays(-9), To: l.today.AddDays(19), Holds: l.today.AddDays(33), Unit: 100,
		Guide: "Look at what people did and how they did it, and at the market. Somebody below their range comes first. Say in the reason what you would say to the person: they will read it.",
	})
	if err != nil {
		return err
	}
	tree, err := l.w.Organisation(l.ctx, l.helena())
	if err != nil {
		return err
	}
	for _, t := range tree.Tribes {
		if t.Name == "Payments" {
			if err := l.w.SetPayBudget(l.ctx, l.helena(), workflow.Once{}, ref, workflow.BudgetText{Tribe: t.ID, Currency: "SEK", Amount: "80000"}); err != nil {
				return err
			}
		}
	}
	if err := l.priyaProposes(ref); err != nil {
		return err
	}
	return l.antonsPay()
}

func (l *loader) priyaProposes(ref id.PayReview) error {
	l.at(6, 14)
	for email, t := range map[string]workflow.ProposalText{
		"diego.fuentes": {How: pay.ByPercent, Percent: "3.5", Reason: "Refunds arrive in two days now, and he told the support desk how to answer until then. He did both without being asked."},
		"yara.nasser":   {How: pay.ByAmount, Amount: "46000", Reason: "Three squads move data by her plan."},
	} {
		if err := l.w.WriteProposal(l.ctx, l.as("priya.raman"), workflow.Once{}, ref, l.people[email], t); err != nil {
			return err
		}
	}
	if err := l.w.SendProposals(l.ctx, l.as("priya.raman"), workflow.Once{}, ref); err != nil {
		return err
	}
	l.at(4, 10)
	return l.w.ReturnProposal(l.ctx, l.helena(), workflow.Once{}, ref, l.people["yara.nasser"], "Your reason says a lot and the amount says little. Would you look at it once more?")
}

func (l *loader) antonsPay() error {
	l.at(3, 11)
	list, err := l.w.Promotions(l.ctx, l.as("anton.petrov"))
	if err != nil {
		return err
	}
	return l.w.ProposePay(l.ctx, l.as("hana.sato"), workflow.Once{}, list.Mine[0].ID, workflow.OfferText{Amount: "50500",
		Reason: "We agreed on an increase when he took on more, and I was slow to write it down. It should hold from that day."})
}
