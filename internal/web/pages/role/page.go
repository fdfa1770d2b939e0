// Package role holds the page of a request for a role: one address for the person,
// the manager and the lead who may be asked, each of whom sees their part.
package role

import (
	"context"
	_ "embed"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
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

func (p Page) date(ctx context.Context, at clock.Instant) string {
	return lang.Date(ctx, at.Time().In(p.Zone))
}

func (p Page) open() bool { return !p.View.ClosedAt.IsSet() }

func (p Page) taking() bool { return p.View.Kind == role.TakeUp }

// heading says what is asked.
func (p Page) heading(ctx context.Context) string {
	if p.taking() {
		return lang.Say(ctx, "{subject} as {role}", "subject", p.View.Subject.Name, "role", p.View.Name)
	}
	return lang.Say(ctx, "{subject} lays down {role}", "subject", p.View.Subject.Name, "role", p.View.Name)
}

func (p Page) managerName(ctx context.Context) string {
	if p.View.ManagerIs == nil {
		return lang.Say(ctx, "the manager")
	}
	return p.View.ManagerIs.Name
}

func (p Page) leadName(ctx context.Context) string {
	if p.View.Lead == nil {
		return p.managerName(ctx)
	}
	return p.View.Lead.Name
}

// turn says whose turn it is, and what comes next.
func (p Page) turn(ctx context.Context) (whose, next string) {
	v := p.View
	switch {
	case v.Stage == role.Confirmed:
		return lang.Say(ctx, "Confirmed."), lang.Say(ctx, "That was on {date}{days}.", "date", p.date(ctx, v.ClosedAt), "days", p.forDays(ctx))
	case v.Stage == role.Declined:
		return lang.Say(ctx, "Not now."), lang.Say(ctx, "The reasons are below. They are the beginning of a conversation.")
	case v.Stage == role.Withdrawn:
		return lang.Say(ctx, "Taken back."), lang.Say(ctx, "Nothing was changed.")
	case v.Stage == role.Consent && v.Self:
		return lang.Say(ctx, "It is your turn."), lang.Say(ctx, "Say whether {lead} may be asked. Until you do, nobody but you and {manager} knows of this.", "lead", p.leadName(ctx), "manager", p.managerName(ctx))
	case v.Stage == role.Consent:
		return lang.Say(ctx, "It is {subject}’s turn.", "subject", v.Subject.Name), lang.Say(ctx, "They say whether {lead} may be asked.", "lead", p.leadName(ctx))
	case v.Stage == role.WithLead && (v.AsLead || v.Manager && v.Lead == nil):
		return lang.Say(ctx, "It is your turn."), lang.Say(ctx, "Answer with a reason. It stays with the role.")
	case v.Stage == role.WithLead:
		return lang.Say(ctx, "It is {lead}’s turn.", "lead", p.leadName(ctx)), lang.Say(ctx, "The answer comes with a reason. Then {manager} confirms the role.", "manager", p.managerName(ctx))
	case v.Manager && v.Short && (v.Departure == nil || !v.Departure.Agreed):
		return lang.Say(ctx, "It is your turn."), lang.Say(ctx, "Depart from the framework with a written reason, or say why not now.")
	case v.Manager:
		return lang.Say(ctx, "It is your turn."), lang.Say(ctx, "Confirm, or say why not now.")
	case v.ManagerIs == nil:
		return lang.Say(ctx, "Nobody can confirm it at the moment."), lang.Say(ctx, "There is no manager. A people partner can name one.")
	}
	return lang.Say(ctx, "It is {manager}’s turn.", "manager", p.managerName(ctx)), lang.Say(ctx, "The manager confirms, or says why not now.")
}

func (p Page) typed(field string) string { return p.Typed[field] }

// readers says who can read the page.
func (p Page) readers(ctx context.Context) string {
	if p.View.Self {
		return lang.Say(ctx, "Only {manager} and you can see this page", "manager", p.managerName(ctx))
	}
	return lang.Say(ctx, "Only {subject} and you can see this page", "subject", p.View.Subject.Name)
}
