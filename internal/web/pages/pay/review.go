package pay

import (
	"context"
	"strconv"

	"cairn/internal/id"
	"cairn/internal/lang"
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
func yearly(ctx context.Context, m money.Money) string {
	return lang.Say(ctx, "{amount} a year", "amount", m)
}
func seenValue(l workflow.ReviewLine) string {
	return string(l.Person.ID) + ":" + strconv.FormatInt(l.Proposal.Version, 10)
}

// reviewState says where a review is.
func reviewState(ctx context.Context, r *rules.Review, v workflow.PayReviewView) string {
	switch {
	case !r.Open():
		return lang.Say(ctx, "Closed")
	case !r.Begun(v.Today):
		return lang.Say(ctx, "Not begun")
	case r.In(v.Today):
		return lang.Say(ctx, "Managers propose")
	}
	return lang.Say(ctx, "Being decided")
}

func (p Review) turn(ctx context.Context) ui.Turn {
	v := p.View
	switch {
	case !v.Open() && p.toGive():
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: lang.Say(ctx, "The review is closed. Give each of your reports the letter; after that they can read it here.")}
	case !v.Open():
		return ui.Turn{Whose: lang.Say(ctx, "This review is closed."), Next: lang.Say(ctx, "What was approved holds from {holds}.", "holds", lang.Date(ctx, v.Holds.Time()))}
	case v.Keeps && p.decides():
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: lang.Say(ctx, "Read what was proposed. Approve it, or send it back with words.")}
	case v.Begun(v.Today) && p.toWrite():
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: lang.Say(ctx, "Propose for each of your reports, also where nothing changes. Then send it for approval.")}
	case v.CanSend():
		return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: lang.Say(ctx, "What you wrote is not sent yet: send it for approval.")}
	case !v.Begun(v.Today):
		return ui.Turn{Whose: lang.Say(ctx, "It begins on {from}.", "from", lang.Date(ctx, v.From.Time())), Next: lang.Say(ctx, "Until then managers do not see it.")}
	}
	return ui.Turn{Whose: lang.Say(ctx, "It is with others for now."), Next: lang.Say(ctx, "Managers propose until {to}, and compensation partners decide until it is closed.", "to", lang.Date(ctx, v.To.Time()))}
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
func proposalState(ctx context.Context, p *rules.Proposal) string {
	switch {
	case p == nil:
		return lang.Say(ctx, "Nothing is written")
	case p.With() == rules.WithLetter:
		return lang.Say(ctx, "Approved; the letter is to be given")
	case p.Closed && p.State == rules.ProposalApproved:
		return lang.Say(ctx, "The letter is given")
	case p.Closed:
		return lang.Say(ctx, "Nothing came of it")
	}
	switch p.State {
	case rules.ProposalWritten:
		return lang.Say(ctx, "Written, not sent")
	case rules.ProposalSent:
		return lang.Say(ctx, "With the compensation partners")
	case rules.ProposalReturned:
		return lang.Say(ctx, "Sent back")
	}
	return lang.Say(ctx, "Approved")
}

// proposedWords say what is proposed, without a sum of what it costs.
func proposedWords(ctx context.Context, p *rules.Proposal) string {
	if p == nil {
		return ""
	}
	switch p.How {
	case rules.NoChange:
		return lang.Say(ctx, "No change")
	case rules.ByPercent:
		return p.Full.In(lang.In(ctx)) + " (" + lang.Decimal(ctx, p.Percent.Text()) + " %)"
	}
	return p.Full.In(lang.In(ctx))
}

// leftWords say a budget in one line, exactly.
func leftWords(ctx context.Context, l workflow.LeftLine) string {
	if !l.Budget.IsSet() {
		if l.Spent.Sign() == 0 {
			return lang.Say(ctx, "No budget is set, and nothing is proposed.")
		}
		return lang.Say(ctx, "No budget is set. What is proposed comes to {sum}.", "sum", yearly(ctx, l.Spent))
	}
	if l.Rest.Sign() < 0 {
		return lang.Say(ctx, "{budget}; what is proposed comes to {spent}, {over} more than there is.", "budget", yearly(ctx, l.Budget), "spent", l.Spent, "over", money.Of(-l.Rest.Minor(), l.Rest.Currency()))
	}
	return lang.Say(ctx, "{budget}; what is proposed comes to {spent}, {rest} is left.", "budget", yearly(ctx, l.Budget), "spent", l.Spent, "rest", l.Rest)
}

func tribeName(ctx context.Context, l workflow.LeftLine) string {
	if l.Tribe == "" {
		return lang.Say(ctx, "Without a tribe, {currency}", "currency", string(l.Currency))
	}
	return l.Tribe + ", " + string(l.Currency)
}

// shortPosition is how a salary stands to the range, in a word or two.
func shortPosition(ctx context.Context, p rules.Position) string {
	switch p {
	case rules.Below:
		return lang.Say(ctx, "Below the range")
	case rules.Inside:
		return lang.Say(ctx, "Inside the range")
	case rules.Above:
		return lang.Say(ctx, "Above the range")
	case rules.Elsewhere:
		return lang.Say(ctx, "The range is in another currency")
	}
	return lang.Say(ctx, "No range to compare with")
}

func unitOptions(ctx context.Context, chosen string) []ui.Option {
	var options []ui.Option
	for _, u := range rules.Units() {
		value := strconv.FormatInt(u, 10)
		label := lang.Say(ctx, "Whole {value}", "value", value)
		if u == 1 {
			label = lang.Say(ctx, "Whole units, such as kronor or euros")
		}
		options = append(options, ui.Option{Value: value, Label: label, Selected: value == chosen || chosen == "" && u == 1})
	}
	return options
}

// roundingWords say how what follows from a per cent is rounded.
func roundingWords(ctx context.Context, r *rules.Review) string {
	if r.Unit > 1 {
		return lang.Say(ctx, "An amount that follows from a per cent is rounded once, to whole {unit} of the currency: {how}.", "unit", strconv.FormatInt(r.Unit, 10), "how", how(ctx, rules.PercentRounding))
	}
	return lang.Say(ctx, "An amount that follows from a per cent is rounded once, to whole units of the currency: {how}.", "how", how(ctx, rules.PercentRounding))
}

// how says a rounding within a sentence that says that it rounds.
func how(ctx context.Context, r money.Rounding) string {
	if r == money.HalfUp {
		return lang.Say(ctx, "to the nearest, from the middle upwards")
	}
	return lang.Say(ctx, r.Words())
}

func (p Review) tribeOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "Everybody without a tribe"), Selected: p.Budget.Tribe == ""}}
	for _, t := range p.View.Tribes {
		options = append(options, ui.Option{Value: string(t.ID), Label: t.Name, Selected: string(t.ID) == p.Budget.Tribe})
	}
	return options
}

func (p ReviewPerson) howOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(rules.ByPercent), Label: lang.Say(ctx, "A per cent on what is paid"), Selected: p.Typed.How == string(rules.ByPercent)},
		{Value: string(rules.ByAmount), Label: lang.Say(ctx, "A new amount for full time"), Selected: p.Typed.How == string(rules.ByAmount)},
		{Value: string(rules.NoChange), Label: lang.Say(ctx, "No change, for the reason below"), Selected: p.Typed.How == string(rules.NoChange)},
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

func (p ReviewPerson) bands(ctx context.Context) ui.Bands {
	return rangeBands(ctx, p.View.Range, p.View.Market)
}

// letterWords are the sentence the letter is about.
func (p Letter) letterWords(ctx context.Context) string {
	pr := p.View.Proposal
	s := rules.Salary{Full: pr.Full, Period: pr.Base.Period, Share: pr.Base.Share}
	if pr.Full == pr.Base.Full {
		return lang.Say(ctx, "Your salary stays as it is: {salarywords}.", "salarywords", salaryWords(ctx, s))
	}
	return lang.Say(ctx, "From {holds} on, your salary is {salarywords}.", "holds", lang.Date(ctx, p.View.Review.Holds.Time()), "salarywords", salaryWords(ctx, s))
}

// paidWords say what the share comes to, where it is a part.
func (p Letter) paidWords(ctx context.Context) string {
	pr := p.View.Proposal
	if pr.Base.Share == rules.FullTime {
		return ""
	}
	paid, err := rules.Salary{Full: pr.Full, Period: pr.Base.Period, Share: pr.Base.Share}.Paid()
	if err != nil {
		return ""
	}
	return lang.Say(ctx, "For your share of full time that comes to {paid} {period}, {sharerounding}.", "paid", paid, "period", lang.Say(ctx, pr.Base.Period.Words()), "sharerounding", lang.Say(ctx, rules.ShareRounding.Words()))
}

func leftAmount(ctx context.Context, l workflow.LeftLine) string {
	switch {
	case !l.Budget.IsSet():
		return lang.Say(ctx, "Nothing was said")
	case l.Rest.Sign() < 0:
		return lang.Say(ctx, "{amount} more than there is", "amount", money.Of(-l.Rest.Minor(), l.Rest.Currency()))
	}
	return l.Rest.In(lang.In(ctx))
}

func costWords(ctx context.Context, m money.Money) string {
	switch m.Sign() {
	case 0:
		return lang.Say(ctx, "The same as now")
	case -1:
		return lang.Say(ctx, "{amount} less", "amount", money.Of(-m.Minor(), m.Currency()))
	}
	return lang.Say(ctx, "{amount} more", "amount", m)
}
