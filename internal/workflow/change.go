package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/store"
)

func pleaseShowSecond() error {
	return mustProve{true, fault.New(fault.Conflict, "Please show your passkey or a code first; then this can be changed. Nothing was changed yet.")}
}

// MustShowSecond tells whether a change failed because it wants the second proof.
func MustShowSecond(err error) bool { return wants(err, true) }

// secondShown refuses who has a second proof and has not shown it lately in this
// session. The command line and Cairn itself have no session and nothing to show.
func (w *Workflow) secondShown(r *store.Reader, actor access.Actor) error {
	if actor.Session == "" {
		return nil
	}
	has, err := r.HasSecondProof(actor.Person)
	if err != nil || !has {
		return err
	}
	at, err := r.SecondAt(actor.Session)
	if err == nil && !fresh(r, at) {
		err = pleaseShowSecond()
	}
	return err
}

// proveChange lets go on whoever types the actor's password, and has shown lately
// what else they sign in with: a browser that was left open does not change how its
// person signs in, and neither does whoever has learnt the password.
func (w *Workflow) proveChange(ctx context.Context, actor access.Actor, password string) (store.Account, error) {
	account, err := w.accountToProve(ctx, actor)
	if err != nil {
		return account, err
	}
	if err := w.viewAs(ctx, actor, func(r *store.Reader) error { return w.secondShown(r, actor) }); err != nil {
		return account, err
	}
	if account.Password == "" || !w.TakesPasswords() { // they have proved lately in another way who they are
		return account, w.Confirmed(ctx, actor)
	}
	ok, err := w.proves(ctx, account, password)
	if err == nil && !ok {
		err = w.missPassword(ctx, actor, fault.InvalidFields([]fault.Field{{Name: "current", Message: "This is not your password. Nothing was changed."}}))
	}
	return account, err
}

// missPassword writes down that somebody who is signed in typed another password.
func (w *Workflow) missPassword(ctx context.Context, actor access.Actor, refusal error) error {
	err := w.updateAs(ctx, actor, func(tx *store.Tx) error {
		return record(tx, actor, audit.Entry{Act: audit.SignInRefused, Hat: "self", Subject: actor.Person, Object: sessionObject(actor.Session)})
	})
	if err != nil {
		return err
	}
	return refusal
}

// ShowSecond takes a code of the actor's app, or a spare code, as a fresh second
// proof for this session alone. A wrong one counts like one at the sign-in, and is in
// the journal.
func (w *Workflow) ShowSecond(ctx context.Context, actor access.Actor, code string) error {
	if err := own(actor); err != nil {
		return err
	}
	if err := w.slowDownSecond(ctx, actor.Person, lang.Later("There were many wrong codes in a short time. Please wait half a minute and try again, or use a passkey.")); err != nil {
		return err
	}
	err := w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if err := spendCode(tx, actor.Person, code); err != nil {
			return err
		}
		return shownSecond(tx, actor)
	})
	if fault.Is(err, fault.Invalid) {
		return w.missPassword(ctx, actor, err)
	}
	return err
}

// shownSecond notes it for the session, if it is one.
func shownSecond(tx *store.Tx, actor access.Actor) error {
	if actor.Session == "" {
		return nil
	}
	if err := tx.ProveSecond(actor.Session); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.SecondShown, Hat: "self", Subject: actor.Person, Object: sessionObject(actor.Session)})
}
