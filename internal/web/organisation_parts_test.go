package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestALargeOrganisationComesInPages: each list goes on by itself, nothing is left out or
// comes twice, and what is told of each unit is what is told where all are shown.
func TestALargeOrganisationComesInPages(t *testing.T) {
	s := newSite(t)
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,guilds,discipline,roles\n")
	for i := range 205 {
		fmt.Fprintf(&b, "Zed Number%03d,zed%03d@example.org,2024-01-01,Boat %03d,Harbour %03d,Coast %03d,Song %03d,Software development,Chapter lead\n", i, i, i, i, i, i%130)
	}
	s.bringIn(b.String())
	whole, err := s.Organisation(s.Context(), s.Actor("ola"))
	if err != nil {
		t.Fatal(err)
	}
	var want, guilds []string
	for _, tribe := range whole.Tribes {
		want = append(want, tribe.Name)
	}
	for _, g := range whole.Guilds {
		guilds = append(guilds, g.Name)
	}
	v := s.as("ola")
	names := func(a answer, list string) (names []string) {
		a.Find("#" + list + " + .section-body .units > li > a").Each(func(_ int, li *goquery.Selection) { names = append(names, li.Text()) })
		return names
	}
	follow := func(a answer, list string) answer {
		href, _, _ := strings.Cut(a.Find("#"+list+` + .section-body a[rel="next"]`).AttrOr("href", ""), "#")
		return v.get(href)
	}
	walk := func(list string) (all []string) {
		a := v.get("/organisation")
		for range 9 {
			found := names(a, list)
			if len(found) > 100 {
				t.Errorf("%d %s on a page", len(found), list)
			}
			all = append(all, found...)
			if a.Find("#"+list+` + .section-body a[rel="next"]`).Length() == 0 {
				a.has(t, "#"+list+` + .section-body .pager a[href="/organisation#`+list+`"]`)
				return all
			}
			a = follow(a, list)
		}
		return all
	}
	if got := walk("tribes"); !slices.Equal(got, want) {
		t.Errorf("tribes: %d, want %d: %.300v", len(got), len(want), got)
	}
	if got := walk("guilds"); !slices.Equal(got, guilds) {
		t.Errorf("guilds: %d, want %d: %.300v", len(got), len(guilds), got)
	}
	first := v.get("/organisation")
	if got := first.text("#tribes + .section-body"); !strings.Contains(got, "Coast 000 1 person · 1 chapter, 1 squad") {
		t.Errorf("a tribe is told as %.200q", got)
	}
	for list, label := range map[string]string{"tribes": "Pages: Tribes", "guilds": "Pages: Guilds"} {
		first.has(t, "#"+list+` + .section-body nav[aria-label="`+label+`"]`)
	}
	for _, list := range []string{"tribes", "guilds"} {
		first.has(t, `.org-lists a[href="#`+list+`"]`, "h2#"+list)
	}
	if first.Find(`.org-lists a[href="#squads"]`).Length() > 0 {
		t.Error("it leads to squads of which there are none")
	}
	second := follow(first, "tribes")
	if got := names(second, "guilds"); !slices.Equal(got, names(first, "guilds")) {
		t.Error("guilds go on where tribes do")
	}
	both := follow(second, "guilds")
	if !slices.Equal(names(both, "tribes"), names(second, "tribes")) || slices.Equal(names(both, "guilds"), names(first, "guilds")) {
		t.Error("tribes begin anew where guilds go on")
	}
	for _, odd := range []string{"?tribes=nothing", "?squads=%00", "?guilds=" + s.unit("Rivers")} {
		if a := v.get("/organisation" + odd); a.status != 200 {
			t.Errorf("%s answers %d", odd, a.status)
		}
	}
}

// TestWhatIsFoundAmongNamesOfUnitsComesInPages: a search shows the first few and leads to
// all of them.
func TestWhatIsFoundAmongNamesOfUnitsComesInPages(t *testing.T) {
	s := newSite(t)
	var b strings.Builder
	b.WriteString("name,e-mail,start date,squad,chapter,tribe,guilds,discipline,roles\n")
	for i := range 105 {
		fmt.Fprintf(&b, "Zed Number%03d,zed%03d@example.org,2024-01-01,Boat %03d,Harbour %03d,Coast,,Software development,Chapter lead\n", i, i, i, i)
	}
	s.bringIn(b.String())
	v := s.as("ola")
	search := v.get("/search?q=boat")
	if n := search.Find(`.search-found a[href^="/organisation/units/"]`).Length(); n != 8 {
		t.Errorf("a search shows %d units", n)
	}
	more := search.Find(`main .section a[href^="/organisation?"]`).AttrOr("href", "")
	if more != "/organisation?q=boat" {
		t.Fatalf("more is at %q", more)
	}
	first := v.get(more)
	names := func(a answer) []string { return a.Find(".units > li > a").Map(textOf) }
	second := v.get(first.Find(`a[rel="next"]`).AttrOr("href", ""))
	if got := append(names(first), names(second)...); len(names(first)) != 100 || len(got) != 105 || !slices.IsSorted(got) || got[104] != "Boat 104" {
		t.Errorf("found %d and then %d: %.300v", len(names(first)), len(names(second)), got)
	}
	if got := first.text("#found + .section-body li"); !strings.Contains(got, "1 person · squad of Coast") {
		t.Errorf("a unit is told as %.200q", got)
	}
	second.has(t, `.pager a[href="/organisation?q=boat"]`, `input[name="q"][value="boat"]`)
	if second.Find(`a[rel="next"]`).Length() != 0 || first.Find(`.pager a[href="/organisation?q=boat"]`).Length() != 0 {
		t.Error("there is a way on from the end, or back from the beginning")
	}
	none := v.get("/organisation?q=" + strings.Repeat("x", 300))
	if got := none.text(".empty"); !strings.Contains(got, "Nothing is found for") || none.Find(`.empty a[href="/organisation"]`).Length() != 1 {
		t.Errorf("nothing is found: %q", got)
	}
	for path, what := range map[string]string{"?q=%20": "Rivers", "?q=%21": "Nothing is found", "?q=%ff": "Rivers", "?q=boat&after=nothing": "Boat 000", "?q=boat&after=" + s.unit("Rivers"): "Show the whole"} {
		if a := v.get("/organisation" + path); a.status != 200 || !strings.Contains(a.text("main"), what) {
			t.Errorf("%s: %d %.200q", path, a.status, a.text("main"))
		}
	}
}
