package pay

import (
	"context"
	"strings"

	"cairn/internal/lang"
	rules "cairn/internal/pay"
	"cairn/internal/workflow"
)

// Policy says who may know what about pay, to everybody.
type Policy struct {
	Base
	View  workflow.PolicyView
	Width string // as typed
	Words string
}

func holders(ctx context.Context, list []workflow.PersonRef) string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	switch n := len(names); n {
	case 0:
		return lang.Say(ctx, "nobody at the moment")
	case 1:
		return names[0]
	default:
		return lang.Say(ctx, "{list} and {last}", "list", strings.Join(names[:n-1], ", "), "last", names[n-1])
	}
}

func (p Policy) width() string {
	if p.Width != "" {
		return p.Width
	}
	return number(p.View.Width)
}

// changeWords tell of a change of the policy.
func changeWords(ctx context.Context, e rules.PolicyEntry) string {
	on := e.Value == 1
	switch e.What {
	case rules.OwnRange:
		if on {
			return lang.Say(ctx, "People see the range of their own step.")
		}
		return lang.Say(ctx, "People no longer see the range of their own step here.")
	case rules.Salaries:
		if on {
			return lang.Say(ctx, "Salaries are kept in Cairn.")
		}
		return lang.Say(ctx, "Salaries are not shown in Cairn any more.")
	case rules.WidthLimit:
		return lang.Say(ctx, "A range is called wide from {number} per cent on.", "number", number(e.Value))
	case rules.SightAsked:
		return lang.Say(ctx, "It was asked that compensation partners see people’s ranges: {reason}", "reason", e.Words)
	case rules.SightGiven:
		return lang.Say(ctx, "It was agreed that compensation partners see people’s ranges, 30 days later. Everybody was told.")
	case rules.SightEnded:
		return lang.Say(ctx, "Compensation partners do not see people’s ranges.")
	}
	return ""
}
