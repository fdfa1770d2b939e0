package web

import (
	"net/http"

	rules "cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/evaluation"
)

// newEvaluation is where either of the two chooses what to look at.
func (s *site) newEvaluation(v *visit) error {
	subject, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderNew(http.StatusOK, subject, pages.New{})
}

func (v *visit) renderNew(status int, subject id.Person, n pages.New) error {
	choices, err := v.Workflow.OpeningChoices(v.r.Context(), v.actor, subject)
	if err != nil {
		return err
	}
	n.Page, n.Choices, n.Key = v.page(v.say("Start an evaluation")), choices, v.key
	n.Page.Path = "/people/" + string(subject) + "/evaluations/new"
	return v.render(status, pages.Begin(n))
}

func (s *site) openEvaluation(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	subject, ok := id.Parse[id.Person](f.get("subject"))
	if !ok {
		return fault.NotFound()
	}
	looks, toward := f.get("looks"), f.get("toward")
	ref, err := s.Workflow.BeginEvaluation(v.r.Context(), v.actor, f.once(), subject, openingOf(looks, toward))
	if err == nil {
		return v.redirect("/evaluations/"+string(ref), saidOpened)
	}
	if looks == "" {
		return err
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	return v.renderNew(http.StatusUnprocessableEntity, subject, pages.New{Looks: looks, Toward: toward, Problems: wrong})
}

// openingOf turns the one choice of the form into an opening. The discipline
// counts where the choice speaks of one.
func openingOf(looks, toward string) rules.Opening {
	d := framework.DisciplineID(toward)
	switch looks {
	case "":
		return rules.Opening{}
	case pages.LooksPresent:
		return rules.Opening{Kind: rules.Growth, View: rules.PresentOnly}
	case pages.LooksNext:
		return rules.Opening{Kind: rules.Growth, View: rules.NextOnly}
	case pages.LooksBoth:
		return rules.Opening{Kind: rules.Growth, View: rules.PresentAndNext}
	case pages.LooksElsewhere:
		return rules.Opening{Kind: rules.Growth, Toward: d}
	case pages.LooksDiscipline:
		return rules.Opening{Kind: rules.Discipline, Toward: d}
	case pages.LooksNarrower:
		return rules.Opening{Kind: rules.Narrower}
	}
	return rules.Opening{Kind: rules.Kind(looks)}
}
