package sample

import (
	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// growing is what happened to growth plans since: one leads sideways and is
// shared, one person says that she is not aiming wider, one suggestion waits.
func (l *loader) growing() error {
	for _, happens := range []func() error{l.graceStays, l.diegoGoesSideways, l.priyaIsAsked} {
		if err := happens(); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) graceStays() error {
	l.at(50, 10)
	if err := l.w.SayStaying(l.ctx, l.as("grace.kim"), workflow.Once{}, true,
		"I like what I do and where I do it. Ask me again when the sixth seat map comes."); err != nil {
		return err
	}
	ref, read, err := l.newest("grace.kim")
	if err != nil {
		return err
	}
	l.at(8, 15)
	return l.w.SayOnFocus(l.ctx, l.as("grace.kim"), workflow.Once{}, ref, read, "The page on sleeping-car fares is written. Two people have found mistakes in it, which means that they read it.")
}

// newest returns the person's focus area that came last, and its version.
func (l *loader) newest(who string) (id.Focus, int64, error) {
	p, err := l.w.Plan(l.ctx, l.as(who), l.people[who])
	if err != nil || len(p.Focuses) == 0 {
		return "", 0, err
	}
	f := p.Focuses[len(p.Focuses)-1]
	return f.ID, f.Version, nil
}

func (l *loader) diegoGoesSideways() error {
	l.at(40, 11)
	content := growth.Content{
		Aim: growth.Role, Role: "agile-coach", Area: team,
		Text:    "Find out whether coaching teams is for me, before I decide anything.",
		Actions: []string{"Sit in on two retrospectives of other squads", "Hold the one of Refunds, with somebody beside me", "Write down what I liked doing and what I only did"},
		Support: "One afternoon a week until the summer, and I ask the coach in Booking to meet you.",
		Reviews: []clock.Date{l.today.AddDays(-9), l.today.AddDays(30)},
	}
	ref, err := l.w.SuggestFocus(l.ctx, l.as("diego.fuentes"), workflow.Once{}, l.people["diego.fuentes"], content)
	if err != nil {
		return err
	}
	l.at(38, 9)
	if err := l.w.AgreeFocus(l.ctx, l.as("priya.raman"), workflow.Once{}, ref, 1); err != nil {
		return err
	}
	l.at(21, 16)
	if err := l.w.SayOnFocus(l.ctx, l.as("diego.fuentes"), workflow.Once{}, ref, 2, "The first one was in Seats. I talked too much, and it was the most fun I had that week."); err != nil {
		return err
	}
	_, err = l.w.SharePlan(l.ctx, l.as("diego.fuentes"), workflow.Once{}, workflow.ShareWith{Person: l.people["grace.kim"]})
	return err
}

func (l *loader) priyaIsAsked() error {
	l.at(3, 12)
	_, err := l.w.SuggestFocus(l.ctx, l.as("rafael.costa"), workflow.Once{}, l.people["priya.raman"], growth.Content{
		Aim: growth.Deeper, Area: accountability,
		Text:    "Take the next difficult talk with a peer to me before it happens, not after.",
		Actions: []string{"Half an hour together the day before"},
		Support: "I keep the half hour free whenever you ask.",
		Reviews: []clock.Date{l.today.AddDays(45)},
	})
	return err
}
