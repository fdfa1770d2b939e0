package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"cairn/internal/event"
	"cairn/internal/hook"
	"cairn/internal/id"
	"cairn/internal/workflow"
)

// HookEvery is how often it is looked whether addresses are to be told of something.
const HookEvery = 15 * time.Second

// Hooks tells addresses of events, now and then every so often, until the context
// ends. What fails is tried again later, and less and less often.
func Hooks(ctx context.Context, w *workflow.Workflow, s *hook.Sender, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() {
		if err := callHooks(ctx, w, s, log); err != nil && ctx.Err() == nil {
			log.Error("what addresses are to be told could not be looked for; tried again later", "error", err)
		}
	})
}

// callHooks calls until nothing more is due. Addresses are told beside each other, so
// that one that hangs holds up no other for longer than its own few calls.
func callHooks(ctx context.Context, w *workflow.Workflow, s *hook.Sender, log *slog.Logger) error {
	for {
		calls, err := w.ClaimHookCalls(ctx)
		if err != nil || len(calls) == 0 {
			return err
		}
		at := map[id.Hook][]event.Call{}
		for _, c := range calls {
			at[c.Hook] = append(at[c.Hook], c)
		}
		within, cancel := context.WithTimeout(ctx, workflow.HookLease-30*time.Second)
		var all sync.WaitGroup
		for _, list := range at {
			all.Go(func() { callHook(within, w, s, log, list) })
		}
		all.Wait()
		cancel()
	}
}

// callHook makes the calls of one address, one after the other. Once it does not
// answer, the rest of them wait with it.
func callHook(ctx context.Context, w *workflow.Workflow, s *hook.Sender, log *slog.Logger, calls []event.Call) {
	for i, c := range calls {
		if ctx.Err() != nil {
			releaseCalls(ctx, w, log, calls[i:])
			return
		}
		answer := s.Send(ctx, c)
		recordCall(ctx, w, log, c, answer)
		if event.Rest(answer) > 0 || answer.Gone() {
			releaseCalls(ctx, w, log, calls[i+1:])
			return
		}
	}
}

// recordCall writes down what came of a call, also when Cairn is told to stop: a call
// that was taken would be made again otherwise.
func recordCall(ctx context.Context, w *workflow.Workflow, log *slog.Logger, c event.Call, a event.Answer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	how, err := w.HookCalled(ctx, c, a)
	if !a.Taken() || err != nil {
		log.Warn("an address was not told, or this could not be recorded", "hook", c.Hook, "delivery", c.ID, "came of it", how, "cause", a.Words(), "error", err)
	}
}

func releaseCalls(ctx context.Context, w *workflow.Workflow, log *slog.Logger, calls []event.Call) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	if err := w.ReleaseHookCalls(ctx, calls); err != nil {
		log.Warn("calls that were not made are made later", "error", err)
	}
}
