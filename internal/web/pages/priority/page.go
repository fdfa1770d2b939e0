// Package priority shows priorities and achievements: to the two whose they are,
// and what both agreed to a squad that both chose. No Step stands on these pages.
package priority

import (
	"context"
	_ "embed"

	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/lang"
	rules "cairn/internal/priority"
	"cairn/internal/web/pages/standin"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Sheet is the style of these pages.
//
//go:embed priority.css
var Sheet []byte

// OtherPeriod is the choice of a period that is not in the list.
const OtherPeriod = "other"

// Page is a person's priorities to show.
type Page struct {
	ui.Page
	Me       id.Person // who reads
	All      workflow.Priorities
	Form     Form // as typed
	Opened   bool // the form stands open
	Problems map[string]string
	Wrong    []ui.FieldError
	Key      func() string
	Moment   func(clock.Instant) ui.Moment
}

// Form is a priority as typed. Chosen is the value of the list of periods.
type Form struct {
	Text, Chosen, Name, From, Until string
}

// FormOf fills the form with what is there.
func FormOf(c rules.Content) Form {
	return Form{Text: c.Text, Chosen: PeriodValue(c.Period)}
}

// PeriodValue is a period as the form's list names it.
func PeriodValue(p rules.Period) string {
	return string(p.From) + "/" + string(p.Until) + "/" + p.Name
}

// Path is where a person's priorities are, as the reader reaches them.
func Path(p workflow.Priorities) string {
	if p.Viewer == rules.Self {
		return "/priorities"
	}
	return "/people/" + string(p.Subject.ID) + "/priorities"
}

// OnePath is where one priority is.
func OnePath(p id.Priority) string { return "/priorities/" + string(p) }

// Title names the priorities as the reader would.
func Title(ctx context.Context, p workflow.Priorities) string {
	if p.Viewer == rules.Self {
		return lang.Say(ctx, "Your priorities and achievements")
	}
	return lang.Say(ctx, "{subject}’s priorities and achievements", "subject", p.Subject.Name)
}

func (p Page) self() bool { return p.All.Viewer == rules.Self }

// also names who else reads it while the manager is away.
func (p Page) also(ctx context.Context) string {
	return standin.AlsoReads(ctx, p.All.StandIn, p.All.Also)
}

func (p Page) other(ctx context.Context) string {
	if p.All.Other.Name == "" {
		return lang.Say(ctx, "your manager")
	}
	return p.All.Other.Name
}

func (p Page) readers(ctx context.Context) ui.Readers {
	who := ui.Readers{Now: lang.Say(ctx, "you and {other}{also}", "other", p.other(ctx), "also", p.also(ctx))}
	switch {
	case p.All.Other.Name == "":
		return ui.Readers{Now: lang.Say(ctx, "only you"), Later: lang.Say(ctx, "your manager, once there is one")}
	case p.shared() != "":
		who.Later = lang.Say(ctx, "once agreed, the squad {shared}", "shared", p.shared())
	}
	return who
}

// shared names a squad with which it is shared now.
func (p Page) shared() string {
	for _, s := range p.All.Shares {
		if s.Holds() {
			return s.Unit.Name
		}
	}
	return ""
}

func (p Page) privateWords(ctx context.Context) string {
	switch {
	case p.shared() != "" && !p.self():
		return lang.Say(ctx, "Only {other} and you can read this{also}, and what is agreed the squad", "other", p.other(ctx), "also", p.also(ctx))
	case p.shared() != "" && p.All.Other.Name == "":
		return lang.Say(ctx, "Only you can read this, and what is agreed your squad")
	case p.shared() != "":
		return lang.Say(ctx, "Only {other} and you can read this{also}, and what is agreed your squad", "other", p.other(ctx), "also", p.also(ctx))
	case p.All.Other.Name == "":
		return lang.Say(ctx, "Only you can read this")
	}
	return lang.Say(ctx, "Only {other} and you can read this{also}", "other", p.other(ctx), "also", p.also(ctx))
}

// waits tells whether something of it waits for the reader.
func (p Page) waits(v workflow.PriorityView) bool {
	return v.WaitsFor != "" && v.WaitsFor == p.All.Viewer
}

func (p Page) anyWaits() bool {
	for _, v := range p.All.All {
		if p.waits(v) {
			return true
		}
	}
	return false
}

func (p Page) name(ctx context.Context, by workflow.PersonRef) string {
	switch {
	case by.ID == "":
		return lang.Say(ctx, "Somebody")
	case by.ID == p.Me:
		return lang.Say(ctx, "You")
	case by.ID == p.All.Other.ID, by.ID == p.All.Subject.ID:
		return by.Name
	}
	return lang.Say(ctx, "{name}, who was the manager then, or stood in", "name", by.Name)
}

func (p Page) stands(ctx context.Context, v workflow.PriorityView) string {
	switch {
	case v.State == rules.Suggested && p.waits(v):
		return lang.Say(ctx, "{other} suggests this. It counts when you agree.", "other", p.other(ctx))
	case v.State == rules.Suggested:
		return lang.Say(ctx, "You suggested this. It counts when {other} agrees.", "other", p.other(ctx))
	case v.Wish != nil && p.waits(v):
		return lang.Say(ctx, "{other} proposes other words. What you agreed holds until you agree to them.", "other", p.other(ctx))
	case v.Wish != nil:
		return lang.Say(ctx, "You proposed other words. What you agreed holds until {other} agrees to them.", "other", p.other(ctx))
	case v.State == rules.Ended:
		return lang.Say(ctx, "Ended. What came of it:")
	case v.State == rules.CarriedOver:
		return lang.Say(ctx, "Carried over into another period.")
	case v.State == rules.SetAside:
		return lang.Say(ctx, "Set aside.")
	case v.State == rules.NotTakenUp:
		return lang.Say(ctx, "Suggested and not taken up.")
	}
	return ""
}

func (p Page) entryWords(ctx context.Context, e workflow.PriorityEntry) string {
	who := p.name(ctx, e.By)
	switch e.What {
	case rules.WasSuggested:
		return lang.Say(ctx, "{who} suggested it", "who", who)
	case rules.WasAgreed:
		return lang.Say(ctx, "{who} agreed", "who", who)
	case rules.WasChanged:
		return lang.Say(ctx, "{who} proposed other words", "who", who)
	case rules.WasKept:
		return lang.Say(ctx, "{who} left the words as they were", "who", who)
	case rules.WasMoved:
		return lang.Say(ctx, "{who} said: {what}", "who", who, "what", lang.Say(ctx, e.State.Words()))
	case rules.WasCarried:
		return lang.Say(ctx, "Both agreed that it goes on in another period")
	}
	return lang.Say(ctx, "{who} wrote", "who", who)
}

// history is the newest first.
func history(v workflow.PriorityView) (out []workflow.PriorityEntry) {
	for i := len(v.Entries) - 1; i >= 0; i-- {
		out = append(out, v.Entries[i])
	}
	return out
}

// chosen is what of the list of periods is chosen.
func (p Page) chosen() string {
	if p.Form.Chosen != "" {
		return p.Form.Chosen
	}
	if len(p.All.Suggest) > 0 {
		return PeriodValue(p.All.Suggest[0])
	}
	return OtherPeriod
}

func (p Page) periodOptions(ctx context.Context, with ...rules.Period) (options []ui.Option) {
	chosen, found := p.chosen(), false
	for _, one := range append(with, p.All.Suggest...) {
		value := PeriodValue(one)
		again := false
		for _, o := range options {
			again = again || o.Value == value
		}
		if !again {
			options = append(options, ui.Option{Value: value, Label: one.Name, Selected: value == chosen})
			found = found || value == chosen
		}
	}
	return append(options, ui.Option{Value: OtherPeriod, Label: lang.Say(ctx, "another one, named below"), Selected: !found})
}

func (p Page) wordsOf(ctx context.Context, s workflow.PriorityShareView) string {
	switch {
	case s.Holds():
		return lang.Say(ctx, "The squad {unit} reads what is agreed.", "unit", s.Unit.Name)
	case s.WaitsFor() == p.All.Viewer:
		return lang.Say(ctx, "{other} would like the squad {unit} to read what is agreed.", "other", p.other(ctx), "unit", s.Unit.Name)
	}
	return lang.Say(ctx, "The squad {unit} would read what is agreed, once {other} agrees.", "unit", s.Unit.Name, "other", p.other(ctx))
}

func (p Page) endWords(ctx context.Context, s workflow.PriorityShareView) string {
	if s.Holds() {
		return lang.Say(ctx, "End it")
	}
	if s.WaitsFor() == p.All.Viewer {
		return lang.Say(ctx, "Not for now")
	}
	return lang.Say(ctx, "Take it back")
}

func movable(v workflow.PriorityView) bool {
	return v.State == rules.GoingOn || v.State == rules.SetAside
}

func moves(ctx context.Context, v workflow.PriorityView) []ui.Option {
	if v.State == rules.SetAside {
		return []ui.Option{{Value: string(rules.GoingOn), Label: lang.Say(ctx, "We take it up again"), Selected: true}}
	}
	return []ui.Option{
		{Value: string(rules.Ended), Label: lang.Say(ctx, "It has ended"), Hint: lang.Say(ctx, "Say in words what came of it. There is no mark and no number.")},
		{Value: string(rules.SetAside), Label: lang.Say(ctx, "We set it aside"), Hint: lang.Say(ctx, "Say why. Things change, and that is no failure.")},
	}
}
