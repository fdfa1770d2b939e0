package org

import (
	"slices"

	"cairn/internal/id"
)

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

// LeadsOver lists who leads the person's units of the kind, the most relevant
// first: that of the oldest chapter, then of the oldest squad, then what the person
// belongs to directly. A unit without a lead is passed over, and so is somebody who
// stands there before.
func (c *Chart) LeadsOver(person id.Person, kind UnitKind) (leads []id.Person) {
	for _, through := range []UnitKind{Chapter, Squad, kind} {
		for _, u := range c.UnitsOf(person, through) {
			lead := c.LeadOf[c.over(u, kind)]
			if lead != "" && !slices.Contains(leads, lead) {
				leads = append(leads, lead)
			}
		}
	}
	return leads
}

// over is the unit of the kind that a unit is, or belongs to; empty when neither.
func (c *Chart) over(u id.Unit, kind UnitKind) id.Unit {
	switch unit := c.Units[u]; {
	case unit.Kind == kind:
		return u
	case kind == Tribe:
		return unit.Tribe
	}
	return ""
}
