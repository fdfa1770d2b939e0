package trust

import (
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/testkit/world"
	"cairn/internal/witness"
	"cairn/internal/workflow"
)

func init() {
	breakages = append(breakages,
		broken("a link that no second journal has is passed over", "TestTheSecondJournalsOfSeveralAreHeldTogether", "witness/hold.go", "none = append(none, at)", "none = nil"),
	)
}

// TestTheSecondJournalsOfSeveralAreHeldTogether: what one Cairn wrote is not in the file of
// another; what is in neither is named.
func TestTheSecondJournalsOfSeveralAreHeldTogether(t *testing.T) {
	t.Parallel()
	w := world.New(t, "sqlite")
	folder := t.TempDir()
	zone := func(to func([]byte) error, zone string) {
		w.DB.CopyTo(keeper(to))
		must(t, w.SetZone(t.Context(), w.Actor("noor"), workflow.Once{}, zone))
	}
	var kept []func([]byte) error
	for _, name := range []string{"one.jsonl", "two.jsonl"} {
		c, err := witness.Open(witness.Options{Place: filepath.Join(folder, name), Required: true})
		must(t, err)
		defer c.Close()
		kept = append(kept, c.Keep)
	}
	zone(kept[0], "Europe/Oslo")
	zone(kept[1], "Europe/Rome")
	look := func() []string {
		links, err := witness.Read(true, folder)
		must(t, err)
		v, err := w.DB.Verify(t.Context(), links, nil)
		must(t, err)
		var found []string
		for _, d := range v.Discrepancies {
			found = append(found, d.Where+": "+d.Name+" "+d.What)
		}
		return found
	}
	if found := look(); len(found) > 0 {
		t.Errorf("found %v", found)
	}
	zone(func([]byte) error { return nil }, "Europe/Paris")
	zone(kept[0], "Europe/Zurich")
	if found := look(); len(found) != 1 || !strings.HasSuffix(found[0], "in none of the files") {
		t.Errorf("found %v", found)
	}
}

type keeper func([]byte) error

func (k keeper) Keep(line []byte) error { return k(line) }
