package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"cairn/internal/arrange"
	"cairn/internal/web/ui"
)

// fewestBytes is how long something typed is at least to count as words: a name or a
// day is soon typed again.
const fewestBytes = 12

// unplaced are the words of a form that was not accepted for which the page made for the
// answer has no place: a session that has ended, or a form that is gone meanwhile.
func (v *visit) unplaced(status int, made []byte) []string {
	if status < http.StatusBadRequest || v.r.Method != http.MethodPost || v.foreign || v.autosaving() {
		return nil
	}
	_, _ = v.form() // what cannot be read whole is shown as far as it goes
	var names, words []string
	for name := range v.r.PostForm {
		names = append(names, name)
	}
	arrange.By(names, strings.Compare)
	for _, name := range names {
		if secretField(name) {
			continue
		}
		for _, typed := range v.r.PostForm[name] {
			if typed = shown(typed); !placed(typed, made) && !slices.Contains(words, typed) {
				words = append(words, typed)
			}
		}
	}
	return words
}

// secretField tells whether a field holds what no page ever shows again.
func secretField(name string) bool {
	return name == "current" || name == "code" || strings.Contains(name, "password")
}

// shown is what was typed with line ends of one kind, without what is no text.
func shown(typed string) string {
	typed = strings.ToValidUTF8(strings.ReplaceAll(typed, "\r\n", "\n"), "\uFFFD")
	return strings.TrimSpace(strings.ReplaceAll(typed, "\x00", ""))
}

// placed tells whether every line of what was typed stands in the page, or is no words.
func placed(typed string, made []byte) bool {
	if len(typed) < fewestBytes || !strings.ContainsAny(typed, " \n\t") {
		return true
	}
	for line := range strings.SplitSeq(typed, "\n") {
		if line = strings.TrimSpace(line); !bytes.Contains(made, []byte(templ.EscapeString(line))) {
			return false
		}
	}
	return true
}

// make writes the page, and once more with the words that it would have lost.
func (v *visit) make(b *bytes.Buffer, status int, page templ.Component) error {
	if err := page.Render(v.r.Context(), b); err != nil {
		return err
	}
	words := v.unplaced(status, b.Bytes())
	if len(words) == 0 {
		return nil
	}
	b.Reset()
	return page.Render(ui.WithUnplaced(v.r.Context(), words), b)
}
