package store

import (
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
)

var (
	membersOf = statement(`SELECT DISTINCT ` + personColumns + `, people.name_folded FROM people
		JOIN memberships ON memberships.person = people.id JOIN units ON units.id = memberships.unit
		WHERE memberships.until = 0 AND (units.id = $1 OR units.tribe = $1) ORDER BY people.name_folded, people.id`)
	membershipsOf  = statement(`SELECT person, unit, since, until FROM memberships WHERE until = 0 AND person IN ($1) ORDER BY person, since, unit`)
	membershipsAll = statement(`SELECT person, unit, since, until FROM memberships WHERE person = $1 ORDER BY since, unit`)
	disciplinesNow = statement(`SELECT person, discipline, since, until FROM disciplines_held WHERE until = 0 AND person IN ($1)`)
	disciplinesAll = statement(`SELECT person, discipline, since, until FROM disciplines_held WHERE person = $1 ORDER BY since, discipline`)

	membershipSpans = newSpans("memberships", "person", "unit")
	disciplineSpans = newSpans("disciplines_held", "person", "discipline")
)

// MembersOf returns who belongs to the unit now, by name; to a tribe through
// its squads and chapters too. Start dates are not loaded.
func (r *Reader) MembersOf(u id.Unit) ([]org.Person, error) {
	return all(r, func(s scanner) (p org.Person, err error) {
		var folded string
		err = s.Scan(&p.ID, &p.Name, &p.Email, &p.Zone, &p.Title, &p.LeftAt, &folded)
		return p, err
	}, membersOf, u)
}

// Memberships returns the present units of each person, the oldest first.
func (r *Reader) Memberships(who []id.Person) (map[id.Person][]org.Membership, error) {
	found, err := each(r, membership, membershipsOf, who)
	return grouped(found, func(m org.Membership) id.Person { return m.Person }), err
}

// MembershipsOver returns the person's units over time, the oldest first.
func (r *Reader) MembershipsOver(who id.Person) ([]org.Membership, error) {
	return all(r, membership, membershipsAll, who)
}

// Disciplines returns the present discipline of each person who has one.
func (r *Reader) Disciplines(who []id.Person) (map[id.Person]org.DisciplineHeld, error) {
	found, err := each(r, disciplineHeld, disciplinesNow, who)
	return byPerson(found, func(d org.DisciplineHeld) id.Person { return d.Person }), err
}

// DisciplineOf returns the person's present discipline, empty when there is none.
func (r *Reader) DisciplineOf(who id.Person) (string, error) {
	held, err := r.Disciplines([]id.Person{who})
	return held[who].Discipline, err
}

// DisciplinesOf returns the person's disciplines over time, the oldest first.
func (r *Reader) DisciplinesOf(who id.Person) ([]org.DisciplineHeld, error) {
	return all(r, disciplineHeld, disciplinesAll, who)
}

// Join opens memberships; without a beginning they begin now.
func (t *Tx) Join(members []org.Membership) error {
	rows := make([][]any, 0, len(members))
	for _, m := range members {
		rows = append(rows, append(pair(m.Person, m.Unit), t.sinceOr(m.Since)))
	}
	noteEach(t, event.PersonChanged, members, func(m org.Membership) id.Person { return m.Person })
	return t.begin(membershipSpans, rows)
}

// Part ends memberships now.
func (t *Tx) Part(members []org.Membership) error {
	pairs := make([][]any, 0, len(members))
	for _, m := range members {
		pairs = append(pairs, pair(m.Person, m.Unit))
	}
	noteEach(t, event.PersonChanged, members, func(m org.Membership) id.Person { return m.Person })
	return t.end(membershipSpans, pairs)
}

// HoldDisciplines opens disciplines; without a beginning they begin now. The one
// before must have been put down.
func (t *Tx) HoldDisciplines(held []org.DisciplineHeld) error {
	rows := make([][]any, 0, len(held))
	for _, d := range held {
		rows = append(rows, append(pair(d.Person, d.Discipline), t.sinceOr(d.Since)))
	}
	noteEach(t, event.PersonChanged, held, func(d org.DisciplineHeld) id.Person { return d.Person })
	return t.begin(disciplineSpans, rows)
}

// PutDownDisciplines ends disciplines now.
func (t *Tx) PutDownDisciplines(held []org.DisciplineHeld) error {
	pairs := make([][]any, 0, len(held))
	for _, d := range held {
		pairs = append(pairs, pair(d.Person, d.Discipline))
	}
	noteEach(t, event.PersonChanged, held, func(d org.DisciplineHeld) id.Person { return d.Person })
	return t.end(disciplineSpans, pairs)
}

func membership(s scanner) (m org.Membership, err error) {
	err = s.Scan(&m.Person, &m.Unit, &m.Since, &m.Until)
	return m, err
}

func disciplineHeld(s scanner) (d org.DisciplineHeld, err error) {
	err = s.Scan(&d.Person, &d.Discipline, &d.Since, &d.Until)
	return d, err
}

func grouped[V any](found []V, key func(V) id.Person) map[id.Person][]V {
	m := map[id.Person][]V{}
	for _, v := range found {
		m[key(v)] = append(m[key(v)], v)
	}
	return m
}
