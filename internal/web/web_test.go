package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/testkit/world"
)

// testSite serves the pages of a small organisation.
type testSite struct {
	*world.World
	handler http.Handler
}

func newSite(t *testing.T) *testSite {
	t.Helper()
	w := world.New(t, "sqlite")
	return &testSite{World: w, handler: New(Options{Workflow: w.Workflow, Log: slog.New(slog.DiscardHandler)})}
}

// visitor is somebody with a browser that keeps cookies.
type visitor struct {
	site    *testSite
	cookies map[string]string
}

// as signs the person of that first name in; "" is somebody who has not.
func (s *testSite) as(name string) *visitor {
	s.Helper()
	v := &visitor{site: s, cookies: map[string]string{}}
	if name != "" {
		in, err := s.SignInAs(s.Context(), s.Person(name), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		if err != nil {
			s.Fatal(err)
		}
		v.cookies["cairn_session"] = in.Token
	}
	return v
}

// answer is what the site said.
type answer struct {
	*goquery.Document
	status int
	to     string // where it leads on
	body   string
}

func (v *visitor) get(path string) answer { return v.send(http.MethodGet, path, nil) }

// post sends a form: names and values in turn.
func (v *visitor) post(path string, pairs ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return v.send(http.MethodPost, path, form)
}

func (v *visitor) send(method, path string, form url.Values) answer {
	v.site.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return v.answer(r)
}

// answer sends the request as this visitor.
func (v *visitor) answer(r *http.Request) answer {
	v.site.Helper()
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	if strings.Contains(w.Body.String(), "@ui.") {
		v.site.Errorf("%s %s shows a component's name in place of the component", r.Method, r.URL.Path)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		v.site.Fatal(err)
	}
	return answer{Document: doc, status: w.Code, to: w.Header().Get("Location"), body: w.Body.String()}
}

// text is the text of what the selector finds, its spaces made one.
func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// has fails the test unless the selector finds something.
func (a answer) has(t *testing.T, selectors ...string) {
	t.Helper()
	for _, s := range selectors {
		if a.Find(s).Length() == 0 {
			t.Errorf("no %s on the page (status %d)", s, a.status)
		}
	}
}
