package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestInitMakesACairnForItsOwnerOnly(t *testing.T) {
	w := newWorld(t)
	out := w.init()
	if !linkForm.MatchString(out) || !strings.Contains(out, "cairn serve --data "+w.data()) {
		t.Errorf("it does not say what to do next:\n%s", out)
	}
	for name, want := range map[string]os.FileMode{"data": 0o700, "data/master.key": 0o600, "data/cairn.db": 0o600} {
		info, err := os.Stat(w.path(name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o", name, info.Mode().Perm())
		}
	}
}

func TestInitCanBeRepeatedAndWritesNothingTwice(t *testing.T) {
	w := newWorld(t)
	first := linkForm.FindString(w.init())
	key, err := os.ReadFile(w.path("data/master.key"))
	if err != nil {
		t.Fatal(err)
	}
	_, out, _ := w.cairn("init", "--data", w.data())
	second := linkForm.FindString(out)
	if second == "" || second == first {
		t.Errorf("no new link: %q", second)
	}
	again, _ := os.ReadFile(w.path("data/master.key"))
	if string(key) != string(again) {
		t.Error("the master key was replaced")
	}
}

// TestInitMendsAnOperator who was mistyped, as long as they are alone, and says when not.
func TestInitMendsAnOperator(t *testing.T) {
	w := newWorld(t)
	w.init()
	again := func(name, email string) (out, said string) {
		_, out, said = w.cairn("init", "--data", w.data(), "--name", name, "--email", email)
		return out, said
	}
	out, said := again("Right Name", "right@example.org")
	if !strings.Contains(out, "Right Name <right@example.org> sets a password") || !linkForm.MatchString(out) || said != "" {
		t.Errorf("it says\n%s%s", out, said)
	}
	w.write("people.csv", "name,e-mail\nRight Name,right@example.org\nNoor Said,noor@example.org\n")
	w.done("people", "import", w.path("people.csv"), "--data", w.data())
	out, said = again("Somebody Else", "else@example.org")
	if !strings.Contains(said, "already; --name and --email were not used") || !strings.Contains(out, "Right Name <right@example.org>") {
		t.Errorf("another operator is left out without a word: %q\n%s", said, out)
	}
	w.refused(exitRefused, []string{"Nobody here"}, "people", "invite", "else@example.org", "--data", w.data())
}

func TestInitGoesOnWhereItWasInterrupted(t *testing.T) {
	for name, before := range map[string]func(*world){
		"after the folder": func(w *world) { w.mkdir("data") },
		"while the key was written": func(w *world) {
			w.mkdir("data")
			w.write("data/master.key", "")
		},
		"after the key": func(w *world) {
			w.init()
			for _, f := range []string{"cairn.db", "cairn.db-wal", "cairn.db-shm"} {
				_ = os.Remove(w.path("data/" + f))
			}
		},
		"after the database was opened": func(w *world) {
			w.mkdir("data")
			w.write("data/cairn.db", "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			before(w)
			if !linkForm.MatchString(w.init()) {
				t.Error("no invitation")
			}
		})
	}
}

func (w *world) mkdir(name string) {
	w.Helper()
	if err := os.MkdirAll(w.path(name), 0o700); err != nil {
		w.Fatal(err)
	}
}

func TestInitLeavesAnotherFolderAlone(t *testing.T) {
	w := newWorld(t)
	w.mkdir("data")
	w.write("data/thesis.txt", "mine")
	args := []string{"init", "--data", w.data(), "--name", "Olga", "--email", "olga@example.org"}
	w.refused(exitRefused, []string{"thesis.txt", "--force"}, args...)
	if found, _ := os.ReadDir(w.data()); len(found) != 1 {
		t.Errorf("it wrote %v", found)
	}
	w.done(append(args, "--force")...)
	if text, _ := os.ReadFile(w.path("data/thesis.txt")); string(text) != "mine" {
		t.Error("the other file was touched")
	}
}

func TestInitMakesNoNewKeyForOldData(t *testing.T) {
	w := newWorld(t)
	w.init()
	if err := os.Remove(w.path("data/master.key")); err != nil {
		t.Fatal(err)
	}
	w.refused(exitRefused, []string{"Put the key back"}, "init", "--data", w.data(), "--name", "Olga", "--email", "olga@example.org")
	if _, err := os.Stat(w.path("data/master.key")); err == nil {
		t.Error("a new key was made")
	}
}

func TestAWrongKeyIsRefused(t *testing.T) {
	w := newWorld(t)
	w.init()
	other := newWorld(t)
	other.init()
	w.refused(exitRefused, []string{"not the master key"}, "people", "invite", "olga@example.org", "--data", w.data(), "--master-key", other.path("data/master.key"))
	w.refused(exitRefused, []string{"not the master key", "bad "}, "doctor", "--data", w.data(), "--master-key", other.path("data/master.key"))
}

func TestAnOperatorWithoutANameOrAddressIsRefused(t *testing.T) {
	w := newWorld(t)
	w.refused(exitRefused, []string{"email", "olga", "ada@example.org"}, "init", "--data", w.data(), "--name", "Olga", "--email", "olga")
	if out := w.init(); !slices.Contains(strings.Fields(out), "Olga") {
		t.Errorf("it does not go on:\n%s", out)
	}
}

// A disk that went wrong leaves an empty file: to serve it as a new Cairn would
// hide that everything is gone.
func TestAnEmptyDatabaseIsNotServed(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.write("data/cairn.db", "")
	w.refused(exitRefused, []string{"is empty", "backup", "cairn init"}, "serve", "--data", w.data())
}
