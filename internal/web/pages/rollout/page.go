// Package rollout holds the pages of rollouts: those who look after them see
// numbers of pairs, managers their own reports, everybody in one their own
// evaluation.
package rollout

import (
	"context"
	_ "embed"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
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

func where(ctx context.Context, name string) string {
	if name == "" {
		return lang.Say(ctx, "The whole organisation")
	}
	return name
}

func stageWords(ctx context.Context, s rollout.Stage) string {
	switch s {
	case rollout.Prepared:
		return lang.Say(ctx, "prepared")
	case rollout.Opening:
		return lang.Say(ctx, "opening##rollout")
	case rollout.Paused:
		return lang.Say(ctx, "paused")
	case rollout.Ended:
		return lang.Say(ctx, "ended##rollout")
	}
	return lang.Say(ctx, "running")
}

func (p NewPage) scopes(ctx context.Context) []ui.Option {
	words := people.WordsOf(p.Words)
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "The whole organisation"), Selected: p.Typed.Scope == ""}}
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

func pairs(ctx context.Context, n int) string {
	return lang.Count(ctx, n, "1 pair", "{number} pairs", "number", number(n))
}

func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// turn says where the rollout stands and what comes next.
func (p Page) turn(ctx context.Context) ui.Turn {
	v := p.View
	switch v.Stage {
	case rollout.Prepared:
		next := lang.Say(ctx, "Nobody is in it yet, and nobody in it has been told.")
		if v.Keeper {
			next += " " + lang.Say(ctx, "Look through who would be, then open it.")
		}
		return ui.Turn{Whose: lang.Say(ctx, "Prepared."), Next: next}
	case rollout.Opening:
		next := lang.Say(ctx, "Evaluations are being opened, by themselves.")
		if v.Keeper {
			next = lang.Say(ctx, "Opening: {so} of {pairs}. It goes on by itself, also after an interruption. Load this page again to see how far it is.", "so", number(v.OpenedSo), "pairs", pairs(ctx, v.Pairs))
		}
		return ui.Turn{Whose: lang.Say(ctx, "Opening."), Next: next}
	case rollout.Paused:
		return ui.Turn{Whose: lang.Say(ctx, "Paused."), Next: lang.Say(ctx, "Evaluations can be written and talked about as before. Nobody is reminded of them.")}
	case rollout.Ended:
		return ui.Turn{Whose: lang.Say(ctx, "Ended."), Next: lang.Say(ctx, "Evaluations that are still open stay open and can be finished any day. Nobody is reminded, and nothing is counted any more.")}
	}
	return ui.Turn{Whose: lang.Say(ctx, "Running."), Next: lang.Say(ctx, "Each pair takes the time it needs. Whose turn it is hears of it once a week at most.")}
}

// merged names the line that stands for several chapters.
func (p Page) merged(ctx context.Context) string {
	word := people.WordsOf(p.Words)
	if len(p.View.Counts) == 1 {
		return lang.Say(ctx, "Everybody")
	}
	return lang.Say(ctx, "Other {many}", "many", word.Many(org.Chapter))
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

func about(ctx context.Context, c rollout.Cell) string {
	if c.Hidden() {
		return lang.Say(ctx, "not told")
	}
	return lang.Say(ctx, "about {number}", "number", number(c.About))
}

// dropped says what became of the trial placements, and when.
func (p Page) dropped() templ.Component {
	n, few := p.View.DroppedAbout()
	when := ui.Time(p.Moment(p.View.DroppedAt))
	if few {
		return ui.Say("Fewer than ten, or none, were there. They are deleted for good, {when}.", "when", when)
	}
	return ui.Say("About {number} were there. They are deleted for good, {when}.", "number", number(n), "when", when)
}

func title(ctx context.Context, l workflow.EvaluationLine) string {
	return lang.Say(ctx, "Evaluation of {subject}", "subject", l.Subject.Name)
}

func yours(l workflow.EvaluationLine) bool {
	return l.Turn.Whose == evaluation.Yours || l.Turn.Whose == evaluation.Both
}

func (p PlacementsPage) options(ctx context.Context, l workflow.PlacementLine) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "Nowhere yet"), Selected: l.Step == ""}}
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
