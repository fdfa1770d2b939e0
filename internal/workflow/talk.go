package workflow

import (
	"context"
	"strings"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// Say adds a message to the written conversation, of equal rank to meeting.
func (w *Workflow) Say(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, text string) error {
	return w.change(ctx, actor, once, ref, text, change{audit.EvaluationSaid, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		if err := e.MaySay(); err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" || len(text) > evaluation.MaxMessage {
			return fault.InvalidFields([]fault.Field{{Name: "message", Message: "Write something, in 10,000 bytes at most. What you typed is still here."}})
		}
		if err := tx.AddMessage(e, evaluation.Message{ID: id.New[id.Entry](), Author: actor.Person, At: tx.Now(), Text: text}); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationSaid)
	}})
}

// RecordTalk notes that the two talked: that they met on a day, or in writing.
func (w *Workflow) RecordTalk(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, way evaluation.TalkWay, on clock.Date) error {
	asked := struct {
		Way evaluation.TalkWay
		On  clock.Date
	}{way, on}
	return w.change(ctx, actor, once, ref, asked, change{audit.EvaluationTalked, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		said, err := tx.WhoSaid(e.ID)
		if err != nil {
			return err
		}
		// The latest date anywhere on earth, so that nobody is told that today is tomorrow.
		today := clock.DateOf(tx.Now(), latestZone)
		if err := e.RecordTalk(evaluation.Talk{Way: way, On: on, By: actor.Person, At: tx.Now()}, said, today); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationTalked)
	}})
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

// Sign signs the result at the revision the actor has read. The second signature
// agrees the evaluation and, in a first one, sets the Step.
func (w *Workflow) Sign(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, read int64) error {
	return w.change(ctx, actor, once, ref, read, change{audit.EvaluationSigned, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		written, err := tx.Result(e)
		if err != nil {
			return err
		}
		if err := e.Sign(side, written.Result, read, tx.Now()); err != nil {
			return err
		}
		if err := setStep(tx, actor, e, side, written.Step); err != nil {
			return err
		}
		if e.Closed() {
			return tellOther(tx, e, side, notice.EvaluationAgreed)
		}
		return tellOther(tx, e, side, notice.EvaluationSigned)
	}})
}

// Unsign withdraws the actor's signature before the other has signed.
func (w *Workflow) Unsign(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	return w.change(ctx, actor, once, ref, nil, change{audit.EvaluationUnsigned, "compare", func(_ *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		return e.Unsign(side)
	}})
}
