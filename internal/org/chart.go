package org

import (
	"slices"

	"cairn/internal/id"
)

// Chart is the organisation at one instant. The slices of a person's units are
// ordered by the oldest membership first.
type Chart struct {
	People     map[id.Person]Person
	Units      map[id.Unit]Unit
	Member     map[id.Person][]id.Unit
	LeadOf     map[id.Unit]id.Person
	Leads      map[id.Person][]id.Unit
	SetManager map[id.Person]id.Person
	CTO        id.Person
}

// NewChart returns an empty chart.
func NewChart() *Chart {
	return &Chart{
		People: map[id.Person]Person{}, Units: map[id.Unit]Unit{},
		Member: map[id.Person][]id.Unit{}, LeadOf: map[id.Unit]id.Person{},
		Leads: map[id.Person][]id.Unit{}, SetManager: map[id.Person]id.Person{},
	}
}

// AddLead makes the person lead of the unit.
func (c *Chart) AddLead(unit id.Unit, person id.Person) {
	c.LeadOf[unit] = person
	c.Leads[person] = append(c.Leads[person], unit)
}

// UnitsOf returns the person's units of the kind, the oldest membership first.
func (c *Chart) UnitsOf(person id.Person, kind UnitKind) []id.Unit {
	return slices.DeleteFunc(slices.Clone(c.Member[person]), func(u id.Unit) bool { return c.Units[u].Kind != kind })
}

// ManagerOf returns the person's manager and why it is that one; ok is false
// when nobody is. A missing lead leaves a person without a manager: nobody
// further up steps in, because a Step would then be open to one more.
func (c *Chart) ManagerOf(person id.Person) (manager id.Person, reason LineReason, ok bool) {
	if m, set := c.SetManager[person]; set {
		return c.present(m, LineSet, person)
	}
	if person == c.CTO {
		return "", "", false
	}
	if c.leadsA(person, Tribe) {
		return c.present(c.CTO, LineCTO, person)
	}
	if led := c.ledChapters(person); len(led) > 0 {
		return c.present(c.LeadOf[c.Units[led[0]].Tribe], LineTribe, person)
	}
	if chapters := c.UnitsOf(person, Chapter); len(chapters) > 0 {
		return c.present(c.LeadOf[chapters[0]], LineChapter, person)
	}
	return "", "", false
}

// present refuses a manager who is absent, has left, or is the person.
func (c *Chart) present(m id.Person, why LineReason, person id.Person) (id.Person, LineReason, bool) {
	p, known := c.People[m]
	if !known || m == person || p.LeftAt.IsSet() {
		return "", "", false
	}
	return m, why, true
}

func (c *Chart) leadsA(person id.Person, kind UnitKind) bool {
	return slices.ContainsFunc(c.Leads[person], func(u id.Unit) bool { return c.Units[u].Kind == kind })
}

func (c *Chart) ledChapters(person id.Person) []id.Unit {
	return slices.DeleteFunc(slices.Clone(c.Leads[person]), func(u id.Unit) bool { return c.Units[u].Kind != Chapter })
}

// Lines returns the manager of everybody who has one and has not left.
func (c *Chart) Lines() map[id.Person]Line {
	lines := make(map[id.Person]Line, len(c.People))
	for p, who := range c.People {
		if who.LeftAt.IsSet() {
			continue
		}
		if m, why, ok := c.ManagerOf(p); ok {
			lines[p] = Line{Person: p, Manager: m, Reason: why}
		}
	}
	return lines
}

// Circle returns people whose lines lead back to themselves, empty when none do.
func Circle(lines map[id.Person]Line) []id.Person {
	clear := make(map[id.Person]bool, len(lines))
	for start := range lines {
		var path []id.Person
		for p := start; ; {
			if at := slices.Index(path, p); at >= 0 {
				return path[at:]
			}
			line, ok := lines[p]
			if !ok || clear[p] {
				break
			}
			path = append(path, p)
			p = line.Manager
		}
		for _, p := range path {
			clear[p] = true
		}
	}
	return nil
}
