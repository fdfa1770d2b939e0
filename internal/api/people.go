package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/workflow"
)

func peopleOperations() []Operation {
	open := []string{"profile", "discipline", "role"}
	return []Operation{
		{Method: http.MethodGet, Path: "/people", ID: "list-people", Items: open, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "People", About: "Everybody who is here, by name.", register: on((*service).people)},
		{Method: http.MethodGet, Path: "/people/{id}", ID: "get-person", Items: open, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "One person", About: "What is open to everybody about a person.", register: on((*service).person)},
		{Method: http.MethodGet, Path: "/people/{id}/reports", ID: "list-direct-reports", Items: []string{"profile"}, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "Whom a person manages", About: "Who reports to the person now, by name; nobody, for most. It is open to everybody, as on the person's page.", register: on((*service).directReports)},
		{Method: http.MethodGet, Path: "/people/{id}/step", ID: "get-person-step", Items: []string{"step", "step_hist"}, Scope: access.ScopeStep, Tag: "step",
			Summary: "A person's Step", About: "Only for the person and the current manager; the manager's reading is written down and the person can see it. For everybody else there is nothing here.",
			register: on((*service).personStep)},
		{Method: http.MethodGet, Path: "/organisation", ID: "get-organisation", Items: []string{"profile"}, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "The organisation", About: "Tribes with their chapters and squads, and guilds.", register: on((*service).organisation)},
		{Method: http.MethodGet, Path: "/units/{id}", ID: "get-unit", Items: open, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "One unit", About: "A tribe, chapter, squad or guild with its people, 200 at most; the list of people pages through more.", register: on((*service).unit)},
	}
}

type peopleInput struct {
	Paged
	Words      string `query:"q" maxLength:"200" doc:"Words that must be part of the name or the e-mail address."`
	Unit       string `query:"unit" doc:"Only people of this unit; of a tribe with its squads and chapters." example:"4k2v6m8n0p1q3r5s7t9w2x4y6z"`
	Discipline string `query:"discipline" maxLength:"200" doc:"Only people of this discipline, by its id or name."`
}

func (in *peopleInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}

type peopleOutput struct{ Body People }

func (s *service) people(v visit, in *peopleInput) (*peopleOutput, error) {
	filter := workflow.DirectoryFilter{Words: in.Words, Discipline: in.Discipline, Limit: in.Limit}
	var ok bool
	if filter.Unit, ok = id.Parse[id.Unit](in.Unit); !ok && in.Unit != "" {
		return nil, fault.InvalidFields([]fault.Field{{Name: "unit", Message: "This is no unit's id."}})
	}
	if filter.After, ok = id.Parse[id.Person](in.Cursor); !ok && in.Cursor != "" {
		return nil, badCursor()
	}
	page, err := s.Workflow.Directory(v, v.actor, filter)
	if err != nil {
		return nil, err
	}
	return &peopleOutput{People{People: each(page.People, personOf), Total: page.Total, Next: string(page.Next)}}, nil
}

type idInput struct {
	ID string `path:"id" doc:"Its id." example:"4k2v6m8n0p1q3r5s7t9w2x4y6z"`
}

type personOutput struct{ Body Profile }

func (s *service) person(v visit, in *idInput) (*personOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.Workflow.Profile(v, v.actor, who)
	if err != nil {
		return nil, err
	}
	return &personOutput{profileOf(p)}, nil
}

type directReportsOutput struct{ Body DirectReports }

func (s *service) directReports(v visit, in *PagedOf) (*directReportsOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	after, ok := id.Parse[id.Person](in.Cursor)
	if !ok && in.Cursor != "" {
		return nil, badCursor()
	}
	page, err := s.Workflow.Reports(v, v.actor, who, after, in.Limit)
	if err != nil {
		return nil, err
	}
	return &directReportsOutput{DirectReports{Person: personRef(page.Manager), Reports: each(page.Reports, directReportOf), Next: string(page.Next)}}, nil
}

type personStepOutput struct{ Body Standing }

func (s *service) personStep(v visit, in *idInput) (*personStepOutput, error) {
	who, err := parse[id.Person](in.ID)
	if err != nil {
		return nil, err
	}
	view, err := s.Workflow.StepsAlone(v, v.actor, who)
	if err != nil {
		return nil, err
	}
	return &personStepOutput{standingOf(view)}, nil
}

type organisationOutput struct{ Body Organisation }

func (s *service) organisation(v visit, in *Paged) (*organisationOutput, error) {
	l := in.lists("tribes", "squads", "guilds")
	ask := workflow.OrgAsk{Limit: l.Limit}
	if in.Cursor != "" {
		ask.Only = map[string]org.UnitKind{"tribes": org.Tribe, "squads": org.Squad, "guilds": org.Guild}[l.of]
		ask.After = func(u id.Unit) bool { return !l.lost && opaque(string(u)) == l.at }
	}
	tree, found, err := s.Workflow.OrganisationPage(v, v.actor, ask)
	if err != nil {
		return nil, err
	}
	l.lost = !found
	l.goesOn("tribes", string(tree.Next.Tribes))
	l.goesOn("squads", string(tree.Next.Squads))
	l.goesOn("guilds", string(tree.Next.Guilds))
	out := Organisation{CTO: maybePerson(tree.CTO), Tribes: each(tree.Tribes, tribeOf), Squads: each(tree.Squads, unitOf), Guilds: each(tree.Guilds, unitOf)}
	out.GoesOn, err = l.end()
	return &organisationOutput{out}, err
}

type unitOutput struct{ Body UnitPage }

func (s *service) unit(v visit, in *idInput) (*unitOutput, error) {
	unit, err := parse[id.Unit](in.ID)
	if err != nil {
		return nil, err
	}
	page, err := s.Workflow.Unit(v, v.actor, unit)
	if err != nil {
		return nil, err
	}
	return &unitOutput{UnitPage{
		Unit: unitOf(page.UnitEntry), Chapters: each(page.Chapters, unitOf), Squads: each(page.Squads, unitOf),
		People: each(page.People, personOf), More: page.More,
	}}, nil
}
