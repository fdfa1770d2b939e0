// Package promotion holds the rules of a promotion: a recommendation the person
// consents to, a varied consultation, a decision by the one the wider step names,
// and what both sides commit to (seed, "On recognition and promotions"). Pure: no
// storage, no clock of its own.
package promotion

import (
	"maps"

	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Stage is where a case stands.
type Stage string

// Stages of a case.
const (
	Asked       Stage = "asked"       // the person asked to talk about a wider Step
	Drafting    Stage = "drafting"    // the manager writes the case; only they can read it
	Offered     Stage = "offered"     // the person reads the case and says whether they want it
	Consulting  Stage = "consulting"  // others are heard
	Deciding    Stage = "deciding"    // the case lies with the one who decides
	Returned    Stage = "returned"    // sent back with a question
	Unsponsored Stage = "unsponsored" // the manager changed: the new one has not taken it up
	Committing  Stage = "committing"  // decided for; both write down and sign what follows
	Closed      Stage = "closed"
)

// Stages lists the stages as a case goes through them.
func Stages() []Stage {
	return []Stage{Asked, Drafting, Offered, Consulting, Deciding, Returned, Unsponsored, Committing, Closed}
}

// Outcome is how a case ended; empty while it is open.
type Outcome string

// Outcomes.
const (
	Promoted  Outcome = "promoted"
	NotYet    Outcome = "not-yet"   // with reasons, focus areas and a next conversation
	Declined  Outcome = "declined"  // the person did not want it now; not held against them
	Withdrawn Outcome = "withdrawn" // by either of the two, before it was decided
	Answered  Outcome = "answered"  // what was asked for was talked about and no case began
	Ended     Outcome = "ended"     // the person left
)

// Words says the outcome to one of the two.
func (o Outcome) Words() string {
	switch o {
	case Promoted:
		return lang.Later("Promoted")
	case NotYet:
		return lang.Later("Not yet")
	case Declined:
		return lang.Later("Declined by the person")
	case Withdrawn:
		return lang.Later("Withdrawn")
	case Answered:
		return lang.Later("Talked about")
	case Ended:
		return lang.Later("Ended")
	}
	return lang.Later("Open")
}

// Case is one promotion of one person. Version counts its changes and is compared
// on save. From and To tell where the person stands, so they are sealed in storage.
type Case struct {
	ID         id.Promotion
	Subject    id.Person
	Manager    id.Person // who recommends: the current manager while it is open
	Framework  framework.Ref
	Discipline string
	From, To   framework.StepID
	Rule       framework.Approve // of the wider step, in the version the case keeps to
	Stage      Stage
	Outcome    Outcome
	OpenedBy   id.Person
	OpenedAt   clock.Instant
	OfferedAt  clock.Instant           // when the person could first read it; empty when they never could
	Revision   int64                   // of the case's text; counts its changes
	Agreed     int64                   // the revision the person consented to; nought when they have not
	ConsentAt  clock.Instant           // when they did
	HandedOnAt clock.Instant           // when it came to the one who decides, last
	Decider    id.Person               // who decided; empty until then: while open it is computed
	DecidedAt  clock.Instant           // when
	Signed     map[Party]clock.Instant // of the commitment
	TalkOn     clock.Date              // the day set aside for the talk that is to come; empty when none is
	ClosedAt   clock.Instant
	Version    int64
}

// Party is one of the two who commit.
type Party string

// The two parties.
const (
	Person  Party = "person"
	Manager Party = "manager"
)

// Other returns the opposite party.
func (p Party) Other() Party {
	if p == Person {
		return Manager
	}
	return Person
}

// Open tells whether the case can still move.
func (c *Case) Open() bool { return c.Stage != Closed }

// Approved tells whether the wider step was approved: both commit to it, or have.
func (c *Case) Approved() bool { return c.Stage == Committing || c.Outcome == Promoted }

// PartyOf returns the party somebody is, ok false when neither.
func (c *Case) PartyOf(who id.Person) (Party, bool) {
	switch {
	case who == "":
		return "", false
	case who == c.Subject:
		return Person, true
	case who == c.Manager:
		return Manager, true
	}
	return "", false
}

// Clone returns a copy that shares nothing that acts change.
func (c *Case) Clone() *Case {
	n := *c
	n.Signed = maps.Clone(c.Signed)
	return &n
}

// Ask begins with the person: "I think I work at a wider step". It names no step;
// which one to talk about is for the two.
func Ask(subject, manager id.Person, ref framework.Ref, discipline string, from framework.StepID, now clock.Instant) *Case {
	return begin(Asked, subject, manager, subject, ref, discipline, from, now)
}

// Recommend begins with the manager, in a draft nobody else can read.
func Recommend(subject, manager id.Person, f *framework.Framework, discipline string, from, to framework.StepID, now clock.Instant) *Case {
	c := begin(Drafting, subject, manager, manager, framework.Ref{ID: f.ID, Version: f.Version}, discipline, from, now)
	c.aim(to, f)
	return c
}

// aim sets the wider step and keeps its rule with the case.
func (c *Case) aim(to framework.StepID, f *framework.Framework) {
	step, _ := f.Step(to)
	c.To, c.Rule = to, step.Approve
}

func begin(stage Stage, subject, manager, by id.Person, ref framework.Ref, discipline string, from framework.StepID, now clock.Instant) *Case {
	return &Case{
		ID: id.New[id.Promotion](), Subject: subject, Manager: manager, Framework: ref, Discipline: discipline, From: from,
		Stage: stage, OpenedBy: by, OpenedAt: now, Signed: map[Party]clock.Instant{}, Version: 1,
	}
}

// Targets lists the steps that somebody at from can be promoted to: every wider
// one. Moving by more than one is rare and not forbidden: judgement decides.
func Targets(f *framework.Framework, from framework.StepID) []framework.Step {
	var wider []framework.Step
	for _, s := range f.StepsInOrder() {
		if f.Wider(s.ID, from) {
			wider = append(wider, s)
		}
	}
	return wider
}
