package torture

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// group is a group of processes that get only so much memory. Where the machine lets us make
// none the test is skipped: there is no other way to be short of it.
func group(t *testing.T, megabytes int) (tasks string) {
	t.Helper()
	onLinux(t, "a limit to memory")
	for _, kind := range []struct{ under, limit string }{{"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}, {"/sys/fs/cgroup", "memory.max"}} {
		dir := filepath.Join(kind.under, "cairn-torture-"+strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(megabytes))
		if os.Mkdir(dir, 0o755) != nil {
			continue
		}
		t.Cleanup(func() { _ = os.Remove(dir) })
		if os.WriteFile(filepath.Join(dir, kind.limit), []byte(strconv.Itoa(megabytes<<20)), 0o600) == nil {
			return filepath.Join(dir, "cgroup.procs")
		}
	}
	t.Skip("skipped: this machine lets nobody here make a group of processes with a limit to memory, so nothing tries what happens without it")
	return ""
}

// TestLittleMemory: with 128 MB the program serves an ordinary load and people who guess
// passwords, each of which takes 19 MB for an instant. CAIRN_MEMORY is how many seconds.
func TestLittleMemory(t *testing.T) {
	t.Parallel()
	b, seconds := theProgram(t), size("CAIRN_MEMORY", 3)
	dir := b.copyTo(t, t.TempDir())
	tasks, small := group(t, 128), *b
	small.under = []string{"sh", "-c", `echo $$ > "$0" && exec "$@"`, tasks}
	s := small.serve(t, dir)
	m, stop := mixed{wrong: map[string]int{}}, make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() { m.work(s, stop) })
	guesses := s.guess(&work, stop)
	select {
	case <-s.over:
	case <-time.After(time.Duration(seconds) * time.Second):
	}
	close(stop)
	work.Wait()
	used := peak(t, tasks)
	select {
	case <-s.over:
		t.Errorf("it ended: %v\n%s", s.ProcessState, s.log.String())
	default:
		if s.stop() != 0 {
			t.Error(s.log.String())
		}
	}
	if len(m.wrong) > 0 || m.writes.Load() == 0 || guesses.refused == 0 {
		t.Errorf("%d writes, %d guesses, and %v", m.writes.Load(), guesses.refused, m.wrong)
	}
	b.whole(t, dir)
	t.Logf("%d s: %d writes, %d readings, %d guesses; %.0f MB at most", seconds, m.writes.Load(), m.reads.Load(), guesses.refused, used)
}

type guesses struct{ refused int }

// guess signs in as somebody else with every request, so that nobody is told to wait.
func (s *serving) guess(work *sync.WaitGroup, stop <-chan struct{}) *guesses {
	g := &guesses{}
	work.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			form := url.Values{"email": {strconv.Itoa(i) + "@northlight.example"}, "password": {"wrong words here"}}
			r, err := http.NewRequest(http.MethodPost, s.url+"/sign-in", strings.NewReader(form.Encode()))
			if err != nil {
				return
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if a, err := send(http.DefaultClient, r); err != nil {
				return
			} else if a.status >= 400 && a.status < 500 {
				g.refused++
			}
		}
	})
	return g
}

// peak is the most that the group has used, in MB.
func peak(t *testing.T, tasks string) float64 {
	t.Helper()
	for _, name := range []string{"memory.max_usage_in_bytes", "memory.peak"} {
		if text, err := os.ReadFile(filepath.Join(filepath.Dir(tasks), name)); err == nil {
			n, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
			must(t, err)
			return n / (1 << 20)
		}
	}
	return 0
}
