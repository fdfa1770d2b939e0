package rights

import (
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Tombstone is what somebody is called once what was kept about them is erased.
const Tombstone = "Someone who left"

// Erasure is a wish that what is kept about somebody is erased. Whoever asks does not
// carry it out, so it takes two.
type Erasure struct {
	ID      id.Erasure
	Subject id.Person
	AskedAt clock.Instant
	DoneAt  clock.Instant // when it was erased; not set until then
	EndedAt clock.Instant // when it was erased, refused or taken back
	Version int64

	AskedBy id.Person // the person, or a people partner for somebody who left
	Words   string    // why, where something was said; goes with the erasure
	EndedBy id.Person
	Answer  string // why not
}

// AskErasure begins one.
func AskErasure(subject, by id.Person, words string, now clock.Instant) (*Erasure, error) {
	words = strings.TrimSpace(words)
	if err := checkWords("words", lang.Later("Say on whose wish, and why."), words, subject != by); err != nil {
		return nil, err
	}
	return &Erasure{ID: id.New[id.Erasure](), Subject: subject, AskedBy: by, AskedAt: now, Words: words, Version: 1}, nil
}

// Waits tells whether nothing came of it yet.
func (e *Erasure) Waits() bool { return !e.EndedAt.IsSet() }

// Do carries it out: by somebody other than who asked, once the person has left, and
// while no legal hold stops it.
func (e *Erasure) Do(by id.Person, here, held bool, now clock.Instant) error {
	switch {
	case !e.Waits():
		return fault.Stale()
	case by == e.AskedBy, by == e.Subject:
		return fault.New(fault.Conflict, "Whoever asked does not carry it out as well. Another people partner does.")
	case here:
		return fault.New(fault.Conflict, "The person still works here, and what both sides rely on is needed until they leave. The wish waits until then; meanwhile they can ask that what is kept about them rests.")
	case held:
		return fault.New(fault.Conflict, "A legal hold stops this. It can be carried out once the hold has ended.")
	}
	e.DoneAt, e.EndedAt, e.EndedBy, e.Words = now, now, by, ""
	return nil
}

// Refuse answers no, with the reason for the person.
func (e *Erasure) Refuse(by id.Person, words string, now clock.Instant) error {
	if err := notOwn(e.Subject, by); err != nil {
		return err
	}
	if !e.Waits() {
		return fault.Stale()
	}
	e.EndedAt, e.EndedBy, e.Answer = now, by, strings.TrimSpace(words)
	return checkWords("answer", lang.Later("Say why not, and until when: the person reads it."), e.Answer, true)
}

// Withdraw takes the wish back.
func (e *Erasure) Withdraw(by id.Person, now clock.Instant) error {
	if !e.Waits() {
		return fault.Stale()
	}
	e.EndedAt, e.EndedBy = now, by
	return nil
}

// HoldWaits is for how long a hold that one asked for stops an erasure without the
// second one's agreement.
const HoldWaits = 7 * 24 * time.Hour

// Hold keeps what is kept about somebody for a legal reason: no erasure and no end of
// what is kept goes past it. One asks for it and another agrees.
type Hold struct {
	ID       id.Hold
	Subject  id.Person
	AskedAt  clock.Instant
	AgreedAt clock.Instant
	EndedAt  clock.Instant
	Version  int64

	AskedBy, AgreedBy, EndedBy id.Person
	Reason                     string
}

// AskHold begins one.
func AskHold(subject, by id.Person, reason string, now clock.Instant) (*Hold, error) {
	if err := notOwn(subject, by); err != nil {
		return nil, err
	}
	reason = strings.TrimSpace(reason)
	if err := checkWords("reason", lang.Later("Say which claim or duty it is for."), reason, true); err != nil {
		return nil, err
	}
	return &Hold{ID: id.New[id.Hold](), Subject: subject, AskedBy: by, AskedAt: now, Reason: reason, Version: 1}, nil
}

// Stops tells whether it stops an erasure at the instant.
func (h *Hold) Stops(now clock.Instant) bool {
	return !h.EndedAt.IsSet() && (h.AgreedAt.IsSet() || now.Sub(h.AskedAt) < HoldWaits)
}

// Agree is the second one's word.
func (h *Hold) Agree(by id.Person, now clock.Instant) error {
	if err := notOwn(h.Subject, by); err != nil {
		return err
	}
	switch {
	case h.AgreedAt.IsSet() || h.EndedAt.IsSet():
		return fault.Stale()
	case by == h.AskedBy:
		return fault.New(fault.Conflict, "Whoever asked does not agree as well. Another people partner does.")
	}
	h.AgreedAt, h.AgreedBy = now, by
	return nil
}

// End ends it now.
func (h *Hold) End(by id.Person, now clock.Instant) error {
	if err := notOwn(h.Subject, by); err != nil {
		return err
	}
	if h.EndedAt.IsSet() {
		return fault.Stale()
	}
	h.EndedAt, h.EndedBy = now, by
	return nil
}
