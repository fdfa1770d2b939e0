// Package web serves Cairn's pages. Handlers read the request, call one act of
// workflow and answer with a typed page; what may be seen is decided there, not
// here. Every page works without JavaScript.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"cairn/internal/lang"
	"cairn/internal/web/pages/reference"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

// Options is what the site needs.
type Options struct {
	Workflow  *workflow.Workflow
	Log       *slog.Logger
	PublicURL *url.URL                    // as browsers reach it; nil when that is how they ask
	Zone      *time.Location              // of people who chose none
	Languages lang.Offer                  // that people choose from
	Demo      []Persona                   // of a demo; nil otherwise
	Mails     bool                        // a mail server is set
	Ready     func(context.Context) error // tells why not all can be answered; nil asks the database alone
	API       func() []byte               // how the API describes itself, as OpenAPI; nil shows nothing of it
}

// Persona is somebody a visitor of the demo can look as.
type Persona struct {
	Name   string `json:"name"`
	Email  string `json:"email"`
	Is     string `json:"is"` // what they are, in words
	Token  string `json:"token"`
	SignIn string `json:"sign_in"` // path of the link that signs in
}

// site serves the pages.
type site struct {
	Options
	style     ui.Asset
	scripts   map[lang.Language]func() ui.Asset // made when first wanted: a language takes memory
	secure    bool
	shown     map[string]bool // the patterns there are
	imports   imports
	kept      keptPages
	reference func() (reference.Document, error) // of the API, read when it is first asked for
}

// New returns the handler of all pages.
func New(o Options) http.Handler {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	s := &site{Options: o, style: ui.Bundle(pageSheets()...), scripts: map[lang.Language]func() ui.Asset{}, shown: map[string]bool{}}
	s.secure = o.PublicURL != nil && o.PublicURL.Scheme == "https"
	s.reference = sync.OnceValues(func() (reference.Document, error) { return reference.Read(o.API()) })
	for _, l := range lang.Languages() {
		s.scripts[l] = sync.OnceValue(func() ui.Asset { return ui.ScriptBundle(l) })
	}
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.Pattern, s.serve(r))
		s.shown[r.Pattern] = true
	}
	mux.Handle("/", s.serve(Route{Pattern: "/", Public: true, handle: s.nothingHere}))
	return s.guard(mux)
}

// guard refuses requests that another site made a browser send, and sets what
// every answer carries.
func (s *site) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	if s.PublicURL != nil {
		// Behind a proxy that rewrites Host the browser's own origin must be named.
		if err := protection.AddTrustedOrigin(s.PublicURL.Scheme + "://" + s.PublicURL.Host); err != nil {
			s.Log.Warn("the public address cannot be trusted as an origin", "error", err)
		}
	}
	protection.SetDenyHandler(s.serve(Route{Public: true, handle: func(v *visit) error {
		v.foreign = true
		v.Log.Info("a request that another site made a browser send was refused", "method", v.r.Method)
		return errOtherSite
	}}))
	protected := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header(), s.secure)
		protected.ServeHTTP(w, r)
	})
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func setHeaders(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
	h.Set("Cache-Control", "no-store")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}
