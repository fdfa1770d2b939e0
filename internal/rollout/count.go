package rollout

import (
	"cmp"

	"cairn/internal/arrange"
	"cairn/internal/id"
)

// SmallestGroup is how many pairs a chapter needs to be counted by itself.
const SmallestGroup = 5

// Count is how far the pairs of one chapter are. What a side has begun and not
// handed in is in no figure.
type Count struct {
	Chapter id.Unit // empty: several chapters, and whoever is in none
	Name    string
	Pairs   int
	Started int // at least one of the two has handed in
	Both    int // both have, so that the two can talk
	Ended   int // come to an end, agreed or not
}

func (c Count) add(o Count) Count {
	c.Pairs, c.Started, c.Both, c.Ended = c.Pairs+o.Pairs, c.Started+o.Started, c.Both+o.Both, c.Ended+o.Ended
	return c
}

// Merge returns what may be told: chapters of five pairs or more, and the others
// as one line. Where that line would have fewer than five, the smallest of the
// chapters joins it, so that subtraction tells nothing. Fewer than five in all are
// not counted. Chapters come in the order of compare.
func Merge(counts []Count, compare func(a, b string) int) []Count {
	var shown []Count
	var rest Count
	for _, c := range counts {
		if c.Chapter != "" && c.Pairs >= SmallestGroup {
			shown = append(shown, c)
		} else {
			rest = rest.add(c)
		}
	}
	arrange.Stably(shown, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), compare(a.Name, b.Name), cmp.Compare(a.Chapter, b.Chapter))
	})
	for rest.Pairs > 0 && rest.Pairs < SmallestGroup && len(shown) > 0 {
		rest, shown = rest.add(shown[len(shown)-1]), shown[:len(shown)-1]
	}
	arrange.Stably(shown, func(a, b Count) int { return cmp.Or(compare(a.Name, b.Name), cmp.Compare(a.Chapter, b.Chapter)) })
	if rest.Pairs >= SmallestGroup {
		shown = append(shown, rest)
	}
	return shown
}
