// Package fault tells the kinds of failure apart, and the sentence a person may
// read from the cause that only the log may hold.
package fault

import (
	"errors"
	"fmt"
)

// Kind is what sort of failure it is; web and api map it to a status.
type Kind int

// Kinds of failure. Withheld is what exists but is not for this actor; it is
// answered exactly like Absent, which is why the two share one value.
const (
	Internal Kind = iota
	Invalid
	Withheld
	Conflict
	Unauthenticated
	TooLarge
	TooMany
	Unavailable
)

// Absent is answered like Withheld so that nobody learns which it was.
const Absent = Withheld

// Field is one mistake in a form or file: where, what was given, how to mend.
type Field struct {
	Name    string // form or column name
	Value   string // what was given; empty where it must not be repeated
	Message string // what is wrong and how to mend it
}

// Error carries a sentence that is safe to show, and the cause apart from it.
type Error struct {
	Kind    Kind
	Message string
	Fields  []Field
	cause   error
}

// Error returns the safe sentence, followed by the cause for the log.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Message
	}
	return fmt.Sprintf("%s: %v", e.Message, e.cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// New makes a failure of the kind with a sentence that may be shown.
func New(kind Kind, message string) *Error { return &Error{Kind: kind, Message: message} }

// Wrap keeps the cause for the log beside a sentence that may be shown.
func Wrap(kind Kind, message string, cause error) *Error {
	return &Error{Kind: kind, Message: message, cause: cause}
}

// NotFound is the one answer to what is absent and what is withheld.
func NotFound() *Error {
	return New(Withheld, "There is nothing here for you. It may never have existed, or it is not yours to see.")
}

// Stale tells that somebody else's act came first.
func Stale() *Error {
	return New(Conflict, "This changed while you were looking at it. Here is how it stands now; nothing you wrote is lost.")
}

// InvalidFields collects the mistakes of a form; nil when there are none.
func InvalidFields(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "Some of this cannot be used as it is.", Fields: fields}
}

// KindOf returns the kind of the first Error in err's chain, Internal otherwise.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is tells whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Safe returns the sentence that may be shown for err, and its fields.
func Safe(err error) (message string, fields []Field) {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind != Internal {
		return e.Message, e.Fields
	}
	return "Something went wrong on our side. Nothing was changed.", nil
}
