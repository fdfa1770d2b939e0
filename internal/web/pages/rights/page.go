// Package rights shows a person what is kept about them and lets them ask for it, put
// it right, let it rest and have it erased; and people partners what was asked.
package rights

import (
	"context"

	_ "embed"
	"net/url"
	"time"

	"cairn/internal/clock"
	"cairn/internal/lang"
	rules "cairn/internal/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed rights.css
var Sheet []byte

// Mine is the person's own page.
type Mine struct {
	ui.Page
	View     workflow.MyRights
	Rest     string // typed and refused
	Erase    string // typed and refused
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Date     func(clock.Instant) time.Time
}

// Requests is the page of people partners.
type Requests struct {
	ui.Page
	View     workflow.DataRequests
	Typed    Typed
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Date     func(clock.Instant) time.Time
}

// Typed is what was typed into a form of the page and refused.
type Typed struct {
	Form                  string // which form it was
	Email, Words, Answer  string
	HoldEmail, HoldReason string
}

// Correct is the form for words beside a thing.
type Correct struct {
	ui.Page
	Thing    workflow.Correctable
	Words    string
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      string
	Date     func(clock.Instant) time.Time
}

// Confirm asks for the password once more.
type Confirm struct {
	ui.Page
	Next  string
	Email string
	Error string
	Key   string
	Demo  bool

	Ways      []ui.Way
	Passwords bool // they have a password that counts
}

// Said is what a person says beside a thing about them, as a part of its page.
type Said struct {
	List   []rules.Correction
	Name   string // of the person
	Self   bool   // the viewer is the person
	Object string // where more can be said; empty where nothing can
	Date   func(clock.Instant) time.Time
}

// CorrectPath leads to the form for words beside a thing.
func CorrectPath(object string) string { return "/corrections/new?about=" + object }

func (s Said) heading(ctx context.Context) string {
	if s.Self {
		return lang.Say(ctx, "What I say beside it")
	}
	return lang.Say(ctx, "What {name} says beside it", "name", s.Name)
}

// SectionFile is what a section's page is called in the archive.
func SectionFile(s rules.Section) string { return string(s.Class) + ".html" }

// fileHref leads to a file of the archive, whatever it is called.
func fileHref(name string) string { return (&url.URL{Path: name}).EscapedPath() }

// FieldID is the id of a field of the form that was wrong.
func (p Requests) FieldID(name string) string {
	switch p.Typed.Form {
	case "", "erase":
		return name
	case "hold":
		return "hold-" + name
	}
	if name == "answer" {
		return name + "-" + p.Typed.Form
	}
	return "" // of no field; and what was asked for is not repeated
}
