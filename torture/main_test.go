// Package torture starts the program as it is built and is unkind to it: it kills it,
// fills its disk, comes with thousands at once, and damages its file. docs/torture.md
// says what is expected and how large each test can be made.
package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cairn/internal/testkit/faults"
	"cairn/internal/testkit/program"
)

// size is how often something is done: a little in every run, much when asked.
func size(variable string, small int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return small
}

// built is the program, and the data of a sample organisation that every test copies.
type built struct {
	binary string
	under  []string          // a command that begins it, if not the system itself
	data   map[string][]byte // file by name
	people map[string]person // by the part of the address before the @
}

type person struct{ Name, Email, Token string }

var folder string

func TestMain(m *testing.M) {
	code := m.Run()
	if folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

var build = sync.OnceValues(func() (*built, error) {
	var err error
	if folder, err = os.MkdirTemp("", "cairn-torture-"); err != nil {
		return nil, err
	}
	b := &built{binary: filepath.Join(folder, "cairn"), data: map[string][]byte{}, people: map[string]person{}}
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", b.binary, "cairn/cmd/cairn").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return b, b.fill(filepath.Join(folder, "data"))
})

// fill lets a demo make its organisation, and keeps what it made.
func (b *built) fill(data string) error {
	c := exec.Command(b.binary, "demo", "--data", data, "--listen", "127.0.0.1:0")
	c.Env = faults.Environ()
	var out words
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		return err
	}
	for began := time.Now(); !strings.Contains(out.String(), "A sample organisation is at"); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			return errors.Join(errors.New("the demo does not begin: "+out.String()), c.Process.Kill())
		}
	}
	if err := errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait()); err != nil {
		return fmt.Errorf("the demo that was told to stop: %w: %s", err, out.String())
	}
	for _, name := range []string{"cairn.db", "master.key", "demo.json"} {
		content, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			return err
		}
		b.data[name] = content
	}
	var demo struct{ Personas []person }
	err := json.Unmarshal(b.data["demo.json"], &demo)
	for _, p := range demo.Personas {
		name, _, _ := strings.Cut(p.Email, "@")
		b.people[name] = p
	}
	return err
}

func theProgram(t *testing.T) *built {
	t.Helper()
	b, err := build()
	must(t, err)
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// names of everybody whose token is known.
func (b *built) names() []string { return slices.Sorted(maps.Keys(b.people)) }

// copyTo puts the sample organisation into a folder.
func (b *built) copyTo(t *testing.T, dir string) string {
	t.Helper()
	must(t, os.MkdirAll(dir, 0o700))
	for name, content := range b.data {
		must(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	return dir
}

// words is what a process writes, read while it writes.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// longEnough is what a command may take that goes over a whole database, beside everything else that is tried.
const longEnough = 20 * time.Minute

// cairn runs a command to its end.
func (b *built) cairn(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longEnough)
	defer cancel()
	c := exec.CommandContext(ctx, b.binary, args...)
	c.Env = faults.Environ()
	text, err := c.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("%s was not over after %s:\n%s", args[0], longEnough, text)
	}
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(text), c.ProcessState.ExitCode()
}

// whole looks whether everything in the folder is as it was left.
func (b *built) whole(t *testing.T, dir string) {
	t.Helper()
	if out, code := b.cairn(t, "verify", "--data", dir); code != 0 {
		t.Errorf("verify ends with %d:\n%s", code, out)
	}
}

// serving is a process that serves.
type serving struct {
	*built
	*exec.Cmd
	t            *testing.T
	url, metrics string
	log          *words
	over         chan struct{}
}

var (
	servesAt  = regexp.MustCompile(`(?:address=|organisation is at )(http://127\.0\.0\.1:\d+)`)
	metricsAt = regexp.MustCompile(`metrics=(http://127\.0\.0\.1:\d+)`)
)

// begin starts the program and does not wait until it serves.
func (b *built) begin(t *testing.T, command, dir string, args ...string) *serving {
	t.Helper()
	s := &serving{built: b, t: t, log: &words{}, over: make(chan struct{})}
	line := slices.Concat(b.under, []string{b.binary, command, "--data", dir, "--listen", "127.0.0.1:0"}, args)
	s.Cmd = exec.Command(line[0], line[1:]...)
	s.Env, s.Stdout, s.Stderr = faults.Environ(), s.log, s.log
	must(t, s.Start())
	go func() { _ = s.Cmd.Wait(); close(s.over) }()
	t.Cleanup(s.kill)
	return s
}

// serve starts the program on a folder and waits until it serves.
func (b *built) serve(t *testing.T, dir string, args ...string) *serving {
	t.Helper()
	s := b.begin(t, "serve", dir, append([]string{"--metrics-listen", "127.0.0.1:0"}, args...)...)
	s.ready()
	return s
}

// demo starts the program so that it lets everybody in as anybody.
func (b *built) demo(t *testing.T, dir string) *serving {
	t.Helper()
	s := b.begin(t, "demo", dir)
	s.ready()
	return s
}

// ready waits until it serves.
func (s *serving) ready() {
	s.t.Helper()
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if m := servesAt.FindStringSubmatch(s.log.String()); m != nil {
			s.url = m[1]
			if m := metricsAt.FindStringSubmatch(s.log.String()); m != nil {
				s.metrics = m[1]
			}
			if s.metrics != "" || strings.Contains(s.log.String(), "organisation is at") {
				return
			}
		}
		select {
		case <-s.over:
			s.t.Fatalf("ended:\n%s", s.log.String())
		default:
		}
		if time.Since(began) > time.Minute {
			s.t.Fatalf("does not serve:\n%s", s.log.String())
		}
	}
}

func (s *serving) kill() {
	_ = s.Process.Kill()
	<-s.over
}

// stop asks it to stop, and returns how it ended.
func (s *serving) stop() int {
	s.t.Helper()
	must(s.t, s.Process.Signal(syscall.SIGTERM))
	select {
	case <-s.over:
	case <-time.After(time.Minute):
		s.t.Fatal("does not stop")
	}
	return s.ProcessState.ExitCode()
}

// answer is what came back.
type answer struct {
	status int
	body   string
	header http.Header
}

// ask sends a request of a person's program.
func (s *serving) ask(who, method, path, body, key string) (a answer, err error) {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+s.people[who].Token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	return send(http.DefaultClient, r)
}

func send(client *http.Client, r *http.Request) (a answer, err error) {
	got, err := client.Do(r)
	if err != nil {
		return a, err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, string(text), got.Header}, err
}

// write adds an entry to a person's own journal.
func (s *serving) write(who, text, key string) (answer, error) {
	body, err := json.Marshal(map[string]string{"day": "2026-01-02", "text": text})
	if err != nil {
		return answer{}, err
	}
	return s.ask(who, http.MethodPost, "/api/v1/journal", string(body), key)
}

// entries are the texts in a person's own journal, and how often each is there.
func (s *serving) entries(who string) map[string]int {
	s.t.Helper()
	found := map[string]int{}
	for cursor, more := "", true; more; {
		var journal struct {
			Entries []struct{ Text string }
			NextOf  map[string]string `json:"next_of"`
		}
		a, err := s.ask(who, http.MethodGet, "/api/v1/journal?limit=200&cursor="+url.QueryEscape(cursor), "", "")
		must(s.t, err)
		if a.status == http.StatusTooManyRequests {
			time.Sleep(100 * time.Millisecond)
			continue
		}
		if err := json.Unmarshal([]byte(a.body), &journal); err != nil || a.status != http.StatusOK {
			s.t.Fatalf("%d: %v: %.300s", a.status, err, a.body)
		}
		for _, e := range journal.Entries {
			found[e.Text]++
		}
		cursor, more = journal.NextOf["entries"]
	}
	return found
}

// metric reads one value.
func (s *serving) metric(name string) float64 {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.metrics+"/metrics", nil)
	must(s.t, err)
	a, err := send(http.DefaultClient, r)
	must(s.t, err)
	for line := range strings.Lines(a.body) {
		if text, ok := strings.CutPrefix(line, name+" "); ok {
			v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			must(s.t, err)
			return v
		}
	}
	s.t.Fatalf("there is no metric %s", name)
	return 0
}

// until waits for something that becomes true by itself.
func until(t *testing.T, what string, within time.Duration, is func() bool) {
	t.Helper()
	for began := time.Now(); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > within {
			t.Fatalf("waited %v in vain: %s", within, what)
		}
	}
}

// onLinux skips what takes something that other systems do not have.
func onLinux(t *testing.T, what string) {
	t.Helper()
	if _, err := os.Stat("/proc/self"); err != nil {
		t.Skipf("skipped: %s takes Linux, so nothing tries it here", what)
	}
}

// disk is a small disk of its own, in memory.
func disk(t *testing.T, megabytes int) string {
	t.Helper()
	onLinux(t, "a small disk")
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		program.Missing(t, "the right to mount a small disk", "Run the tests as root, or in a container that may mount.")
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}
