package web

import (
	"context"
	"net/http"
	"strings"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/rollout"
	pages "cairn/internal/web/pages/rollout"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidRolloutPrepared = said("rollout-prepared", ui.Done, "It is prepared. Nobody is in it before you open it.")
	saidRolloutLaunched = said("rollout-launched", ui.Done, "The rollout is open. Evaluations open one after the other; you can leave this page.")
	saidRolloutPaused   = said("rollout-paused", ui.Done, "Paused. Nobody is reminded until you resume it.")
	saidRolloutResumed  = said("rollout-resumed", ui.Done, "It goes on.")
	saidRolloutEnded    = said("rollout-ended", ui.Done, "The rollout has ended. Evaluations that are open stay open.")
	saidPlaced          = said("placed", ui.Done, "Kept. Nobody but you can read it, and nothing follows from it.")
)

func (s *site) rolloutRoutes() []Route {
	return []Route{
		{Pattern: "GET /rollouts", Items: []string{"profile"}, handle: s.listRollouts},
		{Pattern: "GET /rollouts/new", Items: []string{"profile"}, handle: s.newRollout},
		{Pattern: "POST /rollouts", Items: []string{"profile"}, handle: s.prepareRollout},
		{Pattern: "GET /rollouts/{id}", Items: []string{"profile", "compare"}, handle: s.showRollout},
		{Pattern: "POST /rollouts/{id}/launch", Items: []string{"compare"}, handle: s.launchRollout},
		{Pattern: "POST /rollouts/{id}/pause", Items: []string{"compare"}, handle: s.pauseRollout},
		{Pattern: "POST /rollouts/{id}/pause/end", Items: []string{"compare"}, handle: s.resumeRollout},
		{Pattern: "POST /rollouts/{id}/end", Items: []string{"compare"}, handle: s.endRollout},
		{Pattern: "GET /rollouts/{id}/placements", Items: []string{"slotting"}, handle: s.showPlacements},
		{Pattern: "POST /rollouts/{id}/placements", Items: []string{"slotting"}, handle: s.place},
	}
}

func (s *site) listRollouts(v *visit) error {
	lines, keeper, err := s.Workflow.Rollouts(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.List(pages.ListPage{Page: v.page(v.say("Rollouts")), Lines: lines, Keeper: keeper}))
}

func (s *site) newRollout(v *visit) error {
	return v.renderNewRollout(http.StatusOK, rollout.Draft{}, nil)
}

func (v *visit) renderNewRollout(status int, typed rollout.Draft, wrong problems) error {
	scopes, err := v.Workflow.RolloutScopes(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	return v.render(status, pages.New(pages.NewPage{Page: v.page(v.say("Prepare a rollout")), Scopes: scopes, Words: f.Words, Typed: typed, Wrong: wrong, Key: v.key()}))
}

func (s *site) prepareRollout(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	d := rollout.Draft{Name: f.get("name"), Purpose: f.get("purpose"), Scope: id.Unit(f.get("scope")), Trial: f.get("trial") == "yes"}
	ref, err := s.Workflow.PrepareRollout(v.r.Context(), v.actor, f.once(), d)
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderNewRollout(http.StatusUnprocessableEntity, d, wrong)
	}
	return v.redirect(pages.Path(ref), saidRolloutPrepared)
}

func (v *visit) rolloutID() (id.Rollout, error) {
	ref, ok := id.Parse[id.Rollout](v.r.PathValue("id"))
	if !ok {
		return "", fault.NotFound()
	}
	return ref, nil
}

func (s *site) showRollout(v *visit) error {
	ref, err := v.rolloutID()
	if err != nil {
		return err
	}
	return v.renderRollout(http.StatusOK, ref, "")
}

func (v *visit) renderRollout(status int, ref id.Rollout, wrong string) error {
	people := v.r.URL.Query().Get("people") == "yes"
	view, err := v.Workflow.Rollout(v.r.Context(), v.actor, ref, people)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	v.seen("rollout/" + string(ref))
	return v.render(status, pages.Show(pages.Page{Page: v.page(view.Name), View: view, Words: f.Words, Key: v.key, Moment: v.moment, People: people, Wrong: wrong}))
}

// onRollout does one act of a people partner and shows the rollout again.
func (v *visit) onRollout(do func(context.Context, access.Actor, workflow.Once, id.Rollout) error, done flash) error {
	ref, err := v.rolloutID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	wrong, err := v.problemsOf(do(v.r.Context(), v.actor, f.once(), ref))
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderRollout(http.StatusUnprocessableEntity, ref, wrong.first())
	}
	return v.redirect(pages.Path(ref), done)
}

func (s *site) launchRollout(v *visit) error {
	return v.onRollout(s.Workflow.LaunchRollout, saidRolloutLaunched)
}

func (s *site) pauseRollout(v *visit) error {
	return v.onRollout(s.Workflow.PauseRollout, saidRolloutPaused)
}

func (s *site) resumeRollout(v *visit) error {
	return v.onRollout(s.Workflow.ResumeRollout, saidRolloutResumed)
}

func (s *site) endRollout(v *visit) error {
	return v.onRollout(s.Workflow.EndRollout, saidRolloutEnded)
}

func (s *site) showPlacements(v *visit) error {
	ref, err := v.rolloutID()
	if err != nil {
		return err
	}
	return v.renderPlacements(http.StatusOK, ref, nil, nil)
}

func (v *visit) renderPlacements(status int, ref id.Rollout, typed map[id.Person]framework.StepID, wrong problems) error {
	sheet, err := v.Workflow.Worksheet(v.r.Context(), v.actor, ref)
	if err != nil {
		return err
	}
	for i, l := range sheet.Lines {
		if step, said := typed[l.Person.ID]; said {
			sheet.Lines[i].Step = step
		}
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	v.seen("rollout/" + string(ref))
	return v.render(status, pages.Placements(pages.PlacementsPage{Page: v.page(v.say("Trial placement")), Sheet: sheet, Words: f.Words, Key: v.key(), Wrong: wrong}))
}

func (s *site) place(v *visit) error {
	ref, err := v.rolloutID()
	if err != nil {
		return err
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	steps := map[id.Person]framework.StepID{}
	for name := range f.values {
		if person, ok := strings.CutPrefix(name, "step:"); ok {
			steps[id.Person(person)] = framework.StepID(f.get(name))
		}
	}
	wrong, err := v.problemsOf(s.Workflow.Place(v.r.Context(), v.actor, f.once(), ref, steps))
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderPlacements(http.StatusUnprocessableEntity, ref, steps, wrong)
	}
	return v.redirect(pages.PlacementsPath(ref), saidPlaced)
}
