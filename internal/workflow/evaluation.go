package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/store"
)

// OpenEvaluation opens the usual evaluation of the subject, by the subject or the
// current manager, any day. It is a first one as long as no Step is set, and
// looks at the present step and the next afterwards.
func (w *Workflow) OpenEvaluation(ctx context.Context, actor access.Actor, once Once, subject id.Person) (id.Evaluation, error) {
	return w.BeginEvaluation(ctx, actor, once, subject, evaluation.Opening{})
}

// BeginEvaluation opens an evaluation of the subject that looks at what was asked
// for, by the subject or the current manager, any day. A rollout is opened for
// many and not here.
func (w *Workflow) BeginEvaluation(ctx context.Context, actor access.Actor, once Once, subject id.Person, o evaluation.Opening) (id.Evaluation, error) {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return "", err
	}
	asked := struct {
		Subject id.Person
		Opening evaluation.Opening
	}{subject, o}
	ref, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := bond(tx.Reader, actor, subject)
		if err != nil {
			return "", err
		}
		if !evaluation.VisibleTo(b) {
			return "", fault.NotFound()
		}
		if o.Kind == evaluation.Rollout {
			return "", fault.InvalidFields([]fault.Field{{Name: "kind", Message: lang.Later("Choose one of the kinds of evaluation.")}})
		}
		e, err := w.openFor(tx, actor, b, subject, o)
		if err != nil {
			return "", err
		}
		return string(e.ID), nil
	})
	return id.Evaluation(ref), err
}

func (w *Workflow) openFor(tx *store.Tx, actor access.Actor, b access.Bond, subject id.Person, o evaluation.Opening) (*evaluation.Evaluation, error) {
	manager, ok, err := tx.ManagerOf(subject)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.Conflict, lang.Later("An evaluation needs two, and there is no manager at the moment. A people partner can name one."))
	}
	if _, open, err := tx.OpenEvaluationOf(subject); err != nil || open {
		return nil, orElse(err, fault.New(fault.Conflict, lang.Later("There is an open evaluation already. Finish that one first; it has room for everything.")))
	}
	e, err := w.newEvaluation(tx, actor.Person, subject, manager, o, "")
	if err != nil {
		return nil, err
	}
	if err := record(tx, actor, about(e, b.Hat(), audit.EvaluationOpened, "compare")); err != nil {
		return nil, err
	}
	opener, _ := e.SideOf(actor.Person)
	return e, tellOther(tx, e, opener, notice.EvaluationOpened)
}

// newEvaluation keeps an evaluation on the framework in force.
func (w *Workflow) newEvaluation(tx *store.Tx, by, subject, manager id.Person, o evaluation.Opening, due clock.Date) (*evaluation.Evaluation, error) {
	f, err := w.current(tx.Reader)
	if err != nil {
		return nil, err
	}
	step, err := present(tx.Reader, subject)
	if err != nil {
		return nil, err
	}
	if o, err = unasked(tx.Reader, subject, step, o); err != nil {
		return nil, err
	}
	discipline, err := tx.DisciplineOf(subject)
	if err != nil {
		return nil, err
	}
	ref := framework.Ref{ID: f.ID, Version: f.Version}
	extensions, err := extensionsAt(tx.Reader, subject)
	if err != nil {
		return nil, err
	}
	text, err := w.effective(tx.Reader, ref, extensions)
	if err != nil {
		return nil, err
	}
	plan, err := o.Plan(text.framework, step, discipline)
	if err != nil {
		return nil, err
	}
	e := evaluation.New(plan.Kind, subject, manager, by, ref, discipline, plan.Steps, due, tx.Now())
	e.Plan, e.Extensions = plan, extensions
	return e, tx.AddEvaluation(e)
}

// textOf is the framework an evaluation is made under: base and extensions as they
// were when it was opened, whatever has been published since.
func (w *Workflow) textOf(r *store.Reader, e *evaluation.Evaluation) (*framework.Framework, error) {
	text, err := w.effective(r, e.Framework, e.Extensions)
	return text.framework, err
}

// about is the journal's line of an act on an evaluation.
func about(e *evaluation.Evaluation, hat string, act audit.Act, item string) audit.Entry {
	return audit.Entry{Hat: hat, Act: act, Item: item, Subject: e.Subject, Object: "evaluation/" + string(e.ID)}
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// change is an act on an evaluation by one of its two. f changes e; what it
// changed is saved and journalled with it.
type change struct {
	act  audit.Act
	item string
	f    func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error
}

func (w *Workflow) change(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, input any, c change) error {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return err
	}
	asked := struct {
		Act   audit.Act
		Ref   id.Evaluation
		Input any
	}{c.act, ref, input}
	_, err := w.act(store.Brief(ctx), actor, once, asked, func(tx *store.Tx) (string, error) {
		e, side, hat, err := reach(tx, actor, ref)
		if err != nil {
			return "", err
		}
		if err := c.f(tx, e, side); err != nil {
			return "", err
		}
		if err := tx.SaveEvaluation(e); err != nil {
			return "", err
		}
		return "", record(tx, actor, about(e, hat, c.act, c.item))
	})
	return err
}

// reach loads the evaluation for one of its two; for everybody else there is
// none.
func reach(tx *store.Tx, actor access.Actor, ref id.Evaluation) (*evaluation.Evaluation, evaluation.SideName, string, error) {
	e, err := tx.Evaluation(ref)
	if err != nil {
		return nil, "", "", err
	}
	b, err := bond(tx.Reader, actor, e.Subject)
	if err != nil {
		return nil, "", "", err
	}
	side, ok := e.SideOf(actor.Person)
	if !ok || !evaluation.VisibleTo(b) {
		return nil, "", "", fault.NotFound()
	}
	return e, side, b.Hat(), nil
}

func draftItem(side evaluation.SideName) string {
	if side == evaluation.SelfSide {
		return "self_draft"
	}
	return "mgr_draft"
}

// Draft is what a side is to say and the revision it was read at. With a Step,
// the body speaks of that step only and everything about the others stays.
type Draft struct {
	Step     framework.StepID
	Body     evaluation.Body
	Revision int64
}

// Saved tells where a draft stands after it was saved.
type Saved struct {
	Revision int64
	At       clock.Instant
}

// SaveDraft keeps the actor's side. A draft that was saved elsewhere since it
// was read is refused and keeps its words; so is one that has been handed in.
func (w *Workflow) SaveDraft(ctx context.Context, actor access.Actor, ref id.Evaluation, d Draft) (Saved, error) {
	var saved Saved
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return saved, err
	}
	_, err := w.act(store.Brief(ctx), actor, Once{}, nil, func(tx *store.Tx) (string, error) {
		e, side, hat, err := reach(tx, actor, ref)
		if err != nil {
			return "", err
		}
		revision, err := w.saveSide(tx, e, side, d)
		saved = Saved{Revision: revision, At: tx.Now()}
		if err != nil || d.Revision > 0 {
			return "", err // only the beginning is journalled: how often somebody saves is nobody's business
		}
		return "", record(tx, actor, about(e, hat, audit.EvaluationSaved, draftItem(side)))
	})
	if store.IsDuplicate(err) { // two windows began at once
		err = store.StaleDraft()
	}
	return saved, err
}

func (w *Workflow) saveSide(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName, d Draft) (int64, error) {
	if err := e.MayWrite(side); err != nil {
		return 0, err
	}
	f, err := w.textOf(tx.Reader, e)
	if err != nil {
		return 0, err
	}
	if err := d.Body.Check(e, f); err != nil {
		return 0, err
	}
	if d.Step != "" {
		have, err := tx.Side(e, side)
		if err != nil {
			return 0, err
		}
		d.Body = have.Body.With(d.Step, d.Body, f)
	}
	return tx.SaveSide(e, evaluation.Side{Name: side, Author: e.Author(side), Revision: d.Revision, Body: d.Body})
}

// HandIn keeps the draft, when one is given, and hands in the actor's side. When
// the other side is in, both open at this instant.
func (w *Workflow) HandIn(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation, d *Draft) error {
	return w.change(ctx, actor, once, ref, d, change{audit.EvaluationHandedIn, "compare", func(tx *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		if d != nil {
			if _, err := w.saveSide(tx, e, side, *d); err != nil {
				return err
			}
		}
		mine, err := tx.Side(e, side)
		if err != nil {
			return err
		}
		if err := e.HandIn(side, mine.Body, tx.Now()); err != nil {
			return err
		}
		if e.BothSee() {
			tx.Happened(event.EvaluationBoth, "")
			return tellOther(tx, e, side, notice.EvaluationOpen)
		}
		return tellOther(tx, e, side, notice.EvaluationTurn)
	}})
}

// TakeBack opens the actor's side for writing again.
func (w *Workflow) TakeBack(ctx context.Context, actor access.Actor, once Once, ref id.Evaluation) error {
	return w.change(ctx, actor, once, ref, nil, change{audit.EvaluationTakenBack, "compare", func(_ *store.Tx, e *evaluation.Evaluation, side evaluation.SideName) error {
		return e.TakeBack(side)
	}})
}

// reassignEvaluation gives the person's open evaluation to the new manager, in
// the transaction that changes the line. The former manager loses it at once; a
// side that they handed in unopened is not opened by anybody, also while nobody
// has taken over.
func reassignEvaluation(tx *store.Tx, actor access.Actor, person, manager id.Person) error {
	open, ok, err := tx.OpenEvaluationOf(person)
	if err != nil || !ok || open.Manager == manager {
		return err
	}
	if manager == "" {
		manager = open.Manager
	}
	before := open.Manager
	open.Reassign(manager)
	if err := tx.SaveEvaluation(open); err != nil {
		return err
	}
	if err := unjoinAfterPairChanged(tx, actor, open); err != nil {
		return err
	}
	if err := record(tx, actor, about(open, "", audit.EvaluationReassigned, "compare")); err != nil || before == manager {
		return err
	}
	if err := tx.DropNotices(before, aboutEvaluation(open)); err != nil {
		return err
	}
	return tell(tx, manager, notice.EvaluationOpened, aboutEvaluation(open))
}
