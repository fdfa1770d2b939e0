package workflow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/orgfile"
	"cairn/internal/store"
)

// Bounds of what is kept of readings.
const (
	syncsKept    = 90 * 24 * time.Hour
	syncsShown   = 10
	syncProblems = 50
	// syncWithin is how long one may take. One that has not ended by then was begun by a
	// Cairn that is no more.
	syncWithin = 10 * time.Minute
)

// PeopleFile is the file the organisation is kept in, elsewhere. Read returns its
// rows or its mistakes; an error means that it could not be reached.
type PeopleFile interface {
	Read(ctx context.Context) ([]orgfile.Row, []orgfile.Problem, error)
}

// SyncPeople brings the organisation in step with the file, where it was not read
// for so long; of several replicas one does. ok is false when it is not time. What
// the file has wrong is the outcome; the error is for the log.
func (w *Workflow) SyncPeople(ctx context.Context, file PeopleFile, every time.Duration) (done org.Sync, ok bool, err error) {
	actor := access.System(access.ViaItself)
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		ok = false
		last, err := tx.PeopleSyncs(1)
		if err != nil || len(last) > 0 && !timeToSync(last[0], every, tx.Now()) {
			return err
		}
		ok, done.BeganAt = true, tx.Now()
		if err := tx.DropPeopleSyncs(tx.Now().Add(-syncsKept)); err != nil {
			return err
		}
		return tx.BeginPeopleSync()
	})
	if err != nil || !ok {
		return done, false, err
	}
	cause := w.bringInStep(ctx, actor, file, &done)
	// What came of it is kept also when we are told to stop meanwhile.
	err = w.updateAs(context.WithoutCancel(ctx), actor, func(tx *store.Tx) error {
		done.EndedAt = tx.Now()
		return tx.EndPeopleSync(done)
	})
	return done, true, errors.Join(cause, err)
}

func timeToSync(last org.Sync, every time.Duration, now clock.Instant) bool {
	return last.BeganAt.Add(every) <= now || !last.EndedAt.IsSet() && last.BeganAt.Add(syncWithin) <= now
}

// bringInStep reads and imports. The error is why the file could not be read or
// taken, where that is not its own mistakes.
func (w *Workflow) bringInStep(ctx context.Context, actor access.Actor, file PeopleFile, done *org.Sync) error {
	rows, problems, err := file.Read(ctx)
	var report ImportReport
	if err == nil && len(problems) == 0 {
		report, err = w.ImportPeople(ctx, actor, rows, ImportOptions{Careful: true})
		problems = report.Problems
	}
	switch {
	case len(problems) > 0:
		done.Outcome, done.Problems = org.SyncRefused, syncProblemsOf(problems)
		return nil
	case err != nil:
		done.Outcome, done.Problems = org.SyncUnread, []org.SyncProblem{syncProblemOf(orgfile.Problem{Message: fault.Told(err)})}
		return err
	}
	done.Outcome, done.Added, done.Changed, done.Unchanged = org.SyncTaken, report.Added, report.Changed, report.Unchanged
	return nil
}

// syncProblemsOf keeps where and what, and not what was typed. A message about a
// day would repeat the day, and days are not everybody's to read.
func syncProblemsOf(problems []orgfile.Problem) (kept []org.SyncProblem) {
	for _, p := range problems[:min(len(problems), syncProblems)] {
		if orgfile.IsDay(p.Column) && p.Value != "" {
			p.Message = lang.Tell("this is no day; write it like 2026-05-12")
		}
		kept = append(kept, syncProblemOf(p))
	}
	return kept
}

func syncProblemOf(p orgfile.Problem) org.SyncProblem {
	kept := org.SyncProblem{Line: p.Line, Column: p.Column, Message: p.Message.Text}
	for _, v := range p.Message.With {
		kept.With = append(kept.With, fmt.Sprint(v))
	}
	return kept
}

// PeopleSyncs lists the last readings of the file, for whoever looks after the
// organisation's data.
func (w *Workflow) PeopleSyncs(ctx context.Context, actor access.Actor) (list []org.Sync, err error) {
	if err := keeps(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		list, err = r.PeopleSyncs(syncsShown)
		return err
	})
	return list, err
}
