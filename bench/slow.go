package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cairn/internal/store"
)

// explain prints what each page asks of the database, and how long until it asks for
// the next: where a page grows with the organisation, this tells by which statement.
func explain(ctx context.Context, g *grown) error {
	for _, p := range g.pages {
		type step struct {
			query string
			at    time.Time
		}
		var steps []step
		for range 3 { // the last of three, so that all is warm
			steps = nil
			if _, _, err := g.ask(store.Watch(ctx, func(query string, _ []any) { steps = append(steps, step{query, time.Now()}) }), p); err != nil {
				return err
			}
		}
		steps = append(steps, step{"", time.Now()})
		fmt.Printf("\n%s: %d statements in %s\n", p.Name, len(steps)-1, steps[len(steps)-1].at.Sub(steps[0].at))
		type line struct {
			took time.Duration
			text string
		}
		var lines []line
		for i := range steps[:len(steps)-1] {
			lines = append(lines, line{steps[i+1].at.Sub(steps[i].at), strings.Join(strings.Fields(steps[i].query), " ")})
		}
		slices.SortFunc(lines, func(a, b line) int { return int(b.took - a.took) })
		for _, l := range lines[:min(6, len(lines))] {
			fmt.Printf("  %8.3f ms  %.200s\n", milliseconds(l.took), l.text)
		}
	}
	return nil
}
