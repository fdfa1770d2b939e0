package server

import (
	"runtime/debug"
	"testing"
)

func TestPercentFor(t *testing.T) {
	for _, c := range []struct {
		alive uint64
		want  int
	}{
		{0, longestFor}, {1 << 20, longestFor}, {room / 4, 400}, {room, usually}, {40 * room, usually},
	} {
		if got := percentFor(c.alive); got != c.want {
			t.Errorf("%d bytes alive: %d percent, not %d", c.alive, got, c.want)
		}
	}
}

// TestRoomIsMadeAndGivenBack: while many ask more lies about, and not afterwards, nor where
// whoever runs it chose.
func TestRoomIsMadeAndGivenBack(t *testing.T) {
	percent := func() int {
		now := debug.SetGCPercent(usually)
		debug.SetGCPercent(now)
		return now
	}
	collecting.asUsual() // what tests before made
	var c collector
	before := percent()
	t.Cleanup(func() { debug.SetGCPercent(before) })
	c.makeRoom()
	if percent() <= usually {
		t.Errorf("%d percent while many ask", percent())
	}
	c.asUsual()
	if percent() != usually {
		t.Errorf("%d percent afterwards", percent())
	}
	t.Setenv("GOGC", "50")
	c.makeRoom()
	if percent() != usually {
		t.Errorf("%d percent, though GOGC is set", percent())
	}
}
