package web

import (
	"net/http"
	"slices"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/framework"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidOwnerNamed = said("owner-named", ui.Done, "They can write the examples of this discipline from now on.")
	saidOwnerEnded = said("owner-ended", ui.Done, "It is ended. What they wrote stays.")
)

func (s *site) showOwners(v *visit) error { return v.renderOwners(http.StatusOK, pages.Owners{}, "") }

func (v *visit) renderOwners(status int, o pages.Owners, chosen string) error {
	list, err := v.Workflow.Owners(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	names, err := v.disciplineNames()
	if err != nil {
		return err
	}
	for _, d := range names {
		o.Discipline = append(o.Discipline, ui.Option{Value: string(d.ID), Label: d.Name, Selected: string(d.ID) == chosen})
	}
	o.Key = v.key()
	for _, l := range list {
		x := pages.Owner{Discipline: string(l.Discipline), DisciplineName: nameOf(names, l.Discipline), Person: string(l.Person.ID), Name: l.Person.Name,
			Href: people.Path(l.Person.ID), Since: l.Since.Time().In(v.zone()), Key: v.key()}
		if l.Until.IsSet() {
			x.Until = l.Until.Time().In(v.zone())
			o.Before = append(o.Before, x)
		} else {
			o.Now = append(o.Now, x)
		}
	}
	return v.render(status, pages.ShowOwners(v.page(v.say("Owners")), o))
}

// disciplineNames lists the disciplines in force and those a draft adds.
func (v *visit) disciplineNames() ([]framework.Discipline, error) {
	f, err := v.framework()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(f.Disciplines)
	d, err := v.draft()
	if err != nil && !fault.Is(err, fault.Absent) {
		return nil, err
	}
	for _, x := range d.View.DisciplinesOrNone() {
		if _, known := f.Discipline(x.ID); !known {
			all = append(all, x)
		}
	}
	return all, nil
}

func nameOf(all []framework.Discipline, id framework.DisciplineID) string {
	for _, d := range all {
		if d.ID == id {
			return d.Name
		}
	}
	return string(id)
}

func (s *site) nameOwner(v *visit) error {
	f, discipline, err := v.ownerForm()
	if err != nil {
		return err
	}
	names, err := v.disciplineNames()
	if err != nil {
		return err
	}
	var who id.Person
	if !slices.ContainsFunc(names, func(d framework.Discipline) bool { return d.ID == discipline }) {
		err = fault.InvalidFields([]fault.Field{{Name: "discipline", Message: "There is no such discipline. Choose one from the list."}})
	}
	if err == nil {
		who, err = v.personNamed(f.get("manager"))
	}
	if err == nil {
		err = s.Workflow.OwnDiscipline(v.r.Context(), v.actor, f.once(), discipline, who, true)
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderOwners(http.StatusUnprocessableEntity, pages.Owners{Typed: f.get("manager"), Wrong: wrong}, string(discipline))
	}
	return v.redirect("/framework/owners", saidOwnerNamed)
}

// ownerForm is the form, for people partners only.
func (v *visit) ownerForm() (f form, d framework.DisciplineID, err error) {
	var editor workflow.Editor
	if editor, err = v.Workflow.MayEditFramework(v.r.Context(), v.actor); err != nil || !editor.Everything {
		return f, "", orElse(err, fault.NotFound())
	}
	f, err = v.form()
	return f, framework.DisciplineID(f.get("discipline")), err
}

func (s *site) endOwner(v *visit) error {
	f, discipline, err := v.ownerForm()
	if err != nil {
		return err
	}
	who, ok := id.Parse[id.Person](f.get("person"))
	if !ok {
		return fault.NotFound()
	}
	if err := s.Workflow.OwnDiscipline(v.r.Context(), v.actor, f.once(), discipline, who, false); err != nil {
		return err
	}
	return v.redirect("/framework/owners", saidOwnerEnded)
}
