// Package access says who is acting and how they stand to the person something
// is about. It grants nothing by itself: each noun's VisibleTo does, and what
// no rule grants is closed (trust.md 6.1, rule 1).
package access

import (
	"slices"

	"cairn/internal/id"
	"cairn/internal/org"
)

// Scope is what a token may be used for; sessions are not limited by scopes.
type Scope string

// Scopes of personal tokens. A private item needs its own scope (matrix code T2).
const (
	ScopeOrganisation Scope = "organisation"
	ScopeFramework    Scope = "framework"
	ScopeStep         Scope = "step"
	ScopeEvaluations  Scope = "evaluations"
	ScopeGrowth       Scope = "growth"
	ScopeFeedback     Scope = "feedback"
	ScopeNotes        Scope = "notes"
	ScopePriorities   Scope = "priorities"
	ScopeRecognition  Scope = "recognition"
	// ScopeFrameworkWriting is for writing what ScopeFramework reads, and opens nothing without it.
	ScopeFrameworkWriting Scope = "framework-writing"
)

// Scopes lists every scope.
func Scopes() []Scope {
	return []Scope{ScopeOrganisation, ScopeFramework, ScopeStep, ScopeEvaluations, ScopeGrowth, ScopeFeedback, ScopeNotes, ScopePriorities, ScopeRecognition, ScopeFrameworkWriting}
}

// ServiceScopes lists the scopes that a program of the organisation's may hold: what
// everybody who works there reads alike. What is private, or is done by somebody, is
// not among them and never will be held by one.
func ServiceScopes() []Scope { return []Scope{ScopeOrganisation, ScopeFramework} }

// Via is how the actor reached us.
type Via string

// Ways to reach us.
const (
	ViaSession Via = "session"
	ViaToken   Via = "token"
	ViaCommand Via = "command line"
	ViaItself  Via = "cairn itself"
	// ViaDirectory is a directory that provisions people: it holds no relation to anybody
	// and reads nothing private.
	ViaDirectory Via = "directory"
)

// Actor is who acts. The zero Actor is nobody: signed out, with no rights.
type Actor struct {
	Person  id.Person
	Offices []org.Office
	Via     Via
	Session id.Session // by which they came; at most one of the two is set
	Token   id.Token
	Scopes  []Scope // of a token

	// Service is a program of the organisation that came by a token of its own; it is no
	// person, so Person is not set.
	Service id.Service
}

// System acts where no person does: the sweep that opens first evaluations,
// the command line. It holds no relation to anybody and so reads nothing private.
func System(via Via) Actor { return Actor{Via: via} }

// Known tells whether the actor is a person who has signed in.
func (a Actor) Known() bool { return a.Person != "" }

// Holds tells whether the actor holds the office.
func (a Actor) Holds(o org.Office) bool { return slices.Contains(a.Offices, o) }

// May tells whether the way the actor came in reaches the scope.
func (a Actor) May(s Scope) bool {
	if a.Service != "" && !slices.Contains(ServiceScopes(), s) {
		return false
	}
	return a.Via != ViaToken || slices.Contains(a.Scopes, s)
}
