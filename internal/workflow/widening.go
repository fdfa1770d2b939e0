package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/standing"
	"cairn/internal/store"
)

// stepPolicyPage is what people are told of when who may know Steps changes.
const stepPolicyPage = "steps/policy"

func init() {
	things["steps"] = thing{"/steps/", "", func(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
		return lang.Say(r.Context(), "Who may know Steps"), own(actor)
	}}
}

// StepPolicyView is who may know Steps, as everybody may read it.
type StepPolicyView struct {
	standing.Widening
	AskedByRef, GivenByRef PersonRef
	InForce                bool
	People, CTO            bool // offices of the reader
	MayAgree               bool
	NoCTO                  bool               // nobody could agree
	Changes                []StepPolicyChange // the newest first
	Own                    OwnSight
}

// StepPolicyChange is one change, with who made it.
type StepPolicyChange struct {
	standing.PolicyEntry
	By PersonRef
}

// OwnSight is what the policy means for the reader's own Step.
type OwnSight struct {
	Set   bool // there is a Step
	Needs bool // it was set before the day: it is opened only if the reader chooses so
	Chose bool // and so they did
	Open  bool // it can be read by those whom the policy names, now
}

// StepPolicy tells everybody who has signed in who may know Steps.
func (w *Workflow) StepPolicy(ctx context.Context, actor access.Actor) (v StepPolicyView, err error) {
	if err := own(actor); err != nil {
		return v, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		v, err = stepPolicyView(r, actor)
		return err
	})
	return v, err
}

func stepHats(actor access.Actor) standing.PolicyHats {
	session := actor.Via == access.ViaSession
	return standing.PolicyHats{People: session && actor.Holds(org.PeoplePartner), CTO: session && actor.Holds(org.CTO)}
}

func stepPolicyView(r *store.Reader, actor access.Actor) (v StepPolicyView, err error) {
	entries, err := r.StepPolicy()
	if err != nil {
		return v, err
	}
	hats := stepHats(actor)
	v = StepPolicyView{Widening: standing.WideningOf(entries), People: hats.People, CTO: hats.CTO}
	v.InForce = v.Holds(r.Now())
	v.MayAgree = v.CTO && v.Waits() && v.AskedBy != actor.Person
	people, err := r.PeopleByID(eachOf(entries, func(e standing.PolicyEntry) id.Person { return e.By }))
	if err != nil {
		return v, err
	}
	if !v.Announced() && !v.People && !v.CTO {
		v.Widening = standing.Widening{} // what only waits concerns the two offices
	}
	v.AskedByRef, v.GivenByRef = refOf(people, v.AskedBy), refOf(people, v.GivenBy)
	for _, e := range slices.Backward(stepChangesFor(entries, hats)) {
		by := refOf(people, e.By)
		if e.By == "" { // see narrowSteps
			by.Name = "Cairn, put back from a backup"
		}
		v.Changes = append(v.Changes, StepPolicyChange{e, by})
	}
	if cto, err := r.HoldersOf(org.CTO); err != nil || len(cto) == 0 {
		v.NoCTO = true
		if err != nil {
			return v, err
		}
	}
	v.Own, err = ownSight(r, v.Widening, actor.Person)
	return v, err
}

// stepChangesFor leaves out what was asked for and never agreed to: it concerns the two
// offices alone.
func stepChangesFor(entries []standing.PolicyEntry, hats standing.PolicyHats) (list []standing.PolicyEntry) {
	if hats.People || hats.CTO {
		return entries
	}
	for i, e := range entries {
		given := i+1 < len(entries) && entries[i+1].What == standing.WideningGiven
		after := i > 0 && entries[i-1].What == standing.WideningGiven
		if e.What == standing.WideningGiven || e.What == standing.WideningAsked && given || e.What == standing.Narrowed && after {
			list = append(list, e)
		}
	}
	return list
}

func ownSight(r *store.Reader, w standing.Widening, who id.Person) (own OwnSight, err error) {
	history, choices, err := stepsAndChoices(r, who)
	if err != nil {
		return own, err
	}
	now, set := standing.Current(history)
	own = OwnSight{Set: set, Needs: w.Needs(history)}
	own.Chose = own.Needs && slices.ContainsFunc(choices, func(c standing.Choice) bool { return c.Opens(w, now) })
	_, own.Open = w.OpenStep(history, choices, r.Now())
	return own, nil
}

func stepsAndChoices(r *store.Reader, who id.Person) ([]standing.Standing, []standing.Choice, error) {
	history, err := r.Standings(who)
	if err != nil {
		return nil, nil, err
	}
	choices, err := r.StepChoices(who)
	return history, choices, err
}

// widening is what is asked for, announced or in force.
func widening(r *store.Reader) (standing.Widening, error) {
	entries, err := r.StepPolicy()
	return standing.WideningOf(entries), err
}

// SetStepPolicy changes who may know Steps. A people partner asks, the CTO agrees,
// everybody is told, and it begins thirty days later; one of either office narrows,
// which holds at once and ends what anybody had opened by it.
func (w *Workflow) SetStepPolicy(ctx context.Context, actor access.Actor, once Once, what standing.PolicyWhat, circle standing.Circle, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	asked := struct {
		What   standing.PolicyWhat
		Circle standing.Circle
		Words  string
	}{what, circle, words}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		before, err := widening(tx.Reader)
		if err != nil {
			return "", err
		}
		e := standing.PolicyEntry{ID: id.New[id.Entry](), At: tx.Now(), By: actor.Person, What: what, Circle: circle, Words: words}
		if e, err = before.Next(e, stepHats(actor)); err != nil {
			return "", err
		}
		if what != standing.Narrowed {
			if err := w.confirmed(tx.Reader, actor); err != nil {
				return "", err
			}
		}
		if err := tx.AddStepPolicy(e); err != nil {
			return "", err
		}
		if err := afterStepPolicy(tx, actor, before, what); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.StepPolicySet, Hat: stepPolicyHat(actor), Item: "aud_all", Object: stepPolicyPage})
	})
	return err
}

func afterStepPolicy(tx *store.Tx, actor access.Actor, before standing.Widening, what standing.PolicyWhat) error {
	switch {
	case what == standing.WideningAsked:
		return tellHolders(tx, org.CTO, notice.SightAsked, stepPolicyPage, actor.Person)
	case what == standing.WideningGiven:
		return tellEverybody(tx, actor, notice.Sight, stepPolicyPage)
	case what == standing.Narrowed && before.Announced():
		if err := tx.EndAllStepChoices(); err != nil {
			return err
		}
		return tellEverybody(tx, actor, notice.Sight, stepPolicyPage)
	}
	return nil
}

func stepPolicyHat(actor access.Actor) string {
	if stepHats(actor).People {
		return partnerHat()
	}
	return org.CTO.Words()
}

// OpenOwnStep opens the actor's Step of today to those whom the policy names, although
// it was set before the day from which Steps are open.
func (w *Workflow) OpenOwnStep(ctx context.Context, actor access.Actor, once Once, policy id.Entry) error {
	return w.ownStep(ctx, actor, once, struct{ Open id.Entry }{policy}, audit.StepOpened, func(tx *store.Tx) error {
		now, err := widening(tx.Reader)
		if err != nil {
			return err
		}
		own, err := ownSight(tx.Reader, now, actor.Person)
		switch {
		case err != nil:
			return err
		case !now.Announced() || now.ID != policy:
			return fault.New(fault.Conflict, lang.Later("Who may know Steps has changed since you read it. Here is how it stands."))
		case !own.Needs || own.Chose:
			return fault.New(fault.Conflict, lang.Later("There is nothing to choose about your Step at the moment. Here is how it stands."))
		}
		if err := tx.EndStepChoices(actor.Person); err != nil { // about a Step or a policy of before
			return err
		}
		return tx.AddStepChoice(standing.Choice{ID: id.New[id.StepChoice](), Person: actor.Person, Widening: now.ID, At: tx.Now()})
	})
}

// CloseOwnStep takes that back, from this moment on.
func (w *Workflow) CloseOwnStep(ctx context.Context, actor access.Actor, once Once) error {
	return w.ownStep(ctx, actor, once, struct{ Close string }{"step"}, audit.StepClosed, func(tx *store.Tx) error {
		choices, err := tx.StepChoices(actor.Person)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(choices, func(c standing.Choice) bool { return !c.Until.IsSet() }) {
			return fault.New(fault.Conflict, lang.Later("You have opened nothing. Here is how it stands."))
		}
		return tx.EndStepChoices(actor.Person)
	})
}

func (w *Workflow) ownStep(ctx context.Context, actor access.Actor, once Once, asked any, line audit.Act, f func(*store.Tx) error) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		if err := f(tx); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: line, Hat: "self", Item: "step", Subject: actor.Person, Object: "person/" + string(actor.Person)})
	})
	return err
}

// StepsInForce tells to whom Steps are open besides the two, and since when, for what
// every page says about it. Nobody has to be signed in: it says nothing of anybody.
func (w *Workflow) StepsInForce(ctx context.Context) (circle standing.Circle, since clock.Instant, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		now, err := widening(r)
		if err == nil && now.Holds(r.Now()) {
			circle, since = now.Circle, now.Begins
		}
		return err
	})
	return circle, since, err
}

// StepNews is what a home page says of the policy.
type StepNews struct {
	Circle  standing.Circle
	Begins  clock.Instant
	InForce bool
	Own     OwnSight
}

// stepNewsFor is how long a home page speaks of a policy that is in force.
const stepNewsFor = 30 * 24 * time.Hour

// StepNews returns what was announced, or came into force not long ago.
func (w *Workflow) StepNews(ctx context.Context, actor access.Actor) (n StepNews, ok bool, err error) {
	if err := own(actor); err != nil {
		return n, false, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		now, err := widening(r)
		if err != nil || !now.Announced() || r.Now().Sub(now.Begins) > stepNewsFor {
			return err
		}
		n, ok = StepNews{Circle: now.Circle, Begins: now.Begins, InForce: now.Holds(r.Now())}, true
		n.Own, err = ownSight(r, now, actor.Person)
		return err
	})
	return n, ok, err
}
