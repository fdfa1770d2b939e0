package frameworkimport

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/internal/framework"
)

const longestID = 80

// slug makes an id of a name: letters and digits, accents taken away.
func slug(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x370:
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		default:
			dash = true
		}
		if b.Len() >= longestID {
			break
		}
	}
	return strings.Trim(norm.NFC.String(b.String()), "-")
}

// ids hands out each id once.
type ids struct {
	taken map[string]bool
}

// give returns the id asked for, or the like of it that is still free; otherwise
// stands for what gives no letters.
func (i *ids) give(asked, from, otherwise string) string {
	if i.taken == nil {
		i.taken = map[string]bool{}
	}
	id := strings.TrimSpace(asked)
	if !framework.IsID(id) {
		id = slug(from)
	}
	if !framework.IsID(id) {
		id = otherwise
	}
	for n, stem := 2, id; i.taken[id]; n++ {
		id = stem + "-" + strconv.Itoa(n)
	}
	i.taken[id] = true
	return id
}

// firstWords are those of a text that make its id readable.
func firstWords(text string, n int) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words[:min(n, len(words))], " ")
}
