package store

import (
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/seal"
)

const correctionColumns = `id, subject, object, at, sealed`

var (
	insertCorrection = statement(`INSERT INTO corrections (` + correctionColumns + `) VALUES ($1, $2, $3, $4, $5)`)
	correctionsOn    = statement(`SELECT ` + correctionColumns + ` FROM corrections WHERE object = $1 ORDER BY at, id`)
	correctionsBy    = statement(`SELECT ` + correctionColumns + ` FROM corrections WHERE subject = $1 ORDER BY at, id`)
)

func correctionPlace(c id.Correction) seal.Place {
	return seal.Place{Table: "corrections", Column: "sealed", Row: string(c)}
}

// AddCorrection keeps a person's words beside a thing.
func (t *Tx) AddCorrection(c rights.Correction) error {
	sealed, err := t.seal(c.Subject, correctionPlace(c.ID), c.Text)
	if err != nil {
		return err
	}
	return t.exec(insertCorrection, c.ID, c.Subject, c.Object, c.At, sealed)
}

// CorrectionsOn returns what stands beside the thing, the oldest first.
func (r *Reader) CorrectionsOn(object string) ([]rights.Correction, error) {
	return r.corrections(correctionsOn, object)
}

// CorrectionsBy returns what the person has said beside things, the oldest first.
func (r *Reader) CorrectionsBy(subject id.Person) ([]rights.Correction, error) {
	return r.corrections(correctionsBy, string(subject))
}

func (r *Reader) corrections(query, of string) ([]rights.Correction, error) {
	var sealed []string
	list, err := all(r, func(s scanner) (c rights.Correction, err error) {
		var text string
		err = s.Scan(&c.ID, &c.Subject, &c.Object, &c.At, &text)
		sealed = append(sealed, text)
		return c, err
	}, query, of)
	for i := range list {
		if err == nil {
			err = r.unseal(list[i].Subject, correctionPlace(list[i].ID), sealed[i], &list[i].Text)
		}
	}
	return list, err
}
