package workflow

import (
	"context"
	"time"

	"cairn/internal/clock"
	"cairn/internal/credential"
)

// pace is how often something may be tried. Where several Cairns share a database it
// holds over all of them; one that is alone keeps it in memory, where no network
// address is written down.
type pace struct {
	name  string
	every time.Duration
	burst int
	alone *credential.Limiter
}

func newPace(c clock.Clock, name string, every time.Duration, burst int) *pace {
	return &pace{name, every, burst, credential.NewLimiter(c, every, burst, remembered)}
}

// allow tells whether the key may go on now, and counts it when it may.
func (w *Workflow) allow(ctx context.Context, p *pace, key string) (bool, error) {
	if !w.db.Shared() {
		return p.alone.Allow(key), nil
	}
	return w.db.Pace(ctx, p.name+"\x00"+key, w.clock.Now(), p.every, p.burst)
}
