package guide

import (
	"io/fs"
	"strings"
	"testing"

	rules "cairn/internal/guide"
	"cairn/internal/lang"
)

// TestEveryProcessIsExplainedInEveryLanguage: with as many paragraphs as in English, and
// the same links; nothing else lies among the files.
func TestEveryProcessIsExplainedInEveryLanguage(t *testing.T) {
	paragraphs := func(text string) [2]int {
		return [2]int{strings.Count(strings.TrimSpace(text), "\n"), strings.Count(text, "](/")}
	}
	for _, in := range lang.Languages() {
		all, err := fs.Glob(files, "how/"+string(in)+"/*")
		if err != nil || len(all) != len(rules.Processes()) {
			t.Errorf("%s: %d files of %d, %v", in, len(all), len(rules.Processes()), err)
		}
		for _, p := range rules.Processes() {
			english, said := body(lang.English, p), body(in, p)
			if english == "" || paragraphs(said) != paragraphs(english) || in != lang.English && said == english {
				t.Errorf("%s in %s is not what English says of it", p, in)
			}
		}
	}
	if body("tlh", rules.Growth) != body(lang.English, rules.Growth) {
		t.Error("a language without files is not answered in English")
	}
}
