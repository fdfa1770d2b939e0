package api

import (
	"net/http"

	"cairn/internal/access"
	"cairn/internal/workflow"
)

func searchOperations() []Operation {
	return []Operation{
		{Method: http.MethodGet, Path: "/search", ID: "search", Items: []string{"profile"}, Scope: access.ScopeOrganisation, Tag: "organisation",
			Summary: "Search", About: "People and units whose names have words that begin like those asked for, whatever their case and accents. Nothing that is between two people is ever searched.",
			register: on((*service).searchOrganisation)},
		{Method: http.MethodGet, Path: "/framework/search", ID: "search-framework", Items: []string{"framework"}, Scope: access.ScopeFramework, Tag: "framework",
			Summary: "Search the framework", About: "Steps, areas, disciplines, roles and examples, and the pages and questions of the guide, by their words.", register: on((*service).searchFramework)},
		{Method: http.MethodGet, Path: "/recognition/search", ID: "search-thanks", Items: []string{"recog"}, Scope: access.ScopeRecognition, Tag: "recognition",
			Summary: "Search the wall of thanks", About: "Posts that stand there, by their words, the newest first.", register: on((*service).searchWall)},
	}
}

type searchInput struct {
	Words string `query:"q" maxLength:"200" doc:"The words." example:"noor"`
}

func (*searchInput) place(field string) (Mistake, bool) {
	return Mistake{Location: "query." + field}, true
}

type searchOutput struct{ Body SearchResult }

// SearchResult is what a search finds, group by group.
type SearchResult struct {
	Groups    []SearchGroup `json:"groups"`
	Suggested []string      `json:"suggested" doc:"Words that would find something; there only when nothing was found."`
}

// SearchGroup are the things of one sort.
type SearchGroup struct {
	Name  string  `json:"name"`
	Found []Found `json:"found"`
	More  bool    `json:"more" doc:"Whether there is more than these."`
}

// Found is one thing.
type Found struct {
	Title   string `json:"title"`
	About   string `json:"about,omitempty" doc:"Where it is, in words."`
	Page    string `json:"page,omitempty" doc:"The address of its page."`
	Example string `json:"example,omitempty" doc:"The id of an example."`
}

func (s *service) searchOrganisation(v visit, in *searchInput) (*searchOutput, error) {
	return s.searchWithin(v, in, access.ScopeOrganisation)
}

func (s *service) searchFramework(v visit, in *searchInput) (*searchOutput, error) {
	return s.searchWithin(v, in, access.ScopeFramework)
}

func (s *service) searchWall(v visit, in *searchInput) (*searchOutput, error) {
	return s.searchWithin(v, in, access.ScopeRecognition)
}

func (s *service) searchWithin(v visit, in *searchInput, scope access.Scope) (*searchOutput, error) {
	found, err := s.Workflow.SearchWithin(v, v.actor, in.Words, scope)
	if err != nil {
		return nil, err
	}
	out := SearchResult{Groups: []SearchGroup{}, Suggested: append([]string{}, found.Suggested...)}
	for _, g := range found.Groups {
		out.Groups = append(out.Groups, SearchGroup{Name: g.Name, Found: each(g.Found, foundOf), More: g.More != ""})
	}
	return &searchOutput{out}, nil
}

func foundOf(f workflow.Found) Found {
	return Found{Title: f.Title, About: f.About, Page: f.Path, Example: string(f.Example.ID)}
}
