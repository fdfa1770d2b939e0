package framework

import (
	"strings"
	"unicode"
)

// StepNamedIn returns the name of a step that stands in the text as words of its
// own, or in its long form ("Squad/Chapter"), whatever the case; empty when none
// does. A step called by an everyday word counts only together with the word for
// step: a squad may be spoken of, "squad step" may not.
func (f *Framework) StepNamedIn(text string) string {
	folded := plainWords(text)
	word := plainWords(f.Words.Step)
	if word == " " {
		word = " step "
	}
	for _, s := range f.StepsInOrder() {
		name := plainWords(s.Name)
		switch {
		case len(strings.Fields(name)) > 1 && strings.Contains(folded, name):
			return s.Name
		case strings.Contains(folded, name+strings.TrimPrefix(word, " ")):
			return s.Name
		}
	}
	return ""
}

// plainWords folds the text to words apart by single spaces, with one at each end.
func plainWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}
