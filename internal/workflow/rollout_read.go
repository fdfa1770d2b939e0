package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/rollout"
	"cairn/internal/store"
)

// RolloutLine is a rollout in a list.
type RolloutLine struct {
	ID     id.Rollout
	Name   string
	Scope  string // name of the unit; empty for the whole organisation
	Stage  rollout.Stage
	Places bool // the reader may place reports on trial
}

// RolloutView is a rollout as its reader sees it.
type RolloutView struct {
	rollout.Rollout
	Where    string           // name of the unit; empty for the whole organisation
	Keeper   bool             // looks after it
	Places   bool             // may place reports on trial
	Steps    []framework.Step // of the framework in force, to name the steps of a spread
	Pairs    int              // how many are in it, or would be
	OpenedSo int              // how many of them have their evaluation
	Would    []PersonRef      // who would be in it, by name; before the launch, for the keeper
	Out      []LeftOut        // who is left out; for the keeper who asks
	Counts   []rollout.Count  // for the keeper, while it is not ended
	Mine     *EvaluationLine  // the reader's own evaluation in it
	Reports  []EvaluationLine // those of the reader's reports
}

// LeftOut is who is not in a rollout, for one reason, by name.
type LeftOut struct {
	Reason rollout.Reason
	People []PersonRef
}

// keepsOver tells whether the actor looks after rollouts.
func keepsOver(actor access.Actor) bool { return keeps(actor) == nil }

// Rollouts lists the rollouts that concern the actor, the newest first; all of them
// for those who look after them.
func (w *Workflow) Rollouts(ctx context.Context, actor access.Actor) (lines []RolloutLine, keeper bool, err error) {
	if err := own(actor); err != nil {
		return nil, false, err
	}
	keeper = keepsOver(actor)
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err := r.Rollouts()
		if err != nil {
			return err
		}
		for _, x := range list {
			c, err := concerned(r, actor, x)
			if err != nil {
				return err
			}
			if !keeper && !c.any() {
				continue
			}
			where, err := scopeName(r, x.Scope)
			if err != nil {
				return err
			}
			lines = append(lines, RolloutLine{x.ID, x.Name, where, x.Stage, c.places})
		}
		return nil
	})
	return lines, keeper, err
}

// concern is what somebody has to do with a rollout.
type concern struct {
	places bool                // may place reports on trial
	pairs  []store.RolloutPair // of the person and the present reports
}

func (c concern) any() bool { return c.places || len(c.pairs) > 0 }

// concerned asks it at this moment. A rollout that is prepared concerns nobody but
// who may place: it is not told that there is one.
func concerned(r *store.Reader, actor access.Actor, x *rollout.Rollout) (c concern, err error) {
	if x.Stage == rollout.Prepared {
		if !x.MayPlace() {
			return c, nil
		}
		reports, err := reportsIn(r, actor.Person, x.Scope)
		return concern{places: len(reports) > 0}, err
	}
	reports, err := r.ReportsOf(actor.Person)
	if err != nil {
		return c, err
	}
	pairs, err := r.PairsOf(append([]id.Person{actor.Person}, reports...))
	for _, p := range pairs {
		if p.Rollout == x.ID {
			c.pairs = append(c.pairs, p)
		}
	}
	return c, err
}

func scopeName(r *store.Reader, scope id.Unit) (string, error) {
	if scope == "" {
		return "", nil
	}
	u, err := r.Unit(scope)
	return u.Name, err
}

// rolloutTitle names a rollout to those whom it concerns.
func rolloutTitle(_ *Workflow, r *store.Reader, actor access.Actor, ref string) (string, error) {
	x, err := r.Rollout(id.Rollout(ref))
	if err != nil {
		return "", err
	}
	c, err := concerned(r, actor, x)
	if err == nil && !c.any() {
		err = fault.NotFound()
	}
	return x.Name, err
}

// Rollout returns a rollout to those who look after it and those whom it concerns.
// People asks who is left out, which takes a look at everybody; before the launch it
// is told anyway.
func (w *Workflow) Rollout(ctx context.Context, actor access.Actor, ref id.Rollout, people bool) (v RolloutView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		x, err := r.Rollout(ref)
		if err != nil {
			return err
		}
		c, err := concerned(r, actor, x)
		if err != nil {
			return err
		}
		v = RolloutView{Keeper: keepsOver(actor), Places: c.places}
		if !v.Keeper && !c.any() {
			return fault.NotFound()
		}
		v.Rollout = *x
		if v.Where, err = scopeName(r, x.Scope); err != nil {
			return err
		}
		if err := fillOwn(r, &v, actor.Person, c.pairs); err != nil || !v.Keeper {
			v.hideFromOthers()
			return err
		}
		return w.fillKeeper(r, &v, people)
	})
	if err != nil {
		return RolloutView{}, err
	}
	return v, nil
}

// hideFromOthers takes out what is for those who look after rollouts alone: also
// whether there was a trial.
func (v *RolloutView) hideFromOthers() {
	v.Trial = v.Trial && v.Places
	v.Spread, v.SpreadAt, v.Dropped, v.DroppedAt = "", 0, 0, 0
}

// fillOwn fills in the evaluations of the reader and of the reader's reports.
func fillOwn(r *store.Reader, v *RolloutView, reader id.Person, pairs []store.RolloutPair) error {
	var list []*evaluation.Evaluation
	who := []id.Person{reader}
	for _, p := range pairs {
		if p.Evaluation == "" {
			continue
		}
		e, err := r.Evaluation(p.Evaluation)
		if err != nil {
			return err
		}
		list, who = append(list, e), append(who, e.Subject, e.Manager)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return err
	}
	written, err := r.ResultsWrittenIn(idsOf(list))
	if err != nil {
		return err
	}
	l := lists{people: people, written: written}
	for _, e := range list {
		switch {
		case e.Subject == reader:
			mine := l.line(e, evaluation.SelfSide, refOf(people, e.Manager))
			v.Mine = &mine
		case e.Manager == reader || e.Closed():
			v.Reports = append(v.Reports, l.line(e, evaluation.ManagerSide, refOf(people, e.Subject)))
		}
	}
	arrange.By(v.Reports, func(a, b EvaluationLine) int { return org.Compare(a.Subject.Name, b.Subject.Name) })
	return nil
}

// fillKeeper fills in what a people partner is told: numbers of pairs, and who is
// left out; never who is how far.
func (w *Workflow) fillKeeper(r *store.Reader, v *RolloutView, people bool) (err error) {
	f, err := w.current(r)
	if err != nil {
		return err
	}
	v.Steps = f.StepsInOrder()
	if v.Stage == rollout.Prepared || people {
		if err := w.fillPeople(r, v, f); err != nil {
			return err
		}
	}
	if v.Stage == rollout.Prepared {
		return nil
	}
	if v.Pairs, v.OpenedSo, err = r.CountPairs(v.ID); err != nil || v.Stage == rollout.Ended {
		return err
	}
	counts, err := r.Progress(v.ID)
	if err != nil {
		return err
	}
	units, err := r.Units()
	names := make(map[id.Unit]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	for i := range counts {
		counts[i].Name = names[counts[i].Chapter]
	}
	v.Counts = rollout.Merge(counts, org.Compare)
	return err
}

// fillPeople asks who of those in the scope would be in, and who is left out.
func (w *Workflow) fillPeople(r *store.Reader, v *RolloutView, f *framework.Framework) error {
	all, err := rolloutCandidates(r, &v.Rollout)
	if err != nil {
		return err
	}
	in, err := membersOfRollout(r, v)
	if err != nil {
		return err
	}
	today, out := clock.DateOf(r.Now(), w.zone), map[rollout.Reason][]id.Person{}
	for _, c := range all {
		if in[c.Person] {
			continue
		}
		reason := c.Reason(f.Policy.NewJoinerStepAfterMonths, today)
		out[reason] = append(out[reason], c.Person)
	}
	if v.Would, err = byName(r, out[rollout.In]); err != nil {
		return err
	}
	if v.Stage == rollout.Prepared {
		v.Pairs = len(v.Would)
	}
	for _, reason := range []rollout.Reason{rollout.NoManager, rollout.Newcomer, rollout.Elsewhere} {
		list, err := byName(r, out[reason])
		if err != nil {
			return err
		}
		if len(list) > 0 {
			v.Out = append(v.Out, LeftOut{reason, list})
		}
	}
	return nil
}

func membersOfRollout(r *store.Reader, v *RolloutView) (map[id.Person]bool, error) {
	in := map[id.Person]bool{}
	if v.Stage == rollout.Prepared {
		return in, nil
	}
	list, err := r.RolloutMembers(v.ID)
	for _, p := range list {
		in[p] = true
	}
	return in, err
}

func byName(r *store.Reader, who []id.Person) ([]PersonRef, error) {
	people, err := r.PeopleByID(who)
	list := make([]PersonRef, 0, len(who))
	for _, p := range who {
		list = append(list, refOf(people, p))
	}
	arrange.By(list, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	return list, err
}

// RolloutScopes are the tribes and chapters that a rollout can be for, by name.
func (w *Workflow) RolloutScopes(ctx context.Context, actor access.Actor) (scopes []UnitRef, err error) {
	if err := keeps(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		units, err := r.Units()
		for _, kind := range []org.UnitKind{org.Tribe, org.Chapter} {
			for _, u := range units {
				if u.Kind == kind {
					scopes = append(scopes, UnitRef{ID: u.ID, Kind: u.Kind, Name: u.Name})
				}
			}
		}
		return err
	})
	return scopes, err
}
