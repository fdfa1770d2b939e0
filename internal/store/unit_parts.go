package store

import (
	"cairn/internal/id"
	"cairn/internal/org"
)

// What stands on top of the organisation is read a page at a time where it is large, with
// counts of what is on the page alone.

var (
	manyUnits = statement(`SELECT count(*) FROM (SELECT 1 FROM units LIMIT $1) AS counted`)
	topUnits  = statement(`SELECT ` + unitColumns + ` FROM units WHERE kind = $1 AND tribe IS NULL
		AND (name_folded, id) > (COALESCE((SELECT u.name_folded FROM units u WHERE u.id = $2), ''), $2) ORDER BY name_folded, id LIMIT $3`)
	topUnitIDs = statement(`SELECT id FROM units WHERE kind = $1 AND tribe IS NULL`)
	unitsOfAny = statement(`SELECT ` + unitColumns + ` FROM units WHERE tribe IN ($1) ORDER BY name_folded, id`)
	partsOf    = statement(`SELECT tribe, kind, count(*) FROM units WHERE tribe IN ($1) GROUP BY tribe, kind`)
	countsOfIn = statement(`WITH asked AS (SELECT id FROM units WHERE id IN ($1))
		SELECT tribe, count(DISTINCT person) FROM (
			SELECT asked.id AS tribe, memberships.person AS person FROM asked JOIN units ON units.tribe = asked.id
				JOIN memberships ON memberships.unit = units.id WHERE memberships.until = 0
			UNION SELECT asked.id, memberships.person FROM asked JOIN memberships ON memberships.unit = asked.id WHERE memberships.until = 0
		) AS belonging GROUP BY tribe`)
)

// MoreUnitsThan tells whether there are more units than so many.
func (r *Reader) MoreUnitsThan(n int) (bool, error) {
	found, err := one(r, count, manyUnits, int64(n)+1)
	return found > int64(n), err
}

// UnitsOnTop returns the first so many units of the kind that belong to no tribe, by name,
// after the one named.
func (r *Reader) UnitsOnTop(kind org.UnitKind, after id.Unit, limit int) ([]org.Unit, error) {
	return all(r, unit, topUnits, string(kind), string(after), limit)
}

// UnitIDsOnTop returns every unit of the kind that belongs to no tribe, in no order.
func (r *Reader) UnitIDsOnTop(kind org.UnitKind) ([]id.Unit, error) {
	return all(r, text[id.Unit], topUnitIDs, string(kind))
}

// UnitsOf returns what belongs to these tribes, of each by name.
func (r *Reader) UnitsOf(tribes []org.Unit) ([]org.Unit, error) {
	return each(r, unit, unitsOfAny, unitIDs(tribes))
}

// CountsOf tells how many people belong to each of these units, as MemberCounts does.
func (r *Reader) CountsOf(units []org.Unit) (map[id.Unit]int, error) {
	counts := map[id.Unit]int{}
	_, err := each(r, countInto(counts), countsOfIn, unitIDs(units))
	return counts, err
}

// PartsOf tells how many units of each kind belong to each of these tribes.
func (r *Reader) PartsOf(tribes []org.Unit) (map[id.Unit]map[org.UnitKind]int, error) {
	parts := map[id.Unit]map[org.UnitKind]int{}
	_, err := each(r, func(s scanner) (none struct{}, err error) {
		var tribe id.Unit
		var kind org.UnitKind
		var n int
		if err = s.Scan(&tribe, &kind, &n); err == nil {
			if parts[tribe] == nil {
				parts[tribe] = map[org.UnitKind]int{}
			}
			parts[tribe][kind] = n
		}
		return none, err
	}, partsOf, unitIDs(tribes))
	return parts, err
}

func unitIDs(units []org.Unit) []id.Unit {
	ids := make([]id.Unit, 0, len(units))
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	return ids
}
