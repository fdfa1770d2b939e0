package web

import (
	"net"
	"net/http"
	"net/url"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/web/pages/plain"
	"cairn/internal/web/ui"
)

var saidSignedOut = said("signed-out", ui.Done, "You are signed out.")

func (s *site) sessionRoutes() []Route {
	return []Route{
		{Pattern: "GET /sign-in", Plain: true, Public: true, handle: s.showSignIn},
		{Pattern: "POST /sign-in", Plain: true, Public: true, MaxBody: 8 << 10, handle: s.signIn},
		{Pattern: "POST /sign-out", Plain: true, Public: true, handle: s.signOut},
		{Pattern: "GET /invitation/{token}", Items: []string{"profile"}, Public: true, handle: s.showInvitation},
		{Pattern: "POST /invitation/{token}", Items: []string{"profile"}, Public: true, MaxBody: 8 << 10, handle: s.acceptInvitation},
	}
}

func (s *site) showSignIn(v *visit) error {
	next := localPath(v.r.URL.Query().Get("next"), "/")
	if v.actor.Known() {
		return v.redirect(next, "")
	}
	return v.renderSignIn(http.StatusOK, plain.SignInForm{Next: next})
}

func (v *visit) renderSignIn(status int, f plain.SignInForm) error {
	f.HasDemo, f.Passkeys, f.Passwords = v.Demo != nil, v.Workflow.TakesPasskeys(), v.Workflow.TakesPasswords()
	f.Ways = v.ways("/sign-in/with/", "?next="+url.QueryEscape(f.Next))
	return v.render(status, plain.SignIn(v.page(v.say("Sign in")), f))
}

func (s *site) signIn(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	next := localPath(f.get("next"), "/")
	in, err := s.Workflow.SignIn(v.r.Context(), f.get("email"), f.get("password"), v.r.UserAgent(), v.address())
	if fault.Is(err, fault.Unauthenticated) {
		message, _ := v.safe(err)
		return v.renderSignIn(http.StatusUnauthorized, plain.SignInForm{Email: f.get("email"), Next: next, Error: message})
	}
	if err != nil {
		return err
	}
	return v.goOn(in, next)
}

// signOut ends the session and tells the browser to forget what it has shown.
func (s *site) signOut(v *visit) error {
	label, there, err := s.Workflow.SignedOutBy(v.r.Context(), v.actor, s.address("/sign-in"))
	if err != nil {
		return err
	}
	if v.actor.Known() {
		if err := s.Workflow.SignOut(v.r.Context(), v.actor); err != nil {
			return err
		}
	}
	v.dropSession()
	v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	if there != "" {
		v.actor = access.Actor{}
		return v.render(http.StatusOK, plain.SignedOut(v.page(v.say("You are signed out")), plain.Leaving{Label: label, Href: there}))
	}
	return v.redirect("/sign-in", saidSignedOut)
}

func (s *site) showInvitation(v *visit) error {
	token := v.r.PathValue("token")
	name, email, err := s.Workflow.Invitation(v.r.Context(), token)
	if err != nil {
		return err
	}
	return v.renderInvitation(http.StatusOK, plain.Welcome{Token: token, Name: name, Email: email})
}

func (v *visit) renderInvitation(status int, w plain.Welcome) error {
	w.Ways, w.Passwords = v.ways("/invitation/"+w.Token+"/with/", ""), v.Workflow.TakesPasswords()
	return v.render(status, plain.Invitation(v.page(v.say("Welcome")), w))
}

func (s *site) acceptInvitation(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	token := v.r.PathValue("token")
	in, err := s.Workflow.AcceptInvitation(v.r.Context(), token, f.get("password"), v.r.UserAgent())
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		name, email, err := s.Workflow.Invitation(v.r.Context(), token)
		if err != nil {
			return err
		}
		w := plain.Welcome{Token: token, Name: name, Email: email, Error: wrong.first()}
		return v.renderInvitation(http.StatusUnprocessableEntity, w)
	}
	return v.goOn(in, "/")
}

// first returns one of the mistakes, for forms of one field.
func (p problems) first() string {
	for _, m := range p {
		return m
	}
	return ""
}

// address is the network address the request comes from.
func (v *visit) address() string {
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		return v.r.RemoteAddr
	}
	return host
}
