package workflow

import (
	"context"
	"fmt"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/sheet"
	"cairn/internal/store"
)

// PayImport tells what an import of pay did, or would do.
type PayImport struct {
	DryRun    bool
	Added     int
	Changed   int // another version for a day that had one
	Unchanged int
	Lines     []lang.Told // some of what is added or changed, in words
	Problems  []sheet.Problem
}

// shownLines is how much of an import is told line by line.
const shownLines = 40

func (p *PayImport) tell(what lang.Told) {
	if len(p.Lines) < shownLines {
		p.Lines = append(p.Lines, what)
	}
}

// counts are what is said again when an import is asked for again.
func (p PayImport) counts() string { return fmt.Sprint(p.Added, p.Changed, p.Unchanged) }

// again takes over what the import said the first time.
func (p *PayImport) again(counts string) {
	_, _ = fmt.Sscan(counts, &p.Added, &p.Changed, &p.Unchanged)
}

// refuse says that lines cannot be used; nothing is written then.
func (p *PayImport) refuse() error {
	switch n := len(p.Problems); n {
	case 0:
		return nil
	case 1:
		return fault.New(fault.Invalid, "There is one mistake in the file. Nothing was changed.")
	default:
		return fault.New(fault.Invalid, "There are {n} mistakes in the file. Nothing was changed.", "n", n)
	}
}

// ImportRanges takes over versions of ranges, all or nothing. What says the same as
// before adds nothing. With problems the error is Invalid and the report lists them.
func (w *Workflow) ImportRanges(ctx context.Context, actor access.Actor, once Once, rows []payfile.RangeRow, dryRun bool) (report PayImport, err error) {
	if err := keepsPay(actor); err != nil {
		return report, err
	}
	plan := func(r *store.Reader) ([]pay.Range, error) {
		im := rangeImport{PayImport: PayImport{DryRun: dryRun}}
		if err := im.load(w, r); err != nil {
			return nil, err
		}
		for _, row := range rows {
			im.take(row)
		}
		report = im.PayImport
		return im.add, report.refuse()
	}
	if dryRun {
		err = w.viewAs(ctx, actor, func(r *store.Reader) error { _, err := plan(r); return err })
		return report, err
	}
	if err := w.room(); err != nil {
		return report, err
	}
	counts, err := w.act(ctx, actor, once, rows, func(tx *store.Tx) (string, error) {
		add, err := plan(tx.Reader)
		if err != nil {
			return "", err
		}
		for i := range add {
			add[i].MadeAt, add[i].MadeBy = tx.Now(), actor.Person
		}
		if err := tx.AddPayRanges(add); err != nil {
			return "", err
		}
		return report.counts(), record(tx, actor, audit.Entry{Hat: payHat, Act: audit.RangesTaken, Item: "range_tab", Object: "pay/ranges"})
	})
	report.again(counts)
	return report, err
}

// rangeImport compares lines with the versions that are there.
type rangeImport struct {
	PayImport
	markets   map[string]pay.Market
	framework *framework.Framework
	there     map[pay.Key][]pay.Range
	lines     map[string]int // in which line a version of the file stands
	add       []pay.Range
}

func (im *rangeImport) load(w *Workflow, r *store.Reader) error {
	markets, err := r.Markets()
	if err != nil {
		return err
	}
	im.markets, im.there, im.lines = map[string]pay.Market{}, map[pay.Key][]pay.Range{}, map[string]int{}
	for _, m := range markets {
		im.markets[org.Fold(m.Name)] = m
	}
	versions, err := r.PayRanges()
	for _, v := range versions {
		im.there[v.Key] = append(im.there[v.Key], v)
	}
	if err != nil {
		return err
	}
	im.framework, err = w.catalogue(r)
	return err
}

func (p *PayImport) problem(line int, column, value string, message lang.Told) {
	p.Problems = append(p.Problems, sheet.Problem{Line: line, Column: column, Value: sheet.Shown(value), Message: message})
}

// take judges a line and adds what is new in it.
func (im *rangeImport) take(row payfile.RangeRow) {
	m, ok := im.markets[org.Fold(row.Market)]
	if !ok {
		im.problem(row.Line, "market", row.Market, lang.Tell("there is no such market; make it first, under Markets"))
		return
	}
	if row.Currency != "" && row.Currency != string(m.Currency) {
		im.problem(row.Line, "currency", row.Currency, lang.Tell("this market is paid in {currency}", "currency", m.Currency))
		return
	}
	step, ok := stepNamed(im.framework, row.Step)
	if !ok {
		im.problem(row.Line, "step", row.Step, lang.Tell("the framework in force has no such step"))
		return
	}
	if row.Reason == "" {
		row.Reason = "Imported from a file."
	}
	v, err := rangeOf(RangeText{m.ID, row.Discipline, step.ID, row.From, row.Minimum, row.Reference, row.Maximum, row.Ends, row.Reason}, m, im.framework)
	if err != nil {
		_, fields := fault.Safe(err)
		for _, f := range fields {
			im.problem(row.Line, columnOf(f.Name), "", f.Told())
		}
		return
	}
	key := fmt.Sprint(v.Key, v.From)
	if first, twice := im.lines[key]; twice {
		im.problem(row.Line, "step", row.Step, lang.Tell("line {n} says the same market, discipline, step and day already; keep one of them", "n", first))
		return
	}
	im.lines[key] = row.Line
	im.compare(v, m, step)
}

func columnOf(field string) string {
	if field == "from" {
		return "valid from"
	}
	return field
}

func (im *rangeImport) compare(v pay.Range, m pay.Market, step framework.Step) {
	says := lang.Tell("no range any more")
	if !v.Ends {
		says = lang.Tell("{minimum} to {maximum}, reference {reference}", "minimum", v.Band.Minimum, "maximum", v.Band.Maximum, "reference", v.Band.Reference)
	}
	with := []any{"market", m.Name, "discipline", v.Key.Discipline, "step", step.Name, "day", v.From, "says", says}
	for _, before := range pay.Of(im.there[v.Key], v.Key) { // the newest first
		if before.From != v.From {
			continue
		}
		if before.Band == v.Band && before.Ends == v.Ends {
			im.Unchanged++
			return
		}
		im.Changed++
		im.add = append(im.add, v)
		im.tell(lang.Tell("{market}, {discipline}, {step}, from {day}: {says}, in the place of what holds from that day now", with...))
		return
	}
	im.Added++
	im.add = append(im.add, v)
	im.tell(lang.Tell("{market}, {discipline}, {step}, from {day}: {says}", with...))
}
