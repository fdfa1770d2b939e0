package web

import (
	"net/http"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/standing"
	"cairn/internal/web/pages/people"
	pages "cairn/internal/web/pages/steps"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidWideningAsked  = said("steps-asked", ui.Done, "Asked. The CTO can agree now. Nobody else was told.")
	saidWideningGiven  = said("steps-given", ui.Done, "Everybody is told. It begins in 30 days, unless one of you narrows it.")
	saidStepsNarrowed  = said("steps-narrowed", ui.Done, "A Step is between the person and the manager alone, from this moment on.")
	saidOwnStepOpened  = said("step-opened", ui.Done, "Noted. You can take it back on any day.")
	saidOwnStepsClosed = said("step-closed", ui.Done, "Taken back. Your Step is between you and your manager, from this moment on.")
)

func (s *site) wideningRoutes() []Route {
	own, small := []string{"aud_me"}, int64(32<<10)
	return []Route{
		{Pattern: "GET " + pages.PolicyPath, Items: own, handle: s.showStepPolicy},
		{Pattern: "POST " + pages.PolicyPath, Items: own, MaxBody: small, handle: s.setStepPolicy},
		{Pattern: "POST " + pages.MinePath, Items: []string{"step"}, MaxBody: 8 << 10, handle: s.chooseOwnStep},
		{Pattern: "GET /people/{id}/step", Items: []string{"step"}, handle: s.showShownStep},
	}
}

func (s *site) showStepPolicy(v *visit) error {
	v.seen("steps/policy")
	return v.renderStepPolicy(nil, nil)
}

func (v *visit) renderStepPolicy(wrong error, keep func(*pages.Policy)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.StepPolicy(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Policy{Page: v.page(v.say("Who may know Steps")), View: view, Confirm: workflow.MustConfirm(wrong), Problems: problems{}, Key: v.key, Moment: v.moment, Date: v.dateOf}
	p.Page.Path = pages.PolicyPath
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowPolicy(p))
}

func (s *site) setStepPolicy(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	what := standing.PolicyWhat(f.get("what"))
	wrong := s.Workflow.SetStepPolicy(v.r.Context(), v.actor, f.once(), what, standing.Circle(f.get("circle")), f.get("why"))
	if wrong != nil {
		return v.renderStepPolicy(wrong, func(p *pages.Policy) { p.Circle, p.Why = f.get("circle"), f.get("why") })
	}
	return v.redirect(pages.PolicyPath, map[standing.PolicyWhat]flash{standing.WideningAsked: saidWideningAsked, standing.WideningGiven: saidWideningGiven, standing.Narrowed: saidStepsNarrowed}[what])
}

func (s *site) chooseOwnStep(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	done, wrong := saidOwnStepsClosed, error(nil)
	switch f.get("what") {
	case "open":
		policy, _ := id.Parse[id.Entry](f.get("policy"))
		done, wrong = saidOwnStepOpened, s.Workflow.OpenOwnStep(v.r.Context(), v.actor, f.once(), policy)
	case "close":
		wrong = s.Workflow.CloseOwnStep(v.r.Context(), v.actor, f.once())
	default:
		wrong = fault.New(fault.Invalid, "Choose whether to open your Step or to take that back.")
	}
	if wrong != nil {
		return v.renderStepPolicy(wrong, nil)
	}
	return v.redirect(pages.PolicyPath, done)
}

func (s *site) showShownStep(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	view, err := s.Workflow.ShownStep(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	if view.Pair {
		return v.redirect(people.Path(person), "")
	}
	return v.render(http.StatusOK, pages.ShowShown(pages.Shown{Page: v.page(v.say("The Step of {person}", "person", view.Person.Name)), View: view, Date: v.dateOf}))
}

// openSteps is what every page says where Steps are open to more than the two. Where
// that cannot be asked, nothing is promised.
func (v *visit) openSteps() string {
	circle, since, err := v.Workflow.StepsInForce(v.r.Context())
	switch {
	case err != nil:
		return v.say("Who may know your Step is said here:")
	case circle == "":
		return ""
	}
	return v.say("Your Step is for you and your manager. {circle} can read Steps that were set since {day}, or that their person opened:", "circle", v.say(pages.Sentence(circle)), "day", lang.Date(v.r.Context(), v.dateOf(since)))
}
