package store

import (
	"context"
	"sync/atomic"
	"time"

	"cairn/internal/clock"
)

// Clock goes as the database's does, so that several Cairns agree on the time whatever
// their machines think it is. Between two questions it goes on by how long it was.
type Clock struct {
	db      *DB
	machine func() time.Time
	known   atomic.Pointer[reading]
}

// reading is what the database's clock showed when the machine's showed at.
type reading struct {
	shown clock.Instant
	at    time.Time
}

const (
	// ClockEvery is how often the database is asked for the time.
	ClockEvery = 15 * time.Second
	// even is how far the two may come apart before the clock is set: it would jump to
	// and fro by the way of each question otherwise.
	even = 50 * time.Millisecond
)

// Clock asks the database for the time. The machine tells how much of it has passed.
func (db *DB) Clock(ctx context.Context, machine func() time.Time) (*Clock, error) {
	c := &Clock{db: db, machine: machine}
	return c, c.Ask(ctx)
}

// Now returns the present moment.
func (c *Clock) Now() clock.Instant { return c.known.Load().now(c.machine()) }

func (r *reading) now(machine time.Time) clock.Instant { return r.shown.Add(machine.Sub(r.at)) }

// Ask sets the clock by the database's.
func (c *Clock) Ask(ctx context.Context) error {
	began := c.machine()
	shown, err := c.db.Instant(ctx)
	if err != nil {
		return err
	}
	ended := c.machine()
	way := ended.Sub(began)
	next := &reading{shown, began.Add(way / 2)}
	if last := c.known.Load(); last != nil {
		if apart := next.shown.Sub(last.now(next.at)).Abs(); apart <= max(even, way) {
			return nil
		}
	}
	c.known.Store(next)
	return nil
}

// Keep asks now and then, until the context ends.
func (c *Clock) Keep(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = c.Ask(ctx) // what was known goes on
		}
	}
}
