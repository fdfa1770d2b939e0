// Package memo shows managers what they wrote to themselves about a report: their
// own words, which nobody else reads in Cairn.
package memo

import (
	_ "embed"
	"fmt"

	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed memo.css
var Sheet []byte

// List is all memos about one person.
type List struct {
	ui.Page
	View     workflow.MemosView
	Typed    string  // refused; of a new memo when Changing is empty
	Changing id.Memo // the memo whose change was refused
	Problem  string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Path leads to the memos about somebody.
func Path(p id.Person) string { return "/people/" + string(p) + "/memos" }

func path(m id.Memo) string { return "/memos/" + string(m) }

func (p List) text(m *growth.Memo) string {
	if p.Changing == m.ID {
		return p.Typed
	}
	return m.Text
}

func (p List) problem(m id.Memo) string {
	if p.Changing == m {
		return p.Problem
	}
	return ""
}

func (p List) fresh() string {
	if p.Changing == "" {
		return p.Typed
	}
	return ""
}

func field(m id.Memo) string { return "text-" + string(m) }

func version(m *growth.Memo) string { return fmt.Sprint(m.Version) }
