package store

import "cairn/internal/pay"

var (
	insertPayPolicy = statement(`INSERT INTO pay_policy (id, at, made_by, what, value, words, nth)
		SELECT $1, $2, $3, $4, $5, $6, COALESCE(max(nth), 0) + 1 FROM pay_policy`)
	payPolicy = statement(`SELECT id, at, made_by, what, value, words FROM pay_policy ORDER BY nth, id`)
)

// AddPayPolicy keeps a change of what the organisation does about pay.
func (t *Tx) AddPayPolicy(e pay.PolicyEntry) error {
	return t.exec(insertPayPolicy, e.ID, e.At, e.By, e.What, e.Value, e.Words)
}

// PayPolicy returns every change, the oldest first.
func (r *Reader) PayPolicy() ([]pay.PolicyEntry, error) {
	return all(r, func(s scanner) (e pay.PolicyEntry, err error) {
		return e, s.Scan(&e.ID, &e.At, &e.By, &e.What, &e.Value, &e.Words)
	}, payPolicy)
}
