package event

import (
	"strconv"
	"time"

	"cairn/internal/clock"
	"cairn/internal/id"
)

// Outcome is how a delivery stands.
type Outcome string

// The outcomes there are.
const (
	Waiting Outcome = "waiting"
	Sent    Outcome = "sent"
	Dropped Outcome = "dropped" // there was nothing left to tell when its time came
	Dead    Outcome = "dead"    // it was tried for days
)

// Delivery is one telling of one address.
type Delivery struct {
	ID    id.Delivery
	Event Event
	Hook  id.Hook
	Tries int64
	Fence int64 // raised by each try: what an older one reports is not heard
	State Outcome
	Ended clock.Instant
	// Answer is the last one, in words that hold nothing of what was sent.
	Answer string
}

// Call is a delivery that is about to be tried, with all that it takes.
type Call struct {
	Delivery
	Form    Form
	Host    string
	Legacy  string // signs as the file of hooks once did; empty for others
	Secrets Secrets
}

// Answer is what came of a try.
type Answer struct {
	Status int           // of HTTP; nought when there was none
	Wrong  string        // why there was none, naming no address
	After  time.Duration // how long it asks us to wait
}

const gone = 410

// Taken tells whether the address has it.
func (a Answer) Taken() bool { return a.Status >= 200 && a.Status < 300 }

// Gone tells whether the address wants to be told nothing more.
func (a Answer) Gone() bool { return a.Status == gone }

// Words say it for whoever runs Cairn.
func (a Answer) Words() string {
	if a.Status == 0 {
		return a.Wrong
	}
	return "answered " + strconv.Itoa(a.Status)
}

// overloaded are answers after which everything else for the address rests as well.
func (a Answer) overloaded() bool {
	switch a.Status {
	case 0, 429, 502, 503, 504:
		return true
	}
	return false
}

// pauses are between one try and the next: eleven tries in a little more than four days.
var pauses = []time.Duration{15 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

const (
	rest     = time.Minute
	mostRest = 24 * time.Hour
)

// Next returns how long to wait after so many tries, the last of which was answered
// so; ok is false when it is time to give up.
func Next(tries int64, a Answer) (pause time.Duration, ok bool) {
	if tries > int64(len(pauses)) {
		return 0, false
	}
	return max(pauses[max(tries, 1)-1], min(a.After, mostRest)), true
}

// Rest returns for how long nothing else is tried at the address after the answer.
func Rest(a Answer) time.Duration {
	switch {
	case a.Taken():
		return 0
	case a.After > 0:
		return min(a.After, mostRest)
	case a.overloaded():
		return rest
	}
	return 0
}

// Old is how long a delivery waits for an address that rests before it is given up.
const Old = 14 * 24 * time.Hour

// Kept is how long what was told is kept, and what was given up.
const Kept = 30 * 24 * time.Hour
