package web

import (
	"net/http"

	pages "cairn/internal/web/pages/home"
)

func (s *site) homeRoutes() []Route {
	return []Route{{Pattern: "GET /{$}", Items: []string{"compare", "focus", "priorities", "mgr_draft", "case", "consult", "role", "fb_draft", "fb_subject", "profile", "framework", "pay_case"}, handle: s.showHome}}
}

func (s *site) showHome(v *visit) error {
	h, err := s.Workflow.Home(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	p := pages.Page{Page: v.page(v.say("Home")), Home: h, Viewer: v.viewer, Key: v.key, Moment: v.moment}
	news, ok, err := s.Workflow.FrameworkNews(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if ok {
		p.News = &news
	}
	if steps, ok, err := s.Workflow.StepNews(v.r.Context(), v.actor); err != nil {
		return err
	} else if ok {
		p.Steps = &steps
	}
	if p.Extensions, err = s.Workflow.ExtensionsWaiting(v.r.Context(), v.actor); err != nil {
		return err
	}
	if p.Promotions, err = s.Workflow.Promotions(v.r.Context(), v.actor); err != nil {
		return err
	}
	if p.Feedback, err = s.Workflow.Feedbacks(v.r.Context(), v.actor); err != nil {
		return err
	}
	if p.Fresh, err = s.Workflow.News(v.r.Context(), v.actor); err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Home(p))
}

func (s *site) listEvaluations(v *visit) error {
	h, err := s.Workflow.Home(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Evaluations(pages.Page{Page: v.page(v.say("Evaluations")), Home: h, Viewer: v.viewer, Key: v.key, Moment: v.moment}))
}
