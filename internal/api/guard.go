package api

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path"
	"runtime/debug"
	"slices"
	"strconv"
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

// ServeHTTP finds the door that a request came to.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setHeaders(w.Header())
	defer s.recoverPanic(w, r)
	if path.Clean(r.URL.Path) != r.URL.Path {
		r = s.elsewhere(r)
	}
	s.mux.ServeHTTP(w, r)
}

// doors are the addresses that answer. Each lets in by itself whoever may come, so that
// where a request leads is looked up once, and there is no way in beside.
type doors struct {
	routes *http.ServeMux
	letIn  func(pattern string, inside http.Handler) http.Handler
}

// Handle makes a door.
func (d doors) Handle(pattern string, inside http.Handler) {
	d.routes.Handle(pattern, d.letIn(pattern, inside))
}

// HandleFunc makes a door.
func (d doors) HandleFunc(pattern string, inside func(http.ResponseWriter, *http.Request)) {
	d.Handle(pattern, http.HandlerFunc(inside))
}

// ServeHTTP leads to one.
func (d doors) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.routes.ServeHTTP(w, r) }

// letIn lets in whoever shows a token that opens something, at the pace a token may ask,
// and to what is for sessions whoever is signed in.
func (s *service) letIn(pattern string, inside http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.public[pattern] {
			inside.ServeHTTP(w, r)
			return
		}
		ctx, read := r.Context(), func() {}
		if r.Method == http.MethodGet {
			ctx, read = s.Workflow.OneState(ctx)
			defer read()
		}
		v, err := s.enter(ctx, r, w.Header())
		if err != nil {
			writeProblem(w, s.refusal(ctx, err))
			return
		}
		door := inside
		if s.session[pattern] && v.actor.Via == access.ViaToken {
			r, door = s.elsewhere(r), http.HandlerFunc(s.nothingHere)
		}
		if v.actor.Service != "" && !s.services[pattern] {
			r, door = s.elsewhere(r), http.HandlerFunc(s.nothingHere)
		}
		v.header, v.read = w.Header(), read
		door.ServeHTTP(w, r.WithContext(context.WithValue(ctx, visitKey{}, v)))
	})
}

// elsewhere asks for what is not there: an address that is not in its plain form
// names nothing, and is not led to another.
func (s *service) elsewhere(r *http.Request) *http.Request {
	other := r.Clone(r.Context())
	other.URL.Path, other.URL.RawPath = Prefix, ""
	return other
}

// everyAnswer are the headers of each, in the form in which they are kept.
var everyAnswer = http.Header{
	"Cache-Control":                {"no-store"},
	"Content-Security-Policy":      {"default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Referrer-Policy":              {"no-referrer"},
	"X-Content-Type-Options":       {"nosniff"},
	"Ratelimit-Policy":             {policy},
}

func (s *service) setHeaders(h http.Header) {
	maps.Copy(h, everyAnswer)
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

func (s *service) authenticate(ctx context.Context, r *http.Request, h http.Header) (visit, error) {
	token, ok := bearer(r.Header.Values("Authorization"))
	if !ok {
		return visit{}, errNoToken
	}
	actor, viewer, err := s.Workflow.AuthenticateToken(ctx, token)
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
	return `"token";r=` + strconv.Itoa(left) + `;t=` + strconv.Itoa(int((missing+time.Second-1)/time.Second))
}

// slowDown counts a request of whoever is let in.
func (s *service) slowDown(key string, h http.Header) error {
	allowed, left := s.limiter.Take(key)
	h["Ratelimit"] = []string{leftOver(left)}
	if !allowed {
		return errTooOften
	}
	return nil
}

// enter finds out who asks: by the token in its header, or without one, where a
// session opens something, by the cookie.
func (s *service) enter(ctx context.Context, r *http.Request, h http.Header) (visit, error) {
	if len(r.Header["Authorization"]) > 0 || len(s.allowed(r, true)) == 0 {
		return s.authenticate(ctx, r, h)
	}
	return s.authenticateSession(ctx, r, h)
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
		if _, pattern := s.mux.routes.Handler(other); pattern != "/" && s.session[pattern] == session {
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
