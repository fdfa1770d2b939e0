package workflow

import (
	"context"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/store"
)

const forEnd = "ended at a provider"

// ProviderSays takes a provider's message that a session ended there, or all of
// somebody's, and ends what came of them. From is the network address it comes from.
func (w *Workflow) ProviderSays(ctx context.Context, name, message, from string) error {
	p, err := w.provider(name)
	if err == nil {
		err = w.slowDownAddress(ctx, from)
	}
	if err != nil {
		return err
	}
	end, err := p.ReadEnd(ctx, message)
	if err != nil {
		return err
	}
	err = w.update(ctx, func(tx *store.Tx) error {
		once := store.Ceremony{Purpose: forEnd, EndsAt: clock.At(end.Until)}
		if err := tx.AddCeremony(once, credential.HashToken(forEnd+"\x00"+end.Issuer+"\x00"+end.TokenID)); err != nil {
			return err
		}
		sessions, err := tx.ProviderSessions(end.Issuer, end.Subject, end.Session)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			if end.Subject != "" && s.Subject != end.Subject {
				continue // the session is another's
			}
			if _, err := tx.RevokeSession(s.Person, s.Session); err != nil {
				return err
			}
			e := audit.Entry{Act: audit.SessionRevoked, Hat: "provider", Subject: s.Person, Object: sessionObject(s.Session)}
			if err := record(tx, access.System(access.ViaItself), e); err != nil {
				return err
			}
		}
		return nil
	})
	if store.IsDuplicate(err) {
		err = fault.Wrap(fault.Unauthenticated, "This message was taken before.", err)
	}
	return err
}

// SignedOutBy tells where a browser that signs out here can sign out at the provider
// by which it came, too. Label is empty when it came by none, or cannot.
func (w *Workflow) SignedOutBy(ctx context.Context, actor access.Actor, back string) (label, address string, err error) {
	if !actor.Known() || actor.Session == "" {
		return "", "", nil
	}
	var s store.ProviderSession
	var ok bool
	err = w.view(ctx, func(r *store.Reader) error {
		s, ok, err = r.ProviderSessionOf(actor.Session)
		return err
	})
	if err != nil || !ok {
		return "", "", err
	}
	p := w.providerAt(s.Issuer)
	if p == nil {
		return "", "", nil
	}
	if address = p.EndAddress(s.Token, back); address == "" {
		return "", "", nil
	}
	return p.Label, address, nil
}
