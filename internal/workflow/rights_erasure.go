package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/notice"
	"cairn/internal/org"
	"cairn/internal/rights"
	"cairn/internal/store"
)

// DataRequests is what people partners look after: wishes about what is kept.
type DataRequests struct {
	Restrictions []RestrictionView
	Erasures     []ErasureView
	Holds        []HoldView
	Me           id.Person
}

// RestrictionView is one with its names.
type RestrictionView struct {
	*rights.Restriction
	Person  PersonRef
	InForce bool
}

// ErasureView is one with its names.
type ErasureView struct {
	*rights.Erasure
	Person, AskedBy PersonRef
	Here            bool // the person still works here
	Held            bool // a legal hold stops it
}

// HoldView is one with its names.
type HoldView struct {
	*rights.Hold
	Person, AskedBy, AgreedBy PersonRef
	Stops                     bool
}

// DataRequests shows people partners what waits for them and what is in force. It
// holds what was written with a wish, and nothing of what the wish is about.
func (w *Workflow) DataRequests(ctx context.Context, actor access.Actor) (d DataRequests, err error) {
	if err := mayPartner(actor); err != nil {
		return d, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if d, err = dataRequestsNow(tx.Reader, actor); err != nil {
			return err
		}
		return tx.MarkThingRead(actor.Person, dataRequests)
	})
	return d, err
}

func dataRequestsNow(r *store.Reader, actor access.Actor) (d DataRequests, err error) {
	d.Me = actor.Person
	rests, err := r.OpenRestrictions()
	if err != nil {
		return d, err
	}
	erasures, err := r.OpenErasures()
	if err != nil {
		return d, err
	}
	holds, err := r.OpenHolds()
	if err != nil {
		return d, err
	}
	var who []id.Person
	for _, v := range rests {
		who = append(who, v.Subject)
	}
	for _, v := range erasures {
		who = append(who, v.Subject, v.AskedBy)
	}
	for _, v := range holds {
		who = append(who, v.Subject, v.AskedBy, v.AgreedBy)
	}
	people, err := r.PeopleByID(who)
	if err != nil {
		return d, err
	}
	stopped := map[id.Person]bool{}
	for _, v := range holds {
		stopped[v.Subject] = stopped[v.Subject] || v.Stops(r.Now())
		d.Holds = append(d.Holds, HoldView{v, refOf(people, v.Subject), refOf(people, v.AskedBy), refOf(people, v.AgreedBy), v.Stops(r.Now())})
	}
	for _, v := range rests {
		d.Restrictions = append(d.Restrictions, RestrictionView{v, refOf(people, v.Subject), v.InForce(r.Now())})
	}
	for _, v := range erasures {
		here := people[v.Subject]
		d.Erasures = append(d.Erasures, ErasureView{v, refOf(people, v.Subject), refOf(people, v.AskedBy), here.Here(r.Now()), stopped[v.Subject]})
	}
	return d, nil
}

// AskErasure asks that what is kept about the actor is erased once they have left.
func (w *Workflow) AskErasure(ctx context.Context, actor access.Actor, once Once, words string) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Erase string }{words}, func(tx *store.Tx) (string, error) {
		return "", askErasure(tx, actor, actor.Person, "self", words)
	})
	return err
}

// AskErasureOf asks it for somebody who left, on their wish from outside.
func (w *Workflow) AskErasureOf(ctx context.Context, actor access.Actor, once Once, email, words string) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Erase, Words string }{email, words}, func(tx *store.Tx) (string, error) {
		who, err := anybodyByEmail(tx.Reader, email)
		if err != nil {
			return "", err
		}
		p, err := tx.Person(who)
		if err == nil && p.Here(tx.Now()) {
			err = fault.InvalidFields([]fault.Field{{Name: "email", Message: "This person works here and asks for it themselves, on their account page."}})
		}
		if err != nil {
			return "", err
		}
		return "", askErasure(tx, actor, who, partnerHat(), words)
	})
	return err
}

// anybodyByEmail also finds those who left.
func anybodyByEmail(r *store.Reader, email string) (id.Person, error) {
	p, ok, err := r.PersonByEmail(email)
	if err == nil && !ok {
		err = fault.InvalidFields([]fault.Field{{Name: "email", Message: "Nobody here, and nobody who left, has this e-mail address. Check how it is written."}})
	}
	return p.ID, err
}

func askErasure(tx *store.Tx, actor access.Actor, subject id.Person, hat, words string) error {
	v, err := rights.AskErasure(subject, actor.Person, words, tx.Now())
	if err != nil {
		return err
	}
	before, err := tx.ErasuresOf(subject)
	for _, b := range before {
		if err == nil && (b.Waits() || b.DoneAt.IsSet()) {
			err = fault.New(fault.Conflict, "This is asked for already. Here is how it stands.")
		}
	}
	if err != nil {
		return err
	}
	if err := tx.AddErasure(v); err != nil {
		return err
	}
	if err := tellHolders(tx, org.PeoplePartner, notice.DataAsked, dataRequests, actor.Person); err != nil {
		return err
	}
	return record(tx, actor, aboutData(audit.ErasureAsked, hat, subject))
}

// WithdrawErasure takes a wish back: the person's own, or one that a people partner
// asked for.
func (w *Workflow) WithdrawErasure(ctx context.Context, actor access.Actor, once Once, ref id.Erasure) error {
	if err := own(actor); err != nil {
		return err
	}
	return w.onErasure(ctx, actor, once, ref, struct{ Withdraw id.Erasure }{ref}, audit.ErasureRefused, func(tx *store.Tx, v *rights.Erasure) error {
		if v.Subject != actor.Person && v.AskedBy != actor.Person {
			return fault.NotFound()
		}
		return v.Withdraw(actor.Person, tx.Now())
	})
}

// RefuseErasure answers no, in words for the person.
func (w *Workflow) RefuseErasure(ctx context.Context, actor access.Actor, once Once, ref id.Erasure, words string) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	return w.onErasure(ctx, actor, once, ref, struct{ No, Words string }{string(ref), words}, audit.ErasureRefused, func(tx *store.Tx, v *rights.Erasure) error {
		if err := v.Refuse(actor.Person, words, tx.Now()); err != nil {
			return err
		}
		return tell(tx, v.Subject, notice.DataAnswered, myData)
	})
}

// Erase carries it out: all that is kept about the person goes, their key is
// destroyed, and a tombstone stays. It asks for a fresh proof.
func (w *Workflow) Erase(ctx context.Context, actor access.Actor, once Once, ref id.Erasure) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	return w.onErasure(ctx, actor, once, ref, struct{ Do id.Erasure }{ref}, audit.ErasureDone, func(tx *store.Tx, v *rights.Erasure) error {
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		p, err := tx.Person(v.Subject)
		if err != nil {
			return err
		}
		held, err := heldBack(tx.Reader, v.Subject)
		if err != nil {
			return err
		}
		if err := v.Do(actor.Person, p.Here(tx.Now()), held, tx.Now()); err != nil {
			return err
		}
		return tx.Bury(v.Subject)
	})
}

func (w *Workflow) onErasure(ctx context.Context, actor access.Actor, once Once, ref id.Erasure, asked any, line audit.Act, f func(*store.Tx, *rights.Erasure) error) error {
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, err := tx.Erasure(ref)
		if err != nil {
			return "", err
		}
		if err := f(tx, v); err != nil {
			return "", err
		}
		if err := tx.SaveErasure(v); err != nil {
			return "", err
		}
		hat := partnerHat()
		if v.Subject == actor.Person {
			hat = "self"
		}
		return "", record(tx, actor, aboutData(line, hat, v.Subject))
	})
	return err
}

// AskHold asks that what is kept about somebody, who may have left, stays for a legal
// reason.
func (w *Workflow) AskHold(ctx context.Context, actor access.Actor, once Once, email, reason string) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Hold, Reason string }{email, reason}, func(tx *store.Tx) (string, error) {
		who, err := anybodyByEmail(tx.Reader, email)
		if err != nil {
			return "", err
		}
		v, err := rights.AskHold(who, actor.Person, reason, tx.Now())
		if err != nil {
			return "", err
		}
		if err := tx.AddHold(v); err != nil {
			return "", err
		}
		if err := tellHolders(tx, org.PeoplePartner, notice.DataAsked, dataRequests, actor.Person); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutData(audit.HoldAsked, partnerHat(), who))
	})
	return err
}

// AgreeHold is the second people partner's word on a hold.
func (w *Workflow) AgreeHold(ctx context.Context, actor access.Actor, once Once, ref id.Hold) error {
	return w.onHold(ctx, actor, once, ref, struct{ Agree id.Hold }{ref}, audit.HoldAgreed, func(v *rights.Hold, tx *store.Tx) error {
		if err := v.Agree(actor.Person, tx.Now()); err != nil {
			return err
		}
		return tell(tx, v.Subject, notice.DataAnswered, myData)
	})
}

// EndHold ends a hold.
func (w *Workflow) EndHold(ctx context.Context, actor access.Actor, once Once, ref id.Hold) error {
	return w.onHold(ctx, actor, once, ref, struct{ End id.Hold }{ref}, audit.HoldEnded, func(v *rights.Hold, tx *store.Tx) error {
		if err := v.End(actor.Person, tx.Now()); err != nil {
			return err
		}
		return tell(tx, v.Subject, notice.DataAnswered, myData)
	})
}

func (w *Workflow) onHold(ctx context.Context, actor access.Actor, once Once, ref id.Hold, asked any, line audit.Act, f func(*rights.Hold, *store.Tx) error) error {
	if err := mayPartner(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, asked, func(tx *store.Tx) (string, error) {
		v, err := tx.Hold(ref)
		if err != nil {
			return "", err
		}
		if err := f(v, tx); err != nil {
			return "", err
		}
		if err := tx.SaveHold(v); err != nil {
			return "", err
		}
		return "", record(tx, actor, aboutData(line, partnerHat(), v.Subject))
	})
	return err
}

// AnswersRequests tells whether the actor is one of those who answer.
func (w *Workflow) AnswersRequests(actor access.Actor) bool { return mayPartner(actor) == nil }
