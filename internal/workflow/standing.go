package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/rights"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// StandingView is where a person stands, for the two who may know.
type StandingView struct {
	Set     bool // false until the first evaluation is agreed
	Step    framework.Step
	Since   clock.Instant
	How     standing.How
	Ref     framework.Ref
	History []StandingEntry // the newest first, the present one included

	// Open is to whom the present Step is open besides the two, by the policy in force;
	// empty when to nobody.
	Open standing.Circle

	Corrections []rights.Correction
}

// StandingEntry is one Step of the past or present.
type StandingEntry struct {
	Step  framework.Step
	Since clock.Instant
	How   standing.How
	Ref   framework.Ref
}

// Standing tells a person's Step to that person and the current manager. To
// everybody else there is nothing, whether a Step is set or not.
func (w *Workflow) Standing(ctx context.Context, actor access.Actor, subject id.Person) (StandingView, error) {
	return w.standing(ctx, actor, subject, func(r *store.Reader, v *StandingView) (err error) {
		if v.Open, err = openTo(r, subject); err != nil {
			return err
		}
		return fillCorrections(r, true, AboutStep(subject), &v.Corrections)
	})
}

// StepsAlone is Standing without what stands beside it on a page: to whom it is open, and
// what was corrected.
func (w *Workflow) StepsAlone(ctx context.Context, actor access.Actor, subject id.Person) (StandingView, error) {
	return w.standing(ctx, actor, subject, func(*store.Reader, *StandingView) error { return nil })
}

func (w *Workflow) standing(ctx context.Context, actor access.Actor, subject id.Person, beside func(*store.Reader, *StandingView) error) (v StandingView, err error) {
	err = w.readAbout(ctx, actor, subject, access.ScopeStep, func(r *store.Reader, b access.Bond, journal journal) (err error) {
		if !standing.VisibleTo(b) {
			return fault.NotFound()
		}
		if err := journal(audit.Entry{Item: "step", Subject: subject, Object: "person/" + string(subject)}); err != nil {
			return err
		}
		if v, err = w.standingView(r, subject); err != nil {
			return err
		}
		return beside(r, &v)
	})
	if err != nil {
		return StandingView{}, err // what could not be written down is not read
	}
	return v, nil
}

func (w *Workflow) standingView(r *store.Reader, subject id.Person) (v StandingView, err error) {
	list, err := r.Standings(subject)
	if err != nil {
		return v, err
	}
	for i := len(list) - 1; i >= 0; i-- {
		f, err := w.framework(r, list[i].Framework)
		if err != nil {
			return v, err
		}
		step, _ := f.Step(list[i].Step)
		v.History = append(v.History, StandingEntry{Step: step, Since: list[i].Since, How: list[i].How, Ref: list[i].Framework})
	}
	if len(v.History) > 0 {
		now := v.History[0]
		v.Set, v.Step, v.Since, v.How, v.Ref = true, now.Step, now.Since, now.How, now.Ref
	}
	return v, nil
}

// present returns the step the person stands on, empty when not set.
func present(r *store.Reader, subject id.Person) (framework.StepID, error) {
	list, err := r.Standings(subject)
	now, _ := standing.Current(list)
	return now.Step, err
}
