// Package home shows what waits for the person who has signed in.
package home

import (
	_ "embed"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
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
func title(l workflow.EvaluationLine) string {
	kind := l.Kind.Short()
	if l.Viewer == evaluation.SelfSide {
		return "Your " + kind + " with " + l.Other.Name
	}
	return l.Subject.Name + "’s " + kind
}

func href(l workflow.EvaluationLine) string { return "/evaluations/" + string(l.ID) }

// act names what is to be done next, as the link's label.
func act(l workflow.EvaluationLine) string {
	switch l.Stage {
	case evaluation.Writing:
		return "Write your side"
	case evaluation.Opened:
		return "Read both sides and talk"
	case evaluation.Talked:
		return "Go to the result"
	}
	return "Read it"
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
