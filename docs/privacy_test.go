package docs

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/rights"
)

// TestTheRecordOfProcessingIsTrue: the table has a line for each class, with what the
// program does.
func TestTheRecordOfProcessingIsTrue(t *testing.T) {
	page := read(t, "docs/privacy.md")
	for _, a := range rights.Classes() {
		if line := recordLine(a); !strings.Contains(page, line) {
			t.Errorf("docs/privacy.md has no line\n%s", line)
		}
	}
	if n := strings.Count(page, "\n| `"); n != len(rights.Classes()) {
		t.Errorf("%d lines for %d classes", n, len(rights.Classes()))
	}
}

func recordLine(a rights.About) string {
	months := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s |", a.Class, a.Why, a.Read, months(a.AfterLeaving), months(a.AfterEnd))
}
