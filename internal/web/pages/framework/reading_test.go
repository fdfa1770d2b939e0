package framework

import (
	"bytes"
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
)

// unlike is a framework with all that the one we ship does without: parallel
// steps, examples for every step, a discipline that borrows, and a scale.
func unlike() *framework.Framework {
	return framework.New(framework.Framework{
		ID: "unlike", Name: "Ways & <Means>", Version: "3", Language: "en", Effective: "2026-02-03",
		Words:  framework.Words{Team: "crew", LineGroup: "craft", Area: "valley", Step: "level", Manager: "coach"},
		Policy: framework.Policy{ExamplesAre: framework.ExamplesAreRequirements, AreasNeeded: framework.AreasAll},
		Steps: []framework.Step{
			{ID: "begin", Name: "Begin", Order: 1, Sphere: "Yourself"},
			{ID: "make", Name: "Make", Order: 2, Track: framework.TrackIC, Approve: framework.Approve{By: "elder", Hear: []string{"elder", framework.HearSquadPeers, framework.HearPeopleAtStep}}},
			{ID: "lead", Name: "Lead", Order: 2, Track: framework.TrackPeople, Approve: framework.Approve{By: framework.ByUnitLead, Unit: framework.UnitTribe}},
			{ID: "shape", Name: "Shape", Order: 3, Track: framework.TrackPeople, Approve: framework.Approve{By: framework.ByUnitLead, Unit: framework.UnitChapter}},
		},
		Areas: []framework.Area{{ID: "craft", Name: "Craft", Order: 1, Kind: framework.Mastery}, {ID: "range", Name: "Range", Order: 2, Scale: "depth"}, {ID: "bare", Name: "Bare", Order: 3}},
		Disciplines: []framework.Discipline{
			{ID: "wood", Name: "Woodwork", Also: []string{"carpentry"}}, {ID: "toys", Name: "Toymaking", Near: "wood"}, {ID: "glass", Name: "Glass"},
		},
		Roles: []framework.Role{{ID: "elder", Name: "Elder", MinStep: "shape"}},
		Examples: []framework.Example{
			{ID: "always", Area: "craft", Step: framework.EveryStep, Text: "Always."},
			{ID: "start", Area: "craft", Step: "begin", Text: "Starts <b>well</b>.", Details: []string{"In detail."}},
			{ID: "saw", Area: "craft", Step: "begin", Text: "Saws.", Disciplines: []framework.DisciplineID{"wood"}},
			{ID: "plane", Area: "craft", Step: "make", Text: "Planes.", Disciplines: []framework.DisciplineID{"wood", "glass"}},
			{ID: "deep", Area: "range", Level: "two", Text: "Goes deep."},
		},
		Scales: []framework.Scale{{ID: "depth", Levels: []framework.Level{{ID: "two", Name: "Deep", Order: 2}, {ID: "one", Name: "Shallow", Order: 1}}}},
		FAQ:    []framework.QA{{Q: "Why?", A: "So."}, {Q: "Why?!", A: "Still so."}, {Q: "为什么?", A: "So."}},
	})
}

func read(discipline framework.DisciplineID) Reading {
	return Reading{Framework: unlike(), Discipline: discipline, Chosen: discipline != ""}
}

func ids(list []example) string {
	var all []string
	for _, e := range list {
		all = append(all, strings.TrimSuffix(string(e.ID)+"/"+e.Mark, "/"))
	}
	return strings.Join(all, " ")
}

func TestWhatIsShownWhere(t *testing.T) {
	for _, c := range []struct {
		discipline framework.DisciplineID
		step       framework.StepID
		at, shown  string
	}{
		{"", "begin", "start", "always start"},
		{"wood", "begin", "start saw/Woodwork", "always start saw/Woodwork"},
		{"toys", "begin", "start saw/Woodwork", "always start saw/Woodwork"},
		{"glass", "begin", "start", "always start"},
		{"glass", "make", "plane/Glass", "always plane/Glass"},
		{"", "make", "", "always"},
	} {
		r := read(c.discipline)
		if got := ids(r.at("craft", c.step)); got != c.at {
			t.Errorf("%s at %s: %q, want %q", c.discipline, c.step, got, c.at)
		}
		if got := ids(r.shown("craft", c.step)); got != c.shown {
			t.Errorf("%s shown at %s: %q, want %q", c.discipline, c.step, got, c.shown)
		}
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		query, own string
		want       Reading
	}{
		{"", "", Reading{}},
		{"", "Woodwork", Reading{Discipline: "wood", Own: true}},
		{"", "carpentry", Reading{Discipline: "wood", Own: true}},
		{"", "Astronomy", Reading{}},
		{"discipline=", "Woodwork", Reading{Chosen: true}},
		{"discipline=glass", "Woodwork", Reading{Discipline: "glass", Chosen: true}},
		{"discipline=gloss", "Woodwork", Reading{Unknown: true}},
	} {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got := Choose(unlike(), query, c.own)
		if got.Framework = nil; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q of %q: %+v, want %+v", c.query, c.own, got, c.want)
		}
	}
}

func TestWordsOfTheOrganisation(t *testing.T) {
	r, ctx := read(""), t.Context()
	step := func(id framework.StepID) framework.Step { s, _ := r.Step(id); return s }
	for got, want := range map[string]string{
		r.decides(ctx, step("begin")): "No level comes before it, so nobody is promoted to it. Which level describes you today, this one or a wider one, is for you and your coach to agree.",
		r.decides(ctx, step("make")):  "The Elder decides.",
		r.decides(ctx, step("lead")):  "The lead of your valley decides.",
		r.decides(ctx, step("shape")): "The lead of your craft decides.",
		r.heard(ctx, step("make")):    "People in the role of Elder, peers in your crew and people whose own influence reaches this far.",
		r.heard(ctx, step("lead")):    "",
		r.examplesHead(ctx):           "What is expected here",
		r.areasNeeded(ctx):            "A wider level takes all of them.",
		r.plural("party"):             "parties",
		r.plural("way"):               "ways",
		r.plural("branch"):            "branches",
		monthsInWords(ctx, 1):         "one month",
		monthsInWords(ctx, 12):        "twelve months",
		capital("élan"):               "Élan",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Reading{Framework: framework.New(framework.Framework{Language: "de"})}).plural("Schritt"); got != "Schritt" {
		t.Errorf("a German word became %q", got)
	}
}

// TestOurWordsAreSaidInTheReadersLanguage: an organisation's own stay as they are, in any.
func TestOurWordsAreSaidInTheReadersLanguage(t *testing.T) {
	ours := Reading{Framework: framework.New(framework.Framework{Language: "en", Words: framework.Words{Step: "step", Manager: "coach"}})}
	theirs := Reading{Framework: framework.New(framework.Framework{Language: "en", Words: framework.Words{Step: "level"}})}
	german := Reading{Framework: framework.New(framework.Framework{Language: "de", Words: framework.Words{Step: "stufe"}})}
	for _, c := range []struct {
		r           Reading
		in          lang.Language
		step, steps string
	}{
		{ours, lang.English, "step", "steps"}, {ours, lang.German, "Stufe", "Stufen"}, {ours, lang.Swedish, "steg", "steg"},
		{theirs, lang.English, "level", "levels"}, {theirs, lang.German, "level", "levels"}, {german, lang.German, "Stufe", "Stufen"},
	} {
		ctx := lang.With(t.Context(), c.in)
		if step, steps := c.r.step(ctx), c.r.steps(ctx); step != c.step || steps != c.steps {
			t.Errorf("in %s: %q, %q, want %q, %q", c.in.Name(), step, steps, c.step, c.steps)
		}
	}
	if got := ours.manager(lang.With(t.Context(), lang.German)); got != "coach" {
		t.Errorf("the manager is called %q", got)
	}
}

func TestParallelStepsShareARing(t *testing.T) {
	r := read("")
	for id, want := range map[framework.StepID][2]int{"begin": {0, 3}, "make": {1, 3}, "lead": {1, 3}, "shape": {2, 3}} {
		s, _ := r.Step(id)
		if at, of := r.ring(s); [2]int{at, of} != want {
			t.Errorf("%s is ring %d of %d, want %v", id, at, of, want)
		}
	}
	shape, _ := r.Step("shape")
	if before, ok := r.before(shape); !ok || before.ID != "lead" {
		t.Errorf("before shape comes %s", before.ID)
	}
}

func TestQuestionsHaveAnchorsOfTheirOwn(t *testing.T) {
	var got []string
	for _, q := range read("").questions() {
		got = append(got, q.Anchor)
	}
	if want := []string{"why", "why-2", "question-3"}; !slices.Equal(got, want) {
		t.Errorf("anchors %q, want %q", got, want)
	}
	long := anchorOf(strings.Repeat("really ", 40))
	if len(long) > longestAnchor || strings.HasSuffix(long, "-") {
		t.Errorf("anchor %q", long)
	}
}

// pages renders every page of the reading.
func pages(t *testing.T, r Reading) map[string]*goquery.Document {
	t.Helper()
	made := map[string]templ.Component{"overview": Overview(ui.Page{}, r), "roles": Roles(ui.Page{}, r), "faq": FAQ(ui.Page{}, r)}
	for _, s := range r.Steps {
		made["step "+string(s.ID)] = Step(ui.Page{}, r, s)
	}
	for _, a := range r.Areas {
		made["area "+string(a.ID)] = Area(ui.Page{}, r, a)
	}
	for _, d := range r.Disciplines {
		own := r
		own.Discipline = d.ID
		made["discipline "+string(d.ID)] = Discipline(ui.Page{}, own, d)
	}
	if pair, ok := PairOf(r.Framework, "", ""); ok {
		made["compare"] = Compare(ui.Page{}, r, pair)
	}
	parsed := map[string]*goquery.Document{}
	for name, c := range made {
		var b bytes.Buffer
		if err := c.Render(context.Background(), &b); err != nil {
			t.Fatal(name, err)
		}
		d, err := goquery.NewDocumentFromReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		parsed[name] = d
	}
	return parsed
}

func TestPagesOfAnUnlikeFramework(t *testing.T) {
	for _, discipline := range []framework.DisciplineID{"", "wood", "toys", "glass"} {
		all := pages(t, read(discipline))
		for name, page := range all {
			seen := map[string]bool{}
			page.Find("[id]").Each(func(_ int, e *goquery.Selection) {
				if id := e.AttrOr("id", ""); seen[id] {
					t.Errorf("%s in %s: the id %s stands twice", name, discipline, id)
				} else {
					seen[id] = true
				}
			})
			if page.Find("main b").Length() > 0 || strings.Contains(page.Find("main").Text(), "Examples to talk about") {
				t.Errorf("%s in %s: markup of an example came alive, or the head is not that of requirements", name, discipline)
			}
		}
		for page, want := range map[string]string{
			"step shape":       "Always.",
			"area craft":       "At every level",
			"area range":       "Goes deep.",
			"area bare":        "No examples are written here yet",
			"overview":         "in force since 3 February 2026",
			"discipline toys":  "for Woodwork",
			"discipline wood":  "carpentry",
			"discipline glass": "Nothing is marked for Glass here",
			"roles":            "Shape",
		} {
			text := strings.Join(strings.Fields(all[page].Find("main").Text()), " ")
			if !strings.Contains(text, want) {
				t.Errorf("%s in %q does not say %q: %s", page, discipline, want, text)
			}
		}
		if levels := all["area range"].Find(".section:has(#level-one) ~ .section:has(#level-two)").Length(); levels != 1 {
			t.Error("levels are not shown in their order")
		}
	}
	if text := pages(t, read("toys"))["step begin"].Find("main").Text(); !strings.Contains(text, "those of Woodwork, the nearest discipline") {
		t.Error("nothing says whose examples stand in")
	}
}

func TestPagesOfAnEmptyFramework(t *testing.T) {
	r := Reading{Framework: framework.New(framework.Framework{ID: "empty", Name: "Empty", Version: "1"})}
	for name, page := range pages(t, r) {
		if page.Find("h1").Length() != 1 || page.Find(".rings").Length() > 0 {
			t.Errorf("%s: no heading, or a picture of nothing", name)
		}
	}
	if _, ok := PairOf(r.Framework, "a", "b"); ok {
		t.Error("two steps where there are none")
	}
}

func TestALargeFrameworkIsNotDrawn(t *testing.T) {
	var steps []framework.Step
	for i := range mostRings + 1 {
		steps = append(steps, framework.Step{ID: framework.StepID(rune('a' + i)), Name: "S", Order: i})
	}
	r := Reading{Framework: framework.New(framework.Framework{Steps: steps, Areas: []framework.Area{{ID: "one", Name: "One"}}})}
	if page := pages(t, r)["overview"]; page.Find(".rings, .fw-ring").Length() > 0 || page.Find(".fw-steps > li").Length() != len(steps) {
		t.Error("a picture nobody can read, or steps that are missing")
	}
}
