package org

import (
	"cmp"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/id"
)

// Nearness tells how two people work with each other, by what everybody can see.
type Nearness string

// Degrees of nearness, from near to far.
const (
	InSquad   Nearness = "squad"
	InChapter Nearness = "chapter"
	InTribe   Nearness = "tribe" // in another squad and chapter of it
	Elsewhere Nearness = "elsewhere"
)

// Degrees lists every degree, from near to far.
func Degrees() []Nearness { return []Nearness{InSquad, InChapter, InTribe, Elsewhere} }

// NearnessOf tells how near two people work, the nearest that holds.
func (c *Chart) NearnessOf(a, b id.Person) Nearness {
	switch {
	case meet(c.UnitsOf(a, Squad), c.UnitsOf(b, Squad)):
		return InSquad
	case meet(c.ChaptersOf(a), c.ChaptersOf(b)):
		return InChapter
	case meet(c.TribesOf(a), c.TribesOf(b)):
		return InTribe
	}
	return Elsewhere
}

// ChaptersOf are the chapters a person is in or leads.
func (c *Chart) ChaptersOf(p id.Person) []id.Unit {
	return append(c.UnitsOf(p, Chapter), c.ledChapters(p)...)
}

// TribesOf are the tribes a person is in, through whatever unit, or leads.
func (c *Chart) TribesOf(p id.Person) []id.Unit {
	return c.tribesAround(slices.Concat(c.Member[p], c.Leads[p]))
}

// TribesLed are the tribes a person leads, or leads a unit of.
func (c *Chart) TribesLed(p id.Person) []id.Unit { return c.tribesAround(c.Leads[p]) }

func (c *Chart) tribesAround(units []id.Unit) (tribes []id.Unit) {
	for _, u := range units {
		switch unit := c.Units[u]; {
		case unit.Kind == Tribe:
			tribes = append(tribes, u)
		case unit.Tribe != "":
			tribes = append(tribes, unit.Tribe)
		}
	}
	return tribes
}

// Around lists those who work here, by nearness to the person: whoever shares a
// guild comes first, then by name. Skip leaves people out.
func (c *Chart) Around(person id.Person, skip func(id.Person) bool) map[Nearness][]id.Person {
	near := map[Nearness][]id.Person{}
	guilds := c.UnitsOf(person, Guild)
	for p, who := range c.People {
		if p == person || who.LeftAt.IsSet() || skip(p) {
			continue
		}
		degree := c.NearnessOf(person, p)
		near[degree] = append(near[degree], p)
	}
	for _, list := range near {
		arrange.By(list, func(a, b id.Person) int {
			return cmp.Or(
				-cmp.Compare(shares(guilds, c.Member[a]), shares(guilds, c.Member[b])),
				Compare(c.People[a].Name, c.People[b].Name), cmp.Compare(a, b))
		})
	}
	return near
}

func shares(guilds, units []id.Unit) int {
	if meet(guilds, units) {
		return 1
	}
	return 0
}

func meet(a, b []id.Unit) bool {
	return slices.ContainsFunc(a, func(u id.Unit) bool { return slices.Contains(b, u) })
}
