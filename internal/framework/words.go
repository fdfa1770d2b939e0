package framework

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// WordKind tells what became of a piece of text.
type WordKind string

// What may become of a piece of text.
const (
	SameWords    WordKind = "same"
	AddedWords   WordKind = "added"
	RemovedWords WordKind = "removed"
)

// WordChange is a piece of text that stayed, came or went, with its spaces.
type WordChange struct {
	Text string
	Kind WordKind
}

// mostCells bounds the work for two long texts; beyond it, what lies between
// their common beginning and end is shown as removed and added whole.
const mostCells = 1 << 20

// DiffWords tells word by word how one text became another. What is same or removed
// gives before, what is same or added gives after, byte for byte.
func DiffWords(before, after string) []WordChange {
	a, b := tokens(before), tokens(after)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var w wordWriter
	w.same(a[:head]...)
	w.between(a[head:len(a)-tail], b[head:len(b)-tail])
	w.same(a[len(a)-tail:]...)
	return w.done()
}

// between walks the longest common run of tokens.
func (w *wordWriter) between(a, b []string) {
	if len(a) == 0 || len(b) == 0 || len(a) > mostCells/len(b) {
		w.removed(a...)
		w.added(b...)
		return
	}
	longest := commonLengths(a, b)
	i, j, width := 0, 0, len(b)+1
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			w.same(a[i])
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			w.removed(a[i])
			i++
		default:
			w.added(b[j])
			j++
		}
	}
	w.removed(a[i:]...)
	w.added(b[j:]...)
}

// commonLengths holds, for each pair of positions, how many tokens the rests
// have in common. The shorter side of at most mostCells fits 16 bits.
func commonLengths(a, b []string) []uint16 {
	width := len(b) + 1
	longest := make([]uint16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	return longest
}

// wordWriter gathers what changed until something stays, so that removed words
// stand together before the added ones.
type wordWriter struct {
	changes   []WordChange
	out, in   strings.Builder
	unchanged strings.Builder
}

func (w *wordWriter) removed(words ...string) { w.change(&w.out, words) }
func (w *wordWriter) added(words ...string)   { w.change(&w.in, words) }

func (w *wordWriter) change(to *strings.Builder, words []string) {
	if len(words) == 0 {
		return
	}
	if kept := w.unchanged.String(); kept != "" {
		w.unchanged.Reset()
		if w.changing() && strings.TrimSpace(kept) == "" {
			// A lone space between two changes would only tear them apart.
			w.out.WriteString(kept)
			w.in.WriteString(kept)
		} else {
			w.flush()
			w.changes = append(w.changes, WordChange{kept, SameWords})
		}
	}
	for _, word := range words {
		to.WriteString(word)
	}
}

func (w *wordWriter) changing() bool { return w.out.Len()+w.in.Len() > 0 }

func (w *wordWriter) same(words ...string) {
	for _, word := range words {
		w.unchanged.WriteString(word)
	}
}

func (w *wordWriter) flush() {
	for _, part := range []struct {
		from *strings.Builder
		kind WordKind
	}{{&w.out, RemovedWords}, {&w.in, AddedWords}} {
		if part.from.Len() > 0 {
			w.changes = append(w.changes, WordChange{part.from.String(), part.kind})
			part.from.Reset()
		}
	}
}

func (w *wordWriter) done() []WordChange {
	w.flush()
	if kept := w.unchanged.String(); kept != "" {
		w.changes = append(w.changes, WordChange{kept, SameWords})
	}
	return w.changes
}

// tokens cuts a text into words, spaces and single signs, losing nothing.
func tokens(s string) []string {
	all := make([]string, 0, len(s)/3+1)
	start, kind := 0, noSort
	for i, r := range s {
		next := sortOf(r)
		if i > start && next != joiner && (next != kind || kind == sign) && !insideWord(s, i, kind) {
			all = append(all, s[start:i])
			start, kind = i, noSort
		}
		if kind == noSort && next != joiner {
			kind = next
		}
	}
	if start < len(s) {
		all = append(all, s[start:])
	}
	return all
}

// sortOfRune is what a rune is to a reader.
type sortOfRune int

const (
	noSort sortOfRune = iota
	letter
	space
	sign   // stands alone, as do the signs of scripts that set no spaces
	joiner // belongs to what is before it
)

func sortOf(r rune) sortOfRune {
	switch {
	case r == ' ' || r == '\n':
		return space
	case r >= 'a' && r <= 'z': // most runes; the tables below cost more
		return letter
	case unicode.IsSpace(r):
		return space
	case unicode.Is(unicode.M, r), r == '\u200d', r >= 0x1f3fb && r <= 0x1f3ff:
		return joiner
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
		return sign
	case unicode.IsLetter(r), unicode.IsDigit(r), r == '_':
		return letter
	}
	return sign
}

// insideWord is true for the apostrophe of "don't", the dash of "on-call", and
// whatever a zero-width joiner ties to the sign before.
func insideWord(s string, i int, kind sortOfRune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if before == '\u200d' {
		return true
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	next, _ := utf8.DecodeRuneInString(s[i+size:])
	return kind == letter && ties(r) && sortOf(next) == letter
}

func ties(r rune) bool { return r == '\'' || r == '’' || r == '-' }
