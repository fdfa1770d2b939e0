package workflow

import (
	"context"
	"errors"
	"slices"

	"cairn/internal/access"
	"cairn/internal/arrange"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/growth"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// FocusView is a focus area with the names of what it speaks of.
type FocusView struct {
	*growth.Focus
	AreaName   string
	TowardName string // of the role or discipline it leads to
	Entries    []FocusEntry
	SupportBy  PersonRef  // zero when nobody has committed to it
	Lapsed     clock.Date // a day on which the two wanted to look at it, and nobody wrote since
	Coming     clock.Date // the next such day
}

// FocusEntry is a line of a focus area's history.
type FocusEntry struct {
	growth.Entry
	By PersonRef
}

// Plan is a person's growth plan as the reader may see it. For one with whom it
// is shared, only Subject, Text and the focus areas that a share shows are there.
type Plan struct {
	Subject     PersonRef
	Other       PersonRef   // of the pair, the one who does not look; zero when there is no manager
	StandIn     bool        // the reader stands in for the manager
	Also        []PersonRef // who stands in for the manager at this moment
	Viewer      growth.Side // empty for those with whom it is shared
	Text        *framework.Framework
	Focuses     []FocusView
	Answer      *growth.Answer  // of the person about a wider step; nil when never given
	Answers     []growth.Answer // all of them, the newest first
	ExpectsMove bool            // the Step is the one to move on from, and the person has not answered otherwise
	StepName    string          // of that step
	Shares      []ShareView     // only for the person
	Squads      []UnitRef       // of the person, to share with; only for the person
	WithMe      []PersonRef     // who shares a plan with the reader; only on the own plan
	Reports     []PersonRef     // only on the own plan
}

// Pair tells whether the reader is one of the two.
func (p Plan) Pair() bool { return p.Viewer != "" }

// In returns the focus areas in one of the states, in their order.
func (p Plan) In(states ...growth.State) (in []FocusView) {
	for _, f := range p.Focuses {
		if slices.Contains(states, f.State) {
			in = append(in, f)
		}
	}
	return in
}

// Plan returns the growth plan of the subject: all of it to the person and the
// current manager, the agreed focus areas to those the person shares them with,
// nothing to anybody else.
func (w *Workflow) Plan(ctx context.Context, actor access.Actor, subject id.Person) (p Plan, err error) {
	err = w.readAbout(ctx, actor, subject, access.ScopeGrowth, func(r *store.Reader, b access.Bond, journal journal) (err error) {
		p, err = w.planFor(r, actor, b, subject, journal)
		return err
	})
	if err != nil {
		return Plan{}, err // what could not be written down is not read
	}
	return p, nil
}

func (w *Workflow) planFor(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person, journal journal) (p Plan, err error) {
	b, err = asRunning(r, actor, b, subject)
	if err != nil {
		return p, err
	}
	pair := growth.RunBy(b)
	if !pair {
		reaching, err := r.SharesWith(actor.Person)
		if err != nil || !growth.Shown(actor, subject, reaching) {
			return p, orElse(err, fault.NotFound())
		}
		if _, err := isHere(r, subject); err != nil {
			return p, err
		}
	}
	if err := journal(audit.Entry{Hat: b.Hat(), Item: "focus", Subject: subject, Object: "person/" + string(subject)}); err != nil {
		return p, err
	}
	if p.Text, err = w.current(r); err != nil && !fault.Is(err, fault.Unavailable) {
		return p, err
	}
	if p.Text == nil {
		p.Text = framework.New(framework.Framework{})
	}
	people, err := r.PeopleByID([]id.Person{subject})
	if err != nil {
		return p, err
	}
	p.Subject = refOf(people, subject)
	if !pair {
		return p, w.fillShared(r, &p)
	}
	p.Viewer = sideOf(b)
	if p.StandIn = b.Acting; b.Acting {
		return p, w.fillPlan(r, &p) // what was answered about a wider step, and the Step, are for the two
	}
	return p, errors.Join(w.fillPlan(r, &p), w.fillAnswers(r, actor, &p, journal), w.fillOwn(r, actor, &p))
}

// fillShared puts in what a share shows.
func (w *Workflow) fillShared(r *store.Reader, p *Plan) error {
	list, err := r.FocusesOf(p.Subject.ID)
	for _, f := range list {
		if growth.Shareable(f.State) {
			p.Focuses = append(p.Focuses, w.focusView(r, f.ForOthers(), p.Text, nil, nil))
		}
	}
	return err
}

func (w *Workflow) fillPlan(r *store.Reader, p *Plan) error {
	list, err := r.FocusesOf(p.Subject.ID)
	if err != nil {
		return err
	}
	if p.Also, err = standInsNow(r, p.Subject.ID); err != nil {
		return err
	}
	entries, err := r.GrowthEntriesOf(p.Subject.ID)
	if err != nil {
		return err
	}
	who := eachOf(entries, func(e growth.Entry) id.Person { return e.Author })
	manager, managed, err := r.ManagerOf(p.Subject.ID)
	if err != nil {
		return err
	}
	for _, f := range list {
		who = append(who, f.SupportBy)
	}
	people, err := r.PeopleByID(append(who, manager, p.Subject.ID))
	if managed {
		p.Other = refOf(people, manager)
	}
	if p.Viewer == growth.Manager {
		p.Other = p.Subject
	}
	for _, f := range list {
		p.Focuses = append(p.Focuses, w.focusView(r, f, p.Text, entries, people))
	}
	return err
}

func (w *Workflow) focusView(r *store.Reader, f *growth.Focus, text *framework.Framework, entries []growth.Entry, people map[id.Person]org.Person) FocusView {
	v := FocusView{Focus: f, AreaName: string(f.Content.Area), TowardName: towardName(f.Content, text)}
	if a, ok := text.Area(f.Content.Area); ok {
		v.AreaName = a.Name
	}
	if f.SupportBy != "" {
		v.SupportBy = refOf(people, f.SupportBy)
	}
	var written clock.Date
	for _, e := range entries {
		if e.Focus == f.ID {
			v.Entries = append(v.Entries, FocusEntry{e, refOf(people, e.Author)})
			written = clock.DateOf(e.At, w.zone)
		}
	}
	today := clock.DateOf(r.Now(), w.zone)
	v.Lapsed, _ = f.Lapsed(today, written)
	v.Coming, _ = f.Coming(today)
	return v
}

// towardName is what the role or discipline is called that a focus area leads to.
func towardName(c growth.Content, text *framework.Framework) string {
	if c.Aim == growth.Role {
		if role, ok := text.Role(framework.RoleID(c.Role)); ok {
			return role.Name
		}
		return c.Role
	}
	if d, ok := text.Discipline(framework.DisciplineID(c.Discipline)); ok {
		return d.Name
	}
	return c.Discipline
}

// fillAnswers puts in what the person answered about a wider step, and whether
// moving on is expected. The latter tells something of the Step, also by its
// absence, so a manager's reading of it is written down as one of the Step.
func (w *Workflow) fillAnswers(r *store.Reader, actor access.Actor, p *Plan, journal journal) error {
	answers, err := r.AnswersOf(p.Subject.ID)
	if err != nil {
		return err
	}
	if now, ok := growth.StayingNow(answers); ok {
		p.Answer = &now
	}
	p.Answers = slices.Clone(answers)
	slices.Reverse(p.Answers)
	list, err := r.Standings(p.Subject.ID)
	at, set := standing.Current(list)
	if err != nil || !set || !actor.May(access.ScopeStep) {
		return err
	}
	if err := journal(audit.Entry{Item: "step", Subject: p.Subject.ID, Object: "person/" + string(p.Subject.ID)}); err != nil {
		return err
	}
	text, err := w.framework(r, at.Framework)
	if err != nil {
		return err
	}
	step, _ := text.Step(at.Step)
	p.ExpectsMove, p.StepName = growth.ExpectsMove(step.ExpectedToMoveOn, answers), step.Name
	return nil
}

// fillOwn puts in what only the person is told: with whom the plan is shared,
// and whose plans they may look into.
func (w *Workflow) fillOwn(r *store.Reader, actor access.Actor, p *Plan) (err error) {
	if p.Viewer != growth.Self {
		return nil
	}
	if p.Shares, err = w.shareViews(r, p.Subject.ID); err != nil {
		return err
	}
	squads, err := squadsOf(r, p.Subject.ID)
	if err != nil {
		return err
	}
	for _, u := range squads {
		p.Squads = append(p.Squads, UnitRef{ID: u.ID, Kind: u.Kind, Name: u.Name})
	}
	reports, err := r.ReportsOf(actor.Person)
	if err != nil {
		return err
	}
	reaching, err := r.SharesWith(actor.Person)
	if err != nil {
		return err
	}
	who := eachOf(reaching, func(s growth.Share) id.Person { return s.Subject })
	people, err := r.PeopleByID(append(slices.Clone(who), reports...))
	for _, s := range who {
		if person := people[s]; person.Here(r.Now()) && growth.Shown(actor, s, reaching) && !slices.Contains(reports, s) {
			p.WithMe = append(p.WithMe, refOf(people, s))
		}
	}
	for _, s := range reports {
		p.Reports = append(p.Reports, refOf(people, s))
	}
	arrange.By(p.WithMe, func(a, b PersonRef) int { return org.Compare(a.Name, b.Name) })
	return err
}

// FocusPlan returns the plan that holds the focus area, to one of the pair.
func (w *Workflow) FocusPlan(ctx context.Context, actor access.Actor, ref id.Focus) (Plan, FocusView, error) {
	if err := signedIn(actor, access.ScopeGrowth); err != nil {
		return Plan{}, FocusView{}, err
	}
	var subject id.Person
	err := w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		f, _, err := reachFocus(r, actor, ref)
		if err == nil {
			subject = f.Subject
		}
		return err
	})
	if err != nil {
		return Plan{}, FocusView{}, err
	}
	p, err := w.Plan(ctx, actor, subject)
	if err != nil {
		return Plan{}, FocusView{}, err
	}
	i := slices.IndexFunc(p.Focuses, func(f FocusView) bool { return f.ID == ref })
	if i < 0 || !p.Pair() {
		return Plan{}, FocusView{}, fault.NotFound()
	}
	return p, p.Focuses[i], nil
}
