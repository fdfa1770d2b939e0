package priority

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// What happened to a priority.
type What string

// What can happen; each leaves an entry that both see and nobody changes.
const (
	WasSuggested What = "suggested"
	WasAgreed    What = "agreed"
	WasChanged   What = "changed" // other words were proposed
	WasKept      What = "kept"    // and not taken up
	WasMoved     What = "moved"
	WasCarried   What = "carried"
	WasSaid      What = "said"
)

// Entry is one line of a priority's history. Before is the text that stood there
// when other words came.
type Entry struct {
	ID       id.Entry
	Subject  id.Person
	Priority id.Priority
	Author   id.Person
	At       clock.Instant
	What     What
	State    State // it has led to
	Words    string
	Before   *Content
}
