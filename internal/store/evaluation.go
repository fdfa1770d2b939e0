package store

import (
	"encoding/json"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
)

const evaluationColumns = `id, subject, manager, kind, stage, framework, framework_version, discipline, steps_sealed,
	opened_by, opened_at, due, self_handed_in_at, manager_handed_in_at, opened_both_at,
	talk_way, talk_on, talk_by, talk_at, self_signed_at, manager_signed_at, agreed_at, version, manager_side_by, extensions`

var (
	insertEvaluation = statement(`INSERT INTO evaluations (` + evaluationColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`)
	updateEvaluation = statement(`UPDATE evaluations SET manager = $2, stage = $3, self_handed_in_at = $4, manager_handed_in_at = $5,
		opened_both_at = $6, talk_way = $7, talk_on = $8, talk_by = $9, talk_at = $10, self_signed_at = $11, manager_signed_at = $12,
		agreed_at = $13, manager_side_by = $14, steps_sealed = $16, version = version + 1 WHERE id = $1 AND version = $15`)
	evaluationByID       = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE id = $1`)
	evaluationsOf        = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE subject = $1 ORDER BY opened_at DESC, id`)
	evaluationsEnded     = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE subject = $1 AND stage = 'agreed' ORDER BY opened_at DESC, id`)
	evaluationsByManager = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE manager = $1 AND stage <> 'agreed' ORDER BY opened_at DESC, id`)
	openEvaluationOf     = statement(`SELECT ` + evaluationColumns + ` FROM evaluations WHERE subject = $1 AND stage <> 'agreed'`)
	subjectsOpen         = statement(`SELECT subject FROM evaluations WHERE stage <> 'agreed'`)
	peopleForFirst       = statement(`SELECT p.id, p.added_at, l.manager FROM people p
		JOIN reporting_lines l ON l.person = p.id AND l.until = 0
		WHERE p.left_at = 0
		AND NOT EXISTS (SELECT 1 FROM evaluations e WHERE e.subject = p.id AND (e.kind = 'first' OR e.stage <> 'agreed'))
		AND NOT EXISTS (SELECT 1 FROM standings s WHERE s.subject = p.id)
		AND p.id > $1 ORDER BY p.id LIMIT $2`)
)

// AddEvaluation keeps a new evaluation. A person has one open evaluation at
// most: see IsDuplicate.
func (t *Tx) AddEvaluation(e *evaluation.Evaluation) error {
	plan, err := t.seal(e.Subject, planPlace(e.ID), planOf(e))
	if err != nil {
		return err
	}
	extensions, err := extensionsText(e.Extensions)
	if err != nil {
		return err
	}
	t.Happened(event.EvaluationOpened, "") // and never which
	signed := signedInClear(e)
	return t.exec(insertEvaluation, e.ID, e.Subject, e.Manager, kindInClear(e.Kind), stageInClear(e.Stage), e.Framework.ID, e.Framework.Version, e.Discipline, plan,
		e.OpenedBy, e.OpenedAt, e.Due, e.HandedIn[evaluation.SelfSide], e.HandedIn[evaluation.ManagerSide], e.OpenedBoth,
		e.Talk.Way, e.Talk.On, e.Talk.By, e.Talk.At, signed[evaluation.SelfSide], signed[evaluation.ManagerSide], e.AgreedAt, e.Version, e.OpenedSide, extensions)
}

// SaveEvaluation keeps the changes of an evaluation, unless another change came
// between its reading and this.
func (t *Tx) SaveEvaluation(e *evaluation.Evaluation) error {
	plan, err := t.seal(e.Subject, planPlace(e.ID), planOf(e))
	if err != nil {
		return err
	}
	signed := signedInClear(e)
	return t.swap(updateEvaluation, e.ID, e.Manager, stageInClear(e.Stage), e.HandedIn[evaluation.SelfSide], e.HandedIn[evaluation.ManagerSide],
		e.OpenedBoth, e.Talk.Way, e.Talk.On, e.Talk.By, e.Talk.At, signed[evaluation.SelfSide], signed[evaluation.ManagerSide],
		e.AgreedAt, e.OpenedSide, e.Version, plan)
}

// Evaluation returns one evaluation.
func (r *Reader) Evaluation(v id.Evaluation) (*evaluation.Evaluation, error) {
	row, err := one(r, scanEvaluation, evaluationByID, v)
	if err != nil {
		return nil, err
	}
	return row.e, r.unsealPlan(row)
}

// EvaluationsOf returns a person's evaluations, the newest first.
func (r *Reader) EvaluationsOf(subject id.Person) ([]*evaluation.Evaluation, error) {
	return r.evaluations(evaluationsOf, subject)
}

// EndedEvaluationsOf returns those of a person that have ended, agreed or not.
func (r *Reader) EndedEvaluationsOf(subject id.Person) ([]*evaluation.Evaluation, error) {
	return r.evaluations(evaluationsEnded, subject)
}

// EvaluationsBy returns the open evaluations the manager has a side in.
func (r *Reader) EvaluationsBy(manager id.Person) ([]*evaluation.Evaluation, error) {
	return r.evaluations(evaluationsByManager, manager)
}

// OpenEvaluationOf returns the person's evaluation that has not ended yet.
func (r *Reader) OpenEvaluationOf(subject id.Person) (*evaluation.Evaluation, bool, error) {
	row, ok, err := optional(r, scanEvaluation, openEvaluationOf, subject)
	if err == nil && ok {
		err = r.unsealPlan(row)
	}
	return row.e, ok, err
}

func (r *Reader) evaluations(query string, args ...any) ([]*evaluation.Evaluation, error) {
	rows, err := all(r, scanEvaluation, query, args...)
	if err != nil {
		return nil, err
	}
	var list []*evaluation.Evaluation
	var subjects []id.Person
	for _, row := range rows {
		list, subjects = append(list, row.e), append(subjects, row.e.Subject)
	}
	if err := r.loadKeys(subjects); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if err := r.unsealPlan(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type evaluationRow struct {
	e    *evaluation.Evaluation
	plan string
}

func scanEvaluation(s scanner) (row evaluationRow, err error) {
	e := &evaluation.Evaluation{}
	var selfIn, managerIn, selfSigned, managerSigned clock.Instant
	var extensions string
	err = s.Scan(&e.ID, &e.Subject, &e.Manager, &e.Kind, &e.Stage, &e.Framework.ID, &e.Framework.Version, &e.Discipline, &row.plan,
		&e.OpenedBy, &e.OpenedAt, &e.Due, &selfIn, &managerIn, &e.OpenedBoth,
		&e.Talk.Way, &e.Talk.On, &e.Talk.By, &e.Talk.At, &selfSigned, &managerSigned, &e.AgreedAt, &e.Version, &e.OpenedSide, &extensions)
	e.HandedIn, e.Signed, e.Stated = bySide(selfIn, managerIn), bySide(selfSigned, managerSigned), bySide(0, 0)
	row.e = e
	if err == nil {
		e.Extensions, err = extensionsOfText(extensions)
	}
	return row, err
}

// extensionsText keeps which extensions an evaluation was opened with. They are
// open to everybody, so they are in clear.
func extensionsText(refs []framework.ExtensionRef) (string, error) {
	if len(refs) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(refs)
	return string(raw), err
}

func extensionsOfText(s string) (refs []framework.ExtensionRef, err error) {
	if s != "" {
		err = json.Unmarshal([]byte(s), &refs)
	}
	return refs, err
}

func bySide(self, manager clock.Instant) map[evaluation.SideName]clock.Instant {
	m := map[evaluation.SideName]clock.Instant{}
	if self.IsSet() {
		m[evaluation.SelfSide] = self
	}
	if manager.IsSet() {
		m[evaluation.ManagerSide] = manager
	}
	return m
}

// FirstCandidate is somebody who has a manager, but no Step and no evaluation
// that would set one.
type FirstCandidate struct {
	Person, Manager id.Person
	Start           clock.Date
	Added           clock.Instant
}

// FirstCandidates returns up to limit candidates whose id comes after the given.
func (r *Reader) FirstCandidates(after id.Person, limit int) ([]FirstCandidate, error) {
	list, err := all(r, func(s scanner) (c FirstCandidate, err error) {
		return c, s.Scan(&c.Person, &c.Added, &c.Manager)
	}, peopleForFirst, after, limit)
	if err != nil {
		return nil, err
	}
	who := make([]id.Person, len(list))
	for i, c := range list {
		who[i] = c.Person
	}
	starts, err := r.StartDates(who)
	for i := range list {
		list[i].Start = starts[list[i].Person]
	}
	return list, err
}

// StaleDraft answers a save that read an older text than is stored.
func StaleDraft() error {
	return fault.New(fault.Conflict, "This was saved from another tab or device in the meantime. What you typed is still here; reload to see the other text beside it.")
}

var subjectOfEvaluation = statement(`SELECT subject FROM evaluations WHERE id = $1`)

// SubjectOf returns whom the evaluation is about.
func (r *Reader) SubjectOf(v id.Evaluation) (id.Person, error) {
	return one(r, text[id.Person], subjectOfEvaluation, v)
}

// PeopleInEvaluation returns everybody who has an open evaluation.
func (r *Reader) PeopleInEvaluation() ([]id.Person, error) {
	return all(r, text[id.Person], subjectsOpen)
}
