package evaluation

import (
	"time"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// LeftFor is how long somebody who is no longer the manager can finish or remove
// the draft that was theirs.
const LeftFor = 14 * 24 * time.Hour

// Leftover is an unopened manager side whose author manages the person no more.
// It carries nothing of the evaluation but what the author wrote.
type Leftover struct {
	Evaluation id.Evaluation
	Subject    id.Person
	Framework  framework.Ref
	Author     id.Person
	Since      clock.Instant // when the author's line ended
	Revision   int64
	Body       Body
}

// Ends returns when the draft is removed by itself.
func (l Leftover) Ends() clock.Instant { return l.Since.Add(LeftFor) }

// Here tells whether the author can still reach it.
func (l Leftover) Here(now clock.Instant) bool { return now < l.Ends() }

// Rewritten puts other texts in the place of those there are. A draft that is left
// is finished and not begun, so it says nothing about anything else.
func (l Leftover) Rewritten(texts map[Key]string) Body {
	body := Body{Areas: map[Key]Answer{}, Examples: l.Body.Examples}
	for k, a := range l.Body.Areas {
		if text, typed := texts[k]; typed {
			a.Text = text
		}
		body.Areas[k] = a
	}
	return body
}

// ClosingNote is what a manager before left for the pair.
type ClosingNote struct {
	Author id.Person
	At     clock.Instant
	Body   Body
}
