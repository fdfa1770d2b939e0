package org

import "cairn/internal/id"

// UnitKind tells the four kinds of group apart.
type UnitKind string

// Kinds of unit. A squad and a chapter belong to a tribe; a guild to none.
const (
	Squad   UnitKind = "squad"
	Chapter UnitKind = "chapter"
	Tribe   UnitKind = "tribe"
	Guild   UnitKind = "guild"
)

// UnitKinds lists the kinds, widest first.
func UnitKinds() []UnitKind { return []UnitKind{Tribe, Chapter, Squad, Guild} }

// Unit is a group people belong to.
type Unit struct {
	ID    id.Unit
	Kind  UnitKind
	Name  string
	Tribe id.Unit // of a squad or a chapter; empty otherwise
}

// Membership is belonging to a unit for a while; several at once is normal.
type Membership struct {
	Person id.Person
	Unit   id.Unit
	Span
}

// Lead is leading a unit for a while.
type Lead struct {
	Unit   id.Unit
	Person id.Person
	Span
}
