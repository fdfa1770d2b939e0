package store

import (
	"maps"
	"slices"

	"cairn/internal/id"
	"cairn/internal/org"
)

// atFor is at, for those of a list that follows.
const (
	atFor        = at + ` AND `
	unitAndTribe = `units.id, units.kind, units.name, COALESCE(t.id, ''), COALESCE(t.name, '')`
	itsTribe     = ` LEFT JOIN units t ON t.id = units.tribe`
)

var (
	membershipsAround = statement(`SELECT person, unit, since, until FROM memberships` + atFor + `person IN ($2) ORDER BY person, since, unit`)
	unitsLedBy        = statement(`SELECT unit, person, since, until FROM leads` + atFor + `person IN ($2) ORDER BY since, unit`)
	leadsSomething    = statement(`SELECT count(*) FROM (SELECT 1 FROM leads` + atFor + `person = $2 LIMIT $3) AS counted`)
	leadsOfUnits      = statement(`SELECT unit, person, since, until FROM leads` + atFor + `unit IN ($2) ORDER BY since, unit`)
	managersSetFor    = statement(`SELECT person, manager, since, until FROM managers_set` + atFor + `person IN ($2)`)
	unitsAround       = statement(`SELECT ` + unitAndTribe + ` FROM units` + itsTribe + ` WHERE units.id IN ($1)`)

	membersPlaced = statement(`SELECT memberships.person, ` + unitAndTribe + ` FROM memberships JOIN units ON units.id = memberships.unit` + itsTribe + `
		WHERE memberships.until = 0 AND memberships.person IN ($1) ORDER BY memberships.person, memberships.since, memberships.unit`)
	leadsPlaced = statement(`SELECT leads.person, ` + unitAndTribe + ` FROM leads JOIN units ON units.id = leads.unit` + itsTribe + `
		WHERE leads.since <= $1 AND (leads.until = 0 OR leads.until > $1) AND leads.person IN ($2) ORDER BY leads.since, leads.unit`)
)

// UnitsByID loads units, and the tribes they belong to, in one query for a few. What is not there is missing from the map.
func (r *Reader) UnitsByID(units []id.Unit) (map[id.Unit]org.Unit, error) {
	known := map[id.Unit]org.Unit{}
	return known, r.addUnits(known, units)
}

// addUnits puts in units, and the tribes they belong to.
func (r *Reader) addUnits(known map[id.Unit]org.Unit, units []id.Unit) error {
	missing := slices.DeleteFunc(distinct(units), func(u id.Unit) bool { _, have := known[u]; return have })
	found, err := each(r, unitInTribe, unitsAround, missing)
	for _, u := range found {
		u.addTo(known)
	}
	return err
}

// inTribe is a unit beside the tribe that it belongs to, empty where there is none.
type inTribe struct{ unit, tribe org.Unit }

func unitInTribe(s scanner) (u inTribe, err error) { return u, s.Scan(u.into()...) }

func (u *inTribe) into() []any {
	return []any{&u.unit.ID, &u.unit.Kind, &u.unit.Name, &u.tribe.ID, &u.tribe.Name}
}

func (u inTribe) addTo(known map[id.Unit]org.Unit) {
	if _, have := known[u.tribe.ID]; !have && u.tribe.ID != "" {
		u.tribe.Kind = org.Tribe
		known[u.tribe.ID] = u.tribe // a tribe belongs to none
	}
	known[u.unit.ID] = u.inIt()
}

func (u inTribe) inIt() org.Unit {
	u.unit.Tribe = u.tribe.ID
	return u.unit
}

// PlacesOf tells to which units each of these people belongs now, and which they lead, the
// oldest first, with the units and their tribes.
func (r *Reader) PlacesOf(who []id.Person) (p Places, err error) {
	p = Places{Member: map[id.Person][]id.Unit{}, Leads: map[id.Person][]id.Unit{}, Units: map[id.Unit]org.Unit{}}
	if err := p.read(r, p.Member, membersPlaced, who); err != nil {
		return p, err
	}
	return p, p.read(r, p.Leads, leadsPlaced, who, int64(r.now))
}

// Places are where people belong and what they lead.
type Places struct {
	Member, Leads map[id.Person][]id.Unit
	Units         map[id.Unit]org.Unit
}

func (p Places) read(r *Reader, into map[id.Person][]id.Unit, query string, who []id.Person, fixed ...any) error {
	_, err := each(r, func(s scanner) (u inTribe, err error) {
		var person id.Person
		if err = s.Scan(append([]any{&person}, u.into()...)...); err == nil {
			into[person] = append(into[person], u.unit.ID)
			u.addTo(p.Units)
		}
		return u, err
	}, query, distinct(who), fixed...)
	return err
}

// LeadsSomething tells whether the person leads a unit now.
func (r *Reader) LeadsSomething(who id.Person) (bool, error) {
	n, err := one(r, count, leadsSomething, int64(r.now), who, 1)
	return n > 0, err
}

func unitsOf(leads []org.Lead) (units []id.Unit) {
	for _, l := range leads {
		units = append(units, l.Unit)
	}
	return units
}

// LeadsOf returns who leads each of the units that has a lead.
func (r *Reader) LeadsOf(units []id.Unit) (map[id.Unit]id.Person, error) {
	found, err := each(r, lead, leadsOfUnits, distinct(units), int64(r.now))
	leads := make(map[id.Unit]id.Person, len(found))
	for _, l := range found {
		leads[l.Unit] = l.Person
	}
	return leads, err
}

// ChartOf is the part of the organisation that tells where these people work and who
// leads there. It costs the same however many others there are, and knows nobody's name.
func (r *Reader) ChartOf(who []id.Person) (*org.Chart, error) {
	c := org.NewChart()
	_, err := r.chartOnce(c, distinct(who))
	return c, err
}

// ChartAround is the part of the organisation that tells who stands above these people:
// ChartOf, with everybody it names, and the same for them, up to where nobody new is
// named. It costs what the line upwards is long, and not what the organisation is large.
func (r *Reader) ChartAround(who ...id.Person) (*org.Chart, error) {
	c := org.NewChart()
	cto, err := r.HoldersOf(org.CTO)
	if err != nil {
		return nil, err
	}
	if len(cto) > 0 {
		c.CTO, who = cto[0], append(slices.Clone(who), cto[0])
	}
	seen := map[id.Person]bool{}
	for next := distinct(who); len(next) > 0; {
		named, err := r.chartOnce(c, next)
		if err != nil {
			return nil, err
		}
		people, err := r.PeopleByID(next)
		if err != nil {
			return nil, err
		}
		maps.Copy(c.People, people)
		for _, p := range next {
			seen[p] = true
		}
		next = slices.DeleteFunc(named, func(p id.Person) bool { return seen[p] })
	}
	return c, nil
}

// chartOnce adds the units of these people and what is above, who leads there, and who
// was named as their manager. It returns whom that names.
func (r *Reader) chartOnce(c *org.Chart, who []id.Person) (named []id.Person, err error) {
	members, err := each(r, membership, membershipsAround, who, int64(r.now))
	if err != nil {
		return nil, err
	}
	led, err := each(r, lead, unitsLedBy, who, int64(r.now))
	if err != nil {
		return nil, err
	}
	units := unitsOf(led)
	for _, m := range members {
		c.Member[m.Person], units = append(c.Member[m.Person], m.Unit), append(units, m.Unit)
	}
	for _, l := range led {
		c.AddLead(l.Unit, l.Person)
	}
	if err := r.addUnits(c.Units, units); err != nil {
		return nil, err
	}
	above := slices.Clone(units)
	for _, u := range units {
		above = append(above, c.Units[u].Tribe)
	}
	leads, err := r.LeadsOf(above)
	if err != nil {
		return nil, err
	}
	for u, p := range leads {
		c.LeadOf[u], named = p, append(named, p)
	}
	set, err := each(r, managerSet, managersSetFor, who, int64(r.now))
	for _, s := range set {
		c.SetManager[s.Person], named = s.Manager, append(named, s.Manager)
	}
	return distinct(named), err
}
