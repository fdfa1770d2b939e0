// Package guide shows how things work: the built-in explanations, and what the
// organisation has written itself.
package guide

import (
	"context"
	_ "embed"

	"cairn/internal/clock"
	rules "cairn/internal/guide"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed guide.css
var Sheet []byte

// List is the guide as a whole.
type List struct {
	ui.Page
	Guide workflow.Guide
}

// How is a process with what the organisation says of it.
type How struct {
	ui.Page
	Explained
	Beside []workflow.GuidePage
}

// One is a page of the organisation's, and its earlier texts.
type One struct {
	ui.Page
	Versions []workflow.GuidePage // the newest first
	Keeper   bool
	Key      string
	Moment   func(clock.Instant) ui.Moment
}

// Write is the form of a page.
type Write struct {
	ui.Page
	Ref      id.Guide // empty: a new page
	Read     int64
	Form     rules.Content
	Preview  bool
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      string
}

// Path is where a page stands.
func Path(p id.Guide) string { return "/guide/pages/" + string(p) }

func (p Write) action() string {
	if p.Ref == "" {
		return "/guide/pages"
	}
	return Path(p.Ref)
}

func (p Write) title(ctx context.Context) string {
	if p.Ref == "" {
		return lang.Say(ctx, "Write a page")
	}
	return lang.Say(ctx, "Write it anew")
}

func (p Write) kinds(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(rules.Page), Label: lang.Say(ctx, "A page"), Selected: p.Form.Kind != rules.Question},
		{Value: string(rules.Question), Label: lang.Say(ctx, "A question with its answer"), Selected: p.Form.Kind == rules.Question},
	}
}

func (p Write) processes(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "None: it stands for itself")}}
	for _, e := range Explanations {
		options = append(options, ui.Option{Value: string(e.Process), Label: lang.Say(ctx, e.Title), Selected: e.Process == p.Form.Process})
	}
	return options
}

// HowOf is the page of a process; ok is false when there is none.
func HowOf(ctx context.Context, page ui.Page, p rules.Process, g workflow.Guide) (h How, ok bool) {
	e, ok := explained(p)
	page.Title = lang.Say(ctx, e.Title)
	return How{page, e, g.Beside(p)}, ok
}
