// Package role holds how a person comes to a role, and what is asked when the
// framework would rather see a wider step for it. The framework's minimum is a
// notice to those who may know the Step, never a wall, and never told to others:
// whoever asks, a role with a minimum waits for the manager's word.
package role

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Kind is what is asked for.
type Kind string

// A role is taken up or laid down.
const (
	TakeUp  Kind = "take-up"
	LayDown Kind = "lay-down"
)

// Stage is where a request stands.
type Stage string

// The stages. Asking begins with Asked; a departure goes through Consent (the
// person decides whether the tribe lead is asked) and WithLead back to Asked.
const (
	Asked     Stage = "asked"
	Consent   Stage = "consent"
	WithLead  Stage = "with-lead"
	Confirmed Stage = "confirmed"
	Declined  Stage = "declined"
	Withdrawn Stage = "withdrawn"
)

// Request is one wish for a role, and what became of it. All of it but whom it is
// about, and when it was begun and closed, is private.
type Request struct {
	ID       id.RoleRequest
	Subject  id.Person
	AskedAt  clock.Instant
	ClosedAt clock.Instant // not set: open

	Kind      Kind
	Role      string
	Catalogue bool
	Days      Days          // for which it is asked; laying down has an end alone
	Entry     clock.Instant // the beginning of the entry that is laid down
	AskedBy   id.Person
	Why       string // the asker's words, if any
	Stage     Stage
	Answer    string // the manager's words when they said no
	Departure *Departure
}

// Departure is the question to the tribe lead whether the person may take the
// role although the framework asks for a wider step, without the Step.
type Departure struct {
	ID         id.Departure
	AskedBy    id.Person
	AskedAt    clock.Instant
	Why        string    // the manager's words, without the Step
	Lead       id.Person // who is asked, and nobody else
	AgreedAt   clock.Instant
	RefusedAt  clock.Instant // the person would rather not have it asked
	AnsweredAt clock.Instant
	Agreed     bool
	Reason     string // the lead's words; they stay with the role
}

// Open tells whether the request still waits for somebody.
func (r *Request) Open() bool { return !r.ClosedAt.IsSet() }

// VisibleTo tells who knows of the request at all: the person and the current
// manager.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// ToldTo tells whether the request is with this person as the lead who is asked.
// Before the person agreed to it, and to any other lead, there is nothing.
func (r *Request) ToldTo(who id.Person) bool {
	d := r.Departure
	return d != nil && d.Lead == who && d.AgreedAt.IsSet()
}

// Departs tells whether the role is taken by an agreed departure.
func (r *Request) Departs() bool { return r.Departure != nil && r.Departure.Agreed }
