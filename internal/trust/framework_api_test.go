package trust

import (
	"net/http"
	"testing"

	"cairn/internal/access"
	"cairn/internal/api"
	"cairn/internal/workflow"
)

// Writing the framework over the API brings addresses and guards of its own.
func init() {
	for _, path := range []string{"/comments", "/comments/outcome", "/file", "/opening", "/publication", "/retirement"} {
		kinds[api.Prefix+"/framework/versions/{version}"+path] = "version"
	}
	for _, path := range []string{"", "/file", "/base", "/decision", "/publication", "/draft", "/retirement", "/owner"} {
		kinds[api.Prefix+unitAddress+path] = "extension"
	}
	const out = "TestATokenForReadingWritesNoFramework"
	breakages = append(breakages,
		broken("a token for reading writes the framework", out, "workflow/framework_draft.go", "return signedIn(actor, access.ScopeFrameworkWriting)", "return nil", edit{"api/check.go", "[]access.Scope{op.Scope, op.Also}", "[]access.Scope{op.Scope}"}),
	)
}

// TestATokenForReadingWritesNoFramework: what reads is not thereby what writes, and what
// is for writing opens nothing without reading; to both the other half is not there.
func TestATokenForReadingWritesNoFramework(t *testing.T) {
	t.Parallel() // in a world of its own
	s := drafting(t)
	token := func(scopes ...access.Scope) string {
		text, err := s.MakeToken(t.Context(), s.Actor("pia"), workflow.Once{}, workflow.NewToken{Name: "test", Scopes: scopes, Days: 30})
		must(t, err)
		return text
	}
	reading, writing, both := token(access.ScopeFramework), token(access.ScopeFrameworkWriting), token(access.ScopeFramework, access.ScopeFrameworkWriting)
	nowhere := s.byToken(t, reading, http.MethodGet, api.Prefix+"/nothing", "")
	found := idsOf(t, s.World)
	found["version"], found["extension"] = []string{"steps-1.1"}, []string{"tribe/rivers"}
	for _, o := range api.Operations() {
		if o.Scope != access.ScopeFramework || o.Plain {
			continue
		}
		e := endpoint{method: o.Method, pattern: api.Prefix + o.Path}
		for _, path := range e.fill(t, found)[:1] {
			if got := s.byToken(t, writing, o.Method, path, "{}"); got.status != 404 || got.body != nowhere.body {
				t.Errorf("%s for writing alone: %d %s", o.ID, got.status, got.body)
			}
			if o.Also == "" {
				continue
			}
			if got := s.byToken(t, reading, o.Method, path, "{}"); got.status != 404 || got.body != nowhere.body {
				t.Errorf("%s for reading alone: %d %s", o.ID, got.status, got.body)
			}
		}
	}
	if got := s.byToken(t, both, http.MethodGet, api.Prefix+"/framework/versions/steps-1.1/file", ""); got.status != 200 {
		t.Errorf("with both: %d %s", got.status, got.body)
	}
}
