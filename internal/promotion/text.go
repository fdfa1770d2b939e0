package promotion

import (
	"fmt"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Limits of what one field may hold, in bytes, and of how many there may be.
const (
	MaxText     = 10_000
	MaxEvidence = 40
	MaxFocuses  = 12
)

// EvidenceKind is where a piece of evidence comes from.
type EvidenceKind string

// Kinds of evidence. What is attached is named by its id and read with the rights
// it has of its own, so that attaching never widens an audience.
const (
	FromEvaluation EvidenceKind = "evaluation" // an agreed one
	FromJournal    EvidenceKind = "journal"    // an entry the person shared
	FromFeedback   EvidenceKind = "feedback"   // within the audience its giver chose
	FromLink       EvidenceKind = "link"       // something written down elsewhere
)

// Evidence is one thing the case points at.
type Evidence struct {
	Kind EvidenceKind `json:"kind"`
	Ref  string       `json:"ref"`
	Note string       `json:"note,omitempty"` // what it shows
}

// Text is the written case. Areas says how the behaviours of the wider step show;
// Reason is there where judgement stands above the framework's rule, such as an
// area not yet shown or more than one step at once.
type Text struct {
	To       framework.StepID            `json:"to,omitempty"`
	Summary  string                      `json:"summary,omitempty"`
	Areas    map[framework.AreaID]string `json:"areas,omitempty"`
	Evidence []Evidence                  `json:"evidence,omitempty"`
	Reason   string                      `json:"reason,omitempty"`
}

// Check tells what is missing or wrong before the case can be offered. from is
// where the person stands.
func (t Text) Check(f *framework.Framework, from framework.StepID) error {
	wrong := t.fits(f, from)
	if strings.TrimSpace(t.Summary) == "" {
		wrong = append(wrong, field("summary", lang.Later("Say in your own words why. The person reads it before anybody else does.")))
	}
	if empty := t.silent(f); len(empty) > 0 && f.Policy.AreasNeeded != framework.AreasAny && strings.TrimSpace(t.Reason) == "" {
		wrong = append(wrong, fault.Field{Name: "reason", Message: "Nothing is said about {areas}. As a rule all areas are shown at a wider step; where they are not, write down why judgement says otherwise.", With: []any{"areas", strings.Join(empty, ", ")}})
	}
	if skips(f, from, t.To) && strings.TrimSpace(t.Reason) == "" {
		wrong = append(wrong, field("reason", lang.Later("This is more than one step at once. It can be right; write down why.")))
	}
	return fault.InvalidFields(wrong)
}

// CheckDraft refuses only what could not be kept at all.
func (t Text) CheckDraft(f *framework.Framework, from framework.StepID) error {
	return fault.InvalidFields(t.fits(f, from))
}

func (t Text) fits(f *framework.Framework, from framework.StepID) (wrong []fault.Field) {
	if !f.Wider(t.To, from) {
		wrong = append(wrong, field("to", lang.Later("Choose a wider step than the present one.")))
	}
	for _, long := range []struct{ name, text string }{{"summary", t.Summary}, {"reason", t.Reason}} {
		wrong = append(wrong, tooLong(long.name, long.text)...)
	}
	for area, text := range t.Areas {
		if _, ok := f.Area(area); !ok {
			wrong = append(wrong, field("area:"+string(area), lang.Later("This area is not part of the framework. Reload the page.")))
		}
		wrong = append(wrong, tooLong("area:"+string(area), text)...)
	}
	if len(t.Evidence) > MaxEvidence {
		wrong = append(wrong, fault.Field{Name: "evidence", Message: "{most} pieces at most. Choose those that show it best.", With: []any{"most", MaxEvidence}})
	}
	for i, e := range t.Evidence {
		wrong = append(wrong, tooLong(fmt.Sprintf("evidence:%d", i), e.Note)...)
	}
	return wrong
}

// silent names the areas nothing is said about.
func (t Text) silent(f *framework.Framework) (names []string) {
	for _, a := range f.AreasInOrder() {
		if strings.TrimSpace(t.Areas[a.ID]) == "" {
			names = append(names, a.Name)
		}
	}
	return names
}

func skips(f *framework.Framework, from, to framework.StepID) bool {
	next, ok := f.Next(from)
	return ok && f.Wider(to, next.ID)
}

func field(name, message string) fault.Field { return fault.Field{Name: name, Message: message} }

func tooLong(name, text string) []fault.Field {
	if len(text) <= MaxText {
		return nil
	}
	return []fault.Field{field(name, lang.Later("This text is longer than 10,000 bytes. Shorten it; nothing of it is lost here."))}
}

func needed(name, text, message string) []fault.Field {
	if strings.TrimSpace(text) == "" {
		return []fault.Field{field(name, message)}
	}
	return tooLong(name, text)
}

// Verdict is a decision with its reasons. Focus and Talk belong to "not yet", and
// Question to a case sent back.
type Verdict struct {
	Reasons  string     `json:"reasons,omitempty"`
	Focus    []string   `json:"focus,omitempty"`
	Talk     string     `json:"talk,omitempty"`    // when and with whom to talk about it next, in words
	TalkOn   clock.Date `json:"talk_on,omitempty"` // the day of it, as the decision set it
	Question string     `json:"question,omitempty"`
	// Departs says why judgement stands above the framework's rule, where it does.
	Departs string `json:"departs,omitempty"`
}

// Commitment is what both sides undertake with the wider step. It is written by
// either, read by both and signed by both.
type Commitment struct {
	Challenges string `json:"challenges,omitempty"` // the bigger challenges the manager provides
	Support    string `json:"support,omitempty"`    // what helps to meet them
	Person     string `json:"person,omitempty"`     // what the person goes on doing
	Pay        string `json:"pay,omitempty"`        // the pay change, or the reason for none
	Revision   int64  `json:"-"`
}

// Check tells what is missing before the commitment can be signed.
func (c Commitment) Check() error {
	wrong := needed("challenges", c.Challenges, lang.Later("Name the bigger challenges that come with the wider step."))
	wrong = append(wrong, needed("person", c.Person, lang.Later("Say what the person commits to go on doing."))...)
	wrong = append(wrong, needed("pay", c.Pay, lang.Later("Name the pay change that comes with it. If there is none, say why."))...)
	return fault.InvalidFields(append(wrong, tooLong("support", c.Support)...))
}

// EntryKind is what an entry in a case's own journal says.
type EntryKind string

// Kinds of entry.
const (
	EntryAsked     EntryKind = "asked"
	EntryAnswer    EntryKind = "answer"
	EntryWords     EntryKind = "words" // the person's own words to the case
	EntryQuestion  EntryKind = "question"
	EntryReply     EntryKind = "reply"
	EntryDeclined  EntryKind = "declined"
	EntryWithdrawn EntryKind = "withdrawn"
	EntrySponsored EntryKind = "sponsored"
)

// Entry is something said in the course of a case; it is never edited.
type Entry struct {
	ID     id.Entry
	Kind   EntryKind
	Author id.Person
	At     clock.Instant
	Text   string
}
