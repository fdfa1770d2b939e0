package framework

import (
	"context"
	"net/url"
	"strconv"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// Found is what a search among the examples came to.
type Found struct {
	framework.Search
	Hits    []framework.Hit
	From    int  // the first hit of this page, counted from nothing
	Unknown bool // the address names a step, area or discipline that is not there
	Suggest []string
}

const (
	longestSearch = 200
	hitsOnPage    = 40
)

// Look searches as the query asks. What the framework does not have narrows
// nothing; what is not known as a question is passed over.
func Look(r Reading, query url.Values) Found {
	words := []rune(query.Get("q"))
	found := Found{Search: framework.Search{Words: string(words[:min(len(words), longestSearch)])}}
	if asked := framework.StepID(query.Get("step")); asked != "" {
		_, known := r.Step(asked)
		found.narrow(known || asked == framework.EveryStep, func() { found.Step = asked })
	}
	if asked := framework.AreaID(query.Get("area")); asked != "" {
		_, known := r.Area(asked)
		found.narrow(known, func() { found.Area = asked })
	}
	if asked := framework.DisciplineID(query.Get("discipline")); asked != "" {
		_, known := r.Framework.Discipline(asked)
		found.narrow(known, func() { found.Discipline = asked })
	}
	if found.Search == (framework.Search{}) {
		return found
	}
	found.Hits = r.Find(found.Search)
	if len(found.Hits) == 0 {
		found.Suggest = r.Suggest(found.Words)
	}
	if from, err := strconv.Atoi(query.Get("from")); err == nil && from > 0 && from < len(found.Hits) {
		found.From = from / hitsOnPage * hitsOnPage
	}
	return found
}

func (f *Found) narrow(known bool, set func()) {
	if known {
		set()
	}
	f.Unknown = f.Unknown || !known
}

// asked tells whether anything was looked for.
func (f Found) asked() bool { return f.Search != framework.Search{} }

func (f Found) narrowed() bool { return f.Step != "" || f.Area != "" || f.Discipline != "" }

// here are the hits on this page.
func (f Found) here() []framework.Hit { return f.Hits[f.From:min(f.From+hitsOnPage, len(f.Hits))] }

// path is the address of this search, with other words or another beginning.
func (f Found) path(words string, from int) string {
	return searchPath(framework.Search{Words: words, Step: f.Step, Area: f.Area, Discipline: f.Discipline}, from)
}

func searchPath(s framework.Search, from int) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": s.Words, "step": string(s.Step), "area": string(s.Area), "discipline": string(s.Discipline),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	if len(q) == 0 {
		return "/framework/search"
	}
	return "/framework/search?" + q.Encode()
}

func (f Found) before() string {
	if f.From == 0 {
		return ""
	}
	return f.path(f.Words, f.From-hitsOnPage)
}

func (f Found) after() string {
	if f.From+hitsOnPage >= len(f.Hits) {
		return ""
	}
	return f.path(f.Words, f.From+hitsOnPage)
}

// foundArea is what was found in one area, step by step.
type foundArea struct {
	framework.Area
	Places []foundPlace
}

type foundPlace struct {
	Name string
	Hits []framework.Hit
}

// byArea groups the hits of this page, which come in that order.
func (r Reading) byArea(ctx context.Context, hits []framework.Hit) (areas []foundArea) {
	for _, h := range hits {
		if n := len(areas); n == 0 || areas[n-1].ID != h.Area {
			a, _ := r.Area(h.Area)
			areas = append(areas, foundArea{Area: a})
		}
		area := &areas[len(areas)-1]
		name := r.placeName(ctx, h.Example)
		if n := len(area.Places); n == 0 || area.Places[n-1].Name != name {
			area.Places = append(area.Places, foundPlace{Name: name})
		}
		place := &area.Places[len(area.Places)-1]
		place.Hits = append(place.Hits, h)
	}
	return areas
}

// placeName is where an example stands within its area.
func (r Reading) placeName(ctx context.Context, e framework.Example) string {
	if e.Step == framework.EveryStep {
		return lang.Say(ctx, "At every {step}", "step", r.step(ctx))
	}
	if s, ok := r.Step(e.Step); ok {
		return s.Name
	}
	a, _ := r.Area(e.Area)
	for _, l := range r.levels(a) {
		if l.ID == e.Level {
			return l.Name
		}
	}
	return lang.Say(ctx, "Elsewhere")
}

// piece is a part of a text, found or not.
type piece struct {
	Text  string
	Found bool
}

func pieces(text string, at []framework.Extent) (list []piece) {
	from := 0
	for _, e := range at {
		if e.From > from {
			list = append(list, piece{text[from:e.From], false})
		}
		list = append(list, piece{text[e.From:e.To], true})
		from = e.To
	}
	if from < len(text) {
		list = append(list, piece{text[from:], false})
	}
	return list
}

// foundPath leads to the example, in the discipline that was searched when it is
// marked for it.
func (r Reading) foundPath(f Found, e framework.Example) string {
	r.Discipline, r.Chosen = f.Discipline, f.Discipline != ""
	return r.examplePath(example{Example: e})
}

func (r Reading) marksOf(e framework.Example) (names []string) {
	for _, d := range e.Disciplines {
		names = append(names, r.disciplineName(d))
	}
	return names
}

// choices are the options of a select whose first stands for all.
func choices(all string, chosen string, each func(add func(value, label string))) []ui.Option {
	options := []ui.Option{{Label: all, Selected: chosen == ""}}
	each(func(value, label string) {
		options = append(options, ui.Option{Value: value, Label: label, Selected: value == chosen})
	})
	return options
}

func (r Reading) stepChoices(all, chosen string) []ui.Option {
	return choices(all, chosen, func(add func(string, string)) {
		for _, s := range r.StepsInOrder() {
			add(string(s.ID), s.Name)
		}
	})
}

func (r Reading) areaChoices(all, chosen string) []ui.Option {
	return choices(all, chosen, func(add func(string, string)) {
		for _, a := range r.AreasInOrder() {
			add(string(a.ID), a.Name)
		}
	})
}

func (r Reading) disciplineChoices(all, chosen string) []ui.Option {
	return choices(all, chosen, func(add func(string, string)) {
		for _, d := range r.Disciplines {
			add(string(d.ID), d.Name)
		}
	})
}
