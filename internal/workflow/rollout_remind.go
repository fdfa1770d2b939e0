package workflow

import (
	"context"

	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/rollout"
	"cairn/internal/store"
)

// remindBatch is how many evaluations are looked at together.
const remindBatch = 500

// RemindRollouts tells those whose turn it is in rollouts that are running: once a
// week at most, and one notice a person however many pairs wait. It returns how many
// were told.
func (w *Workflow) RemindRollouts(ctx context.Context) (told int, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		due, err := remindable(r)
		told = len(due)
		return err
	})
	if err != nil || told == 0 {
		return 0, err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		told = 0
		due, err := remindable(tx.Reader) // another may have reminded since
		if err != nil {
			return err
		}
		seen := map[id.Person]bool{}
		for _, r := range due {
			list, err := waitedFor(tx.Reader, r, seen)
			if err != nil {
				return err
			}
			if err := tellAll(tx, list); err != nil {
				return err
			}
			if err := tx.MarkReminded(r.ID); err != nil {
				return err
			}
			told += len(list)
		}
		return nil
	})
	return told, err
}

func remindable(r *store.Reader) (due []*rollout.Rollout, err error) {
	last, err := r.RemindedLast()
	if err != nil {
		return nil, err
	}
	list, err := r.Rollouts()
	for _, x := range list {
		if x.MayRemind(last, r.Now()) {
			due = append(due, x)
		}
	}
	return due, err
}

// waitedFor are those whose turn it is in the rollout, but for those in seen.
func waitedFor(r *store.Reader, of *rollout.Rollout, seen map[id.Person]bool) (list []notice.Notice, err error) {
	for after := id.Evaluation(""); ; {
		some, err := r.OpenInRollout(of.ID, after, remindBatch)
		if err != nil || len(some) == 0 {
			return list, err
		}
		after = some[len(some)-1].ID
		written, err := r.ResultsWrittenIn(idsOf(some))
		if err != nil {
			return nil, err
		}
		for _, e := range some {
			for _, p := range turnIn(e, written[e.ID]) {
				if !seen[p] {
					seen[p] = true
					list = append(list, notice.Notice{Person: p, Kind: notice.RolloutReminder, Object: aboutRollout(of.ID)})
				}
			}
		}
	}
}

func idsOf(list []*evaluation.Evaluation) []id.Evaluation {
	refs := make([]id.Evaluation, len(list))
	for i, e := range list {
		refs[i] = e.ID
	}
	return refs
}

// turnIn are those of the two whose turn it is.
func turnIn(e *evaluation.Evaluation, written bool) (who []id.Person) {
	for _, side := range []evaluation.SideName{evaluation.SelfSide, evaluation.ManagerSide} {
		if t := e.TurnOf(side, "", written); t.Whose == evaluation.Yours || t.Whose == evaluation.Both {
			who = append(who, other(e, side.Other()))
		}
	}
	return who
}

// PublishSpreads publishes what may be told of trial placements, where enough of
// them are new; see rollout.Publish.
func (w *Workflow) PublishSpreads(ctx context.Context) error {
	var trials []id.Rollout
	err := w.view(ctx, func(r *store.Reader) error {
		list, err := r.Rollouts()
		for _, x := range list {
			if x.MayPlace() {
				trials = append(trials, x.ID)
			}
		}
		return err
	})
	for _, ref := range trials {
		if err == nil {
			err = w.update(ctx, func(tx *store.Tx) error { return w.publishSpread(tx, ref) })
		}
	}
	return err
}

func (w *Workflow) publishSpread(tx *store.Tx, ref id.Rollout) error {
	r, err := tx.Rollout(ref)
	if err != nil {
		return err
	}
	f, err := w.current(tx.Reader)
	if err != nil {
		return err
	}
	placed, err := tx.Placements(ref)
	if err != nil || !r.Publish(stepIDs(f), placed, tx.Now()) {
		return err
	}
	return tx.SaveRollout(r)
}
