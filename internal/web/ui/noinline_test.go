package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestComponentsAreThereOnce: a component that the compiler may inline is copied, with
// all its markup, into every place that shows it. That was a tenth of the program.
func TestComponentsAreThereOnce(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal("no components", err)
	}
	component := regexp.MustCompile(`(?m)^(.*)\ntempl (\w+)\(`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range component.FindAllSubmatch(text, -1) {
			if string(m[1]) != "//go:noinline" {
				t.Errorf("%s: write //go:noinline above templ %s", f, m[2])
			}
		}
	}
}
