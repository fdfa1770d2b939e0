// Package growth holds the rules of a person's growth plan: what the person and
// the manager agreed to focus on, how it goes in words, the person's own answer
// about wider steps, and with whom the person shares. Pure: no storage, no clock.
package growth

import (
	"slices"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Side is one of the pair.
type Side string

// The two sides.
const (
	Self    Side = "self"
	Manager Side = "manager"
)

// Other returns the other of the pair.
func (s Side) Other() Side {
	if s == Self {
		return Manager
	}
	return Self
}

// Aim is where a focus area leads. Sideways is as good as wider, and so is
// growing where one stands.
type Aim string

// Aims, in the order they are offered.
const (
	Deeper     Aim = "deeper"
	Role       Aim = "role"
	Discipline Aim = "discipline"
	Wider      Aim = "wider"
)

// Aims lists the aims in the order they are offered.
func Aims() []Aim { return []Aim{Deeper, Role, Discipline, Wider} }

// Words says the aim.
func (a Aim) Words() string {
	switch a {
	case Role:
		return lang.Later("another role")
	case Discipline:
		return lang.Later("another discipline")
	case Wider:
		return lang.Later("a wider step")
	}
	return lang.Later("growing where I am")
}

// State is how a focus area goes, in words.
type State string

// States of a focus area.
const (
	Suggested  State = "suggested"    // by one of the two; the other has not agreed yet
	GoingOn    State = "going-on"     // agreed by both
	SetAside   State = "set-aside"    // for now
	Done       State = "done"         // in the words of the two
	NotTakenUp State = "not-taken-up" // suggested, and left at that
)

// Words says the state.
func (s State) Words() string {
	switch s {
	case Suggested:
		return "suggested"
	case SetAside:
		return lang.Later("set aside")
	case Done:
		return lang.Later("done, in your own words")
	case NotTakenUp:
		return lang.Later("not taken up")
	}
	return lang.Later("going on")
}

// Content is what a focus area says. Support is what the manager commits to.
type Content struct {
	Aim        Aim              `json:"aim"`
	Area       framework.AreaID `json:"area,omitempty"`
	Role       string           `json:"role,omitempty"`       // of the catalogue by its id, or free words
	Discipline string           `json:"discipline,omitempty"` // by its id, or free words
	Text       string           `json:"text"`
	Actions    []string         `json:"actions,omitempty"`
	Support    string           `json:"support,omitempty"`
	Reviews    []clock.Date     `json:"reviews,omitempty"` // days on which the two want to look at it, in order
}

// Focus is one focus area of a person's growth plan. WaitsFor names the side
// that is asked to agree; empty when nothing is asked. Version counts changes.
type Focus struct {
	ID          id.Focus
	Subject     id.Person
	Evaluation  id.Evaluation // in which it was agreed; empty when it came up outside of one
	Framework   framework.Ref
	MadeAt      clock.Instant
	WaitsFor    Side
	Version     int64
	State       State
	SuggestedBy id.Person
	SupportBy   id.Person // which manager committed to the support
	Content     Content
}

// Suggest is a focus area that one of the two would like, outside an evaluation.
// It is agreed when the other says so.
func Suggest(subject, by id.Person, side Side, c Content, f *framework.Framework, now clock.Instant) (*Focus, error) {
	focus := &Focus{
		ID: id.New[id.Focus](), Subject: subject, Framework: framework.Ref{ID: f.ID, Version: f.Version}, MadeAt: now,
		WaitsFor: side.Other(), Version: 1, State: Suggested, SuggestedBy: by, Content: c.tidy(),
	}
	focus.committed(by, side, "")
	return focus, focus.Content.Check(f)
}

// FromEvaluation takes up a focus area that both have signed.
func FromEvaluation(subject id.Person, from id.Evaluation, ref framework.Ref, area framework.AreaID, text string, now clock.Instant) *Focus {
	return &Focus{
		ID: id.New[id.Focus](), Subject: subject, Evaluation: from, Framework: ref, MadeAt: now, Version: 1, State: GoingOn,
		Content: Content{Aim: Deeper, Area: area, Text: text},
	}
}

func moved(message string) error { return fault.New(fault.Conflict, message) }

// Agree makes a suggestion of the other a focus area of both. A manager who
// agrees commits to the support.
func (f *Focus) Agree(by id.Person, side Side) error {
	if f.State != Suggested || f.WaitsFor != side {
		return moved(lang.Later("There is nothing here that waits for you to agree. Here is how it stands now."))
	}
	f.State, f.WaitsFor = GoingOn, ""
	f.committed(by, side, "")
	return nil
}

// Change puts other words in place. To a suggestion it is an answer, which the
// other side is asked to agree to; to what is agreed it is seen by both. What the
// manager commits to is the manager's to change.
func (f *Focus) Change(by id.Person, side Side, c Content, fw *framework.Framework) error {
	if f.State == Done || f.State == NotTakenUp {
		return moved(lang.Later("This focus area has come to its end, so its words stay as they are. Take it up again, or suggest a new one."))
	}
	c = c.tidy()
	if err := c.Check(fw); err != nil {
		return err
	}
	before := f.Content.Support
	if f.State != Suggested && side == Self && c.Support != before {
		return fault.InvalidFields([]fault.Field{{Name: "support", Message: lang.Later("This is what your manager commits to, so your manager writes it. Ask for something else in a note; what you typed is still here.")}})
	}
	if f.State == Suggested {
		f.WaitsFor, f.SuggestedBy = side.Other(), by
	}
	f.Content = c
	f.committed(by, side, before)
	return nil
}

// committed notes who stands behind the support. A manager's save commits to
// what stands there; the person's own words are a wish until the manager agrees.
func (f *Focus) committed(by id.Person, side Side, before string) {
	switch {
	case f.Content.Support == "":
		f.SupportBy = ""
	case side == Manager:
		f.SupportBy = by
	case f.Content.Support != before && f.State == Suggested:
		f.SupportBy = ""
	}
}

// Move says how it goes. To say that something is done takes a sentence: what is
// done in one's own words needs the words.
func (f *Focus) Move(to State, words string) error {
	switch {
	case f.State == Suggested && to == NotTakenUp:
		f.WaitsFor = ""
	case f.State == Suggested, f.State == NotTakenUp:
		return moved(lang.Later("This is a suggestion, so nothing can be said of how it goes yet."))
	case f.State == to:
		return moved(lang.Later("It stands so already. Here is how it stands now."))
	case to == Done && words == "":
		return fault.InvalidFields([]fault.Field{{Name: "words", Message: lang.Later("Say in a sentence what came of it. It need not be all that was hoped for.")}})
	case to != GoingOn && to != SetAside && to != Done:
		return fault.InvalidFields([]fault.Field{{Name: "state", Message: lang.Later("Choose one of the words of the list.")}})
	}
	f.State = to
	return nil
}

// Lapsed returns the last day on which the two wanted to look at it, when that
// day has come and nobody has written about it since. It is said as a wish and
// never as a delay.
func (f *Focus) Lapsed(today, written clock.Date) (on clock.Date, ok bool) {
	if f.State != GoingOn {
		return "", false
	}
	for _, d := range f.Content.Reviews {
		if d <= today && d > written {
			on, ok = d, true
		}
	}
	return on, ok
}

// Coming returns the next day on which the two want to look at it.
func (f *Focus) Coming(today clock.Date) (clock.Date, bool) {
	i := slices.IndexFunc(f.Content.Reviews, func(d clock.Date) bool { return d > today })
	if i < 0 {
		return "", false
	}
	return f.Content.Reviews[i], true
}
