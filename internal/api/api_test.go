package api

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// site is the API over a world, with a token for everybody who needs one.
type site struct {
	*world.World
	handler http.Handler
	log     *bytes.Buffer

	raw      *sql.DB // past Cairn
	counting string  // a query over all of it
}

func newSite(t *testing.T) *site {
	t.Helper()
	return siteOn(t, "sqlite")
}

func siteOn(t *testing.T, engine string) *site {
	t.Helper()
	w := world.New(t, engine)
	s := &site{World: w, log: &bytes.Buffer{}}
	s.handler = New(Options{Workflow: w.Workflow, Log: slog.New(slog.NewTextHandler(s.log, nil))})
	return s
}

// caller asks with one token.
type caller struct {
	*site
	token string
}

// as makes a token of the person's, of all scopes when none is named.
func (s *site) as(name string, scopes ...access.Scope) caller {
	s.Helper()
	if len(scopes) == 0 {
		scopes = access.Scopes()
	}
	text, err := s.MakeToken(s.Context(), s.Actor(name), workflow.Once{}, workflow.NewToken{Name: "test", Scopes: scopes, Days: 30})
	if err != nil {
		s.Fatal(err)
	}
	return caller{s, text}
}

// answer is what came back.
type answer struct {
	*testing.T
	code   int
	header http.Header
	body   string
}

// ask sends a request; what follows the body are headers, name and value.
func (c caller) ask(method, path, body string, headers ...string) answer {
	c.Helper()
	c.Clock.Advance(pace) // one request's worth
	return c.twice(method, path, body, headers...)
}

func (c caller) send(method, path, body string, headers ...string) answer {
	r := httptest.NewRequest(method, Prefix+path, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, Prefix+path, nil)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return answer{c.T, w.Code, w.Header(), w.Body.String()}
}

func (c caller) get(path string) answer { c.Helper(); return c.ask(http.MethodGet, path, "") }
func (c caller) post(path, body string, headers ...string) answer {
	c.Helper()
	return c.ask(http.MethodPost, path, body, headers...)
}
func (c caller) put(path, body string, headers ...string) answer {
	c.Helper()
	return c.ask(http.MethodPut, path, body, headers...)
}

// is fails the test when the answer has another status.
func (a answer) is(code int) answer {
	a.Helper()
	if a.code != code {
		a.Fatalf("answered %d %s, want %d", a.code, a.body, code)
	}
	return a
}

// same tells whether both were answered with the same bytes and headers, but for how
// many requests are left, which whoever asks has counted.
func (a answer) same(b answer) bool {
	one, other := a.header.Clone(), b.header.Clone()
	one.Del("RateLimit")
	other.Del("RateLimit")
	left, _ := json.Marshal(one)
	right, _ := json.Marshal(other)
	return a.code == b.code && a.body == b.body && bytes.Equal(left, right)
}

func read[T any](a answer) (v T) {
	a.Helper()
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		a.Fatalf("%s: %v", a.body, err)
	}
	return v
}

// places lists where the mistakes of a problem are.
func (a answer) places() (list []string) {
	a.Helper()
	for _, m := range read[Problem](a).Errors {
		list = append(list, m.Location)
	}
	return list
}

func TestWhoAsks(t *testing.T) {
	s := newSite(t)
	me := read[Me](s.as("pia", access.ScopeFramework).get("/me").is(200))
	if me.Name != "Pia Ross" || me.ID != string(s.Person("pia")) || strings.Join(me.Scopes, " ") != "framework" || strings.Join(me.Offices, " ") != "people-partner" {
		t.Errorf("answered %+v", me)
	}
}

func TestOnlyATokenInItsHeaderOpensAnything(t *testing.T) {
	s := newSite(t)
	good := s.as("noor").token
	for name, headers := range map[string][]string{
		"nothing":       nil,
		"a cookie":      {"Cookie", "session=" + good + "; Authorization=Bearer " + good},
		"another word":  {"Authorization", "Basic " + good},
		"no word":       {"Authorization", good},
		"half of it":    {"Authorization", "Bearer " + good[:20]},
		"one made up":   {"Authorization", "Bearer cairn_pat_" + strings.Repeat("0", 52)},
		"a session's":   {"Authorization", "Bearer cairn_ses_" + good[10:]},
		"with a tail":   {"Authorization", "Bearer " + good + "0"},
		"in upper case": {"Authorization", "Bearer " + strings.ToUpper(good)},
	} {
		for _, path := range []string{"/me", "/people", "/nothing", "/evaluations"} {
			a := caller{site: s}.ask(http.MethodGet, path, "", headers...).is(401)
			if a.header.Get("WWW-Authenticate") != `Bearer realm="cairn"` || a.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s, %s: headers %v", name, path, a.header)
			}
		}
	}
	caller{site: s}.ask(http.MethodGet, "/me", "", "Authorization", "bearer "+good).is(200)
	r := httptest.NewRequest(http.MethodGet, Prefix+"/me", nil)
	r.Header["Authorization"] = []string{"Bearer " + good, "Bearer " + good}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != 401 {
		t.Errorf("two headers: %d", w.Code)
	}
}

func TestARevokedTokenOpensNothing(t *testing.T) {
	s := newSite(t)
	noor := s.as("noor")
	noor.get("/me").is(200)
	held, err := s.Tokens(t.Context(), s.Actor("noor"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RevokeToken(t.Context(), s.Actor("noor"), workflow.Once{}, held[0].ID); err != nil {
		t.Fatal(err)
	}
	noor.get("/me").is(401)
}

// sample is a request for each operation, with an id in place of %s.
var sample = map[string]string{
	"open-evaluation": `{"subject":"%s"}`, "save-side": `{"revision":0,"areas":[]}`, "add-message": `{"text":"x"}`,
	"record-talk": `{"way":"met","on":"2026-05-12"}`, "save-result": `{"revision":0,"summary":"x","focus":[{"text":"x"}]}`,
	"sign-result": `{"revision":1}`, "post-thanks": `{"work":"x","text":"x","people":["%s"]}`, "change-thanks": `{"revision":1,"work":"x","text":"x","people":["%s"]}`, "say-on-thanks": `{"words":"x"}`, "suggest-priority": `{"text":"x","period":"x","from":"2026-01-01","until":"2026-02-01"}`,
	"change-priority": `{"revision":1,"text":"x","period":"x","from":"2026-01-01","until":"2026-02-01"}`, "carry-priority": `{"revision":1,"text":"x","period":"x","from":"2026-01-01","until":"2026-02-01"}`,
	"agree-priority": `{"revision":1}`, "keep-priority": `{"revision":1}`, "move-priority": `{"revision":1,"state":"ended","words":"x"}`, "note-on-priority": `{"revision":1,"words":"x"}`, "suggest-focus": `{"aim":"deeper","text":"x"}`, "answer-staying": `{"staying":true}`, "share-plan": `{"person":"%s"}`,
	"change-focus": `{"revision":1,"aim":"deeper","text":"x"}`, "agree-focus": `{"revision":1}`, "move-focus": `{"revision":1,"state":"done","words":"x"}`,
	"note-on-focus": `{"revision":1,"words":"x"}`,
}

func (c caller) try(op Operation, target string) answer {
	c.Helper()
	path := strings.NewReplacer("{id}", target, "{step}", "individual").Replace(op.Path)
	return c.ask(op.Method, path, strings.ReplaceAll(sample[op.ID], "%s", target))
}

func TestATokenReachesItsScopesOnly(t *testing.T) {
	s := newSite(t)
	nowhere := s.as("noor").get("/nothing").is(404)
	ref := string(s.Evaluate("noor", "mats", "talked", world.Plain))
	for _, scope := range access.Scopes() {
		c := s.as("noor", scope)
		for _, op := range Operations() {
			if op.Scope == "" || op.Scope == scope {
				continue
			}
			target := string(s.Person("noor"))
			if op.Tag == "evaluations" && op.ID != "open-evaluation" {
				target = ref
			}
			if a := c.try(op, target); !a.same(nowhere) {
				t.Errorf("%s with the scope %s: %d %s", op.ID, scope, a.code, a.body)
			}
			// Not even by what is wrong with the request.
			path := strings.NewReplacer("{id}", target, "{step}", "x").Replace(op.Path)
			if a := c.ask(op.Method, path+"?x=1", ""); !a.same(nowhere) {
				t.Errorf("%s with the scope %s and a mistake: %d %s", op.ID, scope, a.code, a.body)
			}
		}
	}
}

func TestEachScopeOpensItsOperations(t *testing.T) {
	s := newSite(t)
	for path, scope := range map[string]access.Scope{
		"/framework": access.ScopeFramework, "/framework/steps/individual": access.ScopeFramework, "/framework/examples": access.ScopeFramework,
		"/people": access.ScopeOrganisation, "/people/" + string(s.Person("ben")): access.ScopeOrganisation, "/organisation": access.ScopeOrganisation,
		"/people/" + string(s.Person("noor")) + "/step": access.ScopeStep, "/evaluations": access.ScopeEvaluations,
	} {
		s.as("noor", scope).get(path).is(200)
	}
}

func TestRequestsBeyondThePaceWait(t *testing.T) {
	s := newSite(t)
	noor, ben := s.as("noor"), s.as("ben")
	for i := range burst {
		if left := noor.send(http.MethodGet, "/me", "").is(200).header.Get("RateLimit"); left != leftOver(burst-1-i) {
			t.Fatalf("after %d: %s", i+1, left)
		}
	}
	a := noor.send(http.MethodGet, "/me", "").is(429)
	if a.header.Get("Retry-After") != "1" || a.header.Get("RateLimit-Policy") != `"token";q=60;w=3` || a.header.Get("RateLimit") != `"token";r=0;t=3` {
		t.Errorf("headers %v", a.header)
	}
	ben.send(http.MethodGet, "/me", "").is(200)
	s.Clock.Advance(time.Second)
	for range int(time.Second / pace) {
		noor.send(http.MethodGet, "/me", "").is(200)
	}
	noor.send(http.MethodGet, "/me", "").is(429)
}

func TestEveryAnswerIsForTheCallerOnly(t *testing.T) {
	s := newSite(t)
	for _, a := range []answer{
		s.as("noor").get("/me"), s.as("noor").get("/nothing"), caller{site: s}.get("/me"), caller{site: s}.get("/openapi.json"),
		s.as("noor").post("/me", ""), s.as("noor").get("/people?x=1"),
	} {
		h := a.header
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Access-Control-Allow-Origin") != "" || h.Get("Set-Cookie") != "" {
			t.Errorf("%d %v", a.code, h)
		}
		if !strings.Contains(h.Get("Content-Type"), "json") {
			t.Errorf("%d is %s", a.code, h.Get("Content-Type"))
		}
	}
}

func TestAnAddressHasOneForm(t *testing.T) {
	s := newSite(t)
	c := s.as("noor")
	nowhere := c.get("/nothing").is(404)
	for _, path := range []string{"/people/", "//people", "/people/../me", "/./me", "/", "", "/people/%2e%2e", "/people/a%2fb", "/docs", "/openapi.yaml", "/schemas/Me", "/openapi"} {
		if a := c.get(path); !a.same(nowhere) {
			t.Errorf("%q: %d %s %v", path, a.code, a.body, a.header)
		}
	}
}

func TestAnotherMethodIsTold(t *testing.T) {
	c := newSite(t).as("noor")
	for path, allow := range map[string]string{"/me": "GET", "/evaluations": "GET, POST", "/evaluations/x/signature": "DELETE, POST"} {
		if a := c.ask(http.MethodPatch, path, "").is(405); a.header.Get("Allow") != allow {
			t.Errorf("%s allows %q", path, a.header.Get("Allow"))
		}
	}
}

func TestABugIsAnsweredAndLogged(t *testing.T) {
	s := newSite(t)
	c := s.as("noor")
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	p := read[Problem](c.get("/me").is(500))
	if p.Reference == "" || !strings.Contains(s.log.String(), p.Reference) || strings.Contains(p.Detail, "sql") {
		t.Errorf("told %+v, logged %q", p, s.log)
	}
	if strings.Contains(s.log.String(), c.token) {
		t.Error("the token is in the log")
	}
}

func TestAPanicIsAnswered(t *testing.T) {
	var log bytes.Buffer
	s := New(Options{Workflow: newSite(t).Workflow, Log: slog.New(slog.NewTextHandler(&log, nil))}).(*service)
	s.mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("a bug") })
	s.public["GET /panic"] = true
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/panic", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "a bug") || !strings.Contains(log.String(), "a bug") {
		t.Errorf("answered %d %s, logged %q", w.Code, w.Body, &log)
	}
}

// atOnce sends the same request many times at the same moment.
func (c caller) atOnce(n int, method, path, body string, headers ...string) []answer {
	c.Clock.Advance(time.Minute)
	answers := make([]answer, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { answers[i] = c.send(method, path, body, headers...) })
	}
	wait.Wait()
	return answers
}
