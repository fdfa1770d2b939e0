package trust

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/testkit/world"
	"cairn/internal/web"
	"cairn/internal/workflow"
)

// TestThePublicFrameworkShowsNobody: where the operator has opened the framework,
// everybody gets the same text, and nothing leads from it to anything of anybody.
func TestThePublicFrameworkShowsNobody(t *testing.T) {
	w := world.New(t, "sqlite")
	opened := workflow.New(w.DB, w.Clock, workflow.OpenFramework(), workflow.AllowDemo())
	pages := web.New(web.Options{Workflow: opened, Log: slog.New(slog.DiscardHandler)})
	in, err := opened.SignInAs(t.Context(), w.Person("noor"), "a test")
	must(t, err)
	for _, query := range []string{"", "?discipline=quality", "?step=individual&area=mastery", "?q=noor", "?step=nowhere"} {
		var first string
		for _, token := range []string{"", in.Token, "not a session"} {
			r := httptest.NewRequest(http.MethodGet, "/public/framework"+query, nil)
			if token != "" {
				r.AddCookie(&http.Cookie{Name: "cairn_session", Value: token})
			}
			got := httptest.NewRecorder()
			pages.ServeHTTP(got, r)
			if got.Code != http.StatusOK {
				t.Fatalf("%q: %d", query, got.Code)
			}
			if first == "" {
				first = got.Body.String()
			}
			if got.Body.String() != first {
				t.Errorf("%q greets whoever has signed in", query)
			}
		}
		page, err := goquery.NewDocumentFromReader(strings.NewReader(first))
		must(t, err)
		if n := page.Find("nav, .account, form[action*='people'], form[action*='search']").Length(); n > 0 {
			t.Errorf("%q: %d ways on to something else", query, n)
		}
		page.Find("main a[href], main form[action]").Each(func(_ int, s *goquery.Selection) {
			if to := s.AttrOr("href", s.AttrOr("action", "")); !strings.HasPrefix(to, "/public/framework") {
				t.Errorf("%q leads to %s", query, to)
			}
		})
		for _, name := range w.Names() {
			p, err := w.Profile(t.Context(), w.Actor("noor"), w.Person(name))
			must(t, err)
			for _, word := range []string{p.Name, p.Email, string(p.ID)} {
				if strings.Contains(first, word) {
					t.Errorf("%q says %s", query, word)
				}
			}
		}
	}
	for _, path := range []string{"/framework", "/framework/search?q=team", "/framework/print", "/people"} {
		got := httptest.NewRecorder()
		pages.ServeHTTP(got, httptest.NewRequest(http.MethodGet, path, nil))
		if got.Code != http.StatusSeeOther {
			t.Errorf("%s: %d; only one page is opened", path, got.Code)
		}
	}
}
