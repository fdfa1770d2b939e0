package main

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/growth"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

const trustWords = "The time of whole acts and readings, of what is left when the time of keys, marks, journal and its chain is taken off: the program cannot leave them out, so the time from each such " +
	"statement to the next is summed, with what is sealed or opened in between. The last statement of an act is not counted, because the commit follows it, which every write needs. " +
	"1,000 people, one after the other, medians of 200, SQLite on this machine's disk."

// forTrust are the statements that an ordinary program would not ask.
var forTrust = regexp.MustCompile(`audit_|private_|person_keys|wrapped`)

// measureTrust measures what sealing and the journal cost within what people do.
func measureTrust(ctx context.Context, folder string) (rows []result, err error) {
	err = within(ctx, inFile(filepath.Join(folder, "trust")), func(w *workflow.Workflow) error {
		rows, err = trustOf(ctx, w)
		return err
	})
	return rows, err
}

func trustOf(ctx context.Context, w *workflow.Workflow) (list []result, err error) {
	if _, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows(imported), workflow.ImportOptions{}); err != nil {
		return nil, err
	}
	self, _, err := enter(ctx, w, 1)
	if err != nil {
		return nil, err
	}
	lead, _, err := enter(ctx, w, 0)
	if err != nil {
		return nil, err
	}
	ref, err := w.OpenEvaluation(ctx, self, workflow.Once{}, self.Person)
	if err != nil {
		return nil, err
	}
	revision := int64(0)
	for _, act := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"a draft saved", func(ctx context.Context) error {
			saved, err := w.SaveDraft(ctx, self, ref, workflow.Draft{Revision: revision, Body: evaluation.Body{}})
			revision = saved.Revision
			return err
		}},
		{"an entry of the journal written", func(ctx context.Context) error {
			_, err := w.WriteNote(ctx, self, workflow.Once{}, workflow.NoteDraft{NoteText: growth.NoteText{On: "2026-01-01", Title: "A day", Text: keptLine}})
			return err
		}},
		{"an evaluation read by its person", func(ctx context.Context) error { _, err := w.Evaluation(ctx, self, ref); return err }},
		{"an evaluation read by the manager, which is written down", func(ctx context.Context) error { _, err := w.Evaluation(ctx, lead, ref); return err }},
	} {
		ratio, err := trustIn(ctx, act.do)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", act.name, err)
		}
		progress("trust: %-58s %.2f of the time without", act.name, ratio)
		list = append(list, result{what: act.name, is: ratio})
	}
	return list, nil
}

// trustIn returns the time of the act, of its time without trust.
func trustIn(ctx context.Context, do func(context.Context) error) (float64, error) {
	var ratios []float64
	for range 200 {
		var spent time.Duration
		var last time.Time
		counts := false
		watched := store.Watch(ctx, func(text string, _ []any) {
			now := time.Now()
			if counts {
				spent += now.Sub(last)
			}
			last, counts = now, forTrust.MatchString(text)
		})
		began := time.Now()
		if err := do(watched); err != nil {
			return 0, err
		}
		whole := time.Since(began)
		ratios = append(ratios, whole.Seconds()/(whole-spent).Seconds())
	}
	return median(ratios), nil
}
