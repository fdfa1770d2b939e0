package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/aggregate"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// StatisticsView are the tables that everybody reads alike. Nobody's office shows
// more of them, and nothing can be asked of them.
type StatisticsView struct {
	Published []aggregate.Publication // the newest first
	Next      aggregate.Quarter       // the one to come
}

// Statistics returns what was told of many Steps at once, as it was told.
func (w *Workflow) Statistics(ctx context.Context, actor access.Actor) (v StatisticsView, err error) {
	if err := reads(actor, access.ScopeOrganisation); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if sees, err := seesStatistics(r, actor); err != nil || !sees {
			return orElse(err, fault.NotFound())
		}
		if v.Published, err = r.Statistics(); err != nil {
			return err
		}
		slices.Reverse(v.Published)
		v.Next = aggregate.QuarterOf(w.today(r).AddMonths(3))
		return nil
	})
	return v, err
}

// SeesStatistics tells whether the tables are there for the actor, so that a page
// leads to them.
func (w *Workflow) SeesStatistics(ctx context.Context, actor access.Actor) (sees bool, err error) {
	if signedIn(actor, access.ScopeOrganisation) != nil {
		return false, nil
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		sees, err = seesStatistics(r, actor)
		return err
	})
	return sees, err
}

// seesStatistics: whoever runs Cairn and is in no unit is there for that alone.
func seesStatistics(r *store.Reader, actor access.Actor) (bool, error) {
	only, err := onlyOperates(r, actor)
	return aggregate.VisibleTo(actor, only), err
}

// onlyOperates tells whether the actor runs Cairn and is in no unit.
func onlyOperates(r *store.Reader, actor access.Actor) (bool, error) {
	if !actor.Holds(org.Operator) {
		return false, nil
	}
	units, err := r.Memberships([]id.Person{actor.Person})
	return len(units[actor.Person]) == 0, err
}

// PublishStatistics publishes the tables of the present quarter, once, and returns
// which that was; nothing when they are published already or nobody was here yet on
// the day that they are of. They are made and attacked outside of any transaction,
// because that may take a while.
func (w *Workflow) PublishStatistics(ctx context.Context) (aggregate.Quarter, error) {
	var records aggregate.Records
	var due bool
	err := w.view(ctx, func(r *store.Reader) (err error) {
		records, due, err = w.statisticsRecords(r)
		return err
	})
	if err != nil || !due {
		return "", err
	}
	p := aggregate.Publish(records)
	err = w.update(ctx, func(tx *store.Tx) error {
		if kept, err := tx.StatisticsIn(p.Quarter); err != nil || kept {
			due = false
			return err
		}
		due = true
		if err := tx.AddStatistics(p); err != nil {
			return err
		}
		return record(tx, access.System(access.ViaItself), audit.Entry{Act: audit.StatisticsPublished, Item: "aggregate", Object: "statistics/" + string(p.Quarter)})
	})
	if err != nil || !due {
		return "", err
	}
	return p.Quarter, nil
}

func (w *Workflow) statisticsRecords(r *store.Reader) (records aggregate.Records, due bool, err error) {
	quarter := aggregate.QuarterOf(w.today(r))
	kept, err := r.StatisticsIn(quarter)
	if err != nil || kept {
		return records, false, err
	}
	here, err := r.PeopleAt(startOf(quarter.Day(), w.zone))
	if err != nil || len(here) == 0 {
		return records, false, err
	}
	n, err := w.everyName(r)
	if err != nil || n.framework == nil {
		return records, false, err
	}
	records = aggregate.Records{Quarter: quarter, At: r.Now(), Name: n.groupName}
	for _, s := range n.framework.StepsInOrder() {
		records.Steps = append(records.Steps, aggregate.Name{ID: s.ID, Name: s.Name})
	}
	if records.Earlier, err = r.Statistics(); err != nil {
		return records, false, err
	}
	standings, err := r.EveryStanding()
	if err != nil {
		return records, false, err
	}
	for _, p := range records.Earlier {
		day, err := w.statisticsDay(r, p.Quarter, p.Day, p.At, standings)
		if err != nil {
			return records, false, err
		}
		records.Days = append(records.Days, day)
	}
	day, err := w.statisticsDay(r, quarter, quarter.Day(), r.Now(), standings)
	records.Days = append(records.Days, day)
	return records, err == nil, err
}

func (n names) groupName(g aggregate.Group) string {
	switch g.Kind {
	case aggregate.Tribe:
		return n.units[id.Unit(g.Key)].Name
	case aggregate.Discipline:
		return n.discipline(g.Key)
	}
	return ""
}

// statisticsDay is who was where at the beginning of the day, as it is known now.
func (w *Workflow) statisticsDay(r *store.Reader, q aggregate.Quarter, on clock.Date, published clock.Instant, standings map[id.Person][]standing.Standing) (d aggregate.Day, err error) {
	at := startOf(on, w.zone)
	people, err := r.PeopleAt(at)
	if err != nil {
		return d, err
	}
	chart, err := r.Chart(at)
	if err != nil {
		return d, err
	}
	lines, err := r.LinesAt(at)
	if err != nil {
		return d, err
	}
	held, err := r.DisciplinesAt(at)
	if err != nil {
		return d, err
	}
	rests, err := r.RestrictedAt(published)
	before := startOf(q.Before().Day(), w.zone)
	d.On = on
	for _, who := range people {
		p := aggregate.Person{ID: who, Discipline: held[who].Discipline, Manager: lines[who].Manager}
		if tribes := chart.TribesOf(who); len(tribes) > 0 {
			p.Tribe = tribes[0]
		}
		if !rests[who] { // what is kept about somebody and rests is not worked with: as if no Step were set
			p.Step, p.Promoted = stoodAt(standings[who], before, at)
		}
		d.People = append(d.People, p)
	}
	return d, err
}

// stoodAt is the Step of an instant, and whether a promotion came after another one.
func stoodAt(history []standing.Standing, after, at clock.Instant) (step framework.StepID, promoted bool) {
	then := slices.DeleteFunc(slices.Clone(history), func(s standing.Standing) bool { return s.Since > at })
	if now, ok := standing.Current(then); ok {
		step = now.Step
	}
	return step, slices.ContainsFunc(then, func(s standing.Standing) bool { return s.Since > after && s.How == standing.ByPromotion })
}
