package server

import (
	"context"
	"runtime/debug"
	"sync"
	"time"
)

// restAfter is how long nobody has asked for anything before memory is given back; the
// first time it is shorter, because starting takes more than serving.
const (
	restAfter      = time.Minute
	restAfterStart = 3 * time.Second
)

// tidily is how much may lie about, of what is alive, while Cairn starts: little, so that
// what stays does not lie scattered among what goes.
const tidily = 25

// startTidily collects more often from now on; after puts it back as it was. Of several
// in one process the first does.
func startTidily() (after func()) {
	after = func() {}
	starting.Do(func() {
		before := debug.SetGCPercent(tidily)
		after = func() { debug.SetGCPercent(before) }
		if before < tidily { // as whoever runs it chose
			after()
		}
	})
	return after
}

var starting sync.Once

// rest gives memory that is not needed back to the machine while nobody asks for
// anything: Go keeps for a long while what it once needed.
func (s *Server) rest(ctx context.Context, started func()) {
	defer started()
	asked, given := s.counted.asked.Load(), false
	for wait := restAfterStart; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		started()
		now := s.counted.asked.Load()
		if now != asked {
			asked, given = now, false
			continue
		}
		if !given {
			collecting.asUsual()
			s.DB.Rest(ctx)
			debug.FreeOSMemory()
			given = wait == restAfter // what starting began may go on for a while
		}
		wait = restAfter
	}
}
