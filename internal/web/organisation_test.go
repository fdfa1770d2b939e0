package web

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/web/pages/people"
)

func TestOrganisationShowsWhatBelongsToATribe(t *testing.T) {
	s := newSite(t)
	a := s.as("ola").get("/organisation")
	rivers := a.text("#u-" + s.unit("Rivers") + " + .section-body")
	for _, want := range []string{"Tove Lund leads · 8 people", "chaptersBackend Mats Holm leads · 4 people", "Frontend Mira Wolf leads", "squadsMarten 1 personOtter 4 people"} {
		if !strings.Contains(rivers, want) {
			t.Errorf("Rivers: %q, want %q", rivers, want)
		}
	}
	if got := a.text(".org-top"); got != "CTO Cai Torp" {
		t.Errorf("top: %q", got)
	}
	if got := a.text("#guilds + .section-body"); !strings.Contains(got, "Craft 2 people") {
		t.Errorf("guilds: %q", got)
	}
}

func TestUnitShowsLeadPartsAndPeople(t *testing.T) {
	s := newSite(t)
	v := s.as("ola")
	tribe := v.get("/organisation/units/" + s.unit("Rivers"))
	if tribe.text("h1") != "Rivers" || tribe.text(".page-head .kind") != "tribe" || !strings.Contains(tribe.text(".facts"), "Tove Lund") {
		t.Errorf("tribe: %q %q", tribe.text("h1"), tribe.text(".facts"))
	}
	tribe.has(t, "#chapters", "#squads", `.people a[href="`+s.profile("noor")+`"]`)
	chapter := v.get("/organisation/units/" + s.unit("Backend"))
	chapter.has(t, `.crumbs a[href="/organisation"]`, `.crumbs a[href$="`+s.unit("Rivers")+`"]`)
	if n := chapter.Find(".people > li").Length(); n != 4 {
		t.Errorf("%d people in the chapter", n)
	}
	if err := s.SetLead(s.Context(), access.System(access.ViaCommand), id.Unit(s.unit("Backend")), ""); err != nil {
		t.Fatal(err)
	}
	if got := v.get("/organisation/units/" + s.unit("Backend")).text(".notice"); !strings.Contains(got, "no manager through it") {
		t.Errorf("a chapter nobody leads says %q", got)
	}
}

func TestLargeOrganisationStaysSmall(t *testing.T) {
	s := newSite(t)
	s.crowd(1_000) // 125 squads in one tribe
	v := s.as("ola")
	a := v.get("/organisation")
	if got := a.text("#tribes + .section-body"); !strings.Contains(got, "1 chapter, 125 squads") {
		t.Errorf("tribes: %q", got)
	}
	for _, path := range []string{"/organisation", "/organisation/units/" + s.unit("Rivers and mountains"), "/organisation/units/" + s.unit("Backend engineering")} {
		a := v.get(path)
		if a.status != http.StatusOK || len(a.body) > 60_000 {
			t.Errorf("%s: status %d, %d bytes", path, a.status, len(a.body))
		}
	}
	chapter := v.get("/organisation/units/" + s.unit("Backend engineering"))
	all := chapter.Find(".unit-people > p a").AttrOr("href", "")
	if got := v.get(all).text(".people-total"); got != "1 000 people found, by name" {
		t.Errorf("%q leads to %q", all, got)
	}
}

func TestUnitsInThePlural(t *testing.T) {
	for one, want := range map[string]string{"squad": "squads", "community": "communities", "bus": "buses", "branch": "branches", "bay": "bays", "box": "boxes"} {
		if got := (people.Words{org.Squad: one}).Many(org.Squad); got != want {
			t.Errorf("%s: %s, want %s", one, got, want)
		}
	}
}
