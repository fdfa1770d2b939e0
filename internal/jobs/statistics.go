package jobs

import (
	"context"
	"log/slog"

	"cairn/internal/workflow"
)

// publishStatistics publishes the quarter's tables, where they are not published yet.
func publishStatistics(ctx context.Context, w *workflow.Workflow, log *slog.Logger) {
	quarter, err := w.PublishStatistics(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Error("the tables of the quarter could not be published; tried again later", "error", err)
	case quarter != "":
		log.Info("the tables of the quarter were published", "quarter", quarter)
	}
}
