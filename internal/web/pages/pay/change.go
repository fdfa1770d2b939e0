package pay

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Change is what a promotion does to somebody's pay, to show.
type Change struct {
	Base
	View      workflow.PayChangeView
	Typed     ChangeForm
	SendsBack bool // the words for sending it back stand open
}

// ChangeForm is what is proposed or answered, as typed.
type ChangeForm struct{ What, Amount, From, Reason, Words string }

// ChangesPath is where compensation partners find what waits for them.
const ChangesPath = "/pay/changes"

// ChangePath is where the pay stands that comes with a promotion.
func ChangePath(p id.Promotion) string { return ChangesPath + "/" + string(p) }

func (p Change) self() bool { return p.View.Bond.Self }

// ChangeTitle names the page as the reader would.
func ChangeTitle(v workflow.PayChangeView) string {
	if v.Bond.Self {
		return "Your pay with the promotion"
	}
	return v.Subject.Name + "’s pay with the promotion"
}

func (p Change) path() string { return ChangePath(p.View.Promotion) }

func (p Change) turn() ui.Turn {
	partner := "A compensation partner approves it, or sends it back with words."
	switch p.View.State {
	case rules.ChangeDue, rules.ChangeReturned:
		next := "Propose an amount, or say in words why there is none. " + partner
		if p.View.MayPropose() {
			return ui.Turn{Yours: true, Whose: "It is your turn.", Next: next}
		}
		return ui.Turn{Whose: "It is the manager’s turn.", Next: "They propose an amount, or say in words why there is none. " + partner}
	case rules.ChangeWaiting:
		if p.View.MayDecide {
			return ui.Turn{Yours: true, Whose: "It is your turn.", Next: "Approve it, or send it back with words."}
		}
		return ui.Turn{Whose: "It is a compensation partner’s turn.", Next: partner}
	}
	if p.View.Offer.None {
		return ui.Turn{Whose: "It is approved.", Next: "Pay stays as it is, for the reason below."}
	}
	if p.View.Promoted == "" {
		return ui.Turn{Whose: "It is approved.", Next: "It holds from the day on which both have signed what they commit to."}
	}
	return ui.Turn{Whose: "It is approved.", Next: "It holds from " + ui.DateWords(p.from().Time()) + "."}
}

// lead says what the page is, to each of its readers.
func (p Change) lead() string {
	if p.View.Bond.Pair() {
		return "A promotion normally comes with an increase at once. Which step it is about is told to nobody but the two of you."
	}
	return "You see amounts and reasons. Which step it is about is not told here, and nothing on this page follows from it."
}

func (p Change) readers() ui.Readers {
	if p.self() {
		return ui.Readers{Now: "you, your manager and compensation partners"}
	}
	return ui.Readers{Now: p.View.Subject.Name + ", the manager and compensation partners"}
}

func offerWords(o rules.Offer) string {
	if o.None {
		return "No change of pay"
	}
	return salaryWords(rules.Salary{Full: o.Full, Period: o.Period, Share: o.Share})
}

// moreWords say what the offer is above what is kept, exactly.
func (p Change) moreWords() string {
	m := p.View.More
	if !m.IsSet() || p.View.Offer.None {
		return ""
	}
	per := " " + p.View.Offer.Period.Words() + "."
	switch m.Sign() {
	case 0:
		return "The same as now."
	case -1:
		return "Less than now by " + money.Of(-m.Minor(), m.Currency()).String() + per
	}
	return "More than now by " + m.String() + per
}

// fromWords say from when it holds.
func (p Change) fromWords() string {
	if at := p.from(); at.IsSet() {
		return "From " + ui.DateWords(at.Time())
	}
	return "From the day of the promotion on"
}

// rangeWords say how the offer stands to the new range, to those who may know it.
func (p Change) rangeWords() string {
	switch p.View.Position {
	case rules.Below:
		return "What is proposed is below the minimum of this range. It can be right for a while; say why in the reason, and from when it changes."
	case rules.Inside:
		return "What is proposed is inside this range."
	case rules.Above:
		return "What is proposed is above this range. That happens."
	case rules.Elsewhere:
		return "The range is in another currency, and Cairn does not convert: nothing is said about how the two stand to each other."
	}
	return ""
}

func (p Change) below() bool { return p.View.Position == rules.Below }

func (p Change) newBands() ui.Bands { return rangeBands(p.View.Range, p.View.Market) }

func (p Change) missing() (title, text string) {
	own := Own{View: workflow.PayView{Subject: p.View.Subject, Bond: p.View.Bond, Range: p.View.Range}}
	return own.missing()
}

func (p Change) whatOptions() []ui.Option {
	return []ui.Option{
		{Value: "amount", Label: "A new amount", Selected: p.Typed.What != "none"},
		{Value: "none", Label: "No change, for the reason below", Selected: p.Typed.What == "none"},
	}
}

func (p Change) amountLabel() string {
	if !p.View.Known {
		return "The new amount for full time"
	}
	return "The new amount for full time, in " + string(p.View.Base.Full.Currency()) + " " + p.View.Base.Period.Words()
}

func (p Change) entryHead(e rules.ChangeEntry) string {
	who := p.View.Names[e.By]
	switch e.State {
	case rules.ChangeWaiting:
		return who + " proposed"
	case rules.ChangeReturned:
		return who + " sent it back"
	}
	return who + " approved it"
}

// Changes lists what waits for compensation partners.
type Changes struct {
	Base
	List []workflow.PayTurn
}

func (p Change) from() clock.Date { return max(p.View.Offer.From, p.View.Promoted) }
