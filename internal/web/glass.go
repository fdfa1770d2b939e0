package web

import (
	"net/http"

	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/id"
	pages "cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidSwitchAsked = said("glass-switch-asked", ui.Done, "Asked. It is on once another people partner agrees, and everybody is told.")
	saidSwitchOn    = said("glass-on", ui.Done, "It is on, and everybody is told.")
	saidSwitchOff   = said("glass-off", ui.Done, "It is off. What was open has ended.")
	saidGlassAsked  = said("glass-asked", ui.Done, "Asked. Another people partner agrees, or nothing comes of it.")
	saidGlassOpen   = said("glass-open", ui.Done, "It is open for an hour, to the one who asked. The person and the manager are told.")
	saidGlassEnded  = said("glass-ended", ui.Done, "It has ended.")
)

func (s *site) glassRoutes() []Route {
	var read []string
	for _, part := range workflow.GlassParts() {
		read = append(read, part.Items()...)
	}
	at, own, small := pages.GlassPath, []string{"aud_me"}, int64(32<<10)
	return []Route{
		{Pattern: "GET " + at, Items: own, handle: s.showGlass},
		{Pattern: "POST " + at, Items: own, MaxBody: small, handle: s.askGlass},
		{Pattern: "POST " + at + "/switch", Items: own, MaxBody: small, handle: s.switchGlass},
		{Pattern: "GET " + at + "/{id}", Items: read, handle: s.readGlass},
		{Pattern: "POST " + at + "/{id}/agreement", Items: own, MaxBody: 8 << 10, handle: s.stepUp(at, s.agreeGlass)},
		{Pattern: "POST " + at + "/{id}/end", Items: own, MaxBody: 8 << 10, handle: s.endGlass},
	}
}

func (s *site) showGlass(v *visit) error {
	v.seen("glass/glass")
	return v.renderGlass(nil, nil)
}

func (v *visit) renderGlass(wrong error, keep func(*pages.Glass)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.Glass(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Glass{Page: v.page(v.say("Being let in to what is private")), View: view, Confirm: workflow.MustConfirm(wrong), Problems: problems{}, Key: v.key, Moment: v.moment, Date: v.dateOf}
	p.Page.Path = pages.GlassPath
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.ShowGlass(p))
}

func (s *site) switchGlass(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	what := disclosure.SwitchWhat(f.get("what"))
	if wrong := s.Workflow.SwitchGlass(v.r.Context(), v.actor, f.once(), what, f.get("why")); wrong != nil {
		return v.renderGlass(wrong, func(p *pages.Glass) { p.Why = f.get("why") })
	}
	return v.redirect(pages.GlassPath, map[disclosure.SwitchWhat]flash{disclosure.OnAsked: saidSwitchAsked, disclosure.OnGiven: saidSwitchOn, disclosure.Off: saidSwitchOff}[what])
}

func (s *site) askGlass(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	wrong := s.Workflow.AskGlass(v.r.Context(), v.actor, f.once(), f.get("email"), disclosure.Reason(f.get("reason")), f.get("words"))
	if wrong != nil {
		return v.renderGlass(wrong, func(p *pages.Glass) { p.Email, p.Reason, p.Words = f.get("email"), f.get("reason"), f.get("words") })
	}
	return v.redirect(pages.GlassPath, saidGlassAsked)
}

func (s *site) agreeGlass(v *visit) error {
	ref, f, err := postedID[id.Glass](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.AgreeGlass(v.r.Context(), v.actor, f.once(), ref); wrong != nil {
		return v.renderGlass(wrong, nil)
	}
	return v.redirect(pages.GlassPath, saidGlassOpen)
}

func (s *site) endGlass(v *visit) error {
	ref, f, err := postedID[id.Glass](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.EndGlass(v.r.Context(), v.actor, f.once(), ref); wrong != nil {
		return v.renderGlass(wrong, nil)
	}
	return v.redirect(pages.GlassPath, saidGlassEnded)
}

func (s *site) readGlass(v *visit) error {
	ref, ok := id.Parse[id.Glass](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	view, err := s.Workflow.ReadGlass(v.r.Context(), v.actor, ref, workflow.GlassPart(v.r.URL.Query().Get("part")))
	if err != nil {
		return err
	}
	p := pages.GlassRead{Page: v.page(v.say("Let in: {name}", "name", view.Person.Name)), View: view, Key: v.key(), Moment: v.moment, Date: v.dateOf}
	return v.render(http.StatusOK, pages.ShowGlassRead(p))
}
