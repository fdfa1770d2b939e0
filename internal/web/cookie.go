package web

import (
	"net/http"
	"time"

	"cairn/internal/credential"
	"cairn/internal/lang"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

func (s *site) cookieName(name string) string { return credential.Cookie(s.secure, name) }

func (s *site) sessionName() string { return credential.SessionCookie(s.secure) }

func (v *visit) sessionToken() (string, bool) {
	c, err := v.r.Cookie(v.sessionName())
	if err != nil || c.Value == "" {
		return "", false
	}
	return c.Value, true
}

func (v *visit) keepSession(in workflow.SignedIn) {
	v.cookie(&http.Cookie{Name: v.sessionName(), Value: in.Token, Expires: in.EndsAt.Time(), HttpOnly: true})
}

// renewSession gives the browser another token, now that its person has proved again who they
// are, or changed how they sign in.
func (v *visit) renewSession() error {
	in, err := v.Workflow.RenewSession(v.r.Context(), v.actor)
	if err == nil {
		v.keepSession(in)
	}
	return err
}

// proved goes on after such a proof.
func (v *visit) proved(next string, line flash) error {
	if err := v.renewSession(); err != nil {
		return err
	}
	return v.redirect(next, line)
}

func (v *visit) dropSession() {
	v.cookie(&http.Cookie{Name: v.sessionName(), MaxAge: -1, HttpOnly: true})
}

func (v *visit) cookie(c *http.Cookie) {
	c.Path, c.Secure, c.SameSite = "/", v.secure, http.SameSiteLaxMode
	http.SetCookie(v.w, c)
}

// theme is the colour scheme the browser was told to keep.
func (v *visit) theme() string {
	if c, err := v.r.Cookie(v.cookieName("theme")); err == nil && (c.Value == ui.ThemeLight || c.Value == ui.ThemeDark) {
		return c.Value
	}
	return ui.ThemeAuto
}

// language is the one in which the visitor is spoken to: their own choice, or that of
// this browser, or what the browser asks for.
func (v *visit) language() lang.Language {
	own := v.viewer.Language
	if c, err := v.r.Cookie(v.cookieName("language")); err == nil && own == "" {
		own = lang.Language(c.Value)
	}
	return v.Languages.Choose(own, v.r.Header.Get("Accept-Language"))
}

// flash names a line that is said once after an act. The cookie holds the name,
// never words, so that nobody can make us say something.
type flash string

var flashes = map[flash]ui.Flash{}

// said registers a line.
func said(name flash, kind ui.NoticeKind, text string) flash {
	flashes[name] = ui.Flash{Kind: kind, Text: text}
	return name
}

func (v *visit) putFlash(name flash) {
	v.cookie(&http.Cookie{Name: v.cookieName("flash"), Value: string(name), HttpOnly: true, Expires: time.Now().Add(time.Minute)})
}

func (v *visit) takeFlash() *ui.Flash {
	c, err := v.r.Cookie(v.cookieName("flash"))
	if err != nil || v.started {
		return nil
	}
	v.cookie(&http.Cookie{Name: v.cookieName("flash"), MaxAge: -1, HttpOnly: true})
	if f, ok := flashes[flash(c.Value)]; ok {
		return &f
	}
	return nil
}
