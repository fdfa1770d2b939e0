package ui

import (
	"bytes"
	"errors"
	"testing"
)

type narrow struct{ left int }

var errNarrow = errors.New("no room")

func (n *narrow) Write(p []byte) (int, error) {
	if n.left -= len(p); n.left < 0 {
		return 0, errNarrow
	}
	return len(p), nil
}

// TestAPageTellsWhatItCouldNotWrite: no write is asked for its error, so the buffer must
// remember it, wherever in the page it was.
func TestAPageTellsWhatItCouldNotWrite(t *testing.T) {
	var whole bytes.Buffer
	if err := Gallery(samplePage()).Render(t.Context(), &whole); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, whole.Len() / 2, whole.Len() - 1} {
		if err := Gallery(samplePage()).Render(t.Context(), &narrow{room}); !errors.Is(err, errNarrow) {
			t.Errorf("with room for %d of %d bytes: %v", room, whole.Len(), err)
		}
	}
	if err := Gallery(samplePage()).Render(t.Context(), &narrow{whole.Len()}); err != nil {
		t.Error("with room for all:", err)
	}
}
