package web

import (
	"net/http"
	"slices"
	"time"

	"cairn/internal/fault"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

func (s *site) plainRoutes() []Route {
	return []Route{
		{Pattern: "GET /assets/{name}", Plain: true, Public: true, handle: s.showAsset},
		{Pattern: "GET /healthz", Plain: true, Public: true, handle: s.showHealth},
		{Pattern: "GET /readyz", Plain: true, Public: true, handle: s.showReady},
		{Pattern: "GET /robots.txt", Plain: true, Public: true, handle: s.showRobots},
		{Pattern: "POST /theme", Plain: true, Public: true, handle: s.setTheme},
		{Pattern: "POST /language", Plain: true, Public: true, handle: s.setLanguage},
	}
}

// showAsset serves a file whose name changes with its content.
func (s *site) showAsset(v *visit) error {
	a, ok := s.asset(v.r.PathValue("name"))
	if !ok {
		return fault.NotFound()
	}
	h := v.w.Header()
	h.Set("Content-Type", a.Type)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	v.started = true
	_, _ = v.w.Write(a.Body) // the visitor went away
	return nil
}

// asset finds a file by its name.
func (s *site) asset(name string) (a ui.Asset, ok bool) {
	if name == s.style.Name {
		return s.style, true
	}
	for _, l := range lang.Languages() {
		if a = s.scripts[l](); name == a.Name {
			return a, true
		}
	}
	return ui.Asset{}, false
}

func (s *site) showHealth(v *visit) error {
	if err := s.Workflow.Ready(v.r.Context()); err != nil {
		return fault.Wrap(fault.Unavailable, "The database does not answer.", err)
	}
	return v.text("ok\n")
}

// showReady tells whether this Cairn can answer everything at this moment.
func (s *site) showReady(v *visit) error {
	if s.Ready == nil {
		return s.showHealth(v)
	}
	if err := s.Ready(v.r.Context()); err != nil {
		message, _ := v.safe(err)
		v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		v.w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = v.w.Write([]byte(message + "\n")) // the visitor went away
		v.started = true
		return nil
	}
	return v.text("ok\n")
}

func (s *site) showRobots(v *visit) error { return v.text("User-agent: *\nDisallow: /\n") }

func (v *visit) text(body string) error {
	v.started = true
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = v.w.Write([]byte(body)) // the visitor went away
	return nil
}

// setTheme keeps the chosen colour scheme in the browser.
func (s *site) setTheme(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	switch theme := f.get("theme"); theme {
	case ui.ThemeLight, ui.ThemeDark:
		v.cookie(&http.Cookie{Name: v.cookieName("theme"), Value: theme, Expires: time.Now().AddDate(1, 0, 0), HttpOnly: true})
	default:
		v.cookie(&http.Cookie{Name: v.cookieName("theme"), MaxAge: -1, HttpOnly: true})
	}
	return v.redirect(localPath(f.get("return_to"), "/"), "")
}

// setLanguage keeps the chosen language in the browser, and with whoever has signed in.
func (s *site) setLanguage(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	back := localPath(f.get("return_to"), "/")
	l := lang.Language(f.get("language"))
	if !slices.Contains(s.Languages.Languages(), l) {
		return v.redirect(back, "")
	}
	if v.actor.Known() {
		if err := s.Workflow.SetLanguage(v.r.Context(), v.actor, workflow.Once{}, l); err != nil {
			return err
		}
	}
	v.cookie(&http.Cookie{Name: v.cookieName("language"), Value: string(l), Expires: time.Now().AddDate(1, 0, 0), HttpOnly: true})
	return v.redirect(back, "")
}
