package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/workflow"
)

// RolloutEvery is how often rollouts are looked at: whoever opens one waits for it.
const RolloutEvery = 15 * time.Second

// Rollouts goes on with rollouts, now and then every so often, until the context
// ends: opens evaluations, deletes trial placements, reminds whose turn it is.
func Rollouts(ctx context.Context, w *workflow.Workflow, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() { rollouts(ctx, w, log) })
}

func rollouts(ctx context.Context, w *workflow.Workflow, log *slog.Logger) {
	opened, err := w.OpenRollouts(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		log.Error("a rollout could not go on; tried again later", "error", err)
	case opened > 0:
		log.Info("evaluations of a rollout opened", "number", opened)
	}
	if _, err := w.RemindRollouts(ctx); err != nil && ctx.Err() == nil {
		log.Error("reminders of rollouts could not be left; tried again later", "error", err)
	}
	if err := w.PublishSpreads(ctx); err != nil && ctx.Err() == nil {
		log.Error("what may be told of trial placements could not be published; tried again later", "error", err)
	}
}
