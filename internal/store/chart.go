package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
)

// at narrows dated facts to those in force at the instant $1.
const at = ` WHERE since <= $1 AND (until = 0 OR until > $1)`

var (
	membershipsAt = statement(`SELECT person, unit, since, until FROM memberships` + at + ` ORDER BY person, since, unit`)
	leadsAt       = statement(`SELECT unit, person, since, until FROM leads` + at + ` ORDER BY since, unit`)
	managersSetAt = statement(`SELECT person, manager, since, until FROM managers_set` + at)
	officesAt     = statement(`SELECT person, office, since, until FROM offices_held` + at)
)

// Chart returns the whole organisation as it was at the instant, in six queries
// whatever its size. Start dates are not loaded. Units and people are as they
// are named today.
func (r *Reader) Chart(at clock.Instant) (*org.Chart, error) {
	c := org.NewChart()
	for _, load := range []func(*org.Chart, clock.Instant) error{
		r.chartPeople, r.chartUnits, r.chartMembers, r.chartLeads, r.chartManagers, r.chartCTO,
	} {
		if err := load(c, at); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (r *Reader) chartPeople(c *org.Chart, _ clock.Instant) error {
	people, err := all(r, person, allPeople)
	c.People = byPerson(people, func(p org.Person) id.Person { return p.ID })
	return err
}

func (r *Reader) chartUnits(c *org.Chart, _ clock.Instant) error {
	units, err := r.Units()
	for _, u := range units {
		c.Units[u.ID] = u
	}
	return err
}

func (r *Reader) chartMembers(c *org.Chart, at clock.Instant) error {
	members, err := all(r, membership, membershipsAt, int64(at))
	for _, m := range members {
		c.Member[m.Person] = append(c.Member[m.Person], m.Unit)
	}
	return err
}

func (r *Reader) chartLeads(c *org.Chart, at clock.Instant) error {
	leads, err := all(r, lead, leadsAt, int64(at))
	for _, l := range leads {
		c.AddLead(l.Unit, l.Person)
	}
	return err
}

func (r *Reader) chartManagers(c *org.Chart, at clock.Instant) error {
	set, err := all(r, managerSet, managersSetAt, int64(at))
	for _, s := range set {
		c.SetManager[s.Person] = s.Manager
	}
	return err
}

func (r *Reader) chartCTO(c *org.Chart, at clock.Instant) error {
	held, err := all(r, holding, officesAt, int64(at))
	for _, h := range held {
		if h.Office == org.CTO {
			c.CTO = h.Person
		}
	}
	return err
}
