package workflow

import (
	"context"
	"encoding/json"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
)

// Second is what else than the password signs a person in.
type Second struct {
	Passkeys []store.Passkey
	CodeApp  clock.Instant // since when there is one; not set: none
	Spares   int           // codes left
	Possible bool          // whether passkeys can be made at this address
	Asked    bool          // whether what they have is to be shown before anything is changed
}

// Any tells whether the password alone signs nobody in.
func (s Second) Any() bool { return len(s.Passkeys) > 0 || s.CodeApp.IsSet() }

const (
	forSecond   = "second proof"
	secondLasts = 10 * time.Minute
	secondTries = 5
)

// Second tells what else than the password signs the actor in.
func (w *Workflow) Second(ctx context.Context, actor access.Actor) (s Second, err error) {
	if err := own(actor); err != nil {
		return s, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		if s, err = secondOf(r, actor.Person); err != nil {
			return err
		}
		err := w.secondShown(r, actor)
		if s.Asked = MustShowSecond(err); s.Asked {
			return nil
		}
		return err
	})
	s.Possible = w.passkeys != nil
	return s, err
}

func secondOf(r *store.Reader, person id.Person) (s Second, err error) {
	if s.Passkeys, err = r.Passkeys(person); err != nil {
		return s, err
	}
	app, ok, err := r.CodeAppOf(person)
	if err != nil {
		return s, err
	}
	if ok {
		s.CodeApp = app.ConfirmedAt
	}
	s.Spares, err = r.SpareCodesLeft(person)
	return s, err
}

// askForSecond keeps that the password was proved, until more is.
// By which provider, if by any, is kept without the token that it gave.
func askForSecond(tx *store.Tx, person id.Person, by *store.ProviderSession) (token string, ends clock.Instant, err error) {
	token, hash := credential.NewToken(credential.CeremonyToken)
	ends = tx.Now().Add(secondLasts)
	kept := ""
	if by != nil {
		raw, err := json.Marshal(store.ProviderSession{Issuer: by.Issuer, Subject: by.Subject, SID: by.SID})
		if err != nil {
			return "", ends, err
		}
		kept = string(raw)
	}
	return token, ends, tx.AddCeremony(store.Ceremony{Purpose: forSecond, Person: person, Kept: kept, EndsAt: ends}, hash)
}

// cameByProvider reads by which provider a sign-in that waited had come.
func cameByProvider(kept string) *store.ProviderSession {
	var by store.ProviderSession
	if kept == "" || json.Unmarshal([]byte(kept), &by) != nil {
		return nil
	}
	return &by
}

func errSecondOver() error {
	return fault.New(fault.Absent, "This sign-in is over: it took too long, it was used, or there were too many wrong codes. Please begin again.")
}

// SecondAsked tells how whoever has proved the password can go on. It is absent
// when there is no such sign-in, or no longer.
func (w *Workflow) SecondAsked(ctx context.Context, waits string) (s Second, err error) {
	err = w.view(ctx, func(r *store.Reader) error {
		c, _, err := secondWaiting(r, waits)
		if err == nil {
			s, err = secondOf(r, c.Person)
		}
		return err
	})
	s.Possible = w.passkeys != nil
	return s, err
}

func secondWaiting(r *store.Reader, waits string) (c store.Ceremony, hash string, err error) {
	if !credential.IsToken(credential.CeremonyToken, waits) {
		return c, "", errSecondOver()
	}
	hash = credential.HashToken(waits)
	c, ok, err := r.CeremonyByHash(hash)
	if err == nil && (!ok || c.Purpose != forSecond || !c.Waits(r.Now()) || c.Tries >= secondTries) {
		err = errSecondOver()
	}
	return c, hash, err
}

// ProveSecond ends the sign-in that began with the password by a code of the app,
// or a spare code. A wrong code is an Invalid failure; the sign-in goes on waiting
// for a few more.
func (w *Workflow) ProveSecond(ctx context.Context, waits, code, agent string) (SignedIn, error) {
	var c store.Ceremony
	var hash string
	err := w.view(ctx, func(r *store.Reader) (err error) {
		c, hash, err = secondWaiting(r, waits)
		return err
	})
	person := c.Person
	if err != nil {
		return SignedIn{}, err
	}
	if err := w.slowDownSecond(ctx, person, lang.Later("There were many wrong codes in a short time. Please wait half a minute and try again, or use a passkey.")); err != nil {
		return SignedIn{}, err
	}
	in, err := w.beginBy(ctx, agent, byCode, cameByProvider(c.Kept), func(tx *store.Tx) (store.Account, error) {
		return admitSecond(tx, person, hash, code)
	})
	if fault.Is(err, fault.Invalid) {
		return SignedIn{}, w.missSecond(ctx, person, hash, err)
	}
	return in, err
}

// missSecond counts a wrong code and writes it down.
func (w *Workflow) missSecond(ctx context.Context, person id.Person, hash string, refusal error) error {
	err := w.update(ctx, func(tx *store.Tx) error {
		if err := tx.MissCeremony(hash); err != nil {
			return err
		}
		return record(tx, access.Actor{Via: access.ViaSession}, audit.Entry{Act: audit.SignInRefused, Hat: "nobody", Subject: person})
	})
	if err != nil {
		return err
	}
	return refusal
}

func admitSecond(tx *store.Tx, person id.Person, hash, code string) (store.Account, error) {
	account, err := admitAnswer(tx, person, hash)
	if err != nil {
		return account, err
	}
	return account, spendCode(tx, person, code)
}

// spendCode lets a code of the app, or a spare code, count once.
func spendCode(tx *store.Tx, person id.Person, code string) error {
	byApp, err := spendAppCode(tx, person, code)
	if err != nil || byApp {
		return err
	}
	spare, err := tx.UseSpareCode(person, credential.HashSpare(code))
	if err != nil {
		return err
	}
	if !spare {
		return fault.InvalidFields([]fault.Field{{Name: "code", Message: "This code is not right, or was used before. Type the one your app shows now, or a spare code that you have not used."}})
	}
	return signInChanged(tx, access.Actor{Person: person, Via: access.ViaSession}, audit.Entry{Act: audit.SpareUsed, Hat: "self", Subject: person})
}

// admitAnswer takes the answer to a question once, of somebody who is here.
func admitAnswer(tx *store.Tx, person id.Person, hash string) (store.Account, error) {
	account, err := tx.AccountOf(person)
	if err != nil {
		return account, err
	}
	if !account.Here(tx.Now()) {
		return account, errSignIn()
	}
	return account, spendCeremony(tx, hash, errSecondOver())
}

// spendAppCode tells whether the code is the app's of this moment, and lets it
// count once.
func spendAppCode(tx *store.Tx, person id.Person, code string) (bool, error) {
	app, ok, err := tx.CodeAppOf(person)
	if err != nil || !ok || !app.ConfirmedAt.IsSet() {
		return false, err
	}
	key, err := credential.ParseCodeKey(app.Key)
	if err != nil {
		return false, err
	}
	number, ok := key.Match(code, tx.Now(), app.LastCode)
	if !ok {
		return false, nil
	}
	return tx.SpendCode(person, number)
}

// firstSpares makes spare codes for whoever has none left, so that a lost phone
// shuts nobody out; none for whoever has some.
func firstSpares(tx *store.Tx, actor access.Actor) ([]string, error) {
	left, err := tx.SpareCodesLeft(actor.Person)
	if err != nil || left > 0 {
		return nil, err
	}
	return makeSpares(tx, actor)
}

func makeSpares(tx *store.Tx, actor access.Actor) ([]string, error) {
	texts, hashes := credential.NewSpareCodes()
	if err := tx.SetSpareCodes(actor.Person, hashes); err != nil {
		return nil, err
	}
	return texts, signInChanged(tx, actor, audit.Entry{Act: audit.SparesMade, Hat: "self", Subject: actor.Person})
}

// MakeSpareCodes makes new spare codes in place of all others and returns them;
// they are kept nowhere else.
func (w *Workflow) MakeSpareCodes(ctx context.Context, actor access.Actor, password string) (texts []string, err error) {
	if _, err := w.proveChange(ctx, actor, password); err != nil {
		return nil, err
	}
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		more, err := tx.HasSecondProof(actor.Person)
		if err == nil && !more {
			err = fault.New(fault.Conflict, "Spare codes stand in for a passkey or a code app, and you have neither. Set up one first.")
		}
		if err != nil {
			return err
		}
		texts, err = makeSpares(tx, actor)
		return err
	})
	return texts, err
}

// dropSparesOfNone removes spare codes that stand in for nothing any more.
func dropSparesOfNone(tx *store.Tx, person id.Person) error {
	more, err := tx.HasSecondProof(person)
	if err != nil || more {
		return err
	}
	return tx.SetSpareCodes(person, nil)
}

// RemoveSecondProofs removes every passkey, code app and spare code of somebody who
// has lost them, and ends their sessions. Only whoever is at the machine can.
func (w *Workflow) RemoveSecondProofs(ctx context.Context, actor access.Actor, person id.Person) error {
	if actor.Via != access.ViaCommand {
		return fault.NotFound()
	}
	return w.update(ctx, func(tx *store.Tx) error {
		if err := tx.RemoveSecondProofs(person); err != nil {
			return err
		}
		if _, err := tx.RevokeSessions(person, ""); err != nil {
			return err
		}
		return signInChanged(tx, actor, audit.Entry{Act: audit.ProofsRemoved, Hat: org.Operator.Words(), Subject: person})
	})
}

// spendCeremony takes the one answer that a question waits for; over is the failure
// when it was taken before.
func spendCeremony(tx *store.Tx, hash string, over error) error {
	done, err := tx.UseCeremony(hash)
	if err == nil && !done {
		err = over
	}
	return err
}
