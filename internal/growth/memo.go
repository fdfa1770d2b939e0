package growth

import (
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// MaxMemo bounds what one memo says, in bytes.
const MaxMemo = 10_000

// MemosLeftFor is how long somebody who is no longer the manager can still read and
// remove the memos they wrote. After that they are removed by themselves.
const MemosLeftFor = 14 * 24 * time.Hour

// Memo is what a manager writes to themselves about a report. It is its author's
// alone: it passes on to nobody and is never part of a case.
type Memo struct {
	ID      id.Memo
	Subject id.Person
	Author  id.Person
	MadeAt  clock.Instant
	Version int64

	Text    string
	SavedAt clock.Instant
}

// NewMemo begins one.
func NewMemo(subject, author id.Person, text string, now clock.Instant) *Memo {
	return &Memo{ID: id.New[id.Memo](), Subject: subject, Author: author, MadeAt: now, SavedAt: now, Text: text, Version: 1}
}

// CheckMemo refuses what cannot be kept.
func CheckMemo(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.InvalidFields([]fault.Field{{Name: "text", Message: lang.Later("Write something first. A sentence is enough.")}})
	case len(text) > MaxMemo:
		return fault.InvalidFields([]fault.Field{{Name: "text", Message: lang.Later("A note has 10,000 bytes at most. What you typed is still here.")}})
	}
	return nil
}

// CheckMemoDraft refuses only what could not be kept at all.
func CheckMemoDraft(text string) error {
	if len(text) <= MaxMemo {
		return nil
	}
	return CheckMemo(text)
}

// Keeping is how somebody stands to the memos they wrote about a person: as the
// manager of now, or as one of the past, since when.
type Keeping struct {
	Manager bool
	Left    clock.Instant // when they were the manager last; not set when never
}

// MayRead tells whether the author still reaches them.
func (k Keeping) MayRead(now clock.Instant) bool {
	return k.Manager || k.Left.IsSet() && now < k.Ends()
}

// MayWrite: memos are written by the manager of now.
func (k Keeping) MayWrite() bool { return k.Manager }

// Ends is when memos that are left are removed; not set for the manager of now.
func (k Keeping) Ends() clock.Instant {
	if k.Manager || !k.Left.IsSet() {
		return 0
	}
	return k.Left.Add(MemosLeftFor)
}
