package workflow

import (
	"cmp"
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/store"
)

// DisciplineRef is a discipline as ranges are kept for it.
type DisciplineRef struct{ Key, Name string }

// RangeTable is what one discipline is paid in one market, step by step.
type RangeTable struct {
	Discipline DisciplineRef
	Lines      []RangeLine // every step of the framework, and those of before that ranges are kept for
	Doubts     []pay.Doubt
}

// RangeLine is the range of a step.
type RangeLine struct {
	Step    framework.Step
	Now     *pay.Range  // in force on the day; nil when there is none
	Coming  []pay.Range // of later days, the next first
	History []pay.Range // every version, the newest first
}

// RangeTables are the ranges of one market on one day, for those who look after
// them. Nothing here knows who stands where.
type RangeTables struct {
	Market      pay.Market // zero when there is none at all
	Markets     []pay.Market
	Disciplines []DisciplineRef // of the framework, and others that ranges are kept for
	On          clock.Date
	Tables      []RangeTable
	Policy      pay.Policy
	Names       map[id.Person]string // of those who wrote versions
}

// RangeFilter says which ranges; what is empty narrows nothing.
type RangeFilter struct {
	Market     id.Market // the usual one, or else the first, when empty
	Discipline string
	On         clock.Date // today when empty
}

// RangeTables returns the ranges of a market, to those who look after them.
func (w *Workflow) RangeTables(ctx context.Context, actor access.Actor, f RangeFilter) (t RangeTables, err error) {
	if err := keepsPay(actor); err != nil {
		return t, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		t, err = w.rangeTables(r, f)
		return err
	})
	return t, err
}

func (w *Workflow) rangeTables(r *store.Reader, f RangeFilter) (t RangeTables, err error) {
	t.On = f.On
	if !t.On.IsSet() {
		t.On = w.today(r)
	}
	if t.Markets, err = r.Markets(); err != nil {
		return t, err
	}
	if t.Policy, err = payPolicy(r); err != nil {
		return t, err
	}
	text, err := w.catalogue(r)
	if err != nil {
		return t, err
	}
	t.Market = chosenMarket(t.Markets, f.Market)
	versions, err := r.PayRangesIn(t.Market.ID)
	if err != nil {
		return t, err
	}
	t.Disciplines = disciplinesKept(text, versions)
	for _, d := range t.Disciplines {
		if f.Discipline == "" || f.Discipline == d.Key {
			t.add(rangeTable(text, d, versions, t))
		}
	}
	if f.Discipline == "" { // without one chosen, what is empty is left out
		t.Tables = slices.DeleteFunc(t.Tables, RangeTable.empty)
	}
	t.Names, err = writersOf(r, versions)
	return t, err
}

func (t *RangeTables) add(table RangeTable) { t.Tables = append(t.Tables, table) }

func (t RangeTable) empty() bool {
	return !slices.ContainsFunc(t.Lines, func(l RangeLine) bool { return len(l.History) > 0 })
}

// today is the organisation's.
func (w *Workflow) today(r *store.Reader) clock.Date { return clock.DateOf(r.Now(), w.zone) }

func payPolicy(r *store.Reader) (pay.Policy, error) {
	entries, err := r.PayPolicy()
	return pay.PolicyOf(entries), err
}

func chosenMarket(markets []pay.Market, asked id.Market) (chosen pay.Market) {
	for i, m := range markets {
		if m.ID == asked || i == 0 || m.Usual && chosen.ID != asked {
			chosen = m
		}
	}
	return chosen
}

// disciplinesKept are the framework's, and whatever else ranges are kept for.
func disciplinesKept(f *framework.Framework, versions []pay.Range) (all []DisciplineRef) {
	seen := map[string]bool{}
	for _, d := range f.Disciplines {
		all = append(all, DisciplineRef{string(d.ID), d.Name})
		seen[string(d.ID)] = true
	}
	known := len(all)
	for _, v := range versions {
		if d := v.Key.Discipline; !seen[d] {
			seen[d] = true
			all = append(all, DisciplineRef{d, d})
		}
	}
	arrange.By(all[known:], func(a, b DisciplineRef) int {
		return cmp.Or(org.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return all
}

func rangeTable(f *framework.Framework, d DisciplineRef, versions []pay.Range, t RangeTables) RangeTable {
	table := RangeTable{Discipline: d}
	bands := map[framework.StepID]pay.Band{}
	now := pay.InForce(versions, t.On)
	steps := stepsKept(f, d, versions)
	for _, s := range steps {
		key := pay.Key{Market: t.Market.ID, Discipline: d.Key, Step: s.ID}
		line := RangeLine{Step: s, History: pay.Of(versions, key)}
		if v, ok := now[key]; ok {
			line.Now, bands[s.ID] = &v, v.Band
		}
		for _, v := range slices.Backward(line.History) {
			if v.From > t.On {
				line.Coming = append(line.Coming, v)
			}
		}
		table.Lines = append(table.Lines, line)
	}
	table.Doubts = pay.Doubts(bands, steps, t.Policy.Width)
	return table
}

// stepsKept are the framework's in order, and behind them steps of earlier versions
// that ranges are still kept for.
func stepsKept(f *framework.Framework, d DisciplineRef, versions []pay.Range) []framework.Step {
	steps := slices.Clone(f.StepsInOrder())
	var gone []framework.Step
	for _, v := range versions {
		is := func(s framework.Step) bool { return s.ID == v.Key.Step }
		if v.Key.Discipline == d.Key && !slices.ContainsFunc(steps, is) && !slices.ContainsFunc(gone, is) {
			gone = append(gone, framework.Step{ID: v.Key.Step, Name: string(v.Key.Step)})
		}
	}
	arrange.By(gone, func(a, b framework.Step) int { return cmp.Compare(a.ID, b.ID) })
	for i := range gone {
		gone[i].Order = steps[len(steps)-1].Order + 1 + i
	}
	return append(steps, gone...)
}

func writersOf(r *store.Reader, versions []pay.Range) (map[id.Person]string, error) {
	people, err := r.PeopleByID(eachOf(versions, func(v pay.Range) id.Person { return v.MadeBy }))
	names := make(map[id.Person]string, len(people))
	for who, p := range people {
		names[who] = p.Name
	}
	return names, err
}

// KeptRanges tells a manager for which disciplines and markets of the people they
// manage ranges are kept, and since when. No amount and no step is in it.
type KeptRanges struct {
	Market     string
	Discipline string
	From       clock.Date // of the version that holds from the latest day
	WrittenAt  clock.Instant
}

// KeptRanges returns what a manager may know of the table of ranges; whoever
// manages nobody finds nothing.
func (w *Workflow) KeptRanges(ctx context.Context, actor access.Actor) (kept []KeptRanges, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		reports, err := r.ReportsOf(actor.Person)
		if err != nil {
			return err
		}
		if len(reports) == 0 {
			return fault.NotFound()
		}
		kept, err = w.keptRanges(r, reports)
		return err
	})
	if err != nil {
		return nil, err
	}
	return kept, nil
}

func (w *Workflow) keptRanges(r *store.Reader, reports []id.Person) (kept []KeptRanges, err error) {
	markets, err := r.Markets()
	if err != nil {
		return nil, err
	}
	places, err := r.PayPlaces(reports)
	if err != nil {
		return nil, err
	}
	held, err := r.Disciplines(reports)
	if err != nil {
		return nil, err
	}
	n, err := w.names(r)
	if err != nil {
		return nil, err
	}
	list, err := r.PayRangesKept()
	today := w.today(r)
	for _, m := range markets {
		for _, k := range list {
			concerns := func(p id.Person) bool {
				at, ok := pay.PlaceOn(places[p], markets, today)
				return ok && at.ID == m.ID && held[p].Discipline == k.Discipline
			}
			if k.Market == m.ID && slices.ContainsFunc(reports, concerns) {
				kept = append(kept, KeptRanges{m.Name, n.discipline(k.Discipline), clock.Date(k.From), clock.Instant(k.MadeAt)})
			}
		}
	}
	arrange.Stably(kept, func(a, b KeptRanges) int {
		return cmp.Or(org.Compare(a.Market, b.Market), org.Compare(a.Discipline, b.Discipline))
	})
	return kept, err
}

// ExportRanges returns what holds now and from later days, as a file holds it; with
// all also what held before. Whoever takes it away is written down.
func (w *Workflow) ExportRanges(ctx context.Context, actor access.Actor, all bool) (rows []payfile.RangeRow, err error) {
	if err := keepsPay(actor); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		if rows, err = w.rangeRows(tx.Reader, all); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Hat: payHat, Act: audit.PayExported, Item: "range_tab", Object: "pay/ranges"})
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func (w *Workflow) rangeRows(r *store.Reader, all bool) (rows []payfile.RangeRow, err error) {
	versions, err := r.PayRanges()
	if err != nil {
		return nil, err
	}
	if !all {
		versions = pay.Standing(versions, w.today(r))
	}
	markets, err := r.Markets()
	if err != nil {
		return nil, err
	}
	f, err := w.catalogue(r)
	if err != nil {
		return nil, err
	}
	order := map[framework.StepID]int{}
	for i, s := range f.StepsInOrder() {
		order[s.ID] = i + 1
	}
	names := map[id.Market]pay.Market{}
	for _, m := range markets {
		names[m.ID] = m
	}
	arrange.By(versions, func(a, b pay.Range) int {
		return cmp.Or(org.Compare(names[a.Key.Market].Name, names[b.Key.Market].Name), cmp.Compare(a.Key.Discipline, b.Key.Discipline),
			cmp.Compare(order[a.Key.Step], order[b.Key.Step]), cmp.Compare(a.Key.Step, b.Key.Step), cmp.Compare(a.From, b.From), cmp.Compare(a.Nth, b.Nth))
	})
	for _, v := range versions {
		m := names[v.Key.Market]
		rows = append(rows, payfile.RangeRow{Market: m.Name, Discipline: v.Key.Discipline, Step: string(v.Key.Step), From: v.From,
			Minimum: plain(v, v.Band.Minimum), Reference: plain(v, v.Band.Reference), Maximum: plain(v, v.Band.Maximum),
			Currency: string(m.Currency), Ends: v.Ends, Reason: v.Reason})
	}
	return rows, nil
}

func plain(v pay.Range, amount money.Money) string {
	if v.Ends {
		return ""
	}
	return amount.Plain()
}
