package framework

import "cairn/internal/clock"

// Life is where a version is in its life, as people speak of it.
type Life string

// The life of a version, from its writing to its retirement.
const (
	BeingWritten    Life = "being written"
	OpenForComments Life = "open for comments"
	Coming          Life = "comes into force later"
	InForce         Life = "in force"
	Earlier         Life = "in force before"
	TakenOut        Life = "retired"
)

// LifeOf tells where a version of that status is in its life. inForce is true
// for the one version that is.
func LifeOf(s Status, effective clock.Date, inForce bool, today clock.Date) Life {
	switch {
	case s == Retired:
		return TakenOut
	case s == Comment:
		return OpenForComments
	case s != Published:
		return BeingWritten
	case inForce:
		return InForce
	case effective > today:
		return Coming
	}
	return Earlier
}
