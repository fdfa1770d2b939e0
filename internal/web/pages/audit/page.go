// Package audit holds the page of the whole journal, for people partners and
// operators: what happened when, and no content.
package audit

import (
	"context"
	_ "embed" // the style sheet
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of the page.
//
//go:embed audit.css
var Sheet []byte

// Journal is the page.
type Journal struct {
	ui.Page
	workflow.AuditPage
	Asked    Asked
	Problems map[string]string
	Errors   []ui.FieldError
	Date     func(clock.Instant) time.Time
	First    string // address of the newest; empty there
	Next     string // address of older ones; empty where there are none
}

// Asked is what the form was filled with.
type Asked struct{ Family, Email, From, Until string }

func (a Asked) narrows() bool { return a != Asked{} }

func (j Journal) families(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "Everything"), Selected: j.Asked.Family == ""}}
	for _, f := range j.Families {
		options = append(options, ui.Option{Value: string(f), Label: lang.Say(ctx, families[f]), Selected: j.Asked.Family == string(f)})
	}
	return options
}

// lead says what the viewer sees here, and what not.
func (j Journal) lead(ctx context.Context) string {
	switch {
	case j.People && j.Machine:
		return lang.Say(ctx, "What happened and when: around people, and around accounts and access. Never what was written, and no Step.")
	case j.People:
		return lang.Say(ctx, "What happened around people, and when. Never what was written, and no Step. What two people have between them is not here.")
	}
	return lang.Say(ctx, "What happened around accounts and access, and when. What goes on around people is not here.")
}
