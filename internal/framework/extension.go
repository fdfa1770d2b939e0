package framework

import (
	"fmt"

	"cairn/internal/lang"
)

// Extension is what one unit adds to a framework, or says in words of its own.
// It extends one version; evaluations keep both versions.
type Extension struct {
	Extends Ref
	Unit    ExtensionUnit
	Version string
	Owner   string
	Reason  string
	Add     Additions
	Replace []Replacement
	Hide    []Hiding

	Extra map[string]string // x-* fields as YAML text, kept untouched
}

// ExtensionUnit is the unit whose members read the extension: a tribe, a chapter
// or a guild, by the short name that addresses use.
type ExtensionUnit struct{ Kind, Slug string }

// String gives "tribe/infrastructure".
func (u ExtensionUnit) String() string { return u.Kind + "/" + u.Slug }

// Prefix begins the id of whatever the unit adds, "tribe.infrastructure.", so
// that no later version of the base and no other unit can use the same id.
func (u ExtensionUnit) Prefix() string { return u.Kind + "." + u.Slug + "." }

// Additions are the unit's own disciplines, roles and examples.
type Additions struct {
	Disciplines []Discipline
	Examples    []Example
	Roles       []Role
}

// Replacement says one discipline-marked example in the unit's words. Its details
// are not shown with it, as they explain the other sentence.
type Replacement struct {
	ID       ExampleID
	UnitText string
	Because  string
}

// Hiding takes one discipline-marked example out of what the unit's members read.
type Hiding struct {
	ID      ExampleID
	Because string
}

// MarkKind tells what a unit did.
type MarkKind string

// What a unit may do.
const (
	MarkAdded    MarkKind = "added"
	MarkReplaced MarkKind = "replaced"
	MarkHidden   MarkKind = "hidden"
)

// The kinds of thing a mark may stand at.
const (
	MarkDiscipline = "discipline"
	MarkRole       = "role"
	MarkExample    = "example"
)

// Mark says where a part of an effective framework comes from.
type Mark struct {
	Kind     MarkKind
	What     string // MarkDiscipline, MarkRole or MarkExample
	ID       string
	Unit     ExtensionUnit
	Version  string  // of the extension
	Because  string  // for an addition, the reason of the extension
	Original Example // as the base has it, where it was replaced or hidden
	// Overruled is true where an extension given later spoke about the same example.
	Overruled bool
}

// Problem is one thing an extension may not do, or one that does not fit.
type Problem struct {
	List    string    // "add.disciplines", "add.examples", "add.roles", "replace", "hide"; empty for the head
	At      int       // place in the list, from nought
	Field   string    // of that item or of the head: "id", "unit"
	ID      string    // of the item
	Message lang.Told // what is wrong and how to mend it
}

// Lost is one entry of an extension that does not fit a new base as it stands.
// It carries the whole entry, so that its owner can decide with all in view.
type Lost struct {
	List       string // as in Problem
	ID         string
	Why        string       // a sentence for the owner, with places like {name}
	With       []string     // names of the places and what goes there, taking turns
	Base       Example      // what the entry was about in the base before
	Now        Example      // the same in the new base; empty when it is gone
	Text       []WordChange // from Base to Now, where the sentence changed
	Replace    *Replacement // the entry itself; exactly one of these is set
	Hide       *Hiding
	Discipline *Discipline
	Role       *Role
	Example    *Example
}

// Told is why, to be said in the reader's language.
func (l Lost) Told() lang.Told {
	t := lang.Told{Text: l.Why}
	for _, w := range l.With {
		t.With = append(t.With, w)
	}
	return t
}

func (l *Lost) because(why lang.Told) {
	l.Why, l.With = why.Text, nil
	for _, w := range why.With {
		l.With = append(l.With, fmt.Sprint(w))
	}
}

// Rebased is an extension carried to a new version of its base.
type Rebased struct {
	Kept *Extension // extends the new version; holds all that fits without a decision
	Gone []Lost     // all the rest, in the order of the extension
}
