package money

import (
	"slices"
	"strings"

	iso "github.com/bojanz/currency"

	"cairn/internal/fault"
)

// Currency is an ISO 4217 code, such as SEK. The zero Currency is none.
type Currency string

// Currencies lists every currency there is, by code.
func Currencies() []Currency {
	var all []Currency
	for _, code := range iso.GetCurrencyCodes() {
		all = append(all, Currency(code))
	}
	slices.Sort(all)
	return all
}

// ParseCurrency reads a code, whatever its case.
func ParseCurrency(text string) (Currency, error) {
	c := Currency(strings.ToUpper(strings.TrimSpace(text)))
	if !c.Known() {
		return "", fault.New(fault.Invalid, "Give the currency as its three letters, such as SEK or EUR.")
	}
	return c, nil
}

// Known tells whether there is such a currency.
func (c Currency) Known() bool { return c != "" && iso.IsValid(string(c)) }

// Decimals is how many decimals an amount has: none for JPY, 2 for EUR, 3 for KWD.
func (c Currency) Decimals() int {
	digits, _ := iso.GetDigits(string(c))
	return int(digits)
}

// unit is how many minor units make one.
func (c Currency) unit() int64 {
	unit := int64(1)
	for range c.Decimals() {
		unit *= 10
	}
	return unit
}
