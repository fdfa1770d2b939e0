package torture

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// mixed is what people do on an ordinary day: they write and mend and remove, and read pages
// of every kind.
type mixed struct {
	writes, reads, waits atomic.Int64
	mu                   sync.Mutex
	wrong                map[string]int
}

// readings are asked for in turn.
var readings = []string{"/api/v1/framework", "/api/v1/me", "/api/v1/journal", "/api/v1/people"}

// work goes on until it is told to stop, or nobody answers.
func (m *mixed) work(s *serving, until <-chan struct{}) {
	var all sync.WaitGroup
	for n := range writers {
		who := s.names()[n%len(s.names())]
		all.Go(func() {
			for i := 0; m.day(s, who, n, i); i++ {
				select {
				case <-until:
					return
				case <-time.After(time.Duration(20+n) * time.Millisecond):
				}
			}
		})
	}
	all.Wait()
}

// day is one person's turn: an entry is written, something is read, the entry goes again.
func (m *mixed) day(s *serving, who string, n, i int) bool {
	text := fmt.Sprintf("Soaked by %d in turn %d.", n, i)
	a, err := s.write(who, text, key(s.url+text))
	if !m.note("write", a, err, http.StatusCreated) {
		return err == nil
	}
	m.writes.Add(1)
	entry := field(a.body, "id")
	a, err = s.ask(who, http.MethodGet, readings[i%len(readings)], "", "")
	if m.note(readings[i%len(readings)], a, err, http.StatusOK) {
		m.reads.Add(1)
	}
	if err != nil || entry == "" {
		return err == nil
	}
	a, err = s.ask(who, http.MethodDelete, "/api/v1/journal/"+entry, "", key("remove "+entry))
	if m.note("remove", a, err, http.StatusNoContent, http.StatusOK) {
		m.writes.Add(1)
	}
	return err == nil
}

// note counts what was not answered as it should be; who is told to wait does.
func (m *mixed) note(what string, a answer, err error, want ...int) bool {
	for _, w := range want {
		if err == nil && a.status == w {
			return true
		}
	}
	if err == nil && a.status == http.StatusTooManyRequests {
		m.waits.Add(1)
		time.Sleep(200 * time.Millisecond)
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wrong[fmt.Sprintf("%s: %d, %v", what, a.status, err)]++
	return false
}

// sample is how large the program is at an instant.
type sample struct{ resident, goroutines, log float64 }

func (s *serving) sample(dir string) sample {
	is, err := os.Stat(filepath.Join(dir, "cairn.db-wal"))
	must(s.t, err)
	return sample{s.metric("cairn_resident_bytes") / (1 << 20), s.metric("cairn_goroutines"), float64(is.Size()) / (1 << 20)}
}

// TestSoak: under an ordinary load nothing grows, however long it lasts. CAIRN_SOAK is how
// many seconds.
func TestSoak(t *testing.T) {
	t.Parallel()
	b, seconds := theProgram(t), size("CAIRN_SOAK", 4)
	dir := b.copyTo(t, t.TempDir())
	s := b.serve(t, dir)
	m, stop := mixed{wrong: map[string]int{}}, make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() { m.work(s, stop) })
	var samples []sample
	for range 4 * seconds {
		time.Sleep(250 * time.Millisecond)
		samples = append(samples, s.sample(dir))
	}
	close(stop)
	work.Wait()
	grown(t, samples)
	if len(m.wrong) > 0 || m.writes.Load() == 0 || m.reads.Load() == 0 {
		t.Errorf("%d writes, %d readings, and %v", m.writes.Load(), m.reads.Load(), m.wrong)
	}
	http.DefaultClient.CloseIdleConnections()
	if code := s.stop(); code != 0 {
		t.Errorf("it ended with %d:\n%s", code, s.log.String())
	}
	b.whole(t, dir)
	first, last := samples[len(samples)/4], samples[len(samples)-1]
	t.Logf("%d s: %d writes, %d readings, %d told to wait; %.0f then %.0f MB resident, %.0f then %.0f goroutines, %.1f MB of log in the end", seconds, m.writes.Load(), m.reads.Load(), m.waits.Load(),
		first.resident, last.resident, first.goroutines, last.goroutines, last.log)
}

// grown holds the last quarter to the second one; in the first the program gets warm.
func grown(t *testing.T, samples []sample) {
	t.Helper()
	quarter := len(samples) / 4
	before, after := mean(samples[quarter:2*quarter]), mean(samples[3*quarter:])
	grows := 10.0
	if len(samples) < 4*60 {
		grows += 48 // so much may lie about before Go collects, and seconds do not fill that
	}
	if after.resident > before.resident*1.1+grows {
		t.Errorf("%.1f MB resident became %.1f", before.resident, after.resident)
	}
	if after.goroutines > before.goroutines+50 { // one more for each request would be hundreds
		t.Errorf("%.0f goroutines became %.0f", before.goroutines, after.goroutines)
	}
	for _, s := range samples {
		if s.log > 64 {
			t.Fatalf("the database's log has %.1f MB", s.log)
		}
	}
}

func mean(of []sample) (m sample) {
	for _, s := range of {
		m.resident += s.resident / float64(len(of))
		m.goroutines += s.goroutines / float64(len(of))
	}
	return m
}

// field is a text of an answer, by its name.
func field(body, name string) string {
	var all map[string]any
	if json.Unmarshal([]byte(body), &all) != nil {
		return ""
	}
	text, _ := all[name].(string)
	return text
}
