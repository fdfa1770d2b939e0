package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// StandInLine is somebody who stands in, for whom and towards whom.
type StandInLine struct {
	Manager, Who PersonRef
	Reports      []PersonRef // by name
	Since        clock.Instant
	Until        clock.Instant // when it ends by itself
	Begun        bool
}

// StandInView is the page about standing in.
type StandInView struct {
	Manages bool         // the reader has reports
	Mine    *StandInLine // who stands in for the reader
	Left    []PersonRef  // reports towards whom nobody stands in, where somebody does for others
	For     []StandInLine
	My      *StandInLine // who stands in for the reader's own manager
	May     []PersonRef  // whom the reader can name
}

// StandIn tells the actor who stands in for them, for whom they do, and who does for
// their own manager.
func (w *Workflow) StandIn(ctx context.Context, actor access.Actor) (v StandInView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v, err = standInView(r, actor)
		return err
	})
	return v, err
}

func standInView(r *store.Reader, actor access.Actor) (v StandInView, err error) {
	reports, err := r.ReportsOf(actor.Person)
	if err != nil {
		return v, err
	}
	v.Manages = len(reports) > 0
	mine, err := standInsTowards(r, append(reports, actor.Person))
	if err != nil {
		return v, err
	}
	forMe := slices.DeleteFunc(slices.Clone(mine), func(d disclosure.Disclosure) bool { return d.AskedBy != actor.Person })
	if lines, err := standInLines(r, forMe); err != nil || len(lines) > 0 {
		if err != nil {
			return v, err
		}
		v.Mine = &lines[0]
	}
	my := slices.DeleteFunc(mine, func(d disclosure.Disclosure) bool { return d.Subject != actor.Person })
	if lines, err := standInLines(r, my); err != nil || len(lines) > 0 {
		if err != nil {
			return v, err
		}
		v.My = &lines[0]
	}
	if v.For, err = standInsBy(r, actor.Person); err != nil || !v.Manages {
		return v, err
	}
	return v, v.fillChoices(r, actor, reports)
}

// fillChoices puts in whom a manager can name, and towards whom nobody stands in.
func (v *StandInView) fillChoices(r *store.Reader, actor access.Actor, reports []id.Person) error {
	chart, err := chartBeside(r, actor.Person)
	if err != nil {
		return err
	}
	may, err := mayStandIn(r, chart, actor.Person)
	if err != nil {
		return err
	}
	people, err := r.PeopleByID(append(slices.Clone(may), reports...))
	for _, p := range may {
		v.May = append(v.May, refOf(people, p))
	}
	if v.Mine == nil {
		return err
	}
	for _, p := range reports {
		if !slices.ContainsFunc(v.Mine.Reports, func(ref PersonRef) bool { return ref.ID == p }) {
			v.Left = append(v.Left, refOf(people, p))
		}
	}
	return err
}

func standInsTowards(r *store.Reader, who []id.Person) (list []disclosure.Disclosure, err error) {
	about, err := r.DisclosuresAboutAll(who)
	for _, p := range who {
		list = append(list, slices.DeleteFunc(about[p], func(d disclosure.Disclosure) bool {
			return d.Purpose != disclosure.StandingIn || d.Until.IsSet() || r.Now() >= d.Expires
		})...)
	}
	return list, err
}

// standInsBy are those for whom the person stands in, or is to.
func standInsBy(r *store.Reader, who id.Person) ([]StandInLine, error) {
	list, err := r.DisclosuresTo(who)
	if err != nil {
		return nil, err
	}
	return standInLines(r, slices.DeleteFunc(list, func(d disclosure.Disclosure) bool {
		return d.Purpose != disclosure.StandingIn || r.Now() >= d.Expires
	}))
}

// standInLines puts together what one manager gave to one person.
func standInLines(r *store.Reader, list []disclosure.Disclosure) (lines []StandInLine, err error) {
	var who []id.Person
	for _, d := range list {
		who = append(who, d.Subject, d.Reader, d.AskedBy)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		i := slices.IndexFunc(lines, func(l StandInLine) bool { return l.Manager.ID == d.AskedBy && l.Who.ID == d.Reader })
		if i < 0 {
			lines = append(lines, StandInLine{Manager: refOf(people, d.AskedBy), Who: refOf(people, d.Reader), Since: d.Since, Until: d.Expires, Begun: d.Since <= r.Now()})
			i = len(lines) - 1
		}
		lines[i].Reports = append(lines[i].Reports, refOf(people, d.Subject))
	}
	for _, l := range lines {
		arrange.By(l.Reports, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	}
	return lines, nil
}

// standIns are those who stand in for the person's manager, for the page of who can read
// what.
func (s *sees) standIns() (by []Seer) {
	for _, d := range s.let {
		if d.Purpose == disclosure.StandingIn {
			by = append(by, Seer{&d.Reader, AsStandIn})
		}
	}
	return by
}

// standInsNow are those who stand in for the subject's manager at this moment.
func standInsNow(r *store.Reader, subject id.Person) ([]PersonRef, error) {
	list, err := standInsFor(r, subject)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return !d.InForce(r.Now()) })
	if len(list) == 0 {
		return nil, nil
	}
	people, err := r.PeopleByID(eachOf(list, func(d disclosure.Disclosure) id.Person { return d.Reader }))
	var refs []PersonRef
	for _, d := range list {
		refs = append(refs, refOf(people, d.Reader))
	}
	return refs, err
}
