// Package home shows what waits for the person who has signed in.
package home

import (
	"context"

	_ "embed"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed home.css
var Sheet []byte

// Page is what waits for the viewer.
type Page struct {
	ui.Page
	Home       workflow.Home
	Extensions []workflow.UnitName // that wait for the viewer's decision
	Viewer     workflow.Viewer
	News       *workflow.News     // of the framework; nil when there is none
	Steps      *workflow.StepNews // of who may know Steps; nil when there is none
	Promotions workflow.Promotions
	Feedback   workflow.FeedbackLists
	Fresh      []workflow.NoticeLine // of the inbox, not read
	Key        func() string
	Moment     func(clock.Instant) ui.Moment
}

// title says what the evaluation is to the viewer.
func title(ctx context.Context, l workflow.EvaluationLine) string {
	own := l.Viewer == evaluation.SelfSide
	switch {
	case own && l.Kind == evaluation.First:
		return lang.Say(ctx, "Your first evaluation with {name}", "name", l.Other.Name)
	case own && l.Kind == evaluation.Growth:
		return lang.Say(ctx, "Your growth evaluation with {name}", "name", l.Other.Name)
	case own:
		return lang.Say(ctx, "Your evaluation with {name}", "name", l.Other.Name)
	case l.Kind == evaluation.First:
		return lang.Say(ctx, "{name}’s first evaluation", "name", l.Subject.Name)
	case l.Kind == evaluation.Growth:
		return lang.Say(ctx, "{name}’s growth evaluation", "name", l.Subject.Name)
	}
	return lang.Say(ctx, "{name}’s evaluation", "name", l.Subject.Name)
}

func href(l workflow.EvaluationLine) string { return "/evaluations/" + string(l.ID) }

// act names what is to be done next, as the link's label.
func act(ctx context.Context, l workflow.EvaluationLine) string {
	switch l.Stage {
	case evaluation.Writing:
		return lang.Say(ctx, "Write your side")
	case evaluation.Opened:
		return lang.Say(ctx, "Read both sides and talk")
	case evaluation.Talked:
		return lang.Say(ctx, "Go to the result")
	}
	return lang.Say(ctx, "Read it")
}

func yours(l workflow.EvaluationLine) bool { return l.Turn.Whose != evaluation.Theirs }

func (p Page) ended() (lines []workflow.EvaluationLine) {
	for _, l := range p.Home.Mine {
		if l.Closed() {
			lines = append(lines, l)
		}
	}
	return lines
}

func (p Page) open() (lines []workflow.EvaluationLine) {
	for _, l := range p.Home.Mine {
		if !l.Closed() {
			lines = append(lines, l)
		}
	}
	return lines
}
