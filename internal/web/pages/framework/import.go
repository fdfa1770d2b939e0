package framework

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/framework"
	"cairn/internal/frameworkimport"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// ImportSheet is the style sheet of the page that brings a framework in.
//
//go:embed import.css
var ImportSheet []byte

// ImportPath is where a framework is brought in.
const ImportPath = "/framework/import"

// ImportPage is the page in both its states: nothing given yet, or files given
// and understood in some way.
type ImportPage struct {
	Key     func() string
	Wrong   []ui.FieldError
	Limit   string // how large the files may be, in words
	Content string // the files given, packed, as the form carries them
	Options frameworkimport.Options
	Result  *frameworkimport.Result // nil: nothing given yet
	InWork  *framework.Ref          // a draft that stands in the way
}

// mostShown bounds the lines of one list, so that the page stays one that can be
// read; the command tells all of them.
const mostShown = 150

func shownOf[T any](all []T) []T { return all[:min(len(all), mostShown)] }

func more(ctx context.Context, all int) string {
	if all <= mostShown {
		return ""
	}
	return lang.Count(ctx, all-mostShown, "and 1 more like these; the command cairn framework import lists every one of them",
		"and {n} more like these; the command cairn framework import lists every one of them")
}

// formatOptions offers the forms, with what was found first.
func (d ImportPage) formatOptions(ctx context.Context) []ui.Option {
	all := []ui.Option{{Value: "", Label: lang.Say(ctx, "As found in the files"), Selected: d.Options.Format == ""}}
	for _, f := range frameworkimport.Formats() {
		all = append(all, ui.Option{Value: string(f), Label: capital(lang.Say(ctx, f.Words())), Selected: d.Options.Format == f})
	}
	return all
}

// columnOptions offers every heading of every table, and what stands around them.
func (d ImportPage) columnOptions(ctx context.Context, f frameworkimport.Field) []ui.Option {
	chosen := d.Options.Columns[f]
	all := []ui.Option{{Value: "", Label: d.foundColumn(ctx, f), Selected: chosen == ""}}
	seen := map[string]bool{}
	add := func(value, label string) {
		if value != "" && !seen[value] {
			seen[value] = true
			all = append(all, ui.Option{Value: value, Label: label, Selected: chosen == value})
		}
	}
	for _, t := range d.Result.Tables {
		for _, h := range t.Header {
			add(h, lang.Say(ctx, "The column “{name}”", "name", shortened(h)))
		}
	}
	if f != frameworkimport.TextField && f != frameworkimport.DetailsField && f != frameworkimport.IDField {
		add(frameworkimport.FromSheet, lang.Say(ctx, "The name of the sheet"))
		add(frameworkimport.FromHeading, lang.Say(ctx, "The heading above the table"))
		add(frameworkimport.FromFile, lang.Say(ctx, "The name of the file"))
	}
	add(frameworkimport.FromNowhere, lang.Say(ctx, "Nothing says it"))
	return all
}

func (d ImportPage) foundColumn(ctx context.Context, f frameworkimport.Field) string {
	for _, t := range d.Result.Tables {
		if c := t.Columns[f]; c != "" {
			return lang.Say(ctx, "As found: {column}", "column", columnWords(ctx, c))
		}
	}
	return lang.Say(ctx, "As found")
}

func columnWords(ctx context.Context, c string) string {
	switch c {
	case frameworkimport.FromSheet:
		return lang.Say(ctx, "the name of the sheet")
	case frameworkimport.FromHeading:
		return lang.Say(ctx, "the heading above")
	case frameworkimport.FromFile:
		return lang.Say(ctx, "the name of the file")
	}
	return shortened(c)
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func fieldLabel(ctx context.Context, f frameworkimport.Field) string {
	switch f {
	case frameworkimport.AreaField:
		return lang.Say(ctx, "Area")
	case frameworkimport.StepField:
		return lang.Say(ctx, "Step")
	case frameworkimport.DisciplineField:
		return lang.Say(ctx, "Discipline")
	case frameworkimport.TextField:
		return lang.Say(ctx, "Text of the example")
	case frameworkimport.DetailsField:
		return lang.Say(ctx, "Details below it")
	}
	return lang.Say(ctx, "Id, where there is one")
}

// tableWords says how a table was understood.
func tableWords(ctx context.Context, t frameworkimport.TableView) string {
	switch {
	case t.Grid != "":
		return lang.Say(ctx, "Each further column stands for one of the {things}.", "things", gridWord(ctx, t.Grid))
	case len(t.Columns) == 0:
		return lang.Say(ctx, "No column was recognised. Say below which is which.")
	}
	var said []string
	for _, f := range frameworkimport.Fields() {
		if c := t.Columns[f]; c != "" {
			said = append(said, fieldLabel(ctx, f)+": "+columnWords(ctx, c))
		}
	}
	return list(said) + "."
}

func gridWord(ctx context.Context, what string) string {
	switch what {
	case "steps":
		return lang.Say(ctx, "steps")
	case "areas":
		return lang.Say(ctx, "areas")
	}
	return what
}

func list(all []string) string {
	s := ""
	for i, v := range all {
		if i > 0 {
			s += "; "
		}
		s += v
	}
	return s
}

func tableName(ctx context.Context, t frameworkimport.TableView) string {
	name := t.File
	if t.Sheet != "" {
		name = lang.Say(ctx, "{table}, sheet {sheet}", "table", name, "sheet", t.Sheet)
	}
	if t.Heading != "" {
		name = lang.Say(ctx, "{table}, below {heading}", "table", name, "heading", t.Heading)
	}
	return name
}

// cellOf is a cell of a row that may be shorter than its header.
func cellOf(row []string, i int) string {
	if i < len(row) {
		return shortened(row[i])
	}
	return ""
}

// DecisionName is the name of the field that answers a question.
func DecisionName(q frameworkimport.Question) string { return "decision " + q.ID }

func questionOptions(ctx context.Context, q frameworkimport.Question) []ui.Option {
	var all []ui.Option
	for _, c := range q.Choices {
		all = append(all, ui.Option{Value: c.Value, Label: c.Label.In(lang.In(ctx)), Selected: c.Value == q.Answer})
	}
	return all
}

func questionField(ctx context.Context, q frameworkimport.Question, i int) ui.Field {
	f := ui.Field{Name: DecisionName(q), ID: "question-" + strconv.Itoa(i+1), Label: q.Ask.In(lang.In(ctx))}
	if !q.Decided {
		f.Hint = lang.Say(ctx, "Assumed until you say so. It comes from {place}.", "place", q.At)
	}
	return f
}

func headline(ctx context.Context, o frameworkimport.Outcome) string {
	switch o {
	case frameworkimport.Undecided:
		return lang.Say(ctx, "Needs a look or a decision")
	case frameworkimport.Skipped:
		return lang.Say(ctx, "Skipped")
	case frameworkimport.Merged:
		return lang.Say(ctx, "Merged")
	}
	return lang.Say(ctx, "Taken")
}

// stepLines names steps of one rank together.
func stepLines(ctx context.Context, f *framework.Framework) (lines []string) {
	steps := f.StepsInOrder()
	for i, s := range steps {
		if i > 0 && steps[i-1].Order == s.Order {
			lines[len(lines)-1] = lang.Say(ctx, "{steps} and, side by side with it, {step}", "steps", lines[len(lines)-1], "step", s.Name)
		} else {
			lines = append(lines, s.Name)
		}
	}
	return lines
}

// examplesAt groups the first examples for reading.
func examplesAt(f *framework.Framework, area framework.AreaID) []framework.Example {
	return slices.DeleteFunc(slices.Clone(f.Examples), func(e framework.Example) bool { return e.Area != area })
}

func placeOf(ctx context.Context, f *framework.Framework, e framework.Example) string {
	place := lang.Say(ctx, "At any step")
	if s, ok := f.Step(e.Step); ok {
		place = s.Name
	}
	if e.Level != "" {
		place = levelName(f, e)
	}
	if len(e.Disciplines) == 0 {
		return place
	}
	var names []string
	for _, id := range e.Disciplines {
		d, _ := f.Discipline(id)
		names = append(names, d.Name)
	}
	return lang.Say(ctx, "{place}; for {disciplines}", "place", place, "disciplines", strings.Join(names, ", "))
}

func levelName(f *framework.Framework, e framework.Example) string {
	a, _ := f.Area(e.Area)
	for _, s := range f.Scales {
		for _, l := range s.Levels {
			if s.ID == a.Scale && l.ID == e.Level {
				return l.Name
			}
		}
	}
	return string(e.Level)
}

const (
	mostTables  = 6
	mostSamples = 5
	mostColumns = 12
)

func (d ImportPage) tables() []frameworkimport.TableView {
	return d.Result.Tables[:min(len(d.Result.Tables), mostTables)]
}

func headings(t frameworkimport.TableView) (all []string) {
	for _, h := range t.Header[:min(len(t.Header), mostColumns)] {
		all = append(all, shortened(h))
	}
	return all
}

type fileRead struct{ name, words string }

// files names what was read and as what, by name.
func (d ImportPage) files(ctx context.Context) (all []fileRead) {
	for name, format := range d.Result.Formats {
		all = append(all, fileRead{name, lang.Say(ctx, "read as {form}", "form", lang.Say(ctx, format.Words()))})
	}
	arrange.By(all, func(a, b fileRead) int { return cmp.Compare(a.name, b.name) })
	return shownOf(all)
}

type sample struct {
	area     framework.Area
	examples []framework.Example
	left     int
}

// samples are the first examples of the first areas.
func (d ImportPage) samples() (all []sample) {
	areas := d.Result.Framework.AreasInOrder()
	for _, a := range areas[:min(len(areas), mostSamples)] {
		in := examplesAt(d.Result.Framework, a.ID)
		shown := in[:min(len(in), 20)]
		all = append(all, sample{a, shown, len(in) - len(shown)})
	}
	return all
}
