package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/server"
	"cairn/internal/workflow"
)

// measureActs times what writes: an import, a line in a conversation, a draft, a
// reading that is journalled; and opening many sealed values. In one process, on
// SQLite, or on the empty database that CAIRN_BENCH_DATABASE names.
func measureActs(ctx context.Context, folder string) error {
	flags := map[string]string{"data": folder}
	if database := os.Getenv("CAIRN_BENCH_DATABASE"); database != "" {
		flags["database"] = database
	}
	s, err := openEmpty(ctx, flags)
	if err != nil {
		return err
	}
	defer s.Close()
	w, started := s.Workflow, time.Now()
	if _, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows(5000), workflow.ImportOptions{}); err != nil {
		return err
	}
	fmt.Printf("\nacts, %s\n%-44s %10.2f s\n", s.DB.Engine(), "5,000 people imported", time.Since(started).Seconds())
	return timeActs(ctx, w)
}

// openEmpty opens a new Cairn by these settings.
func openEmpty(ctx context.Context, flags map[string]string) (*server.Server, error) {
	return openAt(ctx, flags, nil)
}

// openAt opens one that goes by the clock; nil is the machine's.
func openAt(ctx context.Context, flags map[string]string, at clock.Clock) (*server.Server, error) {
	c, err := config.Load(config.Sources{Flags: flags})
	if err != nil {
		return nil, err
	}
	if err := server.Prepare(c); err != nil {
		return nil, err
	}
	return server.Open(ctx, server.Options{Config: c, Clock: at, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// keptLine is about as long as what people write into a note.
var keptLine = strings.Repeat("What went well today, and what did not. ", 12)

func timeActs(ctx context.Context, w *workflow.Workflow) error {
	self, _, err := enter(ctx, w, 1)
	if err != nil {
		return err
	}
	lead, _, err := enter(ctx, w, 0)
	if err != nil {
		return err
	}
	ref, err := w.OpenEvaluation(ctx, self, workflow.Once{}, self.Person)
	if err != nil {
		return err
	}
	other, _, err := enter(ctx, w, 2)
	if err != nil {
		return err
	}
	drafts, err := w.OpenEvaluation(ctx, other, workflow.Once{}, other.Person)
	if err != nil {
		return err
	}
	revision := int64(0)
	draft := func() error {
		saved, err := w.SaveDraft(ctx, other, drafts, workflow.Draft{Revision: revision, Body: evaluation.Body{}})
		revision = saved.Revision
		return err
	}
	if err := each("a draft saved", 200, draft); err != nil {
		return err
	}
	for _, side := range []access.Actor{self, lead} {
		if err := write(ctx, w, side, ref); err != nil {
			return err
		}
	}
	note := func() error {
		_, err := w.WriteNote(ctx, self, workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-01-01", Title: "A day", Text: keptLine}})
		return err
	}
	read := func() error { _, err := w.Evaluation(ctx, lead, ref); return err }
	mine := func() error { _, err := w.Notes(ctx, self); return err }
	for _, act := range []struct {
		name  string
		times int
		do    func() error
	}{
		{"a line said", 200, func() error { return w.Say(ctx, self, workflow.Once{}, ref, "Thank you.") }},
		{"an evaluation read by the manager", 200, read},
		{"a journal without an entry opened", 300, mine},
		{"an entry of the journal written", 40, note},
		{"a journal of 40 entries opened", 300, mine},
	} {
		if err := each(act.name, act.times, act.do); err != nil {
			return fmt.Errorf("%s: %w", act.name, err)
		}
	}
	return nil
}

// each prints the median and the best of many.
func each(name string, times int, do func() error) error {
	var took []time.Duration
	for range times {
		started := time.Now()
		if err := do(); err != nil {
			return err
		}
		took = append(took, time.Since(started))
	}
	slices.Sort(took)
	fmt.Printf("%-44s %10.3f ms, best %.3f\n", name, milliseconds(took[len(took)/2]), milliseconds(took[0]))
	return nil
}
