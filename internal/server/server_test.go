package server

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/config"
)

func open(t *testing.T) *Server {
	t.Helper()
	settings, err := config.Load(config.Sources{Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data")}})
	if err != nil {
		t.Fatal(err)
	}
	if err := Prepare(settings); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Options{Config: settings})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestPagesAndTheAPIAnswer(t *testing.T) {
	handler, err := open(t).Handler()
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]struct {
		status int
		form   string
	}{
		"/sign-in":             {http.StatusOK, "text/html"},
		"/api/v1/openapi.json": {http.StatusOK, "json"},
		"/api/v1/people":       {http.StatusUnauthorized, "json"},
		"/api/nothing":         {http.StatusUnauthorized, "json"},
		"/demo":                {http.StatusNotFound, "text/html"},
		"/demo/personas.json":  {http.StatusNotFound, ""},
	} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
		if answer.Code != want.status || !strings.Contains(answer.Header().Get("Content-Type"), want.form) {
			t.Errorf("%s answers %d %s", address, answer.Code, answer.Header().Get("Content-Type"))
		}
	}
}

func TestOddPathsGetOurHeadersToo(t *testing.T) {
	handler, err := open(t).Handler()
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/no//such", nil))
	if answer.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("an answer without our headers: %d", answer.Code)
	}
}
