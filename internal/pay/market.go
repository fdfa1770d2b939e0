// Package pay holds the rules about pay: ranges per step, discipline and market,
// where a person is paid, salaries, benchmarks, and who may know which of them.
// The step sets the range and never the salary.
package pay

import (
	"strings"
	"unicode/utf8"

	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// Period is what an amount is paid for.
type Period string

// The periods there are.
const (
	Yearly  Period = "year"
	Monthly Period = "month"
)

// Words says the period behind an amount.
func (p Period) Words() string {
	if p == Yearly {
		return lang.Later("a year")
	}
	return lang.Later("a month")
}

// Known tells whether there is such a period.
func (p Period) Known() bool { return p == Yearly || p == Monthly }

// Market is where work is paid: a country or a city, in one currency.
type Market struct {
	ID       id.Market
	Name     string
	Country  string // ISO 3166, two letters
	City     string // empty: the whole country
	Currency money.Currency
	Period   Period
	Usual    bool // for whoever has no market of their own
	MadeAt   clock.Instant
	Version  int64
}

// Bounds of what is written.
const (
	MaxName  = 80
	MaxWords = 1000
)

// Check tells what cannot stand in a market.
func (m Market) Check() error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	switch n := utf8.RuneCountInString(m.Name); {
	case n == 0:
		say("name", lang.Later("Give the market a name, such as Sweden or Berlin."))
	case n > MaxName:
		say("name", lang.Later("A name has 80 characters at most."))
	}
	if len(m.Country) != 2 || strings.Trim(m.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		say("country", lang.Later("Give the country as its two letters, such as SE or DE."))
	}
	if utf8.RuneCountInString(m.City) > MaxName {
		say("city", lang.Later("A city has 80 characters at most."))
	}
	if !m.Currency.Known() {
		say("currency", lang.Later("Give the currency as its three letters, such as SEK or EUR."))
	}
	if !m.Period.Known() {
		say("period", lang.Later("Choose whether amounts are for a month or for a year."))
	}
	return fault.InvalidFields(wrong)
}

// Place is where a person is paid from a day on. It is never rewritten.
type Place struct {
	ID     id.PayPlace
	Person id.Person
	Market id.Market
	From   clock.Date
	MadeAt clock.Instant
	MadeBy id.Person
	Nth    int64 // of all, in the order they were made
}

// PlaceOn is where the person is paid on the day: the last entry that has begun,
// and of two for one day the later made. Without one it is the usual market.
func PlaceOn(history []Place, markets []Market, on clock.Date) (Market, bool) {
	var now Place
	for _, p := range history {
		if p.From <= on && (p.From > now.From || p.From == now.From && p.Nth >= now.Nth) {
			now = p
		}
	}
	for _, m := range markets {
		if m.ID == now.Market || now.Market == "" && m.Usual {
			return m, true
		}
	}
	return Market{}, false
}
