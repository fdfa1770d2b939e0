package provider

import (
	"context"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Ended is what a provider says has ended there: one session, or all of a subject.
type Ended struct {
	Issuer, Subject, Session string
	TokenID                  string
	Until                    time.Time // the token is taken before then
}

// endsWithin is how old a message about a sign-out may be.
const endsWithin = 10 * time.Minute

// ReadEnd checks a logout token whole, as OpenID Connect Back-Channel Logout 2.6 asks;
// that the same one was not taken before is the caller's to look.
func (p *Provider) ReadEnd(ctx context.Context, raw string) (Ended, error) {
	a, err := p.ask()
	if err != nil {
		return Ended{}, err
	}
	t, err := a.Verifier(&oidc.Config{ClientID: p.ClientID, Now: p.now}).VerifyLogout(oidc.ClientContext(ctx, p.client), raw)
	if err != nil {
		return Ended{}, p.refused(err.Error())
	}
	now := p.now()
	switch {
	case t.IssuedAt.After(now.Add(ClocksPart)) || t.IssuedAt.Before(now.Add(-endsWithin)):
		return Ended{}, p.refused("the message is old, or from the future")
	case t.Subject != "" && !IsSubject(t.Subject):
		return Ended{}, p.refused("the subject cannot be one")
	case len(t.TokenID) > longestSubject || len(t.SessionID) > longestSubject:
		return Ended{}, p.refused("the message is too long")
	}
	return Ended{Issuer: t.Issuer, Subject: t.Subject, Session: t.SessionID, TokenID: t.TokenID, Until: t.IssuedAt.Add(endsWithin)}, nil
}

// EndAddress is where a browser signs out at the provider and comes back from; empty
// when the provider offers none, or does not answer.
func (p *Provider) EndAddress(token, back string) string {
	a, err := p.ask()
	if err != nil || a.end == "" {
		return ""
	}
	u, err := url.Parse(a.end)
	if err != nil {
		return ""
	}
	q := u.Query()
	if token != "" {
		q.Set("id_token_hint", token)
	}
	q.Set("client_id", p.ClientID)
	q.Set("post_logout_redirect_uri", back)
	u.RawQuery = q.Encode()
	return u.String()
}
