package web

import (
	"net/http"
	"time"

	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/web/pages/people"
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
	}
	if pair.Past, err = v.Workflow.PastEvaluations(v.r.Context(), v.actor, p.ID); err != nil {
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

// careOf is what the viewer looks after on profiles; nil for most.
func (v *visit) careOf() *people.Care {
	partner := v.actor.Holds(org.PeoplePartner)
	if !partner && !v.actor.Holds(org.Operator) {
		return nil
	}
	return &people.Care{CanInvite: true, InviteKey: v.key(), SetManager: partner, ManagerKey: v.key()}
}
