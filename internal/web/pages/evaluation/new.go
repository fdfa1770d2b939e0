package evaluation

import (
	"context"

	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// What a new evaluation can look at, as the form names it.
const (
	LooksBoth       = "both"
	LooksPresent    = "present"
	LooksNext       = "next"
	LooksElsewhere  = "elsewhere"
	LooksDiscipline = "discipline"
	LooksNarrower   = "narrower"
)

// New is the form that starts an evaluation.
type New struct {
	ui.Page
	workflow.Choices
	Looks, Toward string // chosen and refused
	Problems      map[string]string
	Key           func() string
}

func (n New) back() string { return "/people/" + string(n.Choices.Subject.ID) }

func (n New) wrong() (list []ui.FieldError) {
	for _, name := range []string{"kind", "view", "toward"} {
		if text := n.Problems[name]; text != "" {
			id := "looks"
			if name == "toward" {
				id = name
			}
			list = append(list, ui.FieldError{FieldID: id, Text: text})
		}
	}
	return list
}

func (n New) looksError() string { return n.Problems["kind"] + n.Problems["view"] }

// options are what there is to look at. What an evaluation looks at is no choice
// of a Step, so one of them is chosen beforehand.
func (n New) options(ctx context.Context) (options []ui.Option) {
	add := func(there bool, value, label, hint string) {
		if there {
			options = append(options, ui.Option{Value: value, Label: label, Hint: hint, Selected: n.Looks == value || n.Looks == "" && value == n.first()})
		}
	}
	other := len(n.Disciplines) > 0
	wider := func() {
		add(true, LooksBoth, lang.Say(ctx, "The present step and the next"), lang.Say(ctx, "Where things stand, and what a wider influence would ask."))
		add(n.Next, LooksNext, lang.Say(ctx, "The next step"), lang.Say(ctx, "What a wider influence would ask. Looking is no promise to go there."))
	}
	if !n.Staying {
		wider()
	}
	add(true, LooksPresent, lang.Say(ctx, "The present step"), lang.Say(ctx, "To look closely at the work as it is."))
	add(other, LooksElsewhere, lang.Say(ctx, "What another discipline would ask"), lang.Say(ctx, "To look around. The discipline and the Step stay as they are."))
	add(other, LooksDiscipline, lang.Say(ctx, "A move to another discipline"), lang.Say(ctx, "When both of you agree, the discipline changes and the Step is set anew: the present one or a narrower one."))
	add(n.Narrower, LooksNarrower, lang.Say(ctx, "A move to a step with a narrower influence"), lang.Say(ctx, "When both of you agree, the Step is set to the one you choose together."))
	if n.Staying {
		wider() // there to be chosen, and put forward by nothing
	}
	return options
}

// first is what is chosen beforehand: nothing wider of somebody who is not aiming
// at it now.
func (n New) first() string {
	if n.Staying {
		return LooksPresent
	}
	return LooksBoth
}

func (n New) disciplineOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: lang.Say(ctx, "none"), Selected: n.Toward == ""}}
	for _, d := range n.Disciplines {
		options = append(options, ui.Option{Value: string(d.ID), Label: d.Name, Selected: n.Toward == string(d.ID)})
	}
	return options
}
