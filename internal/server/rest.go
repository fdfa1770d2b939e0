package server

import (
	"context"
	"runtime/debug"
	"time"
)

// restAfter is how long nobody has asked for anything before memory is given back; the
// first time it is shorter, because starting takes more than serving.
const (
	restAfter      = time.Minute
	restAfterStart = 3 * time.Second
)

// rest gives memory that is not needed back to the machine while nobody asks for
// anything: Go keeps for a long while what it once needed.
func (s *Server) rest(ctx context.Context) {
	asked, given := s.counted.asked.Load(), false
	for wait := restAfterStart; ; wait = restAfter {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		now := s.counted.asked.Load()
		if now != asked {
			asked, given = now, false
			continue
		}
		if !given {
			debug.FreeOSMemory()
			given = wait == restAfter // what starting began may go on for a while
		}
	}
}
