// Package journal shows a person's own journal, which nobody else reads but for
// the entries that are shown to the manager.
package journal

import (
	"context"
	_ "embed"
	"slices"
	"strconv"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed journal.css
var Sheet []byte

// Form is the form of an entry.
type Form struct {
	Action   string
	Key      string
	Text     growth.NoteText
	Read     int64 // the version it was made from; none for a new entry
	Areas    []framework.Area
	Problems map[string]string
	Wrong    []ui.FieldError

	DraftKey string
	Draft    workflow.SavedNote // as saved while it was written
	Saved    bool               // the form holds what was saved, and there is something to throw away
	Typed    bool               // the form holds what was refused
	Clash    bool               // it was saved elsewhere after the form was made
	Moment   func(clock.Instant) ui.Moment
}

// status is what the line about saving says at first.
func (f Form) status(ctx context.Context) string {
	if f.Saved && !f.Typed {
		return lang.Say(ctx, "Saved, and not kept as an entry yet. Only you can read it.")
	}
	return lang.Say(ctx, "What you write is saved while you write. Only you can read it.")
}

func (f Form) savedAt() string {
	if !f.Saved {
		return ""
	}
	return f.Draft.At.String()
}

func (f Form) revision() string {
	if f.Draft.Revision == 0 {
		return "0"
	}
	return strconv.FormatInt(f.Draft.Revision, 10)
}

// standsWords says beside what an entry stands and who reads it there.
func standsWords(ctx context.Context, p workflow.NotePlace) string {
	with := []any{"name", lang.Say(ctx, p.Name), "manager", p.Manager}
	switch {
	case p.Decider && p.MayEnd:
		return lang.Say(ctx, "It stands beside {name}. {manager} reads it there, and whoever decides, once you have agreed to the case.", with...)
	case p.Decider:
		return lang.Say(ctx, "It stands beside {name}. {manager} reads it there, and whoever decides as long as they can read the case.", with...)
	case p.MayEnd:
		return lang.Say(ctx, "It stands beside {name}. {manager} reads it there from the moment both sides are open.", with...)
	}
	return lang.Say(ctx, "It stands beside {name}. {manager} reads it there when both sides are open.", with...)
}

// placeWords says who will read an entry beside a thing, before it is put there.
func placeWords(ctx context.Context, p workflow.NotePlace) string {
	if p.Decider {
		return lang.Say(ctx, "Then {manager} reads it at once, with its files, and whoever decides reads it when the case lies with them. You can take it back until you agree to the case; afterwards it stays as it is. If the case ends undecided, it is yours alone again.", "manager", p.Manager)
	}
	return lang.Say(ctx, "Then {manager} reads it, with its files, from the moment both sides are open, as they read your side; so does a later manager. You can take it back until you hand in; afterwards it stays as it is.", "manager", p.Manager)
}

func (f Form) chosen(a framework.AreaID) bool { return slices.Contains(f.Text.Areas, a) }

// List is a whole journal.
type List struct {
	ui.Page
	Journal workflow.JournalView
	Form    Form
	Moment  func(clock.Instant) ui.Moment
}

// One is one entry.
type One struct {
	ui.Page
	Note    workflow.NoteView
	Form    Form
	Editing bool
	Key     func() string
	Moment  func(clock.Instant) ui.Moment
}

func path(n id.Note) string { return "/journal/" + string(n) }

func (p One) readers(ctx context.Context) ui.Readers {
	r := p.readersNow(ctx)
	if len(p.Note.Beside) > 0 {
		r.Later = lang.Say(ctx, "those who are named below, where it stands")
	}
	return r
}

func (p One) readersNow(ctx context.Context) ui.Readers {
	if p.Note.Shared && p.Note.Own {
		return ui.Readers{Now: lang.Say(ctx, "you and {manager}", "manager", p.Note.Manager.Name)}
	}
	if p.Note.Own {
		return ui.Readers{Now: lang.Say(ctx, "only you")}
	}
	return ui.Readers{Now: lang.Say(ctx, "{owner} and you, as long as {owner} shows it", "owner", p.Note.Owner.Name)}
}

func title(ctx context.Context, n workflow.NoteView) string {
	if n.Title != "" {
		return n.Title
	}
	return lang.Date(ctx, n.On.Time())
}

// begin is how an entry without a heading begins.
func begin(n workflow.NoteView) string {
	const most = 140
	runes := []rune(n.Text)
	if len(runes) <= most {
		return n.Text
	}
	return string(runes[:most]) + "…"
}

func filePath(f growth.File) string { return "/journal/files/" + string(f.ID) }

func fileHint(ctx context.Context) string {
	return lang.Say(ctx, "{kinds}. 10 MB at most, one at a time; you can add more afterwards. It is read by those who can read the entry.", "kinds", lang.Say(ctx, growth.FilesTaken))
}

func filesWords(ctx context.Context, files []growth.File) string {
	if len(files) == 1 {
		return lang.Say(ctx, "with {files}", "files", files[0].Name)
	}
	return lang.Say(ctx, "with files")
}
