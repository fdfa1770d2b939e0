package jobs

import (
	"context"
	"testing"
	"time"
)

func TestABugInAJobEndsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	times := 0
	again(ctx, time.Millisecond, func() {
		if times++; times == 3 {
			cancel()
		}
		panic("a bug")
	})
	if times < 3 {
		t.Errorf("it ran %d times", times)
	}
}
