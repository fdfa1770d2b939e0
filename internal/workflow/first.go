package workflow

import (
	"context"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/store"
)

const (
	// sweepBatch is how many candidates one transaction looks at.
	sweepBatch = 500
	// lookBack is how long before a person came into Cairn a first evaluation may
	// have been due and still open by itself. Who has been here longer is placed
	// when the framework is introduced, or opens one any day.
	lookBack = 6 // months
)

// OpenFirstEvaluations opens the first evaluations whose time has come and
// returns how many. Running it again, or twice at once, opens none twice.
func (w *Workflow) OpenFirstEvaluations(ctx context.Context) (opened int, err error) {
	var after id.Person
	for more := true; more; {
		var n int
		var last id.Person
		err := w.update(ctx, func(tx *store.Tx) (err error) {
			n, last, err = w.sweep(tx, after)
			return err
		})
		if err != nil {
			return opened, err
		}
		opened, after, more = opened+n, last, last != ""
	}
	return opened, nil
}

// keepKeys is how long a repeated act is recognised.
const keepKeys = 7 * 24 * time.Hour

// keepRead is how long what somebody was told and has read stays in the inbox.
const keepRead = 90 * 24 * time.Hour

// Forget forgets the keys of acts that nobody repeats any more, and what was told
// and read long ago.
func (w *Workflow) Forget(ctx context.Context) error {
	return w.update(ctx, func(tx *store.Tx) error {
		if err := tx.DropDone(tx.Now().Add(-keepKeys)); err != nil {
			return err
		}
		if err := tx.DropMails(tx.Now().Add(-keepMail)); err != nil {
			return err
		}
		if err := forgetRemoved(tx); err != nil {
			return err
		}
		return tx.DropReadNotices(tx.Now().Add(-keepRead))
	})
}

// sweep opens what is due among the next candidates; last is empty after the
// last of them.
func (w *Workflow) sweep(tx *store.Tx, after id.Person) (opened int, last id.Person, err error) {
	candidates, err := tx.FirstCandidates(after, sweepBatch)
	if err != nil || len(candidates) == 0 {
		return 0, "", err
	}
	f, err := w.current(tx.Reader)
	if err != nil {
		return 0, "", err
	}
	rest, err := tx.AllRestricted()
	if err != nil {
		return 0, "", err
	}
	today := clock.DateOf(tx.Now(), w.zone)
	var told []notice.Notice
	for _, c := range candidates {
		last = c.Person
		if rest[c.Person] || !firstIsDue(c, f.Policy.NewJoinerStepAfterMonths, today) {
			continue
		}
		due := evaluation.FirstDue(c.Start, f.Policy.NewJoinerStepAfterMonths)
		e, err := w.newEvaluation(tx, "", c.Person, c.Manager, evaluation.Opening{}, due)
		if err != nil {
			return 0, "", err
		}
		if err := record(tx, access.System(access.ViaItself), about(e, "", audit.EvaluationOpened, "compare")); err != nil {
			return 0, "", err
		}
		told = append(told, bothSides(e, notice.EvaluationOpened)...)
		opened++
	}
	return opened, last, tellAll(tx, told)
}

func bothSides(e *evaluation.Evaluation, kind notice.Kind) []notice.Notice {
	return []notice.Notice{{Person: e.Subject, Kind: kind, Object: aboutEvaluation(e)}, {Person: e.Manager, Kind: kind, Object: aboutEvaluation(e)}}
}

func firstIsDue(c store.FirstCandidate, months int, today clock.Date) bool {
	if !evaluation.FirstIsTime(c.Start, months, today) {
		return false
	}
	added := clock.DateOf(c.Added, latestZone)
	return evaluation.FirstDue(c.Start, months) >= added.AddMonths(-lookBack)
}
