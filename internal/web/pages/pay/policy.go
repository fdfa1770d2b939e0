package pay

import (
	"strings"

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

func holders(list []workflow.PersonRef) string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	switch n := len(names); n {
	case 0:
		return "nobody at the moment"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

func (p Policy) width() string {
	if p.Width != "" {
		return p.Width
	}
	return number(p.View.Width)
}

// changeWords tell of a change of the policy.
func changeWords(e rules.PolicyEntry) string {
	on := e.Value == 1
	switch e.What {
	case rules.OwnRange:
		if on {
			return "People see the range of their own step."
		}
		return "People no longer see the range of their own step here."
	case rules.Salaries:
		if on {
			return "Salaries are kept in Cairn."
		}
		return "Salaries are not shown in Cairn any more."
	case rules.WidthLimit:
		return "A range is called wide from " + number(e.Value) + " per cent on."
	case rules.SightAsked:
		return "It was asked that compensation partners see people’s ranges: " + e.Words
	case rules.SightGiven:
		return "It was agreed that compensation partners see people’s ranges, 30 days later. Everybody was told."
	case rules.SightEnded:
		return "Compensation partners do not see people’s ranges."
	}
	return ""
}
