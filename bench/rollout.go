package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/org"
	"cairn/internal/rollout"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// rolloutSizes are the organisations to which a framework is introduced.
var rolloutSizes = []int{1_000, 100_000}

// measureRollouts opens a rollout for everybody and times what people partners and
// the jobs do with it.
func measureRollouts(ctx context.Context, folder string) error {
	for _, people := range rolloutSizes {
		if err := measureRollout(ctx, filepath.Join(folder, fmt.Sprintf("rollout-%d", people)), people); err != nil {
			return fmt.Errorf("%d people: %w", people, err)
		}
	}
	return nil
}

func measureRollout(ctx context.Context, folder string, people int) error {
	c, err := config.Load(config.Sources{Flags: map[string]string{"data": folder}})
	if err != nil {
		return err
	}
	if err := server.Prepare(c); err != nil {
		return err
	}
	now := clock.NewFake(time.Now())
	s, err := server.Open(ctx, server.Options{Config: c, Clock: now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	defer s.Close()
	w, command := s.Workflow, access.System(access.ViaCommand)
	if _, err := w.ImportPeople(ctx, command, rows(people), workflow.ImportOptions{}); err != nil {
		return err
	}
	p, err := w.PersonByEmail(ctx, command, "person1@example.org")
	if err != nil {
		return err
	}
	if err := w.GrantOffice(ctx, command, p.ID, org.PeoplePartner); err != nil {
		return err
	}
	partner := access.Actor{Person: p.ID, Offices: []org.Office{org.PeoplePartner}, Via: access.ViaSession}
	ref, err := w.PrepareRollout(ctx, partner, workflow.Once{}, rollout.Draft{Name: "Bench", Purpose: "To measure.", Trial: true})
	if err != nil {
		return err
	}
	look := func() error { _, err := w.Rollout(ctx, partner, ref, false); return err }
	fmt.Printf("\na rollout for %s people\n", thousands(people))
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"who would be in it", look},
		{"opened by the act: the first hundred", func() error { return w.LaunchRollout(ctx, partner, workflow.Once{}, ref) }},
		{"all others, by the job", func() error { _, err := w.OpenRollouts(ctx); return err }},
		{"the overview", look},
		{"the overview again", look},
		{"reminders a week later", func() error { now.Advance(rollout.RemindEvery); _, err := w.RemindRollouts(ctx); return err }},
	} {
		started := time.Now()
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Printf("%-40s %10.3f s\n", step.name, time.Since(started).Seconds())
	}
	return nil
}
