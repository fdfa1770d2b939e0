package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/pay"
	"cairn/internal/seal"
)

const (
	payReviewColumns   = `id, valid_from, opened_at, closed_at, version, sealed`
	payProposalColumns = `p.review, p.person, p.version, p.sealed, r.closed_at`
)

var (
	insertPayReview   = statement(`INSERT INTO pay_reviews (id, valid_from, opened_at, closed_at, version, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	updatePayReview   = statement(`UPDATE pay_reviews SET valid_from = $2, closed_at = $3, sealed = $4, version = version + 1 WHERE id = $1 AND version = $5`)
	payReview         = statement(`SELECT ` + payReviewColumns + ` FROM pay_reviews WHERE id = $1`)
	payReviews        = statement(`SELECT ` + payReviewColumns + ` FROM pay_reviews ORDER BY opened_at DESC, id`)
	insertPayProposal = statement(`INSERT INTO pay_proposals (review, person, lies_with, version, sealed) VALUES ($1, $2, $3, $4, $5)`)
	updatePayProposal = statement(`UPDATE pay_proposals SET lies_with = $3, sealed = $4, version = version + 1 WHERE review = $1 AND person = $2 AND version = $5`)
	payProposal       = statement(`SELECT ` + payProposalColumns + ` FROM pay_proposals p JOIN pay_reviews r ON r.id = p.review WHERE p.review = $1 AND p.person = $2`)
	payProposalsIn    = statement(`SELECT ` + payProposalColumns + ` FROM pay_proposals p JOIN pay_reviews r ON r.id = p.review WHERE p.review = $1 ORDER BY p.person`)
	payProposalsOf    = statement(`SELECT ` + payProposalColumns + ` FROM pay_proposals p JOIN pay_reviews r ON r.id = p.review WHERE p.person IN ($1)`)
	payProposalsWith  = statement(`SELECT review, person, lies_with FROM pay_proposals WHERE person IN ($1)`)
	payProposalsSent  = statement(`SELECT review, person, lies_with FROM pay_proposals WHERE lies_with = 'partner'`)
	peopleWithSalary  = statement(`SELECT DISTINCT person FROM pay_salaries WHERE person IN ($1)`)
)

type sealedReview struct {
	Name     string       `json:"name"`
	Back     clock.Date   `json:"back"`
	To       clock.Date   `json:"to"`
	Holds    clock.Date   `json:"holds"`
	Guide    string       `json:"guide"`
	Unit     int64        `json:"unit"`
	Budgets  []pay.Budget `json:"budgets"`
	OpenedBy id.Person    `json:"opened_by"`
	ClosedBy id.Person    `json:"closed_by"`
}

func payReviewPlace(r id.PayReview) seal.Place {
	return seal.Place{Table: "pay_reviews", Column: "sealed", Row: string(r)}
}

func (t *Tx) sealReview(v *pay.Review) (string, error) {
	return t.sealPay(payReviewPart, "", payReviewPlace(v.ID), sealedReview{v.Name, v.Back, v.To, v.Holds, v.Guide, v.Unit, v.Budgets, v.OpenedBy, v.ClosedBy})
}

// AddPayReview keeps a new review.
func (t *Tx) AddPayReview(v *pay.Review) error {
	sealed, err := t.sealReview(v)
	if err != nil {
		return err
	}
	return t.exec(insertPayReview, v.ID, v.From, v.OpenedAt, v.ClosedAt, v.Version, sealed)
}

// SavePayReview keeps what changed, unless another change came first.
func (t *Tx) SavePayReview(v *pay.Review) error {
	sealed, err := t.sealReview(v)
	if err != nil {
		return err
	}
	return t.swap(updatePayReview, v.ID, v.From, v.ClosedAt, sealed, v.Version)
}

type payReviewRow struct {
	v      *pay.Review
	sealed string
}

func scanPayReview(s scanner) (row payReviewRow, err error) {
	v := &pay.Review{}
	row.v = v
	return row, s.Scan(&v.ID, &v.From, &v.OpenedAt, &v.ClosedAt, &v.Version, &row.sealed)
}

func (r *Reader) openReview(row payReviewRow) (*pay.Review, error) {
	v := row.v
	var in sealedReview
	if err := r.openPay(payReviewPart, "", payReviewPlace(v.ID), row.sealed, &in); err != nil {
		return nil, err
	}
	v.Name, v.Back, v.To, v.Holds, v.Guide, v.Unit, v.Budgets, v.OpenedBy, v.ClosedBy = in.Name, in.Back, in.To, in.Holds, in.Guide, in.Unit, in.Budgets, in.OpenedBy, in.ClosedBy
	return v, nil
}

// PayReview returns one review.
func (r *Reader) PayReview(ref id.PayReview) (*pay.Review, error) {
	row, err := one(r, scanPayReview, payReview, ref)
	if err != nil {
		return nil, err
	}
	return r.openReview(row)
}

// PayReviews returns every review, the newest first.
func (r *Reader) PayReviews() (list []*pay.Review, err error) {
	rows, err := all(r, scanPayReview, payReviews)
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var v *pay.Review
		v, err = r.openReview(row)
		list = append(list, v)
	}
	return list, err
}

type sealedPayProposal struct {
	State     pay.ProposalState `json:"state"`
	How       pay.How           `json:"how"`
	Percent   pay.Percent       `json:"percent"`
	Base      sealedSalary      `json:"base"`
	BaseID    id.Salary         `json:"base_id"`
	Full      money.Money       `json:"full"`
	Tribe     id.Unit           `json:"tribe"`
	Reason    string            `json:"reason"`
	Beyond    string            `json:"beyond"`
	By        id.Person         `json:"by"`
	DecidedBy id.Person         `json:"decided_by"`
	DecidedAt clock.Instant     `json:"decided_at"`
	Answer    string            `json:"answer"`
	Salary    id.Salary         `json:"salary"`
	GivenAt   clock.Instant     `json:"given_at"`
}

func payProposalPlace(p *pay.Proposal) seal.Place {
	return seal.Place{Table: "pay_proposals", Column: "sealed", Row: string(p.Review) + "/" + string(p.Person)}
}

func (t *Tx) sealPayProposal(p *pay.Proposal) (string, error) {
	b := p.Base
	return t.sealPay(paySalaries, p.Person, payProposalPlace(p), sealedPayProposal{p.State, p.How, p.Percent, sealedSalary{b.From, b.Full, b.Period, b.Share, b.Reason}, b.ID, p.Full, p.Tribe,
		p.Reason, p.Beyond, p.By, p.DecidedBy, p.DecidedAt, p.Answer, p.Salary, p.GivenAt})
}

// SavePayProposal keeps a proposal, a new one or what changed in it, unless another
// change came first.
func (t *Tx) SavePayProposal(p *pay.Proposal) error {
	sealed, err := t.sealPayProposal(p)
	if err != nil {
		return err
	}
	if p.Version == 0 {
		return t.exec(insertPayProposal, p.Review, p.Person, p.With(), 1, sealed)
	}
	return t.swap(updatePayProposal, p.Review, p.Person, p.With(), sealed, p.Version)
}

type payProposalRow struct {
	p      *pay.Proposal
	sealed string
}

func scanPayProposal(s scanner) (row payProposalRow, err error) {
	p := &pay.Proposal{}
	row.p = p
	var closed clock.Instant
	err = s.Scan(&p.Review, &p.Person, &p.Version, &row.sealed, &closed)
	p.Closed = closed.IsSet()
	return row, err
}

func (r *Reader) openPayProposals(rows []payProposalRow, err error) ([]*pay.Proposal, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people := make([]id.Person, 0, len(rows))
	for _, row := range rows {
		people = append(people, row.p.Person)
	}
	if _, err := r.loadSalaryKeys(people); err != nil {
		return nil, err
	}
	list := make([]*pay.Proposal, 0, len(rows))
	for _, row := range rows {
		p := row.p
		var in sealedPayProposal
		if err := r.openPay(paySalaries, p.Person, payProposalPlace(p), row.sealed, &in); err != nil {
			return nil, err
		}
		p.State, p.How, p.Percent, p.Full, p.Tribe, p.Reason, p.Beyond = in.State, in.How, in.Percent, in.Full, in.Tribe, in.Reason, in.Beyond
		p.By, p.DecidedBy, p.DecidedAt, p.Answer, p.Salary, p.GivenAt = in.By, in.DecidedBy, in.DecidedAt, in.Answer, in.Salary, in.GivenAt
		p.Base = pay.Salary{ID: in.BaseID, Person: p.Person, From: in.Base.From, Full: in.Base.Full, Period: in.Base.Period, Share: in.Base.Share, Reason: in.Base.Reason}
		list = append(list, p)
	}
	return list, nil
}

// PayProposal returns what is proposed for a person in a review; ok is false where
// nothing is.
func (r *Reader) PayProposal(review id.PayReview, person id.Person) (*pay.Proposal, bool, error) {
	row, ok, err := optional(r, scanPayProposal, payProposal, review, person)
	if err != nil || !ok {
		return nil, false, err
	}
	list, err := r.openPayProposals([]payProposalRow{row}, nil)
	if err != nil {
		return nil, false, err
	}
	return list[0], true, nil
}

// PayProposalsIn returns everything proposed in a review.
func (r *Reader) PayProposalsIn(review id.PayReview) ([]*pay.Proposal, error) {
	return r.openPayProposals(all(r, scanPayProposal, payProposalsIn, review))
}

// PayProposalsOf returns everything proposed for the people, in every review.
func (r *Reader) PayProposalsOf(people []id.Person) ([]*pay.Proposal, error) {
	return r.openPayProposals(each(r, scanPayProposal, payProposalsOf, people))
}

// PayLies is a proposal with whom it lies. Nothing sealed is opened for it.
type PayLies struct {
	Review id.PayReview
	Person id.Person
	With   pay.With
}

func scanPayLies(s scanner) (l PayLies, err error) { return l, s.Scan(&l.Review, &l.Person, &l.With) }

// PayProposalsLie tells with whom the proposals of the people lie.
func (r *Reader) PayProposalsLie(people []id.Person) ([]PayLies, error) {
	return each(r, scanPayLies, payProposalsWith, people)
}

// PayProposalsSent are those that wait for a compensation partner.
func (r *Reader) PayProposalsSent() ([]PayLies, error) { return all(r, scanPayLies, payProposalsSent) }

// WithSalary returns who of the people has a salary kept, now or on another day.
func (r *Reader) WithSalary(people []id.Person) ([]id.Person, error) {
	return each(r, text[id.Person], peopleWithSalary, people)
}
