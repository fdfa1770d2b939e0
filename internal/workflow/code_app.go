package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/store"
)

// CodeAppSetup is a code app that waits for its first code.
type CodeAppSetup struct {
	Secret  string // for typing
	Link    string // for opening
	Picture []byte // the link as a PNG
}

func errNoSetup() error {
	return fault.New(fault.Conflict, "No code app waits to be set up. Begin again under “How I sign in”.")
}

// BeginCodeApp makes a key for a code app of the actor, to be confirmed by a code.
func (w *Workflow) BeginCodeApp(ctx context.Context, actor access.Actor, password string) error {
	account, err := w.proveChange(ctx, actor, password)
	if err != nil {
		return err
	}
	key, err := credential.NewCodeKey(account.Email)
	if err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		app, ok, err := tx.CodeAppOf(actor.Person)
		if err == nil && ok && app.ConfirmedAt.IsSet() {
			err = fault.New(fault.Conflict, "You have a code app already. Remove it first, then set up another.")
		}
		if err != nil {
			return err
		}
		return tx.SetCodeApp(actor.Person, key.String())
	})
}

// CodeAppSetup shows the key of a code app that waits for its first code; one that
// counts is never shown again.
func (w *Workflow) CodeAppSetup(ctx context.Context, actor access.Actor) (s CodeAppSetup, err error) {
	if err := own(actor); err != nil {
		return s, err
	}
	var app store.CodeApp
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		var ok bool
		app, ok, err = r.CodeAppOf(actor.Person)
		if err == nil && (!ok || app.ConfirmedAt.IsSet()) {
			err = errNoSetup()
		}
		return err
	})
	if err != nil {
		return s, err
	}
	key, err := credential.ParseCodeKey(app.Key)
	if err != nil {
		return s, err
	}
	picture, err := key.Picture()
	return CodeAppSetup{Secret: key.Secret(), Link: key.String(), Picture: picture}, err
}

// ConfirmCodeApp lets the code app count once it has shown a right code. It
// returns spare codes, shown this once, when the actor had none.
func (w *Workflow) ConfirmCodeApp(ctx context.Context, actor access.Actor, code string) (spares []string, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	if err := w.slowDownSecond(ctx, actor.Person, lang.Later("There were many wrong codes in a short time. Please wait half a minute and try again.")); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		app, ok, err := tx.CodeAppOf(actor.Person)
		if err != nil {
			return err
		}
		if !ok || app.ConfirmedAt.IsSet() {
			return errNoSetup()
		}
		key, err := credential.ParseCodeKey(app.Key)
		if err != nil {
			return err
		}
		number, ok := key.Match(code, tx.Now(), 0)
		if !ok {
			return fault.InvalidFields([]fault.Field{{Name: "code", Message: "This is not the code of this moment. Type the six digits that the app shows now; if they never fit, the clock of the phone may be wrong."}})
		}
		if err := tx.ConfirmCodeApp(actor.Person, number); err != nil {
			return err
		}
		if spares, err = firstSpares(tx, actor); err != nil {
			return err
		}
		if err := tx.ProveSecond(actor.Session); err != nil {
			return err
		}
		return signInChanged(tx, actor, audit.Entry{Act: audit.CodeAppSet, Hat: "self", Subject: actor.Person})
	})
	return spares, err
}

// RemoveCodeApp removes the actor's code app. One that is gone stays so.
func (w *Workflow) RemoveCodeApp(ctx context.Context, actor access.Actor, password string) error {
	if _, err := w.proveChange(ctx, actor, password); err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if _, ok, err := tx.CodeAppOf(actor.Person); err != nil || !ok {
			return err
		}
		if err := tx.RemoveCodeApp(actor.Person); err != nil {
			return err
		}
		if err := dropSparesOfNone(tx, actor.Person); err != nil {
			return err
		}
		return signInChanged(tx, actor, audit.Entry{Act: audit.CodeAppRemoved, Hat: "self", Subject: actor.Person})
	})
}
