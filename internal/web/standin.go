package web

import (
	"cairn/internal/id"
	pages "cairn/internal/web/pages/standin"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidStandInNamed = said("stand-in-named", ui.Done, "Named. Your reports are told.")
	saidStandInEnded = said("stand-in-ended", ui.Done, "It has ended, from this moment on. Those concerned are told.")
)

func (s *site) standInRoutes() []Route {
	items, small := []string{"aud_me"}, int64(8<<10)
	return []Route{
		{Pattern: "GET " + pages.Path, Items: items, handle: s.showStandIn},
		{Pattern: "POST " + pages.Path, Items: items, MaxBody: small, handle: s.nameStandIn},
		{Pattern: "POST " + pages.Path + "/end", Items: items, MaxBody: small, handle: s.endStandIn},
		{Pattern: "POST " + pages.Path + "/{id}/end", Items: items, MaxBody: small, handle: s.layDownStandIn},
	}
}

func (s *site) showStandIn(v *visit) error {
	v.seen("standing/in")
	return v.renderStandIn(nil, nil)
}

func (v *visit) renderStandIn(wrong error, keep func(*pages.Page)) error {
	if wrong != nil && !mendable(wrong) {
		return wrong
	}
	view, err := v.Workflow.StandIn(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Page{Page: v.page(v.say("Standing in for a manager")), View: view, Problems: problems{}, Key: v.key, Date: v.dateOf}
	p.Page.Path = pages.Path
	if wrong != nil {
		v.wrongFields(wrong, p.Problems, &p.Wrong)
	}
	if keep != nil {
		keep(&p)
	}
	return v.render(statusFor(wrong), pages.Show(p))
}

func (s *site) nameStandIn(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	wrong := func() error {
		n := workflow.StandInName{}
		n.Who, _ = id.Parse[id.Person](f.get("who"))
		var err error
		if n.From, err = dayOf(f, "from"); err != nil {
			return err
		}
		if n.Until, err = dayOf(f, "until"); err != nil {
			return err
		}
		return s.Workflow.NameStandIn(v.r.Context(), v.actor, f.once(), n)
	}()
	if wrong != nil {
		return v.renderStandIn(wrong, func(p *pages.Page) { p.Who, p.From, p.Until = f.get("who"), f.get("from"), f.get("until") })
	}
	return v.redirect(pages.Path, saidStandInNamed)
}

func (s *site) endStandIn(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if wrong := s.Workflow.EndStandIn(v.r.Context(), v.actor, f.once()); wrong != nil {
		return v.renderStandIn(wrong, nil)
	}
	return v.redirect(pages.Path, saidStandInEnded)
}

func (s *site) layDownStandIn(v *visit) error {
	manager, f, err := postedID[id.Person](v)
	if err != nil {
		return err
	}
	if wrong := s.Workflow.LayDownStandIn(v.r.Context(), v.actor, f.once(), manager); wrong != nil {
		return v.renderStandIn(wrong, nil)
	}
	return v.redirect(pages.Path, saidStandInEnded)
}
