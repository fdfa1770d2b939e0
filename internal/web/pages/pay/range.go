package pay

import (
	"context"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	rules "cairn/internal/pay"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Ranges is the table of a market.
type Ranges struct {
	Base
	Tables     workflow.RangeTables
	Discipline string // chosen; empty: all that ranges are kept for
	Today      bool   // no other day was asked for
}

func (p Ranges) marketOptions() (options []ui.Option) {
	for _, m := range p.Tables.Markets {
		options = append(options, ui.Option{Value: string(m.ID), Label: m.Name + ", " + string(m.Currency), Selected: m.ID == p.Tables.Market.ID})
	}
	return options
}

func (p Ranges) disciplineOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "All with ranges")}}
	for _, d := range p.Tables.Disciplines {
		options = append(options, ui.Option{Value: d.Key, Label: d.Name, Selected: d.Key == p.Discipline})
	}
	return options
}

// WritePath is where a version of the range is written.
func WritePath(m id.Market, discipline string, step framework.StepID) string {
	return query(RangesPath+"/new", "market", string(m), "discipline", discipline, "step", string(step))
}

func (p Ranges) writePath(discipline string, step framework.StepID) string {
	return WritePath(p.Tables.Market.ID, discipline, step)
}

// any tells whether a range of the table is in force.
func inForce(t workflow.RangeTable) bool {
	for _, l := range t.Lines {
		if l.Now != nil {
			return true
		}
	}
	return false
}

func stepName(t workflow.RangeTable, step framework.StepID) string {
	for _, l := range t.Lines {
		if l.Step.ID == step {
			return l.Step.Name
		}
	}
	return string(step)
}

// doubtWords say what somebody who keeps ranges should look at.
func doubtWords(ctx context.Context, t workflow.RangeTable, d rules.Doubt, limit int64) string {
	if d.Concern == rules.Wide {
		return lang.Say(ctx, "The range of {stepname} is wider than you chose: its maximum lies more than {number} per cent above its minimum.", "stepname", stepName(t, d.Step), "number", number(limit))
	}
	return lang.Say(ctx, "The ranges of {stepname} and {stepnamee} do not overlap. Whoever stays at one could then earn more by a promotion alone, and an amount would tell a step.", "stepname", stepName(t, d.Step), "stepnamee", stepName(t, d.Wider))
}

// Writing is the form of a version.
type Writing struct {
	Base
	Tables workflow.RangeTables
	Form   RangeForm
}

// RangeForm is a version as typed.
type RangeForm struct {
	Market, Discipline, Step, From, Minimum, Reference, Maximum, Reason string
	Ends                                                                bool
}

// chosen is the line that the form is about, if there is one.
func (p Writing) chosen() *workflow.RangeLine {
	for _, t := range p.Tables.Tables {
		for i, l := range t.Lines {
			if t.Discipline.Key == p.Form.Discipline && string(l.Step.ID) == p.Form.Step {
				return &t.Lines[i]
			}
		}
	}
	return nil
}

func (p Writing) title(ctx context.Context) string {
	if l := p.chosen(); l != nil {
		return l.Step.Name
	}
	return lang.Say(ctx, "A range")
}

func (p Writing) marketOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Choose")}}
	for _, m := range p.Tables.Markets {
		options = append(options, ui.Option{Value: string(m.ID), Label: lang.Say(ctx, "{m}, in {currency}{per}", "m", m.Name, "currency", string(m.Currency), "per", per(ctx, m)), Selected: string(m.ID) == p.Form.Market})
	}
	return options
}

func (p Writing) disciplineOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Choose")}}
	for _, d := range p.Tables.Disciplines {
		options = append(options, ui.Option{Value: d.Key, Label: d.Name, Selected: d.Key == p.Form.Discipline})
	}
	return options
}

func (p Writing) stepOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "Choose")}}
	if len(p.Tables.Tables) > 0 {
		for _, l := range p.Tables.Tables[0].Lines {
			options = append(options, ui.Option{Value: string(l.Step.ID), Label: l.Step.Name, Selected: string(l.Step.ID) == p.Form.Step})
		}
	}
	return options
}

func versionWords(ctx context.Context, v rules.Range) string {
	if v.Ends {
		return lang.Say(ctx, "no range any more")
	}
	return bandWords(ctx, v.Band)
}

// Kept is what a manager may know of the table.
type Kept struct {
	Base
	Ranges []workflow.KeptRanges
}

// Fill puts in what holds now, where a range is chosen.
func (p *Writing) Fill() {
	if p.Form.Market == "" {
		p.Form.Market = string(p.Tables.Market.ID)
	}
	if l := p.chosen(); l != nil && l.Now != nil {
		p.Form.Minimum, p.Form.Reference, p.Form.Maximum = l.Now.Band.Minimum.Plain(), l.Now.Band.Reference.Plain(), l.Now.Band.Maximum.Plain()
	}
}

// TablePath is where the ranges of a discipline in a market stand.
func TablePath(m id.Market, discipline string) string {
	return query(RangesPath, "market", string(m), "discipline", discipline)
}
