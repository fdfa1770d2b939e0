package store

import (
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const glassColumns = `id, subject, asked_at, opened_at, ended_at, version, sealed`

var (
	insertGlass  = statement(`INSERT INTO glasses (` + glassColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
	updateGlass  = statement(`UPDATE glasses SET opened_at = $2, ended_at = $3, sealed = $4, version = version + 1 WHERE id = $1 AND version = $5`)
	glassByID    = statement(`SELECT ` + glassColumns + ` FROM glasses WHERE id = $1`)
	glassesOf    = statement(`SELECT ` + glassColumns + ` FROM glasses WHERE subject = $1 ORDER BY asked_at DESC, id`)
	glassesSince = statement(`SELECT ` + glassColumns + ` FROM glasses WHERE asked_at > $1 OR opened_at > $1 ORDER BY asked_at DESC, id`)

	glassOpenedBetween = statement(`SELECT COUNT(*) FROM audit_entries WHERE act = 'glass.opened' AND at >= $1 AND at < $2`)

	glassSwitch    = statement(`SELECT id, at, made_by, what, words FROM glass_switch ORDER BY nth, id`)
	addGlassSwitch = statement(`INSERT INTO glass_switch (id, at, made_by, what, words, nth) SELECT $1, $2, $3, $4, $5, COUNT(*) + 1 FROM glass_switch`)
)

type sealedGlass struct {
	AskedBy, AgreedBy, EndedBy id.Person
	Reason                     disclosure.Reason
	Words                      string
}

func glassPlace(g id.Glass) seal.Place {
	return seal.Place{Table: "glasses", Column: "sealed", Row: string(g)}
}

func (t *Tx) sealGlass(g *disclosure.Glass) (string, error) {
	return t.seal(g.Subject, glassPlace(g.ID), sealedGlass{g.AskedBy, g.AgreedBy, g.EndedBy, g.Reason, g.Words})
}

// AddGlass keeps that somebody asked.
func (t *Tx) AddGlass(g *disclosure.Glass) error {
	sealed, err := t.sealGlass(g)
	if err != nil {
		return err
	}
	return t.exec(insertGlass, g.ID, g.Subject, g.AskedAt, g.OpenedAt, g.EndedAt, g.Version, sealed)
}

// SaveGlass keeps how it stands, unless another change came first.
func (t *Tx) SaveGlass(g *disclosure.Glass) error {
	sealed, err := t.sealGlass(g)
	if err != nil {
		return err
	}
	return t.swap(updateGlass, g.ID, g.OpenedAt, g.EndedAt, sealed, g.Version)
}

type glassRow struct {
	disclosure.Glass
	sealed string
}

func scanGlass(s scanner) (g glassRow, err error) {
	return g, s.Scan(&g.ID, &g.Subject, &g.AskedAt, &g.OpenedAt, &g.EndedAt, &g.Version, &g.sealed)
}

func (row glassRow) open(r *Reader) (*disclosure.Glass, error) {
	var in sealedGlass
	err := r.unseal(row.Subject, glassPlace(row.ID), row.sealed, &in)
	row.AskedBy, row.AgreedBy, row.EndedBy, row.Reason, row.Words = in.AskedBy, in.AgreedBy, in.EndedBy, in.Reason, in.Words
	return &row.Glass, err
}

// Glass returns one.
func (r *Reader) Glass(g id.Glass) (*disclosure.Glass, error) {
	row, err := one(r, scanGlass, glassByID, g)
	if err != nil {
		return nil, err
	}
	return row.open(r)
}

// GlassesOf returns those about the person, the newest first.
func (r *Reader) GlassesOf(subject id.Person) ([]*disclosure.Glass, error) {
	return opened(r, scanGlass, glassesOf, subject)
}

// GlassesSince returns those asked for or opened after the instant, the newest first.
func (r *Reader) GlassesSince(then clock.Instant) ([]*disclosure.Glass, error) {
	return opened(r, scanGlass, glassesSince, then)
}

// GlassSwitch returns every change of the switch, the oldest first.
func (r *Reader) GlassSwitch() ([]disclosure.GlassEntry, error) {
	return all(r, func(s scanner) (e disclosure.GlassEntry, err error) {
		return e, s.Scan(&e.ID, &e.At, &e.By, &e.What, &e.Words)
	}, glassSwitch)
}

// AddGlassSwitch adds a change of it.
func (t *Tx) AddGlassSwitch(e disclosure.GlassEntry) error {
	return t.exec(addGlassSwitch, e.ID, e.At, e.By, e.What, e.Words)
}

// GlassesOpened counts how often the glass was broken from the one instant to the other.
// It asks the journal, which stays whole when somebody is erased.
func (r *Reader) GlassesOpened(from, until clock.Instant) (int, error) {
	n, _, err := optional(r, func(s scanner) (n int, err error) { return n, s.Scan(&n) }, glassOpenedBetween, from, until)
	return n, err
}
