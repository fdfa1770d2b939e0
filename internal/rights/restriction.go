package rights

import (
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// LiftedAfter is how long before a people partner lifts a restriction its person is
// told.
const LiftedAfter = 7 * 24 * time.Hour

// Restriction is a person's wish that what is kept about them rests: it stays, the
// person reads it, and nobody else reads or uses it. A people partner sets it.
type Restriction struct {
	ID      id.Restriction
	Subject id.Person
	AskedAt clock.Instant
	SetAt   clock.Instant // when it came into force; not set while it waits
	EndedAt clock.Instant // when it ended, or ends; not set while it waits or lasts
	Version int64

	Words   string    // why, for the people partners
	SetBy   id.Person // the people partner who answered
	EndedBy id.Person
	Answer  string // of the people partner who said no or lifted it
}

// AskRestriction begins one.
func AskRestriction(subject id.Person, words string, now clock.Instant) (*Restriction, error) {
	words = strings.TrimSpace(words)
	if err := checkWords("words", lang.Later("Say why, in a line or two: people partners read it."), words, true); err != nil {
		return nil, err
	}
	return &Restriction{ID: id.New[id.Restriction](), Subject: subject, AskedAt: now, Words: words, Version: 1}, nil
}

// Waits tells whether nobody has answered yet.
func (r *Restriction) Waits() bool { return !r.SetAt.IsSet() && !r.EndedAt.IsSet() }

// InForce tells whether what is kept about the person rests at the instant.
func (r *Restriction) InForce(now clock.Instant) bool {
	return r.SetAt.IsSet() && (!r.EndedAt.IsSet() || now < r.EndedAt)
}

func notOwn(subject, by id.Person) error {
	if subject == by {
		return fault.New(fault.Conflict, "Nobody decides about their own data under an office. Another people partner does.")
	}
	return nil
}

// Set brings it into force.
func (r *Restriction) Set(by id.Person, now clock.Instant) error {
	if err := notOwn(r.Subject, by); err != nil {
		return err
	}
	if !r.Waits() {
		return fault.Stale()
	}
	r.SetAt, r.SetBy = now, by
	return nil
}

// Refuse answers no, with the reason for the person.
func (r *Restriction) Refuse(by id.Person, words string, now clock.Instant) error {
	if err := notOwn(r.Subject, by); err != nil {
		return err
	}
	if !r.Waits() {
		return fault.Stale()
	}
	r.Answer, r.SetBy, r.EndedAt, r.EndedBy = strings.TrimSpace(words), by, now, by
	return checkWords("answer", lang.Later("Say why not: the person reads it."), r.Answer, true)
}

// Lift ends it some days later, so that the person hears of it before.
func (r *Restriction) Lift(by id.Person, words string, now clock.Instant) error {
	if err := notOwn(r.Subject, by); err != nil {
		return err
	}
	if !r.SetAt.IsSet() || r.EndedAt.IsSet() {
		return fault.Stale()
	}
	r.Answer, r.EndedBy, r.EndedAt = strings.TrimSpace(words), by, now.Add(LiftedAfter)
	return checkWords("answer", lang.Later("Say why it is lifted: the person reads it."), r.Answer, true)
}

// End is the person's own: at once.
func (r *Restriction) End(now clock.Instant) error {
	if r.EndedAt.IsSet() && now >= r.EndedAt {
		return fault.Stale()
	}
	r.EndedAt, r.EndedBy = now, r.Subject
	return nil
}
