// Package fault tells the kinds of failure apart, and the sentence a person may
// read from the cause that only the log may hold.
package fault

import (
	"errors"
	"fmt"
	"strings"

	"cairn/internal/lang"
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
	NoRoom // the disk is full: nothing was saved
)

// Absent is answered like Withheld so that nobody learns which it was.
const Absent = Withheld

// Field is one mistake in a form or file: where, what was given, how to mend.
type Field struct {
	Name    string // form or column name
	Value   string // what was given; empty where it must not be repeated
	Message string // what is wrong and how to mend it, with places like {name}
	With    []any  // names of the places and what goes there, taking turns

	text string // the message before its places are filled
}

// Error carries a sentence that is safe to show, and the cause apart from it.
type Error struct {
	Kind    Kind
	Message string
	Fields  []Field
	text    string // the message before its places are filled
	with    []any
	cause   error
}

// Error returns the safe sentence, followed by the cause for the log.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Message
	}
	return fmt.Sprintf("%s: %v", strings.TrimSuffix(e.Message, "."), e.cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// New makes a failure of the kind with a sentence that may be shown. Places like
// {name} take the value after their name in with.
func New(kind Kind, message string, with ...any) *Error {
	return Wrap(kind, message, nil, with...)
}

// Wrap keeps the cause for the log beside a sentence that may be shown.
func Wrap(kind Kind, message string, cause error, with ...any) *Error {
	return &Error{Kind: kind, Message: lang.Fill(message, with...), text: message, with: with, cause: cause}
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
	for i := range fields {
		if f := &fields[i]; f.text == "" { // it comes from another failure otherwise
			f.text, f.Message = f.Message, lang.Fill(f.Message, f.With...)
		}
	}
	e := New(Invalid, "Some of this cannot be used as it is.")
	e.Fields = fields
	return e
}

// FieldOf puts what is wrong with one thing that was given beside its field.
func FieldOf(name string, err error) Field {
	said := Told(err)
	return Field{Name: name, Message: said.Text, With: said.With}
}

// Told is the sentence that may be shown for err, to be said in the reader’s language.
func Told(err error) lang.Told {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok || e.Kind == Internal:
		return lang.Tell("Something went wrong on our side. Nothing was changed.")
	case e.text == "":
		return lang.Tell(e.Message)
	}
	return lang.Told{Text: e.text, With: e.with}
}

// Told is what the field says, to be said in the reader's language.
func (f Field) Told() lang.Told {
	if f.text == "" {
		return lang.Told{Text: f.Message, With: f.With}
	}
	return lang.Told{Text: f.text, With: f.With}
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

// Safe returns the sentence that may be shown for err, and its fields, in English.
func Safe(err error) (message string, fields []Field) { return SafeIn(lang.English, err) }

// SafeIn is Safe in another language, as far as it has the sentences.
func SafeIn(in lang.Language, err error) (message string, fields []Field) {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind == Internal {
		return in.Say("Something went wrong on our side. Nothing was changed."), nil
	}
	if in == lang.English {
		return e.Message, e.Fields
	}
	for _, f := range e.Fields {
		if f.text != "" {
			f.Message = in.Say(f.text, f.With...)
		}
		fields = append(fields, f)
	}
	if e.text == "" {
		return e.Message, fields
	}
	return in.Say(e.text, e.with...), fields
}
