// Package disclosure holds the one way in which something private is opened to
// somebody outside the pair: for one thing, one purpose and a limited time,
// written down, and seen by the person it is about. Pure: no storage.
package disclosure

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
)

// Purpose is what something is opened for.
type Purpose string

// Purposes.
const (
	// Joining: one of the two asked somebody to join their evaluation.
	Joining Purpose = "joining"
	// Deciding: the case of a promotion lies with somebody, or lay not long ago.
	Deciding Purpose = "deciding"
)

// Hat names the capacity in which a reader is let in, for the journal. It says
// nothing of why.
func (p Purpose) Hat() string {
	switch p {
	case Joining:
		return "asked to join"
	case Deciding:
		return "decides"
	case Breaking:
		return "break-glass"
	case StandingIn:
		return access.StandsIn
	}
	return "disclosure"
}

// Ending tells why a disclosure is over.
type Ending string

// Ways a disclosure ends.
const (
	WithTheThing Ending = "with-the-thing" // what it was for has ended
	ByAsker      Ending = "by-asker"       // whoever asked took it back
	OfficeMoved  Ending = "office-moved"   // the reader no longer holds what they were asked for
	PairChanged  Ending = "pair-changed"   // whoever asked is no longer one of the two
	Rests        Ending = "rests"          // what is kept about the person is not used any more
	PutBack      Ending = "put-back"       // the database was put back from a backup
)

// Disclosure opens one thing about a person to one reader.
type Disclosure struct {
	ID      id.Disclosure
	Subject id.Person // whom it is about
	Reader  id.Person // who may read meanwhile
	Object  string    // the one thing, "evaluation/ID"
	Since   clock.Instant
	Until   clock.Instant // when it was ended; not set while it lasts
	Expires clock.Instant // when it ends by itself; not set when it lasts as long as what it is for

	// Sealed, because it tells why somebody was let in.
	Purpose Purpose
	Cause   string // in words or by reference
	AskedBy id.Person
	Ended   Ending
}

// New opens the object to the reader from now on.
func New(subject, reader, askedBy id.Person, object string, purpose Purpose, now clock.Instant) Disclosure {
	return Disclosure{ID: id.New[id.Disclosure](), Subject: subject, Reader: reader, AskedBy: askedBy, Object: object, Purpose: purpose, Since: now}
}

// InForce tells whether the reader may read at the instant.
func (d Disclosure) InForce(now clock.Instant) bool {
	return !d.Until.IsSet() && d.Since <= now && (!d.Expires.IsSet() || now < d.Expires)
}

// Lets gives the bond with the capacity in which the disclosure lets its reader
// in; a bond by oneself or as manager needs none.
func (d Disclosure) Lets(b access.Bond, who id.Person, object string, now clock.Instant) access.Bond {
	if !b.Pair() && b.Known && d.Reader == who && d.Object == object && d.InForce(now) {
		b.Let = d.Purpose.Hat()
	}
	return b
}

// End ends it now.
func (d *Disclosure) End(why Ending, now clock.Instant) { d.Until, d.Ended = now, why }
