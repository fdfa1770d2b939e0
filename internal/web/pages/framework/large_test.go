package framework

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"cairn/internal/framework"
	"cairn/internal/web/ui"
)

// large is as large as real frameworks get: 2,000 examples, 200 areas, 200 steps.
func large() *framework.Framework {
	f := framework.Framework{ID: "large", Name: "Large", Version: "1"}
	for i := range 200 {
		f.Steps = append(f.Steps, framework.Step{ID: framework.StepID(fmt.Sprintf("step-%03d", i)), Name: fmt.Sprintf("Step number %d", i), Order: i, Sphere: "A sphere", Summary: strings.Repeat("What it is about. ", 5)})
		f.Areas = append(f.Areas, framework.Area{ID: framework.AreaID(fmt.Sprintf("area-%03d", i)), Name: fmt.Sprintf("Area number %d", i), Order: i, Summary: strings.Repeat("What it is about. ", 5), Kind: framework.Mastery})
	}
	for i := range 20 {
		f.Disciplines = append(f.Disciplines, framework.Discipline{ID: framework.DisciplineID(fmt.Sprintf("discipline-%02d", i)), Name: fmt.Sprintf("Discipline %d", i)})
	}
	for i := range 2000 {
		e := framework.Example{ID: framework.ExampleID(fmt.Sprintf("example-%04d", i)), Area: f.Areas[i*7%200].ID, Step: f.Steps[i%200].ID, Text: strings.Repeat(fmt.Sprintf("Explains plan %d to others. ", i), 5)}
		if i%200 == 3 { // one step says something about many areas
			e.Area = f.Areas[i/10].ID
		}
		if i%5 == 0 {
			e.Disciplines = []framework.DisciplineID{f.Disciplines[i%20].ID}
		}
		f.Examples = append(f.Examples, e)
	}
	return framework.New(f)
}

func size(t *testing.T, c templ.Component) (int, string) {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Len(), b.String()
}

const largestPage = 90 << 10

// TestALargeFrameworkHasLightPages: what is too long for one page is cut into
// parts or only named, and every example is still reached by its address.
func TestALargeFrameworkHasLightPages(t *testing.T) {
	f := large()
	r := Reading{Framework: f, Part: 1}
	wood := r.in(f.Disciplines[0].ID)
	pair, _ := PairOf(f, "step-003", "step-199")
	beside, _ := BesideOf(f, url.Values{})
	for name, c := range map[string]templ.Component{
		"overview": Overview(ui.Page{}, r), "roles": Roles(ui.Page{}, r), "step": Step(ui.Page{}, r, f.Steps[3]), "widest": Step(ui.Page{}, wood, f.Steps[199]),
		"area": Area(ui.Page{}, r, f.Areas[0]), "discipline": Discipline(ui.Page{}, wood, f.Disciplines[0]), "compare": Compare(ui.Page{}, r, pair),
		"disciplines": CompareDisciplines(ui.Page{}, r, beside), "search": Search(ui.Page{}, r, Look(r, url.Values{"q": {"plan"}})),
		"nothing": Search(ui.Page{}, r, Look(r, url.Values{"q": {"plam"}})), "print": Document(ui.Page{}, ExcerptOf(f, "/framework/print", nil)),
		"print step": Document(ui.Page{}, ExcerptOf(f, "/framework/print", url.Values{"step": {"step-003"}})),
	} {
		if n, _ := size(t, c); n > largestPage {
			t.Errorf("%s has %d bytes", name, n)
		}
	}
}

func TestEveryExampleOfALargeFrameworkIsReached(t *testing.T) {
	f := large()
	pages := map[string]string{}
	for _, e := range f.Examples {
		to, err := url.Parse(Reading{Framework: f}.examplePath(example{Example: e}))
		if err != nil {
			t.Fatal(err)
		}
		key := to.Path + "?" + to.RawQuery
		if pages[key] == "" {
			s, _ := f.Step(e.Step)
			_, pages[key] = size(t, Step(ui.Page{}, Choose(f, to.Query(), ""), s))
		}
		if !strings.Contains(pages[key], `<li id="`+to.Fragment+`"`) {
			t.Fatalf("%s is not on %s", e.ID, key)
		}
	}
}

func TestPartsGoThroughEverything(t *testing.T) {
	all := make([]int, 2*onePart+1)
	for asked, want := range map[string][3]any{
		"":    {onePart, "", "/x?part=2"},
		"2":   {onePart, "/x", "/x?part=3"},
		"3":   {1, "/x?part=2", ""},
		"9":   {1, "/x?part=2", ""},
		"-1":  {onePart, "", "/x?part=2"},
		"1e9": {onePart, "", "/x?part=2"},
	} {
		r := Reading{Part: partOf(url.Values{"part": {asked}})}
		if got := [3]any{len(part(r, all)), r.beforePart("/x", len(all)), r.afterPart("/x", len(all))}; got != want {
			t.Errorf("part %q: %v, want %v", asked, got, want)
		}
	}
	if got := part(Reading{}, []int{}); len(got) != 0 {
		t.Error("a part of nothing")
	}
}
