package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/disclosure"
	"cairn/internal/evaluation"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/promotion"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// Signature is what a side signs: the result at the revision it has read, and of
// a move the side's own words of agreement.
type Signature struct {
	Read  int64
	Words string
}

// Sign signs the result at the revision the actor has read. The second signature
// agrees the evaluation and, where it is about one, sets the Step.
func (w *Workflow) Sign(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, read int64) error {
	return w.SignWith(ctx, actor, once, ref, Signature{Read: read})
}

// SignWith is Sign with words of agreement, which a move needs of both.
func (w *Workflow) SignWith(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, s Signature) error {
	return w.change(ctx, actor, once, ref, s, change{audit.EvaluationSigned, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		written, err := tx.Result(e)
		if err != nil {
			return err
		}
		if err := e.Sign(side, written.Result, s.Read, tx.Now()); err != nil {
			return err
		}
		if err := e.CheckAgreeing(s.Words); err != nil {
			return err
		}
		if e.Kind.Moves() {
			m := evaluation.Message{ID: id.New[id.Entry](), Author: actor.Person, At: tx.Now(), Text: s.Words, Sort: evaluation.Agreeing, Revision: s.Read}
			if err := tx.AddMessage(e, m); err != nil {
				return err
			}
		}
		if err := conclude(tx, actor, e, side, written.Step); err != nil {
			return err
		}
		if err := takeUp(tx, actor, e, side, written.Focus); err != nil {
			return err
		}
		return tellOther(tx, e, side, endedOr(e, notice.EvaluationSigned))
	}})
}

// State keeps why the actor's side does not agree, unchangeable. When both sides
// have stated it, the evaluation has ended without agreement.
func (w *Workflow) State(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, text string) error {
	return w.change(ctx, actor, once, ref, text, change{audit.EvaluationProposed, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		if err := e.State(side, text, tx.Now()); err != nil {
			return err
		}
		m := evaluation.Message{ID: id.New[id.Entry](), Author: actor.Person, At: tx.Now(), Text: text, Sort: evaluation.Statement}
		if err := tx.AddMessage(e, m); err != nil {
			return err
		}
		if err := conclude(tx, actor, e, side, ""); err != nil {
			return err
		}
		return tellOther(tx, e, side, endedOr(e, notice.EvaluationSaid))
	}})
}

// EndAlone ends the evaluation without agreement by a side whose statement the
// other has had time to answer.
func (w *Workflow) EndAlone(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	end := struct{ End bool }{true}
	return w.change(ctx, actor, once, ref, end, change{audit.EvaluationProposed, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		if err := e.EndAlone(side, tx.Now()); err != nil {
			return err
		}
		if err := conclude(tx, actor, e, side, ""); err != nil {
			return err
		}
		return tellOther(tx, e, side, notice.EvaluationAgreed)
	}})
}

// endedOr is what the other is told: that it has ended, agreed or not, or the
// kind given.
func endedOr(e *evaluation.Evaluation, kind notice.Kind) notice.Kind {
	if e.Closed() {
		return notice.EvaluationAgreed
	}
	return kind
}

// conclude does what follows from the end of an evaluation, in the transaction
// that ends it: the Step and the discipline that were agreed become official, and
// whoever was asked to join reads no further.
func conclude(tx *store.Tx, actor access.Actor, e *evaluation.Evaluation, side evaluation.SideName, step framework.StepID) error {
	if !e.Closed() {
		return nil
	}
	tx.Happened(event.EvaluationEnded, "")
	hat := access.Bond{Self: side == evaluation.SelfSide, Manager: side == evaluation.ManagerSide}.Hat()
	if e.Stage == evaluation.Agreed && e.SetsStep() {
		if open, there, err := tx.OpenPromotionOf(e.Subject); err != nil || there && open.Stage != promotion.Asked && open.Stage != promotion.Drafting {
			return orElse(err, fault.New(fault.Conflict, lang.Later("A promotion is under way, and a Step is set in one way at a time. Bring it to its end, or withdraw it, before you both sign this.")))
		}
		if err := setStep(tx, actor, e, hat, step); err != nil {
			return err
		}
	}
	if e.Stage == evaluation.Agreed && e.Kind == evaluation.Discipline {
		if err := changeDiscipline(tx, actor, e, hat); err != nil {
			return err
		}
	}
	return endDisclosuresOf(tx, actor, objectOf(e.ID), hat, disclosure.WithTheThing)
}

// setStep makes the Step of the result official.
func setStep(tx *store.Tx, actor access.Actor, e *evaluation.Evaluation, hat string, step framework.StepID) error {
	s := standing.Standing{
		ID: id.New[id.Standing](), Subject: e.Subject, Since: tx.Now(), Step: step,
		Framework: e.Framework, How: howSet(e.Kind), Evaluation: e.ID,
	}
	if err := tx.AddStanding(s); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.StandingSet, Hat: hat, Item: "step", Subject: e.Subject, Object: objectOf(e.ID)})
}

func howSet(k evaluation.Kind) standing.How {
	switch k {
	case evaluation.Discipline:
		return standing.ByChosenDiscipline
	case evaluation.Narrower:
		return standing.ByChosenStep
	case evaluation.Rollout:
		return standing.ByRollout
	}
	return standing.ByFirstEvaluation
}

// changeDiscipline gives the person the discipline that both agreed on, from now
// on. Disciplines are openly talked about, so the journal names it as a change of
// the profile.
func changeDiscipline(tx *store.Tx, actor access.Actor, e *evaluation.Evaluation, hat string) error {
	held, err := tx.Disciplines([]id.Person{e.Subject})
	if err != nil {
		return err
	}
	if before, ok := held[e.Subject]; ok {
		if before.Discipline == string(e.Toward) {
			return nil
		}
		if err := tx.PutDownDisciplines([]org.DisciplineHeld{before}); err != nil {
			return err
		}
	}
	if err := tx.HoldDisciplines([]org.DisciplineHeld{{Person: e.Subject, Discipline: string(e.Toward)}}); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.DisciplineChanged, Hat: hat, Item: "discipline", Subject: e.Subject, Object: "person/" + string(e.Subject)})
}
