package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

// testSite is a whole site over a database of its own. Ada writes software and
// Noor is her manager; Bo has no discipline and no manager.
type testSite struct {
	*testing.T
	*workflow.Workflow
	http.Handler
	db            *store.DB
	clock         *clock.Fake
	ada, noor, bo id.Person
}

// newSite serves a site; change, when given, may change its options first.
func newSite(t *testing.T, change ...func(*Options)) *testSite {
	t.Helper()
	ctx := context.Background()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "cairn.db"), master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	fake := clock.NewFake(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))
	s := &testSite{T: t, db: db, clock: fake, Workflow: workflow.New(db, fake, workflow.AllowDemo()),
		ada: id.New[id.Person](), noor: id.New[id.Person](), bo: id.New[id.Person]()}
	s.must(db.Migrate(ctx))
	s.must(s.EnsureFramework(ctx))
	s.must(db.Update(ctx, fake.Now(), s.settle))
	s.must(s.SetManager(ctx, access.System(access.ViaCommand), s.ada, s.noor))
	o := Options{Workflow: s.Workflow, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for _, f := range change {
		f(&o)
	}
	s.Handler = New(o)
	return s
}

func (s *testSite) settle(tx *store.Tx) error {
	err := tx.AddPeople([]org.Person{
		{ID: s.ada, Name: "Ada Lindqvist", Email: "ada@example.org"},
		{ID: s.noor, Name: "Noor van Dijk", Email: "noor@example.org"},
		{ID: s.bo, Name: "Bo Ek", Email: "bo@example.org"},
	}, nil)
	if err != nil {
		return err
	}
	return tx.HoldDisciplines([]org.DisciplineHeld{{Person: s.ada, Discipline: "software-development", Span: org.Span{Since: tx.Now()}}})
}

func (s *testSite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// visitor is a browser that may be signed in.
type visitor struct {
	*testSite
	cookies map[string]string
}

// as is a browser in which the person is signed in; nobody when empty.
func (s *testSite) as(person id.Person) *visitor {
	s.Helper()
	v := &visitor{testSite: s, cookies: map[string]string{}}
	if person != "" {
		in, err := s.SignInAs(context.Background(), person, "a test")
		s.must(err)
		v.cookies["cairn_session"] = in.Token
	}
	return v
}

func (v *visitor) ask(r *http.Request) *httptest.ResponseRecorder {
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	return w
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	return v.ask(httptest.NewRequest(http.MethodGet, path, nil))
}

func (v *visitor) post(path string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.ask(r)
}

// page gets a page that is there.
func (v *visitor) page(path string) *goquery.Document {
	v.Helper()
	w := v.get(path)
	if w.Code != http.StatusOK {
		v.Fatalf("GET %s: %d\n%s", path, w.Code, w.Body)
	}
	return v.parse(w)
}

func (v *visitor) parse(w *httptest.ResponseRecorder) *goquery.Document {
	v.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	v.must(err)
	return d
}

// texts are the texts of what the selector finds, without idle spaces.
func texts(d *goquery.Document, selector string) []string {
	return d.Find(selector).Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}
