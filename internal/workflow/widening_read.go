package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// ShownStep is what those whom the policy names read of one person: the present Step, or
// nothing. Nothing is said alike whether there is no Step, it is not open, or what is kept
// about the person rests.
type ShownStep struct {
	Person PersonRef
	Circle standing.Circle
	Since  clock.Instant // of the policy
	Pair   bool          // the viewer is one of the two, and reads it elsewhere
	Shown  bool
	Step   framework.Step
	Ref    framework.Ref
}

// ShownStep tells a person's present Step to those whom the policy in force names. To
// everybody else there is no such page, whoever it is about. No token reads by it.
func (w *Workflow) ShownStep(ctx context.Context, actor access.Actor, subject id.Person) (v ShownStep, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.readAbout(ctx, actor, subject, access.ScopeStep, func(r *store.Reader, b access.Bond, journal journal) error {
		v = ShownStep{}
		now, err := looksAtStep(r, actor, b, subject)
		if err != nil {
			return err
		}
		people, err := r.PeopleByID([]id.Person{subject})
		if err != nil {
			return err
		}
		v = ShownStep{Person: refOf(people, subject), Circle: now.Circle, Since: now.Begins, Pair: b.Pair()}
		if b.Pair() {
			return nil
		}
		open, shown, err := openStepOf(r, now, subject)
		if err != nil || !shown {
			return err
		}
		line := audit.Entry{Item: "step", Subject: subject, Object: "person/" + string(subject), Hat: circleHat(now.Circle)}
		if err := journal(line); err != nil {
			return err
		}
		f, err := w.framework(r, open.Framework)
		if err != nil {
			return err
		}
		v.Shown, v.Ref = true, open.Framework
		v.Step, _ = f.Step(open.Step)
		return nil
	})
	if err != nil {
		return ShownStep{}, err // what could not be written down is not read
	}
	return v, nil
}

// openStepOf is the Step of a person that the policy opens, if any.
func openStepOf(r *store.Reader, now standing.Widening, subject id.Person) (open standing.Standing, ok bool, err error) {
	rests, err := r.Restricted(subject)
	if err != nil || rests {
		return open, false, err
	}
	history, choices, err := stepsAndChoices(r, subject)
	open, ok = now.OpenStep(history, choices, r.Now())
	return open, ok && err == nil, err
}

// looksAtStep lets in whom the policy in force names, and the two.
func looksAtStep(r *store.Reader, actor access.Actor, b access.Bond, subject id.Person) (standing.Widening, error) {
	now, err := widening(r)
	if err != nil || !now.Holds(r.Now()) {
		return now, orElse(err, fault.NotFound())
	}
	if _, err := isHere(r, subject); err != nil {
		return now, err
	}
	stance, err := stanceOf(r, actor, now.Circle, subject)
	if err == nil && !b.Pair() && !now.Circle.Reaches(stance) {
		err = fault.NotFound()
	}
	return now, err
}

// stanceOf is computed in the transaction that uses it, like a bond.
func stanceOf(r *store.Reader, actor access.Actor, circle standing.Circle, subject id.Person) (s standing.Stance, err error) {
	s.People = actor.Holds(org.PeoplePartner)
	switch circle {
	case standing.TribeLeads:
		leads, err := tribeLeadsOf(r, subject)
		for _, lead := range leads {
			s.LeadsTribe = s.LeadsTribe || lead == actor.Person
		}
		return s, err
	case standing.Everybody:
		only, err := onlyOperates(r, actor)
		s.WorksHere = actor.Known() && !only
		return s, err
	}
	return s, nil
}

func tribeLeadsOf(r *store.Reader, subject id.Person) ([]id.Person, error) {
	chart, err := r.ChartOf([]id.Person{subject})
	if err != nil {
		return nil, err
	}
	return chart.LeadsOver(subject, org.Tribe), nil
}

// circleHat is the capacity in which a reading is written down.
func circleHat(c standing.Circle) string {
	switch c {
	case standing.PeoplePartners:
		return "people partner, by the policy on Steps"
	case standing.TribeLeads:
		return "tribe lead, by the policy on Steps"
	}
	return "colleague, by the policy on Steps"
}

// LooksAtStep tells whether there is a page about the person's Step for the actor, so
// that a profile leads to it; not whether anything is shown there.
func (w *Workflow) LooksAtStep(ctx context.Context, actor access.Actor, subject id.Person) (looks bool, err error) {
	if own(actor) != nil || actor.Person == subject {
		return false, nil
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		b, err := bond(r, actor, subject)
		if err != nil || b.Pair() {
			return err
		}
		_, err = looksAtStep(r, actor, b, subject)
		if fault.Is(err, fault.Withheld) || fault.Is(err, fault.Absent) {
			return nil
		}
		looks = err == nil
		return err
	})
	return looks, err
}

// circle is who reads the person's present Step by the policy, for the page of who can
// read what.
func (s *sees) circle() (by []Seer, err error) {
	now, err := widening(s.r)
	if err != nil || !now.Holds(s.r.Now()) {
		return nil, err
	}
	if _, open, err := openStepOf(s.r, now, s.me); err != nil || !open {
		return nil, err
	}
	switch now.Circle {
	case standing.PeoplePartners:
		return []Seer{{Why: AsPeopleByPolicy}}, nil
	case standing.Everybody:
		return []Seer{{Why: AsEverybodyByPolicy}}, nil
	}
	leads, err := tribeLeadsOf(s.r, s.me)
	if err != nil {
		return nil, err
	}
	people, err := s.r.PeopleByID(leads)
	for _, lead := range leads {
		if lead == s.me || s.manager != nil && lead == s.manager.ID {
			continue
		}
		ref := refOf(people, lead)
		by = append(by, Seer{&ref, AsLeadByPolicy})
	}
	return by, err
}

// openTo is to whom the policy opens the person's present Step now.
func openTo(r *store.Reader, subject id.Person) (standing.Circle, error) {
	now, err := widening(r)
	if err != nil || !now.Holds(r.Now()) {
		return "", err
	}
	if _, open, err := openStepOf(r, now, subject); err != nil || !open {
		return "", err
	}
	return now.Circle, nil
}

// OwnStepOpen tells the actor to whom their Step is open besides their manager, now.
func (w *Workflow) OwnStepOpen(ctx context.Context, actor access.Actor) (c standing.Circle, err error) {
	if err := own(actor); err != nil {
		return "", err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		c, err = openTo(r, actor.Person)
		return err
	})
	return c, err
}
