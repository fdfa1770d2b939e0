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
	if got := first.text("#tribes + .section-body"); !strings.Contains(got, "Coast 000 1 person· 1 chapter, 1 squad") {
		t.Errorf("a tribe is told as %.200q", got)
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
