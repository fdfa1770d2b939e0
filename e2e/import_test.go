package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/testkit/browser"
)

const importedTable = "Competency,Level,Discipline,Expectation,Details,Points\n" +
	"Together,Junior,,Asks before it is too late,- in person,3\n" +
	"Together,Senior,Web,Shows what a page costs,- on a slow phone,5\n" +
	"Together,Senior,Data,Shows what a page costs,,5\n" +
	"Craft,Junior,,NOT IN USE,,\n" +
	"Togehter,Lead,,Says why we do not build it,,8\n"

// choose puts a file into the field, as a person would.
func choose(b *browser.Browser, name, text string) {
	b.Run(fmt.Sprintf(`const files = new DataTransfer(); files.items.add(new File([%q], %q)); document.querySelector("#files").files = files.files`, text, name))
}

// TestAFrameworkIsBroughtIn walks from the file to the preview of what it becomes.
func TestAFrameworkIsBroughtIn(t *testing.T) {
	d := theDemo(t)
	b := d.as(t, "maria.lindgren")
	b.Goto("/framework/import")
	b.NoViolations()
	choose(b, "ladder.csv", importedTable)
	b.Follow("text=Show what they become")
	for _, words := range []string{"ladder.csv", "written much like", "Shows what a page costs"} {
		if !strings.Contains(b.Text("main"), words) {
			t.Errorf("no %q in %s", words, b.Text("main"))
		}
	}
	for _, width := range widths {
		for _, dark := range []bool{false, true} {
			b.Resize(width, 900)
			b.Theme(dark)
			if wide := b.Overflow(); wide > 0 {
				t.Errorf("%d pixels too wide at %d", wide, width)
			}
			b.NoViolations()
			if folder := os.Getenv("CAIRN_SCREENSHOTS"); folder != "" {
				b.Screenshot(filepath.Join(folder, pictureName("import", width, dark)), width, 900, dark)
			}
		}
	}
	b.Follow("text=Look again with this")
	if b.Value("input[name=content]") == "" {
		t.Error("the files were lost on the way")
	}
}
