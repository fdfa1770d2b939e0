package framework

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// ChangesPage is how one version became another.
type ChangesPage struct {
	workflow.VersionView
	From        framework.Ref // empty when there is nothing to compare with
	Versions    []workflow.VersionLine
	Discipline  framework.DisciplineID // whose changes are shown; empty for all
	Disciplines []framework.Discipline // of both versions
	Difference
}

// Difference is a difference as it is read. One of many changes is read area by
// area.
type Difference struct {
	Change framework.Diff
	Marks  map[framework.DisciplineID]string // names of disciplines
	Area   framework.AreaID                  // the one that is read, in a long difference
	Path   string                            // of the page, for the links to areas
}

// long is from how many changed examples on a difference is read area by area.
const long = 120

func (d Difference) long() bool {
	n := 0
	for _, p := range d.Change.Places {
		n += len(p.Changes)
	}
	return n > long
}

// whole tells whether the parts beside the areas are shown.
func (d Difference) whole() bool { return !d.long() || d.Area == "" }

// shown tells whether the changes of the area are on this page.
func (d Difference) shown(a framework.AreaID) bool { return !d.long() || d.Area == a }

// areaChanges are the places of one area that changed.
type areaChanges struct {
	ID     framework.AreaID
	Name   string
	Places []framework.PlaceChange
}

func (d Difference) areas() (list []areaChanges) {
	for _, p := range d.Change.Places {
		if last := len(list) - 1; last >= 0 && list[last].ID == p.Area {
			list[last].Places = append(list[last].Places, p)
			continue
		}
		list = append(list, areaChanges{p.Area, p.AreaName, []framework.PlaceChange{p}})
	}
	return list
}

func (a areaChanges) anchor() string { return "in-" + string(a.ID) }

// href leads to the changes of the area.
func (d Difference) href(a areaChanges) string {
	if d.shown(a.ID) {
		return "#" + a.anchor()
	}
	return added(d.Path, "area", string(a.ID)) + "#" + a.anchor()
}

// changedItems are the changes of things of one kind.
type changedItems struct {
	anchor, title string
	items         []framework.ItemChange
}

func (d Difference) items(ctx context.Context) []changedItems {
	c := d.Change
	all := []changedItems{
		{"steps", lang.Say(ctx, "Steps"), c.Steps}, {"areas", lang.Say(ctx, "Areas"), c.Areas},
		{"disciplines", lang.Say(ctx, "Disciplines"), c.Disciplines}, {"roles", lang.Say(ctx, "Roles"), c.Roles},
		{"questions", lang.Say(ctx, "Questions"), c.Questions}, {"scales", lang.Say(ctx, "Scales of levels"), c.Scales},
		{"profiles", lang.Say(ctx, "What roles ask for"), c.Profiles},
	}
	return slices.DeleteFunc(all, func(i changedItems) bool { return len(i.items) == 0 })
}

// changedFields are the changes of a part that is one thing.
type changedFields struct {
	anchor, title string
	fields        []framework.FieldChange
}

func (d Difference) fields(ctx context.Context) []changedFields {
	c := d.Change
	all := []changedFields{
		{"policy", lang.Say(ctx, "Policy"), c.Policy}, {"words", lang.Say(ctx, "The organisation’s words"), c.Words},
		{"head", lang.Say(ctx, "The framework itself"), c.Head},
	}
	return slices.DeleteFunc(all, func(f changedFields) bool { return len(f.fields) == 0 })
}

// contents lists what the difference has, to go there.
func (d Difference) contents(ctx context.Context) (links []ui.NavItem) {
	top := "#"
	if !d.whole() {
		top = d.Path + "#"
	}
	for _, i := range d.items(ctx) {
		links = append(links, ui.NavItem{Label: i.title, Href: top + "changed-" + i.anchor})
	}
	for _, f := range d.fields(ctx) {
		links = append(links, ui.NavItem{Label: f.title, Href: top + "changed-" + f.anchor})
	}
	for _, a := range d.areas() {
		links = append(links, ui.NavItem{Label: lang.Say(ctx, "Examples: {area}", "area", a.Name), Href: d.href(a), Current: d.long() && d.Area == a.ID})
	}
	return links
}

// kindWord says what became of a thing.
func kindWord(ctx context.Context, k framework.ChangeKind) string {
	switch k {
	case framework.Added:
		return lang.Say(ctx, "New##it was not there before")
	case framework.Removed:
		return lang.Say(ctx, "Gone")
	case framework.Moved:
		return lang.Say(ctx, "Moved")
	case framework.Reworded:
		return lang.Say(ctx, "Put in other words")
	}
	return lang.Say(ctx, "Changed")
}

// marks names whom an example is for, where it is not for everyone.
func (d Difference) marks(e framework.Example) (names []string) {
	for _, id := range e.Disciplines {
		name := d.Marks[id]
		if name == "" {
			name = string(id)
		}
		names = append(names, name)
	}
	return names
}

// sentence is what stands in the example when its sentence stayed.
func sentence(c framework.ExampleChange) string {
	if c.Kind == framework.Removed {
		return c.Before.Text
	}
	return c.After.Text
}

// words shows word by word what went and what came. For those who do not see the
// lines through and under, it is said.
func words(list []framework.WordChange) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var b strings.Builder
		for _, c := range list {
			text := templ.EscapeString(c.Text)
			switch c.Kind {
			case framework.AddedWords:
				text = `<ins><span class="hidden-text"> [` + templ.EscapeString(lang.Say(ctx, "new:")) + ` </span>` + text + `<span class="hidden-text">] </span></ins>`
			case framework.RemovedWords:
				text = `<del><span class="hidden-text"> [` + templ.EscapeString(lang.Say(ctx, "gone:")) + ` </span>` + text + `<span class="hidden-text">] </span></del>`
			}
			b.WriteString(text)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// short tells whether a field is a name or two, which reads better whole.
func short(f framework.FieldChange) bool {
	return f.Before != "" && f.After != "" && len(f.Before)+len(f.After) <= 80 && !strings.Contains(f.Before+f.After, "\n")
}

func (d ChangesPage) fromOptions(ctx context.Context) (options []ui.Option) {
	for _, l := range d.Versions {
		if l.Ref != d.Ref {
			label := lang.Say(ctx, "Version {version}", "version", l.Version)
			if l.ID != d.ID {
				label = l.ID + " " + l.Version
			}
			options = append(options, ui.Option{Value: l.Slug(), Label: label, Selected: l.Ref == d.From})
		}
	}
	return options
}

func (d ChangesPage) disciplineOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Everybody: all that changed"), Selected: d.Discipline == ""}}
	for _, c := range d.Disciplines {
		options = append(options, ui.Option{Value: string(c.ID), Label: c.Name, Selected: c.ID == d.Discipline})
	}
	return options
}

// NewsPage is what changed for the visitor.
type NewsPage struct {
	Told       *workflow.News // since they were last told; nil when nothing did
	Evaluation *workflow.News // since their last evaluation; nil when there is none
	Since      string         // SinceTold or SinceEvaluation
	Key        func() string
}

// Since when something changed for the visitor.
const (
	SinceTold       = ""
	SinceEvaluation = "evaluation"
)

const newsPath = "/framework/news"

// News is what is shown; nil when there is nothing.
func (d NewsPage) News() *workflow.News {
	if d.Since == SinceEvaluation {
		return d.Evaluation
	}
	return d.Told
}

func (d NewsPage) tabs(ctx context.Context) []ui.NavItem {
	return []ui.NavItem{
		{Label: lang.Say(ctx, "Since you were last told"), Href: newsPath, Current: d.Since == SinceTold},
		{Label: lang.Say(ctx, "Since your last evaluation"), Href: newsPath + "?since=evaluation", Current: d.Since == SinceEvaluation},
	}
}

// NewsOf is the difference as one reads what changed for oneself.
func NewsOf(n workflow.News, area, path string) Difference {
	return Difference{Change: n.Change, Marks: map[framework.DisciplineID]string{n.Discipline.ID: n.Discipline.Name}, Area: framework.AreaID(area), Path: path}
}

// Address is that of the page with what was chosen.
func (d NewsPage) Address() string {
	if d.Since == SinceEvaluation {
		return newsPath + "?since=evaluation"
	}
	return newsPath
}

// ChangesAsked is the difference between two versions for a discipline, or for
// everybody when none is named.
func ChangesAsked(from, to framework.Ref, d framework.DisciplineID) string {
	if d == "" {
		return ChangesPath(from, to)
	}
	return added(ChangesPath(from, to), "discipline", string(d))
}
