package web

import (
	"net/http"

	"cairn/internal/web/pages/framework"
	pages "cairn/internal/web/pages/search"
)

func (s *site) searchRoutes() []Route {
	return []Route{{Pattern: "GET /search", Items: []string{"profile", "framework", "recog"}, handle: s.search}}
}

func (s *site) search(v *visit) error {
	found, err := s.Workflow.Search(v.r.Context(), v.actor, v.query().Get("q"))
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	for _, g := range found.Groups {
		for i, one := range g.Found {
			if one.Example.ID != "" {
				g.Found[i].Path = framework.ExamplePath(f, one.Example)
			}
		}
	}
	return v.render(http.StatusOK, pages.Show(pages.Page{Page: v.framePage(v.say("Search")), Result: found}))
}
