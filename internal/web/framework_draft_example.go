package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/framework"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/workflow"
)

func (s *site) showExample(v *visit) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	e, ok := d.Example(framework.ExampleID(v.r.PathValue("example")))
	if !ok {
		return fault.NotFound()
	}
	x := pages.ExamplePage{Typed: e, As: firstMark(e), Revision: workflow.Print(e)}
	return v.renderExample(http.StatusOK, d, x)
}

func firstMark(e framework.Example) framework.DisciplineID {
	if len(e.Disciplines) == 0 {
		return ""
	}
	return e.Disciplines[0]
}

func (s *site) newExample(v *visit) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	query := v.r.URL.Query()
	place := pages.Place{Area: framework.AreaID(query.Get("area")), At: query.Get("step")}
	if !d.Known(place) {
		return fault.NotFound()
	}
	x := pages.ExamplePage{New: true}
	place.Put(&x.Typed)
	if own := d.View.Editor.Disciplines; !d.View.Editor.Everything && len(own) > 0 {
		x.Typed.Disciplines = own[:1]
	}
	x.As = firstMark(x.Typed)
	return v.renderExample(http.StatusOK, d, x)
}

// renderExample shows the form; the preview beside it reads the example as typed.
func (v *visit) renderExample(status int, d pages.Draft, x pages.ExamplePage) error {
	d.Discipline = ""
	d, x = withTyped(d, x)
	return v.render(status, pages.ShowExample(v.widePage(v.say("Example")), d, v.completed(d, x)))
}

func withTyped(d pages.Draft, x pages.ExamplePage) (pages.Draft, pages.ExamplePage) {
	x.Framework = d.View.Framework
	shown := x.Typed
	if shown.Text == "" {
		shown.Text = "…"
	}
	var id framework.ExampleID
	x.Framework, id = x.Framework.PutExample(shown)
	x.Typed.ID = id
	return d, x
}

func (v *visit) completed(d pages.Draft, x pages.ExamplePage) pages.ExamplePage {
	x.Key, x.MoveKey = v.key(), v.key()
	was, there := d.Example(x.Typed.ID)
	x.MayWrite = x.New || !there || d.View.Editor.MayWrite(was)
	x.At, x.Of = d.View.ExamplePosition(x.Typed.ID)
	return x
}

// typedExample reads the form of an example.
func typedExample(f form) pages.ExamplePage {
	x := pages.ExamplePage{New: f.get("new") != "", As: framework.DisciplineID(f.get("as")), Revision: f.get("revision")}
	x.Typed = framework.Example{
		ID: framework.ExampleID(f.get("id")), Text: oneLine(f.get("text")), Details: lines(f.get("details")),
		Disciplines: idsOf[framework.DisciplineID](f, "disciplines"), Form: framework.Form(f.get("form")), Note: words(f.get("note")),
	}
	if x.New {
		x.Typed.ID = ""
	}
	pages.Place{Area: framework.AreaID(f.get("area")), At: f.get("step")}.Put(&x.Typed)
	return x
}

func (s *site) keepExample(v *visit) error {
	if _, err := v.draft(); err != nil {
		return err // before looking at what was typed
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	x := typedExample(f)
	id := x.Typed.ID
	wrong, stale, err := v.edit(f, workflow.Edit{
		Input: x.Typed, Read: x.Revision,
		Part: func(f *framework.Framework) any { return partOf(f.Example(id)) },
		Apply: func(f *framework.Framework, editor workflow.Editor) (*framework.Framework, error) {
			if err := mayKeep(f, editor, x.Typed); err != nil {
				return nil, err
			}
			if err := f.CheckExample(x.Typed); err != nil {
				return nil, err
			}
			changed, made := f.PutExample(x.Typed)
			id = made
			return changed, nil
		},
	})
	if err != nil {
		return err
	}
	if wrong == nil && !stale {
		return v.redirect(pages.PlaceOf(x.Typed).Path()+"#"+string(id), saidPartKept)
	}
	return v.exampleAgain(x, wrong, stale)
}

// partOf is a part that was looked up; nil when it is gone.
func partOf[T any](part T, there bool) any {
	if !there {
		return nil
	}
	return part
}

// mayKeep lets owners of a discipline write what is and stays marked for theirs
// alone.
func mayKeep(f *framework.Framework, editor workflow.Editor, typed framework.Example) error {
	was, there := f.Example(typed.ID)
	switch {
	case there && !editor.MayWrite(was):
		return fault.NotFound()
	case !there && typed.ID != "":
		return fault.New(fault.Conflict, "Somebody took this example out meanwhile.")
	case !editor.MayWrite(typed):
		return fault.InvalidFields([]fault.Field{{Name: "disciplines", Message: "Mark it for a discipline that you look after, and for no other. What is for everyone is looked after by the people partners."}})
	}
	return nil
}

// exampleAgain shows the form with what was typed, and what somebody else wrote.
func (v *visit) exampleAgain(x pages.ExamplePage, wrong problems, stale bool) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	x.Wrong = wrong
	if now, there := d.Example(x.Typed.ID); stale && there {
		x.Other, x.Revision = &now, workflow.Print(now)
	} else if stale {
		x.New, x.Revision, x.Typed.ID = true, "", ""
		x.Wrong = problems{"text": v.say("Somebody took this example out meanwhile. Your words are below: send them again to add them as a new one.")}
	}
	return v.renderExample(draftStatus(stale), d, x)
}

// previewExample shows the example as typed among the others, and keeps nothing.
func (s *site) previewExample(v *visit) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	x := typedExample(f)
	if !d.Known(pages.PlaceOf(x.Typed)) {
		return fault.NotFound()
	}
	if was, there := d.Example(x.Typed.ID); there && !d.View.Editor.MayWrite(was) || !there && x.Typed.ID != "" {
		return fault.NotFound()
	}
	if v.r.Header.Get("X-Preview") == "" {
		return v.renderExample(http.StatusOK, d, x)
	}
	_, x = withTyped(d, x)
	return v.render(http.StatusOK, pages.PreviewFragment(d, x))
}
