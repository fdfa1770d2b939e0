package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/workflow"
)

// leadFor is how long a Cairn leads without being heard of: after it another takes
// over. A build of the tests has it shorter.
var leadFor = "1m"

// LeadFor returns it.
func LeadFor() time.Duration {
	lasting, err := time.ParseDuration(leadFor)
	if err != nil || lasting < time.Second {
		return time.Minute
	}
	return lasting
}

// Lead does the work while this Cairn leads, until the context ends. Of several on one
// database one leads; another takes over when it gives up, or is not heard of for as
// long as the lead lasts. The context of the work ends when the lead is lost, and nothing
// is written with it from then on, not even by a process that was frozen meanwhile.
func Lead(ctx context.Context, w *workflow.Workflow, me workflow.Replica, log *slog.Logger, lasting time.Duration, work func(context.Context)) {
	again(ctx, lasting/12, func() {
		said(ctx, log, "this Cairn could not be listed among those that serve", w.Serving(ctx, me))
		lead, ok, err := w.TakeLead(ctx, me.ID, lasting)
		said(ctx, log, "nobody can tell whether this Cairn leads; tried again", err)
		if ok && err == nil {
			log.Info("this Cairn leads now, and does what nobody asks for", "term", lead.Term)
			leading{w: w, me: me, lead: lead, lasting: lasting, log: log}.until(ctx, work)
		}
	})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	_ = w.ServesNoMore(ctx, me) // it is forgotten in a day anyhow
}

func said(ctx context.Context, log *slog.Logger, what string, err error) {
	if err != nil && ctx.Err() == nil {
		log.Warn(what, "error", err)
	}
}

// leading is a Cairn that leads.
type leading struct {
	w       *workflow.Workflow
	me      workflow.Replica
	lead    workflow.Lead
	lasting time.Duration
	log     *slog.Logger
}

// until does the work until the context ends or the lead is lost.
func (l leading) until(ctx context.Context, work func(context.Context)) {
	working, stop := context.WithCancel(workflow.UnderLead(ctx, l.lead))
	done := make(chan struct{})
	go func() { defer close(done); work(working) }()
	l.keep(ctx)
	stop()
	<-done
	if ctx.Err() != nil { // told to stop: another may begin at once
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
		defer cancel()
		said(ctx, l.log, "the lead could not be given up; it ends by itself", l.w.GiveUpLead(ctx, l.lead))
	}
}

// keep keeps the lead until the context ends, another leads, or it could not be kept
// for nearly as long as it lasts.
func (l leading) keep(ctx context.Context) {
	tick := time.NewTicker(l.lasting / 6)
	defer tick.Stop()
	for kept := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		asked := time.Now()
		ok, err := l.try(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && ok:
			kept = asked
		case err == nil:
			l.log.Warn("this Cairn leads no more: it was not heard of for too long", "term", l.lead.Term)
			return
		case time.Since(kept) > l.lasting*2/3:
			l.log.Warn("this Cairn leads no more: the database does not answer", "term", l.lead.Term, "error", err)
			return
		}
	}
}

func (l leading) try(ctx context.Context) (ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, l.lasting/6)
	defer cancel()
	said(ctx, l.log, "this Cairn could not be listed among those that serve", l.w.Serving(ctx, l.me))
	return l.w.KeepLead(ctx, l.lead, l.lasting)
}
