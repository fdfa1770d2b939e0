package store

import (
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/rollout"
)

const rolloutColumns = `id, name, purpose, scope, stage, trial, prepared_by, prepared_at, launched_at, opened_at, ended_at,
	spread, spread_at, dropped, dropped_at, version`

var (
	insertRollout = statement(`INSERT INTO rollouts (` + rolloutColumns + `, reminded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)`)
	updateRollout = statement(`UPDATE rollouts SET stage = $2, launched_at = $3, opened_at = $4, ended_at = $5, spread = $6, spread_at = $7,
		dropped = $8, dropped_at = $9, version = version + 1 WHERE id = $1 AND version = $10`)
	rolloutByID  = statement(`SELECT ` + rolloutColumns + ` FROM rollouts WHERE id = $1`)
	allRollouts  = statement(`SELECT ` + rolloutColumns + ` FROM rollouts ORDER BY prepared_at DESC, id`)
	remindedLast = statement(`SELECT COALESCE(max(reminded_at), 0) FROM rollouts`)
	markReminded = statement(`UPDATE rollouts SET reminded_at = $2 WHERE id = $1`)

	pairsWaiting = statement(`SELECT rollout, person, chapter, evaluation FROM rollout_pairs WHERE rollout = $1 AND evaluation = '' ORDER BY person LIMIT $2`)
	pairsOf      = statement(`SELECT rollout, person, chapter, evaluation FROM rollout_pairs WHERE person IN ($1)`)
	pairOpened   = statement(`UPDATE rollout_pairs SET evaluation = $3 WHERE rollout = $1 AND person = $2`)
	pairDropped  = statement(`DELETE FROM rollout_pairs WHERE rollout = $1 AND person = $2`)
	pairsCounted = statement(`SELECT count(*), count(*) FILTER (WHERE evaluation <> '') FROM rollout_pairs WHERE rollout = $1`)
	peopleInAny  = statement(`SELECT p.person FROM rollout_pairs p JOIN rollouts r ON r.id = p.rollout WHERE r.stage <> 'ended'`)
	membersOfOne = statement(`SELECT person FROM rollout_pairs WHERE rollout = $1`)
	progressOf   = statement(`SELECT p.chapter, count(*),
			count(*) FILTER (WHERE e.self_handed_in_at > 0 OR e.manager_handed_in_at > 0),
			count(*) FILTER (WHERE e.stage <> 'writing'),
			count(*) FILTER (WHERE e.stage = 'agreed')
		FROM rollout_pairs p LEFT JOIN evaluations e ON e.id = p.evaluation WHERE p.rollout = $1 GROUP BY p.chapter`)
	openInRollout = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE stage <> 'agreed' AND id > $2
		AND id IN (SELECT evaluation FROM rollout_pairs WHERE rollout = $1) ORDER BY id LIMIT $3`)
	resultsWrittenIn = statement(`SELECT evaluation FROM evaluation_results WHERE evaluation IN ($1)`)
)

// AddRollout keeps a new rollout.
func (t *Tx) AddRollout(r *rollout.Rollout) error {
	return t.exec(insertRollout, r.ID, r.Name, r.Purpose, r.Scope, r.Stage, asNumber(r.Trial), r.PreparedBy, r.PreparedAt, r.LaunchedAt, r.OpenedAt,
		r.EndedAt, r.Spread, r.SpreadAt, r.Dropped, r.DroppedAt, r.Version)
}

func asNumber(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// SaveRollout keeps the changes of a rollout, unless another change came between
// its reading and this.
func (t *Tx) SaveRollout(r *rollout.Rollout) error {
	return t.swap(updateRollout, r.ID, r.Stage, r.LaunchedAt, r.OpenedAt, r.EndedAt, r.Spread, r.SpreadAt, r.Dropped, r.DroppedAt, r.Version)
}

// Rollout returns one rollout.
func (r *Reader) Rollout(ref id.Rollout) (*rollout.Rollout, error) {
	return one(r, scanRollout, rolloutByID, ref)
}

// Rollouts returns all of them, the newest first.
func (r *Reader) Rollouts() ([]*rollout.Rollout, error) { return all(r, scanRollout, allRollouts) }

func scanRollout(s scanner) (*rollout.Rollout, error) {
	r, trial := &rollout.Rollout{}, int64(0)
	err := s.Scan(&r.ID, &r.Name, &r.Purpose, &r.Scope, &r.Stage, &trial, &r.PreparedBy, &r.PreparedAt, &r.LaunchedAt, &r.OpenedAt,
		&r.EndedAt, &r.Spread, &r.SpreadAt, &r.Dropped, &r.DroppedAt, &r.Version)
	r.Trial = trial == 1
	return r, err
}

// RemindedLast returns when reminders of any rollout went out last.
func (r *Reader) RemindedLast() (clock.Instant, error) {
	at, err := one(r, count, remindedLast)
	return clock.Instant(at), err
}

// MarkReminded keeps that reminders of the rollout go out now.
func (t *Tx) MarkReminded(ref id.Rollout) error { return t.exec(markReminded, ref, t.now) }

// RolloutPair is a person in a rollout, in the chapter of the launch. Without an
// evaluation it waits to be opened.
type RolloutPair struct {
	Rollout    id.Rollout
	Person     id.Person
	Chapter    id.Unit
	Evaluation id.Evaluation
}

func scanPair(s scanner) (p RolloutPair, err error) {
	return p, s.Scan(&p.Rollout, &p.Person, &p.Chapter, &p.Evaluation)
}

// AddRolloutPairs takes people into a rollout.
func (t *Tx) AddRolloutPairs(pairs []RolloutPair) error {
	rows := make([][]any, 0, len(pairs))
	for _, p := range pairs {
		rows = append(rows, []any{string(p.Rollout), string(p.Person), string(p.Chapter), string(p.Evaluation)})
	}
	return t.insertMany("rollout_pairs", []string{"rollout", "person", "chapter", "evaluation"}, rows)
}

// PairsWaiting returns some of those whose evaluation is not open yet.
func (r *Reader) PairsWaiting(ref id.Rollout, limit int) ([]RolloutPair, error) {
	return all(r, scanPair, pairsWaiting, ref, limit)
}

// PairsOf returns in which rollouts these people are.
func (r *Reader) PairsOf(people []id.Person) ([]RolloutPair, error) {
	return each(r, scanPair, pairsOf, people)
}

// PairOpened keeps which evaluation the pair has.
func (t *Tx) PairOpened(p RolloutPair) error {
	return t.exec(pairOpened, p.Rollout, p.Person, p.Evaluation)
}

// DropPair takes a person out of the rollout again.
func (t *Tx) DropPair(p RolloutPair) error { return t.exec(pairDropped, p.Rollout, p.Person) }

// CountPairs returns how many pairs are in the rollout, and how many of them have
// their evaluation.
func (r *Reader) CountPairs(ref id.Rollout) (pairs, opened int, err error) {
	_, err = one(r, func(s scanner) (struct{}, error) { return struct{}{}, s.Scan(&pairs, &opened) }, pairsCounted, ref)
	return pairs, opened, err
}

// PeopleInRollouts returns everybody who is in a rollout that has not ended.
func (r *Reader) PeopleInRollouts() (map[id.Person]bool, error) {
	found, err := all(r, text[id.Person], peopleInAny)
	in := make(map[id.Person]bool, len(found))
	for _, p := range found {
		in[p] = true
	}
	return in, err
}

// RolloutMembers returns everybody who is in the rollout.
func (r *Reader) RolloutMembers(ref id.Rollout) ([]id.Person, error) {
	return all(r, text[id.Person], membersOfOne, ref)
}

// Progress counts the pairs of each chapter. It is for Merge alone: as it stands
// it tells of chapters of one.
func (r *Reader) Progress(ref id.Rollout) ([]rollout.Count, error) {
	return all(r, func(s scanner) (c rollout.Count, err error) {
		return c, s.Scan(&c.Chapter, &c.Pairs, &c.Started, &c.Both, &c.Ended)
	}, progressOf, ref)
}

// OpenInRollout returns some of the rollout's evaluations that have not ended, by
// id, after the given.
func (r *Reader) OpenInRollout(ref id.Rollout, after id.Evaluation, limit int) ([]*evaluation.Evaluation, error) {
	return r.evaluations(openInRollout, ref, after, limit)
}

// ResultsWrittenIn tells in which of the evaluations a result has been written.
func (r *Reader) ResultsWrittenIn(list []id.Evaluation) (map[id.Evaluation]bool, error) {
	found, err := each(r, text[id.Evaluation], resultsWrittenIn, list)
	written := make(map[id.Evaluation]bool, len(found))
	for _, e := range found {
		written[e] = true
	}
	return written, err
}
