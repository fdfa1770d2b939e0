package frameworkfile

import (
	"cairn/internal/framework"
	"cairn/internal/lang"
)

// meant names up to three known words that a misspelt one may have meant, as a
// sentence; nothing when none is near.
func meant(word string, known []string) lang.Told {
	near := framework.Nearest(word, known)
	if len(near) == 0 {
		return lang.Told{}
	}
	return lang.Tell(" Did you mean {words}?", "words", lang.Either(near))
}
