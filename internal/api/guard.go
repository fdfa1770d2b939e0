package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/workflow"
)

// visit is who asks.
type visit struct {
	context.Context
	actor  access.Actor
	viewer workflow.Viewer
	header http.Header // of the answer
	read   func()      // all that is asked for has been read
}

// finish lets go of the database before the answer is made: nobody who reads slowly holds it.
func (v visit) finish() {
	if v.read != nil {
		v.read()
	}
}

type visitKey struct{}

// visitOf returns who asks; nobody where the guard has let in nobody.
func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	v.Context = ctx
	return v
}

// ServeHTTP lets in whoever shows a token that opens something, at the pace a
// token may ask, and to what is for sessions whoever is signed in.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setHeaders(w.Header())
	defer s.recoverPanic(w, r)
	if path.Clean(r.URL.Path) != r.URL.Path {
		r = s.elsewhere(r)
	}
	_, pattern := s.mux.Handler(r)
	if s.public[pattern] {
		s.mux.ServeHTTP(w, r)
		return
	}
	read := func() {}
	if r.Method == http.MethodGet {
		var ctx context.Context
		ctx, read = s.Workflow.OneState(r.Context())
		defer read()
		r = r.WithContext(ctx)
	}
	v, err := s.enter(r, w.Header())
	if err != nil {
		writeProblem(w, s.refusal(r.Context(), err))
		return
	}
	if s.session[pattern] && v.actor.Via == access.ViaToken {
		r = s.elsewhere(r)
	}
	if v.actor.Service != "" && !s.services[pattern] {
		r = s.elsewhere(r)
	}
	v.header, v.read = w.Header(), read
	s.mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
}

// elsewhere asks for what is not there: an address that is not in its plain form
// names nothing, and is not led to another.
func (s *service) elsewhere(r *http.Request) *http.Request {
	other := r.Clone(r.Context())
	other.URL.Path, other.URL.RawPath = Prefix, ""
	return other
}

func (s *service) setHeaders(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("RateLimit-Policy", policy)
	if s.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

var (
	errNoToken   = fault.New(fault.Unauthenticated, "Send a personal token in the header Authorization, as Bearer and the token. It is made on your account page.")
	errNoSession = fault.New(fault.Unauthenticated, "Sign in to Cairn in this browser first. This is for whoever is signed in.")
	errHeld      = fault.New(fault.Unauthenticated, "Set up a passkey or a code app first, under “How I sign in”: the organisation asks for it.")
	errTooOften  = fault.New(fault.TooMany, "This token asks more often than it may. Wait a second and go on more slowly.")
)

func (s *service) authenticate(r *http.Request, h http.Header) (visit, error) {
	token, ok := bearer(r.Header.Values("Authorization"))
	if !ok {
		return visit{}, errNoToken
	}
	actor, viewer, err := s.Workflow.AuthenticateToken(r.Context(), token)
	if err != nil {
		return visit{}, err
	}
	return visit{actor: actor, viewer: viewer}, s.slowDown(token, h)
}

// policy is how often a token may ask: burst at once, which come back in so many
// seconds.
var policy = fmt.Sprintf(`"token";q=%d;w=%d`, burst, int(burst*pace/time.Second))

// leftOver tells how many requests are left, and when all of them are back.
func leftOver(left int) string {
	missing := time.Duration(burst-left) * pace
	return fmt.Sprintf(`"token";r=%d;t=%d`, left, int((missing+time.Second-1)/time.Second))
}

// slowDown counts a request of whoever is let in.
func (s *service) slowDown(key string, h http.Header) error {
	allowed, left := s.limiter.Take(key)
	h.Set("RateLimit", leftOver(left))
	if !allowed {
		return errTooOften
	}
	return nil
}

// enter finds out who asks: by the token in its header, or without one, where a
// session opens something, by the cookie.
func (s *service) enter(r *http.Request, h http.Header) (visit, error) {
	if len(r.Header["Authorization"]) > 0 || len(s.allowed(r, true)) == 0 {
		return s.authenticate(r, h)
	}
	return s.authenticateSession(r, h)
}

// bearer takes the token out of the one header there may be.
func bearer(headers []string) (token string, ok bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	return strings.TrimSpace(token), found && strings.EqualFold(scheme, "Bearer")
}

// nothingHere answers what no operation answers.
func (s *service) nothingHere(w http.ResponseWriter, r *http.Request) {
	allowed := s.allowed(r, visitOf(r.Context()).actor.Via == access.ViaSession)
	if len(allowed) == 0 {
		writeProblem(w, s.problem(r.Context(), "nothing", fault.NotFound(), nil))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, newProblem(http.StatusMethodNotAllowed, "This address does not answer this method. The header Allow lists those that it does."))
}

// allowed lists the methods that an address answers, to a session or to a token.
func (s *service) allowed(r *http.Request, session bool) (list []string) {
	for _, method := range s.methods {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := s.mux.Handler(other); pattern != "/" && s.session[pattern] == session {
			list = append(list, method)
		}
	}
	slices.Sort(list)
	return list
}

// recoverPanic turns a bug into an answer; the process lives on. Nothing can be
// added to an answer that is under way.
func (s *service) recoverPanic(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil || r.Context().Err() != nil {
		return // the caller has gone
	}
	s.Log.Error("panic", "method", r.Method, "value", p, "stack", string(debug.Stack()))
	writeProblem(w, s.problem(r.Context(), "panic", errors.New("panic"), nil))
}
