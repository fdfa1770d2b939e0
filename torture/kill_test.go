package torture

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"
)

// load is eight people who write into their journals as fast as they may.
type load struct {
	mu       sync.Mutex
	answered map[string]string // key of an entry that was answered for, and who wrote it
	open     map[string]string // of one whose answer never came
	refused  int
}

func key(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// writers is how many write at once.
const writers = 8

// press writes until the server is gone. Texts carry the round, so that none is twice.
func (l *load) press(s *serving, round int, until <-chan struct{}) {
	names := s.names()
	var wait sync.WaitGroup
	for n := range writers {
		who := names[n%len(names)]
		wait.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-until:
					return
				default:
				}
				text := fmt.Sprintf("Round %d, writer %d, entry %d.", round, n, i)
				a, err := s.write(who, text, key(text))
				l.note(who, text, a, err)
				if err != nil {
					return
				}
				if a.status == http.StatusTooManyRequests {
					time.Sleep(50 * time.Millisecond)
				}
			}
		})
	}
	wait.Wait()
}

func (l *load) note(who, text string, a answer, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		l.open[text] = who
	case a.status == http.StatusCreated:
		l.answered[text] = who
	default:
		l.refused++
	}
}

// settle sends again what was never answered, and holds all entries to what was.
func (l *load) settle(s *serving) {
	s.t.Helper()
	for text, who := range l.open {
		a, err := s.write(who, text, key(text))
		if err != nil || a.status != http.StatusCreated {
			s.t.Errorf("sent again: %d, %v: %.200s", a.status, err, a.body)
		}
		l.answered[text] = who
		delete(l.open, text)
	}
	found := map[string]map[string]int{}
	for _, who := range s.names() {
		found[who] = s.entries(who)
	}
	for text, who := range l.answered {
		if n := found[who][text]; n != 1 {
			s.t.Errorf("%q was answered for, and is there %d times", text, n)
		}
	}
}

// rounds puts a load on the program and sends it the signal, again and again.
func rounds(t *testing.T, n int, signal syscall.Signal, exit int) {
	t.Helper()
	b := theProgram(t)
	dir := b.copyTo(t, t.TempDir())
	var longest time.Duration
	answered, unknown := 0, 0
	for round := range n {
		began := time.Now()
		s := b.serve(t, dir)
		longest = max(longest, time.Since(began))
		l, gone := load{answered: map[string]string{}, open: map[string]string{}}, make(chan struct{})
		go func() {
			time.Sleep(time.Duration(20+rand.IntN(180)) * time.Millisecond)
			_ = s.Process.Signal(signal)
			<-s.over
			close(gone)
		}()
		l.press(s, round, gone)
		<-gone
		if code := s.ProcessState.ExitCode(); code != exit {
			t.Fatalf("it ended with %d:\n%s", code, s.log.String())
		}
		unknown += len(l.open)
		again := b.serve(t, dir)
		l.settle(again)
		answered += len(l.answered)
		if again.stop() != 0 {
			t.Error(again.log.String())
		}
		if t.Failed() {
			break
		}
		if round%10 == 9 || round == n-1 {
			b.whole(t, dir)
			dir = b.copyTo(t, t.TempDir()) // journals have an end
		}
	}
	t.Logf("%d times: %d entries answered for and there, once each; %d of them were sent again; ready after %v at most", n, answered, unknown, longest.Round(time.Millisecond))
}

// TestKilledUnderLoad: after kill -9 everything that was answered is there, and what
// was not answered is done once when it is sent again.
func TestKilledUnderLoad(t *testing.T) {
	t.Parallel()
	rounds(t, size("CAIRN_KILLED", 2), syscall.SIGKILL, -1)
}

// TestStoppedUnderLoad: told to stop, the program answers what it has begun.
func TestStoppedUnderLoad(t *testing.T) {
	t.Parallel()
	rounds(t, size("CAIRN_STOPPED", 2), syscall.SIGTERM, 0)
}
