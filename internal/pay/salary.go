package pay

import (
	"cmp"
	"math/bits"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
)

// Salary is what a person is paid from a day on: the amount for full time, and the
// share of full time. It is never rewritten; a correction for the same day is
// another entry.
type Salary struct {
	ID     id.Salary
	Person id.Person
	From   clock.Date
	Full   money.Money // for full time
	Period Period
	Share  Share
	Reason string
	MadeAt clock.Instant
	MadeBy id.Person
	Nth    int64 // of all, in the order they were made
}

// Share is how much of full time somebody works, in hundredths of a per cent:
// 10000 is full time.
type Share int64

// FullTime is all of it.
const FullTime Share = 10_000

// ShareRounding is how what is paid for part of full time is rounded.
const ShareRounding = money.HalfUp

// Paid is what is paid for the share, rounded by ShareRounding.
func (s Salary) Paid() (money.Money, error) {
	return s.Full.Part(int64(s.Share), int64(FullTime), ShareRounding)
}

// Check tells what cannot stand in a salary.
func (s Salary) Check() error {
	var wrong []fault.Field
	say := func(name, message string) { wrong = append(wrong, fault.Field{Name: name, Message: message}) }
	if !s.Full.IsSet() || s.Full.Sign() <= 0 {
		say("amount", lang.Later("Give the amount for full time, above nothing."))
	}
	if !s.Period.Known() {
		say("period", lang.Later("Choose whether the amount is for a month or for a year."))
	}
	if s.Share < 1 || s.Share > FullTime {
		say("share", lang.Later("Give the share of full time between 0.01 and 100."))
	}
	if !s.From.IsSet() {
		say("from", lang.Later("Say from which day on it holds."))
	}
	return fault.InvalidFields(append(wrong, checkReason(s.Reason)...))
}

// laterPaid orders entries of one person.
func laterPaid(a, b Salary) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Nth, b.Nth))
}

// PaidOn is the salary in force on the day.
func PaidOn(history []Salary, on clock.Date) (now Salary, ok bool) {
	for _, s := range history {
		if s.From <= on && (!ok || laterPaid(now, s) < 0) {
			now, ok = s, true
		}
	}
	return now, ok
}

// Newest returns the entries with the one in force last first.
func Newest(history []Salary) []Salary {
	list := slices.Clone(history)
	arrange.By(list, func(a, b Salary) int { return laterPaid(b, a) })
	return list
}

// Position is how a salary stands to a range. It is a word, and never a number:
// nobody is ranked by it.
type Position string

// The positions there are.
const (
	Below  Position = "below"
	Inside Position = "inside"
	Above  Position = "above"
	// Elsewhere: in another currency, which Cairn does not convert.
	Elsewhere Position = "elsewhere"
)

// PositionOf compares the full-time amount with the band, exactly. A year has
// twelve months.
func PositionOf(s Salary, b Band, period Period) Position {
	if s.Full.Currency() != b.Minimum.Currency() {
		return Elsewhere
	}
	if less(s.Full, s.Period, b.Minimum, period) {
		return Below
	}
	if less(b.Maximum, period, s.Full, s.Period) {
		return Above
	}
	return Inside
}

// less compares what both come to in a year.
func less(a money.Money, pa Period, b money.Money, pb Period) bool {
	ha, la := inAYear(a, pa)
	hb, lb := inAYear(b, pb)
	return ha < hb || ha == hb && la < lb
}

// inAYear is the minor units of a year in 128 bits; amounts are above nothing.
func inAYear(m money.Money, p Period) (high, low uint64) {
	times := uint64(1)
	if p == Monthly {
		times = 12
	}
	return bits.Mul64(uint64(max(m.Minor(), 0)), times)
}
