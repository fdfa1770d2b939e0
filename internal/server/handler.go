package server

import (
	"fmt"
	"net/http"
	"net/url"

	"cairn/internal/web"
)

// Handler answers every request to this Cairn.
func (s *Server) Handler() (http.Handler, error) {
	public, err := url.Parse(s.options.Config.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("the public address: %w", err)
	}
	pages := web.New(web.Options{
		Workflow: s.Workflow, Log: s.options.Log, PublicURL: public, Zone: s.options.Config.Zone, Demo: s.personas,
	})
	return behindProxies(s.options.Config.TrustedProxies, pages), nil
}
