// Package feedback holds the rules of feedback: who asks whom about whom, what is
// said, and who reads it. What somebody gives informs and is never counted. Pure:
// no storage.
package feedback

import (
	"slices"
	"time"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Stage says how far a feedback is.
type Stage string

// Stages. One that nobody asked for begins unasked and is nobody's but its
// giver's until it is given.
const (
	Asked     Stage = "asked"
	Unasked   Stage = "unasked"
	Given     Stage = "given"
	Declined  Stage = "declined"  // by the giver, without a reason
	Withdrawn Stage = "withdrawn" // by whoever asked, or the giver of an unasked one
)

// Ask is what somebody wants to hear.
type Ask struct {
	Questions  []string
	Areas      []framework.AreaID
	Note       string        // why, in the asker's words
	Evaluation id.Evaluation // what it is for; empty: for the person to grow by
	Promotion  id.Promotion  // a case about the person that it is for; the giver is not told which
}

// Answer is what the giver writes: one text for each question.
type Answer struct {
	Texts    []string
	Audience Audience
}

// Audience is who may read the answer beside its giver. It is kept with the
// answer, and afterwards it can only become narrower.
type Audience struct {
	Subject  bool // the person it is about
	Asker    bool // the manager who asked, as long as they are the manager
	MayShare bool // the person may show it to the manager
	Decider  bool // put into a case that the person agrees to, whoever decides reads it too
}

// Within tells whether nobody reads in a whom b does not name.
func (a Audience) Within(b Audience) bool {
	return (!a.Subject || b.Subject) && (!a.Asker || b.Asker) && (!a.MayShare || b.MayShare) && (!a.Decider || b.Decider)
}

// Feedback is one person's words about another, from the asking on.
type Feedback struct {
	ID      id.Feedback
	Subject id.Person // whom it is about
	Asker   id.Person // the subject or their manager; empty when nobody asked
	Giver   id.Person
	Stage   Stage
	Ask     Ask
	Answer  Answer // of a given one

	MadeAt     clock.Instant
	RemindedAt clock.Instant
	GivenAt    clock.Instant
	ThankedAt  clock.Instant
	SharedWith id.Person // the manager whom the subject lets read it; empty for nobody
	SharedAt   clock.Instant
	Version    int64
}

// NewAsked begins a feedback that somebody asks for.
func NewAsked(subject, asker, giver id.Person, ask Ask, now clock.Instant) *Feedback {
	return &Feedback{ID: id.New[id.Feedback](), Subject: subject, Asker: asker, Giver: giver, Stage: Asked, Ask: ask, MadeAt: now, Version: 1}
}

// NewUnasked begins one that nobody asked for.
func NewUnasked(subject, giver id.Person, areas []framework.AreaID, now clock.Instant) *Feedback {
	ask := Ask{Questions: []string{UnaskedQuestion}, Areas: areas}
	return &Feedback{ID: id.New[id.Feedback](), Subject: subject, Giver: giver, Stage: Unasked, Ask: ask, MadeAt: now, Version: 1}
}

// UnaskedQuestion heads what is said unasked.
var UnaskedQuestion = lang.Later("What do you want to say?")

// ByManager tells whether the manager asked, and not the person.
func (f *Feedback) ByManager() bool { return f.Asker != "" && f.Asker != f.Subject }

// Writing tells whether the giver can still write.
func (f *Feedback) Writing() bool { return f.Stage == Asked || f.Stage == Unasked }

// MayWrite refuses to write where nothing is to be written any more.
func (f *Feedback) MayWrite() error {
	if !f.Writing() {
		return f.over()
	}
	return nil
}

// Widest is the audience that a giver is told of before writing: nobody else can
// ever be added.
func (f *Feedback) Widest() Audience {
	decider := f.Ask.Promotion != ""
	if f.ByManager() {
		return Audience{Subject: true, Asker: true, Decider: decider}
	}
	return Audience{Subject: true, MayShare: true, Decider: decider}
}

// Least is the audience without which a feedback would reach nobody.
func (f *Feedback) Least() Audience {
	if f.ByManager() {
		return Audience{Asker: true}
	}
	return Audience{Subject: true}
}

// fits tells whether the audience is one that the giver can choose. Nothing decides
// about a person that they do not read themselves, nor what cannot come into a case.
func (f *Feedback) fits(a Audience) bool {
	if a.Decider && (!a.Subject || !a.Asker && !a.MayShare) {
		return false
	}
	return a.Within(f.Widest()) && f.Least().Within(a)
}

// Give hands the answer over. From now on its audience reads it.
func (f *Feedback) Give(a Answer, now clock.Instant) error {
	if !f.Writing() {
		return f.over()
	}
	if !f.fits(a.Audience) {
		return fault.InvalidFields([]fault.Field{{Name: "audience", Message: lang.Later("Choose who may read it.")}})
	}
	if err := f.CheckAnswer(a); err != nil {
		return err
	}
	if a.Empty() {
		return fault.InvalidFields([]fault.Field{{Name: "text:0", Message: lang.Later("Write something first. A sentence is enough; you can also decline.")}})
	}
	f.Answer, f.Stage, f.GivenAt = a, Given, now
	return nil
}

// Narrow takes readers away from what was given. If the person may no longer show
// it, what they have shown ends too.
func (f *Feedback) Narrow(to Audience) error {
	if f.Stage != Given {
		return fault.New(fault.Conflict, lang.Later("This has not been given, so nobody reads it yet."))
	}
	if !to.Within(f.Answer.Audience) || !f.fits(to) {
		return fault.New(fault.Invalid, lang.Later("Who may read it can be made narrower, and never wider."))
	}
	f.Answer.Audience = to
	if !to.MayShare {
		f.SharedWith, f.SharedAt = "", 0
	}
	return nil
}

// Decline ends the asking without a reason, and without words.
func (f *Feedback) Decline() error {
	if f.Stage != Asked {
		return f.over()
	}
	f.Stage = Declined
	return nil
}

// Withdraw takes the asking back, or drops what was begun unasked.
func (f *Feedback) Withdraw() error {
	if !f.Writing() {
		return f.over()
	}
	f.Stage = Withdrawn
	return nil
}

// remindEvery is how long an asker waits before asking again.
const remindEvery = 7 * 24 * time.Hour

// RemindFrom is the instant from which the asker may remind the giver.
func (f *Feedback) RemindFrom() clock.Instant { return max(f.MadeAt, f.RemindedAt).Add(remindEvery) }

// Remind notes that the giver is reminded: once a week at most.
func (f *Feedback) Remind(now clock.Instant) error {
	if f.Stage != Asked {
		return f.over()
	}
	if now < f.RemindFrom() {
		return fault.New(fault.Conflict, lang.Later("They were asked or reminded less than a week ago. Give it a little time."))
	}
	f.RemindedAt = now
	return nil
}

// Thank notes that the giver is thanked. Once is enough.
func (f *Feedback) Thank(now clock.Instant) error {
	if f.Stage != Given {
		return fault.New(fault.Conflict, lang.Later("There is nothing to thank for yet."))
	}
	if f.ThankedAt.IsSet() {
		return fault.New(fault.Conflict, lang.Later("They have been thanked already."))
	}
	f.ThankedAt = now
	return nil
}

// Share lets the manager of now read what the person reads. A next manager reads
// nothing of it until it is shared again.
func (f *Feedback) Share(manager id.Person, now clock.Instant) error {
	switch {
	case f.Stage != Given || !f.Answer.Audience.Subject:
		return fault.NotFound()
	case !f.Answer.Audience.MayShare:
		return fault.New(fault.Conflict, lang.Later("Whoever gave this wants it to stay with you."))
	case manager == "":
		return fault.New(fault.Conflict, lang.Later("There is no manager at the moment to share this with."))
	case manager == f.Giver:
		return fault.New(fault.Conflict, lang.Later("Your manager wrote this."))
	}
	f.SharedWith, f.SharedAt = manager, now
	return nil
}

// Unshare ends that.
func (f *Feedback) Unshare() error {
	if f.SharedWith == "" {
		return fault.New(fault.Conflict, lang.Later("It is not shared with anybody."))
	}
	f.SharedWith, f.SharedAt = "", 0
	return nil
}

func (f *Feedback) over() error {
	switch f.Stage {
	case Given:
		return fault.New(fault.Conflict, lang.Later("This has been given already. What was given stays as it is."))
	case Declined:
		return fault.New(fault.Conflict, lang.Later("This was declined, so there is nothing more to do."))
	case Withdrawn:
		return fault.New(fault.Conflict, lang.Later("This is not asked for any more. What you typed is still here to copy."))
	}
	return fault.New(fault.Conflict, lang.Later("This cannot be done now."))
}

// Clone returns a copy that shares nothing.
func (f *Feedback) Clone() *Feedback {
	c := *f
	c.Ask.Questions, c.Ask.Areas = slices.Clone(f.Ask.Questions), slices.Clone(f.Ask.Areas)
	c.Answer.Texts = slices.Clone(f.Answer.Texts)
	return &c
}
