package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sided are properties that name a side of the screen in place of a side of the text.
var sided = regexp.MustCompile(`(?m)(margin|padding|border|inset)-(left|right)|[{;\s](left|right):|(text-align|float|clear): *(left|right)|border-(top|bottom)-(left|right)-radius`)

// TestStyleSheetsKnowNoLeftAndRight: a language that is written from right to left needs a
// catalogue and no style of its own.
func TestStyleSheetsKnowNoLeftAndRight(t *testing.T) {
	n := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".css") {
			return err
		}
		n++
		text, err := os.ReadFile(path)
		for _, found := range sided.FindAllString(string(text), -1) {
			t.Errorf("%s: %q names a side of the screen", path, strings.TrimSpace(found))
		}
		return err
	})
	if err != nil || n < 10 {
		t.Fatalf("read %d style sheets: %v", n, err)
	}
	for _, wrong := range []string{"a { margin-left: 1px }", "a{left:0}", "p { text-align: right }"} {
		if !sided.MatchString(wrong) {
			t.Errorf("%s was not found", wrong)
		}
	}
}
