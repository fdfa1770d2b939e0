//go:build unix

package seal

import "testing"

func TestFileOfAnotherAccountIsRefused(t *testing.T) {
	for _, c := range []struct {
		owner, self int
		ok          bool
	}{{1000, 1000, true}, {0, 1000, true}, {1001, 0, true}, {1001, 1000, false}} {
		if err := judgeOwner("m.key", c.owner, c.self); (err == nil) != c.ok {
			t.Errorf("owner %d read by %d: %v", c.owner, c.self, err)
		}
	}
}
