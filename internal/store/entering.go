package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
)

// Entering is whom a session or a token lets in, as they are at that instant: it comes in
// the same question as the session or the token.
type Entering struct {
	Person   id.Person
	Name     string
	Email    string
	Title    string
	Zone     string
	Language lang.Language // empty follows the browser
	LeftAt   clock.Instant
	Offices  []org.Office
}

// Here tells whether the person works in the organisation at the instant.
func (e Entering) Here(at clock.Instant) bool { return !e.LeftAt.IsSet() || at < e.LeftAt }

// What is asked beside a session or a token: a row for each office, and one for whoever
// holds none.
const (
	enteringColumns = `, people.name, people.email, people.title, people.zone, people.language, people.left_at, COALESCE(offices_held.office, '') `
	enteringOffices = ` LEFT JOIN offices_held ON offices_held.person = people.id AND offices_held.until = 0 `
)

// entered is a session or a token, beside whom it lets in.
type entered[T any] struct {
	by T
	Entering
	office org.Office
}

// into are the places of its columns after those of the session or the token.
func (e *entered[T]) into() []any {
	return []any{&e.Name, &e.Email, &e.Title, &e.Zone, &e.Language, &e.LeftAt, &e.office}
}

// entering brings its rows together. The person and the offices, without their days, are
// known from then on.
func entering[T any](r *Reader, rows []entered[T]) (by T, who Entering, ok bool) {
	if len(rows) == 0 {
		return by, who, false
	}
	by, who = rows[0].by, rows[0].Entering
	var held []org.Holding
	for _, row := range rows {
		if row.office != "" {
			who.Offices = append(who.Offices, row.office)
			held = append(held, org.Holding{Person: who.Person, Office: row.office})
		}
	}
	known(r, officesOf, string(who.Person), held...)
	known(r, personByID, string(who.Person), org.Person{ID: who.Person, Name: who.Name, Email: who.Email, LeftAt: who.LeftAt, Zone: who.Zone, Title: who.Title})
	return by, who, true
}
