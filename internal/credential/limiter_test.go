package credential

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/clock"
)

func limiterAt(burst, keys int) (*Limiter, *clock.Fake) {
	c := clock.NewFake(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))
	return NewLimiter(c, time.Minute, burst, keys), c
}

func allowed(l *Limiter, key string, tries int) (n int) {
	for range tries {
		if l.Allow(key) {
			n++
		}
	}
	return n
}

func TestBurstThenPace(t *testing.T) {
	l, c := limiterAt(3, 100)
	if got := allowed(l, "a", 10); got != 3 {
		t.Errorf("%d of the first 10, want 3", got)
	}
	if got := allowed(l, "b", 10); got != 3 {
		t.Errorf("another key: %d, want 3", got)
	}
	c.Advance(59 * time.Second)
	if allowed(l, "a", 1) != 0 {
		t.Error("allowed before the minute was over")
	}
	c.Advance(time.Second)
	if got := allowed(l, "a", 10); got != 1 {
		t.Errorf("%d after a minute, want 1", got)
	}
	c.Advance(24 * time.Hour)
	if got := allowed(l, "a", 10); got != 3 {
		t.Errorf("%d after a day, want 3", got)
	}
	c.Advance(-time.Hour)
	if got := allowed(l, "a", 10); got != 0 {
		t.Errorf("%d after the clock went back, want 0", got)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	l, c := limiterAt(2, 10)
	for i := range 1000 {
		l.Allow(fmt.Sprint(i))
	}
	if len(l.known) != 10 || l.recent.Len() != 10 {
		t.Errorf("%d keys kept, want 10", len(l.known))
	}
	c.Advance(time.Hour)
	l.Allow("one more")
	if len(l.known) != 1 || l.recent.Len() != 1 {
		t.Errorf("%d keys kept after an hour, want 1", len(l.known))
	}
}

func TestUsedKeysAreKeptLongest(t *testing.T) {
	l, _ := limiterAt(1, 3)
	l.Allow("guesser")
	for i := range 20 {
		l.Allow(fmt.Sprint(i))
		if l.Allow("guesser") {
			t.Fatal("a key in use was forgotten")
		}
	}
}

func TestForgettingIdleKeysGivesNothingAway(t *testing.T) {
	l, c := limiterAt(5, 100)
	allowed(l, "a", 5)
	c.Advance(2 * time.Minute)
	l.Allow("b")
	if got := allowed(l, "a", 5); got != 2 {
		t.Errorf("%d, want the 2 that came back", got)
	}
}

func TestKeysInUseAreNotIdle(t *testing.T) {
	l, c := limiterAt(2, 100)
	allowed(l, "a", 2)
	c.Advance(119 * time.Second)
	allowed(l, "a", 1)
	c.Advance(2 * time.Second)
	l.Allow("b")
	if got := allowed(l, "a", 5); got != 1 {
		t.Errorf("%d, want the 1 that came back", got)
	}
}

func TestLimiterCountsExactlyUnderConcurrency(t *testing.T) {
	l, _ := limiterAt(50, 4)
	var yes atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { yes.Add(int32(allowed(l, "a", 20))) })
	}
	all.Wait()
	if yes.Load() != 50 {
		t.Errorf("%d allowed, want 50", yes.Load())
	}
}
