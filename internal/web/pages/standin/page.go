// Package standin is the page about standing in for a manager who is away.
package standin

import (
	"context"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Path is where it stands.
const Path = "/standing-in"

// Page is who stands in for whom.
type Page struct {
	ui.Page
	View             workflow.StandInView
	Who, From, Until string // typed and refused
	Problems         map[string]string
	Wrong            []ui.FieldError
	Key              func() string
	Date             func(clock.Instant) time.Time
}

func names(ctx context.Context, list []workflow.PersonRef) string {
	var all []string
	for _, p := range list {
		all = append(all, p.Name)
	}
	if n := len(all); n > 1 {
		return lang.Say(ctx, "{names} and {last}", "names", strings.Join(all[:n-1], ", "), "last", all[n-1])
	}
	return strings.Join(all, "")
}

func (p Page) options(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: "", Label: lang.Say(ctx, "Choose somebody")}}
	for _, may := range p.View.May {
		list = append(list, ui.Option{Value: string(may.ID), Label: may.Name, Selected: string(may.ID) == p.Who})
	}
	return list
}

// lastDay is the last day of what ends at midnight.
func (p Page) lastDay(l workflow.StandInLine) time.Time { return p.Date(l.Until.Add(-time.Second)) }

// AlsoReads names who reads along while the manager is away: to whoever stands in the
// manager, and to others whoever stands in. It goes on a sentence, or is empty.
func AlsoReads(ctx context.Context, standsIn bool, also []workflow.PersonRef) string {
	switch {
	case standsIn:
		return lang.Say(ctx, ", and the manager you stand in for")
	case len(also) > 0:
		return lang.Say(ctx, ", and {also}, who stands in for the manager", "also", also[0].Name)
	}
	return ""
}
