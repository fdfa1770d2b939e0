package workflow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
)

// Found is one thing that a search finds.
type Found struct {
	Title string
	Path  string
	About string // beside the title: where somebody works, what kind of unit, where an example stands

	Example framework.Example // of the framework; its page knows its address
}

// FoundGroup are the things of one sort.
type FoundGroup struct {
	Name  string
	Found []Found
	More  string // where more of the same is found; empty when this is all
}

// SearchResult is what a search finds, group by group. Suggested are other words
// that would find something; there only when nothing was found.
type SearchResult struct {
	Words     string
	Groups    []FoundGroup
	Suggested []string
}

// Any tells whether something was found.
func (s SearchResult) Any() bool { return len(s.Groups) > 0 }

// searching is what one search looks with.
type searching struct {
	*store.Reader
	w     *Workflow
	only  *access.Scope // nil: of every scope
	text  string        // as typed
	words []string      // bare
}

// searchSource is a sort of thing that can be found. Scope is what a token needs.
// Each reads only what is open to everybody who has signed in: nothing that two
// write with each other, and no Step, is ever looked into.
type searchSource struct {
	name  string
	scope access.Scope
	find  func(searching) (FoundGroup, error)
}

// searchSources is the one list of what can be found, in the order in which it is
// shown. What brings a new sort adds its line here.
var searchSources = []searchSource{
	{lang.Later("People"), access.ScopeOrganisation, searching.people},
	{lang.Later("Organisation"), access.ScopeOrganisation, searching.units},
	{lang.Later("Framework"), access.ScopeFramework, searching.parts},
	{lang.Later("Examples"), access.ScopeFramework, searching.examples},
	{lang.Later("Recognition"), access.ScopeRecognition, searching.posts},
	{lang.Later("Guide"), access.ScopeFramework, searching.guide},
}

// Limits of a search.
const (
	mostFound      = 8 // of one sort on the page of all
	mostSearched   = 200
	mostSuggested  = 3
	mostNamesAsked = 1500
)

// Search looks for words in everything that is open to whoever has signed in.
func (w *Workflow) Search(ctx context.Context, actor access.Actor, words string) (SearchResult, error) {
	if err := own(actor); err != nil {
		return SearchResult{}, err
	}
	return w.search(ctx, actor, words, nil)
}

// SearchWithin looks only for what is of the scope.
func (w *Workflow) SearchWithin(ctx context.Context, actor access.Actor, words string, scope access.Scope) (SearchResult, error) {
	if err := reads(actor, scope); err != nil {
		return SearchResult{}, err
	}
	return w.search(ctx, actor, words, &scope)
}

func (w *Workflow) search(ctx context.Context, actor access.Actor, words string, only *access.Scope) (s SearchResult, err error) {
	runes := []rune(words)
	s.Words = strings.TrimSpace(string(runes[:min(len(runes), mostSearched)]))
	bare := org.BareWords(s.Words)
	if len(bare) == 0 {
		return s, nil
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		in := searching{Reader: r, w: w, only: only, text: s.Words, words: bare}
		for _, source := range searchSources {
			if !in.within(source.scope) {
				continue
			}
			group, err := source.find(in)
			if err != nil {
				return err
			}
			if group.Name = source.name; len(group.Found) > 0 {
				s.Groups = append(s.Groups, group)
			}
		}
		if len(s.Groups) == 0 {
			s.Suggested, err = in.suggested()
		}
		return err
	})
	return s, err
}

func (s searching) within(scope access.Scope) bool { return s.only == nil || *s.only == scope }

// cut keeps a group short and says where the rest is.
func (g FoundGroup) cut(more string) FoundGroup {
	if len(g.Found) > mostFound {
		g.Found, g.More = g.Found[:mostFound], more
	}
	return g
}

func (s searching) people() (g FoundGroup, err error) {
	found, err := s.PeopleNamed(s.nameWords(), mostFound+1)
	if err != nil {
		return g, err
	}
	n, err := s.w.names(s.Reader)
	if err != nil {
		return g, err
	}
	list, err := entries(s.Reader, n, found)
	for _, p := range list {
		var where []string
		for _, u := range p.Units {
			where = append(where, u.Name)
		}
		g.Found = append(g.Found, Found{Title: p.Name, Path: "/people/" + string(p.ID), About: strings.Join(where, ", ")})
	}
	return g.cut("/people"), err
}

// nameWords are the words as names and addresses are searched: an address is one.
func (s searching) nameWords() []string {
	if strings.Contains(s.text, "@") {
		return strings.Fields(org.Bare(s.text))
	}
	return s.words
}

func (s searching) units() (g FoundGroup, err error) {
	names, err := s.w.names(s.Reader)
	if err != nil {
		return g, err
	}
	units, known, err := s.UnitsNamed(s.words, "", mostFound+1)
	maps.Copy(names.units, known)
	for _, u := range units {
		about := names.unitWord(u.Kind)
		if ref := names.unit(u.ID); ref.Tribe != nil {
			about = lang.Say(s.Context(), "{kind} of {tribe}", "kind", about, "tribe", ref.Tribe.Name)
		}
		g.Found = append(g.Found, Found{Title: u.Name, Path: "/organisation/units/" + string(u.ID), About: about})
	}
	return g.cut("/organisation"), err
}

// in tells whether each word begins a word of the text.
func (s searching) in(text string) bool {
	in := " " + strings.Join(org.BareWords(text), " ") + " "
	return !slices.ContainsFunc(s.words, func(w string) bool { return !strings.Contains(in, org.AtBeginning(w)) })
}

// framework is the version in force; none while none is published.
func (s searching) framework() (*framework.Framework, error) {
	f, err := s.w.current(s.Reader)
	if fault.Is(err, fault.Unavailable) {
		return framework.New(framework.Framework{}), nil
	}
	return f, err
}

// parts are steps, areas, disciplines, roles and questions of the framework.
func (s searching) parts() (g FoundGroup, err error) {
	f, err := s.framework()
	if err != nil {
		return g, err
	}
	add := func(name, path, about string) {
		if s.in(name) {
			g.Found = append(g.Found, Found{Title: name, Path: path, About: about})
		}
	}
	for _, step := range f.StepsInOrder() {
		add(step.Name, "/framework/steps/"+string(step.ID), "step")
	}
	for _, a := range f.AreasInOrder() {
		add(a.Name, "/framework/areas/"+string(a.ID), "area")
	}
	for _, d := range f.Disciplines {
		add(d.Name, "/framework/disciplines/"+string(d.ID), "discipline")
	}
	for _, r := range f.Roles {
		add(r.Name, "/framework/roles", "role")
	}
	return g.cut("/framework"), nil
}

func (s searching) examples() (g FoundGroup, err error) {
	f, err := s.framework()
	if err != nil {
		return g, err
	}
	for _, hit := range f.Find(framework.Search{Words: s.text}) {
		area, _ := f.Area(hit.Area)
		about := area.Name
		if step, ok := f.Step(hit.Step); ok {
			about += ", " + step.Name
		}
		g.Found = append(g.Found, Found{Title: hit.Example.Text, About: about, Example: hit.Example})
	}
	return g.cut("/framework/search"), nil
}

// mostPostsSearched bounds how far back the wall is looked through.
const mostPostsSearched = 500

// posts are what stands on the wall, the newest first.
func (s searching) posts() (g FoundGroup, err error) {
	posts, _, err := s.Wall(store.WallFilter{Limit: mostPostsSearched})
	for _, p := range posts {
		if s.in(p.Work + " " + p.Project + " " + p.Text) {
			g.Found = append(g.Found, Found{Title: p.Work, Path: pathOf("recognition/" + string(p.ID)), About: p.Project})
		}
	}
	return g.cut("/recognition"), err
}

// suggested are words that would find something, the nearest first.
func (s searching) suggested() (list []string, err error) {
	if s.within(access.ScopeOrganisation) {
		near, err := s.nearNames()
		if err != nil {
			return nil, err
		}
		list = append(list, near...)
	}
	if s.within(access.ScopeFramework) {
		f, err := s.framework()
		if err != nil {
			return nil, err
		}
		list = append(list, f.Suggest(s.text)...)
	}
	return list[:min(len(list), mostSuggested)], nil
}

// nearNames offers names for words that are nearly one. They share the first
// letters, so that not everybody has to be looked at.
func (s searching) nearNames() ([]string, error) {
	best := slices.Clone(s.words)
	for i, w := range s.words {
		letters := []rune(w)
		known, err := s.NamesLike(string(letters[:1]), mostNamesAsked)
		if err != nil {
			return nil, err
		}
		slices.Sort(known)
		known = slices.DeleteFunc(slices.Compact(known), func(k string) bool { return strings.Contains(k, "@") })
		if slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, w) }) {
			continue
		}
		near := framework.Nearest(w, known)
		if len(near) == 0 {
			return nil, nil
		}
		best[i] = near[0]
	}
	found, err := s.PeopleNamed(best, 1)
	if err != nil || len(found) == 0 || slices.Equal(best, s.words) {
		return nil, err
	}
	return []string{strings.Join(best, " ")}, nil
}

// mostWithout bounds how many of them get their words in one transaction.
const mostWithout = 500

// EnsureWords keeps by which words people and units are found that came before that was
// kept. It writes only where there is one.
func (w *Workflow) EnsureWords(ctx context.Context) error {
	missing := false
	if err := w.view(ctx, func(r *store.Reader) (err error) { missing, err = r.WordsMissing(); return err }); err != nil || !missing {
		return err
	}
	for {
		n := 0
		err := w.update(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.KeepMissingWords(mostWithout)
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}
