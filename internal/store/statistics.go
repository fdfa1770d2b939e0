package store

import (
	"cairn/internal/aggregate"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/standing"
)

var (
	insertStatistics = statement(`INSERT INTO statistics (quarter, day, at, sealed) VALUES ($1, $2, $3, $4)`)
	statistics       = statement(`SELECT quarter, day, at, sealed FROM statistics ORDER BY quarter`)
	statisticsIn     = statement(`SELECT count(*) FROM statistics WHERE quarter = $1`)

	peopleAt      = statement(`SELECT id FROM people WHERE added_at <= $1 AND (left_at = 0 OR left_at > $1) ORDER BY id`)
	linesAt       = statement(`SELECT person, manager, reason, since, until FROM reporting_lines` + at)
	disciplinesAt = statement(`SELECT person, discipline, since, until FROM disciplines_held` + at)
	withStanding  = statement(`SELECT DISTINCT subject FROM standings`)
)

// sealedStatistics is what was told. Why a number is not told is kept with it, for
// the attack on what is told later.
type sealedStatistics struct {
	Steps []aggregate.Name `json:"steps"`
	Lines []aggregate.Line `json:"lines"`
}

func statisticsPlace(q aggregate.Quarter) seal.Place {
	return seal.Place{Table: "statistics", Column: "sealed", Row: string(q)}
}

// AddStatistics keeps what is told in a quarter. There is one of each quarter.
func (t *Tx) AddStatistics(p aggregate.Publication) error {
	sealed, err := t.sealPay(statisticsPart, "", statisticsPlace(p.Quarter), sealedStatistics{p.Steps, p.Lines})
	if err != nil {
		return err
	}
	return t.exec(insertStatistics, p.Quarter, p.Day, p.At, sealed)
}

// Statistics returns everything that was told, the oldest first.
func (r *Reader) Statistics() ([]aggregate.Publication, error) {
	var sealed []string
	list, err := all(r, func(s scanner) (p aggregate.Publication, err error) {
		var text string
		err = s.Scan(&p.Quarter, &p.Day, &p.At, &text)
		sealed = append(sealed, text)
		return p, err
	}, statistics)
	for i := range list {
		if err != nil {
			return nil, err
		}
		var in sealedStatistics
		err = r.openPay(statisticsPart, "", statisticsPlace(list[i].Quarter), sealed[i], &in)
		list[i].Steps, list[i].Lines = in.Steps, in.Lines
	}
	return list, err
}

// StatisticsIn tells whether the quarter's are kept.
func (r *Reader) StatisticsIn(q aggregate.Quarter) (bool, error) {
	n, err := one(r, count, statisticsIn, q)
	return n > 0, err
}

// PeopleAt returns who was here at the instant.
func (r *Reader) PeopleAt(at clock.Instant) ([]id.Person, error) {
	return all(r, text[id.Person], peopleAt, at)
}

// LinesAt returns who managed whom at the instant, by person.
func (r *Reader) LinesAt(at clock.Instant) (map[id.Person]org.Line, error) {
	found, err := all(r, line, linesAt, at)
	return byPerson(found, func(l org.Line) id.Person { return l.Person }), err
}

// DisciplinesAt returns who had which discipline at the instant.
func (r *Reader) DisciplinesAt(at clock.Instant) (map[id.Person]org.DisciplineHeld, error) {
	found, err := all(r, disciplineHeld, disciplinesAt, at)
	return byPerson(found, func(d org.DisciplineHeld) id.Person { return d.Person }), err
}

// EveryStanding returns all Steps of all people over time. It opens every Step there
// is, so it is for what is counted alone.
func (r *Reader) EveryStanding() (map[id.Person][]standing.Standing, error) {
	people, err := all(r, text[id.Person], withStanding)
	if err != nil {
		return nil, err
	}
	if err := r.loadKeys(people); err != nil {
		return nil, err
	}
	list, err := r.standings(allStandings)
	return grouped(list, func(s standing.Standing) id.Person { return s.Subject }), err
}
