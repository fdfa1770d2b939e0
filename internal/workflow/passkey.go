package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/passkey"
	"cairn/internal/store"
)

// PasskeyQuestion is what a browser asks its device. Token comes back with the
// answer.
type PasskeyQuestion struct {
	Token   string
	Options []byte // JSON
}

const (
	forNewPasskey      = "new passkey"
	forPasskey         = "passkey"
	passkeyLasts       = 5 * time.Minute
	mostPasskeys       = 20
	longestPasskeyName = 60
)

var (
	errPasskeysNotMade  = lang.Later("Browsers make passkeys only where Cairn is reached by https and a name. Whoever runs Cairn sets its address: public-url.")
	errPasskeyTookLong  = lang.Later("This took too long, or was answered before. Please begin again.")
	errPasskeyElsewhere = lang.Later("This device says it made a passkey that is here already. Remove the other one first.")
)

// TakesPasskeys tells whether browsers make passkeys at the address of this Cairn.
func (w *Workflow) TakesPasskeys() bool { return w.passkeys != nil }

func (w *Workflow) party() (*passkey.Party, error) {
	if w.passkeys == nil {
		return nil, fault.New(fault.Conflict, errPasskeysNotMade)
	}
	return w.passkeys, nil
}

// ask keeps a question and makes the token that its answer brings back.
func (w *Workflow) ask(ctx context.Context, purpose string, person id.Person, q passkey.Question) (PasskeyQuestion, error) {
	token, hash := credential.NewToken(credential.CeremonyToken)
	err := w.update(ctx, func(tx *store.Tx) error {
		return tx.AddCeremony(store.Ceremony{Purpose: purpose, Person: person, Kept: string(q.Kept), EndsAt: tx.Now().Add(passkeyLasts)}, hash)
	})
	return PasskeyQuestion{Token: token, Options: q.Options}, err
}

// asked finds the question that an answer belongs to.
func asked(r *store.Reader, purpose, token string) (c store.Ceremony, hash string, err error) {
	hash = credential.HashToken(token)
	if credential.IsToken(credential.CeremonyToken, token) {
		c, _, err = r.CeremonyByHash(hash)
	}
	if err == nil && (c.Purpose != purpose || !c.Waits(r.Now())) {
		err = fault.New(fault.Conflict, errPasskeyTookLong)
	}
	return c, hash, err
}

func holderOf(r *store.Reader, a store.Account) (passkey.Holder, []store.Passkey, error) {
	h := passkey.Holder{ID: string(a.Person), Email: a.Email, Name: a.Name}
	keys, err := r.Passkeys(a.Person)
	for _, k := range keys {
		h.Records = append(h.Records, k.Record)
	}
	return h, keys, err
}

// AskForNewPasskey asks the actor's browser to make a passkey.
func (w *Workflow) AskForNewPasskey(ctx context.Context, actor access.Actor, password string) (PasskeyQuestion, error) {
	party, err := w.party()
	if err != nil {
		return PasskeyQuestion{}, err
	}
	account, err := w.proveChange(ctx, actor, password)
	if err != nil {
		return PasskeyQuestion{}, err
	}
	var q passkey.Question
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		h, keys, err := holderOf(r, account)
		if err == nil && len(keys) >= mostPasskeys {
			err = fault.New(fault.Conflict, "You have 20 passkeys already. Remove one you no longer use first.")
		}
		if err == nil {
			q, err = party.AskToMake(h)
		}
		return err
	})
	if err != nil {
		return PasskeyQuestion{}, err
	}
	return w.ask(ctx, forNewPasskey, actor.Person, q)
}

// AddPasskey keeps the passkey that the actor's device made. It returns spare
// codes, shown this once, when the actor had none.
func (w *Workflow) AddPasskey(ctx context.Context, actor access.Actor, token, name, answer string) (spares []string, err error) {
	party, err := w.party()
	if err == nil {
		err = own(actor)
	}
	if err != nil {
		return nil, err
	}
	if name = printable(name, longestPasskeyName); name == "" {
		name = "Passkey"
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		made, err := makePasskey(tx, party, actor, token, answer)
		if err != nil {
			return err
		}
		k := store.Passkey{ID: id.New[id.Passkey](), Person: actor.Person, Name: name, Record: made.Record, MadeAt: tx.Now()}
		if err := tx.AddPasskey(k, credential.HashToken(string(made.Handle))); err != nil {
			return err
		}
		if spares, err = firstSpares(tx, actor); err != nil {
			return err
		}
		if err := tx.ProveSecond(actor.Session); err != nil {
			return err
		}
		return signInChanged(tx, actor, audit.Entry{Act: audit.PasskeyMade, Hat: "self", Subject: actor.Person, Object: passkeyObject(k.ID)})
	})
	if store.IsDuplicate(err) {
		err = fault.Wrap(fault.Conflict, errPasskeyElsewhere, err)
	}
	return spares, err
}

// makePasskey checks the answer to AskForNewPasskey, once.
func makePasskey(tx *store.Tx, party *passkey.Party, actor access.Actor, token, answer string) (passkey.Made, error) {
	c, hash, err := asked(tx.Reader, forNewPasskey, token)
	if err == nil && c.Person != actor.Person {
		err = fault.New(fault.Conflict, errPasskeyTookLong)
	}
	if err != nil {
		return passkey.Made{}, err
	}
	if _, err := tx.UseCeremony(hash); err != nil {
		return passkey.Made{}, err
	}
	account, err := tx.AccountOf(actor.Person)
	if err != nil {
		return passkey.Made{}, err
	}
	h, _, err := holderOf(tx.Reader, account)
	if err != nil {
		return passkey.Made{}, err
	}
	return party.Make(h, []byte(c.Kept), answer)
}

// RemovePasskey removes one of the actor's own passkeys; anybody else's does not
// exist, which is the same answer as for one that is gone.
func (w *Workflow) RemovePasskey(ctx context.Context, actor access.Actor, k id.Passkey, password string) error {
	second, err := w.Second(ctx, actor)
	if err == nil && !slices.ContainsFunc(second.Passkeys, func(p store.Passkey) bool { return p.ID == k }) {
		err = fault.NotFound()
	}
	if err != nil {
		return err
	}
	if _, err := w.proveChange(ctx, actor, password); err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		done, err := tx.RemovePasskey(actor.Person, k)
		if err == nil && !done {
			err = fault.NotFound()
		}
		if err == nil {
			err = dropSparesOfNone(tx, actor.Person)
		}
		if err != nil {
			return err
		}
		return signInChanged(tx, actor, audit.Entry{Act: audit.PasskeyRemoved, Hat: "self", Subject: actor.Person, Object: passkeyObject(k)})
	})
}

// AskForPasskey asks a browser for a passkey of whoever sits before it. From is the
// network address the request comes from.
func (w *Workflow) AskForPasskey(ctx context.Context, from string) (PasskeyQuestion, error) {
	party, err := w.party()
	if err == nil {
		err = w.slowDownAddress(ctx, from)
	}
	if err != nil {
		return PasskeyQuestion{}, err
	}
	q, err := party.Ask()
	if err != nil {
		return PasskeyQuestion{}, err
	}
	return w.ask(ctx, forPasskey, "", q)
}

// SignInWithPasskey begins a session for whoever's passkey answered AskForPasskey.
func (w *Workflow) SignInWithPasskey(ctx context.Context, token, answer, agent string) (SignedIn, error) {
	party, err := w.party()
	if err != nil {
		return SignedIn{}, err
	}
	used, hash, err := w.checkPasskey(ctx, party, token, answer)
	if err != nil {
		return SignedIn{}, err
	}
	return w.begin(ctx, agent, byPasskey, func(tx *store.Tx) (store.Account, error) {
		account, err := admitAnswer(tx, used.Person, hash)
		if err == nil {
			err = tx.UsePasskey(used) // fails when it was removed meanwhile
		}
		return account, err
	})
}

// checkPasskey tells whose passkey answered, and what is to be kept of it. A
// refusal is written down with the person it names, if any.
func (w *Workflow) checkPasskey(ctx context.Context, party *passkey.Party, token, answer string) (used store.Passkey, hash string, err error) {
	var named id.Person
	err = w.view(ctx, func(r *store.Reader) error {
		c, h, err := asked(r, forPasskey, token)
		if err != nil {
			return err
		}
		hash = h
		var keys []store.Passkey
		_, made, err := party.Check([]byte(c.Kept), answer, func(holder string) (passkey.Holder, error) {
			account, ok, err := hereWith(r, holder)
			if err != nil || !ok {
				return passkey.Holder{}, err
			}
			named = account.Person
			var h passkey.Holder
			h, keys, err = holderOf(r, account)
			return h, err
		})
		if err == nil {
			used, err = sameKey(keys, made)
		}
		return err
	})
	if fault.Is(err, fault.Unauthenticated) {
		if failed := w.refuseSignIn(ctx, named); !fault.Is(failed, fault.Unauthenticated) {
			err = failed
		}
	}
	return used, hash, err
}

// hereWith finds the account of a holder that a device names.
func hereWith(r *store.Reader, holder string) (store.Account, bool, error) {
	person, ok := id.Parse[id.Person](holder)
	if !ok {
		return store.Account{}, false, nil
	}
	a, err := r.AccountOf(person)
	if fault.Is(err, fault.Withheld) {
		return store.Account{}, false, nil
	}
	return a, err == nil && a.Here(r.Now()), err
}

// sameKey gives the stored passkey what was learnt from its use.
func sameKey(keys []store.Passkey, made passkey.Made) (store.Passkey, error) {
	for _, k := range keys {
		if handle, err := passkey.HandleOf(k.Record); err == nil && string(handle) == string(made.Handle) {
			k.Record = made.Record
			return k, nil
		}
	}
	return store.Passkey{}, errSignIn()
}

func passkeyObject(k id.Passkey) string { return "passkey/" + string(k) }
