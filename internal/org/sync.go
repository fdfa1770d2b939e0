package org

import "cairn/internal/clock"

// SyncOutcome is what came of reading the file the organisation is kept in.
type SyncOutcome string

// The outcomes there are.
const (
	SyncBegun   SyncOutcome = "begun"
	SyncTaken   SyncOutcome = "taken"   // what it says holds
	SyncRefused SyncOutcome = "refused" // it has mistakes, so nothing was changed
	SyncUnread  SyncOutcome = "unread"  // it could not be read at all
)

// Sync is one reading of that file.
type Sync struct {
	BeganAt, EndedAt          clock.Instant
	Outcome                   SyncOutcome
	Added, Changed, Unchanged int
	Problems                  []SyncProblem // the first of them
}

// SyncProblem is a mistake by its place and nature. What was typed there is not
// kept: it may be private.
type SyncProblem struct {
	Line    int      `json:"line,omitempty"`
	Column  string   `json:"column,omitempty"`
	Message string   `json:"message"`        // with places like {name}
	With    []string `json:"with,omitempty"` // names of the places and what goes there, taking turns
}
