package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"time"

	"cairn/internal/clock"
	"cairn/internal/jobs"
	"cairn/internal/mail"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

// clock is what this Cairn goes by: the database's where several share it.
func (s *Server) clock(ctx context.Context, o Options) (clock.Clock, error) {
	machine := o.Machine
	if machine == nil {
		machine = time.Now
	}
	switch {
	case o.Clock != nil:
		return o.Clock, nil
	case !s.DB.Shared():
		return clock.System{}, nil
	}
	shared, err := s.DB.Clock(ctx, machine)
	s.shared = shared
	return shared, err
}

// unasked does what nobody asks for until the context ends: of several Cairns on one
// database, the one that leads.
func (s *Server) unasked(ctx context.Context, sender *mail.Sender) {
	work := func(ctx context.Context) {
		s.leads.Store(true)
		defer s.leads.Store(false)
		s.work(ctx, sender)
	}
	if !s.DB.Shared() {
		work(ctx)
		return
	}
	var beside sync.WaitGroup
	if s.shared != nil {
		beside.Go(func() { s.shared.Keep(ctx, store.ClockEvery) })
	}
	jobs.Lead(ctx, s.Workflow, s.replica(), s.options.Log, jobs.LeadFor(), work)
	beside.Wait()
}

// replica is this Cairn among others.
func (s *Server) replica() workflow.Replica {
	machine, err := os.Hostname()
	if err != nil {
		machine = "a machine without a name"
	}
	return workflow.Replica{ID: rand.Text(), Name: fmt.Sprintf("%s, process %d", machine, os.Getpid()), Version: s.options.Version, Knows: store.ProgramSchema()}
}

// work does it, until the context ends.
func (s *Server) work(ctx context.Context, sender *mail.Sender) {
	var work sync.WaitGroup
	work.Go(func() { jobs.Run(ctx, s.Workflow, s.options.Log, jobs.Every) })
	work.Go(func() { jobs.Retention(ctx, s.Workflow, s.options.Log, jobs.RetentionEvery) })
	work.Go(func() { jobs.Rollouts(ctx, s.Workflow, s.options.Log, jobs.RolloutEvery) })
	if file, ok := s.PeopleFile(); ok {
		work.Go(func() { jobs.People(ctx, s.Workflow, file, s.options.Log, file.Every, jobs.PeopleEvery) })
	}
	work.Go(func() { jobs.Hooks(ctx, s.Workflow, s.NewHookSender(), s.options.Log, jobs.HookEvery) })
	if sender != nil {
		work.Go(func() { jobs.Mail(ctx, s.Workflow, sender, s.options.Log, jobs.MailEvery) })
	}
	work.Wait()
}
