package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
)

var (
	weekToldTo = statement(`SELECT told FROM recognition_weeks WHERE week = $1 AND ended_at = 0`)
	weekEnded  = statement(`SELECT told FROM recognition_weeks WHERE week = $1 AND ended_at > 0`)
	keepWeek   = statement(`INSERT INTO recognition_weeks (week, told, ended_at) VALUES ($1, $2, $3) ON CONFLICT (week) DO UPDATE SET told = excluded.told, ended_at = excluded.ended_at`)
	peopleHere = statement(`SELECT id FROM people WHERE left_at = 0 AND id > $1 ORDER BY id LIMIT $2`)
)

// WeekTold returns up to whom everybody has been told of the week, and whether that
// is all of them.
func (r *Reader) WeekTold(week clock.Date) (last id.Person, ended bool, err error) {
	if _, ended, err = optional(r, text[id.Person], weekEnded, week); err != nil || ended {
		return "", ended, err
	}
	last, _, err = optional(r, text[id.Person], weekToldTo, week)
	return last, false, err
}

// KeepWeek keeps how far everybody has been told of the week.
func (t *Tx) KeepWeek(week clock.Date, last id.Person, ended bool) error {
	at := clock.Instant(0)
	if ended {
		at = t.now
	}
	return t.exec(keepWeek, week, last, at)
}

// PeopleHere returns people who are here, by id, after the given one.
func (r *Reader) PeopleHere(after id.Person, limit int) ([]id.Person, error) {
	return all(r, text[id.Person], peopleHere, after, limit)
}
