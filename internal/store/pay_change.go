package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/seal"
)

const payChangeColumns = `promotion, person, made_at, version, sealed`

var (
	insertPayChange = statement(`INSERT INTO pay_changes (promotion, person, lies_with, made_at, version, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	updatePayChange = statement(`UPDATE pay_changes SET lies_with = $2, sealed = $3, version = version + 1 WHERE promotion = $1 AND version = $4`)
	payChange       = statement(`SELECT ` + payChangeColumns + ` FROM pay_changes WHERE promotion = $1`)
	payChangesWith  = statement(`SELECT promotion, person FROM pay_changes WHERE lies_with = 'partner'`)
	payChangesDue   = statement(`SELECT promotion, person FROM pay_changes WHERE lies_with = 'manager' AND person IN ($1)`)
)

// sealedChange is what of a change of pay only the person's key of salaries opens.
type sealedChange struct {
	State     pay.ChangeState   `json:"state"`
	Offer     pay.Offer         `json:"offer"`
	By        id.Person         `json:"by"`
	DecidedBy id.Person         `json:"decided_by"`
	DecidedAt clock.Instant     `json:"decided_at"`
	Salary    id.Salary         `json:"salary"`
	Course    []pay.ChangeEntry `json:"course"`
}

func payChangePlace(p id.Promotion) seal.Place {
	return seal.Place{Table: "pay_changes", Column: "sealed", Row: string(p)}
}

func (t *Tx) sealChange(c *pay.Change) (string, error) {
	return t.sealPay(paySalaries, c.Subject, payChangePlace(c.Promotion), sealedChange{c.State, c.Offer, c.By, c.DecidedBy, c.DecidedAt, c.Salary, c.Course})
}

// AddPayChange keeps that pay is due with a promotion.
func (t *Tx) AddPayChange(c *pay.Change) error {
	sealed, err := t.sealChange(c)
	if err != nil {
		return err
	}
	return t.exec(insertPayChange, c.Promotion, c.Subject, c.With(), c.MadeAt, c.Version, sealed)
}

// SavePayChange keeps what changed, unless another change came first.
func (t *Tx) SavePayChange(c *pay.Change) error {
	sealed, err := t.sealChange(c)
	if err != nil {
		return err
	}
	return t.swap(updatePayChange, c.Promotion, c.With(), sealed, c.Version)
}

// PayChange returns what a promotion does to pay; ok is false where nothing is due.
func (r *Reader) PayChange(p id.Promotion) (*pay.Change, bool, error) {
	row, ok, err := optional(r, scanPayChange, payChange, p)
	if err != nil || !ok {
		return nil, false, err
	}
	c, err := r.openChange(row)
	return c, err == nil, err
}

// PayDue is a change of pay that waits for somebody. Nothing sealed is opened for it.
type PayDue struct {
	Promotion id.Promotion
	Person    id.Person
}

func scanPayDue(s scanner) (d PayDue, err error) { return d, s.Scan(&d.Promotion, &d.Person) }

// PayChangesWithPartners returns those that wait for a compensation partner.
func (r *Reader) PayChangesWithPartners() ([]PayDue, error) {
	return all(r, scanPayDue, payChangesWith)
}

// PayChangesDue returns those of the people that wait for their managers.
func (r *Reader) PayChangesDue(people []id.Person) ([]PayDue, error) {
	return each(r, scanPayDue, payChangesDue, people)
}

type payChangeRow struct {
	c      *pay.Change
	sealed string
}

func scanPayChange(s scanner) (row payChangeRow, err error) {
	c := &pay.Change{}
	row.c = c
	return row, s.Scan(&c.Promotion, &c.Subject, &c.MadeAt, &c.Version, &row.sealed)
}

func (r *Reader) openChange(row payChangeRow) (*pay.Change, error) {
	c := row.c
	var in sealedChange
	if err := r.openPay(paySalaries, c.Subject, payChangePlace(c.Promotion), row.sealed, &in); err != nil {
		return nil, err
	}
	c.State, c.Offer, c.By, c.DecidedBy, c.DecidedAt, c.Salary, c.Course = in.State, in.Offer, in.By, in.DecidedBy, in.DecidedAt, in.Salary, in.Course
	return c, nil
}
