package trust

import (
	"bytes"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/api"
	"cairn/internal/testkit/world"
	"cairn/internal/web"
	"cairn/internal/workflow"
)

// site is a world that is served over HTTP, pages and API, with its log kept.
type site struct {
	*world.World
	address string
	log     *buffer
	client  *http.Client
	cookies map[string]string // session by first name
	tokens  map[string]string // API token by first name, every scope
}

// buffer is a log that many requests write to.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// serve puts a world on the network of this machine, within what the program puts
// around its pages when that is given: it would slow the proofs down.
func serve(t *testing.T, w *world.World, around ...func(http.Handler) http.Handler) *site {
	t.Helper()
	log := &buffer{}
	logger := slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	mux := http.NewServeMux()
	public, _ := url.Parse("http://cairn.example.org")
	programs := api.New(api.Options{Workflow: w.Workflow, Log: logger, Assistants: true})
	mux.Handle("/api/", programs)
	mux.Handle("/", web.New(web.Options{Workflow: w.Workflow, Log: logger, PublicURL: public, API: programs.Document}))
	var handler http.Handler = mux
	for _, wrap := range around {
		handler = wrap(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &site{World: w, address: server.URL, log: log, client: client, cookies: map[string]string{"": ""}, tokens: map[string]string{"": ""}}
}

// signIn begins a session and makes a token for everybody.
func (s *site) signIn(t *testing.T) {
	t.Helper()
	for _, name := range s.Names() {
		in, err := s.SignInAs(t.Context(), s.Person(name), "a test")
		must(t, err)
		s.cookies[name] = in.Token
		token, err := s.MakeToken(t.Context(), s.Actor(name), workflow.Once{}, workflow.NewToken{Name: "all", Scopes: access.Scopes(), Days: 30})
		must(t, err)
		s.tokens[name] = token
	}
}

// again serves a copy in which everybody stays signed in.
func (s *site) again(t *testing.T) *site {
	t.Helper()
	other := serve(t, s.Copy(t))
	other.cookies, other.tokens = maps.Clone(s.cookies), maps.Clone(s.tokens)
	return other
}

// answer is all of a response that a caller can see, but for the time.
type answer struct {
	status int
	header string
	body   string
}

var keys = regexp.MustCompile(`name="idempotency_key" value="[^"]*"`)

// older leads further back in the journal of the organisation, from a line that
// is named by its id.
var older = regexp.MustCompile(`/audit\?before=[0-9a-z.]+`)

// tellsWhen is an address that tells to the second when somebody looked. Worlds that are
// compared have made different acts by then, and their clocks go on with each; the page
// that tells the same by day is compared.
func tellsWhen(path string) bool { return strings.HasPrefix(path, "/api/v1/me/readings") }

// plain takes out what is random: the key of each form, ids of lines, and when a cookie
// ends by the browser's clock.
func (a answer) plain() answer {
	a.header = expires.ReplaceAllString(a.header, "")
	a.body = older.ReplaceAllString(keys.ReplaceAllString(a.body, "KEY"), "OLDER")
	return a
}

var ofSessions = sync.OnceValue(func() []api.Operation {
	return slices.DeleteFunc(api.Operations(), func(o api.Operation) bool { return !o.Session })
})

// forSessions tells whether a part of the API is for whoever is signed in.
func forSessions(method, path string) bool {
	return strings.HasPrefix(path, "/api/") && slices.ContainsFunc(ofSessions(), func(o api.Operation) bool {
		return o.Method == method && fits(api.Prefix+o.Path, path)
	})
}

// fits tells whether a path is of the pattern.
func fits(pattern, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	for i := range want {
		if len(want) != len(got) || want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// request asks as the person of that first name, "" being nobody: pages and what of
// the API is for sessions with the session, the rest of the API with the token.
func (s *site) request(t *testing.T, name, method, path string, body io.Reader, kind string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.address+path, body)
	must(t, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if path == api.AssistantPath { // the protocol wants both
		r.Header.Set("Accept", "application/json, text/event-stream")
	}
	overAPI := strings.HasPrefix(path, "/api/")
	switch {
	case forSessions(method, path):
		s.Clock.Advance(100 * time.Millisecond)
		r.AddCookie(&http.Cookie{Name: "cairn_session", Value: s.cookies[name]})
		r.Header.Set("If-Match", `"1"`)
	case overAPI && s.tokens[name] != "":
		s.Clock.Advance(100 * time.Millisecond) // no faster than a token may ask
		r.Header.Set("Authorization", "Bearer "+s.tokens[name])
	case !overAPI && s.cookies[name] != "":
		r.AddCookie(&http.Cookie{Name: "cairn_session", Value: s.cookies[name]})
	}
	w, err := s.client.Do(r)
	must(t, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	must(t, err)
	return answer{w.StatusCode, headers(w.Header), string(text)}
}

func headers(h http.Header) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if name != "Date" {
			b.WriteString(name + ": " + strings.Join(h[name], " | ") + "\n")
		}
	}
	return b.String()
}

func (s *site) get(t *testing.T, name, path string) answer {
	t.Helper()
	return s.request(t, name, http.MethodGet, path, nil, "")
}

func (s *site) post(t *testing.T, name, path string, form url.Values) answer {
	t.Helper()
	return s.request(t, name, http.MethodPost, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

func (s *site) send(t *testing.T, name, method, path, json string) answer {
	t.Helper()
	return s.request(t, name, method, path, strings.NewReader(json), "application/json")
}

// ids are the identifiers of everything in a world, by kind.
type ids map[string][]string

// idsOf reads them past Cairn, so that nothing is left out.
func idsOf(t *testing.T, w *world.World) ids {
	t.Helper()
	raw := w.Raw(t)
	found := ids{}
	for kind, cell := range map[string]string{
		"passkey": "passkeys.id", "gap-report": "gap_reports.id",
		"market": "pay_markets.id", "benchmark": "pay_benchmarks.id", "pay-review": "pay_reviews.id",
		"person": "people.id", "evaluation": "evaluations.id", "unit": "units.id", "session": "sessions.id", "token": "tokens.id", "role-request": "role_requests.id",
		"rollout": "rollouts.id", "extract": "extracts.id", "guide": "guide_versions.page",
		"notice": "notices.id",
		"focus":  "growth_focuses.id", "share": "growth_shares.id",
		"priority": "priorities.id", "priority-share": "priority_shares.id",
		"title": "title_proposals.id", "recognition": "recognitions.id", "report": "recognition_reports.id",
		"glass": "glasses.id", "restriction": "restrictions.id", "erasure": "erasures.id", "hold": "legal_holds.id",
		"promotion": "promotions.id", "consultation": "consultations.id",
		"feedback": "feedback.id", "note": "notes.id", "note-file": "note_files.id", "memo": "memos.id",
	} {
		found[kind] = valuesOf(t, raw, cell)
		slices.Sort(found[kind])
	}
	f, err := w.Framework(t.Context(), w.Actor("noor"))
	must(t, err)
	for _, s := range f.StepsInOrder() {
		found["step"] = append(found["step"], string(s.ID))
	}
	for _, a := range f.AreasInOrder() {
		found["area"] = append(found["area"], string(a.ID))
	}
	for _, d := range f.Disciplines {
		found["discipline"] = append(found["discipline"], string(d.ID))
	}
	for _, r := range f.Roles {
		found["role"] = append(found["role"], string(r.ID))
	}
	for _, e := range f.Examples {
		found["example"] = append(found["example"], string(e.ID))
	}
	versions, err := w.Versions(t.Context(), w.Actor("noor"))
	must(t, err)
	for _, v := range versions {
		found["version"] = append(found["version"], v.Slug())
	}
	found["nothing"] = []string{"nothing"}
	proposals := rowsOf(t, raw, "pay_proposals", []string{"review", "person"})
	for i, review := range proposals["review"] {
		found["pay-proposal"] = append(found["pay-proposal"], review+"/people/"+proposals["person"][i])
	}
	slugs := rowsOf(t, raw, "unit_slugs", []string{"kind", "slug"})
	for i, slug := range slugs["slug"] {
		found["extension"] = append(found["extension"], slugs["kind"][i]+"/"+slug)
	}
	return found
}

// kinds says what fills the variable of an address. An address that is not listed
// fails the tests until somebody says what belongs there.
var kinds = map[string]string{
	"/rollouts/{id}":                                 "rollout",
	"/rollouts/{id}/launch":                          "rollout",
	"/rollouts/{id}/pause":                           "rollout",
	"/rollouts/{id}/pause/end":                       "rollout",
	"/rollouts/{id}/end":                             "rollout",
	"/rollouts/{id}/placements":                      "rollout",
	"/people/{id}":                                   "person",
	"/people/{id}/invitation":                        "person",
	"/people/{id}/manager":                           "person",
	"/evaluations/{id}":                              "evaluation",
	"/evaluations/{id}/draft":                        "evaluation",
	"/evaluations/{id}/hand-in":                      "evaluation",
	"/evaluations/{id}/take-back":                    "evaluation",
	"/evaluations/{id}/messages":                     "evaluation",
	"/evaluations/{id}/talk":                         "evaluation",
	"/evaluations/{id}/result":                       "evaluation",
	"/evaluations/{id}/signature":                    "evaluation",
	"/evaluations/{id}/signature/withdrawal":         "evaluation",
	"/people/{id}/feedback/asking":                   "person",
	"/people/{id}/feedback/giving":                   "person",
	"/journal/{id}":                                  "note",
	"/journal/{id}/removal":                          "note",
	"/journal/{id}/sharing":                          "note",
	"/journal/{id}/sharing/end":                      "note",
	"/feedback/{id}":                                 "feedback",
	"/feedback/{id}/draft":                           "feedback",
	"/feedback/{id}/giving":                          "feedback",
	"/feedback/{id}/declining":                       "feedback",
	"/feedback/{id}/withdrawal":                      "feedback",
	"/feedback/{id}/reminder":                        "feedback",
	"/feedback/{id}/thanks":                          "feedback",
	"/feedback/{id}/sharing":                         "feedback",
	"/feedback/{id}/sharing/end":                     "feedback",
	"/feedback/{id}/audience":                        "feedback",
	"/inbox/{id}":                                    "notice",
	"/inbox/{id}/reading":                            "notice",
	"/inbox/{id}/mute":                               "notice",
	"/inbox/{id}/mute/end":                           "notice",
	"/organisation/units/{id}":                       "unit",
	"/account/sessions/{id}/end":                     "session",
	"/account/tokens/{id}/revocation":                "token",
	"/framework/steps/{step}":                        "step",
	"/framework/areas/{area}":                        "area",
	"/framework/disciplines/{discipline}":            "discipline",
	"/assets/{name}":                                 "nothing",
	"/invitation/{token}":                            "nothing",
	"/demo/sign-in/{token}":                          "nothing",
	"/demo/personas/{email}/session":                 "nothing",
	"/api/v1/people/{id}":                            "person",
	"/api/v1/people/{id}/reports":                    "person",
	"/api/v1/people/{id}/step":                       "person",
	"/api/v1/units/{id}":                             "unit",
	"/api/v1/evaluations/{id}":                       "evaluation",
	"/api/v1/evaluations/{id}/side":                  "evaluation",
	"/api/v1/evaluations/{id}/hand-in":               "evaluation",
	"/api/v1/evaluations/{id}/take-back":             "evaluation",
	"/api/v1/evaluations/{id}/messages":              "evaluation",
	"/api/v1/evaluations/{id}/talk":                  "evaluation",
	"/api/v1/evaluations/{id}/result":                "evaluation",
	"/api/v1/evaluations/{id}/signature":             "evaluation",
	"/api/v1/framework/versions/{version}":           "version",
	"/api/v1/framework/versions/{version}/changes":   "version",
	"/api/v1/framework/steps/{step}":                 "step",
	"/framework/versions/{version}":                  "version",
	"/framework/versions/{version}/opening":          "version",
	"/framework/versions/{version}/publication":      "version",
	"/framework/versions/{version}/removal":          "version",
	"/framework/versions/{version}/retirement":       "version",
	"/framework/versions/{version}/changes":          "version",
	"/framework/versions/{version}/comments":         "version",
	"/framework/versions/{version}/comments/outcome": "version",
	"/evaluations/{id}/talk.ics":                     "evaluation",
	"/evaluations/{id}/export":                       "evaluation",
	"/evaluations/{id}/plan":                         "evaluation",
	"/evaluations/{id}/statement":                    "evaluation",
	"/evaluations/{id}/ending":                       "evaluation",
	"/evaluations/{id}/joining":                      "evaluation",
	"/evaluations/{id}/joining/end":                  "evaluation",
	"/people/{id}/evaluations/new":                   "person",
	"/api/v1/evaluations/{id}/plan":                  "evaluation",
	"/api/v1/evaluations/{id}/statement":             "evaluation",
	"/api/v1/evaluations/{id}/ending":                "evaluation",
	"/api/v1/evaluations/{id}/joining":               "evaluation",
	"/people/{id}/roles":                             "person",
	"/people/{id}/discipline":                        "person",
	"/role-requests/{id}":                            "role-request",
	"/role-requests/{id}/confirmation":               "role-request",
	"/role-requests/{id}/refusal":                    "role-request",
	"/role-requests/{id}/withdrawal":                 "role-request",
	"/role-requests/{id}/departure":                  "role-request",
	"/role-requests/{id}/departure/consent":          "role-request",
	"/role-requests/{id}/departure/answer":           "role-request",
	"/promotions/{id}":                               "promotion",
	"/promotions/{id}/leadership":                    "promotion",
	"/promotions/{id}/draft":                         "promotion",
	"/promotions/{id}/answer":                        "promotion",
	"/promotions/{id}/text":                          "promotion",
	"/promotions/{id}/offer":                         "promotion",
	"/promotions/{id}/offer/withdrawal":              "promotion",
	"/promotions/{id}/consent":                       "promotion",
	"/promotions/{id}/decline":                       "promotion",
	"/promotions/{id}/sponsorship":                   "promotion",
	"/promotions/{id}/consultations":                 "promotion",
	"/promotions/{id}/handover":                      "promotion",
	"/promotions/{id}/decision":                      "promotion",
	"/promotions/{id}/commitment":                    "promotion",
	"/promotions/{id}/signature":                     "promotion",
	"/promotions/{id}/signature/withdrawal":          "promotion",
	"/promotions/{id}/withdrawal":                    "promotion",
	"/consultations/{id}":                            "consultation",
	"/consultations/{id}/reply":                      "consultation",

	"/framework/draft/examples/{example}":       "example",
	"/framework/draft/steps/{step}":             "step",
	"/framework/draft/areas/{area}":             "area",
	"/framework/draft/disciplines/{discipline}": "discipline",
	"/framework/draft/roles/{role}":             "role",
}

// variable is one thing an address is about; a unit is named by kind and short name.
var variable = regexp.MustCompile(`\{kind\}/\{slug\}|\{id\}/people/\{person\}|\{[^}]*\}`)

// endpoint is one method at one address of pages or API.
type endpoint struct {
	method, pattern string // the pattern without the method, "{$}" taken away
	items           []string
	plain, public   bool
	session         bool // of the API, and for whoever is signed in
}

// endpoints are both tables, joined.
func endpoints() (all []endpoint) {
	for _, r := range web.Routes() {
		method, pattern, _ := strings.Cut(r.Pattern, " ")
		all = append(all, endpoint{method, strings.TrimSuffix(pattern, "{$}"), r.Items, r.Plain, r.Public, false})
	}
	for _, o := range api.Operations() {
		all = append(all, endpoint{o.Method, api.Prefix + o.Path, o.Items, o.Plain, o.Public, o.Session})
	}
	return append(all, endpoint{"POST", api.AssistantPath, itemsOfTools(), false, false, false})
}

// fill gives the addresses of a pattern with every identifier of its kind.
func (e endpoint) fill(t *testing.T, found ids) (paths []string) {
	t.Helper()
	if !variable.MatchString(e.pattern) {
		return []string{e.pattern}
	}
	kind, ok := kinds[e.pattern]
	if !ok {
		t.Fatalf("%s has a variable: say in kinds what belongs there", e.pattern)
	}
	for _, v := range found[kind] {
		paths = append(paths, variable.ReplaceAllString(e.pattern, v))
	}
	return paths
}
