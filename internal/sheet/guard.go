package sheet

import (
	"strings"
	"unicode"
)

// formula tells whether a spreadsheet would take the text for a formula, also
// behind apostrophes and spaces that are part of the text.
func formula(text string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return r == '\'' || r == ' ' || r == '\u00a0' })
	return text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(text)[0])
}

// Guard puts an apostrophe before what a spreadsheet would run as a formula.
func Guard(text string) string {
	if formula(text) {
		return "'" + text
	}
	return text
}

// Unguard takes away what Guard put there.
func Unguard(text string) string {
	if strings.HasPrefix(text, "'") && formula(text) {
		return strings.TrimLeftFunc(text[1:], unicode.IsSpace)
	}
	return text
}

// visible turns characters that nobody sees into spaces.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == unicode.ReplacementChar, unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
}
