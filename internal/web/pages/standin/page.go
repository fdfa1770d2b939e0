// Package standin is the page about standing in for a manager who is away.
package standin

import (
	"strings"
	"time"

	"cairn/internal/clock"
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

func names(list []workflow.PersonRef) string {
	var all []string
	for _, p := range list {
		all = append(all, p.Name)
	}
	if n := len(all); n > 1 {
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	}
	return strings.Join(all, "")
}

func (p Page) options() []ui.Option {
	list := []ui.Option{{Value: "", Label: "Choose somebody"}}
	for _, may := range p.View.May {
		list = append(list, ui.Option{Value: string(may.ID), Label: may.Name, Selected: string(may.ID) == p.Who})
	}
	return list
}

// lastDay is the last day of what ends at midnight.
func (p Page) lastDay(l workflow.StandInLine) time.Time { return p.Date(l.Until.Add(-time.Second)) }

// AlsoReads names who reads along while the manager is away: to whoever stands in the
// manager, and to others whoever stands in. It goes on a sentence, or is empty.
func AlsoReads(standsIn bool, also []workflow.PersonRef) string {
	switch {
	case standsIn:
		return ", and the manager you stand in for"
	case len(also) > 0:
		return ", and " + also[0].Name + ", who stands in for the manager"
	}
	return ""
}
