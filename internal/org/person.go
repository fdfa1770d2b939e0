// Package org knows who works where and with whom: people, squads, chapters,
// tribes, guilds, and the rule that tells a person's manager. Everything here is
// open to the whole organisation; nothing here depends on a Step.
package org

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Person is somebody who works, or has worked, in the organisation.
type Person struct {
	ID        id.Person
	Name      string
	Email     string     // as written; compared by FoldEmail
	StartDate clock.Date // readable by the person, the manager and people partners only
	LeftAt    clock.Instant
	Zone      string // IANA name; empty follows the organisation's
	Title     string // the title used outside, the person's own choice
}

// Here tells whether the person works in the organisation at the instant.
func (p Person) Here(at clock.Instant) bool { return !p.LeftAt.IsSet() || at < p.LeftAt }

// Span is a stretch of time; Until not set means "still".
type Span struct{ Since, Until clock.Instant }

// Covers tells whether the instant lies in the span; its end lies outside.
func (s Span) Covers(at clock.Instant) bool {
	return s.Since <= at && (!s.Until.IsSet() || at < s.Until)
}

// Open tells whether the span has no end.
func (s Span) Open() bool { return !s.Until.IsSet() }

// DisciplineHeld is a person's discipline for a while. Discipline is the
// framework's id, or the organisation's own words where the framework has none.
type DisciplineHeld struct {
	Person     id.Person
	Discipline string
	Span
}

// RoleTaken is a role a person plays for a while. Role is the catalogue's id
// where Catalogue is true, free text otherwise: most roles are not formal.
type RoleTaken struct {
	Person    id.Person
	Role      string
	Catalogue bool
	Span
}

// Office is an authority that does not follow from leading a unit.
type Office string

// Offices.
const (
	CTO                 Office = "cto"
	PeoplePartner       Office = "people-partner"
	CompensationPartner Office = "compensation-partner"
	Operator            Office = "operator"
	// StandIn decides where nobody in line may: beyond the CTO there is nobody else.
	StandIn Office = "stand-in"
)

// Offices lists every office.
func Offices() []Office { return []Office{CTO, PeoplePartner, CompensationPartner, Operator, StandIn} }

// Words returns the office as people say it.
func (o Office) Words() string {
	switch o {
	case CTO:
		return "CTO"
	case PeoplePartner:
		return lang.Later("people partner")
	case CompensationPartner:
		return lang.Later("compensation partner")
	case Operator:
		return lang.Later("operator")
	case StandIn:
		return lang.Later("stand-in for decisions")
	}
	return string(o)
}

// Holding is an office held for a while.
type Holding struct {
	Person id.Person
	Office Office
	Span
}
