// Package jobs does what nobody asks for: it opens the first evaluations whose
// time has come and reminds those whose words were asked for. Its work can be run again, or twice at once, without harm.
package jobs

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"cairn/internal/workflow"
)

// Every is how often the work is looked at.
const Every = time.Hour

// Run does the work now and then every so often, until the context ends. What
// fails is logged and tried again the next time.
func Run(ctx context.Context, w *workflow.Workflow, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() { once(ctx, w, log) })
}

// again does the work now and then every so often, until the context ends.
func again(ctx context.Context, every time.Duration, work func()) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		surely(work)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// surely does the work; a bug in it ends neither the process nor what comes later.
func surely(work func()) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic in what is done beside requests; tried again later", "value", p, "stack", string(debug.Stack()))
		}
	}()
	work()
}

func once(ctx context.Context, w *workflow.Workflow, log *slog.Logger) {
	opened, err := w.OpenFirstEvaluations(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Error("first evaluations could not be opened; tried again later", "error", err)
	case opened > 0:
		log.Info("first evaluations opened", "number", opened)
	}
	if err := w.RemindAsked(ctx); err != nil && ctx.Err() == nil {
		log.Error("those who were asked could not be reminded; tried again later", "error", err)
	}
	if err := w.TellWeek(ctx); err != nil && ctx.Err() == nil {
		log.Error("nobody could be told what is new on the wall; tried again later", "error", err)
	}
	if _, err := w.EndStandInsOver(ctx); err != nil && ctx.Err() == nil {
		log.Error("who stood in for managers could not be ended; nobody reads by it, and it is tried again later", "error", err)
	}
	publishStatistics(ctx, w, log)
	tellRights(ctx, w, log)
	forgetLeft(ctx, w, log)
	if err := w.Forget(ctx); err != nil && ctx.Err() == nil {
		log.Error("what is old could not be forgotten; tried again later", "error", err)
	}
}

// forgetLeft removes what is left with managers of the past for longer than they
// had time for.
func forgetLeft(ctx context.Context, w *workflow.Workflow, log *slog.Logger) {
	for _, sweep := range []struct {
		what string
		do   func(context.Context) (int, error)
	}{{"drafts", w.RemoveOldLeftovers}, {"notes of managers", w.RemoveOldMemos}} {
		removed, err := sweep.do(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			log.Error("what was left with former managers could not be removed; tried again later", "what", sweep.what, "error", err)
		case removed > 0:
			log.Info("removed what was left with former managers", "what", sweep.what, "number", removed)
		}
	}
}
