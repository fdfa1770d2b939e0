package torture

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestOneOfManyWins: of many that begin on one folder at once, one serves, and the
// others say which. When it is killed, the next begins at once.
func TestOneOfManyWins(t *testing.T) {
	t.Parallel()
	b, n := theProgram(t), size("CAIRN_STARTS", 8)
	dir := b.copyTo(t, t.TempDir())
	many := make([]*serving, n)
	for i := range many {
		many[i] = b.begin(t, "serve", dir)
	}
	var winner *serving
	until(t, "all but one end", time.Minute, func() bool {
		left := 0
		for _, s := range many {
			select {
			case <-s.over:
			default:
				left, winner = left+1, s
			}
		}
		if left == 0 {
			t.Fatal("nobody won")
		}
		return left == 1 && strings.Contains(winner.log.String(), "Cairn is ready")
	})
	named := 0
	for _, s := range many {
		if s == winner {
			continue
		}
		if code := s.ProcessState.ExitCode(); code != 1 || !strings.Contains(s.log.String(), "uses the data directory") {
			t.Errorf("one that came second ended with %d:\n%s", code, s.log.String())
		}
		if strings.Contains(s.log.String(), fmt.Sprintf("(process %d)", winner.Process.Pid)) {
			named++
		}
	}
	late := b.begin(t, "serve", dir)
	<-late.over
	if !strings.Contains(late.log.String(), fmt.Sprintf("(process %d)", winner.Process.Pid)) {
		t.Errorf("one that comes later is told:\n%s", late.log.String())
	}
	winner.kill()
	began := time.Now()
	next := b.serve(t, dir)
	t.Logf("%d began, %d of those that lost named the winner; the next served after %v", n, named, time.Since(began).Round(time.Millisecond))
	if next.stop() != 0 {
		t.Error(next.log.String())
	}
}
