package workflow

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"cairn/internal/access"
	"cairn/internal/aggregate"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/paygap"
	"cairn/internal/payprofile"
	"cairn/internal/store"
)

// GapView are the reports there are, and those that can be made.
type GapView struct {
	Salaries  bool // they are kept here; there is nothing to compare otherwise
	Makes     bool // the reader may make reports
	Brings    bool // the reader may bring in what people said of their sex
	Reports   []paygap.Report
	Countries []GapCountry
}

// GapCountry is a country in which people are paid.
type GapCountry struct {
	Profile payprofile.Profile
	Country string // as markets name it
	People  int    // who are paid there today
	Day     clock.Date
	Next    clock.Date // from when on the next can be made; empty: now
	Due     *payprofile.Report
}

// GapReportView is one report.
type GapReportView struct {
	paygap.Report
	Profile payprofile.Profile
	By      PersonRef
}

func readsGap(actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	if !paygap.Reads(actor) {
		return fault.NotFound()
	}
	return nil
}

// GapReports lists what was reported and what can be, to people partners and
// compensation partners.
func (w *Workflow) GapReports(ctx context.Context, actor access.Actor) (v GapView, err error) {
	if err := readsGap(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		policy, err := payPolicy(r)
		if err != nil {
			return err
		}
		v = GapView{Salaries: policy.Salaries, Makes: paygap.Makes(actor), Brings: paygap.BringsSex(actor)}
		if v.Reports, err = r.GapReports(); err != nil {
			return err
		}
		people, err := w.paidWhere(r, w.today(r))
		if err != nil {
			return err
		}
		for _, country := range slices.Sorted(maps.Keys(people)) {
			c := GapCountry{Country: country, People: len(people[country])}
			if c.Profile, err = payprofile.For(country); err != nil {
				return err
			}
			if due, ok := c.Profile.Due(c.People); ok {
				c.Due = &due
			}
			c.Day, c.Next = w.gapDay(r, country, v.Reports)
			v.Countries = append(v.Countries, c)
		}
		return nil
	})
	return v, err
}

// gapDay is the day that a report made now is of, which nobody chooses, and the day
// from which on one can be made, where that is to come.
func (w *Workflow) gapDay(r *store.Reader, country string, reports []paygap.Report) (day, next clock.Date) {
	day = aggregate.QuarterOf(w.today(r)).Day()
	for _, g := range reports {
		if g.Country == country {
			if after := clock.DateOf(g.MadeAt, w.zone).AddMonths(paygap.Every); w.today(r) < after {
				next = max(next, after)
			}
			if g.Day >= day { // a day is reported once
				next = max(next, aggregate.QuarterOf(w.today(r).AddMonths(3)).First())
			}
		}
	}
	return day, next
}

// GapReport returns one report. Whoever reads it is written down.
func (w *Workflow) GapReport(ctx context.Context, actor access.Actor, ref id.GapReport, export bool) (v GapReportView, err error) {
	if err := readsGap(actor); err != nil {
		return v, err
	}
	act := audit.Read
	if export {
		act = audit.GapExported
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if v.Report, err = tx.GapReport(ref); err != nil {
			if fault.Is(err, fault.Absent) {
				return fault.NotFound()
			}
			return err
		}
		if v.Profile, err = payprofile.For(v.Country); err != nil {
			return err
		}
		people, err := tx.PeopleByID([]id.Person{v.MadeBy})
		if err != nil {
			return err
		}
		v.By = refOf(people, v.MadeBy)
		for i := range v.Rows { // averages are for those of the category alone
			v.Rows[i].MeanWomen, v.Rows[i].MeanMen = money.Money{}, money.Money{}
		}
		return record(tx, actor, audit.Entry{Hat: policyHat(actor), Act: act, Item: "paygap", Object: "gap-report/" + string(ref)})
	})
	return v, err
}

// MakeGapReport makes the report of a country: of a day that nobody chooses, and once
// a year, so that no two of them tell what changed in between.
func (w *Workflow) MakeGapReport(ctx context.Context, actor access.Actor, once Once, country string) (id.GapReport, error) {
	if err := readsGap(actor); err != nil {
		return "", err
	}
	if !paygap.Makes(actor) {
		return "", fault.NotFound()
	}
	made, err := w.act(ctx, actor, once, country, func(tx *store.Tx) (string, error) {
		g, err := w.gapReport(tx.Reader, country)
		if err != nil {
			return "", err
		}
		g.MadeBy = actor.Person
		if err := tx.AddGapReport(g); err != nil {
			return "", err
		}
		return string(g.ID), record(tx, actor, audit.Entry{Hat: policyHat(actor), Act: audit.GapReported, Item: "paygap", Object: "gap-report/" + string(g.ID)})
	})
	return id.GapReport(made), err
}

func (w *Workflow) gapReport(r *store.Reader, country string) (g paygap.Report, err error) {
	if err := salariesAreKept(r); err != nil {
		return g, err
	}
	reports, err := r.GapReports()
	if err != nil {
		return g, err
	}
	day, next := w.gapDay(r, country, reports)
	if next.IsSet() {
		return g, fault.New(fault.Conflict, fmt.Sprintf("There is a report already. The next can be made from %s on.", next))
	}
	where, err := w.paidWhere(r, day)
	if err != nil {
		return g, err
	}
	if len(where[country]) == 0 {
		return g, fault.New(fault.Conflict, fmt.Sprintf("Nobody was paid there on %s, the day that a report made now is of.", day))
	}
	profile, err := payprofile.For(country)
	if err != nil {
		return g, err
	}
	workers, named, err := w.workers(r, where[country], day)
	g = paygap.Report{ID: id.New[id.GapReport](), Country: country, Day: day, MadeAt: r.Now()}
	g.Count(workers, named, paygap.Rule{Least: profile.Least, Threshold: paygap.Tenths(profile.Threshold)})
	return g, err
}

// workers are the people of a country as they were at the beginning of the day, and
// the categories there can be: of every discipline that anybody has, by name, and of
// every step. Everything is loaded whoever stands where.
func (w *Workflow) workers(r *store.Reader, people []id.Person, day clock.Date) (workers []paygap.Worker, named []paygap.Row, err error) {
	at := startOf(day, w.zone)
	f, err := w.catalogue(r)
	if err != nil {
		return nil, nil, err
	}
	steps := f.StepsInOrder()
	held, err := r.DisciplinesAt(at)
	if err != nil {
		return nil, nil, err
	}
	standings, err := r.EveryStanding()
	if err != nil {
		return nil, nil, err
	}
	salaries, err := r.Salaries(people)
	if err != nil {
		return nil, nil, err
	}
	sexes, err := r.Sexes(people)
	var disciplines []string
	for _, p := range people {
		one := paygap.Worker{Person: p, Sex: sexes[p].Sex}
		if s, ok := pay.PaidOn(salaries[p], day); ok {
			if one.Annual, err = annual(s); err != nil {
				return nil, nil, err
			}
		}
		if d := disciplineOf(f, held[p].Discipline); d != "" {
			step, _ := stoodAt(standings[p], 0, at)
			one.Category = paygap.CategoryOf(d, step, steps)
			disciplines = append(disciplines, d)
		}
		workers = append(workers, one)
	}
	slices.Sort(disciplines)
	return workers, categories(f, slices.Compact(disciplines), steps), err
}

func categories(f *framework.Framework, disciplines []string, steps []framework.Step) (named []paygap.Row) {
	for _, d := range disciplines {
		for _, s := range steps {
			c := paygap.Category{Discipline: d, Steps: s.Order}
			if last := len(named) - 1; last >= 0 && named[last].Category == c {
				named[last].Name += " / " + s.Name
				continue
			}
			named = append(named, paygap.Row{Category: c, Name: disciplineName(f, d) + ", " + s.Name})
		}
	}
	arrange.Stably(named, func(a, b paygap.Row) int {
		return cmp.Or(org.Compare(disciplineName(f, a.Category.Discipline), disciplineName(f, b.Category.Discipline)), cmp.Compare(a.Category.Steps, b.Category.Steps))
	})
	return named
}
