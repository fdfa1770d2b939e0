// Package money holds amounts exactly: whole minor units of an ISO 4217 currency.
// Nothing here is a floating-point number. What does not come out even is rounded
// by a rule that the caller names.
package money

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"

	"cairn/internal/fault"
)

// Money is an amount of a currency. The zero Money is no amount at all.
type Money struct {
	minor    int64
	currency Currency
}

// What can go wrong with amounts.
var (
	ErrCurrencies = errors.New("money: amounts of two currencies do not mix")
	ErrTooLarge   = fault.New(fault.Invalid, "This amount is larger than Cairn can hold. Is there a digit too many?")
)

// Of is so many minor units of the currency: cents, öre, or yen themselves.
func Of(minor int64, c Currency) Money { return Money{minor, c} }

// Whole is so many whole units of the currency.
func Whole(n int64, c Currency) (Money, error) { return times(Money{n, c}, c.unit()) }

// Minor is the amount in minor units.
func (m Money) Minor() int64 { return m.minor }

// Currency is what the amount is in.
func (m Money) Currency() Currency { return m.currency }

// IsSet tells an amount from none. Nothing of a currency is an amount.
func (m Money) IsSet() bool { return m.currency != "" }

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return cmp.Compare(m.minor, 0) }

// Add is the sum of both.
func (m Money) Add(n Money) (Money, error) {
	if m.currency != n.currency {
		return Money{}, ErrCurrencies
	}
	sum := m.minor + n.minor
	if (sum > m.minor) != (n.minor > 0) && n.minor != 0 {
		return Money{}, ErrTooLarge
	}
	return Money{sum, m.currency}, nil
}

// Sub is what is left of m without n.
func (m Money) Sub(n Money) (Money, error) {
	if m.currency != n.currency {
		return Money{}, ErrCurrencies
	}
	left := m.minor - n.minor
	if (left < m.minor) != (n.minor > 0) && n.minor != 0 {
		return Money{}, ErrTooLarge
	}
	return Money{left, m.currency}, nil
}

// Compare is -1, 0 or 1 where m is less than, as much as or more than n.
func (m Money) Compare(n Money) (int, error) {
	if m.currency != n.currency {
		return 0, ErrCurrencies
	}
	return cmp.Compare(m.minor, n.minor), nil
}

// Times is the amount so many times, exactly.
func (m Money) Times(n int64) (Money, error) { return times(m, n) }

func times(m Money, n int64) (Money, error) {
	high, low := bits.Mul64(magnitude(m.minor), magnitude(n))
	return signed(high, low, (m.minor < 0) != (n < 0), m.currency)
}

// signed puts a sign to a product, where it fits.
func signed(high, low uint64, negative bool, c Currency) (Money, error) {
	limit := uint64(1<<63 - 1)
	if high != 0 || low > limit {
		return Money{}, ErrTooLarge
	}
	if negative {
		return Money{-int64(low), c}, nil
	}
	return Money{int64(low), c}, nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

type written struct {
	Currency Currency `json:"currency"`
	Minor    int64    `json:"minor"`
}

// MarshalJSON keeps minor units, so that nothing is lost.
func (m Money) MarshalJSON() ([]byte, error) { return json.Marshal(written{m.currency, m.minor}) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Money) UnmarshalJSON(data []byte) error {
	var w written
	if err := json.Unmarshal(data, &w); err != nil {
		return errors.New("money: this is no amount") // the cause would quote it
	}
	if w.Currency != "" && !w.Currency.Known() {
		return fmt.Errorf("money: there is no currency %q", w.Currency)
	}
	*m = Money{w.Minor, w.Currency}
	return nil
}
