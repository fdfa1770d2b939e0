package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestATitleFromAProposalToALetter(t *testing.T) {
	s := newSite(t)
	noor, mats, ola := s.as("noor"), s.as("mats"), s.as("ola")
	at := "/people/" + string(s.Person("noor")) + "/title"
	page := noor.get(at)
	page.has(t, `input[name="suggestion"]`, `a[href="/people/`+string(s.Person("noor"))+`"]`)
	page = noor.submit(t, page, `form[action="`+at+`"]`, "title", "Tribe/Guild Engineer", "words", "It fits.")
	if page.status != http.StatusUnprocessableEntity || !strings.Contains(page.text("#title-error"), "names a step") || page.text("#words") != "It fits." {
		t.Errorf("a step: %d, %q", page.status, page.text("#title-error"))
	}
	noor.follow(t, noor.submit(t, page, `form[action="`+at+`"]`, "title", "Engineer of <ferries>"))
	if box := mats.get("/inbox"); !strings.Contains(box.text("main"), "Noor Said’s outside title") {
		t.Errorf("the inbox reads %q", box.text("main"))
	}
	for _, path := range []string{at, "/title/letter"} {
		if a := ola.get(path); strings.Contains(a.body, "ferries") {
			t.Errorf("%s tells others", path)
		}
	}
	page = mats.submit(t, mats.get(at), `form[action$="/refusal"]`)
	if page.status != http.StatusUnprocessableEntity {
		t.Errorf("a no without words: %d", page.status)
	}
	page = mats.follow(t, mats.submit(t, page, `form[action$="/refusal"]`, "answer", "Say boats."))
	if got := noor.get(at).text("main"); !strings.Contains(got, "Say boats.") {
		t.Errorf("she reads %q", got)
	}
	mats.follow(t, mats.submit(t, page, `form[action="`+at+`"]`, "title", "Engineer of boats"))
	page = noor.follow(t, noor.submit(t, noor.get(at), `form[action$="/agreement"]`))
	if got := page.text(".title-signature"); got != "Noor Said Engineer of boats noor@example.org" {
		t.Errorf("the signature reads %q", got)
	}
	if got := ola.get("/people/" + string(s.Person("noor"))).text("main"); !strings.Contains(got, "Engineer of boats") {
		t.Error("the profile does not show it")
	}
	for query, words := range map[string][2]string{"": {"Noor Said works with us.", "boats"}, "?title=yes": {"Title: Engineer of boats.", "engineer,"}, "?title=yes&dates=yes": {"Title: Engineer of boats, since 12 May 2026.", "2025"},
		"?roles=yes": {"Software engineer", "boats"}, "?joined=yes": {"since 20 November 2025", "boats"}} {
		got := noor.get("/title/letter" + query).text(".letter")
		if !strings.Contains(got, words[0]) || strings.Contains(got, words[1]) {
			t.Errorf("%q: the letter reads %q", query, got)
		}
	}
	s.Clock.Advance(time.Hour)
	noor.follow(t, noor.submit(t, noor.get(at), `form[action="`+at+`/end"]`))
	if got := noor.get(at).text("#history + *, main"); !strings.Contains(got, "until") {
		t.Errorf("the history reads %q", got)
	}
	if got := noor.get("/journey").text("main"); !strings.Contains(got, "Outside, Engineer of boats") || !strings.Contains(got, "Outside, no longer Engineer of boats") {
		t.Errorf("the journey reads %q", got)
	}
}
