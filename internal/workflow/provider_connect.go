package workflow

import (
	"context"
	"encoding/json"
	"slices"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/provider"
	"cairn/internal/store"
)

// ConnectedProvider is an account at a provider that signs the person in.
type ConnectedProvider struct {
	ID     id.Identity
	Label  string // the issuer where the provider is not set any more
	Works  bool   // the provider is still set
	MadeAt clock.Instant
	UsedAt clock.Instant
	Last   bool // without it nothing would sign the person in
}

// Connected lists the accounts at providers that sign the actor in.
func (w *Workflow) Connected(ctx context.Context, actor access.Actor) (list []ConnectedProvider, err error) {
	if err := own(actor); err != nil {
		return nil, err
	}
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		found, err := r.Identities(actor.Person)
		list = nil
		for _, v := range found {
			c := ConnectedProvider{ID: v.ID, Label: v.Issuer, MadeAt: v.MadeAt, UsedAt: v.UsedAt}
			if p := w.providerAt(v.Issuer); p != nil {
				c.Label, c.Works = p.Label, true
			}
			if err == nil {
				c.Last, err = w.lastWayIn(r, actor.Person, v.ID)
			}
			list = append(list, c)
		}
		return err
	})
	return list, err
}

// HasPassword tells whether the actor has a password that signs them in. In a demo
// nobody has one, and the empty one counts.
func (w *Workflow) HasPassword(ctx context.Context, actor access.Actor) (bool, error) {
	a, err := w.account(ctx, actor)
	return w.TakesPasswords() && (a.Password != "" || w.accounts.demo), err
}

// lastWayIn tells whether nothing but this identity signs the person in.
func (w *Workflow) lastWayIn(r *store.Reader, person id.Person, v id.Identity) (bool, error) {
	a, err := r.AccountOf(person)
	if err != nil || a.Password != "" && w.TakesPasswords() {
		return false, err
	}
	keys, err := r.Passkeys(person)
	if err != nil || len(keys) > 0 && w.passkeys != nil {
		return false, err
	}
	others, err := r.Identities(person)
	return !slices.ContainsFunc(others, func(o store.Identity) bool { return o.ID != v && w.providerAt(o.Issuer) != nil }), err
}

// connectKept is an account at a provider that waits for the person's word.
type connectKept struct {
	Provider, Issuer, Subject string
	Session                   id.Session
}

// askToConnect keeps whom the provider named until the person says that it is them:
// another site may have signed the browser in there as somebody else.
func (w *Workflow) askToConnect(ctx context.Context, actor access.Actor, p *provider.Provider, found provider.Identity, kept tripKept, person id.Person) (c Connecting, err error) {
	if err := sameTrip(actor, kept, person); err != nil {
		return c, err
	}
	raw, err := json.Marshal(connectKept{p.Name, found.Issuer, found.Subject, actor.Session})
	if err != nil {
		return c, err
	}
	token, hash := credential.NewToken(credential.CeremonyToken)
	err = w.updateAs(ctx, actor, func(tx *store.Tx) error {
		if v, ok, err := tx.IdentityBy(found.Issuer, found.Subject); err != nil || ok {
			return orElse(err, alreadyConnected(p, v, person))
		}
		return tx.AddCeremony(store.Ceremony{Purpose: forConnecting, Person: person, Kept: string(raw), EndsAt: tx.Now().Add(secondLasts)}, hash)
	})
	return Connecting{Label: p.Label, Name: found.Name, Email: found.Email, Token: token}, err
}

func alreadyConnected(p *provider.Provider, v store.Identity, person id.Person) error {
	if v.Person == person {
		return fault.New(fault.Conflict, "This account at {provider} signs you in already.", "provider", p.Label)
	}
	return errTaken(p)
}

// sameTrip refuses a browser in which somebody else signed in meanwhile.
func sameTrip(actor access.Actor, kept tripKept, person id.Person) error {
	if err := own(actor); err != nil {
		return err
	}
	if actor.Person != person || actor.Session != kept.Session {
		return errTripOver()
	}
	return nil
}

// Connect connects the account that the actor has just been shown.
func (w *Workflow) Connect(ctx context.Context, actor access.Actor, token string) error {
	if err := own(actor); err != nil {
		return err
	}
	if !credential.IsToken(credential.CeremonyToken, token) {
		return errTripOver()
	}
	err := w.updateAs(ctx, actor, func(tx *store.Tx) error {
		kept, err := spendConnecting(tx, actor, credential.HashToken(token))
		if err != nil {
			return err
		}
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return err
		}
		if err := w.secondShown(tx.Reader, actor); err != nil {
			return err
		}
		_, err = connect(tx, actor, actor.Person, kept.Issuer, kept.Subject)
		return err
	})
	if store.IsDuplicate(err) {
		err = fault.Wrap(fault.Conflict, "This account is connected to somebody here already. Nothing was changed.", err)
	}
	return err
}

func spendConnecting(tx *store.Tx, actor access.Actor, hash string) (kept connectKept, err error) {
	c, ok, err := tx.CeremonyByHash(hash)
	if err != nil {
		return kept, err
	}
	if !ok || c.Purpose != forConnecting || c.Person != actor.Person || json.Unmarshal([]byte(c.Kept), &kept) != nil || kept.Session != actor.Session {
		return kept, errTripOver()
	}
	return kept, spendCeremony(tx, hash, errTripOver())
}

// Disconnect ends that an account at a provider signs the actor in. The last way in
// stays; anybody else's does not exist.
func (w *Workflow) Disconnect(ctx context.Context, actor access.Actor, once Once, v id.Identity) error {
	if err := own(actor); err != nil {
		return err
	}
	_, err := w.act(ctx, actor, once, struct{ Disconnect id.Identity }{v}, func(tx *store.Tx) (string, error) {
		mine, err := tx.Identities(actor.Person)
		if err != nil {
			return "", err
		}
		at := slices.IndexFunc(mine, func(m store.Identity) bool { return m.ID == v })
		if at < 0 {
			return "", fault.NotFound()
		}
		if err := w.confirmed(tx.Reader, actor); err != nil {
			return "", err
		}
		if err := w.secondShown(tx.Reader, actor); err != nil {
			return "", err
		}
		if last, err := w.lastWayIn(tx.Reader, actor.Person, v); err != nil || last {
			return "", orElse(err, fault.New(fault.Conflict, "Nothing else signs you in, so it stays. Set a password or make a passkey first, or connect another account."))
		}
		return "", disconnect(tx, actor, mine[at])
	})
	return err
}

func disconnect(tx *store.Tx, actor access.Actor, v store.Identity) error {
	if _, err := tx.RemoveIdentity(v.Person, v.ID); err != nil {
		return err
	}
	if err := setGroupOffices(tx, v.Person, v.Issuer, nil); err != nil {
		return err
	}
	sessions, err := tx.ProviderSessions(v.Issuer, v.Subject, "")
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if s.Session != actor.Session {
			if _, err := tx.RevokeSession(s.Person, s.Session); err != nil {
				return err
			}
		}
	}
	return signInChanged(tx, actor, audit.Entry{Act: audit.IdentityUnlinked, Hat: "self", Subject: v.Person, Object: identityObject(v.ID)})
}

// acceptBy spends an invitation by connecting an account at a provider.
func (w *Workflow) acceptBy(ctx context.Context, p *provider.Provider, found provider.Identity, person id.Person, invitation, agent string) (SignedIn, error) {
	return w.beginBy(ctx, agent, provedBy(found), cameBy(found), func(tx *store.Tx) (store.Account, error) {
		account, err := tx.AccountOf(person)
		if err != nil {
			return account, err
		}
		v, taken, err := tx.IdentityBy(found.Issuer, found.Subject)
		if err == nil && taken && v.Person != person {
			err = errTaken(p)
		}
		if err != nil {
			return account, err
		}
		if done, err := tx.UseInvitation(invitation); err != nil || !done || !account.Here(tx.Now()) {
			return account, orElse(err, errInvitation())
		}
		if _, err := tx.RevokeSessions(person, ""); err != nil {
			return account, err
		}
		if !taken {
			if v, err = connect(tx, access.Actor{Person: person, Via: access.ViaSession}, person, found.Issuer, found.Subject); err != nil {
				return account, err
			}
		}
		if err := tx.UseIdentity(v.ID); err != nil {
			return account, err
		}
		return account, setGroupOffices(tx, person, p.Issuer, p.Gives(found.Groups))
	})
}

// confirmBy takes a sign-in at the provider, begun after it was asked for, as a fresh
// proof for this session.
func (w *Workflow) confirmBy(ctx context.Context, actor access.Actor, p *provider.Provider, found provider.Identity, kept tripKept, c store.Ceremony) error {
	if err := sameTrip(actor, kept, c.Person); err != nil {
		return err
	}
	asked := c.EndsAt.Add(-providerLasts)
	return w.updateAs(ctx, actor, func(tx *store.Tx) error {
		v, ok, err := tx.IdentityBy(found.Issuer, found.Subject)
		if err != nil {
			return err
		}
		if !ok || v.Person != actor.Person {
			return fault.New(fault.Conflict, "You signed in at {provider} as somebody else, or with an account that is not connected. Nothing was done.", "provider", p.Label)
		}
		if found.ProvedAt.IsZero() || clock.At(found.ProvedAt) < asked.Add(-provider.ClocksPart) {
			return fault.New(fault.Conflict, "{provider} did not ask you afresh, so it proves nothing about this moment. Sign out there, or use your password.", "provider", p.Label)
		}
		if err := tx.Prove(actor.Session); err != nil {
			return err
		}
		return record(tx, actor, audit.Entry{Act: audit.Confirmed, Hat: "self", Subject: actor.Person, Object: sessionObject(actor.Session)})
	})
}
