package framework

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"cairn/internal/arrange"
	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Lens is through whose extensions the framework is read, and what else there is
// to choose from. The zero Lens shows the framework as it is.
type Lens struct {
	workflow.FrameworkAs
	path  string
	query url.Values
	marks map[string]framework.Mark // by what it is and its id; what holds only
	names map[framework.ExtensionUnit]string
}

// LensOf is the lens of a page at the path, which keeps what else its address
// asks for.
func LensOf(as workflow.FrameworkAs, path string, query url.Values) Lens {
	l := Lens{FrameworkAs: as, path: path, query: query, marks: map[string]framework.Mark{}, names: map[framework.ExtensionUnit]string{}}
	for _, m := range as.Marks {
		if !m.Overruled {
			l.marks[m.What+" "+m.ID] = m
		}
	}
	for _, u := range as.All {
		l.names[u.ExtensionUnit] = u.Name
	}
	return l
}

// Named is the framework under a name that says who reads it so.
func (r Reading) Named(ctx context.Context) *framework.Framework {
	if len(r.Lens.Units) == 0 {
		return r.Framework
	}
	named := *r.Framework
	named.Name = lang.Say(ctx, "{framework}, as {units} reads it", "framework", r.Name, "units", r.Lens.whose(ctx))
	return &named
}

// whose names the units, "Rivers and Craft".
func (l Lens) whose(ctx context.Context) string {
	var names []string
	for _, u := range l.Units {
		names = append(names, u.Name)
	}
	return joined(ctx, names)
}

func (l Lens) mark(what, id string) (framework.Mark, bool) {
	m, ok := l.marks[what+" "+id]
	return m, ok
}

func (l Lens) hides(id framework.ExampleID) bool {
	m, ok := l.mark(framework.MarkExample, string(id))
	return ok && m.Kind == framework.MarkHidden
}

// hidden lists what units leave out for the discipline at this place.
func (l Lens) hidden(area framework.AreaID, step framework.StepID, d framework.DisciplineID) (list []framework.Example) {
	for _, m := range l.Marks {
		if e := m.Original; m.Kind == framework.MarkHidden && !m.Overruled && e.Area == area && e.Step == step && slices.Contains(e.Disciplines, d) {
			list = append(list, e)
		}
	}
	return list
}

// inWordsOf says whose words an example is said in. English has two ways to put an s.
func inWordsOf(ctx context.Context, name string) string {
	if strings.HasSuffix(name, "s") {
		return lang.Say(ctx, "Said in {units}’ words; the original", "units", name)
	}
	return lang.Say(ctx, "Said in {unit}’s words; the original", "unit", name)
}

// carried is what the address asks of the lens, to go on with.
func (l Lens) carried() string {
	switch {
	case !l.Chosen:
		return ""
	case len(l.Units) == 0:
		return workflow.PlainReading
	}
	return l.Units[0].ExtensionUnit.String()
}

// others are the further things the address asks for, which the chooser keeps.
func (l Lens) others() (list [][2]string) {
	for name, values := range l.query {
		if name != "unit" && name != "part" && len(values) > 0 {
			list = append(list, [2]string{name, values[0]})
		}
	}
	arrange.By(list, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return list
}

func (l Lens) options(ctx context.Context) []ui.Option {
	var options []ui.Option
	if len(l.Own) > 0 {
		own := Lens{FrameworkAs: workflow.FrameworkAs{Units: l.Own}}
		options = append(options, ui.Option{Label: lang.Count(ctx, len(l.Own), "As you do, with what {units} adds", "As you do, with what {units} add", "units", own.whose(ctx)), Selected: !l.Chosen})
	}
	options = append(options, ui.Option{Value: workflow.PlainReading, Label: lang.Say(ctx, "As it is for everyone"), Selected: len(l.Units) == 0})
	for _, u := range l.All {
		options = append(options, ui.Option{Value: u.ExtensionUnit.String(), Label: lang.Say(ctx, "As {unit} reads it", "unit", u.Name), Selected: l.Chosen && len(l.Units) == 1 && l.Units[0].ID == u.ID})
	}
	return options
}

func extensionPath(u framework.ExtensionUnit) string {
	return "/framework/extensions/" + u.Kind + "/" + url.PathEscape(u.Slug)
}
