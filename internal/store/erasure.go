package store

import (
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/seal"
)

const (
	erasureColumns = `id, subject, asked_at, done_at, ended_at, version, sealed`
	holdColumns    = `id, subject, asked_at, agreed_at, ended_at, version, sealed`
)

var (
	insertErasure = statement(`INSERT INTO erasures (` + erasureColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	updateErasure = statement(`UPDATE erasures SET done_at = $2, ended_at = $3, sealed = $4, version = version + 1 WHERE id = $1 AND version = $5`)
	erasureByID   = statement(`SELECT ` + erasureColumns + ` FROM erasures WHERE id = $1`)
	erasuresOf    = statement(`SELECT ` + erasureColumns + ` FROM erasures WHERE subject = $1 ORDER BY asked_at DESC, id`)
	erasuresOpen  = statement(`SELECT ` + erasureColumns + ` FROM erasures WHERE ended_at = 0 ORDER BY asked_at, id`)
	erased        = statement(`SELECT COUNT(*) FROM erasures WHERE subject = $1 AND done_at > 0`)

	insertHold = statement(`INSERT INTO legal_holds (` + holdColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	updateHold = statement(`UPDATE legal_holds SET agreed_at = $2, ended_at = $3, sealed = $4, version = version + 1 WHERE id = $1 AND version = $5`)
	holdByID   = statement(`SELECT ` + holdColumns + ` FROM legal_holds WHERE id = $1`)
	holdsOf    = statement(`SELECT ` + holdColumns + ` FROM legal_holds WHERE subject = $1 ORDER BY asked_at DESC, id`)
	holdsOpen  = statement(`SELECT ` + holdColumns + ` FROM legal_holds WHERE ended_at = 0 ORDER BY asked_at, id`)
)

type sealedErasure struct {
	AskedBy, EndedBy id.Person
	Words, Answer    string
}

func erasurePlace(v id.Erasure) seal.Place {
	return seal.Place{Table: "erasures", Column: "sealed", Row: string(v)}
}

func (t *Tx) sealErasure(v *rights.Erasure) (string, error) {
	return t.seal(v.Subject, erasurePlace(v.ID), sealedErasure{v.AskedBy, v.EndedBy, v.Words, v.Answer})
}

// AddErasure keeps that somebody asked for one; a second open one is a duplicate.
func (t *Tx) AddErasure(v *rights.Erasure) error {
	sealed, err := t.sealErasure(v)
	if err != nil {
		return err
	}
	return t.exec(insertErasure, v.ID, v.Subject, v.AskedAt, v.DoneAt, v.EndedAt, v.Version, sealed)
}

// SaveErasure keeps how it stands, unless another change came first.
func (t *Tx) SaveErasure(v *rights.Erasure) error {
	sealed, err := t.sealErasure(v)
	if err != nil {
		return err
	}
	return t.swap(updateErasure, v.ID, v.DoneAt, v.EndedAt, sealed, v.Version)
}

type erasureRow struct {
	rights.Erasure
	sealed string
}

func scanErasure(s scanner) (v erasureRow, err error) {
	return v, s.Scan(&v.ID, &v.Subject, &v.AskedAt, &v.DoneAt, &v.EndedAt, &v.Version, &v.sealed)
}

func (row erasureRow) open(r *Reader) (*rights.Erasure, error) {
	var in sealedErasure
	err := r.unseal(row.Subject, erasurePlace(row.ID), row.sealed, &in)
	row.AskedBy, row.EndedBy, row.Words, row.Answer = in.AskedBy, in.EndedBy, in.Words, in.Answer
	return &row.Erasure, err
}

// Erasure returns one.
func (r *Reader) Erasure(v id.Erasure) (*rights.Erasure, error) {
	row, err := one(r, scanErasure, erasureByID, v)
	if err != nil {
		return nil, err
	}
	return row.open(r)
}

// ErasuresOf returns those of the person, the newest first.
func (r *Reader) ErasuresOf(subject id.Person) ([]*rights.Erasure, error) {
	return opened(r, scanErasure, erasuresOf, subject)
}

// OpenErasures returns those that wait.
func (r *Reader) OpenErasures() ([]*rights.Erasure, error) {
	return opened(r, scanErasure, erasuresOpen)
}

// Erased tells whether what was kept about the person is erased.
func (r *Reader) Erased(who id.Person) (bool, error) {
	n, err := one(r, count, erased, who)
	return n > 0, err
}

type sealedHold struct {
	AskedBy, AgreedBy, EndedBy id.Person
	Reason                     string
}

func holdPlace(v id.Hold) seal.Place {
	return seal.Place{Table: "legal_holds", Column: "sealed", Row: string(v)}
}

func (t *Tx) sealHold(v *rights.Hold) (string, error) {
	return t.seal(v.Subject, holdPlace(v.ID), sealedHold{v.AskedBy, v.AgreedBy, v.EndedBy, v.Reason})
}

// AddHold keeps that somebody asked for one; a second open one is a duplicate.
func (t *Tx) AddHold(v *rights.Hold) error {
	sealed, err := t.sealHold(v)
	if err != nil {
		return err
	}
	return t.exec(insertHold, v.ID, v.Subject, v.AskedAt, v.AgreedAt, v.EndedAt, v.Version, sealed)
}

// SaveHold keeps how it stands, unless another change came first.
func (t *Tx) SaveHold(v *rights.Hold) error {
	sealed, err := t.sealHold(v)
	if err != nil {
		return err
	}
	return t.swap(updateHold, v.ID, v.AgreedAt, v.EndedAt, sealed, v.Version)
}

type holdRow struct {
	rights.Hold
	sealed string
}

func scanHold(s scanner) (v holdRow, err error) {
	return v, s.Scan(&v.ID, &v.Subject, &v.AskedAt, &v.AgreedAt, &v.EndedAt, &v.Version, &v.sealed)
}

func (row holdRow) open(r *Reader) (*rights.Hold, error) {
	var in sealedHold
	err := r.unseal(row.Subject, holdPlace(row.ID), row.sealed, &in)
	row.AskedBy, row.AgreedBy, row.EndedBy, row.Reason = in.AskedBy, in.AgreedBy, in.EndedBy, in.Reason
	return &row.Hold, err
}

// Hold returns one.
func (r *Reader) Hold(v id.Hold) (*rights.Hold, error) {
	row, err := one(r, scanHold, holdByID, v)
	if err != nil {
		return nil, err
	}
	return row.open(r)
}

// HoldsOf returns those about the person, the newest first.
func (r *Reader) HoldsOf(subject id.Person) ([]*rights.Hold, error) {
	return opened(r, scanHold, holdsOf, subject)
}

// OpenHolds returns those that have not ended.
func (r *Reader) OpenHolds() ([]*rights.Hold, error) { return opened(r, scanHold, holdsOpen) }
