package pay

import (
	"context"

	"cairn/internal/lang"
	rules "cairn/internal/pay"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Own is a person's pay to show: to the person, to the manager, or to a compensation
// partner.
type Own struct {
	Base
	View    workflow.PayView
	Said    rights.Said // what the person says beside the salary
	Manager string      // the person's, for the person; empty when there is none
	Place   PlaceForm
	Salary  SalaryForm
	// Which form was not accepted stands open.
	PlaceOpen, SalaryOpen bool
}

// PlaceForm is where the person is paid, as typed.
type PlaceForm struct{ Market, From string }

func (p Own) self() bool { return p.View.Bond.Self }

// Title names the page as the reader would.
func Title(ctx context.Context, v workflow.PayView) string {
	if v.Bond.Self {
		return lang.Say(ctx, "Your pay")
	}
	return lang.Say(ctx, "{subject}’s pay", "subject", v.Subject.Name)
}

func (p Own) whose(ctx context.Context) string {
	if p.self() {
		return lang.Say(ctx, "your step")
	}
	return lang.Say(ctx, "{subject}’s step", "subject", p.View.Subject.Name)
}

func (p Own) lead(ctx context.Context) string {
	if p.self() {
		return lang.Say(ctx, "What your step means for pay here, and what it does not.")
	}
	if p.View.Bond.Manager {
		return lang.Say(ctx, "A range to guide you. It sets no salary.")
	}
	return lang.Say(ctx, "What compensation partners look after for one person.")
}

// privateWords says who can see the range.
func (p Own) privateWords(ctx context.Context) string {
	switch {
	case p.self() && p.Manager == "":
		return lang.Say(ctx, "Only you can see your range")
	case p.self():
		return lang.Say(ctx, "Only {manager} and you can see your range", "manager", p.Manager)
	}
	return lang.Say(ctx, "Only {subject} and you can see this range", "subject", p.View.Subject.Name)
}

// sight tells of the exception, where everybody was told of it.
func (p Own) sight() bool { return p.View.Policy.Sight.Announced() }

func (p Own) bands(ctx context.Context) ui.Bands { return rangeBands(ctx, p.View.Range, p.View.Market) }

// rangeBands draws the range of one step in its market.
func rangeBands(ctx context.Context, r *workflow.RangeView, m *rules.Market) ui.Bands {
	s := scaleOf([]rules.Band{r.Range.Band})
	return ui.Bands{Title: lang.Say(ctx, "For full time, {m}", "m", m.Name), Scale: s.words(lang.In(ctx)), Rows: []ui.Band{s.band(ctx, r.Step.Name, r.Range.Band)}, Note: lang.Say(ctx, "The line in the band is the reference.")}
}

// missing says why there is no range, and what would bring one.
func (p Own) missing(ctx context.Context) (title, text string) {
	switch p.View.Range.Missing {
	case workflow.NotShown:
		return lang.Say(ctx, "Ranges are not shown to people here"), lang.Say(ctx, "Your organisation has chosen not to show people the range of their own step. Your manager knows it: ask, any day. Where the law of your country gives you a right to know, it holds whatever is chosen here.")
	case workflow.NoStep:
		return lang.Say(ctx, "There is no step yet, and so no range"), lang.Say(ctx, "A step is agreed in the first evaluation. Until then no range follows from it, and nothing is held against anybody for it.")
	case workflow.NoDiscipline:
		return lang.Say(ctx, "No discipline is chosen yet"), p.toReader(ctx, lang.Later("A range is kept for a step in a discipline. Which discipline is yours is agreed with the manager, on the profile."), lang.Later("A range is kept for a step in a discipline. Which discipline is theirs is agreed with the manager, on the profile."))
	case workflow.NoMarket:
		return p.toReader(ctx, lang.Later("It is not said yet where you are paid"), lang.Later("It is not said yet where {who} is paid")), p.toReader(ctx, lang.Later("Ranges are kept for markets: a country or a city. A compensation partner says which one is yours."), lang.Later("Ranges are kept for markets: a country or a city. A compensation partner says which one is theirs."))
	}
	return lang.Say(ctx, "No range is kept for this yet"), lang.Say(ctx, "For this step in this discipline and market there is no range. A compensation partner can add it.")
}

// toReader says one text to the person and another to everybody else.
func (p Own) toReader(ctx context.Context, own, other string) string {
	if p.self() {
		return lang.Say(ctx, own)
	}
	return lang.Fill(lang.Say(ctx, other), "who", p.View.Subject.Name)
}

func (p Own) marketOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Choose")}}
	for _, m := range p.View.Markets {
		options = append(options, ui.Option{Value: string(m.ID), Label: m.Name, Selected: string(m.ID) == p.Place.Market})
	}
	return options
}

func marketName(markets []rules.Market, p rules.Place) string {
	for _, m := range markets {
		if m.ID == p.Market {
			return m.Name
		}
	}
	return ""
}
