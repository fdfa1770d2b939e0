package store

import (
	"cairn/internal/id"
	"cairn/internal/standing"
)

const choiceColumns = `id, person, widening, at, until`

var (
	stepPolicy    = statement(`SELECT id, at, made_by, what, circle, words FROM step_policy ORDER BY nth, id`)
	addStepPolicy = statement(`INSERT INTO step_policy (id, at, made_by, what, circle, words, nth) SELECT $1, $2, $3, $4, $5, $6, COUNT(*) + 1 FROM step_policy`)

	stepChoicesOf  = statement(`SELECT ` + choiceColumns + ` FROM step_choices WHERE person = $1 ORDER BY at, id`)
	addStepChoice  = statement(`INSERT INTO step_choices (` + choiceColumns + `) VALUES ($1, $2, $3, $4, $5)`)
	endStepChoices = statement(`UPDATE step_choices SET until = $2 WHERE person = $1 AND until = 0`)
	endAllChoices  = statement(`UPDATE step_choices SET until = $1 WHERE until = 0`)
)

// StepPolicy returns every change of who may know Steps, the oldest first.
func (r *Reader) StepPolicy() ([]standing.PolicyEntry, error) {
	return all(r, func(s scanner) (e standing.PolicyEntry, err error) {
		return e, s.Scan(&e.ID, &e.At, &e.By, &e.What, &e.Circle, &e.Words)
	}, stepPolicy)
}

// AddStepPolicy adds a change of it.
func (t *Tx) AddStepPolicy(e standing.PolicyEntry) error {
	return t.exec(addStepPolicy, e.ID, e.At, e.By, e.What, e.Circle, e.Words)
}

// StepChoices returns what the person chose about their own Step, the oldest first.
func (r *Reader) StepChoices(person id.Person) ([]standing.Choice, error) {
	return all(r, func(s scanner) (c standing.Choice, err error) {
		return c, s.Scan(&c.ID, &c.Person, &c.Widening, &c.At, &c.Until)
	}, stepChoicesOf, person)
}

// AddStepChoice keeps that the person opens their Step.
func (t *Tx) AddStepChoice(c standing.Choice) error {
	return t.exec(addStepChoice, c.ID, c.Person, c.Widening, c.At, c.Until)
}

// EndStepChoices ends what the person opened.
func (t *Tx) EndStepChoices(person id.Person) error {
	return t.exec(endStepChoices, person, t.Now())
}

// EndAllStepChoices ends what anybody opened.
func (t *Tx) EndAllStepChoices() error { return t.exec(endAllChoices, t.Now()) }
