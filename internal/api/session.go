package api

import (
	"context"
	"errors"
	"net/http"

	"cairn/internal/credential"
)

// errOtherSite is that another site made the browser ask.
var errOtherSite = errors.New("another site")

// originsOf refuses acts that another site makes a browser do, as the pages do.
func originsOf(o Options) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if o.Origin != "" {
		// Behind a proxy that rewrites Host the browser's own origin must be named.
		if err := protection.AddTrustedOrigin(o.Origin); err != nil {
			o.Log.Warn("the public address cannot be trusted as an origin", "error", err)
		}
	}
	return protection
}

// authenticateSession tells who is signed in, in the browser that asks.
func (s *service) authenticateSession(ctx context.Context, r *http.Request, h http.Header) (visit, error) {
	cookie, err := r.Cookie(credential.SessionCookie(s.Secure))
	if err != nil || cookie.Value == "" {
		return visit{}, errNoSession
	}
	if s.origins.Check(r) != nil {
		return visit{}, errOtherSite
	}
	actor, viewer, err := s.Workflow.Authenticate(ctx, cookie.Value)
	if err != nil {
		return visit{}, err
	}
	if viewer.Held {
		return visit{}, errHeld
	}
	return visit{actor: actor, viewer: viewer}, s.slowDown(cookie.Value, h)
}

// refusal answers whoever is not let in.
func (s *service) refusal(ctx context.Context, err error) *Problem {
	if errors.Is(err, errOtherSite) {
		return newProblem(http.StatusForbidden, "This request came from another site, so nothing was done.")
	}
	return s.problem(ctx, "sign-in", err, nil)
}
