package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/web/pages/people"
	pages "cairn/internal/web/pages/role"
	"cairn/internal/web/ui"
)

var (
	saidRoleAsked    = said("role-asked", ui.Done, "Done. Where a role needs a word first, the person’s manager must confirm it.")
	saidRoleDays     = said("role-days", ui.Done, "These days are kept.")
	saidRoleAnswered = said("role-answered", ui.Done, "Your answer is there.")
	saidDiscipline   = said("discipline-changed", ui.Done, "The discipline is noted, from this moment on.")
)

func (s *site) roleRoutes() []Route {
	request := []string{"role", "step", "exception"}
	return []Route{
		{Pattern: "POST /people/{id}/roles", Items: []string{"role"}, handle: s.askRole},
		{Pattern: "POST /people/{id}/roles/days", Items: []string{"role"}, handle: s.redateRole},
		{Pattern: "POST /people/{id}/discipline", Items: []string{"discipline"}, handle: s.setDiscipline},
		{Pattern: "GET /role-requests/{id}", Items: request, handle: s.showRoleRequest},
		{Pattern: "POST /role-requests/{id}/confirmation", Items: request, handle: s.confirmRole},
		{Pattern: "POST /role-requests/{id}/refusal", Items: request, handle: s.declineRole},
		{Pattern: "POST /role-requests/{id}/withdrawal", Items: request, handle: s.withdrawRole},
		{Pattern: "POST /role-requests/{id}/departure", Items: request, handle: s.askDeparture},
		{Pattern: "POST /role-requests/{id}/departure/consent", Items: request, handle: s.decideDeparture},
		{Pattern: "POST /role-requests/{id}/departure/answer", Items: request, handle: s.answerDeparture},
	}
}

func (s *site) setDiscipline(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	named := f.get("discipline")
	if own := f.get("discipline_words"); own != "" {
		named = own
	}
	wrong, err := v.problemsOf(s.Workflow.SetDiscipline(v.r.Context(), v.actor, f.once(), person, named))
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderPerson(http.StatusUnprocessableEntity, person, func(p *people.Profile) {
			p.Engage.DisciplineWrong, p.Engage.DisciplineWords = wrong.first(), named
		})
	}
	return v.redirect(people.Path(person), saidDiscipline)
}

func (v *visit) roleRequestID() (id.RoleRequest, error) {
	ref, ok := id.Parse[id.RoleRequest](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showRoleRequest(v *visit) error {
	p, err := v.roleRequestPage()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(p))
}

func (v *visit) roleRequestPage() (pages.Page, error) {
	ref, err := v.roleRequestID()
	if err != nil {
		return pages.Page{}, err
	}
	view, err := v.Workflow.RoleRequest(v.r.Context(), v.actor, ref)
	if err != nil {
		return pages.Page{}, err
	}
	f, err := v.framework()
	if err != nil {
		return pages.Page{}, err
	}
	v.seen("role-request/" + string(ref))
	return pages.Page{Page: v.page(v.say("A role")), View: view, Key: v.key, Zone: v.zone(), Step: stepWord(f)}, nil
}

func stepWord(f *framework.Framework) string {
	if f.Words.Step == "" {
		return "step"
	}
	return f.Words.Step
}

// onRequest does one act and shows the request again, with what was typed when
// something is wrong with it.
func (v *visit) onRequest(do func(form, id.RoleRequest) error, fields ...string) error {
	ref, err := v.roleRequestID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	err = do(f, ref)
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong == nil {
		return v.redirect(pages.Path(string(ref)), saidRoleAnswered)
	}
	p, err := v.roleRequestPage()
	if err != nil {
		return err
	}
	p.Wrong, p.Typed = wrong, map[string]string{}
	for _, name := range fields {
		p.Typed[name] = f.get(name)
	}
	return v.render(http.StatusUnprocessableEntity, pages.Show(p))
}

func (s *site) confirmRole(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.ConfirmRole(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) declineRole(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.DeclineRole(v.r.Context(), v.actor, f.once(), ref, f.get("answer"))
	}, "answer")
}

func (s *site) withdrawRole(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.WithdrawRole(v.r.Context(), v.actor, f.once(), ref)
	})
}

func (s *site) askDeparture(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.AskDeparture(v.r.Context(), v.actor, f.once(), ref, f.get("why"))
	}, "why")
}

func (s *site) decideDeparture(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.DecideDeparture(v.r.Context(), v.actor, f.once(), ref, f.get("ask") == "yes")
	})
}

func (s *site) answerDeparture(v *visit) error {
	return v.onRequest(func(f form, ref id.RoleRequest) error {
		return s.Workflow.AnswerDeparture(v.r.Context(), v.actor, f.once(), ref, f.get("agreed") == "yes", f.get("reason"))
	}, "reason")
}
