package pay

import (
	"context"

	"cairn/internal/lang"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
)

// Markets is the list of markets, and a form.
type Markets struct {
	Base
	List   []rules.Market
	Form   MarketForm
	Opened string // the market whose form stands open; "new" for that of another
}

// MarketForm is a market as typed.
type MarketForm struct {
	Name, Country, City, Currency, Period string
	Usual                                 bool
}

func (p Markets) formOf(m rules.Market) MarketForm {
	if p.Opened == string(m.ID) {
		return p.Form
	}
	return MarketForm{Name: m.Name, Country: m.Country, City: m.City, Usual: m.Usual}
}

// problem is what is wrong with a field of the form that stands open.
func (p Markets) problem(which, field string) string {
	if p.Opened != which {
		return ""
	}
	return p.Problems[field]
}

func currencyOptions(ctx context.Context, chosen string) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Choose")}}
	for _, c := range money.Currencies() {
		options = append(options, ui.Option{Value: string(c), Label: string(c), Selected: string(c) == chosen})
	}
	return options
}

func periodOptions(ctx context.Context, chosen string) []ui.Option {
	return []ui.Option{
		{Value: string(rules.Monthly), Label: lang.Say(ctx, "A month"), Selected: chosen == string(rules.Monthly)},
		{Value: string(rules.Yearly), Label: lang.Say(ctx, "A year"), Selected: chosen == string(rules.Yearly)},
	}
}

func marketWords(ctx context.Context, m rules.Market) string {
	where := m.Country
	if m.City != "" {
		where = m.City + ", " + m.Country
	}
	words := where + " · " + string(m.Currency) + " " + lang.Say(ctx, m.Period.Words())
	if m.Usual {
		words = lang.Say(ctx, "{words} · the usual market, for whoever has none of their own", "words", words)
	}
	return words
}
