package rollout

import (
	"encoding/json"
	"slices"
	"time"

	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/framework"
	"cairn/internal/id"
)

// Placement is where a manager would place a report, to try a framework out. It
// never becomes a Step.
type Placement struct {
	Rollout id.Rollout
	Subject id.Person
	Manager id.Person
	Step    framework.StepID
	At      clock.Instant
}

// What a spread needs to be told.
const (
	SpreadGroup  = 50 // people placed in all
	SpreadCell   = 10 // people at a step; none is few too
	SpreadRound  = 5
	SpreadMost   = 90 // per cent at one step, above which everybody's would be known
	SpreadUnsure = 5  // how wide what can be worked out about a hidden step must stay

	publishEvery = 7 * 24 * time.Hour
	leastChanged = 5
)

// Cell is how many were placed at a step.
type Cell struct {
	Step  framework.StepID
	About int // rounded; zero when it is hidden
}

// Hidden tells whether too few were placed there, or one could work out too much.
func (c Cell) Hidden() bool { return c.About == 0 }

// SpreadOf tells what may be told of trial placements at these steps, in their
// order; nothing when the group is too small, or too much could be worked out.
func SpreadOf(steps []framework.StepID, placed map[framework.StepID]int) []Cell {
	total, most := 0, 0
	for _, s := range steps {
		total, most = total+placed[s], max(most, placed[s])
	}
	if total < SpreadGroup || most*100 > total*SpreadMost {
		return nil
	}
	hidden := hide(steps, placed)
	if len(hidden) == len(steps) {
		return nil
	}
	cells := make([]Cell, 0, len(steps))
	for _, s := range steps {
		c := Cell{Step: s}
		if !slices.Contains(hidden, s) {
			c.About = (placed[s] + SpreadRound/2) / SpreadRound * SpreadRound
		}
		cells = append(cells, c)
	}
	return cells
}

// hide returns the steps that are not told: those with few, and further ones, the
// smallest first, until nobody who knew all that is told and the exact total
// could narrow any of them down.
func hide(steps []framework.StepID, placed map[framework.StepID]int) (hidden []framework.StepID) {
	bySize := slices.Clone(steps)
	arrange.Stably(bySize, func(a, b framework.StepID) int { return placed[a] - placed[b] })
	for _, s := range bySize {
		if placed[s] >= SpreadCell && (len(hidden) == 0 || unsure(hidden, placed)) {
			break
		}
		hidden = append(hidden, s)
	}
	if len(hidden) > 0 && !unsure(hidden, placed) {
		return steps
	}
	return hidden
}

// unsure tells whether each hidden step keeps an interval wide enough for somebody
// who knows how many are hidden in all, and which of them are few.
func unsure(hidden []framework.StepID, placed map[framework.StepID]int) bool {
	sum := 0
	for _, s := range hidden {
		sum += placed[s]
	}
	bounds := func(s framework.StepID) (low, high int) {
		if placed[s] < SpreadCell {
			return 0, min(SpreadCell-1, sum)
		}
		return SpreadCell, sum
	}
	for _, s := range hidden {
		low, high := bounds(s)
		othersLow, othersHigh := 0, 0
		for _, o := range hidden {
			if o != s {
				l, h := bounds(o)
				othersLow, othersHigh = othersLow+l, othersHigh+h
			}
		}
		low, high = max(low, sum-othersHigh), min(high, sum-othersLow)
		if high-low < SpreadUnsure {
			return false
		}
	}
	return true
}

// Publish keeps a new spread, unless the last one is younger than a week or fewer
// than five were placed since: then the old one is repeated, so that no single
// placement can be watched. It tells whether anything changed.
func (r *Rollout) Publish(steps []framework.StepID, placed []Placement, now clock.Instant) bool {
	changed, counts := 0, map[framework.StepID]int{}
	for _, p := range placed {
		counts[p.Step]++
		if p.At > r.SpreadAt {
			changed++
		}
	}
	cells := SpreadOf(steps, counts)
	if !r.MayPlace() || changed < leastChanged || r.SpreadAt.IsSet() && now.Sub(r.SpreadAt) < publishEvery || cells == nil {
		return false
	}
	raw, err := json.Marshal(cells)
	if err != nil {
		return false
	}
	r.Spread, r.SpreadAt = string(raw), now
	return true
}

// Cells returns the spread as it was published last, nothing when there is none.
func (r *Rollout) Cells() (cells []Cell) {
	if r.Spread != "" && json.Unmarshal([]byte(r.Spread), &cells) != nil {
		return nil
	}
	return cells
}

// DroppedAbout says how many placements were deleted, rounded like a spread; few
// are not told apart from none.
func (r *Rollout) DroppedAbout() (about int, few bool) {
	if r.Dropped < SpreadCell {
		return 0, true
	}
	return (r.Dropped + SpreadRound/2) / SpreadRound * SpreadRound, false
}
