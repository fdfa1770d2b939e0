package main

import (
	"os"
	"strings"
	"testing"
)

func (w *world) read(name string) string {
	w.Helper()
	text, err := os.ReadFile(w.path(name))
	if err != nil {
		w.Fatal(err)
	}
	return string(text)
}

func TestAnotherMasterKeyTakesOver(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.done("people", "import", w.write("people.csv", "name,email,start date\nAda,ada@example.org,2024-01-01\n"), "--data", w.data())
	before := w.read("data/master.key")
	if out := w.done("keys", "status", "--data", w.data()); !strings.Contains(out, "wraps the keys of 2.") {
		t.Errorf("before: %s", out)
	}
	w.done("keys", "prepare", "--data", w.data())
	next := w.read("data/master.key.next")
	if out := w.done("keys", "prepare", "--data", w.data()); !strings.Contains(out, "there already") || w.read("data/master.key.next") != next {
		t.Errorf("a second time: %s", out)
	}
	if out := w.done("keys", "rotate", "--data", w.data()); !strings.Contains(out, "wraps the keys of everybody") {
		t.Errorf("rotate: %s", out)
	}
	if w.read("data/master.key") != next || w.read("data/master.key.old") != before {
		t.Error("the keys did not change places")
	}
	if info, err := os.Stat(w.path("data/master.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	w.done("audit", "verify", "--data", w.data())
	if out := w.done("keys", "status", "--json", "--data", w.data()); !strings.Contains(out, `"done": true`) {
		t.Errorf("after: %s", out)
	}
	w.write("data/master.key", before)
	w.refused(exitRefused, []string{"not the master key"}, "keys", "status", "--data", w.data())
}

func TestPeopleGetOtherKeys(t *testing.T) {
	w := newWorld(t)
	w.init()
	with := []string{"--data", w.data()}
	w.done(append([]string{"people", "import", w.write("people.csv", "name,email,start date\nAda,ada@example.org,2024-01-01\nBen,ben@example.org,2024-01-01\n")}, with...)...)
	master := w.read("data/master.key")
	w.refused(exitUsage, []string{"either"}, append([]string{"keys", "rotate", "--people", "--person", "ada@example.org"}, with...)...)
	w.refused(exitRefused, []string{"nobody@example.org"}, append([]string{"keys", "rotate", "--person", "nobody@example.org"}, with...)...)
	if out := w.done(append([]string{"keys", "rotate", "--person", "ada@example.org"}, with...)...); !strings.Contains(out, "ada@example.org has another key") {
		t.Error(out)
	}
	if out := w.done(append([]string{"keys", "rotate", "--people"}, with...)...); !strings.Contains(out, "Everybody has another key") {
		t.Error(out)
	}
	if w.read("data/master.key") != master {
		t.Error("the master key is another one")
	}
	w.done(append([]string{"audit", "verify"}, with...)...)
	out := w.done(append([]string{"keys", "status"}, with...)...)
	for _, want := range []string{"wraps the keys of 3.", "The oldest key of a person was made on 20", "Everybody's were made anew on 20"} {
		if !strings.Contains(out, want) {
			t.Errorf("status lacks %q: %s", want, out)
		}
	}
	if strings.Contains(out, "not done") || strings.Contains(out, "earlier") {
		t.Error(out)
	}
}

// TestAMasterKeyFromACommand is read at each start, and takes turns like one in a file.
func TestAMasterKeyFromACommand(t *testing.T) {
	w := newWorld(t)
	w.init()
	key := w.read("data/master.key")
	w.remove("data/master.key")
	elsewhere := w.write("elsewhere", key)
	with := []string{"--data", w.data(), "--master-key-command", "cat " + elsewhere}
	w.done(append([]string{"keys", "status"}, with...)...)
	if out := w.done(append([]string{"keys", "rotate"}, with...)...); !strings.Contains(out, "to where yours comes from") {
		t.Errorf("rotate: %s", out)
	}
	w.done(append([]string{"audit", "verify"}, with...)...) // with both
	w.write("elsewhere", w.read("data/master.key.next"))
	w.remove("data/master.key.next")
	w.done(append([]string{"audit", "verify"}, with...)...)
	w.refused(exitRefused, []string{"the command false"}, "keys", "status", "--data", w.data(), "--master-key-command", "false")
	w.refused(exitRefused, []string{"gave no master key"}, "keys", "status", "--data", w.data(), "--master-key-command", "echo nothing")
}

func TestVerifyNamesWhatWasChanged(t *testing.T) {
	w := newWorld(t)
	w.init()
	copied := w.path("copy.jsonl")
	flags := []string{"--data", w.data()}
	people := w.write("people.csv", "name,email\nAda,ada@example.org\n")
	w.env = append(w.env, "CAIRN_AUDIT_COPY="+copied, "CAIRN_AUDIT_COPY_REQUIRED=true")
	w.done(append([]string{"people", "import", people}, flags...)...)
	if out := w.done(append([]string{"audit", "verify"}, flags...)...); !strings.Contains(out, "Everything is as Cairn left it.") || !strings.Contains(out, "Compared 1 links") {
		t.Errorf("untouched: %s", out)
	}
	w.write("copy.jsonl", strings.ReplaceAll(w.read("copy.jsonl"), `"mac":"`, `"mac":"x`)+"torn")
	w.refused(exitRefused, []string{"second journal", "1 of its lines cannot be read", "not as Cairn left it"}, append([]string{"audit", "verify"}, flags...)...)
	code, out, _ := w.cairn(append([]string{"audit", "verify", "--json"}, flags...)...)
	if code != exitRefused || !strings.Contains(out, `"ok": false`) || !strings.Contains(out, `"where": "second journal"`) {
		t.Errorf("%d: %s", code, out)
	}
}
