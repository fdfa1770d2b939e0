package framework

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Outcome is what became of a comment.
type Outcome string

// Outcomes of a comment; it is open as long as there is none.
const (
	Unsettled Outcome = ""
	Resolved  Outcome = "resolved" // answered, or settled otherwise
	Adopted   Outcome = "adopted"  // its words went into the text
)

// Remark is a comment on a version that is open for comments, or a reply to one.
// Target is the id of an example, or "area/step", or empty for the whole.
type Remark struct {
	ID       id.Entry
	Target   string
	ReplyTo  id.Entry
	Author   id.Person
	At       clock.Instant
	Text     string
	Outcome  Outcome
	ClosedBy id.Person
	ClosedAt clock.Instant
}
