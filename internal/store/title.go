package store

import (
	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/seal"
	"cairn/internal/title"
)

const proposalColumns = `id, subject, asked_at, closed_at, version, sealed`

var (
	insertProposal = statement(`INSERT INTO title_proposals (` + proposalColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`)
	updateProposal = statement(`UPDATE title_proposals SET closed_at = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4`)
	proposalByID   = statement(`SELECT ` + proposalColumns + ` FROM title_proposals WHERE id = $1`)
	proposalsOf    = statement(`SELECT ` + proposalColumns + ` FROM title_proposals WHERE subject = $1 ORDER BY asked_at DESC, id`)
	proposalsOpen  = statement(`SELECT ` + proposalColumns + ` FROM title_proposals WHERE closed_at = 0 AND subject IN ($1) ORDER BY asked_at, id`)
	titlesOf       = statement(`SELECT person, name, since, until FROM titles WHERE person = $1 ORDER BY since DESC, person`)
	insertTitle    = statement(`INSERT INTO titles (person, name, since, until) VALUES ($1, $2, $3, 0)`)
	endTitle       = statement(`UPDATE titles SET until = $2 WHERE person = $1 AND until = 0`)
	dropInstant    = statement(`DELETE FROM titles WHERE person = $1 AND since = $2`)
	setTitle       = statement(`UPDATE people SET title = $2 WHERE id = $1`)
)

// proposalSealed is what of a proposal only its subject's key opens.
type proposalSealed struct {
	By       id.Person   `json:"by"`
	From     title.Side  `json:"from"`
	Name     string      `json:"name"`
	Words    string      `json:"words,omitempty"`
	State    title.State `json:"state"`
	Answer   string      `json:"answer,omitempty"`
	Answered id.Person   `json:"answered,omitempty"`
}

func (t *Tx) sealProposal(p *title.Proposal) (string, error) {
	return t.seal(p.Subject, proposalPlace(p.ID), proposalSealed{p.By, p.From, p.Name, p.Words, p.State, p.Answer, p.Answered})
}

func proposalPlace(p id.Title) seal.Place {
	return seal.Place{Table: "title_proposals", Column: "sealed", Row: string(p)}
}

// AddProposal keeps a new proposal; a second one that waits is a duplicate.
func (t *Tx) AddProposal(p *title.Proposal) error {
	sealed, err := t.sealProposal(p)
	if err != nil {
		return err
	}
	return t.exec(insertProposal, p.ID, p.Subject, p.AskedAt, p.ClosedAt, p.Version, sealed)
}

// SaveProposal keeps how a proposal stands, unless another change came first.
func (t *Tx) SaveProposal(p *title.Proposal) error {
	sealed, err := t.sealProposal(p)
	if err != nil {
		return err
	}
	return t.swap(updateProposal, p.ID, p.ClosedAt, sealed, p.Version)
}

type proposalRow struct {
	title.Proposal
	sealed string
}

func scanProposal(s scanner) (p proposalRow, err error) {
	return p, s.Scan(&p.ID, &p.Subject, &p.AskedAt, &p.ClosedAt, &p.Version, &p.sealed)
}

func (row proposalRow) open(r *Reader) (*title.Proposal, error) {
	var in proposalSealed
	err := r.unseal(row.Subject, proposalPlace(row.ID), row.sealed, &in)
	row.By, row.From, row.Name, row.Words, row.State, row.Answer, row.Answered = in.By, in.From, in.Name, in.Words, in.State, in.Answer, in.Answered
	return &row.Proposal, err
}

// Proposal returns one proposal.
func (r *Reader) Proposal(p id.Title) (*title.Proposal, error) {
	row, err := one(r, scanProposal, proposalByID, p)
	if err != nil {
		return nil, err
	}
	return row.open(r)
}

// ProposalSubject returns whose title is proposed, without opening it.
func (r *Reader) ProposalSubject(p id.Title) (id.Person, error) {
	row, err := one(r, scanProposal, proposalByID, p)
	return row.Subject, err
}

// ProposalsOf returns all proposals of a title for the person, the newest first.
func (r *Reader) ProposalsOf(subject id.Person) ([]*title.Proposal, error) {
	return r.openProposals(all(r, scanProposal, proposalsOf, subject))
}

// OpenProposals returns those for the people named that wait for an answer, the
// oldest first.
func (r *Reader) OpenProposals(subjects []id.Person) ([]*title.Proposal, error) {
	return r.openProposals(each(r, scanProposal, proposalsOpen, subjects))
}

func (r *Reader) openProposals(rows []proposalRow, err error) (list []*title.Proposal, _ error) {
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var p *title.Proposal
		p, err = row.open(r)
		list = append(list, p)
	}
	return list, err
}

// TitlesOf returns the titles that the person has used, the newest first.
func (r *Reader) TitlesOf(who id.Person) ([]title.Held, error) {
	return all(r, func(s scanner) (h title.Held, err error) { return h, s.Scan(&h.Person, &h.Name, &h.Since, &h.Until) }, titlesOf, who)
}

// HoldTitle ends the title that the person uses, and begins another; an empty one
// begins none.
func (t *Tx) HoldTitle(who id.Person, name string) error {
	if err := t.exec(dropInstant, who, t.now); err != nil { // of this very instant: nobody has read it
		return err
	}
	if err := t.exec(endTitle, who, t.now); err != nil {
		return err
	}
	if name != "" {
		if err := t.exec(insertTitle, who, name, t.now); err != nil {
			return err
		}
	}
	t.Happened(event.PersonChanged, string(who))
	return t.exec(setTitle, who, name)
}
