package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/priority"
	"cairn/internal/store"
)

// PriorityView is a priority with the names of those who wrote about it.
type PriorityView struct {
	*priority.Priority
	Entries []PriorityEntry
}

// PriorityEntry is a line of a priority's history.
type PriorityEntry struct {
	priority.Entry
	By PersonRef
}

// PriorityShareView is a share as the two see it.
type PriorityShareView struct {
	priority.Share
	Unit UnitRef
}

// Priorities are a person's as the reader may see them. For a squad they are
// shared with, only Subject, Periods and what a share shows are there. No Step is
// part of them, by design: they are read without asking for one.
type Priorities struct {
	Subject  PersonRef
	Other    PersonRef     // of the pair, the one who does not look; zero when there is no manager
	StandIn  bool          // the reader stands in for the manager
	Also     []PersonRef   // who stands in for the manager at this moment
	Viewer   priority.Side // empty for those with whom they are shared
	All      []PriorityView
	Periods  []priority.Period   // of those, the one that begins last first
	Suggest  []priority.Period   // to choose from for something new
	Shares   []PriorityShareView // only for the pair
	Squads   []UnitRef           // of the person, to share with; only for the pair
	Reports  []PersonRef         // only on the own ones
	SharedBy []PersonRef         // who shares with the reader; only on the own ones
}

// Pair tells whether the reader is one of the two.
func (p Priorities) Pair() bool { return p.Viewer != "" }

// In returns the priorities of a period, in their order.
func (p Priorities) In(period priority.Period) (in []PriorityView) {
	for _, one := range p.All {
		if one.Content.Period == period {
			in = append(in, one)
		}
	}
	return in
}

// Priorities returns those of the subject: all to the person and the current
// manager, what is agreed to a squad that both chose, nothing to anybody else.
func (w *Workflow) Priorities(ctx context.Context, actor access.Actor, subject id.Person) (p Priorities, err error) {
	err = w.readAbout(ctx, actor, subject, access.ScopePriorities, func(r *store.Reader, b access.Bond, journal journal) (err error) {
		p, err = w.prioritiesFor(r, actor, b, subject, journal)
		return err
	})
	if err != nil {
		return Priorities{}, err // what could not be written down is not read
	}
	return p, nil
}

func (w *Workflow) prioritiesFor(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person, journal journal) (p Priorities, err error) {
	b, err = asRunning(r, actor, b, subject)
	if err != nil {
		return p, err
	}
	pair := priority.RunBy(b)
	if !pair {
		reaching, err := r.PrioritySharesWith(actor.Person)
		if err != nil || !priority.Shown(actor, subject, reaching) {
			return p, orElse(err, fault.NotFound())
		}
		if _, err := isHere(r, subject); err != nil {
			return p, err
		}
	}
	if err := journal(audit.Entry{Hat: b.Hat(), Item: "priorities", Subject: subject, Object: "person/" + string(subject)}); err != nil {
		return p, err
	}
	people, err := r.PeopleByID([]id.Person{subject})
	if err != nil {
		return p, err
	}
	p.Subject = refOf(people, subject)
	if !pair {
		return p, fillSharedPriorities(r, &p)
	}
	p.Viewer, p.StandIn = prioritySide(b), b.Acting
	if err := w.fillPriorities(r, &p); err != nil || b.Acting {
		return p, err // with whom they are shared is for the two
	}
	return p, w.fillPriorityShares(r, actor, &p)
}

func fillSharedPriorities(r *store.Reader, p *Priorities) error {
	list, err := r.PrioritiesOf(p.Subject.ID)
	list = slices.DeleteFunc(list, func(one *priority.Priority) bool { return !priority.Shareable(one.State) })
	for _, one := range list {
		p.All = append(p.All, PriorityView{Priority: one.ForOthers()})
	}
	p.Periods = priority.Periods(list)
	return err
}

func (w *Workflow) fillPriorities(r *store.Reader, p *Priorities) error {
	list, err := r.PrioritiesOf(p.Subject.ID)
	if err != nil {
		return err
	}
	if p.Also, err = standInsNow(r, p.Subject.ID); err != nil {
		return err
	}
	entries, err := r.PriorityEntriesOf(p.Subject.ID)
	if err != nil {
		return err
	}
	manager, managed, err := r.ManagerOf(p.Subject.ID)
	if err != nil {
		return err
	}
	who := append(eachOf(entries, func(e priority.Entry) id.Person { return e.Author }), manager)
	people, err := r.PeopleByID(who)
	if managed {
		p.Other = refOf(people, manager)
	}
	if p.Viewer == priority.Manager {
		p.Other = p.Subject
	}
	for _, one := range list {
		v := PriorityView{Priority: one}
		for _, e := range entries {
			if e.Priority == one.ID {
				v.Entries = append(v.Entries, PriorityEntry{e, refOf(people, e.Author)})
			}
		}
		p.All = append(p.All, v)
	}
	p.Periods = priority.Periods(list)
	p.Suggest = suggestedPeriods(p.Periods, clock.DateOf(r.Now(), w.zone), lang.In(r.Context()))
	return err
}

// suggestedPeriods are those in use that have not passed, and the half-years that nobody
// has named in other words.
func suggestedPeriods(used []priority.Period, today clock.Date, in lang.Language) (periods []priority.Period) {
	for _, one := range used {
		if one.Until >= today && !slices.Contains(periods, one) {
			periods = append(periods, one)
		}
	}
	for _, half := range priority.HalfYears(today, in) {
		if !slices.ContainsFunc(periods, func(p priority.Period) bool { return p.From == half.From && p.Until == half.Until }) {
			periods = append(periods, half)
		}
	}
	return periods
}

func (w *Workflow) fillPriorityShares(r *store.Reader, actor access.Actor, p *Priorities) error {
	shares, err := r.PrioritySharesOf(p.Subject.ID)
	if err != nil {
		return err
	}
	names, err := w.names(r)
	if err != nil {
		return err
	}
	if err := names.know(r, eachOf(shares, func(s priority.Share) id.Unit { return s.Squad })); err != nil {
		return err
	}
	for _, s := range shares {
		p.Shares = append(p.Shares, PriorityShareView{s, names.unit(s.Squad)})
	}
	squads, err := squadsOf(r, p.Subject.ID)
	for _, u := range squads {
		if !slices.ContainsFunc(shares, func(s priority.Share) bool { return s.Squad == u.ID }) {
			p.Squads = append(p.Squads, UnitRef{ID: u.ID, Kind: u.Kind, Name: u.Name})
		}
	}
	if err != nil || p.Viewer != priority.Self {
		return err
	}
	return fillOthers(r, actor, p)
}

// fillOthers puts in whose priorities the reader may look into.
func fillOthers(r *store.Reader, actor access.Actor, p *Priorities) error {
	reports, err := r.ReportsOf(actor.Person)
	if err != nil {
		return err
	}
	reaching, err := r.PrioritySharesWith(actor.Person)
	if err != nil {
		return err
	}
	who := eachOf(reaching, func(s priority.Share) id.Person { return s.Subject })
	people, err := r.PeopleByID(append(slices.Clone(who), reports...))
	for _, s := range who {
		if person := people[s]; person.Here(r.Now()) && priority.Shown(actor, s, reaching) && !slices.Contains(reports, s) {
			p.SharedBy = append(p.SharedBy, refOf(people, s))
		}
	}
	for _, s := range reports {
		p.Reports = append(p.Reports, refOf(people, s))
	}
	arrange.By(p.SharedBy, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	return err
}

// OnePriority returns a priority with the others of the person, to one of the pair.
func (w *Workflow) OnePriority(ctx context.Context, actor access.Actor, ref id.Priority) (Priorities, PriorityView, error) {
	if err := signedIn(actor, access.ScopePriorities); err != nil {
		return Priorities{}, PriorityView{}, err
	}
	var subject id.Person
	err := w.viewAs(ctx, actor, func(r *store.Reader) error {
		p, _, err := reachPriority(r, actor, ref)
		if err == nil {
			subject = p.Subject
		}
		return err
	})
	if err != nil {
		return Priorities{}, PriorityView{}, err
	}
	all, err := w.Priorities(ctx, actor, subject)
	if err != nil {
		return Priorities{}, PriorityView{}, err
	}
	i := slices.IndexFunc(all.All, func(p PriorityView) bool { return p.ID == ref })
	if i < 0 || !all.Pair() {
		return Priorities{}, PriorityView{}, fault.NotFound()
	}
	return all, all.All[i], nil
}
