package home

import (
	"context"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/standing"
	"cairn/internal/workflow"
)

// standsInWords says for how long the viewer stands in for a manager.
func standsInWords(ctx context.Context, p Page, l workflow.StandInLine) string {
	day := func(at clock.Instant) string { return lang.Date(ctx, at.Time().In(p.Moment(at).Zone)) }
	last := day(l.Until.Add(-time.Second))
	if !l.Begun {
		return lang.Say(ctx, "From {first} to the end of {last}.", "first", day(l.Since), "last", last)
	}
	return lang.Say(ctx, "Priorities and growth plans, to the end of {last}.", "last", last)
}

func stepNewsTitle(ctx context.Context, n workflow.StepNews) string {
	switch {
	case n.InForce && n.Circle == standing.PeoplePartners:
		return lang.Say(ctx, "People partners can read Steps")
	case n.InForce && n.Circle == standing.TribeLeads:
		return lang.Say(ctx, "The lead of a person’s tribe can read Steps")
	case n.InForce:
		return lang.Say(ctx, "Everybody who works here can read Steps")
	case n.Circle == standing.PeoplePartners:
		return lang.Say(ctx, "People partners will be able to read Steps")
	case n.Circle == standing.TribeLeads:
		return lang.Say(ctx, "The lead of a person’s tribe will be able to read Steps")
	}
	return lang.Say(ctx, "Everybody who works here will be able to read Steps")
}

// ownSightWords says what that means for the reader's own Step.
func ownSightWords(ctx context.Context, n workflow.StepNews) string {
	switch {
	case !n.Own.Set:
		return lang.Say(ctx, "Yours is not set yet.")
	case n.Own.Chose && n.Own.Open:
		return lang.Say(ctx, "Yours was set before, and you have opened it.")
	case n.Own.Chose:
		return lang.Say(ctx, "Yours was set before, and you have said that it may be read from then on.")
	case n.Own.Needs:
		return lang.Say(ctx, "Yours was set before, and stays between you and your manager unless you choose otherwise.")
	}
	return lang.Say(ctx, "Yours is one of them.")
}
