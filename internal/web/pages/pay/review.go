package pay

import (
	"strconv"
	"strings"

	"cairn/internal/id"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Reviews lists reviews, and lets compensation partners open one.
type Reviews struct {
	Base
	List   []*rules.Review
	Policy rules.Policy
	Keeps  bool
	Typed  ReviewForm
	Opened bool // the form stands open
}

// ReviewForm is a review as typed.
type ReviewForm struct{ Name, Back, From, To, Holds, Guide, Unit string }

// BudgetForm is a budget as typed.
type BudgetForm struct{ Tribe, Currency, Amount string }

// Review is one review, to show to managers and to compensation partners.
type Review struct {
	Base
	View    workflow.PayReviewView
	Typed   ReviewForm
	Budget  BudgetForm
	Words   string          // beyond a budget
	Chosen  map[string]bool // whose proposals
	Changed bool            // the words and days stand open
	Closing bool
}

// ReviewPerson is one person in a review, to show.
type ReviewPerson struct {
	Base
	View      workflow.ReviewPersonView
	Typed     ProposalForm
	SendsBack bool
}

// ProposalForm is a proposal as typed.
type ProposalForm struct{ How, Amount, Percent, Reason, Beyond, Words string }

// Letter is what came of a review for one person.
type Letter struct {
	Base
	View workflow.LetterView
}

// ReviewsPath is where reviews stand.
const ReviewsPath = "/pay/reviews"

// ReviewPath is where one stands.
func ReviewPath(r id.PayReview) string { return ReviewsPath + "/" + string(r) }

// ReviewPersonPath is where a person stands in one.
func ReviewPersonPath(r id.PayReview, p id.Person) string {
	return ReviewPath(r) + "/people/" + string(p)
}

// LetterPath is where the letter stands.
func LetterPath(r id.PayReview, p id.Person) string { return ReviewPersonPath(r, p) + "/letter" }

func (p Review) path() string                    { return ReviewPath(p.View.ID) }
func (p Review) personPath(who id.Person) string { return ReviewPersonPath(p.View.ID, who) }
func (p ReviewPerson) path() string              { return ReviewPersonPath(p.View.Review.ID, p.View.Subject.ID) }
func (p ReviewPerson) manager() bool             { return p.View.Bond.Manager }
func (p Letter) path() string                    { return LetterPath(p.View.Review.ID, p.View.Subject.ID) }
func (p Letter) self() bool                      { return p.View.Bond.Self }
func (p Letter) given() bool                     { return p.View.Proposal.GivenAt.IsSet() }
func yearly(m money.Money) string                { return m.String() + " a year" }
func seenValue(l workflow.ReviewLine) string {
	return string(l.Person.ID) + ":" + strconv.FormatInt(l.Proposal.Version, 10)
}

// reviewState says where a review is.
func reviewState(r *rules.Review, v workflow.PayReviewView) string {
	switch {
	case !r.Open():
		return "Closed"
	case !r.Begun(v.Today):
		return "Not begun"
	case r.In(v.Today):
		return "Managers propose"
	}
	return "Being decided"
}

func (p Review) turn() ui.Turn {
	v := p.View
	switch {
	case !v.Open() && p.toGive():
		return ui.Turn{Yours: true, Whose: "It is your turn.", Next: "The review is closed. Give each of your reports the letter; after that they can read it here."}
	case !v.Open():
		return ui.Turn{Whose: "This review is closed.", Next: "What was approved holds from " + ui.DateWords(v.Holds.Time()) + "."}
	case v.Keeps && p.decides():
		return ui.Turn{Yours: true, Whose: "It is your turn.", Next: "Read what was proposed. Approve it, or send it back with words."}
	case v.Begun(v.Today) && p.toWrite():
		return ui.Turn{Yours: true, Whose: "It is your turn.", Next: "Propose for each of your reports, also where nothing changes. Then send it for approval."}
	case v.CanSend():
		return ui.Turn{Yours: true, Whose: "It is your turn.", Next: "What you wrote is not sent yet: send it for approval."}
	case !v.Begun(v.Today):
		return ui.Turn{Whose: "It begins on " + ui.DateWords(v.From.Time()) + ".", Next: "Until then managers do not see it."}
	}
	return ui.Turn{Whose: "It is with others for now.", Next: "Managers propose until " + ui.DateWords(v.To.Time()) + ", and compensation partners decide until it is closed."}
}

// yours tells whether the manager does something next about a person.
func (p Review) yours(l workflow.ReviewLine) bool {
	switch {
	case l.Base == nil && l.Proposal == nil:
		return false
	case l.Proposal == nil:
		return p.View.In(p.View.Today)
	}
	with := l.Proposal.With()
	return with == rules.WithManager || with == rules.WithLetter
}

func (p Review) decides() bool {
	for _, l := range p.View.Sent {
		if l.Decides && l.Proposal.State == rules.ProposalSent {
			return true
		}
	}
	return false
}

func (p Review) toGive() bool {
	for _, l := range p.View.Reports {
		if l.Proposal != nil && l.Proposal.With() == rules.WithLetter {
			return true
		}
	}
	return false
}

func (p Review) toWrite() bool {
	for _, l := range p.View.Reports {
		if l.Base != nil && (l.Proposal == nil && p.View.In(p.View.Today) || l.Proposal != nil && l.Proposal.State == rules.ProposalReturned) {
			return true
		}
	}
	return false
}

// proposalState says where a proposal is, in a few words.
func proposalState(p *rules.Proposal) string {
	switch {
	case p == nil:
		return "Nothing is written"
	case p.With() == rules.WithLetter:
		return "Approved; the letter is to be given"
	case p.Closed && p.State == rules.ProposalApproved:
		return "The letter is given"
	case p.Closed:
		return "Nothing came of it"
	}
	switch p.State {
	case rules.ProposalWritten:
		return "Written, not sent"
	case rules.ProposalSent:
		return "With the compensation partners"
	case rules.ProposalReturned:
		return "Sent back"
	}
	return "Approved"
}

// proposedWords say what is proposed, without a sum of what it costs.
func proposedWords(p *rules.Proposal) string {
	if p == nil {
		return ""
	}
	switch p.How {
	case rules.NoChange:
		return "No change"
	case rules.ByPercent:
		return p.Full.String() + " (" + p.Percent.Text() + " %)"
	}
	return p.Full.String()
}

// leftWords say a budget in one line, exactly.
func leftWords(l workflow.LeftLine) string {
	if !l.Budget.IsSet() {
		if l.Spent.Sign() == 0 {
			return "No budget is set, and nothing is proposed."
		}
		return "No budget is set. What is proposed comes to " + yearly(l.Spent) + "."
	}
	words := yearly(l.Budget) + "; what is proposed comes to " + l.Spent.String() + ", "
	if l.Rest.Sign() < 0 {
		return words + money.Of(-l.Rest.Minor(), l.Rest.Currency()).String() + " more than there is."
	}
	return words + l.Rest.String() + " is left."
}

func tribeName(l workflow.LeftLine) string {
	if l.Tribe == "" {
		return "Without a tribe, " + string(l.Currency)
	}
	return l.Tribe + ", " + string(l.Currency)
}

// shortPosition is how a salary stands to the range, in a word or two.
func shortPosition(p rules.Position) string {
	switch p {
	case rules.Below:
		return "Below the range"
	case rules.Inside:
		return "Inside the range"
	case rules.Above:
		return "Above the range"
	case rules.Elsewhere:
		return "The range is in another currency"
	}
	return "No range to compare with"
}

func unitOptions(chosen string) []ui.Option {
	var options []ui.Option
	for _, u := range rules.Units() {
		value := strconv.FormatInt(u, 10)
		label := "Whole " + value
		if u == 1 {
			label = "Whole units, such as kronor or euros"
		}
		options = append(options, ui.Option{Value: value, Label: label, Selected: value == chosen || chosen == "" && u == 1})
	}
	return options
}

// roundingWords say how what follows from a per cent is rounded.
func roundingWords(r *rules.Review) string {
	unit := "whole units of the currency"
	if r.Unit > 1 {
		unit = "whole " + strconv.FormatInt(r.Unit, 10) + " of the currency"
	}
	return "An amount that follows from a per cent is rounded once, to " + unit + ": " + strings.TrimPrefix(rules.PercentRounding.Words(), "rounded ") + "."
}

func (p Review) tribeOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Everybody without a tribe", Selected: p.Budget.Tribe == ""}}
	for _, t := range p.View.Tribes {
		options = append(options, ui.Option{Value: string(t.ID), Label: t.Name, Selected: string(t.ID) == p.Budget.Tribe})
	}
	return options
}

func (p ReviewPerson) howOptions() []ui.Option {
	return []ui.Option{
		{Value: string(rules.ByPercent), Label: "A per cent on what is paid", Selected: p.Typed.How == string(rules.ByPercent)},
		{Value: string(rules.ByAmount), Label: "A new amount for full time", Selected: p.Typed.How == string(rules.ByAmount)},
		{Value: string(rules.NoChange), Label: "No change, for the reason below", Selected: p.Typed.How == string(rules.NoChange)},
	}
}

// writes tells whether the manager can write now.
func (p ReviewPerson) writes() bool {
	v := p.View
	if !p.manager() || v.Base == nil || !v.Review.Open() {
		return false
	}
	if v.Proposal != nil && v.Proposal.State == rules.ProposalApproved {
		return false
	}
	return v.Review.In(v.Today) || v.Proposal != nil && v.Proposal.State == rules.ProposalReturned
}

func (p ReviewPerson) asOwn() Own {
	return Own{View: workflow.PayView{Subject: p.View.Subject, Bond: p.View.Bond, Range: p.View.Range}}
}

func (p ReviewPerson) bands() ui.Bands { return rangeBands(p.View.Range, p.View.Market) }

// letterWords are the sentence the letter is about.
func (p Letter) letterWords() string {
	pr := p.View.Proposal
	s := rules.Salary{Full: pr.Full, Period: pr.Base.Period, Share: pr.Base.Share}
	if pr.Full == pr.Base.Full {
		return "Your salary stays as it is: " + salaryWords(s) + "."
	}
	return "From " + ui.DateWords(p.View.Review.Holds.Time()) + " on, your salary is " + salaryWords(s) + "."
}

// paidWords say what the share comes to, where it is a part.
func (p Letter) paidWords() string {
	pr := p.View.Proposal
	if pr.Base.Share == rules.FullTime {
		return ""
	}
	paid, err := rules.Salary{Full: pr.Full, Period: pr.Base.Period, Share: pr.Base.Share}.Paid()
	if err != nil {
		return ""
	}
	return "For your share of full time that comes to " + paid.String() + " " + pr.Base.Period.Words() + ", " + rules.ShareRounding.Words() + "."
}

func leftAmount(l workflow.LeftLine) string {
	switch {
	case !l.Budget.IsSet():
		return "Nothing was said"
	case l.Rest.Sign() < 0:
		return money.Of(-l.Rest.Minor(), l.Rest.Currency()).String() + " more than there is"
	}
	return l.Rest.String()
}

func costWords(m money.Money) string {
	switch m.Sign() {
	case 0:
		return "The same as now"
	case -1:
		return money.Of(-m.Minor(), m.Currency()).String() + " less"
	}
	return m.String() + " more"
}
