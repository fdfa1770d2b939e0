// Package clock holds the one notion of time: instants in microseconds UTC,
// civil dates, and a clock that tests can set.
package clock

import (
	"sync"
	"time"
)

// Instant is a moment in microseconds since 1970 UTC; zero means "not set".
type Instant int64

// At converts t; the zero time becomes the zero Instant.
func At(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time returns the moment in UTC; the zero Instant gives the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).UTC()
}

// IsSet tells whether the instant holds a moment.
func (i Instant) IsSet() bool { return i != 0 }

// Add returns the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

// Sub returns the time from j to i.
func (i Instant) Sub(j Instant) time.Duration { return time.Duration(i-j) * time.Microsecond }

// String gives RFC 3339 in UTC, empty when not set.
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(time.RFC3339Nano)
}

// Clock tells the time.
type Clock interface{ Now() Instant }

// System is the machine's clock.
type System struct{}

// Now returns the present moment.
func (System) Now() Instant { return At(time.Now()) }

// Fake is a clock that stands still until it is moved; safe for concurrent use.
type Fake struct {
	mu  sync.Mutex
	now Instant
}

// NewFake returns a clock standing at t.
func NewFake(t time.Time) *Fake { return &Fake{now: At(t)} }

// Now returns the moment the clock stands at.
func (f *Fake) Now() Instant {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d, which may be negative.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}
