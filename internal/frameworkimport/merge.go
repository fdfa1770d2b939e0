package frameworkimport

import (
	"slices"
	"strings"

	"cairn/internal/lang"
)

type sameKey struct {
	area, step *named
	level      *level
	text       string
}

// merged puts examples that say the same at the same place into one, marked for
// all the disciplines they stood under, and tells each of them.
func (c *collector) merged() []example {
	at := map[sameKey]int{}
	var kept []example
	for _, e := range c.examples {
		key := sameKey{e.area, e.step, e.level, fold(e.text)}
		i, twice := at[key]
		if !twice {
			at[key] = len(kept)
			kept = append(kept, e)
			continue
		}
		was := &kept[i]
		switch {
		case len(was.disciplines) == 0 || len(e.disciplines) == 0:
			if len(was.disciplines)+len(e.disciplines) > 0 {
				c.note(Merged, e.at, "example", lang.Tell("The same text stands at {place}; as one of the two is for everyone, the example is.", "place", was.at))
			} else {
				c.note(Merged, e.at, "example", lang.Tell("The same text stands at {place}.", "place", was.at))
			}
			was.disciplines = nil
		default:
			c.note(Merged, e.at, "example", lang.Tell("The same text stands at {place}; that example is now marked for {disciplines} as well.", "place", was.at, "disciplines", nameList(e.disciplines)))
			was.disciplines = union(was.disciplines, e.disciplines)
		}
		was.details = unionTexts(was.details, e.details)
		was.notes = unionTexts(was.notes, e.notes)
	}
	return kept
}

func nameList(all []*named) string {
	var said []string
	for _, n := range all {
		said = append(said, n.name)
	}
	return strings.Join(said, ", ")
}

func union(a, b []*named) []*named {
	a = slices.Clone(a)
	for _, n := range b {
		if !slices.Contains(a, n) {
			a = append(a, n)
		}
	}
	return a
}

func unionTexts(a, b []string) []string {
	a = slices.Clone(a)
	for _, s := range b {
		if !slices.ContainsFunc(a, func(o string) bool { return fold(o) == fold(s) }) {
			a = append(a, s)
		}
	}
	return a
}
