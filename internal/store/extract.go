package store

import (
	"cairn/internal/audit"
	"cairn/internal/id"
	"cairn/internal/journey"
	"cairn/internal/seal"
)

const extractColumns = `id, subject, made_at, ends_at, ended_at, sealed`

var (
	insertExtract = statement(`INSERT INTO extracts (id, subject, hash, made_at, ends_at, ended_at, sealed) VALUES ($1, $2, $3, $4, $5, 0, $6)`)
	endExtract    = statement(`UPDATE extracts SET ended_at = $3 WHERE id = $1 AND subject = $2 AND ended_at = 0`)
	endExtractsOf = statement(`UPDATE extracts SET ended_at = $2 WHERE subject = $1 AND ended_at = 0`)
	extractByHash = statement(`SELECT ` + extractColumns + ` FROM extracts WHERE hash = $1`)
	extractByID   = statement(`SELECT ` + extractColumns + ` FROM extracts WHERE id = $1 AND subject = $2`)
	extractsOf    = statement(`SELECT ` + extractColumns + ` FROM extracts WHERE subject = $1 ORDER BY made_at DESC, id`)
	// By the person whose they are, so that no id of another tells anything.
	openingsOf = statement(`SELECT id, at, actor, via, hat, act, item, subject, object
		FROM audit_entries WHERE subject = $1 AND object = $2 AND item = 'export' AND act = 'read' ORDER BY at DESC, id LIMIT $3`)
)

// extractSealed is what of an extract only its owner's key opens.
type extractSealed struct {
	Words string          `json:"words,omitempty"`
	Lines []journey.Shown `json:"lines"`
}

// AddExtract keeps a new extract, whose link has the hash.
func (t *Tx) AddExtract(e journey.Extract, hash string) error {
	sealed, err := t.seal(e.Subject, extractPlace(e.ID), extractSealed{e.Words, e.Lines})
	if err != nil {
		return err
	}
	return t.exec(insertExtract, e.ID, e.Subject, hash, e.MadeAt, e.EndsAt, sealed)
}

// EndExtract withdraws an extract of the person now.
func (t *Tx) EndExtract(subject id.Person, e id.Extract) error {
	return t.found(t.changed(endExtract, e, subject, t.now))
}

// EndExtractsOf withdraws all that the person shows.
func (t *Tx) EndExtractsOf(subject id.Person) error { return t.exec(endExtractsOf, subject, t.now) }

// ExtractOfLink finds the extract whose link has the hash, whether it is open or not.
func (r *Reader) ExtractOfLink(hash string) (journey.Extract, bool, error) {
	row, ok, err := optional(r, scanExtract, extractByHash, hash)
	if err != nil || !ok {
		return journey.Extract{}, false, err
	}
	e, err := row.open(r)
	return e, err == nil, err
}

// Extract returns one of the person's.
func (r *Reader) Extract(subject id.Person, e id.Extract) (journey.Extract, error) {
	row, err := one(r, scanExtract, extractByID, e, subject)
	if err != nil {
		return journey.Extract{}, err
	}
	return row.open(r)
}

// ExtractsOf returns all of a person's, the newest first.
func (r *Reader) ExtractsOf(subject id.Person) ([]journey.Extract, error) {
	return opened(r, scanExtract, extractsOf, subject)
}

// OpeningsOf returns when the extract was opened, the newest first.
func (r *Reader) OpeningsOf(subject id.Person, e id.Extract, limit int) ([]audit.Entry, error) {
	return all(r, scanEntry, openingsOf, subject, "extract/"+string(e), limit)
}

type extractRow struct {
	journey.Extract
	sealed string
}

func (row extractRow) open(r *Reader) (journey.Extract, error) {
	var in extractSealed
	err := r.unseal(row.Subject, extractPlace(row.ID), row.sealed, &in)
	row.Words, row.Lines = in.Words, in.Lines
	return row.Extract, err
}

func scanExtract(s scanner) (e extractRow, err error) {
	return e, s.Scan(&e.ID, &e.Subject, &e.MadeAt, &e.EndsAt, &e.EndedAt, &e.sealed)
}

func extractPlace(e id.Extract) seal.Place {
	return seal.Place{Table: "extracts", Column: "sealed", Row: string(e)}
}
