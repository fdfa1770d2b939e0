package lang

import (
	"context"
	"strings"
)

// Part is a piece of a text that is put together from more than words: plain words, a
// place with a name, or words within a name, such as a link.
type Part struct {
	Text string // what is said; of a place nothing
	Name string // of a place, as in {when}, or of words within one, as in <link>words</link>
}

// Parts says the text in the context's language, in the pieces that it is made of. One
// text stays one text, so that each language can put them in its own order.
func Parts(ctx context.Context, text string) []Part { return Split(In(ctx).text(text)) }

// CountParts is Parts by the language's rules of number. The place {n} is among them.
func CountParts(ctx context.Context, n int, one, many string) []Part {
	return Split(In(ctx).counted(n, one, many))
}

// Split takes a text that has been said into its pieces.
func Split(text string) (parts []Part) {
	for text != "" {
		at := strings.IndexAny(text, "{<")
		if at < 0 {
			return append(parts, Part{Text: text})
		}
		part, rest, ok := place(text[at:])
		if !ok { // a sign that opens nothing
			part, rest = Part{Text: text[:at+1]}, text[at+1:]
		} else if at > 0 {
			parts = append(parts, Part{Text: text[:at]})
		}
		parts, text = append(parts, part), rest
	}
	return parts
}

// place reads what text begins with: {name}, or <name>words</name>.
func place(text string) (p Part, rest string, ok bool) {
	end := map[byte]string{'{': "}", '<': ">"}[text[0]]
	name, rest, ok := strings.Cut(text[1:], end)
	if !ok || !isName(name) {
		return p, "", false
	}
	if text[0] == '{' {
		return Part{Name: name}, rest, true
	}
	within, rest, ok := strings.Cut(rest, "</"+name+">")
	return Part{Text: within, Name: name}, rest, ok
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
