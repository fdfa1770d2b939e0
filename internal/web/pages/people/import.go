package people

import (
	"context"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/sheet"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// ImportPath is where people are brought in from a file.
const ImportPath = "/people/import"

// Import is a file of people before it is taken. Nothing is kept of it until then:
// it travels in the page.
type Import struct {
	ui.Page
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
	Name     string // of the file; empty before one is given
	Content  string // the file, packed
	Headings []orgfile.Heading
	Report   *workflow.ImportReport
	Problems []sheet.Problem
	Wrong    []ui.FieldError
	Syncs    []org.Sync // of the file it is kept in step with, the newest first
}

// outcomes say what came of a reading.
var outcomes = map[org.SyncOutcome]string{
	org.SyncBegun:   lang.Later("It is being read."),
	org.SyncRefused: lang.Later("It has mistakes, so nothing was changed."),
	org.SyncUnread:  lang.Later("It could not be read, so nothing was changed."),
}

func outcomeWords(ctx context.Context, s org.Sync) string {
	if s.Outcome != org.SyncTaken {
		return lang.Say(ctx, outcomes[s.Outcome])
	}
	return lang.Say(ctx, "Taken: {added} new, {changed} changed, {same} as they were.", "added", ui.Thousands(s.Added), "changed", ui.Thousands(s.Changed), "same", ui.Thousands(s.Unchanged))
}

func syncProblems(s org.Sync) (all []sheet.Problem) {
	for _, p := range s.Problems {
		all = append(all, sheet.Problem{Line: p.Line, Column: p.Column, Message: lang.Told{Text: p.Message, With: anyOf(p.With)}})
	}
	return all
}

func anyOf(words []string) (all []any) {
	for _, w := range words {
		all = append(all, w)
	}
	return all
}

// LeftOut is what a column of the file is read as when it is not read.
const LeftOut = orgfile.None

// Field is the name of the field that says what a column of the file is.
func Field(h orgfile.Heading) string { return "column-" + h.Letter }

func (p Import) choices(ctx context.Context, h orgfile.Heading) []ui.Option {
	all := []ui.Option{{Value: LeftOut, Label: lang.Say(ctx, "Leave it out"), Selected: h.Column == ""}}
	for _, name := range orgfile.Columns() {
		all = append(all, ui.Option{Value: name, Label: name, Selected: h.Column == name})
	}
	return all
}

// headingWords name a column of the file.
func headingWords(ctx context.Context, h orgfile.Heading) string {
	if h.Text == "" {
		return lang.Say(ctx, "Column {letter}, without a heading", "letter", h.Letter)
	}
	return h.Text
}

// takeable tells whether what was given would change something and may.
func (p Import) takeable() bool {
	return p.Report != nil && len(p.Problems) == 0 && p.Report.Added+p.Report.Changed+len(p.Report.Units) > 0
}

// shownPeople keeps the page light.
const shownPeople = 100

func (p Import) people() []workflow.PersonChange {
	return p.Report.People[:min(len(p.Report.People), shownPeople)]
}

// columnAbouts say what each column is for.
var columnAbouts = map[string]string{
	"name":       lang.Later("needed"),
	"e-mail":     lang.Later("needed; people are told apart by it"),
	"start date": lang.Later("like 2026-05-12"),
	"last day":   lang.Later("like 2026-05-12; after it the person leaves: signed out, tokens ended, what is written stays"),
	"manager":    lang.Later("an address or a name, where it is not the lead of the chapter"),
	"squads":     lang.Later("several parted by semicolons"),
	"chapter":    lang.Later("one"),
	"tribe":      lang.Later("of the chapter and the squads"),
	"guilds":     lang.Later("several parted by semicolons"),
	"discipline": lang.Later("by its name or id in the framework"),
	"roles":      lang.Later("several parted by semicolons; chapter lead, tribe lead and CTO lead what stands beside them"),
}
