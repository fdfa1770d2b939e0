package frameworkfile

import (
	"strings"

	"cairn/internal/framework"
)

// meant names up to three known words that a misspelt one may have meant, as a
// sentence; empty when none is near.
func meant(word string, known []string) string {
	near := framework.Nearest(word, known)
	if len(near) == 0 {
		return ""
	}
	return " Did you mean " + strings.Join(near, " or ") + "?"
}
