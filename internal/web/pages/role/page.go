// Package role holds the page of a request for a role: one address for the person,
// the manager and the lead who may be asked, each of whom sees their part.
package role

import (
	_ "embed"
	"time"

	"cairn/internal/clock"
	"cairn/internal/role"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style sheet of these pages.
//
//go:embed role.css
var Sheet []byte

// Page is a request as its reader sees it.
type Page struct {
	ui.Page
	View  workflow.RoleRequestView
	Key   func() string
	Zone  *time.Location
	Wrong map[string]string // by field
	Typed map[string]string // by field, when something is wrong
	Step  string            // the organisation's word for it
	Lead  string            // and for who leads a tribe: "tribe lead"
}

// Path is the address of a request.
func Path(ref string) string { return "/role-requests/" + ref }

func (p Page) act(name string) string { return Path(string(p.View.ID)) + "/" + name }

func (p Page) date(at clock.Instant) string { return ui.DateWords(at.Time().In(p.Zone)) }

func (p Page) open() bool { return !p.View.ClosedAt.IsSet() }

func (p Page) taking() bool { return p.View.Kind == role.TakeUp }

// heading says what is asked.
func (p Page) heading() string {
	if p.taking() {
		return p.View.Subject.Name + " as " + p.View.Name
	}
	return p.View.Subject.Name + " lays down " + p.View.Name
}

func (p Page) managerName() string {
	if p.View.ManagerIs == nil {
		return "the manager"
	}
	return p.View.ManagerIs.Name
}

func (p Page) leadName() string {
	if p.View.Lead == nil {
		return p.managerName()
	}
	return p.View.Lead.Name
}

// turn says whose turn it is, and what comes next.
func (p Page) turn() (whose, next string) {
	v := p.View
	switch {
	case v.Stage == role.Confirmed:
		return "Confirmed.", "That was on " + p.date(v.ClosedAt) + p.forDays() + "."
	case v.Stage == role.Declined:
		return "Not now.", "The reasons are below. They are the beginning of a conversation."
	case v.Stage == role.Withdrawn:
		return "Taken back.", "Nothing was changed."
	case v.Stage == role.Consent && v.Self:
		return "It is your turn.", "Say whether " + p.leadName() + " may be asked. Until you do, nobody but you and " + p.managerName() + " knows of this."
	case v.Stage == role.Consent:
		return "It is " + v.Subject.Name + "’s turn.", "They say whether " + p.leadName() + " may be asked."
	case v.Stage == role.WithLead && (v.AsLead || v.Manager && v.Lead == nil):
		return "It is your turn.", "Answer with a reason. It stays with the role."
	case v.Stage == role.WithLead:
		return "It is " + p.leadName() + "’s turn.", "The answer comes with a reason. Then " + p.managerName() + " confirms the role."
	case v.Manager && v.Short && (v.Departure == nil || !v.Departure.Agreed):
		return "It is your turn.", "Depart from the framework with a written reason, or say why not now."
	case v.Manager:
		return "It is your turn.", "Confirm, or say why not now."
	case v.ManagerIs == nil:
		return "Nobody can confirm it at the moment.", "There is no manager. A people partner can name one."
	}
	return "It is " + p.managerName() + "’s turn.", "The manager confirms, or says why not now."
}

func (p Page) typed(field string) string { return p.Typed[field] }

// readers says who can read the page.
func (p Page) readers() string {
	if p.View.Self {
		return "Only " + p.managerName() + " and you can see this page"
	}
	return "Only " + p.View.Subject.Name + " and you can see this page"
}
