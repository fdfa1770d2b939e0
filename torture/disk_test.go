package torture

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// browser is somebody who has signed in to a demo.
type browser struct {
	*serving
	client *http.Client
}

func (s *serving) browse(who string) browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	b := browser{s, &http.Client{Jar: jar}}
	if a := b.get("/demo/sign-in/" + s.people[who].Token); a.status != http.StatusOK {
		s.t.Fatalf("signing in as %s: %d", who, a.status)
	}
	return b
}

func (b browser) get(path string) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.url+path, nil)
	must(b.t, err)
	a, err := send(b.client, r)
	must(b.t, err)
	return a
}

func (b browser) post(path string, values ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	must(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := send(b.client, r)
	must(b.t, err)
	return a
}

// fill leaves no room on the disk, and returns what makes some again.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "filler")
	f, err := os.Create(path)
	must(t, err)
	for piece := 1 << 20; piece >= 1<<12; {
		if _, err := f.Write(make([]byte, piece)); err != nil {
			piece /= 2
		}
	}
	must(t, f.Close())
	return func() { must(t, os.Remove(path)) }
}

var aReport = regexp.MustCompile(`href="(/people/[0-9a-z]{26})"`)

// TestAFullDisk: acts are refused whole and say so, on pages and to programs; what
// needs no line of the journal is still read; and when there is room again it goes on.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	b := theProgram(t)
	small := disk(t, 16)
	dir := b.copyTo(t, filepath.Join(small, "data"))
	s := b.demo(t, dir)
	manager, partner := s.browse("priya.raman"), s.browse("maria.lindgren")
	report := aReport.FindStringSubmatch(manager.get("/people").body)
	if a, err := s.write("diego.fuentes", "Before.", "before"); err != nil || a.status != http.StatusCreated {
		t.Fatalf("with room: %d, %v", a.status, err)
	}
	free := fill(t, small)
	l := load{answered: map[string]string{"Before.": "diego.fuentes"}, open: map[string]string{}}
	refused := answer{}
	for i := 0; refused.status == 0 && i < 5000; i++ { // what was free in the file is used first
		text := fmt.Sprintf("Entry %d. %s", i, strings.Repeat("Words. ", 500))
		who := b.names()[i%len(b.names())]
		a, err := s.write(who, text, key(text))
		must(t, err)
		switch a.status {
		case http.StatusCreated:
			l.answered[text] = who
		case http.StatusTooManyRequests:
			time.Sleep(10 * time.Millisecond)
		default:
			refused = a
		}
	}
	if refused.status != http.StatusServiceUnavailable || !strings.Contains(refused.body, "not saved") {
		t.Errorf("a program is told %d: %s", refused.status, refused.body)
	}
	form := []string{"on", "2026-01-02", "text", "From a page.", "idempotency_key", "a page"}
	if a := manager.post("/journal", form...); a.status != http.StatusInsufficientStorage || !strings.Contains(a.body, "not saved") {
		t.Errorf("a page is told %d: %.2000s", a.status, a.body)
	}
	if a := partner.get("/framework"); a.status != http.StatusOK {
		t.Errorf("the framework is read: %d", a.status)
	}
	s.entries("diego.fuentes")
	if report != nil {
		t.Logf("a report's page, which is written down: %d", manager.get(report[1]).status)
	}
	if a := manager.get("/readyz"); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "disk is full") {
		t.Errorf("/readyz: %d %s", a.status, a.body)
	}
	if a := manager.get("/healthz"); a.status != http.StatusOK {
		t.Errorf("/healthz: %d", a.status)
	}
	free()
	until(t, "it is ready again by itself", time.Minute, func() bool { return manager.get("/readyz").status == http.StatusOK })
	if a := manager.post("/journal", form...); a.status != http.StatusOK {
		t.Errorf("sent again: %d: %.500s", a.status, a.body)
	}
	l.settle(s)
	t.Logf("%d entries were answered for and are there", len(l.answered))
	if s.stop() != 0 || !strings.Contains(s.log.String(), "disk is full") || !strings.Contains(s.log.String(), "takes what is written again") {
		t.Errorf("the log:\n%s", s.log.String())
	}
	b.whole(t, dir)
}

// TestLittleRoom: files are not taken in; what people write by hand is.
func TestLittleRoom(t *testing.T) {
	t.Parallel()
	b := theProgram(t)
	dir := b.copyTo(t, filepath.Join(disk(t, 32), "data"))
	file := filepath.Join(t.TempDir(), "people.csv")
	must(t, os.WriteFile(file, []byte("name,e-mail\nNew Comer,new@example.org\n"), 0o600))
	if out, code := b.cairn(t, "people", "import", file, "--data", dir); code != 1 || !strings.Contains(out, "nearly full") {
		t.Errorf("an import ends with %d: %s", code, out)
	}
	if out, code := b.cairn(t, "people", "import", file, "--dry-run", "--data", dir); code != 0 {
		t.Errorf("a look at it ends with %d: %s", code, out)
	}
	s := b.serve(t, dir)
	if a, err := s.write("diego.fuentes", "By hand.", ""); err != nil || a.status != http.StatusCreated {
		t.Errorf("by hand: %d, %v", a.status, err)
	}
}

// TestAReadOnlyDisk: it does not start on one; when the disk becomes one, acts are
// refused, and it goes on by itself when that is over.
func TestAReadOnlyDisk(t *testing.T) {
	t.Parallel()
	b := theProgram(t)
	small := disk(t, 64)
	dir := b.copyTo(t, filepath.Join(small, "data"))
	mount := func(flags uintptr) error {
		return syscall.Mount("tmpfs", small, "tmpfs", syscall.MS_REMOUNT|flags, "size=64m")
	}
	// A process that another test starts holds what was being written for a moment.
	until(t, "nobody writes to the disk", time.Minute, func() bool { return mount(syscall.MS_RDONLY) == nil })
	for _, command := range [][]string{{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, {"people", "invite", "--all", "--data", dir}, {"verify", "--data", dir}} {
		if out, code := b.cairn(t, command...); code != 1 || !strings.Contains(out, "cannot be written") || !strings.Contains(out, dir) {
			t.Errorf("%v ends with %d: %s", command, code, out)
		}
	}
	must(t, mount(0))
	s := b.demo(t, dir)
	manager := s.browse("priya.raman")
	// An open file keeps its disk from becoming read-only; that of a machine does it by itself.
	if err := mount(syscall.MS_RDONLY); err == nil {
		if a, err := s.write("diego.fuentes", "Words.", "k"); err != nil || a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "not saved") {
			t.Errorf("on a disk that became read-only: %d, %v: %s", a.status, err, a.body)
		}
		if a := manager.get("/readyz"); a.status != http.StatusServiceUnavailable {
			t.Errorf("/readyz: %d", a.status)
		}
		must(t, mount(0))
	}
	until(t, "it is ready again by itself", time.Minute, func() bool { return manager.get("/readyz").status == http.StatusOK })
	if a, err := s.write("diego.fuentes", "Words.", "k"); err != nil || a.status != http.StatusCreated {
		t.Errorf("afterwards: %d, %v: %s", a.status, err, a.body)
	}
}
