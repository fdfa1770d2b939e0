package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"cairn/internal/api"
	"cairn/internal/directory"
	"cairn/internal/web"
)

// Handler answers every request to this Cairn.
func (s *Server) Handler() (http.Handler, error) {
	public, err := url.Parse(s.options.Config.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("the public address: %w", err)
	}
	log, w := s.options.Log, s.Workflow
	// The API is put together when a program first asks: what it says of itself takes memory and time that a start need not wait for.
	programs := sync.OnceValue(func() api.Handler {
		return api.New(api.Options{Workflow: w, Log: log, Secure: public.Scheme == "https", Origin: public.Scheme + "://" + public.Host, Assistants: s.options.Config.Assistants})
	})
	pages := web.New(web.Options{Workflow: w, Log: log, PublicURL: public, Zone: s.options.Config.Zone, Languages: s.options.Config.Languages, Demo: s.personas, Mails: s.options.Config.Mails(), Ready: s.Ready, API: func() []byte { return programs().Document() }})
	trusted := s.options.Config.TrustedProxies
	directories := directory.New(directory.Options{Workflow: w, Log: log, Base: s.options.Config.PublicURL + directory.Prefix})
	return named(trusted, behindProxies(trusted, Evenly(s.counted.count(divide(programs, directories, pages))))), nil
}

// divide sends what lies below /api/ to programs, what lies below /scim/ to
// directories, and all else to pages. A
// ServeMux would answer odd paths itself, without the headers of either.
func divide(programs func() api.Handler, directories, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			programs().ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/scim/") {
			directories.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}
