// Package standing holds a person's Step over time. The Step is private to the
// person and the current manager (seed, "In practice: Disciplines, Roles &
// Steps"), which is why it is no field of the person.
package standing

import (
	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
)

// How tells by what a Step was set.
type How string

// Ways a Step is set.
const (
	ByFirstEvaluation  How = "first-evaluation"
	ByRollout          How = "rollout"           // when the framework was introduced
	ByChosenDiscipline How = "discipline-change" // the person moved to another discipline
	ByChosenStep       How = "narrower-step"     // the person chose a narrower influence
	ByPromotion        How = "promotion"
)

// Words says how the Step was set.
func (h How) Words() string {
	switch h {
	case ByFirstEvaluation:
		return lang.Later("agreed in the first evaluation")
	case ByRollout:
		return lang.Later("agreed when the framework was introduced")
	case ByChosenDiscipline:
		return lang.Later("agreed with the move to another discipline")
	case ByChosenStep:
		return lang.Later("agreed as a step of one’s own choice")
	case ByPromotion:
		return lang.Later("by promotion")
	}
	return string(h)
}

// Standing is one Step a person stands on since an instant, kept with the
// framework version it was decided under. It is never rewritten: a correction
// is a new one.
type Standing struct {
	ID         id.Standing
	Subject    id.Person
	Since      clock.Instant
	Step       framework.StepID
	Framework  framework.Ref
	How        How
	Evaluation id.Evaluation // by which it was set; empty otherwise
	Promotion  id.Promotion  // by which it was set; empty otherwise
}

// VisibleTo tells whether the actor of the bond may know the Step, or that
// there is one.
func VisibleTo(b access.Bond) bool { return b.Pair() }

// Current returns the Step in force: the one set last. ok is false when the
// Step is not set yet.
func Current(history []Standing) (now Standing, ok bool) {
	for _, s := range history {
		if !ok || s.Since >= now.Since {
			now, ok = s, true
		}
	}
	return now, ok
}
