package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/workflow"
)

func (s *site) askPartRemoval(v *visit) error {
	query := v.r.URL.Query()
	return v.renderRemoval(http.StatusOK, query.Get("kind"), query.Get("id"), false)
}

func (v *visit) renderRemoval(status int, kind, id string, changed bool) error {
	d, err := v.draft()
	if err != nil {
		return err
	}
	r, err := v.removalOf(d, kind, id)
	if err != nil {
		return err
	}
	r.Key, r.Changed = v.key(), changed
	return v.render(status, pages.ShowPartRemoval(v.widePage(v.say("Take out")), d, r))
}

// removalOf is what would go, for whoever may take it out.
func (v *visit) removalOf(d pages.Draft, kind, id string) (r pages.PartRemoval, err error) {
	r = pages.PartRemoval{Kind: kind, ID: id}
	f := d.View.Framework
	if kind == "example" {
		e, there := f.Example(framework.ExampleID(id))
		if !there || !d.View.Editor.MayWrite(e) {
			return r, fault.NotFound()
		}
		r.Name, r.Facts, r.Revision = v.say("An example"), d.ExampleFacts(v.r.Context(), e), workflow.Print(e)
		return r, nil
	}
	x, there := partPage(f, kind, id)
	if !there || id == "" || kind == "about" || !d.View.Editor.Everything {
		return r, fault.NotFound()
	}
	r.Name, r.Facts, r.Revision, r.Uses = x.Title(v.r.Context()), d.Facts(v.r.Context(), x), x.Revision, usesOf(f, kind, id)
	return r, nil
}

func usesOf(f *framework.Framework, kind, id string) []lang.Told {
	switch kind {
	case "step":
		return f.StepInUse(framework.StepID(id))
	case "area":
		return f.AreaInUse(framework.AreaID(id))
	case "discipline":
		return f.DisciplineInUse(framework.DisciplineID(id))
	case "role":
		return f.RoleInUse(framework.RoleID(id))
	}
	return nil
}

func (s *site) removePart(v *visit) error {
	if _, err := v.draft(); err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	kind, id := f.get("kind"), f.get("id")
	after := pages.ListPath(kind)
	_, stale, err := v.edit(f, workflow.Edit{
		Input: []any{"take out", kind, id}, Read: orRead(f.get("revision")), Whole: kind != "example",
		Part: func(f *framework.Framework) any {
			if kind == "example" {
				return partOf(f.Example(framework.ExampleID(id)))
			}
			x, ok := partPage(f, kind, id)
			return partOf(partValue(x), ok)
		},
		Apply: func(f *framework.Framework, editor workflow.Editor) (*framework.Framework, error) {
			if e, there := f.Example(framework.ExampleID(id)); kind == "example" {
				if !there || !editor.MayWrite(e) {
					return nil, fault.NotFound()
				}
				after = pages.PlaceOf(e).Path()
				return f.DropExample(e.ID), nil
			}
			return dropPart(f, kind, id)
		},
	})
	if err != nil {
		return err
	}
	if stale {
		return v.renderRemoval(http.StatusConflict, kind, id, true)
	}
	return v.redirect(after, saidPartOut)
}

// orRead makes a form without a revision one that is stale: what is taken out has
// been looked at.
func orRead(revision string) string {
	if revision == "" {
		return "none"
	}
	return revision
}

func dropPart(f *framework.Framework, kind, id string) (*framework.Framework, error) {
	if _, there := partPage(f, kind, id); !there || id == "" {
		return nil, fault.NotFound()
	}
	if uses := usesOf(f, kind, id); len(uses) > 0 {
		return nil, fault.New(fault.Conflict, "It is still spoken of.")
	}
	switch kind {
	case "step":
		return f.DropStep(framework.StepID(id)), nil
	case "area":
		return f.DropArea(framework.AreaID(id)), nil
	case "discipline":
		return f.DropDiscipline(framework.DisciplineID(id)), nil
	case "role":
		return f.DropRole(framework.RoleID(id)), nil
	case "question":
		at, _ := questionAt(f, id)
		return f.DropQuestion(at), nil
	}
	return nil, fault.NotFound()
}
