package store

import (
	"cairn/internal/disclosure"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const disclosureColumns = `id, subject, reader_mark, object, since, until, expires, sealed`

var (
	insertDisclosure = statement(`INSERT INTO disclosures (` + disclosureColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	endDisclosure    = statement(`UPDATE disclosures SET until = $2, sealed = $3 WHERE id = $1 AND until = 0`)
	disclosuresAbout = statement(`SELECT ` + disclosureColumns + ` FROM disclosures WHERE subject = $1 ORDER BY since DESC, id`)
	disclosuresOfAll = statement(`SELECT ` + disclosureColumns + ` FROM disclosures WHERE subject IN ($1) ORDER BY since DESC, id`)
	disclosuresOf    = statement(`SELECT ` + disclosureColumns + ` FROM disclosures WHERE object = $1 ORDER BY since DESC, id`)
	disclosuresTo    = statement(`SELECT ` + disclosureColumns + ` FROM disclosures WHERE reader_mark = $1 AND until = 0 ORDER BY since DESC, id`)
	disclosuresOpen  = statement(`SELECT ` + disclosureColumns + ` FROM disclosures WHERE until = 0 ORDER BY since, id`)
)

// sealedDisclosure is who was let in, and why.
type sealedDisclosure struct {
	Reader  id.Person
	Purpose disclosure.Purpose
	Cause   string
	AskedBy id.Person
	Ended   disclosure.Ending
}

func disclosurePlace(d id.Disclosure) seal.Place {
	return seal.Place{Table: "disclosures", Column: "sealed", Row: string(d)}
}

func (t *Tx) sealDisclosure(d disclosure.Disclosure) (string, error) {
	return t.seal(d.Subject, disclosurePlace(d.ID), sealedDisclosure{d.Reader, d.Purpose, d.Cause, d.AskedBy, d.Ended})
}

// readerMark recognises a reader.
func (r *Reader) readerMark(who id.Person) string {
	return r.mark("disclosure reader", []byte(who))
}

// AddDisclosure keeps a disclosure from its instant on.
func (t *Tx) AddDisclosure(d disclosure.Disclosure) error {
	sealed, err := t.sealDisclosure(d)
	if err != nil {
		return err
	}
	return t.exec(insertDisclosure, d.ID, d.Subject, t.readerMark(d.Reader), d.Object, d.Since, d.Until, d.Expires, sealed)
}

// EndDisclosure keeps that the disclosure has ended. Nothing else of it changes.
func (t *Tx) EndDisclosure(d disclosure.Disclosure) error {
	sealed, err := t.sealDisclosure(d)
	if err != nil {
		return err
	}
	return t.swap(endDisclosure, d.ID, d.Until, sealed)
}

// DisclosuresAbout returns what of the person was ever opened, the newest first.
func (r *Reader) DisclosuresAbout(subject id.Person) ([]disclosure.Disclosure, error) {
	return r.disclosures(disclosuresAbout, string(subject))
}

// DisclosuresAboutAll returns the same of each of several people.
func (r *Reader) DisclosuresAboutAll(subjects []id.Person) (map[id.Person][]disclosure.Disclosure, error) {
	rows, err := each(r, disclosureRow, disclosuresOfAll, distinct(subjects))
	if err != nil {
		return nil, err
	}
	list, err := r.openDisclosed(rows)
	return grouped(list, func(d disclosure.Disclosure) id.Person { return d.Subject }), err
}

// DisclosuresOf returns to whom the object was ever opened, the newest first.
func (r *Reader) DisclosuresOf(object string) ([]disclosure.Disclosure, error) {
	return r.disclosures(disclosuresOf, object)
}

// DisclosuresTo returns what is open to the reader; see InForce.
func (r *Reader) DisclosuresTo(reader id.Person) ([]disclosure.Disclosure, error) {
	return r.disclosures(disclosuresTo, r.readerMark(reader))
}

// OpenDisclosures returns all that have not been ended.
func (r *Reader) OpenDisclosures() ([]disclosure.Disclosure, error) {
	return r.disclosures(disclosuresOpen)
}

// disclosed is a row of which nothing is opened yet.
type disclosed struct {
	disclosure.Disclosure
	sealed string
}

func disclosureRow(s scanner) (d disclosed, err error) {
	var mark string
	err = s.Scan(&d.ID, &d.Subject, &mark, &d.Object, &d.Since, &d.Until, &d.Expires, &d.sealed)
	return d, err
}

func (r *Reader) disclosures(query string, args ...any) ([]disclosure.Disclosure, error) {
	rows, err := all(r, disclosureRow, query, args...)
	if err != nil {
		return nil, err
	}
	return r.openDisclosed(rows)
}

func (r *Reader) openDisclosed(rows []disclosed) (list []disclosure.Disclosure, err error) {
	var subjects []id.Person
	for _, d := range rows {
		list, subjects = append(list, d.Disclosure), append(subjects, d.Subject)
	}
	if err := r.loadKeys(subjects); err != nil {
		return nil, err
	}
	for i := range list {
		var p sealedDisclosure
		if err := r.unseal(list[i].Subject, disclosurePlace(list[i].ID), rows[i].sealed, &p); err != nil {
			return nil, err
		}
		list[i].Reader, list[i].Purpose, list[i].Cause, list[i].AskedBy, list[i].Ended = p.Reader, p.Purpose, p.Cause, p.AskedBy, p.Ended
	}
	return list, nil
}
