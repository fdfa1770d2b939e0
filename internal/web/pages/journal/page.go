// Package journal shows a person's own journal, which nobody else reads but for
// the entries that are shown to the manager.
package journal

import (
	_ "embed"
	"slices"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
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

func (p One) readers() ui.Readers {
	if p.Note.Shared && p.Note.Own {
		return ui.Readers{Now: "you and " + p.Note.Manager.Name}
	}
	if p.Note.Own {
		return ui.Readers{Now: "only you"}
	}
	return ui.Readers{Now: p.Note.Owner.Name + " and you, as long as " + p.Note.Owner.Name + " shows it"}
}

func title(n workflow.NoteView) string {
	if n.Title != "" {
		return n.Title
	}
	return ui.DateWords(n.On.Time())
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

const fileHint = growth.FilesTaken + ". 10 MB at most, one at a time; you can add more afterwards. It is read by those who can read the entry."

func filesWords(files []growth.File) string {
	if len(files) == 1 {
		return "with " + files[0].Name
	}
	return "with files"
}
