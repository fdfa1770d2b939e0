package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/org"
	"cairn/internal/workflow"
)

// PeopleEvery is how often it is asked whether the file of people is to be read again.
const PeopleEvery = time.Minute

// People keeps the organisation in step with the file it is kept in, until the
// context ends.
func People(ctx context.Context, w *workflow.Workflow, file workflow.PeopleFile, log *slog.Logger, every, ask time.Duration) {
	again(ctx, ask, func() { people(ctx, w, file, log, every) })
}

func people(ctx context.Context, w *workflow.Workflow, file workflow.PeopleFile, log *slog.Logger, every time.Duration) {
	done, ok, err := w.SyncPeople(ctx, file, every)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Error("the file of people could not be read; tried again later", "error", err)
	case ok && done.Outcome == org.SyncRefused:
		log.Warn("the file of people has mistakes, so nothing was changed; see /people/import", "mistakes", len(done.Problems))
	case ok && done.Added+done.Changed > 0:
		log.Info("brought in step with the file of people", "added", done.Added, "changed", done.Changed)
	}
}
