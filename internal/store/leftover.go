package store

import (
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/seal"
)

// leftover: a manager side that was never opened, whose author manages the person
// no more, or whose evaluation went on with the side of another.
const leftover = `FROM evaluation_sides s JOIN evaluations e ON e.id = s.evaluation
	LEFT JOIN reporting_lines l ON l.person = e.subject AND l.manager = s.author
	WHERE s.side = 'manager' AND s.author <> e.manager_side_by AND (e.stage <> 'writing' OR NOT EXISTS
		(SELECT 1 FROM reporting_lines o WHERE o.person = e.subject AND o.manager = s.author AND o.until = 0))`

const leftoverColumns = `SELECT s.evaluation, e.subject, e.framework, e.framework_version, s.author, s.revision, s.sealed, COALESCE(MAX(l.until), s.saved_at) `

const leftoverGroups = ` GROUP BY s.evaluation, e.subject, e.framework, e.framework_version, s.author, s.revision, s.sealed, s.saved_at`

var (
	leftoversBy = statement(leftoverColumns + leftover + ` AND s.author = $1` + leftoverGroups + ` ORDER BY s.evaluation`)
	leftovers   = statement(leftoverColumns + leftover + leftoverGroups + ` HAVING COALESCE(MAX(l.until), s.saved_at) <= $1 ORDER BY s.evaluation, s.author`)
	dropSide    = statement(`DELETE FROM evaluation_sides WHERE evaluation = $1 AND side = 'manager' AND author = $2 AND revision = $3`)
	insertNote  = statement(`INSERT INTO evaluation_closing_notes (evaluation, author, at, sealed) VALUES ($1, $2, $3, $4)`)
	notesOf     = statement(`SELECT author, at, sealed FROM evaluation_closing_notes WHERE evaluation = $1 ORDER BY at, author`)
)

type leftoverRow struct {
	evaluation.Leftover
	sealed string
}

func scanLeftover(s scanner) (l leftoverRow, err error) {
	return l, s.Scan(&l.Evaluation, &l.Subject, &l.Framework.ID, &l.Framework.Version, &l.Author, &l.Revision, &l.sealed, &l.Since)
}

// LeftoversBy returns the drafts that are left with somebody who manages those
// they are about no more.
func (r *Reader) LeftoversBy(author id.Person) (list []evaluation.Leftover, err error) {
	rows, err := all(r, scanLeftover, leftoversBy, author)
	for _, row := range rows {
		if err == nil {
			err = r.unseal(row.Subject, sidePlace(row.Evaluation, row.side()), row.sealed, &row.Body)
		}
		list = append(list, row.Leftover)
	}
	return list, err
}

func (row leftoverRow) side() evaluation.Side {
	return evaluation.Side{Name: evaluation.ManagerSide, Author: row.Author}
}

// LeftoversBefore returns the drafts that were left at that instant or earlier,
// without opening them.
func (r *Reader) LeftoversBefore(then clock.Instant) (list []evaluation.Leftover, err error) {
	rows, err := all(r, scanLeftover, leftovers, then)
	for _, row := range rows {
		list = append(list, row.Leftover)
	}
	return list, err
}

// SaveLeftover keeps another text of a draft that is left.
func (t *Tx) SaveLeftover(l evaluation.Leftover) error {
	side := evaluation.Side{Name: evaluation.ManagerSide, Author: l.Author}
	sealed, err := t.seal(l.Subject, sidePlace(l.Evaluation, side), l.Body)
	if err != nil {
		return err
	}
	return t.swap(updateSide, l.Evaluation, evaluation.ManagerSide, l.Author, t.now, sealed, l.Revision)
}

// DropLeftover removes a draft that is left.
func (t *Tx) DropLeftover(l evaluation.Leftover) error {
	return t.swap(dropSide, l.Evaluation, l.Author, l.Revision)
}

// AddClosingNote keeps what a manager before leaves for the pair.
func (t *Tx) AddClosingNote(l evaluation.Leftover) error {
	sealed, err := t.seal(l.Subject, closingPlace(l.Evaluation, l.Author), l.Body)
	if err != nil {
		return err
	}
	return t.exec(insertNote, l.Evaluation, l.Author, t.now, sealed)
}

// ClosingNotes returns what managers before left in the evaluation.
func (r *Reader) ClosingNotes(e *evaluation.Evaluation) ([]evaluation.ClosingNote, error) {
	var sealed []string
	list, err := all(r, func(s scanner) (n evaluation.ClosingNote, err error) {
		var text string
		err = s.Scan(&n.Author, &n.At, &text)
		sealed = append(sealed, text)
		return n, err
	}, notesOf, e.ID)
	for i := range list {
		if err == nil {
			err = r.unseal(e.Subject, closingPlace(e.ID, list[i].Author), sealed[i], &list[i].Body)
		}
	}
	return list, err
}

func closingPlace(e id.Evaluation, author id.Person) seal.Place {
	return seal.Place{Table: "evaluation_closing_notes", Column: "sealed", Row: string(e) + "/" + string(author)}
}
