// Package hook holds the page of the addresses that are told of events, for operators:
// where they lead, how they answer, and what was given up.
package hook

import (
	_ "embed" // the style sheet
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Path is where the page is.
const Path = "/hooks"

// Sheet is the style of the page.
//
//go:embed hook.css
var Sheet []byte

// Hooks is the page.
type Hooks struct {
	ui.Page
	workflow.HooksView
	Hook, Since string // asked for and refused
	Problems    map[string]string
	Wrong       []ui.FieldError
	Key         func() string
	Moment      func(clock.Instant) ui.Moment
}

var forms = map[event.Form]string{event.Standard: "Standard Webhooks", event.Slack: "Slack", event.Teams: "Teams", event.Flat: lang.Later("flat object, from the file")}

var reasons = map[event.Why]string{
	event.NotAskedFor: "",
	event.ByOperator:  lang.Later("by an operator"),
	event.ByItself:    lang.Later("it answered that it is gone"),
	event.ByRestore:   lang.Later("since a backup was put back; an operator lets it be told again"),
	event.ByTheFile:   lang.Later("it stands in the file no longer"),
}

var states = map[event.State]string{event.Active: lang.Later("Is told"), event.Paused: lang.Later("Rests"), event.Ended: lang.Later("Has ended")}

func why(h event.Hook) string { return reasons[h.Why] }

func kinds(h event.Hook) string {
	texts := make([]string, len(h.Kinds))
	for i, k := range h.Kinds {
		texts[i] = string(k)
	}
	return strings.Join(texts, ", ")
}

// label says what happened in words.
func label(k event.Kind) string {
	about, _ := event.Of(k)
	return about.Label
}

// nameOf is the name of the address of a delivery.
func (h Hooks) nameOf(ref id.Hook) event.Hook {
	for _, one := range h.Hooks {
		if one.ID == ref {
			return one
		}
	}
	return event.Hook{}
}

// replayable are the addresses that something was given up at, and that can be told
// again.
func (h Hooks) replayable() (options []ui.Option) {
	for _, one := range h.Hooks {
		if one.State != event.Ended && slices.ContainsFunc(h.Dead, func(d event.Delivery) bool { return d.Hook == one.ID }) {
			options = append(options, ui.Option{Value: string(one.ID), Label: one.Name, Selected: h.Hook == string(one.ID)})
		}
	}
	return options
}
