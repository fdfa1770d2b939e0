package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/store"
)

// addsOne is what a version begins with: a column of a private table, and a table.
const addsOne = "-- +goose Up\nALTER TABLE notes ADD COLUMN reason_%[1]d TEXT NOT NULL DEFAULT '';\nCREATE TABLE reasons_%[1]d (id TEXT PRIMARY KEY, about_sealed TEXT NOT NULL);\n"

// takesAway is how a later one ends it, when no program that uses it is left.
// What is taken from a private table touches its rows, so that they are marked anew.
const takesAway = "-- +goose Up\nALTER TABLE notes DROP COLUMN reason_%[1]d;\nUPDATE notes SET id = id;\nUPDATE schema_floor SET oldest = %[2]d;\n"

// TestAnUpgradeWhilePeopleWork upgrades two Cairns one after the other, by programs of
// their own: nothing that was acknowledged is lost, nothing is done twice, nobody is
// signed out, and both find everything as it was left while both serve.
func TestAnUpgradeWhilePeopleWork(t *testing.T) {
	f := newFleet(t, 3)
	f.until("one to lead", func() bool { return f.leads() >= 0 })
	var versions []string // their migrations
	before, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for n := range sized(1, 20) {
		versions = append(versions, fmt.Sprintf(addsOne, n))
		next := f.version(versions)
		written, unknown := f.underLoad(func() { f.upgrade(before, next) })
		t.Logf("schema %d: %d acts written, %d times nobody could tell", f.schema(), written, unknown)
		f.whole("after the upgrade")
		before = next
	}
	last := len(versions) - 1
	versions = append(versions, fmt.Sprintf(takesAway, last, store.ProgramSchema()+int64(len(versions))+1))
	f.outgrow(f.version(versions))
}

// version builds this program with more migrations: their texts come from a package that
// is built in a moment, in the place of the store's, so that only that one is built anew.
func (f *fleet) version(texts []string) (program string) {
	f.Helper()
	overlay := map[string]string{}
	lay := func(at, from string) {
		path, err := filepath.Abs(at)
		if err != nil {
			f.Fatal(err)
		}
		overlay[path] = from
	}
	theirs, err := filepath.Glob("../../internal/store/migrations/*.sql")
	if err != nil || len(theirs) == 0 {
		f.Fatal("no migrations are found:", err)
	}
	for _, path := range theirs {
		from, _ := filepath.Abs(path)
		lay("migrations/"+filepath.Base(path), from)
	}
	for i, text := range texts {
		name := fmt.Sprintf("%04d_next.sql", store.ProgramSchema()+1+int64(i))
		lay("migrations/"+name, f.write(name, text))
	}
	lay("next_version.go", f.write("next_version.go", nextVersion))
	list, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		f.Fatal(err)
	}
	program = f.path(fmt.Sprintf("next-%d", len(texts)))
	build := exec.Command("go", "build", "-overlay", f.write("overlay.json", string(list)), "-ldflags", "-w -X cairn/internal/jobs.leadFor=3s", "-o", program, ".")
	if said, err := build.CombinedOutput(); err != nil {
		f.Fatalf("the next version cannot be built: %v\n%s", err, said)
	}
	return program
}

const nextVersion = `package main

import (
	"embed"
	_ "unsafe"
)

//go:embed migrations/*.sql
var nextMigrations embed.FS

//go:linkname migrations cairn/internal/store.migrations
var migrations embed.FS

func init() { migrations = nextMigrations }
`

// by runs a command of another build, and of this one where none is named.
func (f *fleet) by(program string, args ...string) (out string) {
	f.Helper()
	if program == "" {
		return f.done(args...)
	}
	c := exec.Command(program, args...)
	c.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CAIRN_") }), f.env...)
	said, err := c.CombinedOutput()
	if err != nil {
		f.Errorf("%s of the other build: %v\n%s", strings.Join(args, " "), err, said)
	}
	return string(said)
}

func (f *fleet) schema() int { return f.number(`SELECT max(version_id) FROM goose_db_version`) }

// upgrade puts one of the new beside those that serve, gives it the place of one of
// them, and lets that one end; then the same with the other.
func (f *fleet) upgrade(before, next string) {
	f.Helper()
	f.newest = next
	for i := range f.replicas {
		older, led := f.replicas[i], f.leads()
		f.beginOf(next, i, fmt.Sprintf("replica-%d-%d", i, f.schema())) // from now on people come to it
		if i == 0 {
			f.bothFindItWhole(before, next)
		}
		if err := older.command.Process.Signal(syscall.SIGTERM); err != nil {
			f.Fatal(err)
		}
		if err := older.command.Wait(); err != nil {
			f.Errorf("the older one ended with %v:\n%s", err, older.err.String())
		}
		if led == i {
			f.until("another to lead", func() bool { return f.leads() >= 0 })
		}
	}
}

// bothFindItWhole while one of each serves, and people write at both.
func (f *fleet) bothFindItWhole(before, next string) {
	f.Helper()
	f.until("somebody to have written at the older one since", func() bool {
		return f.number(`SELECT count(*) FROM private_rows p WHERE tab = 'notes' AND width < (SELECT max(width) FROM private_rows WHERE tab = 'notes')`) < f.number(`SELECT count(*) FROM notes`)
	})
	time.Sleep(300 * time.Millisecond)
	for _, program := range []string{before, next} {
		f.by(program, "verify")
		f.by(program, "audit", "verify", "--file", f.path("copies"))
	}
	if n := f.number(fmt.Sprintf(`SELECT count(*) FROM replicas WHERE knows < %d`, f.schema())); n != 2 {
		f.Errorf("of those that serve %d are of the older build, want both", n)
	}
}

// outgrow starts a version that takes something away: the one before it, which serves on,
// writes nothing any more and says so, and so does one that is started now.
func (f *fleet) outgrow(next string) {
	f.Helper()
	older := f.addresses[0].Load().String()
	f.newest = next
	written, unknown := f.underLoad(func() {
		outgoing := f.replicas[1]
		f.beginOf(next, 1, "replica-last")
		outgoing.kill()
		time.Sleep(time.Second) // people are sent to both in turn, and keep what they write at the newer
	})
	f.Logf("beside one that takes away: %d acts written, %d times nobody could tell", written, unknown)
	f.whole("beside one that takes away")
	m, had := f.people[0], f.number(`SELECT count(*) FROM notes`)
	form := url.Values{"on": {time.Now().UTC().Format(time.DateOnly)}, "title": {"late"}, "text": {"What I did."}, "idempotency_key": {"late"}}
	f.says("what is written at the older one", func() (*http.Response, error) { return m.client.PostForm(older+"/journal", form) }, "newer Cairn")
	f.says("the older one's readiness", func() (*http.Response, error) { return http.Get(older + "/readyz") }, "newer Cairn")
	if n := f.number(`SELECT count(*) FROM notes`); n != had {
		f.Errorf("there are %d entries more", n-had)
	}
	f.refused(exitRefused, []string{"newer Cairn"}, "serve", "--database", f.past, "--data", f.path("too-old"), "--master-key", f.data()+"/master.key")
	f.by(next, "verify")
}

// says expects 503 and the words.
func (f *fleet) says(what string, ask func() (*http.Response, error), words string) {
	f.Helper()
	answer, err := ask()
	if err != nil {
		f.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(body), words) {
		f.Errorf("%s is answered by %d: %s", what, answer.StatusCode, body)
	}
}
