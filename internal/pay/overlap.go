package pay

import (
	"math/bits"

	"cairn/internal/framework"
)

// Concern is what somebody who keeps ranges should look at; nothing forbids it.
type Concern string

// The concerns there are.
const (
	Apart Concern = "apart" // does not overlap with the range of the next step
	Wide  Concern = "wide"  // wider than the chosen limit
)

// Doubt is a concern about the range of a step, and for Apart the step beside it.
type Doubt struct {
	Concern     Concern
	Step, Wider framework.StepID
}

// Doubts looks at the ranges of one discipline in one market. steps are in order;
// those of one order stand beside each other and are each compared with the next
// wider ones that have a range. limit is how many per cent of the minimum the
// maximum may lie above it.
func Doubts(ranges map[framework.StepID]Band, steps []framework.Step, limit int64) (all []Doubt) {
	for i, s := range steps {
		band, ok := ranges[s.ID]
		if !ok {
			continue
		}
		if band.WiderThan(limit) {
			all = append(all, Doubt{Wide, s.ID, ""})
		}
		next := 0
		for _, w := range steps[i+1:] {
			other, kept := ranges[w.ID]
			if !kept || w.Order == s.Order || next != 0 && w.Order != next {
				continue
			}
			next = w.Order
			if !band.Overlaps(other) {
				all = append(all, Doubt{Apart, s.ID, w.ID})
			}
		}
	}
	return all
}

// Overlaps tells whether somebody could earn the same in both.
func (b Band) Overlaps(other Band) bool {
	return b.Minimum.Currency() == other.Minimum.Currency() &&
		b.Minimum.Minor() <= other.Maximum.Minor() && other.Minimum.Minor() <= b.Maximum.Minor()
}

// WiderThan tells whether the maximum lies more than so many per cent above the
// minimum. Both products are formed whole.
func (b Band) WiderThan(percent int64) bool {
	if b.Minimum.Minor() <= 0 || percent < 0 {
		return false
	}
	h1, l1 := bits.Mul64(uint64(b.Maximum.Minor()), 100)
	h2, l2 := bits.Mul64(uint64(b.Minimum.Minor()), uint64(100+percent))
	return h1 > h2 || h1 == h2 && l1 > l2
}
