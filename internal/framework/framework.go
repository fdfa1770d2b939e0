// Package framework holds what a growth framework says, as data, and the rules
// for reading it: which step is wider, what a step includes, and which examples
// belong to whom. It knows nothing of people.
package framework

import "cairn/internal/clock"

// The ids are given by the framework's author and never change.
type (
	StepID       string
	AreaID       string
	DisciplineID string
	RoleID       string
	ExampleID    string
	ScaleID      string
	LevelID      string
)

// EveryStep marks an example that is expected of everyone at any step.
const EveryStep StepID = "*"

// Status is where a version stands in its life.
type Status string

// A version is written as a draft, opened for comments, published, and later
// retired. A published version is never edited in place.
const (
	Draft     Status = "draft"
	Comment   Status = "comment"
	Published Status = "published"
	Retired   Status = "retired"
)

// Framework is one version of a framework. It is immutable once made with New:
// whoever reads it may share it, and nobody may write to its slices.
type Framework struct {
	ID        string
	Name      string
	Version   string
	Status    Status
	Effective clock.Date // empty when not set
	Replaces  *Replaces
	Language  string
	Source    Source
	Words     Words
	Policy    Policy

	Steps       []Step // as written in the file
	Areas       []Area
	Disciplines []Discipline
	Roles       []Role
	Examples    []Example
	Scales      []Scale
	Profiles    []Profile
	FAQ         []QA

	Extra map[string]string // x-* fields as YAML text, kept untouched

	index *index
}

// Replaces names the version before, and which example became which.
type Replaces struct {
	Version string
	Map     map[ExampleID]ExampleID
}

// Source says where the text comes from and under which licence.
type Source struct {
	URL, Licence, Attribution string
}

// Words is the organisation's own vocabulary, in the singular and lower case.
type Words struct {
	Team      string // the group that ships together: squad
	LineGroup string // the group of one discipline that shares a manager: chapter
	Area      string // the group of teams: tribe
	Community string // the group of interest across all: guild
	Step      string
	Manager   string
}

// Policy is how the framework wants to be used.
type Policy struct {
	ExamplesAre              string // ExamplesArePrompts or ExamplesAreRequirements
	AreasNeeded              string // AreasAllAsARule, AreasAll or AreasAny
	StepVisibleTo            []string
	NewJoinerStepAfterMonths int
}

// What a policy may say.
const (
	ExamplesArePrompts      = "prompts"
	ExamplesAreRequirements = "requirements"

	AreasAllAsARule = "all_as_a_rule"
	AreasAll        = "all"
	AreasAny        = "any"

	VisibleToSelf    = "self"
	VisibleToManager = "manager"
)

// Step is a set of expectations at one sphere of influence.
type Step struct {
	ID      StepID
	Name    string
	Order   int // wider steps have a higher order; two steps may share one
	Sphere  string
	Summary string
	// Includes names the steps whose expectations this one contains. Nil means
	// the step before; an empty list means none.
	Includes []StepID
	Track    Track
	// ExpectedToMoveOn is true only where staying is not meant to be for good.
	ExpectedToMoveOn bool
	Approve          Approve
}

// Track tells parallel steps of one order apart; most frameworks have none.
type Track string

// The tracks a step may belong to.
const (
	NoTrack     Track = ""
	TrackIC     Track = "ic"
	TrackPeople Track = "people"
)

// Approve says who decides on a promotion to a step and who is heard first.
type Approve struct {
	By   string // ByManager, ByUnitLead, ByCTO or the id of a role
	Unit string // which unit's lead decides, when By is ByUnitLead
	Hear []string
}

// Who may decide, apart from the holder of a role.
const (
	ByManager  = "manager"
	ByUnitLead = "unit-lead"
	ByCTO      = "cto"
)

// Units whose lead may decide.
const (
	UnitSquad   = "squad"
	UnitChapter = "chapter"
	UnitTribe   = "tribe"
	UnitGuild   = "guild"
)

// Who may be heard, apart from the holders of a role.
const (
	HearSquadPeers          = "squad-peers"
	HearChapterPeers        = "chapter-peers"
	HearVariedPeers         = "varied-peers"
	HearTribeLeadership     = "tribe-leadership"
	HearTechnicalLeadership = "technical-leadership"
	HearPeopleAtStep        = "people-at-step"
)

// AreaKind tells the area about the discipline from those about behaviour.
type AreaKind string

// The two kinds of area.
const (
	Behaviour AreaKind = "behaviour"
	Mastery   AreaKind = "mastery"
)

// Area is one of the sets of behaviours a framework talks about.
type Area struct {
	ID      AreaID
	Name    string
	Order   int
	Summary string
	Kind    AreaKind
	Scale   ScaleID // only where the area has levels of its own
}

// Discipline is a domain of expertise.
type Discipline struct {
	ID    DisciplineID
	Name  string
	Also  []string     // other names people use for it
	Near  DisciplineID // whose examples serve while this one has none
	Steps []StepID     // the steps it has examples for; empty means all
}

// Role is a way of engaging. It confers no step and no reporting line.
type Role struct {
	ID            RoleID
	Name          string
	Summary       string
	Discipline    DisciplineID // empty: any
	MinStep       StepID       // empty: any
	ManagesPeople bool
	OutsideTitles []string // suggestions; they never name a step
}

// Form tells a general behaviour from a specific activity.
type Form string

// The two forms of an example.
const (
	FormBehaviour Form = "behaviour"
	FormActivity  Form = "activity"
)

// Example is one thing to talk about. It is not a requirement.
type Example struct {
	ID          ExampleID
	Area        AreaID
	Step        StepID  // EveryStep, or empty when Level is set
	Level       LevelID // a level of the area's scale
	Text        string
	Disciplines []DisciplineID // empty: everyone
	Details     []string
	Form        Form
	Note        string
}

// QA is a question people ask and the framework's answer.
type QA struct{ Q, A string }

// Scale is an area's own ladder of levels, apart from steps.
type Scale struct {
	ID         ScaleID
	Cumulative bool
	Levels     []Level
}

// Level is one place on a scale.
type Level struct {
	ID      LevelID
	Name    string
	Order   int
	Summary string
}

// Profile says which levels a role asks for at a step.
type Profile struct {
	Role    RoleID
	Step    StepID
	Expects []Expectation
}

// Expectation is one level asked for in one area.
type Expectation struct {
	Area  AreaID
	Level LevelID
	Need  Need
}

// Need is how firmly a level is asked for.
type Need string

// How firmly a level may be asked for.
const (
	Required Need = "required"
	Optional Need = "optional"
	Typical  Need = "typical"
)
