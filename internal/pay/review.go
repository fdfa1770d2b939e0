package pay

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// Review is a yearly look at pay: managers propose, a compensation partner decides,
// and what was approved holds from one day on. It needs no promotion.
type Review struct {
	ID       id.PayReview
	Name     string
	Back     clock.Date // what came of priorities is shown from this day on
	From, To clock.Date // in which managers propose, both included
	Holds    clock.Date // the day from which salaries change
	Guide    string     // how to propose, in words; may be empty
	Unit     int64      // what follows from a per cent is rounded to so many whole units
	Budgets  []Budget
	OpenedBy id.Person
	OpenedAt clock.Instant
	ClosedBy id.Person
	ClosedAt clock.Instant
	Version  int64
}

// Units are what amounts that follow from a per cent can be rounded to.
func Units() []int64 { return []int64{1, 10, 50, 100, 500, 1000} }

// maxGuide bounds a guideline.
const maxGuide = 4000

// Open tells whether something can still be proposed and decided.
func (r *Review) Open() bool { return !r.ClosedAt.IsSet() }

// In tells whether managers propose on the day.
func (r *Review) In(today clock.Date) bool { return r.Open() && r.From <= today && today <= r.To }

// Begun tells whether managers see it on the day.
func (r *Review) Begun(today clock.Date) bool { return r.From <= today }

// Check tells what cannot stand in a review.
func (r *Review) Check() error {
	wrong := checkWords("name", r.Name, lang.Later("Give it a name, such as Pay 2027."))
	if utf8.RuneCountInString(r.Name) > MaxName {
		wrong = []fault.Field{{Name: "name", Message: "A name has 80 characters at most."}}
	}
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	for _, d := range []struct {
		name string
		on   clock.Date
	}{{"back", r.Back}, {"from", r.From}, {"to", r.To}, {"holds", r.Holds}} {
		if !d.on.IsSet() {
			say(d.name, lang.Later("Give a day."))
		}
	}
	if r.From.IsSet() && r.To.IsSet() && r.To < r.From {
		say("to", lang.Later("The last day is not before the first."))
	}
	if r.Back.IsSet() && r.From.IsSet() && r.Back > r.From {
		say("back", lang.Later("Look back to a day before it begins."))
	}
	if utf8.RuneCountInString(r.Guide) > maxGuide {
		say("guide", lang.Later("A guideline has 4,000 characters at most."))
	}
	if !slices.Contains(Units(), r.Unit) {
		say("unit", lang.Later("Choose what amounts are rounded to."))
	}
	return fault.InvalidFields(wrong)
}

// Rewrite takes over other words and days while it is open. Days on which salaries
// were counted on stay: what was proposed for a day is not moved under the hands of
// those who proposed it.
func (r *Review) Rewrite(n Review, proposed bool) error {
	if !r.Open() {
		return errReviewClosed
	}
	if err := n.Check(); err != nil {
		return err
	}
	if proposed && (n.Holds != r.Holds || n.Unit != r.Unit) {
		return fault.InvalidFields([]fault.Field{{Name: "holds", Message: "Something is proposed for the day and the rounding as they were. They stay; open another review where they must change."}})
	}
	r.Name, r.Back, r.From, r.To, r.Holds, r.Guide, r.Unit = strings.TrimSpace(n.Name), n.Back, n.From, n.To, n.Holds, strings.TrimSpace(n.Guide), n.Unit
	return nil
}

var errReviewClosed = fault.New(fault.Conflict, "This review is closed. Here is how it stands.")

// Close ends it. What is with a compensation partner has to be decided first; what is
// still with a manager changes nothing.
func (r *Review) Close(by id.Person, proposals []*Proposal, now clock.Instant) error {
	if !r.Open() {
		return errReviewClosed
	}
	for _, p := range proposals {
		if p.State == ProposalSent {
			return fault.New(fault.Conflict, "Something is proposed and not decided yet. Decide it, or send it back; what concerns you is decided by another compensation partner.")
		}
	}
	r.ClosedBy, r.ClosedAt = by, now
	return nil
}
