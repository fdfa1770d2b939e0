package sample

import (
	"cairn/internal/guide"
	"cairn/internal/org"
	"cairn/internal/workflow"
)

// guide is what a people partner of Northlight has written for everybody.
func (l *loader) guide() error {
	l.at(20, 10)
	maria := l.as("maria.lindgren")
	maria.Offices = []org.Office{org.PeoplePartner}
	for _, c := range []guide.Content{
		{Kind: guide.Page, Title: "How we use evaluations at Northlight", Process: guide.Evaluation, Body: "# Before\n\nBlock an hour for your own side. Two or three examples from the work say more than many words.\n\n# The talk\n\nWe meet where both of you like to be, or write to each other. Nobody has to speak off the cuff."},
		{Kind: guide.Question, Title: "May I ask somebody from another tribe for feedback?", Process: guide.Feedback, Body: "Yes. Ask whoever has seen your work; you need not ask anybody before."},
	} {
		if _, err := l.w.WriteGuide(l.ctx, maria, workflow.Once{}, "", 0, c); err != nil {
			return err
		}
	}
	return nil
}
