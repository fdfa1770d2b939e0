package web

import (
	"net/http"
	"strconv"

	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/workflow"
)

func (s *site) showParts(kind string) func(*visit) error {
	return func(v *visit) error {
		d, err := v.draft()
		if err != nil {
			return err
		}
		return v.render(http.StatusOK, pages.ShowParts(v.widePage(v.say("Draft")), d, kind))
	}
}

// showPart shows a part in its form. from names the variable of the address that
// holds its id; "?" reads it from the query.
func (s *site) showPart(kind, from string) func(*visit) error {
	return func(v *visit) error {
		d, err := v.draft()
		if err != nil {
			return err
		}
		id := v.r.PathValue(from)
		if from == "?" {
			id = v.r.URL.Query().Get("at")
		}
		x, ok := partPage(d.View.Framework, kind, id)
		if !ok || id == "" && kind != "about" && !d.View.Editor.Everything {
			return fault.NotFound()
		}
		return v.renderPart(http.StatusOK, d, x)
	}
}

func (v *visit) renderPart(status int, d pages.Draft, x pages.PartPage) error {
	x.Key = v.key()
	return v.render(status, pages.ShowPart(v.widePage(v.say("Draft")), d, x))
}

// partPage is the part as it stands, or an empty form where there is no id yet.
func partPage(f *framework.Framework, kind, id string) (x pages.PartPage, ok bool) {
	x = pages.PartPage{Kind: kind, ID: id}
	if id == "" && kind != "about" {
		x.OrderText = strconv.Itoa(nextOrder(f))
		x.Step.Approve.By, x.Area.Kind = framework.ByManager, framework.Behaviour
		return x, true
	}
	switch kind {
	case "step":
		x.Step, ok = f.Step(framework.StepID(id))
		x.OrderText = strconv.Itoa(x.Step.Order)
	case "area":
		x.Area, ok = f.Area(framework.AreaID(id))
	case "discipline":
		x.Own, ok = f.Discipline(framework.DisciplineID(id))
	case "role":
		x.Role, ok = f.Role(framework.RoleID(id))
	case "question":
		var at int
		if at, ok = questionAt(f, id); ok {
			x.QA = f.FAQ[at-1]
		}
	case "about":
		x.Of, ok = f.About(), true
		x.Months = strconv.Itoa(x.Of.Policy.NewJoinerStepAfterMonths)
	}
	x.Revision = workflow.Print(partValue(x))
	return x, ok
}

func nextOrder(f *framework.Framework) int {
	order := 0
	for _, s := range f.Steps {
		order = max(order, s.Order)
	}
	return order + 1
}

func questionAt(f *framework.Framework, id string) (int, bool) {
	at, err := strconv.Atoi(id)
	return at, err == nil && at >= 1 && at <= len(f.FAQ)
}

// partValue is the part itself, of whichever kind.
func partValue(x pages.PartPage) any {
	switch x.Kind {
	case "step":
		return x.Step
	case "area":
		return x.Area
	case "discipline":
		return x.Own
	case "role":
		return x.Role
	case "question":
		return x.QA
	}
	return x.Of
}

func (s *site) keepPart(kind string) func(*visit) error {
	return func(v *visit) error {
		if _, err := v.writesAll(); err != nil {
			return err // before looking at what was typed
		}
		f, err := v.form()
		if err != nil {
			return err
		}
		x := typedPart(kind, f)
		wrong, stale, err := v.edit(f, workflow.Edit{
			Input: []any{kind, x.ID, partValue(x), x.OrderText, x.Months}, Read: x.Revision, Whole: true,
			Part: func(f *framework.Framework) any {
				if now, ok := partPage(f, kind, x.ID); ok {
					return partValue(now)
				}
				return nil
			},
			Apply: func(f *framework.Framework, _ workflow.Editor) (*framework.Framework, error) { return putPart(f, x) },
		})
		if err != nil {
			return err
		}
		if wrong == nil && !stale {
			return v.redirect(x.After(), saidPartKept)
		}
		return v.partAgain(x, wrong, stale)
	}
}

// writesAll is the draft for those who write all of it.
func (v *visit) writesAll() (pages.Draft, error) {
	d, err := v.draft()
	if err == nil && !d.View.Editor.Everything {
		err = fault.NotFound()
	}
	return d, err
}

// partAgain shows the form with what was typed, and what somebody else wrote.
func (v *visit) partAgain(x pages.PartPage, wrong problems, stale bool) error {
	d, err := v.writesAll()
	if err != nil {
		return err
	}
	x.Wrong = wrong
	if stale {
		now, there := partPage(d.View.Framework, x.Kind, x.ID)
		if there {
			x.Other, x.Revision = d.Facts(v.r.Context(), now), now.Revision
		} else {
			x.ID, x.Revision = "", ""
			x.Wrong = problems{"name": v.say("Somebody took this out meanwhile. What you typed is below: send it again to add it anew.")}
		}
	}
	return v.renderPart(draftStatus(stale), d, x)
}

// typedPart reads the form of a part.
func typedPart(kind string, f form) pages.PartPage {
	x := pages.PartPage{Kind: kind, ID: f.get("id"), Revision: f.get("revision")}
	name, summary := oneLine(f.get("name")), words(f.get("summary"))
	switch kind {
	case "step":
		x.OrderText = oneLine(f.get("order"))
		x.Step = typedStep(f, x.ID, name, summary)
	case "area":
		x.Area = framework.Area{ID: framework.AreaID(x.ID), Name: name, Summary: summary, Kind: framework.AreaKind(f.get("kind"))}
	case "discipline":
		x.Own = framework.Discipline{ID: framework.DisciplineID(x.ID), Name: name, Also: lines(f.get("also")),
			Near: framework.DisciplineID(f.get("near")), Steps: idsOf[framework.StepID](f, "steps")}
	case "role":
		x.Role = framework.Role{ID: framework.RoleID(x.ID), Name: name, Summary: summary, Discipline: framework.DisciplineID(f.get("discipline")),
			MinStep: framework.StepID(f.get("min_step")), ManagesPeople: f.get("manages_people") != "", OutsideTitles: lines(f.get("outside_titles"))}
	case "question":
		x.QA = framework.QA{Q: oneLine(f.get("q")), A: words(f.get("a"))}
	case "about":
		x.Of, x.Months = typedAbout(f, name), oneLine(f.get("months"))
	}
	return x
}

func typedStep(f form, id, name, summary string) framework.Step {
	s := framework.Step{ID: framework.StepID(id), Name: name, Summary: summary, Sphere: oneLine(f.get("sphere")),
		Track: framework.Track(f.get("track")), ExpectedToMoveOn: f.get("expected_to_move_on") != "",
		Approve: framework.Approve{By: f.get("by"), Hear: idsOf[string](f, "hear")}}
	if s.Approve.By == framework.ByUnitLead {
		s.Approve.Unit = f.get("unit")
	}
	if f.get("includes_how") == "chosen" {
		s.Includes = append([]framework.StepID{}, idsOf[framework.StepID](f, "includes")...)
	}
	return s
}

func typedAbout(f form, name string) framework.About {
	word := func(field string) string { return oneLine(f.get(field)) }
	return framework.About{
		Name: name, Language: word("language"),
		Source: framework.Source{URL: word("url"), Licence: word("licence"), Attribution: words(f.get("attribution"))},
		Words: framework.Words{Team: word("team"), LineGroup: word("line_group"), Area: word("word_area"), Community: word("community"),
			Step: word("step"), Manager: word("manager")},
		Policy: framework.Policy{ExamplesAre: f.get("examples_are"), AreasNeeded: f.get("areas_needed")},
	}
}

// wholeNumber reads a whole number of a form; -1 where there is none.
func wholeNumber(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

var errPartGone = fault.New(fault.Conflict, "Somebody took this out meanwhile.")

// putPart puts the part as typed into the framework.
func putPart(f *framework.Framework, x pages.PartPage) (*framework.Framework, error) {
	was, there := partPage(f, x.Kind, x.ID)
	if !there {
		return nil, errPartGone
	}
	switch x.Kind {
	case "step":
		x.Step.Order = wholeNumber(x.OrderText)
		return put(x, x.Step, f.CheckStep, f.PutStep, dropID(f.AddStep))
	case "area":
		x.Area.Order, x.Area.Scale = was.Area.Order, was.Area.Scale
		if x.ID == "" {
			x.Area.Order = len(f.Areas) + 1
		}
		return put(x, x.Area, f.CheckArea, f.PutArea, dropID(f.AddArea))
	case "discipline":
		return put(x, x.Own, f.CheckDiscipline, f.PutDiscipline, dropID(f.AddDiscipline))
	case "role":
		return put(x, x.Role, f.CheckRole, f.PutRole, dropID(f.AddRole))
	case "question":
		at, _ := questionAt(f, x.ID)
		ask := func(qa framework.QA) *framework.Framework { return f.PutQuestion(at, qa) }
		return put(x, x.QA, framework.CheckQuestion, ask, ask)
	}
	x.Of.Policy.NewJoinerStepAfterMonths = wholeNumber(x.Months)
	return put(x, x.Of, framework.CheckAbout, f.PutAbout, f.PutAbout)
}

func dropID[T, I any](add func(T) (*framework.Framework, I)) func(T) *framework.Framework {
	return func(v T) *framework.Framework { f, _ := add(v); return f }
}

func put[T any](x pages.PartPage, part T, check func(T) error, change, add func(T) *framework.Framework) (*framework.Framework, error) {
	if err := check(part); err != nil {
		return nil, err
	}
	if x.ID == "" {
		return add(part), nil
	}
	return change(part), nil
}

// movePart moves a part one up or down, or to a position.
func (s *site) movePart(v *visit) error {
	if _, err := v.draft(); err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	m := move{kind: f.get("kind"), id: f.get("id"), to: wholeNumber(oneLine(f.get("to")))}
	for way, by := range map[string]int{"up": -1, "down": 1} {
		if id := f.get(way); id != "" {
			m.id, m.by = id, by
		}
	}
	after := pages.ListPath(m.kind)
	wrong, stale, err := v.edit(f, workflow.Edit{
		Input: []any{m.kind, m.id, m.by, m.to}, Whole: m.kind != "example",
		Apply: func(f *framework.Framework, editor workflow.Editor) (*framework.Framework, error) {
			e, there := f.Example(framework.ExampleID(m.id))
			if m.kind == "example" && (!there || !editor.MayWrite(e)) {
				return nil, fault.NotFound()
			}
			if there {
				after = pages.PlaceOf(e).Path() + "#" + m.id
			}
			return m.apply(f)
		},
	})
	if err != nil {
		return err
	}
	if wrong != nil && m.kind == "example" {
		return v.moveAgain(framework.ExampleID(m.id), f.get("to"), wrong)
	}
	if why := wrong.first(); why != "" {
		return fault.New(fault.Conflict, "It was not moved: {why} Go back and look at how it stands now.", "why", why)
	}
	if wrong != nil || stale {
		return fault.New(fault.Conflict, "It was not moved: Go back and look at how it stands now.")
	}
	return v.redirect(after, saidExampleMoved)
}

// moveAgain shows the example with the position as typed.
func (v *visit) moveAgain(id framework.ExampleID, to string, wrong problems) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	e, there := d.Example(id)
	if !there {
		return fault.NotFound()
	}
	x := pages.ExamplePage{Typed: e, As: firstMark(e), Revision: workflow.Print(e), MoveTo: to, Wrong: wrong}
	return v.renderExample(http.StatusUnprocessableEntity, d, x)
}

type move struct {
	kind, id string
	by, to   int
}

func (m move) apply(f *framework.Framework) (*framework.Framework, error) {
	x, there := partPage(f, m.kind, m.id)
	if m.kind == "example" {
		_, there = f.Example(framework.ExampleID(m.id))
	}
	if !there || m.id == "" {
		return nil, fault.NotFound()
	}
	at, to := position(f, x), m.to
	if m.by != 0 {
		to = at + m.by
	}
	if m.by == 0 && to < 1 {
		return nil, fault.InvalidFields([]fault.Field{{Name: "to", Message: "Give the position as a whole number, 1 for the first."}})
	}
	switch m.kind {
	case "example":
		if m.by != 0 {
			return f.MoveExample(framework.ExampleID(m.id), m.by < 0), nil
		}
		return f.MoveExampleTo(framework.ExampleID(m.id), to), nil
	case "step":
		return f.MoveStep(framework.StepID(m.id), m.by < 0), nil
	case "area":
		return f.MoveAreaTo(framework.AreaID(m.id), to), nil
	case "discipline":
		return f.MoveDisciplineTo(framework.DisciplineID(m.id), to), nil
	case "role":
		return f.MoveRoleTo(framework.RoleID(m.id), to), nil
	}
	return f.MoveQuestionTo(at, to), nil
}

// position is where a part stands in the list of its kind, counted from one.
func position(f *framework.Framework, x pages.PartPage) int {
	at := func(n int, is func(int) bool) int {
		for i := range n {
			if is(i) {
				return i + 1
			}
		}
		return 0
	}
	switch x.Kind {
	case "area":
		areas := f.AreasInOrder()
		return at(len(areas), func(i int) bool { return areas[i].ID == x.Area.ID })
	case "discipline":
		return at(len(f.Disciplines), func(i int) bool { return f.Disciplines[i].ID == x.Own.ID })
	case "role":
		return at(len(f.Roles), func(i int) bool { return f.Roles[i].ID == x.Role.ID })
	case "question":
		n, _ := questionAt(f, x.ID)
		return n
	}
	return 0
}
