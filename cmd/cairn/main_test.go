package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// place of a test is an empty folder and a program run in-process.
type world struct {
	*testing.T
	folder string
	env    []string
}

func newWorld(t *testing.T) *world { return &world{T: t, folder: t.TempDir()} }

func (w *world) path(name string) string { return filepath.Join(w.folder, name) }

// cairn runs the program and returns what it wrote.
func (w *world) cairn(args ...string) (code int, out, err string) {
	w.Helper()
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute) // one that serves by mistake ends
	defer cancel()
	code = run(ctx, args, w.env, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// done expects the command to succeed.
func (w *world) done(args ...string) (out string) {
	w.Helper()
	code, out, err := w.cairn(args...)
	if code != exitDone {
		w.Fatalf("cairn %s: exit code %d\n%s%s", strings.Join(args, " "), code, out, err)
	}
	return out
}

// refused expects the exit code, and each of the words in what is said.
func (w *world) refused(code int, words []string, args ...string) {
	w.Helper()
	got, out, err := w.cairn(args...)
	if got != code {
		w.Errorf("cairn %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, out, err)
	}
	for _, word := range words {
		if !strings.Contains(out+err, word) {
			w.Errorf("cairn %s does not say %q:\n%s%s", strings.Join(args, " "), word, out, err)
		}
	}
}

func (w *world) data() string { return w.path("data") }

// init sets Cairn up in the folder data.
func (w *world) init() (out string) {
	w.Helper()
	return w.done("init", "--data", w.data(), "--name", "Olga Oman", "--email", "olga@example.org")
}

func (w *world) write(name, text string) string {
	w.Helper()
	if err := os.WriteFile(w.path(name), []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
	return w.path(name)
}

var linkForm = regexp.MustCompile(`http://\S+/invitation/cairn_inv_[0-9a-z]{52}`)

// output is a stream that is read while it is written.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// running is a command that goes on until it is stopped.
type running struct {
	*world
	out, err output
	stop     context.CancelFunc
	code     chan int
}

func (w *world) start(args ...string) *running {
	ctx, stop := context.WithCancel(context.Background())
	r := &running{world: w, stop: stop, code: make(chan int, 1)}
	over := make(chan struct{})
	go func() { r.code <- run(ctx, args, w.env, strings.NewReader(""), &r.out, &r.err); close(over) }()
	w.Cleanup(func() { stop(); <-over }) // its folder is removed after it
	return r
}

func TestACommandLineThatCannotBeReadIsUsage(t *testing.T) {
	w := newWorld(t)
	for name, args := range map[string][]string{
		"no such command":       {"dance"},
		"no such flag":          {"serve", "--fast"},
		"no file":               {"people", "import"},
		"nobody to invite":      {"people", "invite"},
		"one and all":           {"people", "invite", "ada@example.org", "--all"},
		"no such office":        {"people", "office", "grant", "ada@example.org", "king"},
		"nobody to be operator": {"init", "--data", w.data()},
	} {
		t.Run(name, func(t *testing.T) {
			(&world{T: t, folder: w.folder}).refused(exitUsage, []string{"cairn: ", "Try: cairn ", "--help"}, args...)
		})
	}
	if _, err := os.Stat(w.data()); err == nil {
		t.Error("a folder was made all the same")
	}
}

func TestHelpAndVersionAreAnswers(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{{}, {"--help"}, {"serve", "--help"}, {"people", "office", "--help"}} {
		if out := w.done(args...); !strings.Contains(out, "Usage: cairn") {
			t.Errorf("%v: %s", args, out)
		}
	}
	out := w.done("version")
	for _, word := range []string{"cairn " + version, "go1.", "SQLite 3.", "schema "} {
		if !strings.Contains(out, word) {
			t.Errorf("no %q in %s", word, out)
		}
	}
}

func TestSettingsAreJudgedTogether(t *testing.T) {
	w := newWorld(t)
	w.init()
	w.env = []string{"CAIRN_LOG_LEVEL=loud"}
	file := w.write("cairn.yaml", "session-idle: 1s\n")
	w.refused(exitRefused, []string{"CAIRN_LOG_LEVEL", "loud", "--listen", "nowhere", "session-idle", "cairn.yaml line 1"},
		"serve", "--data", w.data(), "--config", file, "--listen", "nowhere")
}

func TestFlagsComeBeforeTheEnvironmentAndThatBeforeTheFile(t *testing.T) {
	w := newWorld(t)
	w.init()
	file := w.write("cairn.yaml", "public-url: https://file.example.org\n")
	base := func(args ...string) string {
		out := w.done(append([]string{"people", "invite", "olga@example.org", "--data", w.data(), "--config", file}, args...)...)
		link, _, _ := strings.Cut(out[strings.Index(out, "http"):], "/invitation")
		return link
	}
	if got := base(); got != "https://file.example.org" {
		t.Error(got)
	}
	w.env = []string{"CAIRN_PUBLIC_URL=https://environment.example.org"}
	if got := base(); got != "https://environment.example.org" {
		t.Error(got)
	}
	if got := base("--public-url", "https://flag.example.org"); got != "https://flag.example.org" {
		t.Error(got)
	}
}

func TestHelpIsACommandToo(t *testing.T) {
	w := newWorld(t)
	for asked, want := range map[string]string{"help": "Usage: cairn <command>", "help people invite": "Usage: cairn people invite", "help backup": "Usage: cairn backup"} {
		if out := w.done(strings.Fields(asked)...); !strings.Contains(out, want) {
			t.Errorf("cairn %s says\n%s", asked, out)
		}
	}
}

func TestWhatCannotBeReadLeadsToTheHelpOfItsCommand(t *testing.T) {
	w := newWorld(t)
	w.refused(exitUsage, []string{"missing flags: --key=FILE", "Try: cairn backup-check --help"}, "backup-check", "x.backup")
	w.refused(exitUsage, []string{"there is no office", "Try: cairn people office grant --help"}, "people", "office", "grant", "a@example.org", "chief")
	w.refused(exitUsage, []string{"Try: cairn --help"}, "nonsense")
}
