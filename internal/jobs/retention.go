package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/workflow"
)

// RetentionEvery is how often what is no longer kept is looked for.
const RetentionEvery = 24 * time.Hour

// Retention deletes what is no longer kept, now and then every so often, until the
// context ends. What fails is tried again the next time.
func Retention(ctx context.Context, w *workflow.Workflow, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() {
		people, err := w.Retain(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			log.Error("what is no longer kept could not be deleted; tried again later", "error", err)
		case people > 0:
			log.Info("deleted what is no longer kept", "people", people)
		}
	})
}
