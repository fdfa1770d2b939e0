package jobs

import (
	"context"
	"log/slog"

	"cairn/internal/workflow"
)

// tellRights tells everybody once a year of their right to ask about pay.
func tellRights(ctx context.Context, w *workflow.Workflow, log *slog.Logger) {
	if err := w.TellPayRights(ctx); err != nil && ctx.Err() == nil {
		log.Error("nobody could be told of their right to ask about pay; tried again later", "error", err)
	}
}
