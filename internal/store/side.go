package store

import (
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	sideOf     = statement(`SELECT revision, saved_at, sealed FROM evaluation_sides WHERE evaluation = $1 AND side = $2 AND author = $3`)
	insertSide = statement(`INSERT INTO evaluation_sides (evaluation, side, author, revision, saved_at, sealed) VALUES ($1, $2, $3, 1, $4, $5)`)
	updateSide = statement(`UPDATE evaluation_sides SET revision = revision + 1, saved_at = $4, sealed = $5
		WHERE evaluation = $1 AND side = $2 AND author = $3 AND revision = $6`)
)

// Side returns what the present author of the side has saved.
func (r *Reader) Side(e *evaluation.Evaluation, name evaluation.SideName) (evaluation.Side, error) {
	side := evaluation.Side{Name: name, Author: e.Author(name)}
	sealed, ok, err := optional(r, func(s scanner) (text string, err error) {
		return text, s.Scan(&side.Revision, &side.SavedAt, &text)
	}, sideOf, e.ID, name, side.Author)
	if err != nil || !ok {
		return side, err
	}
	return side, r.unseal(e.Subject, sidePlace(e.ID, side), sealed, &side.Body)
}

// SaveSide keeps the body when the side still stands at the revision its author
// read, and returns the new revision.
func (t *Tx) SaveSide(e *evaluation.Evaluation, side evaluation.Side) (int64, error) {
	sealed, err := t.seal(e.Subject, sidePlace(e.ID, side), side.Body)
	if err != nil {
		return 0, err
	}
	if side.Revision == 0 {
		err = t.exec(insertSide, e.ID, side.Name, side.Author, t.now, sealed)
		return 1, err
	}
	n, err := t.changed(updateSide, e.ID, side.Name, side.Author, t.now, sealed, side.Revision)
	if err == nil && n == 0 {
		err = StaleDraft()
	}
	return side.Revision + 1, err
}

func sidePlace(e id.Evaluation, s evaluation.Side) seal.Place {
	return seal.Place{Table: "evaluation_sides", Column: "sealed", Row: string(e) + "/" + string(s.Name) + "/" + string(s.Author)}
}
