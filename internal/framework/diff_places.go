package framework

import (
	"cmp"

	"cairn/internal/arrange"
)

// places gathers the changes of examples by area and step.
func (c comparison) places(areas, steps renames) []PlaceChange {
	p := c.pair(areas, steps)
	at := map[spot]*PlaceChange{}
	get := func(s spot) *PlaceChange {
		if at[s] == nil {
			at[s] = &PlaceChange{Area: s.area, Step: s.step, Level: s.level, Rewritten: true}
		}
		return at[s]
	}
	for j, e := range c.is.Examples {
		place := get(p.spotIs[j])
		place.After = append(place.After, e)
		if p.earlier[j] == none {
			place.Changes = append(place.Changes, ExampleChange{Kind: Added, After: e, Text: DiffWords("", e.Text)})
			continue
		}
		place.Rewritten = false
		if change := p.change(p.earlier[j], j); change != nil {
			place.Changes = append(place.Changes, *change)
		}
	}
	for i, e := range c.was.Examples {
		place := get(p.spotWas[i])
		place.Before = append(place.Before, e)
		if p.later[i] == none {
			place.Changes = append(place.Changes, p.gone(i))
		} else {
			place.Rewritten = false
		}
	}
	var all []PlaceChange
	for _, place := range at {
		if len(place.Changes) == 0 {
			continue
		}
		place.Rewritten = place.Rewritten && len(place.Before) > 0 && len(place.After) > 0
		place.AreaName, place.StepName = c.names(*place)
		all = append(all, *place)
	}
	c.sort(all)
	return all
}

// names asks the later version first; what it lost is named by the earlier one.
func (c comparison) names(p PlaceChange) (area, step string) {
	f := c.is
	if _, ok := f.Area(p.Area); !ok {
		f = c.was
	}
	area = f.areaName(p.Area)
	if p.Level != "" {
		return area, f.levelName(p.Area, p.Level)
	}
	if _, ok := c.is.Step(p.Step); ok {
		return area, c.is.stepName(p.Step)
	}
	return area, c.was.stepName(p.Step)
}

// sort puts the places in the order of the later version; what only the earlier
// one had comes behind.
func (c comparison) sort(places []PlaceChange) {
	areas, steps, levels := map[AreaID]int{}, map[StepID]int{EveryStep: none}, map[LevelID]int{}
	for _, f := range []*Framework{c.is, c.was} {
		for _, a := range f.AreasInOrder() {
			note(areas, a.ID)
		}
		for _, s := range f.StepsInOrder() {
			note(steps, s.ID)
		}
		for _, s := range f.Scales {
			for _, v := range s.Levels {
				note(levels, v.ID)
			}
		}
	}
	arrange.By(places, func(a, b PlaceChange) int {
		return cmp.Or(cmp.Compare(areas[a.Area], areas[b.Area]), cmp.Compare(steps[a.Step], steps[b.Step]),
			cmp.Compare(levels[a.Level], levels[b.Level]), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Level, b.Level))
	})
}

// note gives each id its rank when it is first met.
func note[K comparable](ranks map[K]int, id K) {
	if _, known := ranks[id]; !known {
		ranks[id] = len(ranks)
	}
}
