package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/internal/lang"
)

// What the script says is in the reader's language, and nothing stands in it beside.
func TestTheScriptSpeaksTheLanguage(t *testing.T) {
	source := string(mustRead("cairn.js"))
	var said []string
	for _, m := range scriptText.FindAllStringSubmatch(source, -1) {
		if said = append(said, m[1]); m[1] != "…" && !slices.Contains(scriptTexts, m[1]) {
			t.Errorf("no catalogue is asked for %q", m[1])
		}
	}
	for _, text := range scriptTexts {
		if !slices.Contains(said, text) {
			t.Errorf("nobody says %q", text)
		}
	}
	sentence := regexp.MustCompile("[\"`][A-Z][a-z]+ [^\"`]*[\"`]")
	for line := range strings.SplitSeq(scriptText.ReplaceAllString(source, ""), "\n") {
		if code, _, _ := strings.Cut(line, "//"); sentence.MatchString(code) {
			t.Errorf("said in one language only: %s", strings.TrimSpace(line))
		}
	}
	for l, want := range map[lang.Language]string{"en": `"Saved just now."`, "sv": `"Sparat alldeles nyss."`, "de": `"Gerade gespeichert."`} {
		got := string(Script(l))
		if !strings.Contains(got, want) || strings.Contains(got, "T(\"") || l != "en" && strings.Contains(got, "Your words are") {
			t.Errorf("%s: the script does not speak it", l)
		}
		if len(got) > 12<<10 {
			t.Errorf("%s: the script has %d bytes", l, len(got))
		}
	}
}

// A button that shows or hides something begins with a capital in every language.
func TestFoldsBeginWithACapital(t *testing.T) {
	for _, l := range []lang.Language{"en", "sv", "de"} {
		for _, text := range []string{"Show {what}", "Hide {what}"} {
			if got := l.Say(text, "what", "yours"); got[0] < 'A' || got[0] > 'Z' {
				t.Errorf("%s: the button reads %q", l, got)
			}
		}
	}
}
