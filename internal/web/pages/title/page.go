// Package title shows the title that somebody uses outside: to the two who agree on
// it, and as a signature and a letter for the person. No Step stands on these pages.
package title

import (
	"context"
	_ "embed"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
	rules "cairn/internal/title"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed title.css
var Sheet []byte

// Page is what there is about a person's outside title.
type Page struct {
	ui.Page
	View     workflow.TitlesView
	Title    string // as typed
	Chosen   string // of the suggestions
	Words    string
	Answer   string
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
	Zone     *time.Location
}

// Letter is what the person chose to have in a letter.
type Letter struct {
	ui.Page
	View                        workflow.TitlesView
	Title, Roles, Dates, Joined bool
	Today                       time.Time
	Zone                        *time.Location
}

// Path is where a person's outside title is.
func Path(p id.Person) string { return "/people/" + string(p) + "/title" }

func (p Page) self() bool { return p.View.Viewer == rules.Self }

func (p Page) heading(ctx context.Context) string {
	if p.self() {
		return lang.Say(ctx, "Your outside title")
	}
	return lang.Say(ctx, "{subject}’s outside title", "subject", p.View.Subject.Name)
}

func (p Page) other(ctx context.Context) string {
	if p.View.Other.Name == "" {
		return lang.Say(ctx, "your manager")
	}
	return p.View.Other.Name
}

func (p Page) readers(ctx context.Context) ui.Readers {
	return ui.Readers{Now: lang.Say(ctx, "you and {other}", "other", p.other(ctx)), Later: lang.Say(ctx, "the title itself, once agreed, everybody who works here")}
}

func (p Page) waits() bool {
	o := p.View.Open()
	return o != nil && o.WaitsFor() == p.View.Viewer
}

func (p Page) suggestions(ctx context.Context) (options []ui.Option) {
	for _, s := range p.View.Suggested {
		for _, name := range s.Titles {
			options = append(options, ui.Option{Value: name, Label: name, Hint: lang.Say(ctx, "for {role}", "role", s.Role), Selected: name == p.Chosen})
		}
	}
	return options
}

// signature is the lines for the end of a mail.
func (p Page) signature() string {
	return p.View.Subject.Name + "\n" + p.View.Now + "\n" + p.View.Email
}

func (p Page) day(at clock.Instant) time.Time { return at.Time().In(p.Zone) }

func stateWords(ctx context.Context, p workflow.ProposalView) string {
	switch p.State {
	case rules.Agreed:
		return lang.Say(ctx, "Agreed")
	case rules.Declined:
		return lang.Say(ctx, "Not agreed")
	case rules.Withdrawn:
		return lang.Say(ctx, "Taken back")
	}
	return lang.Say(ctx, "Waits for an answer")
}

func (l Letter) day(ctx context.Context, at clock.Instant) string {
	return lang.Date(ctx, at.Time().In(l.Zone))
}

// span says from when to when, when dates are wanted.
func (l Letter) span(ctx context.Context, since, until clock.Instant) string {
	switch {
	case !l.Dates:
		return ""
	case until.IsSet():
		return lang.Say(ctx, ", from {from} to {until}", "from", l.day(ctx, since), "until", l.day(ctx, until))
	}
	return lang.Say(ctx, ", since {day}", "day", l.day(ctx, since))
}

func (l Letter) held() (rules.Held, bool) {
	for _, h := range l.View.Held {
		if !h.Until.IsSet() {
			return h, true
		}
	}
	return rules.Held{}, false
}

// roles are those of today, and with dates those of before.
func (l Letter) roles() (list []workflow.RoleHeld) {
	for _, r := range l.View.Roles {
		if !r.Coming && (!r.Past || l.Dates) {
			list = append(list, r)
		}
	}
	return list
}

// roleSpan says from when to when a role was played, when dates are wanted. An end
// that is to come is no part of a letter of today.
func (l Letter) roleSpan(ctx context.Context, r workflow.RoleHeld) string {
	switch {
	case !l.Dates:
		return ""
	case r.Past:
		return lang.Say(ctx, ", from {from} to {until}", "from", lang.Date(ctx, r.From.Time()), "until", lang.Date(ctx, r.Until.Time()))
	}
	return lang.Say(ctx, ", since {day}", "day", lang.Date(ctx, r.From.Time()))
}
