package growth

import (
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Attachment is an entry that its owner has put beside something, where those who
// read that thing read the entry too. Thing names it by noun and id.
type Attachment struct {
	Note  id.Note
	Thing string
	Since clock.Instant
}

// Held refuses to change an entry that others have been given to read as it is: it
// is part of what was handed in, or of a case that was agreed to.
func Held(held bool) error {
	if !held {
		return nil
	}
	return fault.New(fault.Conflict, lang.Later("This entry stands beside something that was handed in or agreed to, so it stays as it was. What you typed is still here: write it into a new entry."))
}
