package store

import (
	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/seal"
)

const personColumns = `people.id, people.name, people.email, people.zone, people.title, people.left_at`

var (
	personByID    = statement(`SELECT ` + personColumns + ` FROM people WHERE id = $1`)
	personByEmail = statement(`SELECT ` + personColumns + ` FROM people WHERE email_folded = $1`)
	peopleByID    = statement(`SELECT ` + personColumns + ` FROM people WHERE id IN ($1)`)
	allPeople     = statement(`SELECT ` + personColumns + ` FROM people`)
	sealedStarts  = statement(`SELECT people.id, people.start_sealed, person_keys.wrapped
		FROM people JOIN person_keys ON person_keys.person = people.id WHERE people.id IN ($1)`)
	savePeople = statement(`UPDATE people SET name = v.column2, name_folded = v.column3, email = v.column4,
			email_folded = v.column5, zone = v.column6, title = v.column7, start_sealed = v.column8
		FROM (VALUES ($1, $2, $3, $4, $5, $6, $7, $8)) AS v WHERE people.id = v.column1`)
	setLeft     = statement(`UPDATE people SET left_at = $1 WHERE id = $2`)
	setZone     = statement(`UPDATE people SET zone = $1 WHERE id = $2`)
	setLanguage = statement(`UPDATE people SET language = $1 WHERE id = $2`)
)

// Person finds a person by id. The start date is sealed and not loaded: see
// StartDates.
func (r *Reader) Person(who id.Person) (org.Person, error) {
	p, ok, err := optionalOnce(r, person, personByID, string(who))
	if err == nil && !ok {
		err = fault.NotFound()
	}
	return p, err
}

// Everybody returns all people, those who left included.
func (r *Reader) Everybody() ([]org.Person, error) { return all(r, person, allPeople) }

// PersonByEmail finds a person by address, whatever its case.
func (r *Reader) PersonByEmail(email string) (p org.Person, ok bool, err error) {
	return optional(r, person, personByEmail, org.FoldEmail(email))
}

// PeopleByID loads the people named, in a few queries whatever their number; some
// may be named twice, and nobody by the empty id. Whoever is not there is missing
// from the map. Start dates are not loaded.
func (r *Reader) PeopleByID(who []id.Person) (map[id.Person]org.Person, error) {
	found, err := each(r, person, peopleByID, distinct(who))
	return byPerson(found, func(p org.Person) id.Person { return p.ID }), err
}

// StartDates opens the start dates of the people named; an empty date where
// none is known.
func (r *Reader) StartDates(who []id.Person) (map[id.Person]clock.Date, error) {
	type row struct {
		person          id.Person
		sealed, wrapped string
	}
	rows, err := each(r, func(s scanner) (v row, err error) {
		err = s.Scan(&v.person, &v.sealed, &v.wrapped)
		return v, err
	}, sealedStarts, who)
	if err != nil {
		return nil, err
	}
	dates := make(map[id.Person]clock.Date, len(rows))
	for _, v := range rows {
		if err := r.keepKey(v.person, v.wrapped); err != nil {
			return nil, err
		}
		if dates[v.person], err = r.startDate(v.person, v.sealed); err != nil {
			return nil, err
		}
	}
	return dates, nil
}

// startDate opens one start date.
func (r *Reader) startDate(who id.Person, sealed string) (d clock.Date, err error) {
	err = r.unseal(who, startPlace(who), sealed, &d)
	return d, err
}

// keepKey unwraps a key that came with another row, to spare a query each.
func (r *Reader) keepKey(owner id.Person, wrapped string) error {
	if _, have := r.keys[owner]; have {
		return nil
	}
	_, err := r.unwrap(owner, wrapped)
	return err
}

// AddPeople writes new people and a key for each. Progress, which may be nil, is
// told how many have been prepared.
func (t *Tx) AddPeople(people []org.Person, progress func(done int)) error {
	rows, keys := make([][]any, 0, len(people)), make([][]any, 0, len(people))
	for i, p := range people {
		wrapped, err := t.newKey(p.ID)
		if err != nil {
			return err
		}
		start, err := t.seal(p.ID, startPlace(p.ID), p.StartDate)
		if err != nil {
			return err
		}
		rows = append(rows, []any{string(p.ID), p.Name, org.Fold(p.Name), p.Email, org.FoldEmail(p.Email),
			p.Zone, p.Title, start, int64(t.Now()), int64(p.LeftAt), ""})
		keys = append(keys, []any{string(p.ID), wrapped, int64(t.now)})
		if progress != nil {
			progress(i + 1)
		}
	}
	columns := []string{"id", "name", "name_folded", "email", "email_folded", "zone", "title", "start_sealed", "added_at", "left_at", "language"}
	if err := t.insertMany("people", columns, rows); err != nil {
		return err
	}
	if err := t.keepWords(people); err != nil {
		return err
	}
	noteEach(t, event.PersonJoined, people, func(p org.Person) id.Person { return p.ID })
	return t.insertMany("person_keys", []string{"person", "wrapped", "made_at"}, keys)
}

// SavePeople writes name, address, zone, title and start date of people who are
// there already.
func (t *Tx) SavePeople(people []org.Person) error {
	rows := make([][]any, 0, len(people))
	for _, p := range people {
		start, err := t.seal(p.ID, startPlace(p.ID), p.StartDate)
		if err != nil {
			return err
		}
		rows = append(rows, []any{string(p.ID), p.Name, org.Fold(p.Name), p.Email, org.FoldEmail(p.Email), p.Zone, p.Title, start})
	}
	if err := t.eachValues(savePeople, nil, rows); err != nil {
		return err
	}
	return t.keepWords(people)
}

// SetZone writes a person's own time zone.
func (t *Tx) SetZone(who id.Person, zone string) error {
	return t.changeOf(setZone, zone, who)
}

// SetLanguage writes the language in which a person wants to be spoken to.
func (t *Tx) SetLanguage(who id.Person, l lang.Language) error {
	return t.changeOf(setLanguage, l, who)
}

func (t *Tx) changeOf(query string, value any, who id.Person) error {
	n, err := t.changed(query, value, who)
	if err == nil && n == 0 {
		err = fault.NotFound()
	}
	return err
}

// SetLeft records that the person has left at the instant, or with none, that
// they are here.
func (t *Tx) SetLeft(who id.Person, at clock.Instant) error {
	n, err := t.changed(setLeft, int64(at), who)
	if err == nil && n == 0 {
		err = fault.NotFound()
	}
	if at.IsSet() {
		t.Happened(event.PersonLeft, string(who))
	} else {
		t.Happened(event.PersonJoined, string(who))
	}
	return err
}

func startPlace(p id.Person) seal.Place {
	return seal.Place{Table: "people", Column: "start_sealed", Row: string(p)}
}

func person(s scanner) (p org.Person, err error) {
	err = s.Scan(&p.ID, &p.Name, &p.Email, &p.Zone, &p.Title, &p.LeftAt)
	return p, err
}

func byPerson[V any](found []V, key func(V) id.Person) map[id.Person]V {
	m := make(map[id.Person]V, len(found))
	for _, v := range found {
		m[key(v)] = v
	}
	return m
}
