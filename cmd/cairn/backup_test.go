package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/testkit/postgres"
	"cairn/internal/workflow"
)

// lock makes a backup key and puts its lock into the settings.
func (w *world) lock() (key string) {
	w.Helper()
	key = w.path("backup.key")
	var made struct{ Lock string }
	w.must(json.Unmarshal([]byte(w.done("backup-key", key, "--json")), &made))
	w.env = append(w.env, "CAIRN_BACKUP_LOCK="+made.Lock)
	return key
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// behind runs f on the Cairn that the environment names.
func (w *world) behind(f func(*workflow.Workflow)) {
	w.Helper()
	settings, err := config.Load(config.Sources{Environ: w.env})
	w.must(err)
	s, err := server.Open(w.Context(), server.Options{Config: settings})
	w.must(err)
	f(s.Workflow)
	w.must(s.Close())
}

const passphrase = "marble otter lantern quay"

// member is somebody with a password.
func (w *world) member(email string) {
	w.Helper()
	link := linkForm.FindString(w.done("people", "invite", email))
	w.behind(func(f *workflow.Workflow) {
		_, err := f.AcceptInvitation(w.Context(), link[strings.LastIndex(link, "/")+1:], passphrase, "test")
		w.must(err)
	})
}

func (w *world) signsIn(email string) (token string, err error) {
	w.Helper()
	w.behind(func(f *workflow.Workflow) {
		in, e := f.SignIn(w.Context(), email, passphrase, "test", "192.0.2.1")
		token, err = in.Token, e
	})
	return token, err
}

func onEngines(t *testing.T, f func(w *world, fresh func(name string) []string)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fresh := func(name string) []string {
				env := []string{"CAIRN_DATA=" + w.path(name), "CAIRN_AUDIT_COPY=" + w.path("journal.jsonl"), "CAIRN_LISTEN=127.0.0.1:0"}
				if engine == "postgres" {
					env = append(env, "CAIRN_DATABASE="+postgres.URL(t))
				}
				return env
			}
			w.env = fresh("data")
			f(w, fresh)
		})
	}
}

func (w *world) move(from, to string) {
	w.Helper()
	w.must(os.MkdirAll(w.path(to), 0o700))
	key, err := os.ReadFile(filepath.Join(w.path(from), "master.key"))
	w.must(err)
	w.must(os.WriteFile(filepath.Join(w.path(to), "master.key"), key, 0o600))
}

func TestWhatWasTakenAwayAfterABackupDoesNotComeBackWithIt(t *testing.T) {
	t.Parallel()
	onEngines(t, func(w *world, fresh func(string) []string) {
		w.init2()
		w.done("people", "import", w.write("people.csv", goodFile))
		key := w.lock()
		w.member("olga@example.org")
		w.member("ada@example.org")
		w.done("people", "office", "grant", "ada@example.org", "people-partner")
		before, err := w.signsIn("ada@example.org")
		w.must(err)
		file := w.path("b.backup")
		if out := w.done("backup", file, "--trial"); !strings.Contains(out, "read again") || !strings.Contains(out, "Put back on trial") || strings.Contains(out, " not as it should") {
			t.Error(out)
		}
		w.refused(exitRefused, []string{"overwrites nothing"}, "backup", file)
		raw, err := os.ReadFile(file)
		w.must(err)
		for _, canary := range []string{"ada@example.org", "kesson", "people_sealed", "CREATE TABLE"} {
			if strings.Contains(string(raw), canary) {
				t.Errorf("the backup holds %q in clear", canary)
			}
		}
		w.done("people", "office", "end", "ada@example.org", "people-partner")
		w.done("people", "leave", "bob@example.org")
		w.done("people", "invite", "ada@example.org") // and whoever has the link changes the password
		w.member("ada@example.org")

		w.move("data", "again")
		w.env = append(fresh("again"), w.env[len(w.env)-1])
		w.refused(exitRefused, []string{"not the key"}, "restore", file, "--key", w.otherKey())
		out := w.done("restore", file, "--key", key)
		for _, words := range []string{"as Cairn left them", "left: Bob", "people-partner", "taken away, since they changed: Ada", "cairn reopen"} {
			if !strings.Contains(out, words) {
				t.Errorf("does not say %q:\n%s", words, out)
			}
		}
		if _, err := w.signsIn("olga@example.org"); err == nil || !strings.Contains(err.Error(), "put back from a backup") {
			t.Errorf("signs in before it is opened: %v", err)
		}
		w.done("verify")
		w.refused(exitDone, []string{"nobody can sign in yet", "cairn reopen"}, "doctor")
		w.refused(exitRefused, []string{"empty"}, "restore", file, "--key", key)
		w.done("reopen")
		if _, err := w.signsIn("olga@example.org"); err != nil {
			t.Errorf("whose password did not change: %v", err)
		}
		if _, err := w.signsIn("ada@example.org"); err == nil {
			t.Error("a password that was changed opens again")
		}
		w.behind(func(f *workflow.Workflow) {
			if _, _, err := f.Authenticate(t.Context(), before); err == nil {
				t.Error("a session from before the backup goes on")
			}
			page, err := f.Directory(t.Context(), access.System(access.ViaCommand), workflow.DirectoryFilter{Words: "bob@"})
			if err != nil || page.Total > 0 {
				t.Errorf("who left is back: %+v %v", page, err)
			}
		})
		w.done("verify")
	})
}

func (w *world) init2() { w.done("init", "--name", "Olga Oman", "--email", "olga@example.org") }

func (w *world) otherKey() string {
	w.Helper()
	if _, err := os.Stat(w.path("other.key")); err != nil {
		w.done("backup-key", w.path("other.key"))
	}
	return w.path("other.key")
}

func TestWhoWasErasedStaysErased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env = []string{"CAIRN_DATA=" + w.data(), "CAIRN_LISTEN=127.0.0.1:0"}
	w.init2()
	w.done("people", "import", w.write("people.csv", goodFile))
	key := w.lock()
	w.done("backup", w.path("b"))
	w.move("data", "again")
	w.env[0] = "CAIRN_DATA=" + w.path("again")
	w.refused(exitRefused, []string{"Nobody in the backup has the address nobody@example.org"}, "restore", w.path("b"), "--key", key, "--erased", "nobody@example.org")
	if _, err := os.Stat(w.path("again/cairn.db")); err == nil {
		t.Error("a restore that was refused left a database")
	}
	out := w.done("restore", w.path("b"), "--key", key, "--erased", "bob@example.org")
	if !strings.Contains(out, "no second journal") {
		t.Error(out)
	}
	w.done("verify")
	raw, err := os.ReadFile(w.path("again/cairn.db"))
	w.must(err)
	if strings.Contains(string(raw), "bob@example.org") {
		t.Error("the address of who was erased is in the file")
	}
}

func TestADamagedBackupIsNotPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.env = []string{"CAIRN_DATA=" + w.data()}
	w.init2()
	key := w.lock()
	file := w.path("b")
	w.refused(exitRefused, []string{"There is no folder " + w.path("none"), "install -d -m 0700"}, "backup", w.path("none/b"))
	w.done("backup", file)
	w.done("backup-check", file, "--key", key)
	raw, err := os.ReadFile(file)
	w.must(err)
	w.move("data", "again")
	w.env[0] = "CAIRN_DATA=" + w.path("again")
	for name, spoil := range map[string]func([]byte) []byte{
		"a bit":   func(b []byte) []byte { b[len(b)/2] ^= 4; return b },
		"cut off": func(b []byte) []byte { return b[:len(b)-100] },
		"empty":   func([]byte) []byte { return nil },
	} {
		w.write("spoilt", string(spoil([]byte(string(raw)))))
		_, out, said := w.cairn("restore", w.path("spoilt"), "--key", key)
		if !strings.Contains(said, "damaged") && !strings.Contains(said, "not a backup") {
			t.Errorf("%s: %s%s", name, out, said)
		}
	}
	w.must(os.Remove(w.path("again/master.key")))
	w.refused(exitRefused, []string{"no master key"}, "restore", file, "--key", key)
	if found, _ := filepath.Glob(w.path("again/cairn.db*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}
