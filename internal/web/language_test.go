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
