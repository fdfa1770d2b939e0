package account

import (
	"context"

	"cmp"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/lang"
	"cairn/internal/workflow"
)

// DaysOf gathers readings by day in the zone: what the same reader read again on
// one day stands in one line. Lines come the newest first.
func DaysOf(ctx context.Context, lines []workflow.ReadLine, zone *time.Location) (days []Day) {
	for _, l := range lines {
		at := l.At.Time().In(zone)
		if len(days) == 0 || !sameDay(days[len(days)-1].Date, at) {
			days = append(days, Day{Date: at})
		}
		day := &days[len(days)-1]
		who, what := whoRead(ctx, l), whatWasRead(ctx, l.Item)
		i := slices.IndexFunc(day.Reads, func(r Read) bool { return r.Who == who && r.What == what })
		if i < 0 {
			day.Reads, i = append(day.Reads, Read{Who: who, What: what}), len(day.Reads)
		}
		day.Reads[i].At = append(day.Reads[i].At, at)
	}
	for _, d := range days {
		arrange.Stably(d.Reads, newestFirst)
	}
	return days
}

// newestFirst puts what was read in one instant in the order of its words.
func newestFirst(a, b Read) int {
	return cmp.Or(b.At[0].Compare(a.At[0]), cmp.Compare(a.Who, b.Who), cmp.Compare(a.What, b.What))
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// hats are the other capacities in which somebody reads.
var hats = map[string]string{
	"people partner, by the policy on Steps": lang.Later("A people partner, by the policy on Steps"),
	"tribe lead, by the policy on Steps":     lang.Later("A tribe lead, by the policy on Steps"),
	"colleague, by the policy on Steps":      lang.Later("A colleague, by the policy on Steps"),
	"colleague":                              lang.Later("A colleague"),
	"operator":                               lang.Later("An operator"),
}

func whoRead(ctx context.Context, l workflow.ReadLine) string {
	switch {
	case l.Manager != nil:
		return lang.Say(ctx, "{name}, your manager", "name", l.Manager.Name)
	case l.Hat == "asked to join":
		return lang.Say(ctx, "Somebody who was asked to join the evaluation")
	case l.Hat == "decides":
		return lang.Say(ctx, "Whoever decided about a promotion of yours")
	case l.Hat == access.StandsIn:
		return lang.Say(ctx, "Whoever stands in for your manager")
	case l.Hat == "break-glass":
		return lang.Say(ctx, "A people partner who was let in")
	case l.Hat == "holds a link":
		return lang.Say(ctx, "Somebody who held a link that you made")
	case l.Hat == "former manager":
		return lang.Say(ctx, "Your manager at that time")
	case l.Hat == "people partner":
		return lang.Say(ctx, "A people partner")
	case l.Hat == "compensation partner":
		return lang.Say(ctx, "A compensation partner")
	case l.Hat == "tribe lead":
		return lang.Say(ctx, "A tribe lead")
	}
	if words, ok := hats[l.Hat]; ok {
		return lang.Say(ctx, words)
	}
	return lang.Say(ctx, "Somebody entitled")
}

// whatWasRead words the matrix's name of what was read.
func whatWasRead(ctx context.Context, item string) string {
	switch item {
	case "step", "step_hist":
		return lang.Say(ctx, "Your Step and how it came to be")
	case "hr_attr":
		return lang.Say(ctx, "Your start date")
	case "self_shared":
		return lang.Say(ctx, "Your side of an evaluation, after both were opened")
	case "mgr_shared":
		return lang.Say(ctx, "Your manager’s side of an evaluation, after both were opened")
	case "compare":
		return lang.Say(ctx, "Where you agree and differ in an evaluation")
	case "case", "case_text":
		return lang.Say(ctx, "The case of a promotion")
	case "consult":
		return lang.Say(ctx, "What others said for a promotion")
	case "notes_self":
		return lang.Say(ctx, "An entry of your journal that you showed")
	case "fb_subject":
		return lang.Say(ctx, "Feedback that you shared")
	case "fb_manager":
		return lang.Say(ctx, "Feedback that your manager asked for")
	case "export":
		return lang.Say(ctx, "An extract of your journey")
	case "focus":
		return lang.Say(ctx, "What you agreed to focus on")
	case "range":
		return lang.Say(ctx, "The range of your step")
	case "salary":
		return lang.Say(ctx, "Your salary")
	case "role":
		return lang.Say(ctx, "A role that was asked for")
	case "exception":
		return lang.Say(ctx, "A departure from what a role needs")
	case "pay_case":
		return lang.Say(ctx, "What a promotion does to your pay")
	case "priorities":
		return lang.Say(ctx, "Your priorities and achievements")
	case "recog":
		return lang.Say(ctx, "What you reported about a post on the wall of thanks")
	}
	return lang.Say(ctx, "Something private about you")
}

// times says when, and that it was more than once without counting.
func (r Read) times(ctx context.Context) string {
	var clocks []string
	for _, at := range slices.Backward(r.At) {
		if c := at.Format("15:04"); !slices.Contains(clocks, c) {
			clocks = append(clocks, c)
		}
	}
	if n := len(clocks); n > mostClocks {
		clocks = append(clocks[:1], lang.Say(ctx, "several times until {clock}", "clock", clocks[n-1]))
	}
	return lang.Say(ctx, "at {clocks}", "clocks", strings.Join(clocks, ", "))
}

const mostClocks = 4
