package evaluation

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Sort is what a message of the conversation is for.
type Sort string

// Sorts of message. They lie among each other, so that nobody who only sees that
// there are messages learns of a disagreement.
const (
	Said      Sort = ""          // in the conversation
	Statement Sort = "statement" // why its author does not agree
	Agreeing  Sort = "agreeing"  // its author's own words of agreement to a move
	Notes     Sort = "notes"     // of the talk, by whoever noted it
)

// Message is one entry of the written conversation; it is never edited.
type Message struct {
	ID       id.Entry
	Author   id.Person
	At       clock.Instant
	Text     string
	Sort     Sort
	Revision int64 // of words of agreement: of the result they were given to
}

// checkWords refuses an empty text and one that is too long, with the words of the
// mistake.
func checkWords(field, mistake, text string) error {
	if strings.TrimSpace(text) == "" || len(text) > MaxMessage {
		return fault.InvalidFields([]fault.Field{{Name: field, Message: mistake}})
	}
	return nil
}

// CheckMessage refuses what cannot be a message.
func CheckMessage(text string) error {
	return checkWords("message", lang.Later("Write something, in 10,000 bytes at most. What you typed is still here."), text)
}

// CheckNotes refuses notes of a talk that are too long; there need be none.
func CheckNotes(text string) error {
	if text == "" {
		return nil
	}
	return checkWords("notes", lang.Later("Write what you want to remember of the talk, in 10,000 bytes at most. What you typed is still here."), text)
}

// CheckAgreeing tells whether the words a side signs with will do: a move needs
// words of one's own, anything else has none.
func (e *Evaluation) CheckAgreeing(words string) error {
	if !e.Kind.Moves() {
		if words != "" {
			return fault.InvalidFields([]fault.Field{{Name: "agreeing", Message: lang.Later("Words of agreement belong to a move to another discipline or a narrower step. Here a signature is enough.")}})
		}
		return nil
	}
	return checkWords("agreeing", lang.Later("Say in your own words that you agree to this, and why, in 10,000 bytes at most. What you typed is still here."), words)
}

// WordsOf returns the words of agreement that the author gave to the result as
// it stands; ok is false when there are none.
func WordsOf(thread []Message, author id.Person, revision int64) (m Message, ok bool) {
	for _, said := range thread {
		if said.Sort == Agreeing && said.Author == author && said.Revision == revision {
			m, ok = said, true
		}
	}
	return m, ok
}
