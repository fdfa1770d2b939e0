package sheet

import (
	"strings"

	"cairn/internal/lang"
)

// Problem is one mistake in a file: where it is, what is written there, and how to
// mend it. Line 0 means the file as a whole.
type Problem struct {
	Line    int
	Column  string
	Value   string
	Message lang.Told
}

// String gives the problem as one line of English.
func (p Problem) String() string { return p.In(lang.English) }

// In gives the problem as one line in the language.
func (p Problem) In(in lang.Language) string {
	var where []string
	if p.Line > 0 {
		where = append(where, in.Say("line {n}", "n", p.Line))
	}
	if p.Column != "" {
		where = append(where, in.Say("column {name}", "name", p.Column))
	}
	if p.Value != "" {
		where = append(where, lang.Quoted(p.Value).In(in))
	}
	if len(where) == 0 {
		return p.Message.In(in)
	}
	return strings.Join(where, ", ") + ": " + p.Message.In(in)
}

// MaxShown is how many characters of a value a message repeats.
const MaxShown = 80

// Shown keeps a value short enough to be repeated in a message.
func Shown(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	if r := []rune(value); len(r) > MaxShown {
		return string(r[:MaxShown]) + "…"
	}
	return value
}
