package web

import (
	"bytes"
	"sync"
)

// buffers are what pages are written into, taken again and again: growing a new one for each
// page was a quarter of what a page that is kept made costs.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestBuffer is how large one may be to be taken again.
const largestBuffer = 256 << 10

func takeBuffer() *bytes.Buffer { return buffers.Get().(*bytes.Buffer) }

// giveBack wipes it first: nothing of anybody's page waits for the next one.
func giveBack(b *bytes.Buffer) {
	if b.Cap() > largestBuffer {
		return
	}
	clear(b.Bytes())
	b.Reset()
	buffers.Put(b)
}
