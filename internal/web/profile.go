package web

import (
	"net/http"
	"slices"
	"time"

	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/promotion"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

func (s *site) showPerson(v *visit) error {
	person, err := v.askedPerson()
	if err != nil {
		return err
	}
	return v.renderPerson(http.StatusOK, person, func(*people.Profile) {})
}

// renderPerson answers with the profile; change adds what an act has to say.
func (v *visit) renderPerson(status int, person id.Person, change func(*people.Profile)) error {
	p, err := v.Workflow.Profile(v.r.Context(), v.actor, person)
	if err != nil {
		return err
	}
	f, err := v.framework()
	if err != nil {
		return err
	}
	d := people.Profile{Profile: p, Kinds: people.WordsOf(f.Words), Now: v.localTime(p.Zone), Care: v.careOf()}
	if d.Engage, err = v.engageOf(p, f); err != nil {
		return err
	}
	d.Rests = p.Bond.Rests && p.Manager != nil && p.Manager.ID == v.actor.Person
	if d.Step, err = v.Workflow.LooksAtStep(v.r.Context(), v.actor, person); err != nil {
		return err
	}
	if p.Bond.Pair() {
		if d.Pair, err = v.pairOf(p, f.Policy.NewJoinerStepAfterMonths); err != nil {
			return err
		}
	}
	change(&d)
	return v.render(status, people.Person(v.page(p.Name), d))
}

// localTime is the time where a person is; zero for who follows the organisation.
func (v *visit) localTime(zone string) time.Time {
	if zone == "" {
		return time.Time{}
	}
	at, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}
	}
	return v.Workflow.Now().Time().In(at)
}

// pairOf loads what the person and the current manager share. Nobody else gets
// here, and each call asks again who they are.
func (v *visit) pairOf(p workflow.Profile, months int) (*people.Pair, error) {
	standing, err := v.Workflow.Standing(v.r.Context(), v.actor, p.ID)
	if err != nil {
		return nil, err
	}
	home, err := v.Workflow.Home(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	pair := &people.Pair{
		Self: p.Bond.Self, Subject: p.PersonRef, Standing: standing, Months: months,
		Zone: v.zone(), StartKey: v.key(), Other: p.Name,
		Said: v.saidBeside(rights.Said{List: standing.Corrections, Object: workflow.AboutStep(p.ID)}, p.PersonRef),
	}
	if pair.Past, err = v.Workflow.PastEvaluations(v.r.Context(), v.actor, p.ID); err != nil {
		return nil, err
	}
	if pair.Promotion, err = v.openPromotionOf(p.ID); err != nil {
		return nil, err
	}
	if p.Bond.Self {
		pair.Other = ""
		for _, l := range home.Mine {
			if !l.Closed() {
				pair.Evaluations = append(pair.Evaluations, l)
			}
		}
		if p.Manager != nil {
			pair.Other = p.Manager.Name
		}
		pair.MayStart = p.Manager != nil && !home.HasOpen()
		return pair, nil
	}
	for _, r := range home.Reports {
		if r.Person.ID == p.ID && r.Open != nil {
			pair.Evaluations = append(pair.Evaluations, *r.Open)
		}
	}
	pair.MayStart = len(pair.Evaluations) == 0
	return pair, nil
}

// openPromotionOf is the open case of the person that the viewer may see.
func (v *visit) openPromotionOf(subject id.Person) (*workflow.PromotionLine, error) {
	list, err := v.Workflow.Promotions(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	for _, l := range slices.Concat(list.Mine, list.Reports) {
		if l.Subject.ID == subject && l.Stage != promotion.Closed {
			return &l, nil
		}
	}
	return nil, nil
}

// careOf is what the viewer looks after on profiles; nil for most.
func (v *visit) careOf() *people.Care {
	partner := v.actor.Holds(org.PeoplePartner)
	if !partner && !v.actor.Holds(org.Operator) {
		return nil
	}
	return &people.Care{CanInvite: true, InviteKey: v.key(), SetManager: partner, ManagerKey: v.key()}
}

// engageOf is what the viewer may do about roles and the discipline; nil for most.
func (v *visit) engageOf(p workflow.Profile, f *framework.Framework) (*people.Engage, error) {
	if !p.Bond.Pair() && !p.Bond.People {
		return nil, nil
	}
	e := &people.Engage{Self: p.Bond.Self, Zone: v.zone(), Key: v.key, Catalogue: []ui.Option{{Label: v.say("Choose, or write below")}}}
	if p.Manager != nil {
		e.Manager = p.Manager.Name
	}
	for _, r := range f.Roles {
		e.Catalogue = append(e.Catalogue, ui.Option{Value: string(r.ID), Label: r.Name})
	}
	e.Disciplines = []ui.Option{{Label: v.say("None##discipline")}}
	for _, d := range f.Disciplines {
		e.Disciplines = append(e.Disciplines, ui.Option{Value: string(d.ID), Label: d.Name, Selected: d.Name == p.Discipline})
	}
	if !p.Bond.Pair() {
		return e, nil
	}
	var err error
	e.Requests, err = v.Workflow.RoleRequests(v.r.Context(), v.actor, p.ID)
	return e, err
}
