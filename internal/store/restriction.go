package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/seal"
)

const restrictionColumns = `id, subject, asked_at, set_at, ended_at, version, sealed`

var (
	insertRestriction = statement(`INSERT INTO restrictions (` + restrictionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	updateRestriction = statement(`UPDATE restrictions SET set_at = $2, ended_at = $3, sealed = $4, version = version + 1 WHERE id = $1 AND version = $5`)
	restrictionByID   = statement(`SELECT ` + restrictionColumns + ` FROM restrictions WHERE id = $1`)
	restrictionsOf    = statement(`SELECT ` + restrictionColumns + ` FROM restrictions WHERE subject = $1 ORDER BY asked_at DESC, id`)
	restrictionsOpen  = statement(`SELECT ` + restrictionColumns + ` FROM restrictions WHERE ended_at = 0 OR ended_at > $1 ORDER BY asked_at, id`)
	restricted        = statement(`SELECT COUNT(*) FROM restrictions WHERE subject = $1 AND set_at > 0 AND (ended_at = 0 OR ended_at > $2)`)
	restrictedAt      = statement(`SELECT subject FROM restrictions WHERE set_at > 0 AND set_at <= $1 AND (ended_at = 0 OR ended_at > $1)`)
	allRestricted     = statement(`SELECT subject FROM restrictions WHERE set_at > 0 AND (ended_at = 0 OR ended_at > $1)`)
)

// sealedRestriction is why, and who.
type sealedRestriction struct {
	Words          string
	SetBy, EndedBy id.Person
	Answer         string
}

func restrictionPlace(v id.Restriction) seal.Place {
	return seal.Place{Table: "restrictions", Column: "sealed", Row: string(v)}
}

func (t *Tx) sealRestriction(v *rights.Restriction) (string, error) {
	return t.seal(v.Subject, restrictionPlace(v.ID), sealedRestriction{v.Words, v.SetBy, v.EndedBy, v.Answer})
}

// AddRestriction keeps that somebody asked for one; a second open one is a duplicate.
func (t *Tx) AddRestriction(v *rights.Restriction) error {
	sealed, err := t.sealRestriction(v)
	if err != nil {
		return err
	}
	return t.exec(insertRestriction, v.ID, v.Subject, v.AskedAt, v.SetAt, v.EndedAt, v.Version, sealed)
}

// SaveRestriction keeps how it stands, unless another change came first.
func (t *Tx) SaveRestriction(v *rights.Restriction) error {
	sealed, err := t.sealRestriction(v)
	if err != nil {
		return err
	}
	return t.swap(updateRestriction, v.ID, v.SetAt, v.EndedAt, sealed, v.Version)
}

type restrictionRow struct {
	rights.Restriction
	sealed string
}

func scanRestriction(s scanner) (v restrictionRow, err error) {
	return v, s.Scan(&v.ID, &v.Subject, &v.AskedAt, &v.SetAt, &v.EndedAt, &v.Version, &v.sealed)
}

func (row restrictionRow) open(r *Reader) (*rights.Restriction, error) {
	var in sealedRestriction
	err := r.unseal(row.Subject, restrictionPlace(row.ID), row.sealed, &in)
	row.Words, row.SetBy, row.EndedBy, row.Answer = in.Words, in.SetBy, in.EndedBy, in.Answer
	return &row.Restriction, err
}

// Restriction returns one.
func (r *Reader) Restriction(v id.Restriction) (*rights.Restriction, error) {
	row, err := one(r, scanRestriction, restrictionByID, v)
	if err != nil {
		return nil, err
	}
	return row.open(r)
}

// RestrictionsOf returns those of the person, the newest first.
func (r *Reader) RestrictionsOf(subject id.Person) ([]*rights.Restriction, error) {
	return opened(r, scanRestriction, restrictionsOf, subject)
}

// OpenRestrictions returns those that wait or last.
func (r *Reader) OpenRestrictions() ([]*rights.Restriction, error) {
	return opened(r, scanRestriction, restrictionsOpen, r.now)
}

// Restricted tells whether what is kept about the person rests now.
func (r *Reader) Restricted(subject id.Person) (bool, error) {
	n, _, err := optionalOnce(r, count, restricted, string(subject), r.now)
	return n > 0, err
}

// RestrictedAt returns the people about whom what is kept rested at the instant.
func (r *Reader) RestrictedAt(at clock.Instant) (map[id.Person]bool, error) {
	list, err := all(r, text[id.Person], restrictedAt, at)
	found := make(map[id.Person]bool, len(list))
	for _, p := range list {
		found[p] = true
	}
	return found, err
}

// AllRestricted returns the people about whom what is kept rests now.
func (r *Reader) AllRestricted() (map[id.Person]bool, error) {
	list, err := all(r, text[id.Person], allRestricted, r.now)
	found := make(map[id.Person]bool, len(list))
	for _, p := range list {
		found[p] = true
	}
	return found, err
}
