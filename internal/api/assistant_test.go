package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"cairn/internal/access"
)

// assistant is a client of the protocol, written by others, that holds a token.
type assistant struct {
	*testing.T
	session *mcp.ClientSession
}

// bearing puts a token into every request.
type bearing struct{ token string }

func (b bearing) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return http.DefaultTransport.RoundTrip(r)
}

func withAssistants(t *testing.T) *site {
	s := newSite(t)
	s.handler = New(Options{Workflow: s.Workflow, Assistants: true})
	return s
}

func (c caller) assistant() assistant {
	c.Helper()
	server := httptest.NewServer(c.handler)
	c.Cleanup(server.Close)
	client := mcp.NewClient(&mcp.Implementation{Name: "a test", Version: "1"}, nil)
	session, err := client.Connect(c.Context(), &mcp.StreamableClientTransport{
		Endpoint: server.URL + AssistantPath, HTTPClient: &http.Client{Transport: bearing{c.token}}, DisableStandaloneSSE: true, MaxRetries: -1,
	}, nil)
	if err != nil {
		c.Fatal(err)
	}
	c.Cleanup(func() { _ = session.Close() })
	return assistant{c.T, session}
}

// ask returns what a tool answers, and whether that is a refusal.
func (a assistant) ask(tool string, arguments any) (text string, refused bool) {
	a.Helper()
	out, err := a.session.CallTool(a.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		a.Fatalf("%s: %v", tool, err)
	}
	data, err := json.Marshal(out.Content)
	if err != nil {
		a.Fatal(err)
	}
	return string(data), out.IsError
}

func TestAnAssistantReadsTheFrameworkAndWhatIsItsOwners(t *testing.T) {
	s := withAssistants(t)
	s.as("noor").post("/journal", `{"day": "2026-05-12", "text": "The kettle of noor sings."}`).is(http.StatusCreated)
	a := s.as("noor").assistant()
	listed, err := a.session.ListTools(t.Context(), nil)
	if err != nil || len(listed.Tools) != len(Tools()) {
		t.Fatalf("%v: %d tools, want %d", err, len(listed.Tools), len(Tools()))
	}
	for _, tool := range listed.Tools {
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s does not say that it only reads", tool.Name)
		}
	}
	for tool, words := range map[string]string{
		"framework": "squad-chapter", "me": "noor@", "my_step": "history", "my_journal": "The kettle of noor sings.",
		"my_growth_plan": "focuses", "my_priorities": "priorities",
	} {
		if text, refused := a.ask(tool, nil); refused || !strings.Contains(text, words) {
			t.Errorf("%s (refused: %v) does not tell %q: %.300s", tool, refused, words, text)
		}
	}
	text, refused := a.ask("expectations", map[string]string{"step": "squad-chapter", "area": "team"})
	if refused || !strings.Contains(text, "squad-chapter") || strings.Contains(text, "tribe-guild") {
		t.Errorf("expectations (refused: %v): %.300s", refused, text)
	}
	if text, refused := a.ask("expectations", map[string]string{"area": "nowhere"}); !refused || strings.Contains(text, "nowhere") {
		t.Errorf("an area that is not there: refused %v, %s", refused, text)
	}
}

// A manager's assistant reads nothing of reports, and a token reaches no more here
// than elsewhere.
func TestAnAssistantReachesNoMoreThanItsToken(t *testing.T) {
	s := withAssistants(t)
	noor := s.as("noor")
	entry := read[Made](noor.post("/journal", `{"day": "2026-05-12", "text": "The kettle of noor sings."}`).is(http.StatusCreated)).ID
	noor.post("/journal/"+entry+"/sharing", "", "Idempotency-Key", "a").is(http.StatusNoContent)
	if text, _ := s.as("mats").assistant().ask("my_journal", nil); strings.Contains(text, "kettle") {
		t.Errorf("the manager's assistant is told what is shown to the manager: %s", text)
	}
	for _, tool := range Tools() {
		if tool.Scope == "" {
			continue
		}
		others := slices.DeleteFunc(access.Scopes(), func(s access.Scope) bool { return s == tool.Scope })
		if text, refused := s.as("noor", others...).assistant().ask(tool.Name, nil); !refused {
			t.Errorf("without the scope %s %s answers %.200s", tool.Scope, tool.Name, text)
		}
	}
}

func TestAssistantsAreAnsweredOnlyWhereSwitchedOnAndWithAToken(t *testing.T) {
	question := `{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "me", "arguments": {}}}`
	ask := func(s *site, token string) int {
		r := httptest.NewRequest(http.MethodPost, AssistantPath, strings.NewReader(question))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		return w.Code
	}
	off, on := newSite(t), withAssistants(t)
	for name, c := range map[string]struct {
		site  *site
		token string
		want  int
	}{
		"switched off":     {off, off.as("noor").token, http.StatusNotFound},
		"without a token":  {on, "", http.StatusUnauthorized},
		"with a wrong one": {on, "cairn_pat_nothing", http.StatusUnauthorized},
		"with a token":     {on, on.as("noor").token, http.StatusOK},
	} {
		if got := ask(c.site, c.token); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// The library calls tools on its own: a bug in one must not end the process.
func TestABugInAToolIsAFailure(t *testing.T) {
	s := &service{Options: Options{Log: New(Options{Workflow: newSite(t).Workflow}).(*service).Log}}
	broken := func(*service, visit, *nothingAsked) (*Me, error) { panic("a bug") }
	v := visit{Context: t.Context()}
	v.actor.Person = "somebody"
	if _, err := guarded(s, broken, v, &nothingAsked{}); err == nil {
		t.Error("a bug is no failure")
	}
	if _, err := guarded(s, broken, visit{Context: t.Context()}, &nothingAsked{}); err == nil {
		t.Error("nobody is answered")
	}
}
