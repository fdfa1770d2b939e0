package home

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/web/pages/steps"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// standsInWords says for how long the viewer stands in for a manager.
func standsInWords(p Page, l workflow.StandInLine) string {
	day := func(at clock.Instant) string { return ui.DateWords(at.Time().In(p.Moment(at).Zone)) }
	until := "to the end of " + day(l.Until.Add(-time.Second)) + "."
	if !l.Begun {
		return "From " + day(l.Since) + " " + until
	}
	return "Priorities and growth plans, " + until
}

func stepNewsTitle(n workflow.StepNews) string {
	if n.InForce {
		return steps.Sentence(n.Circle) + " can read Steps"
	}
	return steps.Sentence(n.Circle) + " will be able to read Steps"
}

// ownSightWords says what that means for the reader's own Step.
func ownSightWords(n workflow.StepNews) string {
	switch {
	case !n.Own.Set:
		return "Yours is not set yet."
	case n.Own.Chose && n.Own.Open:
		return "Yours was set before, and you have opened it."
	case n.Own.Chose:
		return "Yours was set before, and you have said that it may be read from then on."
	case n.Own.Needs:
		return "Yours was set before, and stays between you and your manager unless you choose otherwise."
	}
	return "Yours is one of them."
}
