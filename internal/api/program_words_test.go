package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestProgramsAreToldNothingOfPages: what failures say of a form that is shown again is
// not said to a program.
func TestProgramsAreToldNothingOfPages(t *testing.T) {
	text := regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`)
	found := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "web" || d.Name() == "api" || d.Name() == "lang" || d.Name() == "trust") {
			return orSkip(err)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, said := range text.FindAllString(string(source), -1) {
			if !strings.Contains(said, "ou typed") {
				continue
			}
			found++
			if got := forPrograms.Replace(strings.Trim(said, `"`)); strings.Contains(got, "typed") || strings.Contains(got, " tab ") {
				t.Errorf("%s: a program is told %s", path, got)
			}
		}
		return err
	})
	if err != nil || found < 10 {
		t.Errorf("%d sentences were found, %v", found, err)
	}
}

func orSkip(err error) error {
	if err != nil {
		return err
	}
	return filepath.SkipDir
}
