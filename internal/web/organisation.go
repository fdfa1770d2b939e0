package web

import (
	"net/http"
	"net/url"
	"strings"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/web/pages/organisation"
	"cairn/internal/web/pages/people"
	"cairn/internal/workflow"
)

func (s *site) organisationRoutes() []Route {
	return []Route{
		{Pattern: "GET /organisation", Items: []string{"profile"}, handle: s.showOrganisation},
		{Pattern: "GET /organisation/units/{id}", Items: []string{"profile", "discipline", "role"}, handle: s.showUnit},
	}
}

func (s *site) showOrganisation(v *visit) error {
	if words := filterOf(v.r.URL.Query()).Words; strings.TrimSpace(words) != "" {
		return s.showUnitsFound(v, words)
	}
	from := organisationFrom(v.r.URL.Query())
	tree, err := s.Workflow.OrganisationFrom(v.r.Context(), v.actor, from)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	steps, err := s.Workflow.SeesStatistics(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, organisation.Show(v.page(v.say("Organisation")), organisation.Tree{OrgTree: tree, From: from, Kinds: people.WordsOf(f.Words), Journal: v.Workflow.SeesAudit(v.actor), Steps: steps, Requests: v.Workflow.AnswersRequests(v.actor), Hooks: v.Workflow.SeesHooks(v.actor)}))
}

// showUnitsFound shows what is found among the names of units, in pages.
func (s *site) showUnitsFound(v *visit, words string) error {
	after, _ := id.Parse[id.Unit](v.query().Get("after"))
	found, err := s.Workflow.FindUnits(v.r.Context(), v.actor, words, after)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, organisation.ShowFound(v.page(v.say("Organisation")), organisation.Found{UnitsFound: found, Kinds: people.WordsOf(f.Words), Words: words, After: string(after)}))
}

// organisationFrom reads where lists go on; what cannot be a unit begins at the beginning.
func organisationFrom(asked url.Values) workflow.OrgFrom {
	at := func(list string) id.Unit { u, _ := id.Parse[id.Unit](asked.Get(list)); return u }
	return workflow.OrgFrom{Tribes: at("tribes"), Squads: at("squads"), Guilds: at("guilds")}
}

// shownOfUnit is how many people a unit's page shows; the directory has the rest.
const shownOfUnit = 50

func (s *site) showUnit(v *visit) error {
	unit, ok := id.Parse[id.Unit](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	page, err := s.Workflow.Unit(v.r.Context(), v.actor, unit)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	shown := page.People[:min(len(page.People), shownOfUnit)]
	rows, err := v.rows(shown)
	if err != nil {
		return err
	}
	u := organisation.Unit{UnitPage: page, Kinds: people.WordsOf(f.Words), Rows: rows}
	if page.More || len(shown) < len(page.People) {
		u.All = directoryPath(workflow.DirectoryFilter{Unit: unit}, "")
	}
	return v.render(http.StatusOK, organisation.ShowUnit(v.page(page.Name), u))
}
