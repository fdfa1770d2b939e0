package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cairn/internal/requestid"
)

func ask(t *testing.T, h http.Handler, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = "192.0.2.7:5000"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var sample = regexp.MustCompile(`^([a-z_]+)(\{.*\})? \S+$`)

// TestMetricsNameNobody: whatever was asked for, no label holds anything of it but the
// names of addresses that show nothing of anybody.
func TestMetricsNameNobody(t *testing.T) {
	s := open(t)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{
		"/people/canary7wombat", "/promotions/canary7wombat?q=canary7wombat", "/evaluations/canary7wombat", "/api/v1/people/canary7wombat", "/api/v1/promotions",
		"/invitation/canary7wombat", "/assets/canary7wombat.css", "/canary7wombat", "/healthz", "/readyz", "/sign-in", "/calendar/canary7wombat.ics", "/demo/sign-in/canary7wombat",
	} {
		for _, method := range []string{"GET", "POST", "CANARY7WOMBAT"} {
			ask(t, h, method, at, "Authorization", "Bearer canary7wombat", "User-Agent", "canary7wombat", "Cookie", "s=canary7wombat")
		}
	}
	text := body(t, ask(t, s.Metrics(), "GET", "/metrics"))
	if strings.Contains(strings.ToLower(text), "canary7wombat") {
		t.Error("what was asked for stands in the metrics")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "# ") && !sample.MatchString(line) {
			t.Errorf("Prometheus cannot read %q", line)
		}
		for _, private := range []string{"promotion", "evaluation", "people", "feedback", "pay", "growth"} {
			if strings.Contains(line, private) {
				t.Errorf("tells how often %s is asked for: %s", private, line)
			}
		}
	}
	for _, want := range []string{
		`cairn_http_requests_total{route="/healthz",method="GET",status="200"} 1`, `cairn_http_requests_total{route="/readyz",method="GET",status="200"} 1`,
		`method="other"`, `route="api"`, `route="page"`, "cairn_ready 1", "cairn_goroutines ", "cairn_resident_bytes ", `cairn_http_request_seconds_bucket{route="page",le="+Inf"}`, "cairn_mails_waiting 0", "cairn_hooks_failed 0",
		"cairn_closed_after_restore 0", "cairn_database_connections ", "cairn_disk_free_bytes ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
}

func TestEveryAnswerHasAName(t *testing.T) {
	s := open(t)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/sign-in", "/nothing", "/api/v1/nothing"} {
		a, b := ask(t, h, "GET", at).Header.Get(requestid.Header), ask(t, h, "GET", at, requestid.Header, "from-a-stranger").Header.Get(requestid.Header)
		if a == "" || a == b || b == "from-a-stranger" {
			t.Errorf("%s: %q and %q", at, a, b)
		}
	}
}

func TestItIsNotReadyWhileSomethingIsAmiss(t *testing.T) {
	s := open(t)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	want := func(what string, status int) {
		t.Helper()
		for name, h := range map[string]http.Handler{"pages": h, "metrics": s.Metrics()} {
			if r := ask(t, h, "GET", "/readyz"); r.StatusCode != status {
				t.Errorf("%s, %s: answers %d: %s", what, name, r.StatusCode, body(t, r))
			}
		}
	}
	want("all is well", http.StatusOK)
	s.draining.Store(true)
	want("it is stopping", http.StatusServiceUnavailable)
	s.draining.Store(false)
	folder := filepath.Join(t.TempDir(), "journal")
	s.options.Config.AuditCopy, s.options.Config.AuditCopyRequired = filepath.Join(folder, "lines"), true
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.copyJournal(); err != nil {
		t.Fatal(err)
	}
	want("the second journal is there", http.StatusOK)
	if err := s.copy.Close(); err != nil { // and the file cannot be opened again
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if s.copy.Keep([]byte("{}")) == nil {
		t.Fatal("a line was written where nothing is")
	}
	want("the second journal is gone", http.StatusServiceUnavailable)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.copy.Keep([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	want("the second journal is there again", http.StatusOK)
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	want("the database is gone", http.StatusServiceUnavailable)
}
