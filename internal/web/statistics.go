package web

import (
	"net/http"

	"cairn/internal/web/pages/people"
	pages "cairn/internal/web/pages/statistics"
)

func (s *site) statisticsRoutes() []Route {
	return []Route{{Pattern: "GET /statistics", Items: []string{"aggregate"}, handle: s.showStatistics}}
}

func (s *site) showStatistics(v *visit) error {
	view, err := s.Workflow.Statistics(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, pages.Show(pages.Page{Page: v.page(v.say("All steps together")), View: view, Kinds: people.WordsOf(f.Words)}))
}
