package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/rollout"
	"cairn/internal/store"
)

func aboutRollout(ref id.Rollout) string { return "rollout/" + string(ref) }

func recordRollout(tx *store.Tx, actor access.Actor, act audit.Act, ref id.Rollout) error {
	return record(tx, actor, audit.Entry{Act: act, Hat: hatOfKeeper(actor), Item: "compare", Object: aboutRollout(ref)})
}

// PrepareRollout keeps a rollout that a people partner prepares. Nobody is in it
// yet. Where it has trial placements, the managers in its scope are told.
func (w *Workflow) PrepareRollout(ctx context.Context, actor access.Actor, once Once, d rollout.Draft) (id.Rollout, error) {
	if err := keeps(actor); err != nil {
		return "", err
	}
	ref, err := w.act(ctx, actor, once, d, func(tx *store.Tx) (string, error) {
		if err := checkScope(tx.Reader, d.Scope); err != nil {
			return "", err
		}
		r, err := rollout.Prepare(d, actor.Person, tx.Now())
		if err != nil {
			return "", err
		}
		if err := tx.AddRollout(r); err != nil {
			return "", err
		}
		if r.Trial {
			if err := tellManagers(tx, r); err != nil {
				return "", err
			}
		}
		return string(r.ID), recordRollout(tx, actor, audit.RolloutPrepared, r.ID)
	})
	return id.Rollout(ref), err
}

func checkScope(r *store.Reader, scope id.Unit) error {
	if scope == "" {
		return nil
	}
	u, err := r.Unit(scope)
	if fault.Is(err, fault.Withheld) || err == nil && u.Kind != org.Tribe && u.Kind != org.Chapter {
		return fault.InvalidFields([]fault.Field{{Name: "scope", Message: lang.Later("Choose the whole organisation, a tribe or a chapter.")}})
	}
	return err
}

func tellManagers(tx *store.Tx, r *rollout.Rollout) error {
	all, err := rolloutCandidates(tx.Reader, r)
	if err != nil {
		return err
	}
	seen := map[id.Person]bool{}
	var told []notice.Notice
	for _, c := range all {
		if c.Manager != "" && !seen[c.Manager] {
			seen[c.Manager] = true
			told = append(told, notice.Notice{Person: c.Manager, Kind: notice.RolloutPrepared, Object: aboutRollout(r.ID)})
		}
	}
	return tellAll(tx, told)
}

// rolloutCandidates are all who are here and in the scope.
func rolloutCandidates(r *store.Reader, of *rollout.Rollout) ([]rollout.Candidate, error) {
	people, err := inScope(r, of.Scope)
	if err != nil {
		return nil, err
	}
	who := make([]id.Person, 0, len(people))
	for _, p := range people {
		if p.Here(r.Now()) {
			who = append(who, p.ID)
		}
	}
	lines, err := r.ManagersOf(who)
	if err != nil {
		return nil, err
	}
	starts, err := r.StartDates(who)
	if err != nil {
		return nil, err
	}
	taken, err := r.PeopleInRollouts()
	if err != nil {
		return nil, err
	}
	list := make([]rollout.Candidate, 0, len(who))
	for _, p := range who {
		list = append(list, rollout.Candidate{Person: p, Manager: lines[p].Manager, Start: starts[p], Elsewhere: taken[p]})
	}
	return list, nil
}

func inScope(r *store.Reader, scope id.Unit) ([]org.Person, error) {
	if scope == "" {
		return r.Everybody()
	}
	return r.MembersOf(scope)
}

// LaunchRollout takes everybody in who can be, and begins to open evaluations. What
// is not open when this returns is opened by itself; see OpenRollouts.
func (w *Workflow) LaunchRollout(ctx context.Context, actor access.Actor, once Once, ref id.Rollout) error {
	err := w.onRollout(ctx, actor, once, ref, audit.RolloutLaunched, func(tx *store.Tx, r *rollout.Rollout) error {
		pairs, err := w.pairsFor(tx.Reader, r)
		if err != nil {
			return err
		}
		if err := r.Launch(len(pairs), tx.Now()); err != nil {
			return err
		}
		return tx.AddRolloutPairs(pairs)
	})
	if err != nil {
		return err
	}
	_, _, _ = w.openSome(ctx, ref) // what fails here is tried again by the job
	return nil
}

// pairsFor are the people whom the rollout takes in, each in the chapter that the
// manager follows from.
func (w *Workflow) pairsFor(r *store.Reader, of *rollout.Rollout) ([]store.RolloutPair, error) {
	all, err := rolloutCandidates(r, of)
	if err != nil {
		return nil, err
	}
	f, err := w.current(r)
	if err != nil {
		return nil, err
	}
	chart, err := r.Chart(r.Now())
	if err != nil {
		return nil, err
	}
	today := clock.DateOf(r.Now(), w.zone)
	var pairs []store.RolloutPair
	for _, c := range all {
		if c.Reason(f.Policy.NewJoinerStepAfterMonths, today) != rollout.In {
			continue
		}
		p := store.RolloutPair{Rollout: of.ID, Person: c.Person}
		if chapters := chart.UnitsOf(c.Person, org.Chapter); len(chapters) > 0 {
			p.Chapter = chapters[0]
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// PauseRollout keeps everybody from being reminded.
func (w *Workflow) PauseRollout(ctx context.Context, actor access.Actor, once Once, ref id.Rollout) error {
	return w.onRollout(ctx, actor, once, ref, audit.RolloutPaused, func(_ *store.Tx, r *rollout.Rollout) error { return r.Pause() })
}

// ResumeRollout ends the pause.
func (w *Workflow) ResumeRollout(ctx context.Context, actor access.Actor, once Once, ref id.Rollout) error {
	return w.onRollout(ctx, actor, once, ref, audit.RolloutResumed, func(_ *store.Tx, r *rollout.Rollout) error { return r.Resume() })
}

// EndRollout ends the rollout. Evaluations that are open stay open.
func (w *Workflow) EndRollout(ctx context.Context, actor access.Actor, once Once, ref id.Rollout) error {
	return w.onRollout(ctx, actor, once, ref, audit.RolloutEnded, func(tx *store.Tx, r *rollout.Rollout) error { return r.End(tx.Now()) })
}

// onRollout is an act of a people partner on a rollout; f changes it.
func (w *Workflow) onRollout(ctx context.Context, actor access.Actor, once Once, ref id.Rollout, act audit.Act, f func(*store.Tx, *rollout.Rollout) error) error {
	if err := keeps(actor); err != nil {
		return err
	}
	asked := struct {
		Act audit.Act
		Ref id.Rollout
	}{act, ref}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		r, err := tx.Rollout(ref)
		if err != nil {
			return "", err
		}
		if err := f(tx, r); err != nil {
			return "", err
		}
		if err := tx.SaveRollout(r); err != nil {
			return "", err
		}
		return "", recordRollout(tx, actor, act, ref)
	})
	return err
}

// openBatch is how many evaluations one transaction opens.
const openBatch = 100

// OpenRollouts goes on with what rollouts have to do by themselves: it deletes the
// trial placements of those that were launched or ended, and opens evaluations
// until everybody has one. Interrupted, it goes on the next time; twice at once, it
// opens none twice.
func (w *Workflow) OpenRollouts(ctx context.Context) (opened int, err error) {
	var list []*rollout.Rollout
	if err := w.view(ctx, func(r *store.Reader) (err error) { list, err = r.Rollouts(); return err }); err != nil {
		return 0, err
	}
	for _, r := range list {
		if r.Trial && !r.KeepsPlacements() && !r.DroppedAt.IsSet() {
			if err := w.dropPlacements(ctx, r.ID); err != nil {
				return opened, err
			}
		}
		for more := r.Stage == rollout.Opening; more; {
			var n int
			if n, more, err = w.openSome(ctx, r.ID); err != nil {
				return opened, err
			}
			opened += n
		}
	}
	return opened, nil
}

// openSome opens the next evaluations of a rollout; more tells whether others wait.
func (w *Workflow) openSome(ctx context.Context, ref id.Rollout) (opened int, more bool, err error) {
	err = w.update(ctx, func(tx *store.Tx) error {
		opened, more = 0, false
		r, err := tx.Rollout(ref)
		if err != nil || r.Stage != rollout.Opening {
			return err
		}
		waiting, err := tx.PairsWaiting(ref, openBatch)
		if err != nil {
			return err
		}
		var told []notice.Notice
		for _, p := range waiting {
			e, err := w.openPair(tx, r, p)
			if err != nil {
				return err
			}
			if e != nil {
				told = append(told, bothSides(e, notice.EvaluationOpened)...)
				opened++
			}
		}
		if err := tellAll(tx, told); err != nil || len(waiting) == openBatch {
			more = true
			return err
		}
		r.Opened(tx.Now())
		return tx.SaveRollout(r)
	})
	return opened, more && err == nil, err
}

// openPair gives the person an evaluation. Who has one open keeps it; who has left
// or lost the manager since the launch is taken out again, and so is whose data rest.
func (w *Workflow) openPair(tx *store.Tx, r *rollout.Rollout, p store.RolloutPair) (*evaluation.Evaluation, error) {
	open, ok, err := tx.OpenEvaluationOf(p.Person)
	if err != nil {
		return nil, err
	}
	if ok {
		p.Evaluation = open.ID
		return nil, tx.PairOpened(p)
	}
	manager, managed, err := tx.ManagerOf(p.Person)
	if err != nil {
		return nil, err
	}
	rests, err := tx.Restricted(p.Person)
	if err != nil {
		return nil, err
	}
	if !managed || rests {
		return nil, tx.DropPair(p)
	}
	e, err := w.newEvaluation(tx, "", p.Person, manager, evaluation.Opening{Kind: evaluation.Rollout}, "")
	if err != nil {
		return nil, err
	}
	p.Evaluation = e.ID
	if err := tx.PairOpened(p); err != nil {
		return nil, err
	}
	return e, record(tx, access.System(access.ViaItself), about(e, "", audit.EvaluationOpened, "compare"))
}

// dropPlacements deletes the trial placements of a rollout that was launched or
// ended, and keeps that it is done.
func (w *Workflow) dropPlacements(ctx context.Context, ref id.Rollout) error {
	return w.update(ctx, func(tx *store.Tx) error {
		r, err := tx.Rollout(ref)
		if err != nil || r.KeepsPlacements() || r.DroppedAt.IsSet() {
			return err
		}
		if r.Dropped, err = tx.DropPlacements(ref); err != nil {
			return err
		}
		r.DroppedAt, r.Spread, r.SpreadAt = tx.Now(), "", 0
		if err := tx.SaveRollout(r); err != nil {
			return err
		}
		return record(tx, access.System(access.ViaItself), audit.Entry{Act: audit.PlacementsGone, Item: "slotting", Object: aboutRollout(ref)})
	})
}
