package docs

import (
	"strings"
	"testing"
)

// Every line about what is there names a test; what is not there names none.
func TestEveryStatementOfTheSeedHasItsTest(t *testing.T) {
	there, missing, found := strings.Cut(read(t, "docs/seed.md"), "## Not there yet")
	if !found {
		t.Fatal("seed.md does not say what is not there")
	}
	if n := lines(t, there, true); n < 40 {
		t.Errorf("only %d statements", n)
	}
	lines(t, missing, false)
}

func lines(t *testing.T, tables string, proven bool) (n int) {
	t.Helper()
	head := true
	for line := range strings.Lines(tables) {
		cells := strings.Split(strings.Trim(line, "| \n"), " | ")
		switch {
		case !strings.HasPrefix(line, "|"):
			head = true
		case strings.HasPrefix(line, "|---"):
			head = false
		case head:
		default:
			n++
			if has := strings.Contains(cells[len(cells)-1], "_test.go: Test"); has != proven {
				t.Errorf("a test is named: %v, and should be: %v: %s", has, proven, line)
			}
		}
	}
	return n
}
