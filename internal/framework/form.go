package framework

import (
	"strings"
	"unicode"
)

// IsID tells whether a text can be the id of a part: a letter or a digit, and no more
// than 119 of these, dots, low lines and hyphens after it. As a regular expression each
// of the 119 places would hold a table of all letters there are: megabytes.
func IsID(text string) bool { return formed(text, 120, "._-") }

// isSlug is the same for the short name of a unit.
func isSlug(text string) bool { return formed(text, 60, "_-") }

func formed(text string, longest int, marks string) bool {
	n := 0
	for _, c := range text {
		if n++; n > longest || !unicode.IsLetter(c) && !unicode.IsNumber(c) && (n == 1 || !strings.ContainsRune(marks, c)) {
			return false
		}
	}
	return n > 0
}
