package id

import (
	"testing"
	"time"
)

func TestInOrder(t *testing.T) {
	at := time.Date(2026, 11, 26, 15, 0, 0, 0, time.UTC)
	last, before := Entry(""), map[Entry]bool{}
	for range 50 {
		for range 20 {
			next := InOrder[Entry](at)
			if next <= last || before[next] {
				t.Fatalf("%s does not come after %s", next, last)
			}
			if _, ok := Parse[Entry](string(next)); !ok {
				t.Errorf("%s is no id", next)
			}
			before[next] = true
		}
		for e := range before {
			last = max(last, e)
		}
		at = at.Add(time.Millisecond)
	}
}
