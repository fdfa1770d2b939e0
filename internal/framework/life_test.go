package framework

import (
	"testing"

	"cairn/internal/clock"
)

func TestLifeOf(t *testing.T) {
	for _, c := range []struct {
		status    Status
		effective clock.Date
		inForce   bool
		want      Life
	}{
		{Draft, "", false, BeingWritten},
		{Comment, "", false, OpenForComments},
		{Published, "", true, InForce},
		{Published, "2026-05-12", true, InForce},
		{Published, "2026-05-12", false, Earlier}, // another one of the same day came after it
		{Published, "2026-05-13", false, Coming},
		{Published, "2026-01-01", false, Earlier},
		{Retired, "2026-01-01", false, TakenOut},
		{Retired, "2027-01-01", false, TakenOut},
	} {
		if got := LifeOf(c.status, c.effective, c.inForce, "2026-05-12"); got != c.want {
			t.Errorf("%s from %q, in force %v: %q, want %q", c.status, c.effective, c.inForce, got, c.want)
		}
	}
}
