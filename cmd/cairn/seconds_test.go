package main

import (
	"os"
	"strings"
	"testing"
)

// TestTheFilesOfSeveralAreHeldTogether: what one wrote is not in the file of another, and
// what nobody wrote is told.
func TestTheFilesOfSeveralAreHeldTogether(t *testing.T) {
	w := newWorld(t)
	if err := os.Mkdir(w.path("copies"), 0o700); err != nil {
		t.Fatal(err)
	}
	at := func(copy string) { w.env = []string{"CAIRN_DATA=" + w.data(), "CAIRN_AUDIT_COPY=" + copy} }
	at(w.path("copies/one.jsonl"))
	w.done("init", "--name", "Olga Oman", "--email", "olga@example.org")
	at(w.path("copies/two.jsonl"))
	w.done("people", "import", w.write("people.csv", goodFile))
	at(w.path("copies/one.jsonl"))
	w.done("people", "invite", "olga@example.org")
	if out := w.done("audit", "verify", "--file", w.path("copies/two.jsonl")); !strings.Contains(out, "in 2 files") {
		t.Error(out)
	}
	w.done("verify", "--file", w.path("copies"))
	w.env = []string{"CAIRN_DATA=" + w.data()}
	w.done("people", "invite", "olga@example.org")
	w.refused(exitRefused, []string{"second journal: link", "in none of the files", "One thing is not as Cairn left it"}, "audit", "verify", "--file", w.path("copies"))
	w.refused(exitRefused, []string{"in none of the files"}, "audit", "verify", "--file", w.path("copies/one.jsonl"))
	w.done("audit", "verify")
}
