package framework

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// foldedText is a text in the form in which it is searched, and where each of
// its bytes came from.
type foldedText struct {
	text     string
	from, to []int
}

// foldText leaves out case, accents and the ways of writing one letter. A
// combining mark belongs to the letter before it.
func foldText(s string) foldedText {
	f := foldedText{from: make([]int, 0, len(s)), to: make([]int, 0, len(s))}
	var b strings.Builder
	b.Grow(len(s))
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		end := at + size
		folded := foldRune(r)
		if folded == "" && len(f.to) > 0 {
			f.to[len(f.to)-1] = end
		}
		b.WriteString(folded)
		for range len(folded) {
			f.from, f.to = append(f.from, at), append(f.to, end)
		}
		at = end
	}
	f.text = b.String()
	return f
}

func foldRune(r rune) string {
	switch {
	case 'A' <= r && r <= 'Z':
		return string(r + 'a' - 'A')
	case r < utf8.RuneSelf:
		return string(r)
	case unicode.Is(unicode.Mn, r), r == '\u00ad':
		return ""
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(string(r)))
	return cases.Fold().String(bare)
}

// foldedWords are the words of a text, folded.
func foldedWords(s string) []string {
	return strings.FieldsFunc(foldText(s).text, func(r rune) bool { return !inWord(r) })
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// find lists where words of the text begin with the folded word. In scripts that
// leave no space between words it is found anywhere.
func (f foldedText) find(word string) (all []Extent) {
	if word == "" {
		return nil
	}
	for at := 0; ; {
		i := strings.Index(f.text[at:], word)
		if i < 0 {
			return all
		}
		at += i
		if f.begins(at) {
			all = append(all, Extent{f.from[at], f.to[at+len(word)-1]})
			at += len(word)
			continue
		}
		at++
	}
}

func (f foldedText) begins(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(f.text[:at])
	here, _ := utf8.DecodeRuneInString(f.text[at:])
	return at == 0 || !inWord(before) || unicode.In(here, unspaced...)
}

// unspaced are scripts in which words follow each other without a space.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}
