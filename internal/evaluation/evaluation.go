// Package evaluation holds the rules of an evaluation: two sides written blind,
// opened together, talked about, and an agreed result that both sign (seed, "On
// Setting the Step for a New Employee"). Pure: no storage, no clock of its own.
package evaluation

import (
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// Stage is where the evaluation stands.
type Stage string

// Stages, in their order.
const (
	Writing Stage = "writing" // both sides are written blind
	Opened  Stage = "opened"  // both have handed in; both see both
	Talked  Stage = "talked"  // the conversation took place; the result is written
	Agreed  Stage = "agreed"  // both have signed

	// NotAgreed: each has put down in their own words why they do not agree.
	NotAgreed Stage = "not-agreed"
)

// Stages lists the stages in their order.
func Stages() []Stage { return []Stage{Writing, Opened, Talked, Agreed, NotAgreed} }

// SideName is one of the two sides.
type SideName string

// The two sides.
const (
	SelfSide    SideName = "self"
	ManagerSide SideName = "manager"
)

// Other returns the opposite side.
func (s SideName) Other() SideName {
	if s == SelfSide {
		return ManagerSide
	}
	return SelfSide
}

// TalkWay is how the two talked; writing is of equal rank to meeting.
type TalkWay string

// Ways to talk.
const (
	Met       TalkWay = "met"
	InWriting TalkWay = "written"
)

// Talk records that the conversation took place.
type Talk struct {
	Way TalkWay
	On  clock.Date
	By  id.Person
	At  clock.Instant
}

// Evaluation is one evaluation of one person. Version counts its changes and is
// compared on save.
type Evaluation struct {
	ID         id.Evaluation
	Subject    id.Person
	Manager    id.Person // who writes the manager side: the current manager while open
	Stage      Stage
	Framework  framework.Ref
	Extensions []framework.ExtensionRef // of the subject's units when it was opened, as Apply wants them
	Discipline string                   // the person's when it was opened
	Plan                                // what it looks at; tells where the person stands, so it is sealed
	OpenedBy   id.Person                // empty when Cairn opened it
	OpenedAt   clock.Instant
	Due        clock.Date // of a first evaluation: six months after the start
	OpenedBoth clock.Instant
	Talk       Talk
	Planned    Planned       // when the two mean to talk
	AgreedAt   clock.Instant // when it ended, agreed or not
	OpenedSide id.Person     // who wrote the manager side that was opened; empty until then
	HandedIn   map[SideName]clock.Instant
	Signed     map[SideName]clock.Instant
	Stated     map[SideName]clock.Instant // when a side said that it does not agree
	Version    int64
}

// New opens an evaluation that looks at the steps.
func New(kind Kind, subject, manager, by id.Person, ref framework.Ref, discipline string, steps []framework.StepID, due clock.Date, now clock.Instant) *Evaluation {
	return &Evaluation{
		ID: id.New[id.Evaluation](), Subject: subject, Manager: manager, Plan: Plan{Kind: kind, Steps: steps}, Stage: Writing,
		Framework: ref, Discipline: discipline, OpenedBy: by, OpenedAt: now, Due: due,
		HandedIn: map[SideName]clock.Instant{}, Signed: map[SideName]clock.Instant{}, Stated: map[SideName]clock.Instant{}, Version: 1,
	}
}

// SideOf returns the side the person writes, ok false when none.
func (e *Evaluation) SideOf(p id.Person) (SideName, bool) {
	switch {
	case p == "":
		return "", false
	case p == e.Subject:
		return SelfSide, true
	case p == e.Manager:
		return ManagerSide, true
	}
	return "", false
}

// Author returns who writes the side, or wrote it when it was opened: a manager
// who takes over afterwards reads it and makes it nobody else's.
func (e *Evaluation) Author(side SideName) id.Person {
	switch {
	case side == SelfSide:
		return e.Subject
	case e.OpenedSide != "":
		return e.OpenedSide
	}
	return e.Manager
}

// Closed tells whether nothing can change any more.
func (e *Evaluation) Closed() bool { return e.Stage == Agreed || e.Stage == NotAgreed }

// BothSee tells whether both sides lie open to both.
func (e *Evaluation) BothSee() bool { return e.Stage != Writing }
