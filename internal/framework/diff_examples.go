package framework

import (
	"cmp"
	"slices"

	"cairn/internal/arrange"
)

// spot is where examples stand, in the words of the later version.
type spot struct {
	area  AreaID
	step  StepID
	level LevelID
}

// pairing finds the examples of the earlier version again in the later one.
type pairing struct {
	comparison
	areas, steps renames
	spotWas      []spot // by the index of the earlier example
	spotIs       []spot
	later        []int // the index of the later example; none when it is gone
	earlier      []int
	merged       map[int]int // by the map of ids: into which later example it went
}

const none = -1

func (c comparison) pair(areas, steps renames) *pairing {
	p := &pairing{comparison: c, areas: areas, steps: steps, merged: map[int]int{}}
	for _, e := range c.was.Examples {
		p.spotWas = append(p.spotWas, spot{AreaID(areas.of(string(e.Area))), StepID(steps.of(string(e.Step))), e.Level})
		p.later = append(p.later, none)
	}
	for _, e := range c.is.Examples {
		p.spotIs = append(p.spotIs, spot{e.Area, e.Step, e.Level})
		p.earlier = append(p.earlier, none)
	}
	p.byID()
	p.byText(func(i int) spot { return p.spotWas[i] }, func(j int) spot { return p.spotIs[j] })
	p.byLikeness()
	p.byText(func(int) spot { return spot{} }, func(int) spot { return spot{} })
	return p
}

func (p *pairing) join(i, j int) { p.later[i], p.earlier[j] = j, i }

// byID follows the map of ids. An id that was not given anew keeps its example,
// so that one mapped to it was merged into it.
func (p *pairing) byID() {
	at := map[ExampleID]int{}
	for j := len(p.is.Examples) - 1; j >= 0; j-- {
		at[p.is.Examples[j].ID] = j
	}
	mapped := map[ExampleID]ExampleID{}
	if p.is.Replaces != nil {
		mapped = p.is.Replaces.Map
	}
	for i, e := range p.was.Examples {
		j, there := at[e.ID]
		_, anew := at[mapped[e.ID]]
		if there && p.earlier[j] == none && (!anew || mapped[e.ID] == e.ID) {
			p.join(i, j)
		}
	}
	for i, e := range p.was.Examples {
		j, anew := at[mapped[e.ID]]
		switch {
		case !anew || p.later[i] != none:
		case p.earlier[j] == none:
			p.join(i, j)
		default:
			p.merged[i] = j
		}
	}
}

// byText finds the very same sentence under another id, where only one example
// on either side has it.
func (p *pairing) byText(whereWas, whereIs func(int) spot) {
	type key struct {
		spot
		text string
	}
	left, right := map[key][]int{}, map[key][]int{}
	for i, e := range p.was.Examples {
		if _, merged := p.merged[i]; p.later[i] == none && !merged {
			k := key{whereWas(i), fold(e.Text)}
			left[k] = append(left[k], i)
		}
	}
	for j, e := range p.is.Examples {
		if p.earlier[j] == none {
			k := key{whereIs(j), fold(e.Text)}
			right[k] = append(right[k], j)
		}
	}
	for k, i := range left {
		if j := right[k]; len(i) == 1 && len(j) == 1 {
			p.join(i[0], j[0])
		}
	}
}

// byLikeness pairs what is left at one place by how much the words are alike,
// the most alike first.
func (p *pairing) byLikeness() {
	left, right := map[spot][]int{}, map[spot][]int{}
	for i := range p.was.Examples {
		if _, merged := p.merged[i]; p.later[i] == none && !merged {
			left[p.spotWas[i]] = append(left[p.spotWas[i]], i)
		}
	}
	for j := range p.is.Examples {
		if p.earlier[j] == none {
			right[p.spotIs[j]] = append(right[p.spotIs[j]], j)
		}
	}
	v := &vocabulary{}
	bags := func(examples []Example, which []int) []bag {
		all := make([]bag, 0, len(which))
		for _, i := range which {
			all = append(all, v.bagOf(examples[i].Text))
		}
		return all
	}
	budget := mostPairs
	for _, at := range sortedSpots(left) {
		was, is := left[at], right[at]
		if budget -= len(was) * len(is); budget < 0 {
			return
		}
		for _, pair := range v.alike(bags(p.was.Examples, was), bags(p.is.Examples, is)) {
			p.join(was[pair.i], is[pair.j])
		}
	}
}

func sortedSpots(of map[spot][]int) []spot {
	var all []spot
	for at := range of {
		all = append(all, at)
	}
	arrange.By(all, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.step, b.step), cmp.Compare(a.level, b.level))
	})
	return all
}

// change describes a pair; nil when nothing differs that is worth telling.
func (p *pairing) change(i, j int) *ExampleChange {
	a, b := p.was.Examples[i], p.is.Examples[j]
	c := ExampleChange{Before: a, After: b}
	moved := p.spotWas[i] != p.spotIs[j] || !sameMarks(a.Disciplines, b.Disciplines)
	if a.Text != b.Text {
		c.Text = DiffWords(a.Text, b.Text)
	}
	if moved {
		c.Fields = differ(p.was.placeFields(a), p.is.placeFields(b))
	}
	c.Fields = append(c.Fields, differ(p.was.exampleFields(a), p.is.exampleFields(b))...)
	if a.ID != b.ID && p.ids {
		c.Fields = append(c.Fields, fieldChange("id", string(a.ID), string(b.ID)))
	}
	switch {
	case c.Text == nil && len(c.Fields) == 0 && !moved:
		return nil
	case moved:
		c.Kind = Moved
	case a.ID != b.ID && !p.mapped(a.ID, b.ID):
		c.Kind = Reworded
	default:
		c.Kind = Changed
	}
	return &c
}

func (p *pairing) mapped(was, is ExampleID) bool {
	return p.is.Replaces != nil && p.is.Replaces.Map[was] == is
}

func sameMarks(a, b []DisciplineID) bool {
	for _, d := range a {
		if !slices.Contains(b, d) {
			return false
		}
	}
	for _, d := range b {
		if !slices.Contains(a, d) {
			return false
		}
	}
	return true
}

// gone describes an example that the later version does not have.
func (p *pairing) gone(i int) ExampleChange {
	c := ExampleChange{Kind: Removed, Before: p.was.Examples[i]}
	c.Text = DiffWords(c.Before.Text, "")
	if j, merged := p.merged[i]; merged {
		c.Fields = []FieldChange{fieldChange("became part of", "", p.is.Examples[j].Text)}
	}
	return c
}
