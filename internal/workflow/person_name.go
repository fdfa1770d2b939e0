package workflow

import (
	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// rename gives the person a name and an address, which must be nobody else's, and writes
// it down.
func rename(tx *store.Tx, actor access.Actor, hat string, person id.Person, name, email string) error {
	p, err := tx.Person(person)
	if err != nil {
		return err
	}
	starts, err := tx.StartDates([]id.Person{person})
	if err != nil {
		return err
	}
	p.Name, p.Email, p.StartDate = name, email, starts[person]
	if err := tx.SavePeople([]org.Person{p}); err != nil {
		return err
	}
	tx.Happened(event.PersonChanged, string(person))
	return record(tx, actor, audit.Entry{Act: audit.PersonChanged, Hat: hat, Item: "profile", Subject: person})
}
