package store

import (
	"database/sql"
	"slices"

	"cairn/internal/arrange"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
)

const unitColumns = `units.id, units.kind, units.name, units.tribe`

var (
	unitByID  = statement(`SELECT ` + unitColumns + ` FROM units WHERE id = $1`)
	allUnits  = statement(`SELECT ` + unitColumns + ` FROM units ORDER BY name_folded, id`)
	saveUnits = statement(`UPDATE units SET name = v.column2, tribe = v.column3
		FROM (VALUES ($1, $2, $3)) AS v WHERE units.id = v.column1`)
	unitsOfKind = statement(`SELECT ` + unitColumns + ` FROM units WHERE kind = $1 ORDER BY name_folded, id LIMIT $2`)
	unitsWithin = statement(`SELECT ` + unitColumns + ` FROM units WHERE id = $1 OR tribe = $1 ORDER BY name_folded, id`)
	membersIn   = statement(`SELECT DISTINCT person FROM memberships WHERE until = 0 AND unit IN ($1)`)
	countsIn    = statement(`SELECT unit, count(*) FROM memberships WHERE until = 0 AND unit IN ($1) GROUP BY unit`)
	countWithin = statement(`SELECT count(DISTINCT memberships.person) FROM memberships JOIN units ON units.id = memberships.unit
		WHERE memberships.until = 0 AND (units.id = $1 OR units.tribe = $1)`)
	memberCounts = statement(`SELECT unit, count(*) FROM memberships WHERE until = 0 GROUP BY unit`)
	tribeCounts  = statement(`SELECT tribe, count(DISTINCT person) FROM (
			SELECT units.tribe AS tribe, memberships.person AS person FROM memberships
				JOIN units ON units.id = memberships.unit WHERE memberships.until = 0 AND units.tribe IS NOT NULL
			UNION SELECT memberships.unit, memberships.person FROM memberships
				JOIN units ON units.id = memberships.unit WHERE memberships.until = 0 AND units.kind = 'tribe'
		) AS belonging GROUP BY tribe`)
)

// Unit finds a unit.
func (r *Reader) Unit(u id.Unit) (org.Unit, error) { return one(r, unit, unitByID, u) }

// Units returns every unit, by name.
func (r *Reader) Units() ([]org.Unit, error) { return all(r, unit, allUnits) }

// MemberCounts tells how many people belong to each unit; to a tribe through
// its squads and chapters too, each person once.
func (r *Reader) MemberCounts() (map[id.Unit]int, error) {
	counts := map[id.Unit]int{}
	for _, query := range []string{memberCounts, tribeCounts} {
		if _, err := all(r, countInto(counts), query); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func countInto(counts map[id.Unit]int) func(scanner) (struct{}, error) {
	return func(s scanner) (struct{}, error) {
		var u id.Unit
		var n int
		err := s.Scan(&u, &n)
		counts[u] = n
		return struct{}{}, err
	}
}

// UnitsOfKind returns the first so many units of the kind, by name.
func (r *Reader) UnitsOfKind(kind org.UnitKind, limit int) ([]org.Unit, error) {
	return all(r, unit, unitsOfKind, string(kind), limit)
}

// UnitsWithin returns the unit and what belongs to it, by name, with how many people
// belong to each: to a tribe as MemberCounts says.
func (r *Reader) UnitsWithin(of id.Unit) (units []org.Unit, counts map[id.Unit]int, err error) {
	if units, err = all(r, unit, unitsWithin, of); err != nil {
		return nil, nil, err
	}
	var ids []id.Unit
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	counts = map[id.Unit]int{}
	if _, err := each(r, countInto(counts), countsIn, ids); err != nil {
		return nil, nil, err
	}
	within, err := one(r, count, countWithin, of)
	counts[of] = int(within)
	return units, counts, err
}

// MembersIn returns who belongs to any of the units now, to each as such.
func (r *Reader) MembersIn(units []id.Unit) ([]id.Person, error) {
	found, err := each(r, text[id.Person], membersIn, distinct(units))
	return distinct(found), err
}

// AddUnits writes new units, tribes before what belongs to them.
func (t *Tx) AddUnits(units []org.Unit) error {
	sorted := slices.Clone(units)
	arrange.Stably(sorted, func(a, b org.Unit) int { return widestFirst(a.Kind) - widestFirst(b.Kind) })
	rows := make([][]any, 0, len(sorted))
	for _, u := range sorted {
		rows = append(rows, []any{string(u.ID), string(u.Kind), u.Name, org.Fold(u.Name), nullable(u.Tribe), unitWords(u.Name)})
	}
	noteEach(t, event.UnitChanged, sorted, func(u org.Unit) id.Unit { return u.ID })
	return t.insertMany("units", []string{"id", "kind", "name", "name_folded", "tribe", "words"}, rows)
}

func widestFirst(k org.UnitKind) int { return slices.Index(org.UnitKinds(), k) }

// SaveUnits writes the tribe of units, and their names where only the case
// differs.
func (t *Tx) SaveUnits(units []org.Unit) error {
	rows := make([][]any, 0, len(units))
	for _, u := range units {
		rows = append(rows, []any{string(u.ID), u.Name, nullable(u.Tribe)})
	}
	noteEach(t, event.UnitChanged, units, func(u org.Unit) id.Unit { return u.ID })
	return t.eachValues(saveUnits, nil, rows)
}

func unit(s scanner) (u org.Unit, err error) {
	var tribe sql.NullString
	err = s.Scan(&u.ID, &u.Kind, &u.Name, &tribe)
	u.Tribe = scanNull[id.Unit](tribe)
	return u, err
}
