package store

import (
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
)

var (
	allLeads = statement(`SELECT unit, person, since, until FROM leads WHERE until = 0`)

	leadSpans = newSpans("leads", "unit", "person")
)

// Leads returns who leads each unit that has a lead.
func (r *Reader) Leads() (map[id.Unit]id.Person, error) {
	found, err := all(r, lead, allLeads)
	leads := make(map[id.Unit]id.Person, len(found))
	for _, l := range found {
		leads[l.Unit] = l.Person
	}
	return leads, err
}

// BeginLeads makes people leads from now on. The lead before must have ended.
func (t *Tx) BeginLeads(leads []org.Lead) error {
	rows := make([][]any, 0, len(leads))
	for _, l := range leads {
		rows = append(rows, append(pair(l.Unit, l.Person), t.sinceOr(l.Since)))
	}
	noteEach(t, event.UnitChanged, leads, func(l org.Lead) id.Unit { return l.Unit })
	return t.begin(leadSpans, rows)
}

// EndLeads ends that these lead, now.
func (t *Tx) EndLeads(leads []org.Lead) error {
	pairs := make([][]any, 0, len(leads))
	for _, l := range leads {
		pairs = append(pairs, pair(l.Unit, l.Person))
	}
	noteEach(t, event.UnitChanged, leads, func(l org.Lead) id.Unit { return l.Unit })
	return t.end(leadSpans, pairs)
}

func lead(s scanner) (l org.Lead, err error) {
	err = s.Scan(&l.Unit, &l.Person, &l.Since, &l.Until)
	return l, err
}
