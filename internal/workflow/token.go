package workflow

import (
	"context"
	"slices"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/store"
)

// Token is a personal token for the API, as its owner sees it.
type Token struct {
	ID     id.Token
	Name   string
	Scopes []access.Scope
	MadeAt clock.Instant
	UsedAt clock.Instant // not set: never
	EndsAt clock.Instant
}

// NewToken is what a token is wanted for.
type NewToken struct {
	Name   string
	Scopes []access.Scope
	Days   int // how long it works, 1 to 366
}

const (
	longestTokenName = 100
	longestTokenDays = 366
	mostTokens       = 50
)

// MakeToken makes a personal token and returns its text, which is shown this
// once. A key that made one before is answered with a conflict: the text is gone.
func (w *Workflow) MakeToken(ctx context.Context, actor access.Actor, once Once, wanted NewToken) (string, error) {
	if err := own(actor); err != nil {
		return "", err
	}
	wanted, err := checkToken(wanted)
	if err != nil {
		return "", err
	}
	text, hash := credential.NewToken(credential.AccessToken)
	fresh := id.New[id.Token]()
	made, err := w.act(ctx, actor, once, wanted, func(tx *store.Tx) (string, error) {
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return "", err
		}
		return string(fresh), addToken(tx, actor, wanted, fresh, hash)
	})
	if err != nil {
		return "", err
	}
	if made != string(fresh) {
		return "", fault.New(fault.Conflict, "This token was made a moment ago, and its text is shown only once. If you do not have it, revoke the token and make another.")
	}
	return text, nil
}

func addToken(tx *store.Tx, actor access.Actor, wanted NewToken, fresh id.Token, hash string) error {
	held, err := tx.Tokens(actor.Person)
	if err != nil {
		return err
	}
	if len(held) >= mostTokens {
		return fault.New(fault.Conflict, "You have 50 tokens already. Revoke one you no longer use, then make this one.")
	}
	ends := tx.Now().Add(time.Duration(wanted.Days) * 24 * time.Hour)
	t := store.Token{ID: fresh, Person: actor.Person, Name: wanted.Name, Scopes: wanted.Scopes, MadeAt: tx.Now(), EndsAt: ends}
	if err := tx.AddToken(t, hash); err != nil {
		return err
	}
	return record(tx, actor, audit.Entry{Act: audit.TokenMade, Hat: "self", Subject: actor.Person, Object: tokenObject(fresh)})
}

// checkToken tidies what is wanted, and collects what is wrong with it.
func checkToken(wanted NewToken) (NewToken, error) {
	var wrong []fault.Field
	name := printable(wanted.Name, longestTokenName+1)
	if n := len([]rune(name)); n == 0 || n > longestTokenName {
		wrong = append(wrong, fault.Field{Name: "name", Value: name, Message: "Give the token a name of up to 100 characters, so that you know later what uses it."})
	}
	known := access.Scopes()
	scopes := slices.DeleteFunc(slices.Clone(known), func(s access.Scope) bool { return !slices.Contains(wanted.Scopes, s) })
	strange := slices.ContainsFunc(wanted.Scopes, func(s access.Scope) bool { return !slices.Contains(known, s) })
	if len(scopes) == 0 || strange {
		wrong = append(wrong, fault.Field{Name: "scopes", Message: "Choose at least one of the things listed that the token may read or do."})
	}
	if wanted.Days < 1 || wanted.Days > longestTokenDays {
		wrong = append(wrong, fault.Field{Name: "days", Message: "Say for how many days the token works, from 1 to 366."})
	}
	return NewToken{Name: name, Scopes: scopes, Days: wanted.Days}, fault.InvalidFields(wrong)
}

// AuthenticateToken tells whose token it is. The rights are the owner's at this
// moment, within the token's scopes; a token of somebody who has left opens
// nothing.
func (w *Workflow) AuthenticateToken(ctx context.Context, text string) (access.Actor, Viewer, error) {
	if credential.IsToken(credential.ServiceToken, text) {
		return w.authenticateService(ctx, text)
	}
	if !credential.IsToken(credential.AccessToken, text) {
		return access.Actor{}, Viewer{}, errToken()
	}
	var t store.Token
	var viewer Viewer
	live := false
	err := w.view(ctx, func(r *store.Reader) (err error) {
		var who store.Entering
		var found bool
		if t, who, found, err = r.TokenByHash(credential.HashToken(text)); err != nil || !found {
			return err
		}
		if live = usable(t, r.Now()); live {
			viewer, live, err = w.viewerOf(r, who, "")
		}
		return err
	})
	if err != nil {
		return access.Actor{}, Viewer{}, err
	}
	if !live {
		return access.Actor{}, Viewer{}, w.buryToken(ctx, t)
	}
	if viewer.Held {
		return access.Actor{}, Viewer{}, fault.New(fault.Unauthenticated, "This token opens nothing until its owner has set up a passkey or a code app, which the organisation asks for. It is done in a browser, under “How I sign in”.")
	}
	w.touch(ctx, t.UsedAt, func(tx *store.Tx) error { return tx.TouchToken(t.ID) })
	return access.Actor{Person: t.Person, Offices: viewer.Offices, Via: access.ViaToken, Token: t.ID, Scopes: t.Scopes}, viewer, nil
}

func errToken() error {
	return fault.New(fault.Unauthenticated, "This token does not open anything: it is unknown, expired or revoked.")
}

// buryToken ends for good a token whose time is over, so that a clock set back does not
// wake it.
func (w *Workflow) buryToken(ctx context.Context, t store.Token) error {
	if t.ID == "" || t.Revoked.IsSet() || w.clock.Now() < t.EndsAt {
		return errToken()
	}
	err := w.update(ctx, func(tx *store.Tx) error {
		_, err := tx.RevokeToken(t.Person, t.ID)
		return err
	})
	return orElse(err, errToken())
}

// usable tells whether a token may still be used. A last use ahead of us means
// that the clock was set back, and the token would live too long.
func usable(t store.Token, now clock.Instant) bool {
	return !t.Revoked.IsSet() && now < t.EndsAt && max(t.UsedAt, t.MadeAt).Sub(now) <= drift
}

// Tokens lists the actor's own tokens, also expired ones, the newest first.
func (w *Workflow) Tokens(ctx context.Context, actor access.Actor) ([]Token, error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	var out []Token
	err := w.viewAs(ctx, actor, func(r *store.Reader) error {
		found, err := r.Tokens(actor.Person)
		out = nil
		for _, t := range found {
			out = append(out, Token{ID: t.ID, Name: t.Name, Scopes: t.Scopes, MadeAt: t.MadeAt, UsedAt: t.UsedAt, EndsAt: t.EndsAt})
		}
		return err
	})
	return out, err
}

// RevokeToken ends one of the actor's own tokens. One that was revoked already
// stays so; anybody else's does not exist, which is the same answer.
func (w *Workflow) RevokeToken(ctx context.Context, actor access.Actor, once Once, token id.Token) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Token id.Token }{token}, func(tx *store.Tx) (string, error) {
		done, err := tx.RevokeToken(actor.Person, token)
		if err == nil && !done {
			err = fault.NotFound()
		}
		if err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.TokenRevoked, Hat: "self", Subject: actor.Person, Object: tokenObject(token)})
	})
	return err
}

func tokenObject(t id.Token) string { return "token/" + string(t) }
