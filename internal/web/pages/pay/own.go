package pay

import (
	rules "cairn/internal/pay"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Own is a person's pay to show: to the person, to the manager, or to a compensation
// partner.
type Own struct {
	Base
	View    workflow.PayView
	Said    rights.Said // what the person says beside the salary
	Manager string      // the person's, for the person; empty when there is none
	Place   PlaceForm
	Salary  SalaryForm
	// Which form was not accepted stands open.
	PlaceOpen, SalaryOpen bool
}

// PlaceForm is where the person is paid, as typed.
type PlaceForm struct{ Market, From string }

func (p Own) self() bool { return p.View.Bond.Self }

// Title names the page as the reader would.
func Title(v workflow.PayView) string {
	if v.Bond.Self {
		return "Your pay"
	}
	return v.Subject.Name + "’s pay"
}

func (p Own) whose() string {
	if p.self() {
		return "your step"
	}
	return p.View.Subject.Name + "’s step"
}

func (p Own) lead() string {
	if p.self() {
		return "What your step means for pay here, and what it does not."
	}
	if p.View.Bond.Manager {
		return "A range to guide you. It sets no salary."
	}
	return "What compensation partners look after for one person."
}

// privateWords says who can see the range.
func (p Own) privateWords() string {
	switch {
	case p.self() && p.Manager == "":
		return "Only you can see your range"
	case p.self():
		return "Only " + p.Manager + " and you can see your range"
	}
	return "Only " + p.View.Subject.Name + " and you can see this range"
}

// sight tells of the exception, where everybody was told of it.
func (p Own) sight() bool { return p.View.Policy.Sight.Announced() }

func (p Own) bands() ui.Bands { return rangeBands(p.View.Range, p.View.Market) }

// rangeBands draws the range of one step in its market.
func rangeBands(r *workflow.RangeView, m *rules.Market) ui.Bands {
	s := scaleOf([]rules.Band{r.Range.Band})
	return ui.Bands{Title: "For full time, " + m.Name, Scale: s.words(), Rows: []ui.Band{s.band(r.Step.Name, r.Range.Band)}, Note: "The line in the band is the reference."}
}

// missing says why there is no range, and what would bring one.
func (p Own) missing() (title, text string) {
	who, whose := p.View.Subject.Name, "their"
	if p.self() {
		who, whose = "you", "your"
	}
	switch p.View.Range.Missing {
	case workflow.NotShown:
		return "Ranges are not shown to people here", "Your organisation has chosen not to show people the range of their own step. Your manager knows it: ask, any day. Where the law of your country gives you a right to know, it holds whatever is chosen here."
	case workflow.NoStep:
		return "There is no step yet, and so no range", "A step is agreed in the first evaluation. Until then no range follows from it, and nothing is held against anybody for it."
	case workflow.NoDiscipline:
		return "No discipline is chosen yet", "A range is kept for a step in a discipline. Which discipline is " + whose + "s is agreed with the manager, on the profile."
	case workflow.NoMarket:
		return "It is not said yet where " + who + " are paid", "Ranges are kept for markets: a country or a city. A compensation partner says which one is " + whose + "s."
	}
	return "No range is kept for this yet", "For this step in this discipline and market there is no range. A compensation partner can add it."
}

func (p Own) marketOptions() []ui.Option {
	options := []ui.Option{{Label: "Choose"}}
	for _, m := range p.View.Markets {
		options = append(options, ui.Option{Value: string(m.ID), Label: m.Name, Selected: string(m.ID) == p.Place.Market})
	}
	return options
}

func marketName(markets []rules.Market, p rules.Place) string {
	for _, m := range markets {
		if m.ID == p.Market {
			return m.Name
		}
	}
	return ""
}
