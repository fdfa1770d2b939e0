package framework

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

func home(ctx context.Context) ui.Crumb {
	return ui.Crumb{Label: lang.Say(ctx, "Framework"), Href: "/framework"}
}

func stepPath(id framework.StepID) string { return "/framework/steps/" + url.PathEscape(string(id)) }

func areaPath(id framework.AreaID) string { return "/framework/areas/" + url.PathEscape(string(id)) }

func disciplinePath(id framework.DisciplineID) string {
	return "/framework/disciplines/" + url.PathEscape(string(id))
}

func rolePath(id framework.RoleID) string {
	return "/framework/roles#role-" + url.PathEscape(string(id))
}

func comparePath(left, right framework.StepID) string {
	return "/framework/compare?" + url.Values{"left": {string(left)}, "right": {string(right)}}.Encode()
}

func compareDisciplinesPath(left, right framework.DisciplineID, step framework.StepID) string {
	q := url.Values{"left": {string(left)}}
	if right != "" {
		q.Set("right", string(right))
	}
	if step != "" {
		q.Set("step", string(step))
	}
	return "/framework/compare/disciplines?" + q.Encode()
}

// printPath is the document about one step, area or discipline.
func printPath(kind, id string) string {
	return "/framework/print?" + url.Values{kind: {id}}.Encode()
}

// with carries the version that is read and the discipline that was chosen on to
// the next page.
func (r Reading) with(path string) string {
	path = r.within(path)
	if !r.Chosen {
		return path
	}
	return added(path, "discipline", string(r.Discipline))
}

// within carries on the version that is read, where it is not the one in force,
// and the unit through whose words, where one was chosen.
func (r Reading) within(path string) string {
	if unit := r.Lens.carried(); unit != "" && path != "" {
		path = added(path, "unit", unit)
	}
	if r.Shown == nil || path == "" {
		return path
	}
	return added(path, "version", r.Shown.Slug())
}

// ExamplePath is where an example of the version in force stands.
func ExamplePath(f *framework.Framework, e framework.Example) string {
	return Reading{Framework: f}.examplePath(example{Example: e})
}

// examplePath is the address of one example, the same wherever it is shown: the
// page of its step, with a discipline it is marked for: the one chosen, or the
// first.
func (r Reading) examplePath(e example) string {
	path := areaPath(e.Area)
	if e.Level == "" && e.Step != framework.EveryStep {
		at := slices.IndexFunc(r.AreasInOrder(), func(a framework.Area) bool { return a.ID == e.Area })
		path = inPart(stepPath(e.Step), at)
	}
	path = r.within(path)
	if marks := e.Disciplines; len(marks) > 0 {
		mark := marks[0]
		if r.Chosen && slices.Contains(marks, r.Discipline) {
			mark = r.Discipline
		}
		path = added(path, "discipline", string(mark))
	}
	return path + "#" + url.PathEscape(string(e.ID))
}

// stepTabs leads from step to step; current may be empty.
func (r Reading) stepTabs(current framework.StepID) (tabs []ui.NavItem) {
	for _, s := range r.StepsInOrder() {
		tabs = append(tabs, ui.NavItem{Label: s.Name, Href: r.with(stepPath(s.ID)), Current: s.ID == current})
	}
	return tabs
}

// options lists the disciplines to choose from.
func (r Reading) options(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "None: only what is for everyone"), Selected: r.Discipline == ""}}
	for _, d := range r.Disciplines {
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: d.ID == r.Discipline})
	}
	return options
}

func (r Reading) stepOptions(selected framework.StepID) (options []ui.Option) {
	for _, s := range r.StepsInOrder() {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: s.ID == selected})
	}
	return options
}

// The picture stays readable up to these numbers; beyond them the lists below
// it say the same.
const mostRings, mostSectors = 7, 12

func (r Reading) drawable() bool {
	return len(r.Steps) > 0 && len(r.Steps) <= mostRings && len(r.Areas) > 0 && len(r.Areas) <= mostSectors
}

// rings is the framework as a picture in which every part leads to its page.
func (r Reading) rings(ctx context.Context) ui.RingsData {
	d := ui.RingsData{ID: "framework", Title: lang.Say(ctx, "Each ring holds the rings inside it."), Cells: map[[2]string]ui.RingCell{}}
	for _, a := range r.AreasInOrder() {
		d.Areas = append(d.Areas, ui.RingArea{ID: string(a.ID), Name: a.Name, Href: r.with(areaPath(a.ID))})
	}
	for _, s := range r.StepsInOrder() {
		d.Steps = append(d.Steps, ui.RingStep{ID: string(s.ID), Name: s.Name, Href: r.with(stepPath(s.ID))})
		for _, a := range d.Areas {
			d.Cells[[2]string{string(s.ID), a.ID}] = ui.RingCell{Href: r.with(stepPath(s.ID)) + "#area-" + a.ID}
		}
	}
	return d
}

// question is a question with the anchor it can be linked by.
type question struct {
	framework.QA
	Anchor string
}

// questions gives every question an anchor made of its words.
func (r Reading) questions() (list []question) {
	taken := map[string]int{}
	for i, qa := range r.FAQ {
		anchor := anchorOf(qa.Q)
		if anchor == "" {
			anchor = "question-" + strconv.Itoa(i+1)
		}
		if taken[anchor]++; taken[anchor] > 1 {
			anchor += "-" + strconv.Itoa(taken[anchor])
		}
		list = append(list, question{qa, anchor})
	}
	return list
}

const longestAnchor = 60

func anchorOf(q string) string {
	words := strings.FieldsFunc(strings.ToLower(q), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	var anchor string
	for _, w := range words {
		if len(anchor)+1+len(w) > longestAnchor {
			break
		}
		anchor += "-" + w
	}
	return strings.TrimPrefix(anchor, "-")
}
