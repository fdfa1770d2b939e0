package account

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/workflow"
)

// DaysOf gathers readings by day in the zone: what the same reader read again on
// one day stands in one line. Lines come the newest first.
func DaysOf(lines []workflow.ReadLine, zone *time.Location) (days []Day) {
	for _, l := range lines {
		at := l.At.Time().In(zone)
		if len(days) == 0 || !sameDay(days[len(days)-1].Date, at) {
			days = append(days, Day{Date: at})
		}
		day := &days[len(days)-1]
		who, what := whoRead(l), whatWasRead(l.Item)
		i := slices.IndexFunc(day.Reads, func(r Read) bool { return r.Who == who && r.What == what })
		if i < 0 {
			day.Reads, i = append(day.Reads, Read{Who: who, What: what}), len(day.Reads)
		}
		day.Reads[i].At = append(day.Reads[i].At, at)
	}
	for _, d := range days {
		slices.SortStableFunc(d.Reads, newestFirst)
	}
	return days
}

// newestFirst puts what was read in one instant in the order of its words.
func newestFirst(a, b Read) int {
	return cmp.Or(b.At[0].Compare(a.At[0]), cmp.Compare(a.Who, b.Who), cmp.Compare(a.What, b.What))
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

func whoRead(l workflow.ReadLine) string {
	switch {
	case l.Manager != nil:
		return l.Manager.Name + ", your manager"
	case l.Hat == "asked to join":
		return "Somebody who was asked to join the evaluation"
	case l.Hat == "decides":
		return "Whoever decided about a promotion of yours"
	case l.Hat == access.StandsIn:
		return "Whoever stands in for your manager"
	case l.Hat == "break-glass":
		return "A people partner who was let in"
	case l.Hat == "holds a link":
		return "Somebody who held a link that you made"
	case l.Hat == "former manager":
		return "Your manager at that time"
	}
	return "A " + l.Hat
}

// whatWasRead words the matrix's name of what was read.
func whatWasRead(item string) string {
	switch item {
	case "step", "step_hist":
		return "Your Step and how it came to be"
	case "hr_attr":
		return "Your start date"
	case "self_shared":
		return "Your side of an evaluation, after both were opened"
	case "mgr_shared":
		return "Your manager’s side of an evaluation, after both were opened"
	case "compare":
		return "Where you agree and differ in an evaluation"
	case "case", "case_text":
		return "The case of a promotion"
	case "consult":
		return "What others said for a promotion"
	case "notes_self":
		return "An entry of your journal that you showed"
	case "fb_subject":
		return "Feedback that you shared"
	case "fb_manager":
		return "Feedback that your manager asked for"
	case "export":
		return "An extract of your journey"
	case "focus":
		return "What you agreed to focus on"
	case "range":
		return "The range of your step"
	case "salary":
		return "Your salary"
	case "role":
		return "A role that was asked for"
	case "exception":
		return "A departure from what a role needs"
	case "pay_case":
		return "What a promotion does to your pay"
	case "priorities":
		return "Your priorities and achievements"
	case "recog":
		return "What you reported about a post on the wall of thanks"
	}
	return "Something private about you"
}

// times says when, and that it was more than once without counting.
func (r Read) times() string {
	var clocks []string
	for _, at := range slices.Backward(r.At) {
		if c := at.Format("15:04"); !slices.Contains(clocks, c) {
			clocks = append(clocks, c)
		}
	}
	if n := len(clocks); n > mostClocks {
		clocks = append(clocks[:1], "several times until "+clocks[n-1])
	}
	return "at " + strings.Join(clocks, ", ")
}

const mostClocks = 4
