package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/hook"
	"cairn/internal/recognition"
	"cairn/internal/workflow"
)

// HookEvery is how often calls are looked for.
const HookEvery = 15 * time.Second

// Hooks tells the operator's addresses of what is new on the wall, now and then every
// so often, until the context ends. What fails is tried again later, and less and
// less often.
func Hooks(ctx context.Context, w *workflow.Workflow, s *hook.Sender, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() {
		if err := callHooks(ctx, w, s, log); err != nil && ctx.Err() == nil {
			log.Error("calls of hooks could not be looked for; tried again later", "error", err)
		}
	})
}

// callHooks calls until nothing more is due.
func callHooks(ctx context.Context, w *workflow.Workflow, s *hook.Sender, log *slog.Logger) error {
	for {
		calls, err := w.ClaimHookCalls(ctx)
		if err != nil || len(calls) == 0 {
			return err
		}
		within, cancel := context.WithTimeout(ctx, workflow.HookLease-30*time.Second)
		for _, c := range calls {
			recordCall(ctx, w, log, c, s.Send(within, c))
		}
		cancel()
	}
}

// recordCall writes down what came of a call, also when Cairn is told to stop: a call
// that was taken would be made again otherwise.
func recordCall(ctx context.Context, w *workflow.Workflow, log *slog.Logger, c recognition.Call, wrong error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	givenUp, err := w.HookCalled(ctx, c, wrong == nil)
	if wrong != nil || err != nil {
		log.Warn("a hook was not told, or this could not be recorded", "call", c.ID, "given up", givenUp, "cause", wrong, "error", err)
	}
}
