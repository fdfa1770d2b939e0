// Package memo shows managers what they wrote to themselves about a report: their
// own words, which nobody else reads in Cairn.
package memo

import (
	"context"
	_ "embed"
	"strconv"

	"cairn/internal/clock"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
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
	Typed    *workflow.MemoText // refused; of a new memo when Changing is empty; nil when nothing was
	Changing id.Memo            // the memo whose change was refused
	Problem  string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Path leads to the memos about somebody.
func Path(p id.Person) string { return "/people/" + string(p) + "/memos" }

func path(m id.Memo) string { return "/memos/" + string(m) }

// Form is what is being written into one memo, a new one when it has no id.
type Form struct {
	Memo     id.Memo
	Action   string
	Text     string
	Revision int64
	Version  int64
	Draft    workflow.SavedMemo
	Problem  string
	Clash    bool // it was saved elsewhere since
	Typed    bool
}

// form is that of the memo: what was typed and refused stands before what was saved
// while it was written, and that before what is kept.
func (p List) form(m *growth.Memo) Form {
	f := Form{Action: Path(p.View.Subject.ID)}
	if m != nil {
		f = Form{Memo: m.ID, Action: path(m.ID), Text: m.Text, Version: m.Version}
	}
	f.Draft = p.View.Drafts[f.Memo]
	f.Revision = f.Draft.Revision
	if f.Revision > 0 {
		f.Text = f.Draft.Text
	}
	if p.Typed != nil && p.Changing == f.Memo {
		f.Text, f.Typed, f.Problem = p.Typed.Text, true, p.Problem
		f.Clash = f.Revision > 0 && p.Typed.Revision != f.Revision
	}
	return f
}

func (f Form) open() bool { return f.Typed || f.Revision > 0 }

func (f Form) status(ctx context.Context) string {
	if f.Revision > 0 && !f.Typed {
		return lang.Say(ctx, "Saved, and not kept as a note yet. Only you can read it.")
	}
	return lang.Say(ctx, "What you write is saved while you write. Only you can read it.")
}

func (f Form) savedAt() string {
	if f.Revision == 0 {
		return ""
	}
	return f.Draft.At.String()
}

func (f Form) fieldID() string {
	if f.Memo == "" {
		return "text"
	}
	return field(f.Memo)
}

func (f Form) revision() string { return strconv.FormatInt(f.Revision, 10) }

// left is what somebody who manages the person no more had begun.
func (p List) left() (texts []string) {
	if p.View.MayWrite {
		return nil
	}
	if d, ok := p.View.Drafts[""]; ok {
		texts = append(texts, d.Text)
	}
	return texts
}

func field(m id.Memo) string { return "text-" + string(m) }
