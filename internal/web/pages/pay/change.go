package pay

import (
	"context"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
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
func ChangeTitle(ctx context.Context, v workflow.PayChangeView) string {
	if v.Bond.Self {
		return lang.Say(ctx, "Your pay with the promotion")
	}
	return lang.Say(ctx, "{subject}’s pay with the promotion", "subject", v.Subject.Name)
}

func (p Change) path() string { return ChangePath(p.View.Promotion) }

func (p Change) turn(ctx context.Context) ui.Turn {
	partner := lang.Say(ctx, "A compensation partner approves it, or sends it back with words.")
	switch p.View.State {
	case rules.ChangeDue, rules.ChangeReturned:
		next := lang.Say(ctx, "Propose an amount, or say in words why there is none. {partner}", "partner", partner)
		if p.View.MayPropose() {
			return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: next}
		}
		return ui.Turn{Whose: lang.Say(ctx, "It is the manager’s turn."), Next: lang.Say(ctx, "They propose an amount, or say in words why there is none. {partner}", "partner", partner)}
	case rules.ChangeWaiting:
		if p.View.MayDecide {
			return ui.Turn{Yours: true, Whose: lang.Say(ctx, "It is your turn."), Next: lang.Say(ctx, "Approve it, or send it back with words.")}
		}
		return ui.Turn{Whose: lang.Say(ctx, "It is a compensation partner’s turn."), Next: partner}
	}
	if p.View.Offer.None {
		return ui.Turn{Whose: lang.Say(ctx, "It is approved."), Next: lang.Say(ctx, "Pay stays as it is, for the reason below.")}
	}
	if p.View.Promoted == "" {
		return ui.Turn{Whose: lang.Say(ctx, "It is approved."), Next: lang.Say(ctx, "It holds from the day on which both have signed what they commit to.")}
	}
	return ui.Turn{Whose: lang.Say(ctx, "It is approved."), Next: lang.Say(ctx, "It holds from {from}.", "from", lang.Date(ctx, p.from().Time()))}
}

// lead says what the page is, to each of its readers.
func (p Change) lead(ctx context.Context) string {
	if p.View.Bond.Pair() {
		return lang.Say(ctx, "A promotion normally comes with an increase at once. Which step it is about is told to nobody but the two of you.")
	}
	return lang.Say(ctx, "You see amounts and reasons. Which step it is about is not told here, and nothing on this page follows from it.")
}

func (p Change) readers(ctx context.Context) ui.Readers {
	if p.self() {
		return ui.Readers{Now: lang.Say(ctx, "you, your manager and compensation partners")}
	}
	return ui.Readers{Now: lang.Say(ctx, "{subject}, the manager and compensation partners", "subject", p.View.Subject.Name)}
}

func offerWords(ctx context.Context, o rules.Offer) string {
	if o.None {
		return lang.Say(ctx, "No change of pay")
	}
	return salaryWords(ctx, rules.Salary{Full: o.Full, Period: o.Period, Share: o.Share})
}

// moreWords say what the offer is above what is kept, exactly.
func (p Change) moreWords(ctx context.Context) string {
	m := p.View.More
	if !m.IsSet() || p.View.Offer.None {
		return ""
	}
	period := lang.Say(ctx, p.View.Offer.Period.Words())
	switch m.Sign() {
	case 0:
		return lang.Say(ctx, "The same as now.")
	case -1:
		return lang.Say(ctx, "Less than now by {amount} {period}.", "amount", money.Of(-m.Minor(), m.Currency()), "period", period)
	}
	return lang.Say(ctx, "More than now by {amount} {period}.", "amount", m, "period", period)
}

// fromWords say from when it holds.
func (p Change) fromWords(ctx context.Context) string {
	if at := p.from(); at.IsSet() {
		return lang.Say(ctx, "From {at}", "at", lang.Date(ctx, at.Time()))
	}
	return lang.Say(ctx, "From the day of the promotion on")
}

// rangeWords say how the offer stands to the new range, to those who may know it.
func (p Change) rangeWords(ctx context.Context) string {
	switch p.View.Position {
	case rules.Below:
		return lang.Say(ctx, "What is proposed is below the minimum of this range. It can be right for a while; say why in the reason, and from when it changes.")
	case rules.Inside:
		return lang.Say(ctx, "What is proposed is inside this range.")
	case rules.Above:
		return lang.Say(ctx, "What is proposed is above this range. That happens.")
	case rules.Elsewhere:
		return lang.Say(ctx, "The range is in another currency, and Cairn does not convert: nothing is said about how the two stand to each other.")
	}
	return ""
}

func (p Change) below() bool { return p.View.Position == rules.Below }

func (p Change) newBands(ctx context.Context) ui.Bands {
	return rangeBands(ctx, p.View.Range, p.View.Market)
}

func (p Change) missing(ctx context.Context) (title, text string) {
	own := Own{View: workflow.PayView{Subject: p.View.Subject, Bond: p.View.Bond, Range: p.View.Range}}
	return own.missing(ctx)
}

func (p Change) whatOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "amount", Label: lang.Say(ctx, "A new amount"), Selected: p.Typed.What != "none"},
		{Value: "none", Label: lang.Say(ctx, "No change, for the reason below"), Selected: p.Typed.What == "none"},
	}
}

func (p Change) amountLabel(ctx context.Context) string {
	if !p.View.Known {
		return lang.Say(ctx, "The new amount for full time")
	}
	return lang.Say(ctx, "The new amount for full time, in {currency} {period}", "currency", string(p.View.Base.Full.Currency()), "period", lang.Say(ctx, p.View.Base.Period.Words()))
}

func (p Change) entryHead(ctx context.Context, e rules.ChangeEntry) string {
	who := p.View.Names[e.By]
	switch e.State {
	case rules.ChangeWaiting:
		return lang.Say(ctx, "{who} proposed", "who", who)
	case rules.ChangeReturned:
		return lang.Say(ctx, "{who} sent it back", "who", who)
	}
	return lang.Say(ctx, "{who} approved it", "who", who)
}

// Changes lists what waits for compensation partners.
type Changes struct {
	Base
	List []workflow.PayTurn
}

func (p Change) from() clock.Date { return max(p.View.Offer.From, p.View.Promoted) }
