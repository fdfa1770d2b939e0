package workflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/store"
)

// BenchmarkView sets the benchmarks of a market beside its ranges, for those who
// look after both.
type BenchmarkView struct {
	Market      pay.Market // zero when there is none at all
	Markets     []pay.Market
	Disciplines []DisciplineRef
	Steps       []framework.Step
	Beside      []BesideRange
	Loose       []pay.Benchmark // beside no range yet
	Today       clock.Date
}

// BesideRange is a range and what stands beside it. Range is nil where benchmarks
// wait for a range that is not there.
type BesideRange struct {
	Discipline DisciplineRef
	Step       framework.Step
	Range      *pay.Range
	Benchmarks []pay.Benchmark // the newest data first
}

// Benchmarks returns the benchmarks of a market. To anybody but compensation
// partners there is nothing, and no file, search or list of others holds them.
func (w *Workflow) Benchmarks(ctx context.Context, actor access.Actor, market id.Market) (v BenchmarkView, err error) {
	if err := keepsPay(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v, err = w.benchmarkView(r, market)
		return err
	})
	return v, err
}

func (w *Workflow) benchmarkView(r *store.Reader, market id.Market) (v BenchmarkView, err error) {
	tables, err := w.rangeTables(r, RangeFilter{Market: market})
	if err != nil {
		return v, err
	}
	v = BenchmarkView{Market: tables.Market, Markets: tables.Markets, Disciplines: tables.Disciplines, Today: tables.On}
	list, err := r.BenchmarksIn(v.Market.ID)
	if err != nil {
		return v, err
	}
	f, err := w.catalogue(r)
	if err != nil {
		return v, err
	}
	v.Steps = f.StepsInOrder()
	placed := map[id.Benchmark]bool{}
	for _, d := range v.Disciplines {
		versions, err := r.PayRangesOf(v.Market.ID, d.Key)
		if err != nil {
			return v, err
		}
		now := pay.InForce(versions, v.Today)
		for _, s := range stepsKept(f, d, versions) {
			key := pay.Key{Market: v.Market.ID, Discipline: d.Key, Step: s.ID}
			line := BesideRange{Discipline: d, Step: s, Benchmarks: pay.Beside(list, key)}
			if one, ok := now[key]; ok {
				line.Range = &one
			}
			for _, b := range line.Benchmarks {
				placed[b.ID] = true
			}
			if line.Range != nil || len(line.Benchmarks) > 0 {
				v.Beside = append(v.Beside, line)
			}
		}
	}
	for _, b := range list {
		if !placed[b.ID] {
			v.Loose = append(v.Loose, b)
		}
	}
	arrange.By(v.Loose, func(a, b pay.Benchmark) int {
		return cmp.Or(cmp.Compare(b.Dated, a.Dated), org.Compare(a.Source, b.Source), org.Compare(a.Job, b.Job), cmp.Compare(a.ID, b.ID))
	})
	return v, nil
}

// MatchBenchmark says beside which range a benchmark stands; an empty match takes it
// away from any.
func (w *Workflow) MatchBenchmark(ctx context.Context, actor access.Actor, once Once, ref id.Benchmark, read int64, to pay.Match) (id.Market, error) {
	return w.changeBenchmark(ctx, actor, once, ref, struct {
		Read int64
		To   pay.Match
	}{read, to}, func(tx *store.Tx, b pay.Benchmark) error {
		if b.Version != read {
			return fault.Stale()
		}
		f, err := w.catalogue(tx.Reader)
		if err != nil {
			return err
		}
		b.Match = to
		if to.Discipline != "" {
			b.Match.Discipline = disciplineOf(f, to.Discipline)
		}
		if _, ok := f.Step(to.Step); to.Step != "" && !ok {
			return fault.InvalidFields([]fault.Field{{Name: "step", Message: "Choose a step of the framework in force."}})
		}
		m, err := tx.Market(b.Market)
		if err != nil {
			return err
		}
		if err := b.Check(m); err != nil {
			return err
		}
		return tx.SaveBenchmark(b)
	})
}

// RemoveBenchmark deletes a benchmark for good, as the end of a licence may ask for.
func (w *Workflow) RemoveBenchmark(ctx context.Context, actor access.Actor, once Once, ref id.Benchmark) (id.Market, error) {
	return w.changeBenchmark(ctx, actor, once, ref, "removed", func(tx *store.Tx, b pay.Benchmark) error {
		return tx.DeleteBenchmark(b.ID)
	})
}

func (w *Workflow) changeBenchmark(ctx context.Context, actor access.Actor, once Once, ref id.Benchmark, input any, f func(*store.Tx, pay.Benchmark) error) (market id.Market, err error) {
	if err := keepsPay(actor); err != nil {
		return "", err
	}
	asked := struct {
		Ref  id.Benchmark
		What any
	}{ref, input}
	made, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		b, err := tx.Benchmark(ref)
		if err != nil {
			return "", err
		}
		market = b.Market
		if err := f(tx, b); err != nil {
			return "", err
		}
		return string(b.Market), record(tx, actor, aboutBenchmarks(audit.BenchmarkChanged))
	})
	if err == nil {
		market = id.Market(made)
	}
	return market, err // also of one that was refused: its page is shown again
}

func aboutBenchmarks(act audit.Act) audit.Entry {
	return audit.Entry{Hat: payHat, Act: act, Item: "benchmark", Object: "pay/benchmarks"}
}

// WriteBenchmark keeps one benchmark that somebody typed.
func (w *Workflow) WriteBenchmark(ctx context.Context, actor access.Actor, once Once, market id.Market, row payfile.BenchmarkRow) error {
	if err := keepsPay(actor); err != nil {
		return err
	}
	asked := struct {
		Market id.Market
		Row    payfile.BenchmarkRow
	}{market, row}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		m, err := tx.Market(market)
		if err != nil {
			return "", notMarket(err)
		}
		f, err := w.catalogue(tx.Reader)
		if err != nil {
			return "", err
		}
		b, err := benchmarkOf(row, m, f)
		if err != nil {
			return "", err
		}
		b.MadeAt, b.MadeBy = tx.Now(), actor.Person
		if err := tx.AddBenchmarks([]pay.Benchmark{b}); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutBenchmarks(audit.BenchmarkChanged))
	})
	return err
}

// benchmarkOf reads what was written by the framework and the market, and tells
// every mistake in it at once.
func benchmarkOf(row payfile.BenchmarkRow, m pay.Market, f *framework.Framework) (pay.Benchmark, error) {
	var wrong []fault.Field
	b := pay.Benchmark{ID: id.New[id.Benchmark](), Market: m.ID, Source: strings.TrimSpace(row.Source), Dated: row.Dated, Job: strings.TrimSpace(row.Job),
		Note: strings.TrimSpace(row.Note), Version: 1}
	if row.Currency != "" && row.Currency != string(m.Currency) {
		wrong = append(wrong, fault.Field{Name: "currency", Message: "The market is paid in {currency}.", With: []any{"currency", m.Currency}})
	}
	if row.Discipline != "" {
		b.Match.Discipline = disciplineOf(f, row.Discipline)
	}
	if row.Step != "" {
		step, ok := stepNamed(f, row.Step)
		if !ok {
			wrong = append(wrong, fault.Field{Name: "step", Message: "The framework in force has no such step."})
		}
		b.Match.Step = step.ID
	}
	points := row.Points()
	for _, p := range pay.Percentiles() {
		text := strings.TrimSpace(*points[p])
		if text == "" {
			continue
		}
		amount, err := money.Parse(text, m.Currency)
		if err != nil {
			wrong = append(wrong, fault.FieldOf(payfile.Column(p), err))
			continue
		}
		b.Points = append(b.Points, pay.Point{Percentile: p, Amount: amount})
	}
	if len(wrong) > 0 {
		return b, fault.InvalidFields(wrong)
	}
	return b, b.Check(m)
}

// ImportBenchmarks takes over benchmarks, all or nothing. One of the same source,
// day, market and work is put in the place of the one before.
func (w *Workflow) ImportBenchmarks(ctx context.Context, actor access.Actor, once Once, rows []payfile.BenchmarkRow, dryRun bool) (report PayImport, err error) {
	if err := keepsPay(actor); err != nil {
		return report, err
	}
	plan := func(r *store.Reader) (benchmarkImport, error) {
		im := benchmarkImport{PayImport: PayImport{DryRun: dryRun}}
		if err := im.load(w, r); err != nil {
			return im, err
		}
		for _, row := range rows {
			im.take(row)
		}
		report = im.PayImport
		return im, report.refuse()
	}
	if dryRun {
		err = w.viewAs(ctx, actor, func(r *store.Reader) error { _, err := plan(r); return err })
		return report, err
	}
	if err := w.room(); err != nil {
		return report, err
	}
	counts, err := w.act(ctx, actor, once, rows, func(tx *store.Tx) (string, error) {
		im, err := plan(tx.Reader)
		if err != nil {
			return "", err
		}
		for i := range im.add {
			im.add[i].MadeAt, im.add[i].MadeBy = tx.Now(), actor.Person
		}
		if err := tx.AddBenchmarks(im.add); err != nil {
			return "", err
		}
		for _, b := range im.save {
			if err := tx.SaveBenchmark(b); err != nil {
				return "", err
			}
		}
		return report.counts(), record(tx, actor, aboutBenchmarks(audit.BenchmarkChanged))
	})
	report.again(counts)
	return report, err
}

type benchmarkImport struct {
	PayImport
	markets   map[string]pay.Market
	framework *framework.Framework
	there     map[string]pay.Benchmark
	lines     map[string]int
	add, save []pay.Benchmark
}

func benchmarkKey(b pay.Benchmark) string {
	return fmt.Sprint(b.Market, "\x00", org.Fold(b.Source), "\x00", b.Dated, "\x00", org.Fold(b.Job))
}

func (im *benchmarkImport) load(w *Workflow, r *store.Reader) error {
	im.markets, im.there, im.lines = map[string]pay.Market{}, map[string]pay.Benchmark{}, map[string]int{}
	markets, err := r.Markets()
	if err != nil {
		return err
	}
	for _, m := range markets {
		im.markets[org.Fold(m.Name)] = m
	}
	list, err := r.Benchmarks()
	for _, b := range list {
		im.there[benchmarkKey(b)] = b
	}
	if err != nil {
		return err
	}
	im.framework, err = w.catalogue(r)
	return err
}

func (im *benchmarkImport) take(row payfile.BenchmarkRow) {
	m, ok := im.markets[org.Fold(row.Market)]
	if !ok {
		im.problem(row.Line, "market", row.Market, lang.Tell("there is no such market; make it first, under Markets"))
		return
	}
	b, err := benchmarkOf(row, m, im.framework)
	if err != nil {
		_, fields := fault.Safe(err)
		for _, f := range fields {
			im.problem(row.Line, columnOf(f.Name), "", f.Told())
		}
		return
	}
	key := benchmarkKey(b)
	if first, twice := im.lines[key]; twice {
		im.problem(row.Line, "job", row.Job, lang.Tell("line {n} says the same source, day, market and work already; keep one of them", "n", first))
		return
	}
	im.lines[key] = row.Line
	before, known := im.there[key]
	with := []any{"source", b.Source, "day", b.Dated, "market", m.Name, "job", b.Job}
	switch {
	case !known:
		im.Added++
		im.add = append(im.add, b)
		im.tell(lang.Tell("{source}, {day}, {market}: {job}", with...))
	case slices.Equal(before.Points, b.Points) && before.Match == b.Match && before.Note == b.Note:
		im.Unchanged++
	default:
		im.Changed++
		before.Points, before.Match, before.Note = b.Points, b.Match, b.Note
		im.save = append(im.save, before)
		im.tell(lang.Tell("{source}, {day}, {market}: {job}, in the place of what is there", with...))
	}
}

// ExportBenchmarks returns all benchmarks as a file holds them, for those who look
// after them. Whoever takes it away is written down.
func (w *Workflow) ExportBenchmarks(ctx context.Context, actor access.Actor) (rows []payfile.BenchmarkRow, err error) {
	if err := keepsPay(actor); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		if rows, err = benchmarkRows(tx.Reader); err != nil {
			return err
		}
		return record(tx, actor, aboutBenchmarks(audit.PayExported))
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func benchmarkRows(r *store.Reader) (rows []payfile.BenchmarkRow, err error) {
	markets, err := r.Markets()
	if err != nil {
		return nil, err
	}
	list, err := r.Benchmarks()
	for _, b := range list {
		row := payfile.BenchmarkRow{Source: b.Source, Dated: b.Dated, Job: b.Job, Discipline: b.Match.Discipline, Step: string(b.Match.Step), Note: b.Note}
		for _, m := range markets {
			if m.ID == b.Market {
				row.Market, row.Currency = m.Name, string(m.Currency)
			}
		}
		points := row.Points()
		for _, p := range b.Points {
			*points[p.Percentile] = p.Amount.Plain()
		}
		rows = append(rows, row)
	}
	arrange.By(rows, func(a, b payfile.BenchmarkRow) int {
		return cmp.Or(org.Compare(a.Market, b.Market), cmp.Compare(b.Dated, a.Dated), org.Compare(a.Source, b.Source), org.Compare(a.Job, b.Job))
	})
	return rows, err
}
