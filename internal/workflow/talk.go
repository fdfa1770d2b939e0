package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// Say adds a message to the written conversation, of equal rank to meeting.
// Whoever the two have asked to join writes there too.
func (w *Workflow) Say(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, text string) error {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Evaluation
		Input string
	}{audit.EvaluationSaid, ref, text}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		e, hat, err := reachOpened(tx, actor, ref)
		if err != nil {
			return "", err
		}
		if err := e.MaySay(); err != nil {
			return "", err
		}
		if err := evaluation.CheckMessage(text); err != nil {
			return "", err
		}
		if err := tx.AddMessage(e, evaluation.Message{ID: id.New[id.Entry](), Author: actor.Person, At: tx.Now(), Text: text}); err != nil {
			return "", err
		}
		if err := tx.SaveEvaluation(e); err != nil { // a message meets the stage it was written for
			return "", err
		}
		if err := record(tx, actor, about(e, hat, audit.EvaluationSaid, "compare")); err != nil {
			return "", err
		}
		return "", tellOthers(tx, e, actor.Person, notice.EvaluationSaid)
	})
	return err
}

// PlanTalk notes when the two mean to talk; no instant drops the plan.
func (w *Workflow) PlanTalk(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, at clock.Instant) error {
	return w.change(ctx, actor, once, ref, at, change{audit.EvaluationPlanned, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		if err := e.PlanTalk(at, actor.Person, tx.Now()); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationPlanned)
	}})
}

// TalkNoted is how the two talked and, where somebody wants to remember it, what
// was said.
type TalkNoted struct {
	Way   evaluation.TalkWay
	On    clock.Date
	Notes string
}

// RecordTalk notes that the two talked: that they met on a day, or in writing.
func (w *Workflow) RecordTalk(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, way evaluation.TalkWay, on clock.Date) error {
	return w.NoteTalk(ctx, actor, once, ref, TalkNoted{Way: way, On: on})
}

// NoteTalk is RecordTalk with notes, which become part of the conversation.
func (w *Workflow) NoteTalk(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, talk TalkNoted) error {
	return w.change(ctx, actor, once, ref, talk, change{audit.EvaluationTalked, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		said, err := tx.WhoSaid(e.ID)
		if err != nil {
			return err
		}
		// The latest date anywhere on earth, so that nobody is told that today is tomorrow.
		today := clock.DateOf(tx.Now(), latestZone)
		if err := e.RecordTalk(evaluation.Talk{Way: talk.Way, On: talk.On, By: actor.Person, At: tx.Now()}, said, today); err != nil {
			return err
		}
		if err := keepNotes(tx, e, actor.Person, talk.Notes); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationTalked)
	}})
}

func keepNotes(tx *store.Tx, e *evaluation.Evaluation, by id.Person, notes string) error {
	if err := evaluation.CheckNotes(notes); err != nil || notes == "" {
		return err
	}
	return tx.AddMessage(e, evaluation.Message{ID: id.New[id.Entry](), Author: by, At: tx.Now(), Text: notes, Sort: evaluation.Notes})
}

// Proposal is a text of the result and the revision it was read at.
type Proposal struct {
	Result evaluation.Result
	Read   int64
}

// WriteResult keeps the text of the result, by either of the two. Signatures
// given to another text are withdrawn.
func (w *Workflow) WriteResult(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, p Proposal) error {
	return w.change(ctx, actor, once, ref, p, change{audit.EvaluationProposed, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		f, err := w.textOf(tx.Reader, e)
		if err != nil {
			return err
		}
		if err := e.Write(p.Result, f); err != nil {
			return err
		}
		if _, err := tx.SaveResult(e, actor.Person, p.Read, p.Result); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationWritten)
	}})
}

// Unsign withdraws the actor's signature before the other has signed.
func (w *Workflow) Unsign(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	return w.change(ctx, actor, once, ref, nil, change{audit.EvaluationUnsigned, "compare", func(_ *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		return e.Unsign(side)
	}})
}
