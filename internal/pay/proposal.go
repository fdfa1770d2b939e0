package pay

import (
	"strconv"
	"strings"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// ProposalState is where one person's pay stands in a review.
type ProposalState string

// The states there are.
const (
	ProposalWritten  ProposalState = "written" // with the manager
	ProposalSent     ProposalState = "sent"    // with a compensation partner
	ProposalReturned ProposalState = "returned"
	ProposalApproved ProposalState = "approved"
)

// How a proposal says what it proposes.
type How string

// The ways there are.
const (
	ByAmount  How = "amount"
	ByPercent How = "percent"
	NoChange  How = "none"
)

// Percent is hundredths of a per cent: 250 is 2.5 %.
type Percent int64

// Proposal is what a manager proposes for one person in a review, from what is paid
// on the day it was written.
type Proposal struct {
	Review    id.PayReview
	Person    id.Person
	State     ProposalState
	How       How
	Percent   Percent // of ByPercent
	Base      Salary  // what it begins from
	Full      money.Money
	Tribe     id.Unit
	Reason    string // the person reads it in the letter
	Beyond    string // why it is more than the budget
	By        id.Person
	DecidedBy id.Person
	DecidedAt clock.Instant
	Answer    string // of whoever sent it back, or approved beyond the budget
	Salary    id.Salary
	GivenAt   clock.Instant // when the letter was
	Closed    bool          // the review is
	Version   int64
}

// With tells with whom it lies. After the review is closed a letter lies with the
// manager until it is given.
func (p *Proposal) With() With {
	switch {
	case p.Closed && p.State == ProposalApproved && !p.GivenAt.IsSet():
		return WithLetter
	case p.Closed:
		return WithNobody
	case p.State == ProposalSent:
		return WithPartner
	case p.State == ProposalApproved:
		return WithNobody
	}
	return WithManager
}

// HandedIn tells whether compensation partners have it: to decide, or decided.
func (p *Proposal) HandedIn() bool { return p.State == ProposalSent || p.State == ProposalApproved }

// WithLetter is a letter that waits for the manager to give it.
const WithLetter With = "letter"

// Pot is of which budget it takes.
func (p *Proposal) Pot() Pot { return Pot{p.Tribe, p.Base.Full.Currency()} }

// Cost is what it comes to in a year.
func (p *Proposal) Cost() (money.Money, error) { return Cost(p.Base, p.Full) }

// ParsePercent reads a per cent as decimal text with two decimals at most: "2.5",
// "2,5" or "2.5 %".
func ParsePercent(text string) (Percent, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	whole, fraction, marked := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	if len(fraction) > 2 {
		fraction = strings.TrimRight(fraction, "0")
	}
	if whole == "" || len(whole) > 3 || len(fraction) > 2 || marked && fraction == "" && strings.HasSuffix(text, ".") {
		return 0, errNoPercent
	}
	n, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", 2-len(fraction)), 10, 32)
	if err != nil || n > 100_00 {
		return 0, errNoPercent
	}
	return Percent(n), nil
}

var errNoPercent = fault.New(fault.Invalid, "Give a per cent between 0 and 100 with two decimals at most, like 2.5.")

// Text is the per cent as a field holds it.
func (p Percent) Text() string {
	text := strconv.FormatInt(int64(p)/100, 10)
	if rest := int64(p) % 100; rest != 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(100+rest, 10)[1:], "0")
	}
	return text
}

// PercentRounding is how what follows from a per cent is rounded, once, to the unit
// of the review.
const PercentRounding = money.HalfUp

// Raised is the amount with the per cent on it, rounded once to so many whole units of
// the currency.
func Raised(full money.Money, by Percent, unit int64) (money.Money, error) {
	step, err := money.Whole(unit, full.Currency())
	if err != nil {
		return step, err
	}
	parts, err := money.Of(step.Minor(), full.Currency()).Times(100_00)
	if err != nil {
		return parts, err
	}
	n, err := full.Part(100_00+int64(by), parts.Minor(), PercentRounding)
	if err != nil {
		return n, err
	}
	return n.Times(step.Minor())
}

// Wish is what is written into a proposal.
type Wish struct {
	How            How
	Amount         money.Money // of ByAmount
	Percent        Percent     // of ByPercent
	Reason, Beyond string
}

// errWindow is said where managers do not propose.
var errWindow = fault.New(fault.Conflict, "Managers propose from the first to the last day of a review. What was sent back can be changed until it is closed.")

// Write puts the wish into the proposal. base is what is paid on the day from which
// the review holds.
func (p *Proposal) Write(r *Review, w Wish, base Salary, tribe id.Unit, by id.Person, today clock.Date) error {
	switch {
	case !r.Open():
		return errReviewClosed
	case p.State == ProposalApproved:
		return fault.New(fault.Conflict, "This is approved already. Here is how it stands.")
	case !r.In(today) && p.State != ProposalReturned:
		return errWindow
	}
	full, err := w.full(base, r.Unit)
	wrong := checkReason(w.Reason)
	if err != nil {
		field := "amount"
		if w.How == ByPercent {
			field = "percent"
		}
		wrong = append([]fault.Field{fault.FieldOf(field, err)}, wrong...)
	}
	if err := fault.InvalidFields(wrong); err != nil {
		return err
	}
	p.State, p.How, p.Percent, p.Base, p.Full, p.Tribe = ProposalWritten, w.How, w.Percent, base, full, tribe
	p.Reason, p.Beyond, p.By = strings.TrimSpace(w.Reason), strings.TrimSpace(w.Beyond), by
	p.DecidedBy, p.DecidedAt = "", 0
	return nil
}

func (w Wish) full(base Salary, unit int64) (money.Money, error) {
	switch w.How {
	case NoChange:
		return base.Full, nil
	case ByPercent:
		return Raised(base.Full, w.Percent, unit)
	case ByAmount:
		if !w.Amount.IsSet() || w.Amount.Sign() <= 0 {
			return w.Amount, fault.New(fault.Invalid, "Give the new amount for full time.")
		}
		if w.Amount.Currency() != base.Full.Currency() {
			return w.Amount, fault.New(fault.Invalid, "Give it in the currency of the salary.")
		}
		return w.Amount, nil
	}
	return money.Money{}, fault.New(fault.Invalid, "Choose an amount, a per cent, or no change.")
}

// WithinBudget asks for a reason where the manager's own proposals, this one among
// them, come to more than there is.
func (p *Proposal) WithinBudget(l Left) error {
	if cost, err := p.Cost(); err != nil || cost.Sign() <= 0 || !l.Over() {
		return err
	}
	return fault.InvalidFields(checkWords("beyond", p.Beyond, lang.Later("With this, what you propose is more than the budget. It can be right: say why.")))
}

// Send hands it to the compensation partners.
func (p *Proposal) Send() error {
	if p.State != ProposalWritten {
		return fault.New(fault.Conflict, "Only what is written and not sent yet can be sent.")
	}
	p.State = ProposalSent
	return nil
}

func (p *Proposal) mayDecide(r *Review, b access.Bond, who id.Person) error {
	switch {
	case !b.Pay || b.Self:
		return fault.NotFound()
	case !r.Open():
		return errReviewClosed
	case !Decides(b, who, p.By):
		return fault.New(fault.Conflict, "Whoever proposes does not decide as well. Another compensation partner does.")
	}
	return nil
}

// Approve accepts it. l is what is left of the budget with everything approved so far
// and this; words are needed where that is more than there is.
func (p *Proposal) Approve(r *Review, b access.Bond, who id.Person, l Left, words string, now clock.Instant) error {
	if err := p.mayDecide(r, b, who); err != nil {
		return err
	}
	if p.State != ProposalSent {
		return fault.New(fault.Conflict, "There is nothing to decide at the moment. Somebody may have been quicker.")
	}
	if cost, err := p.Cost(); err != nil {
		return err
	} else if cost.Sign() > 0 && l.Over() {
		if err := fault.InvalidFields(checkWords("beyond", words, lang.Later("With this, what is approved is more than the budget. It can be right: say why."))); err != nil {
			return err
		}
	}
	p.State, p.DecidedBy, p.DecidedAt, p.Answer = ProposalApproved, who, now, strings.TrimSpace(words)
	return nil
}

// Return sends it back with words, also after it was approved, until the review is
// closed.
func (p *Proposal) Return(r *Review, b access.Bond, who id.Person, words string) error {
	if err := p.mayDecide(r, b, who); err != nil {
		return err
	}
	if !p.HandedIn() {
		return fault.New(fault.Conflict, "There is nothing to send back at the moment.")
	}
	if err := fault.InvalidFields(checkWords("words", words, lang.Later("Say what should be looked at again. The manager reads it."))); err != nil {
		return err
	}
	p.State, p.Answer, p.DecidedBy, p.DecidedAt = ProposalReturned, strings.TrimSpace(words), "", 0
	return nil
}

// Changes tells whether a salary follows from it.
func (p *Proposal) Changes() bool { return p.State == ProposalApproved && p.Full != p.Base.Full }

// Line is the line of the history that follows from it. now is what is paid on that
// day: where it is another amount than the one it began from, nothing follows.
func (p *Proposal) Line(r *Review, paid Salary, at clock.Instant) (Salary, bool) {
	if paid.Full != p.Base.Full || paid.Period != p.Base.Period {
		return Salary{}, false
	}
	return Salary{ID: id.New[id.Salary](), Person: p.Person, From: r.Holds, Full: p.Full, Period: paid.Period, Share: paid.Share,
		Reason: p.Reason, MadeAt: at, MadeBy: p.DecidedBy}, true
}

// Give tells the person, by the manager, with the letter.
func (p *Proposal) Give(now clock.Instant) error {
	if p.With() != WithLetter {
		return fault.New(fault.Conflict, "There is no letter to give here, or it is given already.")
	}
	p.GivenAt = now
	return nil
}

// TellsPerson tells whether the person may know on the day: when the letter was given,
// and at the latest from the day on which it holds, since that is what they are paid.
func (p *Proposal) TellsPerson(holds, today clock.Date) bool {
	return p.Closed && p.State == ProposalApproved && (p.GivenAt.IsSet() || holds <= today)
}

// ProposalVisibleTo tells whether the actor of the bond may read what is proposed for
// the person. The person reads the letter, and nothing before it.
func ProposalVisibleTo(b access.Bond, p Policy) bool {
	return p.Salaries && !b.Self && (b.Manager || b.Pay)
}
