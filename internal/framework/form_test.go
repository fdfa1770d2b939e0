package framework

import (
	"regexp"
	"strings"
	"testing"
)

// TestIdsAreWhatTheyWere compares with what said it before, which is what the schema says.
func TestIdsAreWhatTheyWere(t *testing.T) {
	form := regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,119}$`)
	long := strings.Repeat("å", 119)
	for text, want := range map[string]bool{
		"": false, "a": true, "-a": false, ".a": false, "a-": true, "a._-9": true, "ö٣x": true, "x" + long: true, "xx" + long: false, "a b": false,
		"a\n": false, "a\xff": false, "\xff": false, "a/b": false, "Ⅷ": true, "é": true, "e\u0301": false, "😀": false, "a\u200b": false,
	} {
		if got := IsID(text); got != want || got != form.MatchString(text) {
			t.Errorf("%q: %v", text, got)
		}
	}
	if isSlug("a.b") || !isSlug("a_b-c") || !isSlug(strings.Repeat("a", 60)) || isSlug(strings.Repeat("a", 61)) {
		t.Error("the short name of a unit has no dot and 60 letters at most")
	}
}
