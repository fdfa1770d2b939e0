package store

import (
	"cairn/internal/clock"
	"cairn/internal/feedback"
	"cairn/internal/id"
	"cairn/internal/seal"
)

const feedbackColumns = `id, subject, asker, giver, open, made_at, version, sealed`

var (
	insertFeedback  = statement(`INSERT INTO feedback (` + feedbackColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
	updateFeedback  = statement(`UPDATE feedback SET open = $2, sealed = $3, version = version + 1 WHERE id = $1 AND version = $4`)
	feedbackByID    = statement(`SELECT ` + feedbackColumns + ` FROM feedback WHERE id = $1`)
	feedbackSubject = statement(`SELECT subject FROM feedback WHERE id = $1`)
	feedbackAbout   = statement(`SELECT ` + feedbackColumns + ` FROM feedback WHERE subject = $1 ORDER BY made_at DESC, id`)
	feedbackBy      = statement(`SELECT ` + feedbackColumns + ` FROM feedback WHERE giver = $1 ORDER BY made_at DESC, id`)
	feedbackReports = statement(`SELECT f.id, f.subject, f.asker, f.giver, f.open, f.made_at, f.version, f.sealed FROM feedback f
		JOIN reporting_lines l ON l.person = f.subject AND l.until = 0 WHERE l.manager = $1 ORDER BY f.made_at DESC, f.id`)
	feedbackSubjects = statement(`SELECT DISTINCT subject FROM feedback`)
	feedbackDraftOf  = statement(`SELECT revision, saved_at, sealed FROM feedback_drafts WHERE feedback = $1`)
	insertFbDraft    = statement(`INSERT INTO feedback_drafts (feedback, revision, saved_at, sealed) VALUES ($1, 1, $2, $3)`)
	updateFbDraft    = statement(`UPDATE feedback_drafts SET revision = revision + 1, saved_at = $2, sealed = $3 WHERE feedback = $1 AND revision = $4`)
	dropFbDraft      = statement(`DELETE FROM feedback_drafts WHERE feedback = $1`)
)

// sealedFeedback is everything of a feedback but who it is between.
type sealedFeedback struct {
	Stage      feedback.Stage
	Ask        feedback.Ask
	Answer     feedback.Answer
	RemindedAt clock.Instant
	GivenAt    clock.Instant
	ThankedAt  clock.Instant
	SharedWith id.Person
	SharedAt   clock.Instant
}

func feedbackPlace(f id.Feedback) seal.Place {
	return seal.Place{Table: "feedback", Column: "sealed", Row: string(f)}
}

func feedbackDraftPlace(f id.Feedback) seal.Place {
	return seal.Place{Table: "feedback_drafts", Column: "sealed", Row: string(f)}
}

func (t *Tx) sealFeedback(f *feedback.Feedback) (string, error) {
	return t.seal(f.Subject, feedbackPlace(f.ID), sealedFeedback{f.Stage, f.Ask, f.Answer, f.RemindedAt, f.GivenAt, f.ThankedAt, f.SharedWith, f.SharedAt})
}

// AddFeedback keeps a feedback from its asking on.
func (t *Tx) AddFeedback(f *feedback.Feedback) error {
	sealed, err := t.sealFeedback(f)
	if err != nil {
		return err
	}
	return t.exec(insertFeedback, f.ID, f.Subject, f.Asker, f.Giver, f.Writing(), f.MadeAt, f.Version, sealed)
}

// SaveFeedback keeps its changes, unless another change came first.
func (t *Tx) SaveFeedback(f *feedback.Feedback) error {
	sealed, err := t.sealFeedback(f)
	if err != nil {
		return err
	}
	return t.swap(updateFeedback, f.ID, f.Writing(), sealed, f.Version)
}

// Feedback returns one feedback.
func (r *Reader) Feedback(ref id.Feedback) (*feedback.Feedback, error) {
	row, err := one(r, scanFeedback, feedbackByID, ref)
	if err != nil {
		return nil, err
	}
	return row.f, r.openFeedback(row)
}

// FeedbackSubject returns whom it is about.
func (r *Reader) FeedbackSubject(ref id.Feedback) (id.Person, error) {
	return one(r, text[id.Person], feedbackSubject, ref)
}

// FeedbackAbout returns all about the person, the newest first; who may read what
// of it is the caller's to ask.
func (r *Reader) FeedbackAbout(subject id.Person) ([]*feedback.Feedback, error) {
	return r.feedbacks(feedbackAbout, subject)
}

// FeedbackBy returns what the person gave or is asked to give, the newest first.
func (r *Reader) FeedbackBy(giver id.Person) ([]*feedback.Feedback, error) {
	return r.feedbacks(feedbackBy, giver)
}

// FeedbackOfReports returns all about the manager's reports, the newest first; who
// may read what of it is the caller's to ask.
func (r *Reader) FeedbackOfReports(manager id.Person) ([]*feedback.Feedback, error) {
	return r.feedbacks(feedbackReports, manager)
}

// FeedbackSubjects returns everybody whom any feedback is about.
func (r *Reader) FeedbackSubjects() ([]id.Person, error) {
	return all(r, text[id.Person], feedbackSubjects)
}

func (r *Reader) feedbacks(query string, who id.Person) ([]*feedback.Feedback, error) {
	rows, err := all(r, scanFeedback, query, who)
	if err != nil {
		return nil, err
	}
	var list []*feedback.Feedback
	var subjects []id.Person
	for _, row := range rows {
		list, subjects = append(list, row.f), append(subjects, row.f.Subject)
	}
	if err := r.loadKeys(subjects); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if err := r.openFeedback(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

type feedbackRow struct {
	f      *feedback.Feedback
	sealed string
}

func scanFeedback(s scanner) (row feedbackRow, err error) {
	f := &feedback.Feedback{}
	var open bool
	row.f = f
	return row, s.Scan(&f.ID, &f.Subject, &f.Asker, &f.Giver, &open, &f.MadeAt, &f.Version, &row.sealed)
}

func (r *Reader) openFeedback(row feedbackRow) error {
	var in sealedFeedback
	f := row.f
	err := r.unseal(f.Subject, feedbackPlace(f.ID), row.sealed, &in)
	f.Stage, f.Ask, f.Answer, f.RemindedAt, f.GivenAt = in.Stage, in.Ask, in.Answer, in.RemindedAt, in.GivenAt
	f.ThankedAt, f.SharedWith, f.SharedAt = in.ThankedAt, in.SharedWith, in.SharedAt
	return err
}

// FeedbackDraft is what a giver has written so far.
type FeedbackDraft struct {
	feedback.Answer
	Revision int64
	SavedAt  clock.Instant
}

// FeedbackDraft returns what the giver has written so far.
func (r *Reader) FeedbackDraft(f *feedback.Feedback) (d FeedbackDraft, err error) {
	sealed, ok, err := optional(r, func(s scanner) (text string, err error) {
		return text, s.Scan(&d.Revision, &d.SavedAt, &text)
	}, feedbackDraftOf, f.ID)
	if err != nil || !ok {
		return d, err
	}
	return d, r.unseal(f.Subject, feedbackDraftPlace(f.ID), sealed, &d.Answer)
}

// SaveFeedbackDraft keeps the answer when the draft still stands at the revision
// its giver read, and returns the new revision.
func (t *Tx) SaveFeedbackDraft(f *feedback.Feedback, a feedback.Answer, read int64) (int64, error) {
	sealed, err := t.seal(f.Subject, feedbackDraftPlace(f.ID), a)
	if err != nil {
		return 0, err
	}
	if read == 0 {
		return 1, t.exec(insertFbDraft, f.ID, t.now, sealed)
	}
	n, err := t.changed(updateFbDraft, f.ID, t.now, sealed, read)
	if err == nil && n == 0 {
		err = StaleDraft()
	}
	return read + 1, err
}

// DropFeedbackDraft forgets what was written before it was given.
func (t *Tx) DropFeedbackDraft(f id.Feedback) error { return t.exec(dropFbDraft, f) }
