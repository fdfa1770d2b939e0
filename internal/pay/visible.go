package pay

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/org"
)

// RangeVisibleTo tells whether the actor of the bond may know the person's range.
// Whoever knows it knows the Step, so it follows the Step: the two, and nobody
// else unless the exception was declared to everybody. Nobody sees their own by
// an office.
func RangeVisibleTo(b access.Bond, p Policy, at clock.Instant) bool {
	if b.Self {
		return p.OwnRange
	}
	return b.Manager || b.Pay && p.Sight.Holds(at)
}

// SalaryVisibleTo tells whether the actor of the bond may know the person's salary,
// where salaries are kept.
func SalaryVisibleTo(b access.Bond, p Policy) bool {
	return p.Salaries && (b.Self || b.Manager || b.Pay)
}

// PlaceVisibleTo tells whether the actor may know where the person is paid.
func PlaceVisibleTo(b access.Bond) bool { return b.Self || b.Manager || b.Pay }

// Writes tells whether the actor may say where a person is paid and how much.
// Nobody handles their own pay by an office.
func Writes(b access.Bond) bool { return b.Pay && !b.Self }

// Keeps tells whether the actor looks after ranges, benchmarks and salaries: a
// compensation partner in a browser, never a token.
func Keeps(a access.Actor) bool {
	return a.Known() && a.Via == access.ViaSession && a.Holds(org.CompensationPartner)
}
