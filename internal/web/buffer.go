package web

import (
	"bytes"
	"net/http"
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

// afterReading lets go of the database before the first byte of the answer: nobody who
// reads slowly holds it.
type afterReading struct {
	http.ResponseWriter
	end func()
}

// WriteHeader begins the answer.
func (w *afterReading) WriteHeader(status int) {
	w.end()
	w.ResponseWriter.WriteHeader(status)
}

// Write goes on with it.
func (w *afterReading) Write(p []byte) (int, error) {
	w.end()
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *afterReading) Unwrap() http.ResponseWriter { return w.ResponseWriter }
