package trust

import (
	"os"
	"strconv"
	"sync/atomic"
	"testing"
)

// deedAt is something that one of several did, between two readings of a clock
// that counts, and what came of it.
type deedAt[O any] struct {
	did        O
	call, back int64
}

// recorder notes deeds that happen at the same time.
type recorder[O any] struct{ ticks atomic.Int64 }

func (r *recorder[O]) note(do func() O) deedAt[O] {
	call := r.ticks.Add(1)
	did := do()
	return deedAt[O]{did, call, r.ticks.Add(1)}
}

// orderly tells whether there is an order of the deeds, in which none comes before
// one that had ended when it began, that a thing which does one after another would
// have gone through with the same answers. next tells what it does and whether it
// would have answered so.
func orderly[S comparable, O any](start S, deeds []deedAt[O], next func(S, O) (S, bool)) bool {
	type point struct {
		left  uint64
		state S
	}
	dead := map[point]bool{}
	var search func(point) bool
	search = func(p point) bool {
		if p.left == 0 {
			return true
		}
		if dead[p] {
			return false
		}
		for i, d := range deeds {
			if p.left&(1<<i) == 0 || !mayBeFirst(deeds, p.left, d.call) {
				continue
			}
			if after, ok := next(p.state, d.did); ok && search(point{p.left &^ (1 << i), after}) {
				return true
			}
		}
		dead[p] = true
		return false
	}
	return search(point{1<<len(deeds) - 1, start})
}

// mayBeFirst: nothing that is left had ended before the call.
func mayBeFirst[O any](deeds []deedAt[O], left uint64, call int64) bool {
	for i, d := range deeds {
		if left&(1<<i) != 0 && d.back < call {
			return false
		}
	}
	return true
}

// TestAnOrderIsFoundOrNot: the search that the proofs rest on says yes and no.
func TestAnOrderIsFoundOrNot(t *testing.T) {
	type op struct {
		write bool
		value int
	}
	register := func(now int, o op) (int, bool) {
		if o.write {
			return o.value, true
		}
		return now, now == o.value
	}
	at := func(write bool, value int, call, back int64) deedAt[op] {
		return deedAt[op]{op{write, value}, call, back}
	}
	for name, c := range map[string]struct {
		deeds []deedAt[op]
		want  bool
	}{
		"nothing":                      {nil, true},
		"one after another":            {[]deedAt[op]{at(true, 1, 1, 2), at(false, 1, 3, 4)}, true},
		"at the same time, seen":       {[]deedAt[op]{at(true, 1, 1, 4), at(false, 1, 2, 3)}, true},
		"at the same time, not seen":   {[]deedAt[op]{at(true, 1, 1, 4), at(false, 0, 2, 3)}, true},
		"done and not seen":            {[]deedAt[op]{at(true, 1, 1, 2), at(false, 0, 3, 4)}, false},
		"seen and then no longer":      {[]deedAt[op]{at(true, 1, 1, 9), at(false, 1, 2, 3), at(false, 0, 4, 5)}, false},
		"two writes, seen in no order": {[]deedAt[op]{at(true, 1, 1, 9), at(true, 2, 1, 9), at(false, 1, 2, 3), at(false, 2, 4, 5), at(false, 1, 6, 7)}, false},
	} {
		if got := orderly(0, c.deeds, register); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// size is how often a proof is repeated: small in every run, and as the variable
// says when somebody asks for more.
func size(t *testing.T, variable string, small int) int {
	t.Helper()
	asked := os.Getenv(variable)
	if asked == "" {
		return small
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q; say how often", variable, asked)
	}
	return n
}
