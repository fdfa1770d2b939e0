package store

import (
	"cairn/internal/id"
	"cairn/internal/org"
)

var (
	officesOf = statement(`SELECT person, office, since, until FROM offices_held WHERE until = 0 AND person = $1 ORDER BY office`)
	// '' keeps SQLite from planning it anew for each office: one of them has an index of its own.
	holdersOf = statement(`SELECT person, office, since, until FROM offices_held WHERE until = 0 AND office || '' = $1 ORDER BY since, person`)

	officeSpans = newSpans("offices_held", "person", "office")
)

// OfficesOf returns the offices the person holds now.
func (r *Reader) OfficesOf(who id.Person) ([]org.Office, error) {
	held, err := allOnce(r, holding, officesOf, string(who))
	var offices []org.Office
	for _, h := range held {
		offices = append(offices, h.Office)
	}
	return offices, err
}

// HoldersOf returns who holds the office now, the longest first.
func (r *Reader) HoldersOf(office org.Office) ([]id.Person, error) {
	held, err := allOnce(r, holding, holdersOf, string(office))
	var people []id.Person
	for _, h := range held {
		people = append(people, h.Person)
	}
	return people, err
}

// GrantOffice gives an office from now on.
func (t *Tx) GrantOffice(who id.Person, office org.Office) error {
	return t.begin(officeSpans, [][]any{append(pair(who, office), int64(t.Now()))})
}

// EndOffice ends an office now.
func (t *Tx) EndOffice(who id.Person, office org.Office) error {
	return t.end(officeSpans, [][]any{pair(who, office)})
}

func holding(s scanner) (h org.Holding, err error) {
	err = s.Scan(&h.Person, &h.Office, &h.Since, &h.Until)
	return h, err
}
