package pay

import (
	"context"
	"fmt"

	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	rules "cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Addresses of what only compensation partners find.
const (
	BenchmarksPath = "/pay/benchmarks"
	PeoplePath     = "/pay/people"
)

// Benchmarks sets what suppliers say beside the ranges of a market.
type Benchmarks struct {
	Base
	View   workflow.BenchmarkView
	Form   payfile.BenchmarkRow // as typed
	Dated  string
	Opened bool
	Match  string // the benchmark whose form was not accepted
}

// matched are the ranges that a benchmark stands beside, bare those without.
func (p Benchmarks) matched() (list []workflow.BesideRange) {
	for _, x := range p.View.Beside {
		if len(x.Benchmarks) > 0 {
			list = append(list, x)
		}
	}
	return list
}

func (p Benchmarks) bare() (list []workflow.BesideRange) {
	for _, x := range p.View.Beside {
		if len(x.Benchmarks) == 0 && x.Range != nil {
			list = append(list, x)
		}
	}
	return list
}

// benchmarkPath is where acts on one go.
func benchmarkPath(b rules.Benchmark) string { return BenchmarksPath + "/" + string(b.ID) }

// BenchmarksIn is where the benchmarks of a market stand.
func BenchmarksIn(m id.Market) string { return query(BenchmarksPath, "market", string(m)) }

func (p Benchmarks) marketOptions() (options []ui.Option) {
	for _, m := range p.View.Markets {
		options = append(options, ui.Option{Value: string(m.ID), Label: m.Name + ", " + string(m.Currency), Selected: m.ID == p.View.Market.ID})
	}
	return options
}

func (p Benchmarks) disciplineOptions(ctx context.Context, chosen string) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "None for now")}}
	for _, d := range p.View.Disciplines {
		options = append(options, ui.Option{Value: d.Key, Label: d.Name, Selected: d.Key == chosen || d.Name == chosen})
	}
	return options
}

func (p Benchmarks) stepOptions(ctx context.Context, chosen string) []ui.Option {
	options := []ui.Option{{Label: lang.Say(ctx, "None for now")}}
	for _, s := range p.View.Steps {
		options = append(options, ui.Option{Value: string(s.ID), Label: s.Name, Selected: string(s.ID) == chosen})
	}
	return options
}

// pointsWords lists what is known of the benchmark.
func pointsWords(ctx context.Context, b rules.Benchmark) string {
	words := ""
	for i, p := range b.Points {
		if i > 0 {
			words += ", "
		}
		words += fmt.Sprintf("%s: %s", pointName(ctx, p.Percentile), p.Amount)
	}
	return words
}

func pointName(ctx context.Context, percentile int) string {
	if percentile == 50 {
		return lang.Say(ctx, "median")
	}
	return "P" + fmt.Sprint(percentile)
}

// stands says where an amount of the range lies in the supplier's data.
func stands(ctx context.Context, what string, amount money.Money, b rules.Benchmark) string {
	low, high := b.Between(amount)
	switch {
	case low == high:
		return lang.Say(ctx, "{what} is its {point}", "what", what, "point", pointName(ctx, low))
	case low == 0:
		return lang.Say(ctx, "{what} lies below its {point}", "what", what, "point", pointName(ctx, high))
	case high == 100:
		return lang.Say(ctx, "{what} lies above its {point}", "what", what, "point", pointName(ctx, low))
	}
	return lang.Say(ctx, "{what} lies between its {low} and its {high}", "what", what, "low", pointName(ctx, low), "high", pointName(ctx, high))
}

func aid(ctx context.Context, r rules.Range, b rules.Benchmark) string {
	return stands(ctx, lang.Say(ctx, "The reference"), r.Band.Reference, b) + "; " + stands(ctx, lang.Say(ctx, "the minimum"), r.Band.Minimum, b) + "; " + stands(ctx, lang.Say(ctx, "the maximum"), r.Band.Maximum, b) + "."
}

func benchmarkName(ctx context.Context, b rules.Benchmark) string {
	return b.Source + ", " + lang.Date(ctx, b.Dated.Time()) + ": " + b.Job
}

// picture draws the range with each benchmark's points on the same scale.
func (p Benchmarks) picture(ctx context.Context, x workflow.BesideRange) ui.Bands {
	var more []money.Money
	for _, b := range x.Benchmarks {
		for _, point := range b.Points {
			more = append(more, point.Amount)
		}
	}
	s := scaleOf([]rules.Band{x.Range.Band}, more...)
	row := s.band(ctx, lang.Say(ctx, "The range"), x.Range.Band)
	d := ui.Bands{Title: lang.Say(ctx, "{discipline}, {step}, in {market}, full time", "discipline", x.Discipline.Name, "step", x.Step.Name, "market", p.View.Market.Name), Scale: s.words(lang.In(ctx)),
		Note: lang.Say(ctx, "The dashed lines are what the suppliers say, each beside its own copy of the range.")}
	for _, b := range x.Benchmarks {
		own := row
		own.Name, own.Words = b.Source, pointsWords(ctx, b)
		for _, point := range b.Points {
			own.Points = append(own.Points, s.at(point.Amount))
		}
		d.Rows = append(d.Rows, own)
	}
	return d
}

func (p Benchmarks) amount(percentile int) string { return *p.Form.Points()[percentile] }
