package extension

import (
	"context"
	"strconv"
	"strings"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// read is the revision of the draft the page was made from.
func (p Page) read() string {
	if p.View.Draft == nil {
		return "0"
	}
	return strconv.FormatInt(p.View.Draft.Revision, 10)
}

func (p Page) wrong(field string) string {
	for _, w := range p.Wrong {
		if w.FieldID == field {
			return w.Text
		}
	}
	return ""
}

// Entry is the form of one entry of the draft.
type Entry struct {
	Page
	What     string // "discipline", "role", "example", "replace", "hide" or "reason"
	ID       string // of an entry that is changed; of the example that is spoken about
	Settles  string // list and id of what no longer fits and is settled with it
	Values   Values
	Original framework.Example // what is replaced or hidden
}

// Values are what stands in the fields.
type Values struct {
	Name, Also, Near, Summary, Discipline, MinStep, Titles string
	Manages                                                bool
	Text, Area, Place, Details                             string
	Marks                                                  []string
	UnitText, Because, Reason                              string
}

func (e Entry) title(ctx context.Context) string {
	switch {
	case e.What == "replace":
		return lang.Say(ctx, "Say it in your own words")
	case e.What == "hide":
		return lang.Say(ctx, "Leave it out")
	case e.What == "reason":
		return lang.Say(ctx, "Why {view} has words of its own", "view", e.View.Name)
	case e.What == "discipline":
		return lang.Say(ctx, e.ofNew(lang.Later("Add a discipline"), lang.Later("Change a discipline")))
	case e.What == "role":
		return lang.Say(ctx, e.ofNew(lang.Later("Add a role"), lang.Later("Change a role")))
	}
	return lang.Say(ctx, e.ofNew(lang.Later("Add an example"), lang.Later("Change an example")))
}

// ofNew chooses the text for an entry that is added, or for one that is changed.
func (e Entry) ofNew(added, changed string) string {
	if e.ID == "" {
		return added
	}
	return changed
}

func (e Entry) label(ctx context.Context) string {
	switch e.What {
	case "replace":
		return lang.Say(ctx, "Read this in its place")
	case "hide":
		return lang.Say(ctx, "Leave it out")
	case "reason":
		return lang.Say(ctx, "Keep the reason")
	}
	if e.ID != "" {
		return lang.Say(ctx, "Keep the change")
	}
	return lang.Say(ctx, "Add it to the draft")
}

func (e Entry) disciplines(chosen string, none string) []ui.Option {
	options := []ui.Option{{Value: "", Label: none, Selected: chosen == ""}}
	for _, d := range append(e.Shown.BasedOn.Disciplines[:len(e.Shown.BasedOn.Disciplines):len(e.Shown.BasedOn.Disciplines)], e.Shown.Add.Disciplines...) {
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: string(d.ID) == chosen})
	}
	return options
}

func (e Entry) near(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "None"), Selected: e.Values.Near == ""}}
	for _, d := range e.Shown.BasedOn.Disciplines {
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: string(d.ID) == e.Values.Near})
	}
	return options
}

func (e Entry) steps(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "None"), Selected: e.Values.MinStep == ""}}
	for _, s := range e.Shown.BasedOn.StepsInOrder() {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: string(s.ID) == e.Values.MinStep})
	}
	return options
}

func (e Entry) areas() (options []ui.Option) {
	for _, a := range e.Shown.BasedOn.AreasInOrder() {
		options = append(options, ui.Option{Value: string(a.ID), Label: a.Name, Selected: string(a.ID) == e.Values.Area})
	}
	return options
}

// places are the steps, and the levels of areas that have a scale of their own.
func (e Entry) places(ctx context.Context) (options []ui.Option) {
	add := func(value, label string) {
		options = append(options, ui.Option{Value: value, Label: label, Selected: value == e.Values.Place})
	}
	for _, s := range e.Shown.BasedOn.StepsInOrder() {
		add("step/"+string(s.ID), s.Name)
	}
	add("step/"+string(framework.EveryStep), lang.Say(ctx, "At every step"))
	for _, scale := range e.Shown.BasedOn.Scales {
		for _, l := range scale.Levels {
			add("level/"+string(l.ID), lang.Say(ctx, "Level {level}", "level", l.Name))
		}
	}
	return options
}

// Picker is the page on which an example is chosen to be replaced or hidden.
type Picker struct {
	Page
	Step, Discipline string
	Found            []framework.Example
}

func (p Picker) stepOptions() (options []ui.Option) {
	for _, s := range p.Shown.BasedOn.StepsInOrder() {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: string(s.ID) == p.Step})
	}
	return options
}

func (p Picker) disciplineOptions() (options []ui.Option) {
	for _, d := range p.Shown.BasedOn.Disciplines {
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: string(d.ID) == p.Discipline})
	}
	return options
}

// spoken tells what the draft already does with the example.
func (p Picker) spoken(ctx context.Context, id framework.ExampleID) string {
	for _, r := range p.Shown.Replace {
		if r.ID == id {
			return lang.Say(ctx, "Said in the words of {view}.", "view", p.View.Name)
		}
	}
	for _, h := range p.Shown.Hide {
		if h.ID == id {
			return lang.Say(ctx, "Left out.")
		}
	}
	return ""
}

// File is the page on which the draft is written as a file.
type File struct {
	Page
	Source   string
	Findings []string // one line each, with the line and column
}

// EntryOf makes the form for an entry; ok is false for what there is no form for.
// What stands in the fields is the entry as it is, or what no longer fits and is
// to be settled with it.
func EntryOf(p Page, what, id, settles string) (e Entry, ok bool) {
	e = Entry{Page: p, What: what, ID: id, Settles: settles}
	lost, settling := p.lostEntry(settles)
	if settles != "" && !settling {
		return e, false
	}
	switch what {
	case "discipline", "role", "example":
		return e, e.fillOwn(lost)
	case "replace", "hide":
		return e, e.fillTarget(lost)
	case "reason":
		e.Values.Reason = p.Shown.Reason
		return e, id == ""
	}
	return e, false
}

func (p Page) lostEntry(settles string) (framework.Lost, bool) {
	for _, l := range p.Shown.Undecided {
		if l.List+" "+l.ID == settles {
			return l, true
		}
	}
	return framework.Lost{}, false
}

// fillOwn fills in an entry the unit adds; a new one is empty.
func (e *Entry) fillOwn(lost framework.Lost) bool {
	switch {
	case lost.Discipline != nil:
		e.discipline(*lost.Discipline)
		return e.What == "discipline"
	case lost.Role != nil:
		e.role(*lost.Role)
		return e.What == "role"
	case lost.Example != nil:
		e.example(*lost.Example)
		return e.What == "example"
	case lost.Replace != nil:
		own := lost.Base
		own.Text, own.Details = lost.Replace.UnitText, nil
		e.example(own)
		return e.What == "example"
	case e.ID == "":
		return true
	}
	return e.fillChanged()
}

func (e *Entry) fillChanged() bool {
	for _, d := range e.Shown.Add.Disciplines {
		if e.What == "discipline" && string(d.ID) == e.ID {
			e.discipline(d)
			return true
		}
	}
	for _, r := range e.Shown.Add.Roles {
		if e.What == "role" && string(r.ID) == e.ID {
			e.role(r)
			return true
		}
	}
	for _, x := range e.Shown.Add.Examples {
		if e.What == "example" && string(x.ID) == e.ID {
			e.example(x)
			return true
		}
	}
	return false
}

// fillTarget fills in what the draft says about an example of the base.
func (e *Entry) fillTarget(lost framework.Lost) (there bool) {
	e.Original, there = e.Shown.BasedOn.Example(framework.ExampleID(e.ID))
	if lost.Replace != nil {
		e.Values.UnitText, e.Values.Because = lost.Replace.UnitText, lost.Replace.Because
	}
	for _, r := range e.Shown.Replace {
		if string(r.ID) == e.ID {
			e.Values.UnitText, e.Values.Because = r.UnitText, r.Because
		}
	}
	for _, h := range e.Shown.Hide {
		if string(h.ID) == e.ID {
			e.Values.Because = h.Because
		}
	}
	return there
}

func (e *Entry) discipline(d framework.Discipline) {
	e.Values = Values{Name: d.Name, Also: commas(d.Also), Near: string(d.Near)}
}

func (e *Entry) role(r framework.Role) {
	e.Values = Values{Name: r.Name, Summary: r.Summary, Discipline: string(r.Discipline), MinStep: string(r.MinStep),
		Manages: r.ManagesPeople, Titles: commas(r.OutsideTitles)}
}

func (e *Entry) example(x framework.Example) {
	e.Values = Values{Text: x.Text, Area: string(x.Area), Place: "step/" + string(x.Step), Details: strings.Join(x.Details, "\n")}
	if x.Level != "" {
		e.Values.Place = "level/" + string(x.Level)
	}
	for _, d := range x.Disciplines {
		e.Values.Marks = append(e.Values.Marks, string(d))
	}
}

// Change is what the form asks for.
func (e Entry) Change() (c framework.ExtensionChange) {
	v := e.Values
	if l, ok := e.lostEntry(e.Settles); ok {
		ref := l.Ref()
		c.Settles = &ref
	}
	switch e.What {
	case "discipline":
		d := e.before().discipline
		d.ID, d.Name, d.Also, d.Near = framework.DisciplineID(e.ID), trim(v.Name), split(v.Also, ","), framework.DisciplineID(v.Near)
		c.Discipline = &d
	case "role":
		c.Role = &framework.Role{ID: framework.RoleID(e.ID), Name: trim(v.Name), Summary: trim(v.Summary), Discipline: framework.DisciplineID(v.Discipline),
			MinStep: framework.StepID(v.MinStep), ManagesPeople: v.Manages, OutsideTitles: split(v.Titles, ",")}
	case "example":
		x := e.ownExample()
		c.Example = &x
	case "replace":
		c.Replace = &framework.Replacement{ID: framework.ExampleID(e.ID), UnitText: trim(v.UnitText), Because: trim(v.Because)}
	case "hide":
		c.Hide = &framework.Hiding{ID: framework.ExampleID(e.ID), Because: trim(v.Because)}
	case "reason":
		c.Reason = v.Reason
	}
	return c
}

// entryBefore is an entry as the draft has it; forms change only what they show.
type entryBefore struct {
	discipline framework.Discipline
	example    framework.Example
}

func (e Entry) before() (b entryBefore) {
	for _, d := range e.Shown.Add.Disciplines {
		if string(d.ID) == e.ID {
			b.discipline = d
		}
	}
	for _, x := range e.Shown.Add.Examples {
		if string(x.ID) == e.ID {
			b.example = x
		}
	}
	return b
}

func (e Entry) ownExample() framework.Example {
	v, x := e.Values, e.before().example
	x.ID, x.Text, x.Area, x.Details = framework.ExampleID(e.ID), trim(v.Text), framework.AreaID(v.Area), split(v.Details, "\n")
	x.Step, x.Level, x.Disciplines = "", "", nil
	if step, ok := strings.CutPrefix(v.Place, "step/"); ok {
		x.Step = framework.StepID(step)
	}
	if level, ok := strings.CutPrefix(v.Place, "level/"); ok {
		x.Level = framework.LevelID(level)
	}
	for _, m := range v.Marks {
		x.Disciplines = append(x.Disciplines, framework.DisciplineID(m))
	}
	if x.Form == "" {
		x.Form = framework.FormBehaviour
	}
	return x
}

func trim(s string) string { return strings.Join(strings.Fields(s), " ") }

func split(s, by string) (parts []string) {
	for _, p := range strings.Split(s, by) {
		if p = trim(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}
