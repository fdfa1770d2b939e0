package workflow

import (
	"context"
	"errors"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/store"
)

// ProofHolds is for how long having signed in, or having confirmed with the password,
// is enough for what is asked for twice.
const ProofHolds = 15 * time.Minute

// mustProve is the failure of an act that wants a fresh proof of who is acting.
type mustProve struct {
	second  bool // a passkey or a code, and not only that it is them
	refusal *fault.Error
}

// Error returns the refusal's sentence.
func (m mustProve) Error() string { return m.refusal.Error() }

// Unwrap gives the failure that pages know.
func (m mustProve) Unwrap() error { return m.refusal }

func wants(err error, second bool) bool {
	m, ok := errors.AsType[mustProve](err)
	return ok && m.second == second
}

// fresh tells whether something was proved lately.
func fresh(r *store.Reader, at clock.Instant) bool {
	age := r.Now().Sub(at)
	return age <= ProofHolds && age >= -drift
}

func pleaseConfirm() error {
	return mustProve{false, fault.New(fault.Conflict, "Please confirm with your password that it is you; then this can be done.")}
}

// MustConfirm tells whether an act failed because it wants a fresh proof.
func MustConfirm(err error) bool { return wants(err, false) }

// confirmed refuses whose proof is older than ProofHolds. The command line and Cairn
// itself have no session and nothing to prove.
func (w *Workflow) confirmed(r *store.Reader, actor access.Actor) error {
	if actor.Session == "" {
		return nil
	}
	at, err := r.ProvedAt(actor.Session)
	if err == nil && !fresh(r, at) {
		err = pleaseConfirm()
	}
	return err
}

// Confirmed tells whether the actor has proved lately who they are.
func (w *Workflow) Confirmed(ctx context.Context, actor access.Actor) error {
	if err := own(actor); err != nil {
		return err
	}
	return w.viewAs(ctx, actor, func(r *store.Reader) error { return w.confirmed(r, actor) })
}

// Confirm takes the actor's password as a fresh proof, for this session alone. Tries
// are slowed down like those of signing in, and a wrong one is in the journal.
func (w *Workflow) Confirm(ctx context.Context, actor access.Actor, password string) error {
	account, err := w.accountToProve(ctx, actor)
	if err == nil && !w.TakesPasswords() {
		err = fault.InvalidFields([]fault.Field{{Name: "password", Message: "Nobody signs in by a password here. Confirm in another way on this page."}})
	}
	if err != nil {
		return err
	}
	ok, err := w.proves(ctx, account, password)
	if err != nil {
		return err
	}
	if !ok && !(w.accounts.demo && account.Password == "") { // in a demo nobody has one
		return w.missPassword(ctx, actor, fault.InvalidFields([]fault.Field{{Name: "password", Message: "This is not your password. Nothing was done; try again, or change it on your account page if you have forgotten which one it is."}}))
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if err := tx.Prove(actor.Session); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.Confirmed, Hat: "self", Subject: actor.Person, Object: sessionObject(actor.Session)})
	})
}
