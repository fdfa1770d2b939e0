package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

const (
	// heard is how long ago a replica was heard of that serves.
	heard = 2 * time.Minute
	// clocksApart is how far a machine may be from the database without a word.
	clocksApart = time.Minute
)

// checkReplicas looks at the Cairns that share the database, and at the time.
func checkReplicas(ctx context.Context, db *store.DB, r *store.Reader, machine clock.Instant) []finding {
	now, err := db.Instant(ctx)
	if err != nil {
		return []finding{unread("the database's time", err)}
	}
	list, leader, err := workflow.Replicas(r, now, heard)
	if err != nil {
		return []finding{unread("which Cairns serve", err)}
	}
	findings := []finding{serving(list, leader)}
	if apart := now.Sub(machine).Round(time.Second); apart.Abs() > clocksApart {
		findings = append(findings, finding{odd, fmt.Sprintf("the database's clock is %s from this machine's", apart), "Cairn goes by the database's, so nothing is wrong for people; the log has the machine's. Set the one that is wrong."})
	}
	return findings
}

func serving(list []store.Replica, leader string) finding {
	if len(list) == 0 {
		return well("no Cairn serves from this database at the moment")
	}
	var names []string
	leads, oldest := false, list[0].Knows
	for _, v := range list {
		name := fmt.Sprintf("%s (%s)", v.Name, v.Version)
		if v.ID == leader {
			name, leads = name+", which leads", true
		}
		names, oldest = append(names, name), min(oldest, v.Knows)
	}
	what := fmt.Sprintf("serving from this database: %s", strings.Join(names, "; "))
	switch {
	case !leads:
		return finding{odd, what + "; none of them leads", "One takes the lead within a minute. If this stays so, look at their logs: until then no mail is sent and nothing opens by itself."}
	case oldest < store.ProgramSchema():
		return finding{odd, what + "; not all know this program's schema", "Upgrade the older ones too."}
	}
	return well("%s", what)
}
