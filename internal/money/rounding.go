package money

import (
	"math/bits"

	"cairn/internal/lang"
)

// Rounding says what becomes of a part of a minor unit.
type Rounding int

// The rules there are.
const (
	// HalfUp goes to the nearest, and from the middle away from zero: what most
	// people are taught.
	HalfUp Rounding = iota
	// HalfEven goes to the nearest, and from the middle to the even one, so that
	// many roundings do not add up in one direction.
	HalfEven
	// Down goes towards zero.
	Down
	// Up goes away from zero.
	Up
)

// Words says the rule as it may stand beside an amount.
func (r Rounding) Words() string {
	switch r {
	case HalfUp:
		return lang.Later("rounded to the nearest, from the middle upwards")
	case HalfEven:
		return lang.Later("rounded to the nearest, from the middle to the even one")
	case Down:
		return lang.Later("rounded down")
	case Up:
		return lang.Later("rounded up")
	}
	return ""
}

// Part is the amount times numerator/denominator, rounded to a minor unit. The
// product is formed whole before it is divided.
func (m Money) Part(numerator, denominator int64, r Rounding) (Money, error) {
	if denominator == 0 {
		return Money{}, ErrTooLarge
	}
	negative := (m.minor < 0) != (numerator < 0) != (denominator < 0)
	high, low := bits.Mul64(magnitude(m.minor), magnitude(numerator))
	by := magnitude(denominator)
	if high >= by {
		return Money{}, ErrTooLarge
	}
	whole, rest := bits.Div64(high, low, by)
	if r.goesUp(whole, rest, by) {
		whole++
		if whole == 0 {
			return Money{}, ErrTooLarge
		}
	}
	return signed(0, whole, negative, m.currency)
}

// RoundTo is the nearest multiple of the unit by the rule: of 100 kronor, say.
func (m Money) RoundTo(unit Money, r Rounding) (Money, error) {
	if m.currency != unit.currency {
		return Money{}, ErrCurrencies
	}
	if unit.minor <= 0 {
		return m, nil
	}
	n, err := Money{m.minor, m.currency}.Part(1, unit.minor, r)
	if err != nil {
		return Money{}, err
	}
	return times(n, unit.minor)
}

// goesUp tells whether a quotient with a rest grows in size.
func (r Rounding) goesUp(whole, rest, by uint64) bool {
	if rest == 0 {
		return false
	}
	switch r {
	case HalfUp:
		return rest >= by-rest
	case HalfEven:
		return rest > by-rest || rest == by-rest && whole%2 == 1
	case Up:
		return true
	}
	return false
}
