package growth

import (
	"strings"
	"testing"

	"cairn/internal/clock"
)

func TestMemosAreLeftForAWhile(t *testing.T) {
	const left = clock.Instant(1_000_000)
	ends := left.Add(MemosLeftFor)
	for name, c := range map[string]struct {
		k           Keeping
		at          clock.Instant
		read, write bool
	}{
		"the manager of now":            {Keeping{Manager: true}, ends, true, true},
		"who became the manager again":  {Keeping{Manager: true, Left: left}, ends, true, true},
		"the one before, at once":       {Keeping{Left: left}, left, true, false},
		"the one before, until the end": {Keeping{Left: left}, ends - 1, true, false},
		"the one before, afterwards":    {Keeping{Left: left}, ends, false, false},
		"who never was":                 {Keeping{}, left, false, false},
	} {
		if got := c.k.MayRead(c.at); got != c.read {
			t.Errorf("%s reads: %v", name, got)
		}
		if got := c.k.MayWrite(); got != c.write {
			t.Errorf("%s writes: %v", name, got)
		}
	}
	for text, ok := range map[string]bool{"": false, " \n": false, "Words.": true, strings.Repeat("a", MaxMemo): true, strings.Repeat("a", MaxMemo+1): false} {
		if err := CheckMemo(text); (err == nil) != ok {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}
