// Package extension holds the pages on which a tribe, a chapter or a guild says
// what it adds to the framework, and why.
package extension

import (
	"context"
	_ "embed"
	"net/url"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed extension.css
var Sheet []byte

func crumbs(ctx context.Context) []ui.Crumb {
	return []ui.Crumb{{Label: lang.Say(ctx, "Framework"), Href: "/framework"}, {Label: lang.Say(ctx, "What units add"), Href: "/framework/extensions"}}
}

// Path is the address of a unit's extension.
func Path(u framework.ExtensionUnit) string {
	return "/framework/extensions/" + u.Kind + "/" + url.PathEscape(u.Slug)
}

// List is the list of extensions.
type List struct {
	ui.Page
	workflow.ExtensionsRead
	Words framework.Words
	After id.Unit // where the page of what is published begins
	Key   func() string
	Start StartForm
}

// StartForm is what was typed to begin an extension, and what is wrong with it.
type StartForm struct {
	Unit, Reason string
	Wrong        map[string]string
}

// Page is one unit's extension.
type Page struct {
	ui.Page
	View   workflow.ExtensionView
	Shown  *workflow.ExtensionVersion // the draft or the published version; nil when there is neither
	Key    func() string
	Moment func(clock.Instant) ui.Moment
	Wrong  []ui.FieldError
	Email  string // typed to name an owner
	Reason string // typed for the next version
}

func (p Page) path() string { return Path(p.View.ExtensionUnit) }

// drafting tells whether the draft is shown to somebody who may write it.
func (p Page) drafting() bool {
	return p.Shown != nil && p.Shown.Line.Status == framework.Draft && p.View.MayWrite
}

// kind is the organisation's word for the sort of unit.
func kind(w framework.Words, u framework.ExtensionUnit) string {
	own := map[string]string{framework.UnitTribe: w.Area, framework.UnitChapter: w.LineGroup, framework.UnitGuild: w.Community}[u.Kind]
	if strings.TrimSpace(own) == "" {
		return u.Kind
	}
	return own
}

func capital(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):]
		}
	}
	return s
}

// pages are the addresses of the first page of what is published and of the next, each
// empty where there is none.
func (l List) pages() (first, next string) {
	const path = "/framework/extensions"
	if l.After != "" {
		first = path
	}
	if l.Next != "" {
		next = path + "?" + url.Values{"after": {string(l.Next)}}.Encode()
	}
	return first, next
}

// startable are the units whose first extension the viewer may begin.
func (l List) startable() (lines []workflow.ExtensionLine) {
	for _, line := range l.Own {
		if line.Version == "" && line.Slug == "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// underWay are those the viewer writes and nobody else reads yet.
func (l List) underWay() (lines []workflow.ExtensionLine) {
	for _, line := range l.Own {
		if line.Version == "" && line.Slug != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// inShort is how a reason begins; all of it stands on the page of the extension.
func inShort(reason string) string {
	const most = 240
	if runes := []rune(reason); len(runes) > most {
		return strings.TrimSpace(string(runes[:most])) + "…"
	}
	return reason
}

func (l List) startOptions() (options []ui.Option) {
	for _, line := range l.startable() {
		options = append(options, ui.Option{Value: string(line.ID), Label: line.Name + ", " + kind(l.Words, line.ExtensionUnit), Selected: string(line.ID) == l.Start.Unit})
	}
	return options
}

func (f StartForm) errors() []ui.FieldError {
	var list []ui.FieldError
	for _, name := range []string{"unit", "reason", ""} {
		if f.Wrong[name] != "" {
			list = append(list, ui.FieldError{FieldID: name, Text: f.Wrong[name]})
		}
	}
	return list
}

// entry is the address of the form for one entry.
func (p Page) entry(what, id string, more ...string) string {
	q := url.Values{"what": {what}}
	if id != "" {
		q.Set("id", id)
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return p.path() + "/entry?" + q.Encode()
}

// settling is the address of a form whose outcome settles what was lost.
func (p Page) settling(what, id string, l framework.Lost) string {
	return p.entry(what, id, "settles", l.List+" "+l.ID)
}

// source is the file of one version.
func (p Page) source(version string) string {
	return p.path() + "/source?" + url.Values{"version": {version}}.Encode()
}

// place says where an example stands, in words.
func place(ctx context.Context, f *framework.Framework, e framework.Example) string {
	var parts []string
	if a, ok := f.Area(e.Area); ok {
		parts = append(parts, a.Name)
	}
	switch s, ok := f.Step(e.Step); {
	case ok:
		parts = append(parts, s.Name)
	case e.Step == framework.EveryStep:
		parts = append(parts, lang.Say(ctx, "every step"))
	case e.Level != "":
		parts = append(parts, levelName(f, e.Level))
	}
	return strings.Join(parts, ", ")
}

func levelName(f *framework.Framework, id framework.LevelID) string {
	for _, s := range f.Scales {
		for _, l := range s.Levels {
			if l.ID == id {
				return l.Name
			}
		}
	}
	return string(id)
}

// whom says for which disciplines an example is marked.
func whom(ctx context.Context, f *framework.Framework, own []framework.Discipline, marks []framework.DisciplineID) string {
	if len(marks) == 0 {
		return lang.Say(ctx, "for everyone in the unit")
	}
	var names []string
	for _, m := range marks {
		names = append(names, disciplineName(f, own, m))
	}
	return lang.Say(ctx, "for {names}", "names", strings.Join(names, ", "))
}

func disciplineName(f *framework.Framework, own []framework.Discipline, id framework.DisciplineID) string {
	if d, ok := f.Discipline(id); ok {
		return d.Name
	}
	for _, d := range own {
		if d.ID == id {
			return d.Name
		}
	}
	return string(id)
}

// original is the sentence of the base that the unit speaks about.
func (p Page) original(id framework.ExampleID) framework.Example {
	e, _ := p.Shown.BasedOn.Example(id)
	return e
}

// said is what the unit's own entry says, for the list of what no longer fits.
func said(l framework.Lost) string {
	switch {
	case l.Replace != nil:
		return l.Replace.UnitText
	case l.Example != nil:
		return l.Example.Text
	case l.Discipline != nil:
		return l.Discipline.Name
	case l.Role != nil:
		return l.Role.Name
	}
	return ""
}

// did says what sort of entry it is.
func did(ctx context.Context, l framework.Lost) string {
	switch {
	case l.Replace != nil:
		return lang.Say(ctx, "Said in the unit’s words")
	case l.Hide != nil:
		return lang.Say(ctx, "Left out")
	case l.Example != nil:
		return lang.Say(ctx, "An example of its own")
	case l.Discipline != nil:
		return lang.Say(ctx, "A discipline of its own")
	}
	return lang.Say(ctx, "A role of its own")
}

func because(l framework.Lost) string {
	switch {
	case l.Replace != nil:
		return l.Replace.Because
	case l.Hide != nil:
		return l.Hide.Because
	}
	return ""
}

// stillThere tells whether what was replaced or hidden is there to be spoken
// about again.
func stillThere(l framework.Lost) bool {
	return (l.Replace != nil || l.Hide != nil) && l.Now.ID != "" && len(l.Now.Disciplines) > 0
}

func commas(list []string) string { return strings.Join(list, ", ") }

func statusWord(ctx context.Context, s framework.Status) string {
	switch s {
	case framework.Draft:
		return lang.Say(ctx, "draft##its status")
	case framework.Published:
		return lang.Say(ctx, "published##its status")
	}
	return lang.Say(ctx, "retired##its status")
}
