package org

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// FoldEmail returns the form by which two addresses count as one.
func FoldEmail(s string) string { return Fold(s) }

// Fold returns the form by which two names count as one, and by which names
// are sorted and searched: the engines fold only ASCII.
func Fold(s string) string {
	if plain(s) {
		return foldPlain(s)
	}
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(s), " ")))
}

// foldPlain is Fold for ASCII.
func foldPlain(s string) string {
	same, space := true, true
	for i := range len(s) {
		c := s[i]
		same = same && (c < 'A' || c > 'Z') && (c < '\t' || c > '\r') && (c != ' ' || !space)
		space = c == ' '
	}
	if same && (!space || s == "") {
		return s
	}
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// plain tells whether the text is of ASCII alone, which every form leaves as it is, but for
// case: most names and all but few addresses are, and many are folded at once.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Compare orders two names as people expect, whatever the case.
func Compare(a, b string) int { return strings.Compare(Fold(a), Fold(b)) }

// plainLetters are letters that people leave the stroke or the ligature out of.
var plainLetters = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h", "ŧ", "t")

// Bare returns the form in which names are searched: without case and accents, as
// somebody types who does not have the letters on the keyboard.
func Bare(s string) string {
	if plain(s) {
		return Fold(s)
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\u00ad' {
			return -1
		}
		return r
	}, norm.NFKD.String(Fold(s)))
	return plainLetters.Replace(bare)
}

// BareWords are the words of a text as they are searched.
func BareWords(s string) []string {
	return strings.FieldsFunc(Bare(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// FoundBy is what a person is searched in: the name as written, its words, and the
// address, each after a space.
func FoundBy(name, email string) string {
	return " " + Bare(name) + " " + strings.Join(BareWords(name), " ") + " " + Bare(email) + " "
}

// AtBeginning is how a word is looked for at the beginning of words; in scripts
// without spaces between them it is found anywhere.
func AtBeginning(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	if word == "" || unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return word
	}
	return " " + word
}
