package store

import (
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/seal"
)

var (
	resultOf     = statement(`SELECT revision, written_by, written_at, sealed FROM evaluation_results WHERE evaluation = $1`)
	insertResult = statement(`INSERT INTO evaluation_results (evaluation, revision, written_by, written_at, sealed) VALUES ($1, 1, $2, $3, $4)`)
	updateResult = statement(`UPDATE evaluation_results SET revision = revision + 1, written_by = $2, written_at = $3, sealed = $4
		WHERE evaluation = $1 AND revision = $5`)
)

// Result returns the result as it stands.
func (r *Reader) Result(e *evaluation.Evaluation) (evaluation.Written, error) {
	var found evaluation.Written
	sealed, ok, err := optional(r, func(s scanner) (text string, err error) {
		return text, s.Scan(&found.Revision, &found.WrittenBy, &found.WrittenAt, &text)
	}, resultOf, e.ID)
	if err != nil || !ok {
		return found, err
	}
	return found, r.unseal(e.Subject, resultPlace(e.ID), sealed, &found.Result)
}

// SaveResult keeps the text when the result still stands at the revision its
// writer read, and returns the new revision.
func (t *Tx) SaveResult(e *evaluation.Evaluation, by id.Person, read int64, text evaluation.Result) (int64, error) {
	sealed, err := t.seal(e.Subject, resultPlace(e.ID), text)
	if err != nil {
		return 0, err
	}
	if read == 0 {
		return 1, t.exec(insertResult, e.ID, by, t.now, sealed)
	}
	n, err := t.changed(updateResult, e.ID, by, t.now, sealed, read)
	if err == nil && n == 0 {
		err = StaleDraft()
	}
	return read + 1, err
}

func resultPlace(e id.Evaluation) seal.Place {
	return seal.Place{Table: "evaluation_results", Column: "sealed", Row: string(e)}
}

var resultsWritten = statement(`SELECT r.evaluation FROM evaluation_results r JOIN evaluations e ON e.id = r.evaluation
	WHERE e.stage <> 'agreed' AND (e.subject = $1 OR e.manager = $1)`)

// ResultsWritten tells in which open evaluations of the person or of the
// person's reports a result has been written.
func (r *Reader) ResultsWritten(who id.Person) (map[id.Evaluation]bool, error) {
	found, err := all(r, text[id.Evaluation], resultsWritten, who)
	written := make(map[id.Evaluation]bool, len(found))
	for _, e := range found {
		written[e] = true
	}
	return written, err
}
