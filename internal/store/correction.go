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

type correctionRow struct {
	rights.Correction
	sealed string
}

func scanCorrection(s scanner) (c correctionRow, err error) {
	return c, s.Scan(&c.ID, &c.Subject, &c.Object, &c.At, &c.sealed)
}

func (row correctionRow) open(r *Reader) (rights.Correction, error) {
	err := r.unseal(row.Subject, correctionPlace(row.ID), row.sealed, &row.Text)
	return row.Correction, err
}

// CorrectionsOn returns what stands beside the thing, the oldest first.
func (r *Reader) CorrectionsOn(object string) ([]rights.Correction, error) {
	return opened(r, scanCorrection, correctionsOn, object)
}

// CorrectionsBy returns what the person has said beside things, the oldest first.
func (r *Reader) CorrectionsBy(subject id.Person) ([]rights.Correction, error) {
	return opened(r, scanCorrection, correctionsBy, subject)
}
