package credential

import (
	"container/list"
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cairn/internal/clock"
)

// Limiter lets each key act in bursts and then at a steady pace. It remembers a
// bounded number of keys, as hashes only; safe for concurrent use.
type Limiter struct {
	clock  clock.Clock
	every  time.Duration
	burst  int
	keys   int
	mu     sync.Mutex
	known  map[[sha256.Size]byte]*list.Element
	recent *list.List // of *bucket, most recently used first
}

type bucket struct {
	key  [sha256.Size]byte
	last clock.Instant
	rate *rate.Limiter
}

// NewLimiter allows each key burst acts at once and then one every so often. It
// remembers at most keys keys and forgets the least recently used beyond.
func NewLimiter(c clock.Clock, every time.Duration, burst, keys int) *Limiter {
	return &Limiter{
		clock: c, every: every, burst: burst, keys: max(keys, 1),
		known: map[[sha256.Size]byte]*list.Element{}, recent: list.New(),
	}
}

// Allow tells whether key may act now, and counts it when it may.
func (l *Limiter) Allow(key string) bool { return l.AllowAt(key, l.clock.Now()) }

// AllowAt tells whether key may act at the moment.
func (l *Limiter) AllowAt(key string, at clock.Instant) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucketOf(sha256.Sum256([]byte(key)), at)
	return b.rate.AllowN(at.Time(), 1)
}

// Take counts an act of key when it may act now, and tells how many are left at once.
func (l *Limiter) Take(key string) (allowed bool, left int) {
	at := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucketOf(sha256.Sum256([]byte(key)), at)
	allowed = b.rate.AllowN(at.Time(), 1)
	// A hair more: what came back is counted in fractions.
	return allowed, max(0, int(b.rate.TokensAt(at.Time())+1e-6))
}

func (l *Limiter) bucketOf(key [sha256.Size]byte, at clock.Instant) *bucket {
	if e, ok := l.known[key]; ok {
		l.recent.MoveToFront(e)
		b := e.Value.(*bucket)
		b.last = max(b.last, at)
		return b
	}
	l.forgetIdle(at)
	if len(l.known) >= l.keys {
		l.forget(l.recent.Back())
	}
	b := &bucket{key: key, last: at, rate: rate.NewLimiter(rate.Every(l.every), l.burst)}
	l.known[key] = l.recent.PushFront(b)
	return b
}

// forgetIdle drops keys that have their whole burst back: nothing is lost.
func (l *Limiter) forgetIdle(at clock.Instant) {
	refill := l.every * time.Duration(l.burst)
	for e := l.recent.Back(); e != nil && at.Sub(e.Value.(*bucket).last) > refill; e = l.recent.Back() {
		l.forget(e)
	}
}

func (l *Limiter) forget(e *list.Element) {
	delete(l.known, e.Value.(*bucket).key)
	l.recent.Remove(e)
}
