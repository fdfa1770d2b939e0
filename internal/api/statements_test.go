package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"cairn/internal/evaluation"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
)

// TestAnAnswerAsksFewQuestions: who asks is one, whatever offices they hold, and what the
// answer does not show is not asked for. Raise a number on purpose only.
func TestAnAnswerAsksFewQuestions(t *testing.T) {
	s := newSite(t)
	s.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	noor, mats := "/people/"+string(s.Person("noor")), "/people/"+string(s.Person("mats"))
	for _, c := range []struct {
		who, path string
		most      int
	}{
		{"noor", "/me", 1}, {"pia", "/me", 1}, {"noor", noor + "/step", 2},
		{"mats", mats + "/reports", 2}, {"noor", mats + "/reports", 4}, {"mats", mats, 9}, {"noor", mats, 12},
		{"noor", "/organisation", 10},
	} {
		as, n := s.as(c.who), 0
		as.get(c.path).is(200) // what is made once has been made
		ctx := store.Watch(t.Context(), func(string, []any) { n++ })
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, Prefix+c.path, nil)
		r.Header.Set("Authorization", "Bearer "+as.token)
		w := httptest.NewRecorder()
		if s.handler.ServeHTTP(w, r); w.Code != http.StatusOK || n > c.most {
			t.Errorf("%s asks for %s: %d, %d questions, want at most %d", c.who, c.path, w.Code, n, c.most)
		}
	}
}
