package store

import (
	"testing"
	"time"
)

// heldTo is a second journal of which nothing is known.
type heldTo struct{}

func (heldTo) Hold(int64, string) (bool, string)           { return false, "" }
func (heldTo) End(int64, func(int64, int64, string)) error { return nil }

// TestALookWaitsForWhoeverWrites: the second journal has a link before the database has, so
// what is held to one begins when nobody is between the two.
func TestALookWaitsForWhoeverWrites(t *testing.T) {
	onBoth(t, func(s *suite) {
		begun, ends, written, looked := make(chan bool), make(chan bool), make(chan error, 1), make(chan error, 1)
		go func() {
			written <- s.db.Update(s.Context(), s.now, func(*Tx) error {
				close(begun)
				<-ends
				return nil
			})
		}()
		<-begun
		go func() {
			_, err := s.db.Verify(s.Context(), heldTo{}, nil)
			looked <- err
		}()
		select {
		case err := <-looked:
			s.Error("it did not wait")
			looked <- err
		case <-time.After(100 * time.Millisecond):
		}
		close(ends)
		s.must(<-written)
		s.must(<-looked)
	})
}
