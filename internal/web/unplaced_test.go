package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const longWords = "Words that took\nan <evening> to find."

// What was typed comes back where the answer has no field for it: the session is over, the
// form is gone, or something in it is no text.
func TestWordsWithoutAPlaceAreGivenBack(t *testing.T) {
	s := newSite(t)
	noor, mats := s.as("noor"), s.as("mats")
	given := func(what string, a answer, status int) {
		t.Helper()
		if got := a.text(".notice-changed .prose"); a.status != status || got != "Words that took an <evening> to find." {
			t.Errorf("%s: %d, given back %q", what, a.status, got)
		}
	}
	given("signed out", s.as("").post("/recognition", "title", longWords, "story", longWords), http.StatusUnauthorized)
	given("nothing there", noor.post("/people/"+string(s.Person("ola"))+"/title", "words", longWords), http.StatusNotFound)
	given("no text", noor.post("/journal", "text", longWords+"\x00", "title", "\xff"), http.StatusUnprocessableEntity)

	at := "/people/" + string(s.Person("noor")) + "/title"
	noor.follow(t, noor.submit(t, noor.get(at), `form[action="`+at+`"]`, "title", "Engineer of ferries"))
	page := mats.get(at)
	mats.follow(t, mats.submit(t, page, `form[action$="/refusal"]`, "answer", "Say boats."))
	given("answered meanwhile", mats.submit(t, page, `form[action$="/refusal"]`, "answer", longWords, "idempotency_key", "another"), http.StatusConflict)
}

// Once is enough, a password never comes back, and nor does what another site sends.
func TestWordsWithAPlaceAreNotGivenBackTwice(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	at := "/people/" + string(s.Person("noor")) + "/title"
	if a := noor.submit(t, noor.get(at), `form[action="`+at+`"]`, "title", "Tribe/Guild Engineer", "words", longWords); a.Find(".notice-changed .prose").Length() > 0 {
		t.Errorf("words that are in their field: %q", a.text(".notice-changed"))
	}
	if a := s.as("").post("/account/password", "current", longWords, "password", longWords); a.status != http.StatusUnauthorized || strings.Contains(a.body, "evening") {
		t.Errorf("%d, a password is shown", a.status)
	}
	r := httptest.NewRequest(http.MethodPost, "/recognition", strings.NewReader("story=Words+of+another+site"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := noor.answer(r); a.status != http.StatusUnprocessableEntity || strings.Contains(a.body, "Words of") {
		t.Errorf("%d, words of another site are shown", a.status)
	}
}
