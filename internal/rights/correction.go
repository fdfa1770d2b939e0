package rights

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// MaxWords bounds what is written with any of these, in characters.
const MaxWords = 4_000

// Correction is what a person says beside something that is wrong or missing about
// them. It stands wherever the thing is shown, and neither it nor the thing is edited.
type Correction struct {
	ID      id.Correction
	Subject id.Person // whose words they are
	Object  string    // the thing it stands beside, "evaluation/ID"
	At      clock.Instant
	Text    string
}

// NewCorrection puts the person's words beside the thing.
func NewCorrection(subject id.Person, object, words string, now clock.Instant) (Correction, error) {
	words = strings.TrimSpace(words)
	if err := checkWords("words", lang.Later("Say what is wrong or missing, and how it was."), words, true); err != nil {
		return Correction{}, err
	}
	return Correction{ID: id.New[id.Correction](), Subject: subject, Object: object, At: now, Text: words}, nil
}

func checkWords(field, missing, words string, needed bool) error {
	switch n := utf8.RuneCountInString(words); {
	case n == 0 && needed:
		return fault.InvalidFields([]fault.Field{{Name: field, Message: missing}})
	case n > MaxWords:
		return fault.InvalidFields([]fault.Field{{Name: field, Message: "This is longer than 4,000 characters. Shorten it; nothing of it is lost here."}})
	}
	return nil
}
