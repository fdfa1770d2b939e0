package framework

import (
	"context"
	_ "embed"
	"net/url"
	"slices"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// DraftSheet is the style sheet of the pages on which a framework is written.
//
//go:embed draft.css
var DraftSheet []byte

// DraftPath is where the draft is written.
const DraftPath = "/framework/draft"

// Draft is the version that is being written, as one of its writers sees it.
type Draft struct {
	Reading
	View workflow.DraftView
	Key  string // for the one form of a list
}

// DraftOf returns the draft, read with the marks of a discipline where the query
// names one.
func DraftOf(v workflow.DraftView, query url.Values, key string) Draft {
	d := Draft{Reading: Reading{Framework: v.Framework}, View: v, Key: key}
	if query.Get("discipline") != "" {
		d.Reading = Choose(v.Framework, query, "")
	}
	return d
}

// all tells whether the viewer writes everything.
func (d Draft) all() bool { return d.View.Editor.Everything }

func (d Draft) tabs(ctx context.Context, current string) (tabs []ui.NavItem) {
	for _, t := range []struct{ label, path string }{
		{lang.Say(ctx, "Examples"), ""}, {capital(d.steps(ctx)), "/steps"}, {lang.Say(ctx, "Areas"), "/areas"},
		{lang.Say(ctx, "Disciplines"), "/disciplines"}, {lang.Say(ctx, "Roles"), "/roles"}, {lang.Say(ctx, "Questions"), "/questions"},
		{lang.Say(ctx, "Words and policy"), "/about"}, {lang.Say(ctx, "As a file"), "/file"},
	} {
		tabs = append(tabs, ui.NavItem{Label: t.label, Href: DraftPath + t.path, Current: t.path == current})
	}
	return tabs
}

// state says what the draft is to whom.
func (d Draft) state(ctx context.Context) string {
	s := lang.Say(ctx, "Version {version} of {framework}, which nobody reads yet but those who write it.", "version", d.Version, "framework", d.ID)
	if d.View.Status == framework.Comment {
		s = lang.Say(ctx, "Version {version} of {framework}, open for comments: everybody who has signed in can read it.", "version", d.Version, "framework", d.ID)
	}
	return s + " " + lang.Say(ctx, "Every change is kept at once; nothing of what is in force changes until this version is published.")
}

// notYours is why something is shown and cannot be written.
func (d Draft) notYours(ctx context.Context) string {
	return lang.Say(ctx, "You look after {disciplines}, so you can write the examples that are marked for that and for nothing else. What is for everybody, or for other disciplines too, is looked after by the people partners: ask them for a change.",
		"disciplines", joined(ctx, d.ownNames()))
}

func (d Draft) ownNames() (names []string) {
	for _, id := range d.View.Editor.Disciplines {
		name := d.disciplineName(id)
		if name == "" {
			name = string(id)
		}
		names = append(names, name)
	}
	return names
}

// Place is one area at one step, at every step, or at one level of its scale. At is
// how addresses and forms name the step or level.
type Place struct {
	Area framework.AreaID
	At   string
}

const levelMark = "level:" // no id holds a colon

// PlaceOf is where the example stands.
func PlaceOf(e framework.Example) Place {
	if e.Level != "" {
		return Place{e.Area, levelMark + string(e.Level)}
	}
	return Place{e.Area, string(e.Step)}
}

// Put sets the example at the place.
func (p Place) Put(e *framework.Example) {
	e.Area = p.Area
	if level, ok := strings.CutPrefix(p.At, levelMark); ok {
		e.Step, e.Level = "", framework.LevelID(level)
		return
	}
	e.Step, e.Level = framework.StepID(p.At), ""
}

// Path is the page of the place.
func (p Place) Path() string {
	q := url.Values{"area": {string(p.Area)}}
	if p.At != "" {
		q.Set("step", p.At)
	}
	return DraftPath + "/place?" + q.Encode()
}

func (p Place) newPath() string {
	return DraftPath + "/new-example?" + url.Values{"area": {string(p.Area)}, "step": {p.At}}.Encode()
}

// withDiscipline carries the chosen discipline on.
func (d Draft) path(p Place) string { return d.with(p.Path()) }

// atName names a step or level for people.
func (d Draft) atName(ctx context.Context, p Place) string {
	if p.At == string(framework.EveryStep) {
		return lang.Say(ctx, "Every {step}", "step", d.step(ctx))
	}
	if level, ok := strings.CutPrefix(p.At, levelMark); ok {
		area, _ := d.Area(p.Area)
		for _, l := range d.levels(area) {
			if string(l.ID) == level {
				return l.Name
			}
		}
		return level
	}
	s, _ := d.Step(framework.StepID(p.At))
	return s.Name
}

// Known tells whether the place is one of the framework's.
func (d Draft) Known(p Place) bool {
	return slices.ContainsFunc(d.placesOf(p.Area), func(o Place) bool { return o == p })
}

// placesOf lists the places of an area: its steps, what holds at every step, and
// the levels where it has a scale.
func (d Draft) placesOf(area framework.AreaID) (places []Place) {
	a, ok := d.Area(area)
	if !ok {
		return nil
	}
	for _, s := range d.StepsInOrder() {
		places = append(places, Place{area, string(s.ID)})
	}
	places = append(places, Place{area, string(framework.EveryStep)})
	for _, l := range d.levels(a) {
		places = append(places, Place{area, levelMark + string(l.ID)})
	}
	return places
}

// shownHere lists the examples of each place in the order of the file; with a
// discipline, those that its people see for their own mark or for everybody.
func (d Draft) byPlace() map[Place][]framework.Example {
	found := map[Place][]framework.Example{}
	for _, e := range d.Examples {
		if d.inView(e) {
			found[PlaceOf(e)] = append(found[PlaceOf(e)], e)
		}
	}
	return found
}

func (d Draft) inView(e framework.Example) bool {
	return d.Discipline == "" || len(e.Disciplines) == 0 || slices.Contains(e.Disciplines, d.Discipline)
}

// marks names the disciplines of an example.
func (d Draft) marks(e framework.Example) (names []string) {
	for _, id := range e.Disciplines {
		names = append(names, d.disciplineName(id))
	}
	return names
}

// held words how many examples a cell holds, and for whom.
func held(ctx context.Context, all []framework.Example) string {
	everyone := 0
	for _, e := range all {
		if len(e.Disciplines) == 0 {
			everyone++
		}
	}
	marked := len(all) - everyone
	switch {
	case len(all) == 0:
		return lang.Say(ctx, "none yet##no example")
	case marked == 0:
		return lang.Say(ctx, "{everyone} for everyone", "everyone", everyone)
	case everyone == 0:
		return lang.Say(ctx, "{marked} marked", "marked", marked)
	}
	return lang.Say(ctx, "{everyone} for everyone, {marked} marked", "everyone", everyone, "marked", marked)
}

// The matrix is one table up to this size; what is larger is shown area by area.
const (
	mostSteps  = 8
	mostCells  = 240
	mostInCell = 40 // of one place on one page
	mostOnPage = 200
)

func (d Draft) small() bool {
	return len(d.Steps) <= mostSteps && len(d.Steps)*len(d.Areas) <= mostCells
}

// columns are the steps of the matrix, and every step where an example is meant so.
func (d Draft) columns() (ats []string) {
	for _, s := range d.StepsInOrder() {
		ats = append(ats, string(s.ID))
	}
	if slices.ContainsFunc(d.Examples, func(e framework.Example) bool { return e.Step == framework.EveryStep }) {
		ats = append(ats, string(framework.EveryStep))
	}
	return ats
}

func (d Draft) columnNames(ctx context.Context) []string {
	names := []string{lang.Say(ctx, "Area")}
	for _, at := range d.columns() {
		names = append(names, d.atName(ctx, Place{At: at}))
	}
	return names
}

// Finding is one finding with the way to its place.
type draftFinding struct {
	workflow.Finding
	Href, Where string
}

func (d Draft) findings(ctx context.Context) (list []draftFinding) {
	for i, f := range d.View.Findings {
		found := draftFinding{f, DraftPath + "/file", lang.Say(ctx, "Look at the file, line {line}", "line", f.Line)}
		if i < len(d.View.About) && d.View.About[i].ID != "" {
			if href, ok := d.itemPath(d.View.About[i].Kind, d.View.About[i].ID); ok {
				found.Href, found.Where = href, lang.Say(ctx, "Go to {part}", "part", partWord(ctx, d.View.About[i].Kind)+" "+d.View.About[i].ID)
			}
		}
		list = append(list, found)
	}
	return list
}

// partWord is a kind of part, as it stands before an id.
func partWord(ctx context.Context, kind string) string {
	switch kind {
	case "example":
		return lang.Say(ctx, "example")
	case "step":
		return lang.Say(ctx, "step")
	case "area":
		return lang.Say(ctx, "area")
	case "discipline":
		return lang.Say(ctx, "discipline")
	case "role":
		return lang.Say(ctx, "role")
	case "question":
		return lang.Say(ctx, "question")
	}
	return kind
}

// itemPath is where a part of the framework is written.
func (d Draft) itemPath(kind, id string) (string, bool) {
	ok := false
	switch kind {
	case "example":
		_, ok = d.Example(framework.ExampleID(id))
	case "step":
		_, ok = d.Step(framework.StepID(id))
	case "area":
		_, ok = d.Area(framework.AreaID(id))
	case "discipline":
		_, ok = d.Framework.Discipline(framework.DisciplineID(id))
	case "role":
		_, ok = d.Role(framework.RoleID(id))
	}
	return PartPath(kind, id), ok
}

// PartPath is where one part of the draft is written; a question's id is its
// number.
func PartPath(kind, id string) string {
	switch {
	case kind == "question":
		return DraftPath + "/question?" + url.Values{"at": {id}}.Encode()
	case id == "":
		return DraftPath + "/new-" + kind
	}
	return DraftPath + "/" + kind + "s/" + url.PathEscape(id)
}

// ListPath is the page of all parts of a kind.
func ListPath(kind string) string { return DraftPath + "/" + kind + "s" }

func removalPath(kind, id string) string {
	return DraftPath + "/removal?" + url.Values{"kind": {kind}, "id": {id}}.Encode()
}

func previewPath(step framework.StepID, discipline framework.DisciplineID) string {
	return DraftPath + "/preview?" + url.Values{"step": {string(step)}, "discipline": {string(discipline)}}.Encode()
}
