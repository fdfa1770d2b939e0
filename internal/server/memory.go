package server

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Little of Cairn is alive at once, so Go would collect what is not again and again while
// many ask: up to a fifth of all work. While they do it lies about a little longer, and
// when nobody asks any more it is as before.
const (
	busyEvery  = 256      // of so many requests one looks whether there is room already
	room       = 48 << 20 // how many bytes may lie about, where fewer are alive
	usually    = 100      // of what is alive, in percent, that lies about otherwise
	longestFor = 600      // and at most
)

// collecting is how Go collects what is not needed in this process, however many Cairns
// are in it.
var collecting collector

type collector struct {
	mu    sync.Mutex
	roomy bool
}

// makeRoom lets more lie about. Who set GOGC has chosen otherwise.
func (c *collector) makeRoom() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.roomy || os.Getenv("GOGC") != "" {
		return
	}
	c.roomy = true
	c.look()
}

// look sets how much by what is alive now, and looks again after each collection: more
// may be alive then.
func (c *collector) look() {
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(alive)
	debug.SetGCPercent(percentFor(alive[0].Value.Uint64()))
	runtime.AddCleanup(new([2]*int), func(*collector) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.roomy {
			c.look()
		}
	}, c)
}

// percentFor is how much may lie about, of what is alive.
func percentFor(alive uint64) int {
	return max(usually, int(min(longestFor, room*100/max(alive, 1))))
}

// asUsual ends that.
func (c *collector) asUsual() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.roomy {
		c.roomy = false
		debug.SetGCPercent(usually)
	}
}
