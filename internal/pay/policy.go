package pay

import (
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
)

// What is what an entry of the policy says.
type What string

// What the policy can say. Sight is that compensation partners may know a person's
// range, and with it the Step.
const (
	OwnRange   What = "own-range"
	Salaries   What = "salaries"
	WidthLimit What = "width-limit"
	SightAsked What = "sight-asked"
	SightGiven What = "sight-given"
	SightEnded What = "sight-ended"
)

// PolicyEntry is one change of what the organisation does about pay.
type PolicyEntry struct {
	ID    id.Entry
	At    clock.Instant
	By    id.Person
	What  What
	Value int64 // 1 is on; of WidthLimit the percentage
	Words string
}

// Sight is the declared exception: compensation partners see whose range is which.
// The zero Sight is none.
type Sight struct {
	AskedBy, GivenBy id.Person
	AskedAt, GivenAt clock.Instant
	Reason           string
	Begins           clock.Instant // not set while it waits for the second of the two
}

// SightNotice is how long everybody knows before anything is shown.
const SightNotice = 30 * 24 * time.Hour

// Policy is what the organisation does about pay.
type Policy struct {
	OwnRange bool // people see the range of their own step
	Salaries bool // salaries are kept here
	Width    int64
	Sight    Sight
}

// Bounds of the limit of width.
const (
	usualWidth = 100
	MinWidth   = 10
	MaxWidth   = 500
)

// PolicyOf is what the entries, the oldest first, come to.
func PolicyOf(entries []PolicyEntry) Policy {
	p := Policy{OwnRange: true, Width: usualWidth}
	for _, e := range entries {
		switch e.What {
		case OwnRange:
			p.OwnRange = e.Value == 1
		case Salaries:
			p.Salaries = e.Value == 1
		case WidthLimit:
			p.Width = e.Value
		case SightAsked:
			p.Sight = Sight{AskedBy: e.By, AskedAt: e.At, Reason: e.Words}
		case SightGiven:
			p.Sight.GivenBy, p.Sight.GivenAt, p.Sight.Begins = e.By, e.At, e.At.Add(SightNotice)
		case SightEnded:
			p.Sight = Sight{}
		}
	}
	return p
}

// Waits tells whether one of the two has asked and the other not answered.
func (s Sight) Waits() bool { return s.AskedAt.IsSet() && !s.Begins.IsSet() }

// Announced tells whether everybody was told of it and it has not ended.
func (s Sight) Announced() bool { return s.Begins.IsSet() }

// Holds tells whether compensation partners may know ranges at the instant.
func (s Sight) Holds(at clock.Instant) bool { return s.Begins.IsSet() && s.Begins <= at }

// Next is the entry by which the person changes the policy, or why it cannot be.
func (p Policy) Next(e PolicyEntry, hats Hats) (PolicyEntry, error) {
	switch e.What {
	case OwnRange, Salaries, WidthLimit:
		if !hats.Pay {
			return e, fault.NotFound()
		}
		if e.What == WidthLimit && (e.Value < MinWidth || e.Value > MaxWidth) {
			return e, fault.InvalidFields([]fault.Field{{Name: "width", Message: "Give a whole number between 10 and 500."}})
		}
		if e.What != WidthLimit && e.Value != 0 && e.Value != 1 {
			return e, fault.New(fault.Invalid, "Choose whether it is on or off.")
		}
		e.Words = ""
		return e, nil
	}
	return p.nextSight(e, hats)
}

// Hats are the offices by which somebody changes the policy.
type Hats struct{ Pay, People bool }

func (p Policy) nextSight(e PolicyEntry, hats Hats) (PolicyEntry, error) {
	if !hats.Pay && !hats.People {
		return e, fault.NotFound()
	}
	switch e.What {
	case SightAsked:
		if !hats.Pay {
			return e, fault.NotFound()
		}
		if p.Sight.AskedAt.IsSet() {
			return e, fault.New(fault.Conflict, "This is asked for already. Here is how it stands.")
		}
		if n := utf8.RuneCountInString(strings.TrimSpace(e.Words)); n == 0 || n > MaxWords {
			return e, fault.InvalidFields([]fault.Field{{Name: "reason", Message: "Say why in up to 1,000 characters: everybody will read it."}})
		}
		return e, nil
	case SightGiven:
		if !hats.People {
			return e, fault.NotFound()
		}
		if e.By == p.Sight.AskedBy {
			return e, fault.New(fault.Conflict, "Whoever asked does not agree as well. Somebody else does.")
		}
		if !p.Sight.Waits() {
			return e, fault.New(fault.Conflict, "Nothing waits for an answer here. Here is how it stands.")
		}
		e.Words = ""
		return e, nil
	case SightEnded:
		if !p.Sight.AskedAt.IsSet() {
			return e, fault.New(fault.Conflict, "There is nothing to end. Here is how it stands.")
		}
		e.Words = ""
		return e, nil
	}
	return e, fault.NotFound()
}
