package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cairn/internal/testkit/world"
)

// secureSite is reached over TLS.
func secureSite(t *testing.T) *testSite {
	t.Helper()
	w := world.New(t, "sqlite")
	return &testSite{World: w, handler: New(Options{Workflow: w.Workflow, Log: slog.New(slog.DiscardHandler), PublicURL: &url.URL{Scheme: "https", Host: "cairn.example.org"}})}
}

func (s *testSite) raw(method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Result()
}

// TestEveryAnswerHoldsTheBrowser: pages, files, failures and ways on alike.
func TestEveryAnswerHoldsTheBrowser(t *testing.T) {
	s := secureSite(t)
	wanted := map[string]string{
		"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Access-Control-Allow-Origin":  "",
		"Server":                       "",
	}
	for _, path := range []string{"/sign-in", "/", "/nothing/here", "/healthz", "/robots.txt", "/invitation/none", "/assets/none", "/people/none"} {
		h := s.raw(http.MethodGet, path, "Origin", "https://elsewhere.example").Header
		for name, value := range wanted {
			if got := h.Get(name); got != value {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		for _, directive := range []string{"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
			if !slices.Contains(strings.Split(h.Get("Content-Security-Policy"), "; "), directive) {
				t.Errorf("%s: the policy has no %s", path, directive)
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %q, %q", path, h.Get("Content-Security-Policy"), h.Get("Cache-Control"))
		}
		if kind := h.Get("Content-Type"); kind != "" && !strings.HasSuffix(kind, "; charset=utf-8") {
			t.Errorf("%s: %q says no charset", path, kind)
		}
	}
}

// TestEveryCookieIsHeldToItsHost: each one that the pages set, over TLS.
func TestEveryCookieIsHeldToItsHost(t *testing.T) {
	s := secureSite(t)
	in, err := s.SignInAs(t.Context(), s.Person("noor"), "a test")
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{site: s, cookies: map[string]string{"__Host-cairn": in.Token}}
	if a := v.get("/account"); a.status != http.StatusOK {
		t.Fatalf("status %d", a.status)
	}
	seen := map[string]bool{}
	for _, form := range []string{"theme=dark", "theme=auto"} {
		s.cookiesOf(t, seen, "/theme", form, "")
	}
	s.cookiesOf(t, seen, "/language", "language=en", in.Token)
	s.cookiesOf(t, seen, "/account/zone", "zone=Europe/Stockholm&idempotency_key=z", in.Token)
	s.cookiesOf(t, seen, "/sign-out", "", in.Token)
	for _, name := range []string{"__Host-cairn", "__Host-theme", "__Host-language", "__Host-flash"} {
		if !seen[name] {
			t.Errorf("%s was not set: %v", name, seen)
		}
	}
}

func (s *testSite) cookiesOf(t *testing.T, seen map[string]bool, path, form, token string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-cairn", Value: token})
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		seen[c.Name] = true
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%s sets %s", path, c.Raw)
		}
	}
}

// TestAnotherSiteMakesNobodyAct: whatever another site makes a browser send is refused.
func TestAnotherSiteMakesNobodyAct(t *testing.T) {
	s := newSite(t)
	v := s.as("noor")
	for _, from := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
		r := httptest.NewRequest(http.MethodPost, "/account/sessions/end-all", strings.NewReader("idempotency_key=x"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(from[0], from[1])
		if a := v.answer(r); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text("main"), "another site") {
			t.Errorf("%v: %d", from, a.status)
		}
	}
}

// TestOnlyPathsOfThisSiteAreFollowed: nobody is led elsewhere by what an address says.
func TestOnlyPathsOfThisSiteAreFollowed(t *testing.T) {
	for to, want := range map[string]string{
		"/people?q=a": "/people?q=a", "": "/", "people": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example/": "/",
		"javascript:alert(1)": "/", "/%zz": "/", "\t//evil.example": "/", "///evil.example": "/",
	} {
		if got := localPath(to, "/"); got != want {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

// TestOtherMethodsDoNothing: what a route does not name is answered as if nothing
// were there, and nothing that was sent comes back.
func TestOtherMethodsDoNothing(t *testing.T) {
	s := newSite(t)
	for _, method := range []string{http.MethodTrace, http.MethodPut, http.MethodDelete, http.MethodOptions, "PROPFIND"} {
		for _, path := range []string{"/", "/sign-in", "/account/zone"} {
			a := s.raw(method, path, "X-Echo", "heard again")
			body := make([]byte, 64<<10)
			n, _ := a.Body.Read(body)
			if a.StatusCode < 400 || strings.Contains(string(body[:n]), "heard again") || a.Header.Get("X-Echo") != "" {
				t.Errorf("%s %s: %d", method, path, a.StatusCode)
			}
		}
	}
}

// TestOtherBrowsersAreEndedAfterAChange: beside what changes how one signs in.
func TestOtherBrowsersAreEndedAfterAChange(t *testing.T) {
	s := newSite(t)
	here := s.as("noor")
	if page := here.get("/account/sign-in"); page.Find("#elsewhere").Length() > 0 {
		t.Error("there is nowhere else")
	}
	there := s.as("noor")
	page := here.get("/account/sign-in")
	page.has(t, `#elsewhere`, `form[action="/account/sessions/end-all"]`)
	here.follow(t, here.submit(t, page, `form[action="/account/sessions/end-all"]`))
	if there.get("/account").status == http.StatusOK || here.get("/account").status != http.StatusOK {
		t.Error("not exactly the others were ended")
	}
}
