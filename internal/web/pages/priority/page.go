// Package priority shows priorities and achievements: to the two whose they are,
// and what both agreed to a squad that both chose. No Step stands on these pages.
package priority

import (
	_ "embed"

	"cairn/internal/clock"
	"cairn/internal/id"
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
func Title(p workflow.Priorities) string {
	if p.Viewer == rules.Self {
		return "Your priorities and achievements"
	}
	return p.Subject.Name + "’s priorities and achievements"
}

func (p Page) self() bool { return p.All.Viewer == rules.Self }

// also names who else reads it while the manager is away.
func (p Page) also() string { return standin.AlsoReads(p.All.StandIn, p.All.Also) }

func (p Page) other() string {
	if p.All.Other.Name == "" {
		return "your manager"
	}
	return p.All.Other.Name
}

func (p Page) readers() ui.Readers {
	who := ui.Readers{Now: "you and " + p.other() + p.also()}
	switch {
	case p.All.Other.Name == "":
		return ui.Readers{Now: "only you", Later: "your manager, once there is one"}
	case p.shared() != "":
		who.Later = "once agreed, the squad " + p.shared()
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

func (p Page) privateWords() string {
	words := "Only " + p.other() + " and you can read this" + p.also()
	if p.All.Other.Name == "" {
		words = "Only you can read this"
	}
	if p.shared() != "" {
		words += ", and what is agreed your squad"
		if !p.self() {
			words = "Only " + p.other() + " and you can read this" + p.also() + ", and what is agreed the squad"
		}
	}
	return words
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

func (p Page) name(by workflow.PersonRef) string {
	switch {
	case by.ID == "":
		return "Somebody"
	case by.ID == p.Me:
		return "You"
	case by.ID == p.All.Other.ID, by.ID == p.All.Subject.ID:
		return by.Name
	}
	return by.Name + ", who was the manager then, or stood in"
}

func (p Page) stands(v workflow.PriorityView) string {
	switch {
	case v.State == rules.Suggested && p.waits(v):
		return p.other() + " suggests this. It counts when you agree."
	case v.State == rules.Suggested:
		return "You suggested this. It counts when " + p.other() + " agrees."
	case v.Wish != nil && p.waits(v):
		return p.other() + " proposes other words. What you agreed holds until you agree to them."
	case v.Wish != nil:
		return "You proposed other words. What you agreed holds until " + p.other() + " agrees to them."
	case v.State == rules.Ended:
		return "Ended. What came of it:"
	case v.State == rules.CarriedOver:
		return "Carried over into another period."
	case v.State == rules.SetAside:
		return "Set aside."
	case v.State == rules.NotTakenUp:
		return "Suggested and not taken up."
	}
	return ""
}

func (p Page) entryWords(e workflow.PriorityEntry) string {
	who := p.name(e.By)
	switch e.What {
	case rules.WasSuggested:
		return who + " suggested it"
	case rules.WasAgreed:
		return who + " agreed"
	case rules.WasChanged:
		return who + " proposed other words"
	case rules.WasKept:
		return who + " left the words as they were"
	case rules.WasMoved:
		return who + " said: " + e.State.Words()
	case rules.WasCarried:
		return "Both agreed that it goes on in another period"
	}
	return who + " wrote"
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

func (p Page) periodOptions(with ...rules.Period) (options []ui.Option) {
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
	return append(options, ui.Option{Value: OtherPeriod, Label: "another one, named below", Selected: !found})
}

func (p Page) wordsOf(s workflow.PriorityShareView) string {
	name := "The squad " + s.Unit.Name
	switch {
	case s.Holds():
		return name + " reads what is agreed."
	case s.WaitsFor() == p.All.Viewer:
		return p.other() + " would like the squad " + s.Unit.Name + " to read what is agreed."
	}
	return name + " would read what is agreed, once " + p.other() + " agrees."
}

func (p Page) endWords(s workflow.PriorityShareView) string {
	if s.Holds() {
		return "End it"
	}
	if s.WaitsFor() == p.All.Viewer {
		return "Not for now"
	}
	return "Take it back"
}

func movable(v workflow.PriorityView) bool {
	return v.State == rules.GoingOn || v.State == rules.SetAside
}

func moves(v workflow.PriorityView) []ui.Option {
	if v.State == rules.SetAside {
		return []ui.Option{{Value: string(rules.GoingOn), Label: "We take it up again", Selected: true}}
	}
	return []ui.Option{
		{Value: string(rules.Ended), Label: "It has ended", Hint: "Say in words what came of it. There is no mark and no number."},
		{Value: string(rules.SetAside), Label: "We set it aside", Hint: "Say why. Things change, and that is no failure."},
	}
}
