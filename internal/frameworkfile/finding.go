// Package frameworkfile reads framework files: YAML of format 1, with every
// mistake reported at its line and column. It also holds the framework that
// Cairn ships.
package frameworkfile

import (
	"fmt"
	"slices"

	"cairn/internal/lang"
)

// Severity tells what stops a file from being used from what is only worth a
// look.
type Severity string

// The two severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// In says the severity in the language.
func (s Severity) In(in lang.Language) string {
	if s == Error {
		return in.Say("error")
	}
	return in.Say("warning")
}

// Finding is one thing about a file that its author should know.
type Finding struct {
	Severity Severity
	File     string
	Line     int // counted from one; zero where the whole file is meant
	Column   int
	Text     string    // the line itself
	Message  lang.Told // what is wrong and how to mend it
}

// String gives the place, the message, and the line below it, in English.
func (f Finding) String() string { return f.In(lang.English) }

// In is String in another language.
func (f Finding) In(in lang.Language) string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s: %s", f.File, f.Severity.In(in), f.Message.In(in))
	}
	s := fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Column, f.Severity.In(in), f.Message.In(in))
	if f.Text != "" {
		s += "\n    " + f.Text
	}
	return s
}

// HasErrors tells whether any finding stops the file from being used.
func HasErrors(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}
