package promotion

import (
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Way is how somebody is heard.
type Way string

// Ways to be heard, of equal rank.
const (
	Written Way = "written" // they answer in words
	Spoken  Way = "spoken"  // the recommender notes the talk and they confirm the note
)

// Reply is where a consultation stands.
type Reply string

// Replies.
const (
	Waiting   Reply = "waiting"
	Given     Reply = "given"     // answered, or the note of the talk confirmed
	Passed    Reply = "passed"    // would rather not answer; no reason is asked for
	Disputed  Reply = "disputed"  // the note is not what was said
	Cancelled Reply = "cancelled" // the case ended or moved on first
)

// Label is the one name under which somebody was asked. People at the step itself
// are asked as technical leadership like others are, so that being asked tells
// nobody where they stand (trust.md 3.1).
type Label string

// Labels.
const (
	AsPeer      Label = "peer"
	AsTribeLead Label = "tribe-leadership"
	AsTechnical Label = "technical-leadership"
)

// Words says the label to the one who is asked.
func (l Label) Words() string {
	switch l {
	case AsTribeLead:
		return lang.Later("as somebody who leads in the tribe")
	case AsTechnical:
		return lang.Later("as technical leadership")
	}
	return lang.Later("as somebody who works with them")
}

// Consultation is one person who is heard. Text of answers is words on areas and
// in general; there is no vote in it.
type Consultation struct {
	ID        id.Consultation
	Case      id.Promotion
	Who       id.Person
	By        id.Person // who asked
	Label     Label
	Way       Way
	Question  string // in neutral words; the one who is asked reads it
	Shared    string // what was chosen to be shared with them
	Until     clock.Date
	AskedAt   clock.Instant
	Reply     Reply
	RepliedAt clock.Instant
	Answer    Answer
	Reminded  bool       // before its last day
	Overdue   bool       // whoever asked knows that its last day has passed
	Relations []Relation // how they stand to the person, when they were asked
	Version   int64
}

// Answer is what somebody says about the person.
type Answer struct {
	Areas map[framework.AreaID]string `json:"areas,omitempty"`
	Text  string                      `json:"text,omitempty"`
	Note  string                      `json:"note,omitempty"` // of a talk, written by the recommender
}

// Empty tells whether nothing is said.
func (a Answer) Empty() bool {
	for _, t := range a.Areas {
		if strings.TrimSpace(t) != "" {
			return false
		}
	}
	return strings.TrimSpace(a.Text) == ""
}

// Check refuses what is too long or about areas the framework does not have.
func (a Answer) Check(f *framework.Framework) error {
	wrong := tooLong("text", a.Text)
	for area, text := range a.Areas {
		if _, ok := f.Area(area); !ok {
			wrong = append(wrong, field("area:"+string(area), lang.Later("This area is not part of the framework. Reload the page.")))
		}
		wrong = append(wrong, tooLong("area:"+string(area), text)...)
	}
	return fault.InvalidFields(wrong)
}

var errNotWaiting = moved(lang.Later("This question is closed. What you typed is still here."))

// Give answers in writing.
func (c *Consultation) Give(a Answer, f *framework.Framework, now clock.Instant) error {
	if c.Reply != Waiting || c.Way != Written {
		return errNotWaiting
	}
	if a.Empty() {
		return fault.InvalidFields([]fault.Field{field("text", lang.Later("Write something first, or say that you would rather not answer."))})
	}
	if err := a.Check(f); err != nil {
		return err
	}
	c.Answer, c.Reply, c.RepliedAt = a, Given, now
	return nil
}

// Confirm says that the note of a talk is what was said; with right false, that it
// is not, in words of one's own.
func (c *Consultation) Confirm(right bool, words string, now clock.Instant) error {
	if c.Reply != Waiting || c.Way != Spoken {
		return errNotWaiting
	}
	wrong := tooLong("text", words)
	if !right {
		wrong = needed("text", words, lang.Later("Say what you said, in your own words."))
	}
	if len(wrong) > 0 {
		return fault.InvalidFields(wrong)
	}
	c.Answer.Text, c.RepliedAt, c.Reply = words, now, Given
	if !right {
		c.Reply = Disputed
	}
	return nil
}

// Pass declines to answer.
func (c *Consultation) Pass(now clock.Instant) error {
	if c.Reply != Waiting {
		return errNotWaiting
	}
	c.Reply, c.RepliedAt = Passed, now
	return nil
}

// Cancel closes a question that was not answered in time.
func (c *Consultation) Cancel(now clock.Instant) {
	if c.Reply == Waiting {
		c.Reply, c.RepliedAt = Cancelled, now
	}
}

// MayAsk refuses those who cannot be heard about the person: the person, the
// recommender, the one who decides, and who has been asked already.
func (c *Case) MayAsk(who id.Person, decider id.Person, asked []Consultation) error {
	switch {
	case who == "" || who == c.Subject:
		return fault.InvalidFields([]fault.Field{field("who", lang.Later("The person is not asked about themselves; their own words stand in the case."))})
	case who == c.Manager:
		return fault.InvalidFields([]fault.Field{field("who", lang.Later("What you think stands in the case. Ask somebody else."))})
	case who == decider:
		return fault.InvalidFields([]fault.Field{field("who", lang.Later("They read the case later in another part. Ask somebody else."))})
	case slices.ContainsFunc(asked, func(a Consultation) bool { return a.Who == who && a.Reply != Cancelled }):
		return fault.InvalidFields([]fault.Field{field("who", lang.Later("They have been asked already."))})
	}
	return nil
}
