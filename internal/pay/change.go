package pay

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// ChangeState is where the pay that comes with a promotion stands.
type ChangeState string

// The states there are. A promotion that is approved makes it due: the manager
// proposes, a compensation partner decides.
const (
	ChangeDue      ChangeState = "due"
	ChangeWaiting  ChangeState = "waiting"  // for a compensation partner
	ChangeReturned ChangeState = "returned" // to the manager, with words
	ChangeApproved ChangeState = "approved"
)

// Change is what a promotion does to somebody's pay. It names no Step and follows
// from none: whoever decides about it sees amounts and reasons.
type Change struct {
	Promotion id.Promotion
	Subject   id.Person
	State     ChangeState
	Offer     Offer
	By        id.Person     // who proposed it last
	DecidedBy id.Person     // who approved it
	DecidedAt clock.Instant // when
	Salary    id.Salary     // the line of the history that came of it; empty until there is one
	Course    []ChangeEntry
	MadeAt    clock.Instant
	Version   int64
}

// Offer is what is proposed: an amount for full time, or none for the reason. From
// empty is the day the wider step begins.
type Offer struct {
	None   bool        `json:"none,omitempty"`
	Full   money.Money `json:"full"`
	Period Period      `json:"period,omitempty"`
	Share  Share       `json:"share,omitempty"`
	From   clock.Date  `json:"from,omitempty"`
	Reason string      `json:"reason"`
}

// ChangeEntry is something that was proposed or said on the way; it stays.
type ChangeEntry struct {
	At    clock.Instant `json:"at"`
	By    id.Person     `json:"by"`
	State ChangeState   `json:"state"` // to which it led
	Offer *Offer        `json:"offer,omitempty"`
	Words string        `json:"words,omitempty"`
}

// Begin makes pay due with a promotion that was approved.
func Begin(ref id.Promotion, subject id.Person, now clock.Instant) *Change {
	return &Change{Promotion: ref, Subject: subject, State: ChangeDue, MadeAt: now, Version: 1}
}

// With tells whose turn it is, as the store finds it: the manager's, a compensation
// partner's, or nobody's.
func (c *Change) With() With {
	switch c.State {
	case ChangeDue, ChangeReturned:
		return WithManager
	case ChangeWaiting:
		return WithPartner
	}
	return WithNobody
}

// With is with whom something about pay lies.
type With string

// With whom it can lie.
const (
	WithNobody  With = ""
	WithManager With = "manager"
	WithPartner With = "partner"
)

// Check tells what cannot stand in an offer. decided is the day on which the
// promotion was.
func (o Offer) Check(decided clock.Date) error {
	var wrong []fault.Field
	if !o.None && (!o.Full.IsSet() || o.Full.Sign() <= 0) {
		wrong = append(wrong, fault.Field{Name: "amount", Message: "Give the new amount for full time, or say that there is no change and why."})
	}
	if o.From.IsSet() && o.From < decided {
		wrong = append(wrong, fault.Field{Name: "from", Message: "Give a day from the decision on, or none: then it holds from the day of the promotion."})
	}
	return fault.InvalidFields(append(wrong, checkReason(o.Reason)...))
}

// Propose puts an offer to the compensation partners, in the place of the one before.
func (c *Change) Propose(o Offer, decided clock.Date, by id.Person, now clock.Instant) error {
	if c.State == ChangeApproved {
		return fault.New(fault.Conflict, "This is approved already. Here is how it stands.")
	}
	if err := o.Check(decided); err != nil {
		return err
	}
	if o.None {
		o.Full, o.Period, o.Share, o.From = money.Money{}, "", 0, ""
	}
	c.Offer, c.By, c.State = o, by, ChangeWaiting
	c.Course = append(c.Course, ChangeEntry{At: now, By: by, State: ChangeWaiting, Offer: &o})
	return nil
}

// Decides tells whether the actor of the bond may decide what somebody proposed: a
// compensation partner, and never about themselves, about somebody they manage, or
// what they proposed.
func Decides(b access.Bond, who, by id.Person) bool {
	return b.Pay && !b.Self && !b.Manager && who != by
}

func (c *Change) mayDecide(b access.Bond, who id.Person) error {
	switch {
	case !b.Pay || b.Self:
		return fault.NotFound()
	case c.State != ChangeWaiting:
		return fault.New(fault.Conflict, "There is nothing to decide at the moment. Somebody may have been quicker.")
	case !Decides(b, who, c.By):
		return fault.New(fault.Conflict, "Whoever proposes does not decide as well. Another compensation partner does.")
	}
	return nil
}

// Approve accepts what is proposed.
func (c *Change) Approve(b access.Bond, who id.Person, now clock.Instant) error {
	if err := c.mayDecide(b, who); err != nil {
		return err
	}
	c.State, c.DecidedBy, c.DecidedAt = ChangeApproved, who, now
	c.Course = append(c.Course, ChangeEntry{At: now, By: who, State: ChangeApproved})
	return nil
}

// Return sends it back with words.
func (c *Change) Return(b access.Bond, who id.Person, words string, now clock.Instant) error {
	if err := c.mayDecide(b, who); err != nil {
		return err
	}
	if err := fault.InvalidFields(checkWords("words", words, lang.Later("Say what should be looked at again. The person and the manager read it."))); err != nil {
		return err
	}
	c.State = ChangeReturned
	c.Course = append(c.Course, ChangeEntry{At: now, By: who, State: ChangeReturned, Words: strings.TrimSpace(words)})
	return nil
}

func checkWords(name, words, message string) []fault.Field {
	switch n := utf8.RuneCountInString(strings.TrimSpace(words)); {
	case n == 0:
		return []fault.Field{{Name: name, Message: message}}
	case n > MaxWords:
		return []fault.Field{{Name: name, Message: "This has 1,000 characters at most."}}
	}
	return nil
}

// Lands tells whether a line of the history comes of it now: it is approved, the
// promotion stands, and there is none yet.
func (c *Change) Lands() bool {
	return c.State == ChangeApproved && !c.Offer.None && c.Salary == ""
}

// Line is the line of the history that comes of it.
func (c *Change) Line(promoted clock.Date, now clock.Instant) Salary {
	from := c.Offer.From
	if from < promoted {
		from = promoted
	}
	return Salary{ID: id.New[id.Salary](), Person: c.Subject, From: from, Full: c.Offer.Full, Period: c.Offer.Period, Share: c.Offer.Share,
		Reason: c.Offer.Reason, MadeAt: now, MadeBy: c.DecidedBy}
}

// ChangeVisibleTo tells whether the actor of the bond may know what a promotion does
// to the person's pay.
func ChangeVisibleTo(b access.Bond) bool { return b.Self || b.Manager || b.Pay }
