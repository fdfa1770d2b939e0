package growth

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

// What happened to a focus area.
type What string

// What can happen; each leaves an entry that both see and nobody changes.
const (
	WasSuggested What = "suggested"
	WasAgreed    What = "agreed"
	WasTakenUp   What = "taken-up" // from an evaluation that both signed
	WasChanged   What = "changed"
	WasMoved     What = "moved"
	WasSaid      What = "said"
)

// Entry is one line of a focus area's history. Before is the text that a change
// replaced; it stays readable, so that history stays true.
type Entry struct {
	ID      id.Entry
	Subject id.Person
	Focus   id.Focus
	Author  id.Person
	At      clock.Instant
	What    What
	State   State // it has led to
	Words   string
	Before  *Content
}

// Answer is what the person said about aiming at a wider step. Nobody else says
// it for them; the last one counts, and the earlier ones are kept.
type Answer struct {
	ID      id.Entry
	Subject id.Person
	At      clock.Instant
	Staying bool // "I am not aiming at a wider step now"
	Words   string
}

// StayingNow returns the answer that counts; ok is false when the person never
// gave one. Answers come in any order.
func StayingNow(answers []Answer) (now Answer, ok bool) {
	for _, a := range answers {
		if !ok || a.At >= now.At {
			now, ok = a, true
		}
	}
	return now, ok
}

// ExpectsMove tells whether the pair may be shown that moving on is expected:
// only of a step that says so, and not against the person's own answer.
func ExpectsMove(stepExpects bool, answers []Answer) bool {
	now, ok := StayingNow(answers)
	return stepExpects && (!ok || !now.Staying)
}
