package framework

import (
	"fmt"
	"strings"
)

// ChangeKind is what became of a thing between two versions.
type ChangeKind string

// What may become of a thing. Moved and Reworded are said of examples only: an
// example moved keeps its id and stands elsewhere or for others; one reworded
// was written anew under another id, at the same place and in much the same words.
const (
	Added    ChangeKind = "added"
	Removed  ChangeKind = "removed"
	Changed  ChangeKind = "changed"
	Moved    ChangeKind = "moved"
	Reworded ChangeKind = "reworded"
)

// FieldChange is one field that differs, in words for a person.
type FieldChange struct {
	Field         string // "summary", "who decides"
	Before, After string
	Words         []WordChange
}

// ItemChange is a step, area, discipline, role, question, scale or profile that
// was added, removed or changed.
type ItemChange struct {
	Kind   ChangeKind
	ID     string // of the later version, or of the earlier when removed
	WasID  string // the id before, where it is another one
	Name   string // to call it by
	Fields []FieldChange
}

// ExampleChange is one example that differs. Before is empty when it was added,
// After when it was removed.
type ExampleChange struct {
	Kind          ChangeKind
	Before, After Example
	Text          []WordChange  // nil when the sentence stayed
	Fields        []FieldChange // what else differs, and from where to where it moved
}

// Renamed tells whether the example has another id than before.
func (c ExampleChange) Renamed() bool {
	return c.Before.ID != "" && c.After.ID != "" && c.Before.ID != c.After.ID
}

// PlaceChange is what became of the examples of one area at one step or level.
// What moved stands at its new place.
type PlaceChange struct {
	Area               AreaID
	Step               StepID // or EveryStep
	Level              LevelID
	AreaName, StepName string // StepName also names a level
	Changes            []ExampleChange
	Before, After      []Example // all that stood and stands here
	// Rewritten is true where nothing that stood here can be recognised: Before
	// beside After reads better than Changes then.
	Rewritten bool
}

// Of lists the changes of one kind.
func (p PlaceChange) Of(kind ChangeKind) []ExampleChange {
	var found []ExampleChange
	for _, c := range p.Changes {
		if c.Kind == kind {
			found = append(found, c)
		}
	}
	return found
}

// Diff is how one version became another. Lists are in the order of the later
// version, with what was removed at the end.
type Diff struct {
	Before, After Ref
	Head          []FieldChange // name, language and source of the framework
	Words         []FieldChange
	Policy        []FieldChange
	Steps         []ItemChange
	Areas         []ItemChange
	Disciplines   []ItemChange
	Roles         []ItemChange
	Questions     []ItemChange
	Scales        []ItemChange
	Profiles      []ItemChange
	Places        []PlaceChange // area by area, step by step

	before, after *Framework
}

// Empty tells whether nothing that people read has changed.
func (d Diff) Empty() bool {
	for _, fields := range [][]FieldChange{d.Head, d.Words, d.Policy} {
		if len(fields) > 0 {
			return false
		}
	}
	for _, part := range d.parts() {
		if len(part.items) > 0 {
			return false
		}
	}
	return len(d.Places) == 0
}

type part struct {
	one   string
	items []ItemChange
}

func (d Diff) parts() []part {
	return []part{
		{"step", d.Steps}, {"area", d.Areas}, {"discipline", d.Disciplines}, {"role", d.Roles},
		{"question", d.Questions}, {"scale", d.Scales}, {"profile", d.Profiles},
	}
}

// Counts says in words how much changed, for a heading: "2 steps changed, 1
// example added". It is "nothing changed" when Empty.
func (d Diff) Counts() string {
	var said []string
	for _, n := range d.Numbers() {
		said = append(said, n.String())
	}
	for _, f := range []struct {
		fields []FieldChange
		said   string
	}{{d.Policy, "policy changed"}, {d.Words, "vocabulary changed"}, {d.Head, "description changed"}} {
		if len(f.fields) > 0 {
			said = append(said, f.said)
		}
	}
	if len(said) == 0 {
		return "nothing changed"
	}
	return strings.Join(said, ", ")
}

// ChangeNumber is how many things of a kind had the same become of them; Of names the
// kind in the singular: "step", "example".
type ChangeNumber struct {
	Of   string
	Kind ChangeKind
	Many int
}

func (n ChangeNumber) String() string {
	if n.Many == 1 {
		return fmt.Sprintf("1 %s %s", n.Of, n.Kind)
	}
	return fmt.Sprintf("%d %ss %s", n.Many, n.Of, n.Kind)
}

// Numbers tells how much changed, without what did not.
func (d Diff) Numbers() (all []ChangeNumber) {
	say := func(n int, of string, kind ChangeKind) {
		if n > 0 {
			all = append(all, ChangeNumber{of, kind, n})
		}
	}
	for _, p := range d.parts() {
		for _, kind := range []ChangeKind{Added, Removed, Changed} {
			say(countItems(p.items, kind), p.one, kind)
		}
	}
	for _, kind := range []ChangeKind{Added, Removed, Changed, Moved, Reworded} {
		n := 0
		for _, p := range d.Places {
			n += len(p.Of(kind))
		}
		say(n, "example", kind)
	}
	return all
}

func countItems(items []ItemChange, kind ChangeKind) int {
	n := 0
	for _, c := range items {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

// For is what changed for somebody of a discipline: what is for everyone and
// what carries their mark, or is lent to them by the discipline near to theirs.
// What became theirs counts as added, what ceased to be theirs as removed, and
// marks of other disciplines do not count. An empty discipline gives what changed
// for everyone.
func (d Diff) For(discipline DisciplineID) Diff {
	if d.before == nil || d.after == nil {
		return d
	}
	return comparison{was: seenBy(d.before, discipline), is: seenBy(d.after, discipline)}.diff()
}
