package store

import (
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/rollout"
	"cairn/internal/seal"
)

var (
	savePlacement = statement(`INSERT INTO placements (rollout, subject, manager, at, sealed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (rollout, subject) DO UPDATE SET manager = excluded.manager, at = excluded.at, sealed = excluded.sealed`)
	placementsBy   = statement(`SELECT rollout, subject, manager, at, sealed FROM placements WHERE rollout = $1 AND manager = $2 ORDER BY subject`)
	placementsIn   = statement(`SELECT rollout, subject, manager, at, sealed FROM placements WHERE rollout = $1 ORDER BY subject`)
	dropPlacement  = statement(`DELETE FROM placements WHERE rollout = $1 AND subject = $2`)
	dropPlacements = statement(`DELETE FROM placements WHERE rollout = $1`)
	unplace        = statement(`DELETE FROM placements WHERE subject IN ($1)`)
)

func placementPlace(ref id.Rollout, subject id.Person) seal.Place {
	return seal.Place{Table: "placements", Column: "sealed", Row: string(ref) + "/" + string(subject)}
}

// SavePlacement keeps where the manager would place the report; without a step it
// is taken away.
func (t *Tx) SavePlacement(p rollout.Placement) error {
	if p.Step == "" {
		return t.exec(dropPlacement, p.Rollout, p.Subject)
	}
	sealed, err := t.seal(p.Subject, placementPlace(p.Rollout, p.Subject), p.Step)
	if err != nil {
		return err
	}
	return t.exec(savePlacement, p.Rollout, p.Subject, p.Manager, t.now, sealed)
}

// PlacementsBy returns what the manager has placed in the rollout.
func (r *Reader) PlacementsBy(ref id.Rollout, manager id.Person) ([]rollout.Placement, error) {
	return r.placements(placementsBy, ref, manager)
}

// Placements returns everybody's in the rollout; they are for the spread alone.
func (r *Reader) Placements(ref id.Rollout) ([]rollout.Placement, error) {
	return r.placements(placementsIn, ref)
}

func (r *Reader) placements(query string, args ...any) ([]rollout.Placement, error) {
	var sealed []string
	var subjects []id.Person
	list, err := all(r, func(s scanner) (p rollout.Placement, err error) {
		var text string
		err = s.Scan(&p.Rollout, &p.Subject, &p.Manager, &p.At, &text)
		sealed, subjects = append(sealed, text), append(subjects, p.Subject)
		return p, err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	if err := r.loadKeys(subjects); err != nil {
		return nil, err
	}
	for i, p := range list {
		var step framework.StepID
		if err := r.unseal(p.Subject, placementPlace(p.Rollout, p.Subject), sealed[i], &step); err != nil {
			return nil, err
		}
		list[i].Step = step
	}
	return list, nil
}

// DropPlacements deletes all of the rollout and returns how many there were.
func (t *Tx) DropPlacements(ref id.Rollout) (int, error) {
	n, err := t.changed(dropPlacements, ref)
	return int(n), err
}

// Unplace deletes every trial placement of these people.
func (t *Tx) Unplace(people []id.Person) error {
	return changeEach(t, unplace, people)
}
