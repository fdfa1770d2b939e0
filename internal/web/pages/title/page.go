// Package title shows the title that somebody uses outside: to the two who agree on
// it, and as a signature and a letter for the person. No Step stands on these pages.
package title

import (
	_ "embed"
	"fmt"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
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

func (p Page) heading() string {
	if p.self() {
		return "Your outside title"
	}
	return p.View.Subject.Name + "’s outside title"
}

func (p Page) other() string {
	if p.View.Other.Name == "" {
		return "your manager"
	}
	return p.View.Other.Name
}

func (p Page) readers() ui.Readers {
	return ui.Readers{Now: "you and " + p.other(), Later: "the title itself, once agreed, everybody who works here"}
}

func (p Page) waits() bool {
	o := p.View.Open()
	return o != nil && o.WaitsFor() == p.View.Viewer
}

func (p Page) suggestions() (options []ui.Option) {
	for _, s := range p.View.Suggested {
		for _, name := range s.Titles {
			options = append(options, ui.Option{Value: name, Label: name, Hint: "for " + s.Role, Selected: name == p.Chosen})
		}
	}
	return options
}

// signature is the lines for the end of a mail.
func (p Page) signature() string {
	return p.View.Subject.Name + "\n" + p.View.Now + "\n" + p.View.Email
}

func (p Page) day(at clock.Instant) time.Time { return at.Time().In(p.Zone) }

func stateWords(p workflow.ProposalView) string {
	switch p.State {
	case rules.Agreed:
		return "Agreed"
	case rules.Declined:
		return "Not agreed"
	case rules.Withdrawn:
		return "Taken back"
	}
	return "Waits for an answer"
}

func (l Letter) day(at clock.Instant) string { return ui.DateWords(at.Time().In(l.Zone)) }

// span says from when to when, when dates are wanted.
func (l Letter) span(since, until clock.Instant) string {
	switch {
	case !l.Dates:
		return ""
	case until.IsSet():
		return fmt.Sprintf(", from %s to %s", l.day(since), l.day(until))
	}
	return ", since " + l.day(since)
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
func (l Letter) roleSpan(r workflow.RoleHeld) string {
	switch {
	case !l.Dates:
		return ""
	case r.Past:
		return fmt.Sprintf(", from %s to %s", ui.DateWords(r.From.Time()), ui.DateWords(r.Until.Time()))
	}
	return ", since " + ui.DateWords(r.From.Time())
}
