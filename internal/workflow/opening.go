package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/store"
)

// Choices are what an evaluation of somebody can look at today, for the two who
// may start one.
type Choices struct {
	Subject     PersonRef
	Other       PersonRef // the other of the two; empty when there is no manager
	Self        bool
	Set         bool // a Step is set, so there is something to choose
	Next        bool // there is a step after the present one
	Narrower    bool // and one before it
	Staying     bool // the person is not aiming at a wider step now, so nothing speaks of one first
	Disciplines []framework.Discipline
	Open        id.Evaluation // the one that is open already, empty when none is
}

// OpeningChoices tells the person or the current manager what an evaluation can
// look at. It tells of the Step, so a manager's asking is written down.
func (w *Workflow) OpeningChoices(ctx context.Context, actor access.Actor, subject id.Person) (c Choices, err error) {
	err = w.readAbout(ctx, actor, subject, access.ScopeEvaluations, func(r *store.Reader, b access.Bond, journal journal) (err error) {
		if !evaluation.VisibleTo(b) {
			return fault.NotFound()
		}
		if err := journal(audit.Entry{Item: "step", Subject: subject, Object: "person/" + string(subject)}); err != nil {
			return err
		}
		c, err = w.choices(r, b, subject)
		return err
	})
	if err != nil {
		return Choices{}, err // what could not be written down is not read
	}
	return c, nil
}

func (w *Workflow) choices(r *store.Reader, b access.Bond, subject id.Person) (c Choices, err error) {
	f, err := w.current(r)
	if err != nil {
		return c, err
	}
	step, err := present(r, subject)
	if err != nil {
		return c, err
	}
	discipline, err := r.DisciplineOf(subject)
	if err != nil {
		return c, err
	}
	extensions, err := extensionsAt(r, subject)
	if err != nil {
		return c, err
	}
	text, err := w.effective(r, framework.Ref{ID: f.ID, Version: f.Version}, extensions)
	if err != nil {
		return c, err
	}
	f = text.framework
	may := func(o evaluation.Opening) bool {
		_, err := o.Plan(f, step, discipline)
		return err == nil
	}
	if c.Staying, err = staying(r, subject); err != nil {
		return c, err
	}
	c.Self, c.Set = b.Self, step != ""
	c.Next = may(evaluation.Opening{Kind: evaluation.Growth, View: evaluation.NextOnly})
	c.Narrower = may(evaluation.Opening{Kind: evaluation.Narrower})
	for _, d := range f.Disciplines {
		if may(evaluation.Opening{Kind: evaluation.Growth, Toward: d.ID}) {
			c.Disciplines = append(c.Disciplines, d)
		}
	}
	return c, c.fill(r, b, subject)
}

// staying tells whether the person has said that they are not aiming at a wider
// step now.
func staying(r *store.Reader, subject id.Person) (bool, error) {
	answers, err := r.AnswersOf(subject)
	now, ok := growth.StayingNow(answers)
	return ok && now.Staying, err
}

// unasked is what an evaluation looks at when nobody chose: of somebody who is
// not aiming at a wider step, the present one. Whoever wants more can choose it.
func unasked(r *store.Reader, subject id.Person, step framework.StepID, o evaluation.Opening) (evaluation.Opening, error) {
	rollout := o == evaluation.Opening{Kind: evaluation.Rollout}
	if step == "" || o != (evaluation.Opening{}) && !rollout {
		return o, nil
	}
	if stays, err := staying(r, subject); err != nil || !stays {
		return o, err
	}
	if rollout {
		return evaluation.Opening{Kind: evaluation.Rollout, View: evaluation.PresentOnly}, nil
	}
	return evaluation.Opening{Kind: evaluation.Growth, View: evaluation.PresentOnly}, nil
}

func (c *Choices) fill(r *store.Reader, b access.Bond, subject id.Person) error {
	manager, _, err := r.ManagerOf(subject)
	if err != nil {
		return err
	}
	who := []id.Person{subject}
	if manager != "" {
		who = append(who, manager)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return err
	}
	c.Subject = refOf(people, subject)
	if c.Other = c.Subject; b.Self {
		c.Other = refOf(people, manager)
	}
	open, ok, err := r.OpenEvaluationOf(subject)
	if ok {
		c.Open = open.ID
	}
	return err
}

// PastEvaluation is an evaluation that has ended, as a list shows it.
type PastEvaluation struct {
	ID    id.Evaluation
	Kind  evaluation.Kind
	Stage evaluation.Stage
	Ended clock.Instant
	Ref   framework.Ref
}

// PastEvaluations lists a person's evaluations that have ended, the newest first,
// to the person and the current manager: they pass on as they are.
func (w *Workflow) PastEvaluations(ctx context.Context, actor access.Actor, subject id.Person) (past []PastEvaluation, err error) {
	if err := signedIn(actor, access.ScopeEvaluations); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil {
			return err
		}
		if !evaluation.VisibleTo(b) {
			return fault.NotFound()
		}
		list, err := r.EvaluationsOf(subject)
		for _, e := range list {
			if e.Closed() {
				past = append(past, PastEvaluation{e.ID, e.Kind, e.Stage, e.AgreedAt, e.Framework})
			}
		}
		return err
	})
	return past, err
}
