package sample

import (
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/priority"
	"cairn/internal/workflow"
)

// prioritising is what two of the pairs agreed matters: one priority of the
// half-year before has ended, two go on, and one waits for an answer.
func (l *loader) prioritising() error {
	halves := priority.HalfYears(l.today, lang.English)
	now := halves[0]
	before := priority.HalfYears(now.From.AddDays(-1), lang.English)[0]
	l.at(70, 10)
	ended, err := l.agreeOn("diego.fuentes", "priya.raman", priority.Content{Period: before, Text: "Refunds reach the passenger's account within two days, from every station."})
	if err != nil {
		return err
	}
	l.at(45, 15)
	if err := l.w.MovePriority(l.ctx, l.as("diego.fuentes"), workflow.Once{}, ended, 2, priority.Ended,
		"They do, from all stations but the two on the ferry. For those I wrote down with Harbour what is missing, and they have taken it up."); err != nil {
		return err
	}
	l.at(44, 9)
	going, err := l.agreeOn("diego.fuentes", "priya.raman", priority.Content{Period: now, Text: "A passenger whose night train is cancelled has a new seat before leaving the platform."})
	if err != nil {
		return err
	}
	l.at(20, 11)
	if err := l.w.SayOnPriority(l.ctx, l.as("priya.raman"), workflow.Once{}, going, 2, "Seats agrees to hold ten places a train for it. The rest is ours."); err != nil {
		return err
	}
	l.at(43, 9)
	if _, err := l.agreeOn("priya.raman", "rafael.costa", priority.Content{Period: now, Text: "Nobody in Payments is woken at night for something that could wait until the morning."}); err != nil {
		return err
	}
	l.at(6, 14)
	_, err = l.w.SuggestPriority(l.ctx, l.as("diego.fuentes"), workflow.Once{}, l.people["diego.fuentes"], priority.Content{Period: now, Text: "Two people besides me can change the rules of fares without asking."})
	if err != nil {
		return err
	}
	l.at(5, 14)
	_, err = l.agreeOn("priya.raman", "rafael.costa", priority.Content{Period: now, Text: "The yearly check of card payments is prepared by the squads, with me reading along."})
	return err
}

// agreeOn lets the person suggest a priority and the manager agree.
func (l *loader) agreeOn(who, manager string, c priority.Content) (id.Priority, error) {
	ref, err := l.w.SuggestPriority(l.ctx, l.as(who), workflow.Once{}, l.people[who], c)
	if err != nil {
		return "", err
	}
	return ref, l.w.AgreePriority(l.ctx, l.as(manager), workflow.Once{}, ref, 1)
}
