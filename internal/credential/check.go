package credential

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/fault"
)

const (
	minCharacters = 12
	maxBytes      = 256
	minDifferent  = 5 // characters
	minOwnWord    = 4 // characters; shorter names turn up in ordinary words
)

// ours are the words that suggest themselves here, and so to whoever guesses.
var ours = []string{"cairn"}

// Check tells whether password may be chosen by a person with these names and
// e-mail addresses. The error says how to mend it and never repeats it.
func Check(password string, own ...string) error {
	if err := checkShape(password); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(canonical(password)); n < minCharacters {
		return refuse(fault.Field{Message: "A password needs at least {least} characters; this one has {n}. Four or five unrelated words make a good one.", With: []any{"least", minCharacters, "n", n}})
	}
	folded := fold(password)
	switch {
	case different(password) < minDifferent:
		return refuse(fault.Field{Message: "This password repeats the same few characters. Four or five unrelated words make a good one."})
	case common[folded] || guessable(password):
		return refuse(fault.Field{Message: "This password is among the first that others would try. Four or five unrelated words make a good one."})
	case containsOwn(folded, ours):
		return refuse(fault.Field{Message: "This password contains “Cairn”, which others would try here. Choose words that have nothing to do with it."})
	case containsOwn(folded, own):
		return refuse(fault.Field{Message: "This password contains your name or e-mail address. Choose words that have nothing to do with you."})
	}
	return nil
}

// Check refuses a password that is in the file, for form fields called password. Another
// error means that it could not be told.
func (b *Breached) Check(password string) error {
	known, err := b.knows(password)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "It cannot be told now whether this password has become known elsewhere. Please try again later; nothing was changed.", fmt.Errorf("passwords known elsewhere: %w", err))
	}
	if known {
		return refuse(fault.Field{Message: "This password has become known elsewhere, and stands in lists that others try. Four or five unrelated words make a good one."})
	}
	return nil
}

// checkShape refuses what is never hashed: too long, or not text.
func checkShape(password string) error {
	switch {
	case len(password) > maxBytes:
		return refuse(fault.Field{Message: "A password can have at most {most} bytes. Please shorten it.", With: []any{"most", maxBytes}})
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return refuse(fault.Field{Message: "This password holds characters that are not text. Please type it again."})
	}
	return nil
}

func refuse(wrong fault.Field) error {
	wrong.Name = "password"
	return fault.InvalidFields([]fault.Field{wrong})
}

func different(password string) int {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[unicode.ToLower(r)] = true
	}
	return len(seen)
}

func containsOwn(folded string, own []string) bool {
	for _, text := range own {
		for _, word := range ownWords(text) {
			if strings.Contains(folded, word) {
				return true
			}
		}
	}
	return false
}

// ownWords lists the folded words of a name or e-mail address, and the whole.
func ownWords(text string) []string {
	local, _, _ := strings.Cut(text, "@")
	local, _, _ = strings.Cut(local, "+")
	apart := strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var words []string
	for _, word := range append(apart, text, local) {
		if word = fold(word); utf8.RuneCountInString(word) >= minOwnWord {
			words = append(words, word)
		}
	}
	return words
}

// lookalikes undoes the usual replacements of letters.
var lookalikes = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

// fold brings spellings of the same word together: case, lookalikes, and
// anything between or after the letters.
func fold(text string) string {
	text = lookalikes.Replace(strings.ToLower(canonical(text)))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
