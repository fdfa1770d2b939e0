package main

import (
	"net/http"
	"strings"
	"testing"

	"cairn/internal/testkit/postgres"
)

func TestCairnRunsOnPostgreSQL(t *testing.T) {
	w := newWorld(t)
	w.env = []string{"CAIRN_DATA=" + w.data(), "CAIRN_DATABASE=" + postgres.URL(t), "CAIRN_LISTEN=127.0.0.1:0"}
	if out := w.done("init", "--name", "Olga Oman", "--email", "olga@example.org"); !linkForm.MatchString(out) {
		t.Errorf("no link:\n%s", out)
	}
	w.done("people", "import", w.write("people.csv", goodFile))
	if out := w.done("doctor"); !strings.Contains(out, "ok    the database is postgres") {
		t.Errorf("the doctor says:\n%s", out)
	}
	r := w.start("serve")
	if status, _ := r.get(http.DefaultClient, "/sign-in"); status != http.StatusOK {
		t.Errorf("answers %d", status)
	}
	r.ended()
	w.env = append(w.env, "CAIRN_DATA="+w.path("other"))
	w.refused(exitRefused, []string{"not the master key"}, "init")
}
