package workflow

import (
	"context"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/disclosure"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// MyRights is what a person sees of what is kept about them, and of what they asked.
type MyRights struct {
	Classes      []KeptClass
	Corrections  []rights.Correction
	Restrictions []*rights.Restriction // the newest first
	Erasures     []*rights.Erasure     // the newest first
	Held         bool                  // a legal hold is in force
	Now          clock.Instant
}

// KeptClass is a class with how long it is kept here.
type KeptClass struct {
	rights.About
	Kept string
}

// Rest returns the restriction that waits or lasts; nil when there is none.
func (m MyRights) Rest() *rights.Restriction {
	for _, r := range m.Restrictions {
		if r.Waits() || r.InForce(m.Now) {
			return r
		}
	}
	return nil
}

// Erasing returns the wish that waits; nil when there is none.
func (m MyRights) Erasing() *rights.Erasure {
	for _, e := range m.Erasures {
		if e.Waits() {
			return e
		}
	}
	return nil
}

// KeepFor sets how long classes are kept apart from the built-in times.
func KeepFor(k rights.Keeping) Option { return func(w *Workflow) { w.keeping = k } }

func (w *Workflow) keptClasses(in lang.Language) (list []KeptClass) {
	for _, a := range rights.Classes() {
		list = append(list, KeptClass{a, w.keeping.Of(a.Class).In(in)})
	}
	return list
}

// MyRights shows the actor what is kept about them, for how long, and what they have
// asked for.
func (w *Workflow) MyRights(ctx context.Context, actor access.Actor) (m MyRights, err error) {
	if err := own(actor); err != nil {
		return m, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) (err error) {
		m = MyRights{Classes: w.keptClasses(lang.In(ctx)), Now: r.Now()}
		if m.Corrections, err = r.CorrectionsBy(actor.Person); err != nil {
			return err
		}
		if m.Restrictions, err = r.RestrictionsOf(actor.Person); err != nil {
			return err
		}
		if m.Erasures, err = r.ErasuresOf(actor.Person); err != nil {
			return err
		}
		m.Held, err = heldBack(r, actor.Person)
		return err
	})
	return m, err
}

const (
	myData       = "own-data/rights"
	dataRequests = "data/requests"
)

func init() {
	things["own-data"] = thing{"/account/", "", func(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
		if err := own(actor); err != nil {
			return "", fault.NotFound()
		}
		return lang.Say(r.Context(), "What is kept about you"), nil
	}}
	things["data"] = thing{"/data-", "", func(_ *Workflow, r *store.Reader, actor access.Actor, _ string) (string, error) {
		return lang.Say(r.Context(), "Requests about what is kept"), mayPartner(actor)
	}}
}

// mayPartner lets in people partners in their own browsers.
func mayPartner(actor access.Actor) error {
	switch {
	case !actor.Known():
		return pleaseSignIn()
	case actor.Via != access.ViaSession || !actor.Holds(org.PeoplePartner):
		return fault.NotFound()
	}
	return nil
}

func aboutData(act audit.Act, hat string, subject id.Person) audit.Entry {
	return audit.Entry{Act: act, Hat: hat, Item: "export", Subject: subject, Object: "person/" + string(subject)}
}

func partnerHat() string { return org.PeoplePartner.Words() }

// AskRestriction asks that what is kept about the actor rests.
func (w *Workflow) AskRestriction(ctx context.Context, actor access.Actor, once Once, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Rest string }{words}, func(tx *store.Tx) (string, error) {
		v, err := rights.AskRestriction(actor.Person, words, tx.Now())
		if err != nil {
			return "", err
		}
		before, err := tx.RestrictionsOf(actor.Person)
		for _, b := range before {
			if err == nil && (b.Waits() || b.InForce(tx.Now())) {
				err = fault.New(fault.Conflict, "You have asked for this already. Here is how it stands.")
			}
		}
		if err != nil {
			return "", err
		}
		if err := tx.AddRestriction(v); err != nil {
			return "", err
		}
		if err := tellHolders(tx, org.PeoplePartner, notice.DataAsked, dataRequests, actor.Person); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutData(audit.RestrictionAsk, "self", actor.Person))
	})
	return err
}

// onRestriction changes one.
func (w *Workflow) onRestriction(ctx context.Context, actor access.Actor, once Once, ref id.Restriction, asked any, line audit.Act, partner bool, f func(*store.Tx, *rights.Restriction) error) error {
	may, hat := own, "self"
	if partner {
		may, hat = mayPartner, partnerHat()
	}
	if err := may(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, err := tx.Restriction(ref)
		if err == nil && !partner && v.Subject != actor.Person {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		if err := f(tx, v); err != nil {
			return "", err
		}
		if err := tx.SaveRestriction(v); err != nil {
			return "", err
		}
		if partner {
			err = tell(tx, v.Subject, notice.DataAnswered, myData)
		}
		if err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutData(line, hat, v.Subject))
	})
	return err
}

// EndRestriction is the person's own end of it, at once.
func (w *Workflow) EndRestriction(ctx context.Context, actor access.Actor, once Once, ref id.Restriction) error {
	return w.onRestriction(ctx, actor, once, ref, struct{ End id.Restriction }{ref}, audit.RestrictionEnd, false, func(tx *store.Tx, v *rights.Restriction) error { return v.End(tx.Now()) })
}

// SetRestriction lets what is kept about the person rest, from this instant on.
func (w *Workflow) SetRestriction(ctx context.Context, actor access.Actor, once Once, ref id.Restriction) error {
	return w.onRestriction(ctx, actor, once, ref, struct{ Set id.Restriction }{ref}, audit.RestrictionSet, true, func(tx *store.Tx, v *rights.Restriction) error {
		if err := v.Set(actor.Person, tx.Now()); err != nil {
			return err
		}
		return endLet(tx, actor, v.Subject)
	})
}

// RefuseRestriction answers no, in words for the person.
func (w *Workflow) RefuseRestriction(ctx context.Context, actor access.Actor, once Once, ref id.Restriction, words string) error {
	return w.onRestriction(ctx, actor, once, ref, struct{ No, Words string }{string(ref), words}, audit.RestrictionNo, true, func(tx *store.Tx, v *rights.Restriction) error { return v.Refuse(actor.Person, words, tx.Now()) })
}

// LiftRestriction ends it some days from now, of which the person is told now.
func (w *Workflow) LiftRestriction(ctx context.Context, actor access.Actor, once Once, ref id.Restriction, words string) error {
	return w.onRestriction(ctx, actor, once, ref, struct{ Lift, Words string }{string(ref), words}, audit.RestrictionEnd, true, func(tx *store.Tx, v *rights.Restriction) error { return v.Lift(actor.Person, words, tx.Now()) })
}

// endLet ends what of the person is opened to others, in the transaction that lets it
// rest.
func endLet(tx *store.Tx, actor access.Actor, subject id.Person) error {
	list, err := tx.DisclosuresAbout(subject)
	if err != nil {
		return err
	}
	if err := endGlasses(tx, actor, disclosure.Rests, func(g *disclosure.Glass) (bool, error) { return g.Subject == subject, nil }); err != nil {
		return err
	}
	return endDisclosures(tx, actor, slices.DeleteFunc(list, func(d disclosure.Disclosure) bool { return d.Purpose == disclosure.Breaking }), "", disclosure.Rests)
}
