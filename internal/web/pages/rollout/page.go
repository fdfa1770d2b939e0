// Package rollout holds the pages of rollouts: those who look after them see
// numbers of pairs, managers their own reports, everybody in one their own
// evaluation.
package rollout

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/rollout"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style sheet of these pages.
//
//go:embed rollout.css
var Sheet []byte

// ListPage lists rollouts.
type ListPage struct {
	ui.Page
	Lines  []workflow.RolloutLine
	Keeper bool
}

// NewPage prepares one.
type NewPage struct {
	ui.Page
	Scopes []workflow.UnitRef
	Words  framework.Words
	Typed  rollout.Draft
	Wrong  map[string]string
	Key    string
}

// Page is a rollout as its reader sees it.
type Page struct {
	ui.Page
	View   workflow.RolloutView
	Words  framework.Words
	Key    func() string
	Moment func(clock.Instant) ui.Moment
	People bool   // who is left out was asked for
	Wrong  string // why the last act was not done
}

// PlacementsPage is a manager's worksheet.
type PlacementsPage struct {
	ui.Page
	Sheet workflow.Worksheet
	Words framework.Words
	Key   string
	Wrong map[string]string
}

// Path is the address of a rollout.
func Path(ref id.Rollout) string { return "/rollouts/" + string(ref) }

// PlacementsPath is where a manager places reports on trial.
func PlacementsPath(ref id.Rollout) string { return Path(ref) + "/placements" }

func (p Page) act(name string) string { return Path(p.View.ID) + "/" + name }

func where(name string) string {
	if name == "" {
		return "The whole organisation"
	}
	return name
}

func stageWords(s rollout.Stage) string {
	switch s {
	case rollout.Prepared:
		return "prepared"
	case rollout.Opening:
		return "opening"
	case rollout.Paused:
		return "paused"
	case rollout.Ended:
		return "ended"
	}
	return "running"
}

func (p NewPage) scopes() []ui.Option {
	words := people.WordsOf(p.Words)
	options := []ui.Option{{Value: "", Label: "The whole organisation", Selected: p.Typed.Scope == ""}}
	for _, u := range p.Scopes {
		options = append(options, ui.Option{Value: string(u.ID), Label: u.Name + " (" + words[u.Kind] + ")", Selected: p.Typed.Scope == u.ID})
	}
	return options
}

func (p NewPage) errors() (list []ui.FieldError) {
	for _, name := range []string{"name", "purpose", "scope", ""} {
		if text := p.Wrong[name]; text != "" {
			list = append(list, ui.FieldError{FieldID: name, Text: text})
		}
	}
	return list
}

// shownNames is how many names a list shows; the directory has the rest.
const shownNames = 200

func firstNames(list []workflow.PersonRef) []workflow.PersonRef {
	return list[:min(len(list), shownNames)]
}

func pairs(n int) string {
	if n == 1 {
		return "1 pair"
	}
	return number(n) + " pairs"
}

func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// turn says where the rollout stands and what comes next.
func (p Page) turn() ui.Turn {
	v := p.View
	switch v.Stage {
	case rollout.Prepared:
		next := "Nobody is in it yet, and nobody in it has been told."
		if v.Keeper {
			next += " Look through who would be, then open it."
		}
		return ui.Turn{Whose: "Prepared.", Next: next}
	case rollout.Opening:
		next := "Evaluations are being opened, by themselves."
		if v.Keeper {
			next = fmt.Sprintf("Opening: %s of %s. It goes on by itself, also after an interruption. Load this page again to see how far it is.", number(v.OpenedSo), pairs(v.Pairs))
		}
		return ui.Turn{Whose: "Opening.", Next: next}
	case rollout.Paused:
		return ui.Turn{Whose: "Paused.", Next: "Evaluations can be written and talked about as before. Nobody is reminded of them."}
	case rollout.Ended:
		return ui.Turn{Whose: "Ended.", Next: "Evaluations that are still open stay open and can be finished any day. Nobody is reminded, and nothing is counted any more."}
	}
	return ui.Turn{Whose: "Running.", Next: "Each pair takes the time it needs. Whose turn it is hears of it once a week at most."}
}

// merged names the line that stands for several chapters.
func (p Page) merged() string {
	word := people.WordsOf(p.Words)
	if len(p.View.Counts) == 1 {
		return "Everybody"
	}
	return "Other " + word.Many(org.Chapter)
}

func (p Page) chapterColumn() string {
	word := people.WordsOf(p.Words)[org.Chapter]
	if word == "" {
		return word
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func (p Page) stepName(s framework.StepID) string {
	for _, step := range p.View.Steps {
		if step.ID == s {
			return step.Name
		}
	}
	return string(s)
}

func about(c rollout.Cell) string {
	if c.Hidden() {
		return "not told"
	}
	return "about " + number(c.About)
}

// dropped says what became of the trial placements.
func (p Page) dropped() string {
	n, few := p.View.DroppedAbout()
	if few {
		return "Fewer than ten, or none, were there. They are deleted for good"
	}
	return "About " + number(n) + " were there. They are deleted for good"
}

func title(l workflow.EvaluationLine) string {
	return "Evaluation of " + l.Subject.Name
}

func yours(l workflow.EvaluationLine) bool {
	return strings.HasPrefix(l.Turn.Line, "It is your turn") || strings.HasPrefix(l.Turn.Line, "It is the turn of both")
}

func (p PlacementsPage) options(l workflow.PlacementLine) []ui.Option {
	options := []ui.Option{{Value: "", Label: "Nowhere yet", Selected: l.Step == ""}}
	for _, s := range p.Sheet.Steps {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: l.Step == s.ID})
	}
	return options
}

func (p PlacementsPage) errors() (list []ui.FieldError) {
	for _, l := range p.Sheet.Lines {
		if text := p.Wrong["step:"+string(l.Person.ID)]; text != "" {
			list = append(list, ui.FieldError{FieldID: "step-" + string(l.Person.ID), Text: l.Person.Name + ": " + text})
		}
	}
	return list
}
