package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Initials returns one or two capital letters for a name: those of its first
// and last words. A name without letters gives a middle dot.
func Initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		r, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLetter(r) {
			letters = append(letters, unicode.ToUpper(r))
		}
	}
	switch len(letters) {
	case 0:
		return "·"
	case 1:
		return string(letters[0])
	}
	return string([]rune{letters[0], letters[len(letters)-1]})
}
