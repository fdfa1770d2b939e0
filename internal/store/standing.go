package store

import (
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/seal"
	"cairn/internal/standing"
)

var (
	insertStanding = statement(`INSERT INTO standings (id, subject, since, sealed) VALUES ($1, $2, $3, $4)`)
	standingsOf    = statement(`SELECT id, subject, since, sealed, wrapped FROM standings JOIN person_keys ON person = subject WHERE subject = $1 ORDER BY since, id`)
)

// sealedStanding is the private part of a standing.
type sealedStanding struct {
	Step       framework.StepID
	Framework  framework.Ref
	How        standing.How
	Evaluation id.Evaluation
	Promotion  id.Promotion
}

func standingPlace(s id.Standing) seal.Place {
	return seal.Place{Table: "standings", Column: "sealed", Row: string(s)}
}

// AddStanding keeps a Step from its instant on.
func (t *Tx) AddStanding(s standing.Standing) error {
	sealed, err := t.seal(s.Subject, standingPlace(s.ID), sealedStanding{s.Step, s.Framework, s.How, s.Evaluation, s.Promotion})
	if err != nil {
		return err
	}
	return t.exec(insertStanding, s.ID, s.Subject, s.Since, sealed)
}

// Standings returns a person's Steps, the oldest first.
func (r *Reader) Standings(subject id.Person) ([]standing.Standing, error) {
	return r.standings(standingsOf, string(subject))
}

func (r *Reader) standings(query string, args ...any) ([]standing.Standing, error) {
	return opened(r, scanStanding, query, args...)
}

// standingRow is a standing as it is kept, with its person's key.
type standingRow struct {
	standing.Standing
	sealed, wrapped string
}

func scanStanding(s scanner) (v standingRow, err error) {
	return v, s.Scan(&v.ID, &v.Subject, &v.Since, &v.sealed, &v.wrapped)
}

func (v standingRow) open(r *Reader) (s standing.Standing, err error) {
	if err := r.keepKey(v.Subject, v.wrapped); err != nil {
		return s, err
	}
	var p sealedStanding
	if err := r.unseal(v.Subject, standingPlace(v.ID), v.sealed, &p); err != nil {
		return s, err
	}
	s = v.Standing
	s.Step, s.Framework, s.How, s.Evaluation, s.Promotion = p.Step, p.Framework, p.How, p.Evaluation, p.Promotion
	return s, nil
}

var allStandings = statement(`SELECT id, subject, since, sealed, wrapped FROM standings JOIN person_keys ON person = subject ORDER BY subject, since, id`)

// StandingAt returns everybody whose present Step is the step. It opens every
// Step there is, so it is for the one purpose that needs it.
func (r *Reader) StandingAt(step framework.StepID) (who []id.Person, err error) {
	list, err := r.standings(allStandings)
	for i, s := range list {
		last := i+1 == len(list) || list[i+1].Subject != s.Subject
		if last && s.Step == step {
			who = append(who, s.Subject)
		}
	}
	return who, err
}
