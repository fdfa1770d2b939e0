package store

import (
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/seal"
	"cairn/internal/standing"
)

var (
	insertStanding = statement(`INSERT INTO standings (id, subject, since, sealed) VALUES ($1, $2, $3, $4)`)
	standingsOf    = statement(`SELECT id, subject, since, sealed FROM standings WHERE subject = $1 ORDER BY since, id`)
)

// sealedStanding is the private part of a standing.
type sealedStanding struct {
	Step       framework.StepID
	Framework  framework.Ref
	How        standing.How
	Evaluation id.Evaluation
}

func standingPlace(s id.Standing) seal.Place {
	return seal.Place{Table: "standings", Column: "sealed", Row: string(s)}
}

// AddStanding keeps a Step from its instant on.
func (t *Tx) AddStanding(s standing.Standing) error {
	sealed, err := t.seal(s.Subject, standingPlace(s.ID), sealedStanding{s.Step, s.Framework, s.How, s.Evaluation})
	if err != nil {
		return err
	}
	return t.exec(insertStanding, s.ID, s.Subject, s.Since, sealed)
}

// Standings returns a person's Steps, the oldest first.
func (r *Reader) Standings(subject id.Person) ([]standing.Standing, error) {
	var sealed []string
	list, err := all(r, func(row scanner) (s standing.Standing, err error) {
		var text string
		err = row.Scan(&s.ID, &s.Subject, &s.Since, &text)
		sealed = append(sealed, text)
		return s, err
	}, standingsOf, subject)
	if err != nil {
		return nil, err
	}
	for i := range list {
		var p sealedStanding
		if err := r.unseal(subject, standingPlace(list[i].ID), sealed[i], &p); err != nil {
			return nil, err
		}
		list[i].Step, list[i].Framework, list[i].How, list[i].Evaluation = p.Step, p.Framework, p.How, p.Evaluation
	}
	return list, nil
}
