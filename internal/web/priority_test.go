package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestAPriorityFromASuggestionToWhatCameOfIt(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	list := "/people/" + string(s.Person("noor")) + "/priorities"
	page := noor.get("/priorities")
	page.has(t, ".empty", `form[action="`+list+`"]`)
	page = mats.submit(t, mats.get(list), `form[action="`+list+`"]`, "text", "Open the mountain line.", "period", "other", "name", "Autumn", "from", "2026-09-01", "until", "soon")
	if page.status != http.StatusUnprocessableEntity || page.text(`textarea[name="text"]`) != "Open the mountain line." {
		t.Errorf("a mistake: status %d, kept %q", page.status, page.text(`textarea[name="text"]`))
	}
	page.has(t, ".error-summary a", "details[open] form", "#until-error", `input[name="until"][value="soon"]`, `input[name="name"][value="Autumn"]`)
	mats.follow(t, mats.submit(t, page, `form[action="`+list+`"]`, "until", "2026-12-20"))

	home := noor.get("/")
	if !strings.Contains(home.text("#priorities ~ *, main"), "Your priorities") || strings.Contains(home.body, "mountain") {
		t.Errorf("home reads %q", home.text("main"))
	}
	page = noor.get("/priorities")
	page.has(t, ".turn-yours", `form[action$="/agreement"]`, `input[value="not-taken-up"]`)
	page = noor.follow(t, noor.submit(t, page, `form[action$="/agreement"]`))
	address := strings.TrimSuffix(page.Find(`form[action$="/notes"]`).AttrOr("action", ""), "/notes")
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`"]`, "text", "Open half of it."))
	if got := page.text(".priority"); !strings.Contains(got, "Open the mountain line.") || !strings.Contains(got, "Open half of it.") || !strings.Contains(got, "holds until Mats Holm agrees") {
		t.Errorf("while other words wait it reads %q", got)
	}
	stale := mats.get(address)
	page = mats.follow(t, mats.submit(t, stale, `form[action$="/agreement"]`))
	if got := page.text(".priority"); strings.Contains(got, "mountain") || !strings.Contains(got, "Open half of it.") {
		t.Errorf("agreed anew it reads %q", got)
	}
	late := mats.submit(t, stale, `form[action="`+address+`/notes"]`, "words", "Typed meanwhile.")
	if late.status != http.StatusConflict || late.text("#words") != "Typed meanwhile." {
		t.Errorf("a stale note: %d, kept %q", late.status, late.text("#words"))
	}
	page = noor.submit(t, noor.get(address), `form[action="`+address+`/state"]`, "state", "ended")
	if page.status != http.StatusUnprocessableEntity {
		t.Errorf("ended without words: %d", page.status)
	}
	page.has(t, "#move-words-error")
	page = noor.follow(t, noor.submit(t, page, `form[action="`+address+`/state"]`, "state", "ended", "words", "It <b>runs</b>."))
	if got := page.text(".priority"); !strings.Contains(got, "It <b>runs</b>.") || page.Find(`form[action="`+address+`/carry-over"]`).Length() > 0 {
		t.Errorf("at its end it reads %q", got)
	}
}

func TestAPriorityGoesOnInAnotherPeriod(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	list := "/people/" + string(s.Person("noor")) + "/priorities"
	noor.follow(t, noor.submit(t, noor.get("/priorities"), `form[action="`+list+`"]`, "text", "Open the line."))
	page := mats.follow(t, mats.submit(t, mats.get(list), `form[action$="/agreement"]`))
	address := strings.TrimSuffix(page.Find(`form[action$="/notes"]`).AttrOr("action", ""), "/notes")
	page = mats.submit(t, page, `form[action="`+address+`/carry-over"]`, "period", "other", "text", "The rest.")
	if page.status != http.StatusUnprocessableEntity || page.text("#carry-text") != "The rest." {
		t.Errorf("without a period: %d, kept %q", page.status, page.text("#carry-text"))
	}
	page.has(t, "#carry-name-error", "#carry-from-error", "#carry-until-error")
	mats.follow(t, mats.submit(t, page, `form[action="`+address+`/carry-over"]`, "name", "Winter", "from", "2027-01-01", "until", "2027-03-01"))
	page = noor.get("/priorities")
	if page.Find("section h2").Length() < 3 || !strings.Contains(page.text("main"), "Winter") {
		t.Errorf("the periods read %q", page.text("main"))
	}
	noor.follow(t, noor.submit(t, page, `form[action$="/agreement"]`))
	if got := noor.get(address).text(".priority"); !strings.Contains(got, "Carried over") {
		t.Errorf("the earlier one reads %q", got)
	}
}

func TestASquadReadsWhatBothChose(t *testing.T) {
	s := newSite(t)
	noor, mats, ben := s.as("noor"), s.as("mats"), s.as("ben")
	list := "/people/" + string(s.Person("noor")) + "/priorities"
	noor.follow(t, noor.submit(t, noor.get("/priorities"), `form[action="`+list+`"]`, "text", "Open the line."))
	mats.follow(t, mats.submit(t, mats.get(list), `form[action$="/agreement"]`))
	noor.follow(t, noor.submit(t, noor.get("/priorities"), `form[action$="/priorities/shares"]`))
	if a := ben.get(list); a.status != http.StatusNotFound {
		t.Errorf("one of the two has chosen: %d", a.status)
	}
	mats.follow(t, mats.submit(t, mats.get(list), `form[action^="/priorities/shares/"][action$="/agreement"]`))
	a := ben.get(list)
	if a.status != http.StatusOK || !strings.Contains(a.body, "Open the line.") || a.Find(`main form[method="post"]`).Length() > 0 {
		t.Errorf("the squad: %d", a.status)
	}
	mats.follow(t, mats.submit(t, mats.get(list), `form[action$="/end"]`))
	if a := ben.get(list); a.status != http.StatusNotFound {
		t.Errorf("after the end: %d", a.status)
	}
}
