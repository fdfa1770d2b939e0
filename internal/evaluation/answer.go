package evaluation

import (
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Mark is a word about a set of behaviours. Marks are words, never numbers, and
// nothing is computed from them.
type Mark string

// The four words; Unsaid when none was chosen.
const (
	Unsaid        Mark = ""
	NotYet        Mark = "not-yet"
	Sometimes     Mark = "sometimes"
	Describes     Mark = "describes"
	NoOpportunity Mark = "no-opportunity"
)

// Marks lists the words in the order they are offered.
func Marks() []Mark { return []Mark{NotYet, Sometimes, Describes, NoOpportunity} }

// Words says the mark in English, as the person of that name would be spoken of; "me"
// on one's own side.
func (m Mark) Words(whom string) string { return lang.English.Say(m.Text(), []any{"whom", whom}...) }

// Text is what is said of the mark, with a place for {whom}.
func (m Mark) Text() string {
	switch m {
	case NotYet:
		return lang.Later("not yet##mark")
	case Sometimes:
		return lang.Later("sometimes##mark")
	case Describes:
		return lang.Later("this describes {whom}")
	case NoOpportunity:
		return lang.Later("no opportunity yet")
	}
	return lang.Later("nothing said")
}

// Known tells whether the mark is one of the words, or none.
func (m Mark) Known() bool {
	return m == Unsaid || m == NotYet || m == Sometimes || m == Describes || m == NoOpportunity
}

// Key names one area at one step, "team/squad-chapter".
type Key string

// KeyOf names the area at the step.
func KeyOf(a framework.AreaID, s framework.StepID) Key { return Key(string(a) + "/" + string(s)) }

// Split returns the area and the step.
func (k Key) Split() (framework.AreaID, framework.StepID) {
	a, s, _ := strings.Cut(string(k), "/")
	return framework.AreaID(a), framework.StepID(s)
}

// Answer is what one side says about an area at a step.
type Answer struct {
	Mark Mark   `json:"mark,omitempty"`
	Text string `json:"text,omitempty"`
}

// Empty tells whether nothing is said.
func (a Answer) Empty() bool { return a.Mark == Unsaid && strings.TrimSpace(a.Text) == "" }

// Body is everything one side says: about areas at steps, and, where wanted, a
// word about single examples.
type Body struct {
	Areas    map[Key]Answer               `json:"areas,omitempty"`
	Examples map[framework.ExampleID]Mark `json:"examples,omitempty"`
}

// Empty tells whether the side says nothing at all.
func (b Body) Empty() bool {
	for _, a := range b.Areas {
		if !a.Empty() {
			return false
		}
	}
	for _, m := range b.Examples {
		if m != Unsaid {
			return false
		}
	}
	return true
}

// Side is what one author has saved on one side. Revision counts the saves; zero
// means that nothing was saved yet.
type Side struct {
	Name     SideName
	Author   id.Person
	Revision int64
	SavedAt  clock.Instant
	Body     Body
}

// Limits of what one field may hold, in bytes.
const (
	MaxText    = 10_000
	MaxMessage = 10_000
	MaxFocus   = 2_000
	MaxFocuses = 12
)

// Check refuses words, areas, steps and examples that the evaluation does not
// look at, and texts that are too long. Field names are the form's.
func (b Body) Check(e *Evaluation, f *framework.Framework) error {
	var wrong []fault.Field
	inView := map[Key]bool{}
	for _, area := range f.AreasInOrder() {
		for _, step := range e.Steps {
			inView[KeyOf(area.ID, step)] = true
		}
	}
	for k, a := range b.Areas {
		wrong = append(wrong, checkAnswer(k, a, inView[k])...)
	}
	for ex, m := range b.Examples {
		if _, ok := f.Example(ex); !ok || !m.Known() {
			wrong = append(wrong, fault.Field{Name: "example:" + string(ex), Message: lang.Later("This example or word is not part of this evaluation. Reload the page and choose again.")})
		}
	}
	return fault.InvalidFields(wrong)
}

func checkAnswer(k Key, a Answer, inView bool) (wrong []fault.Field) {
	if !inView || !a.Mark.Known() {
		wrong = append(wrong, fault.Field{Name: "mark:" + string(k), Message: lang.Later("This area, step or word is not part of this evaluation. Reload the page and choose again.")})
	}
	if len(a.Text) > MaxText {
		wrong = append(wrong, fault.Field{Name: "text:" + string(k), Message: lang.Later("This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here.")})
	}
	return wrong
}

// With returns the body with everything about the step replaced by what part
// says about it; a form shows one step at a time.
func (b Body) With(step framework.StepID, part Body, f *framework.Framework) Body {
	merged := Body{Areas: map[Key]Answer{}, Examples: map[framework.ExampleID]Mark{}}
	for _, from := range []struct {
		Body
		inside bool
	}{{b, false}, {part, true}} {
		for k, a := range from.Areas {
			if _, s := k.Split(); (s == step) == from.inside && !a.Empty() {
				merged.Areas[k] = a
			}
		}
		for id, m := range from.Examples {
			if onStep(f, id, step) == from.inside && m != Unsaid {
				merged.Examples[id] = m
			}
		}
	}
	return merged
}

func onStep(f *framework.Framework, ex framework.ExampleID, step framework.StepID) bool {
	e, ok := f.Example(ex)
	return ok && (e.Step == step || e.Step == framework.EveryStep)
}
