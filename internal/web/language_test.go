package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"cairn/internal/lang"
	"cairn/internal/testkit/world"
)

// TestEverybodyIsSpokenToInTheirLanguage: by what the browser asks for, then by what was
// chosen in it, and by what somebody chose for themselves wherever they sign in.
func TestEverybodyIsSpokenToInTheirLanguage(t *testing.T) {
	w := world.New(t, "sqlite")
	s := &testSite{World: w, handler: New(Options{Workflow: w.Workflow, Log: slog.New(slog.DiscardHandler), Languages: lang.NewOffer(lang.Languages()...)})}
	spoken := func(v *visitor, asked string) string {
		r := httptest.NewRequest(http.MethodGet, "/sign-in", nil)
		if v.cookies["cairn_session"] != "" {
			r = httptest.NewRequest(http.MethodGet, "/", nil)
		}
		r.Header.Set("Accept-Language", asked)
		return v.answer(r).Find("html").AttrOr("lang", "")
	}
	choose := func(v *visitor, l string) {
		if a := v.post("/language", "language", l, "return_to", "/growth"); a.status != http.StatusSeeOther || a.to != "/growth" {
			t.Errorf("choosing %q: status %d, to %s", l, a.status, a.to)
		}
	}
	nobody, noor, elsewhere := s.as(""), s.as("noor"), s.as("noor")
	for _, v := range []*visitor{nobody, noor} {
		if got := spoken(v, "sv-SE, en;q=0.5"); got != "sv" {
			t.Errorf("who asks for Swedish is spoken to in %q", got)
		}
		if got := spoken(v, "fr"); got != "en" {
			t.Errorf("who asks for French is spoken to in %q", got)
		}
		choose(v, "de")
		choose(v, "tlh") // nobody speaks it, and so nothing changes
		if got := spoken(v, "sv"); got != "de" {
			t.Errorf("who chose German is spoken to in %q", got)
		}
	}
	if got := spoken(elsewhere, "sv"); got != "de" {
		t.Errorf("in another browser Noor is spoken to in %q", got)
	}
	if got := elsewhere.get("/nothing/here").text("h1"); got != "Hier ist nichts für dich" {
		t.Errorf("a failure is told as %q", got)
	}
}

func TestOneLanguageIsNoChoice(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	if noor.get("/").Find(`form[action="/language"]`).Length() > 0 {
		t.Error("where one language is offered there is a choice")
	}
	noor.post("/language", "language", "sv")
	if got := noor.get("/").Find("html").AttrOr("lang", ""); got != "en" {
		t.Errorf("a language that is not offered was taken: %q", got)
	}
}

// Choosing another language leads back to a page: with what was asked of it, and after a
// form that was not taken to the one above the address that took it.
func TestAnotherLanguageLeadsBackToAPage(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	back := func(a answer) string {
		to, _ := a.Find(`form[action="/theme"] input[name="return_to"]`).Attr("value")
		return to
	}
	if got := back(noor.get("/search?q=ola")); got != "/search?q=ola" {
		t.Errorf("a search leads back to %q", got)
	}
	if got := back(s.as("").get("/sign-in?next=%2Fgrowth")); got != "/sign-in?next=%2Fgrowth" {
		t.Errorf("signing in leads back to %q", got)
	}
	for at, want := range map[string]string{"/growth/staying": "/growth", "/people/" + string(s.Person("noor")) + "/priorities": "/people/" + string(s.Person("noor")) + "/priorities", "/journal": "/journal"} {
		a := noor.post(at)
		if got := back(a); a.status != http.StatusUnprocessableEntity || got != want || noor.get(got).status != http.StatusOK {
			t.Errorf("%s: %d, leads back to %q", at, a.status, got)
		}
	}
	if a := s.as("").send(http.MethodHead, "/growth", nil); a.status != http.StatusSeeOther {
		t.Errorf("HEAD of a page: %d", a.status)
	}
}
