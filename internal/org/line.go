package org

import "cairn/internal/id"

// LineReason tells where a reporting line comes from.
type LineReason string

// Reasons for a reporting line, the strongest first.
const (
	LineSet     LineReason = "set"     // named for this person
	LineChapter LineReason = "chapter" // the lead of the person's chapter
	LineTribe   LineReason = "tribe"   // a chapter lead reports to the tribe's lead
	LineCTO     LineReason = "cto"     // a tribe lead reports to the CTO
)

// Line is who manages a person for a while. There is one open line at most: the
// manager is the one current line manager (trust.md 6.1, rule 2).
type Line struct {
	Person  id.Person
	Manager id.Person
	Reason  LineReason
	Span
}

// SetManager names a person's manager apart from the chapter.
type SetManager struct {
	Person  id.Person
	Manager id.Person
	Span
}
