// Package event says what other systems are told of, in which form, how a telling
// goes on when it fails, and what of each kind may be told at all.
//
// An address that is told belongs to nobody, like a token of a service: what such a
// token never holds, no address hears. So of what is open to everybody it hears which
// thing it is, and of what is private at most that there was something of the kind.
package event

import (
	"slices"

	"cairn/internal/lang"
)

// Kind is what happened.
type Kind string

// The kinds there are. Promotions, feedback, growth, priorities, roles that are asked
// for, notes and pay have none: see docs/decisions/0026-what-other-systems-hear.md.
const (
	PersonJoined       Kind = "person.joined"
	PersonChanged      Kind = "person.changed"
	PersonLeft         Kind = "person.left"
	UnitChanged        Kind = "unit.changed"
	FrameworkPublished Kind = "framework.published"
	RecognitionPosted  Kind = "recognition.posted"

	// Private: these say of no thing which, and of no moment when.
	EvaluationOpened Kind = "evaluation.opened"
	EvaluationBoth   Kind = "evaluation.both-open"
	EvaluationEnded  Kind = "evaluation.ended" // agreed or not: the kind does not tell

	// Tried is told by an operator who looks whether an address answers.
	Tried Kind = "hook.tried"
)

// About is what is said of a kind.
type About struct {
	Kind    Kind
	Label   string // for whoever chooses
	Private bool   // carries nothing but an id of its own, and comes once a day
	Line    string // what a chat says; empty when chats are not told of it
	Many    string // what it says of several that came together
	Place   string // where the thing is shown, before its id; empty when it is shown nowhere
	List    string // where several are
}

var kinds = []About{
	{Kind: PersonJoined, Label: lang.Later("Somebody came, or came back"), Line: "Somebody new is here.", Many: "People who are new are here.", Place: "/people/", List: "/people"},
	{Kind: PersonChanged, Label: lang.Later("Name, units, discipline, role, title or manager of somebody changed"), Place: "/people/", List: "/people"},
	{Kind: PersonLeft, Label: lang.Later("Somebody left")},
	{Kind: UnitChanged, Label: lang.Later("A unit was added or renamed, moved, or has another lead"), Place: "/organisation/units/", List: "/organisation"},
	{Kind: FrameworkPublished, Label: lang.Later("A version of the framework was published"), Line: "A version of the framework was published.", Place: "/framework/versions/", List: "/framework"},
	{Kind: RecognitionPosted, Label: lang.Later("Somebody is thanked on the wall"), Line: "There is something new on the wall of thanks.", Place: "/recognition/", List: "/recognition"},
	{Kind: EvaluationOpened, Label: lang.Later("An evaluation was opened"), Private: true},
	{Kind: EvaluationBoth, Label: lang.Later("Both sides of an evaluation are open"), Private: true},
	{Kind: EvaluationEnded, Label: lang.Later("An evaluation has ended"), Private: true},
}

// Kinds lists what can be told, in the order in which it is shown.
func Kinds() []About { return slices.Clone(kinds) }

// Of returns what is said of the kind.
func Of(k Kind) (About, bool) {
	i := slices.IndexFunc(kinds, func(a About) bool { return a.Kind == k })
	if i < 0 {
		return About{}, false
	}
	return kinds[i], true
}

// Open lists the kinds that are of what everybody may see.
func Open() (list []Kind) {
	for _, a := range kinds {
		if !a.Private {
			list = append(list, a.Kind)
		}
	}
	return list
}

// ForChats lists the kinds that a chat can be told of.
func ForChats() (list []Kind) {
	for _, a := range kinds {
		if a.Line != "" {
			list = append(list, a.Kind)
		}
	}
	return list
}

// LeastPeople is how many people there are where private kinds are told: among fewer,
// that something of a kind happened on a day says of whom.
const LeastPeople = 50

// PrivateHour is when private kinds of the day before are told, all at once.
const PrivateHour = 6
