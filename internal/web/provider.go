package web

import (
	"net/http"
	"slices"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/web/pages/account"
	"cairn/internal/web/pages/plain"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidConnected    = said("provider-connected", ui.Done, "The account is connected. It signs you in from now on.")
	saidDisconnected = said("provider-disconnected", ui.Done, "The account is disconnected. It signs you in no more.")
)

func (s *site) providerRoutes() []Route {
	own := []string{"profile"}
	return []Route{
		{Pattern: "GET /sign-in/with/{provider}", Plain: true, Public: true, handle: s.goToProvider},
		{Pattern: "GET /sign-in/with/{provider}/back", Plain: true, Public: true, handle: s.comeBack},
		{Pattern: "POST /sign-in/with/{provider}/end", Plain: true, Public: true, MaxBody: 64 << 10, handle: s.providerSays},
		{Pattern: "GET /invitation/{token}/with/{provider}", Items: own, Public: true, handle: s.acceptWithProvider},
		{Pattern: "GET /account/confirm/with/{provider}", Items: own, Held: true, handle: s.confirmWithProvider},
		{Pattern: "GET /account/providers/{provider}/connection", Items: own, handle: s.stepUp("/account/sign-in", s.connectProvider)},
		{Pattern: "POST /account/providers", Items: own, MaxBody: 8 << 10, handle: s.connect},
		{Pattern: "POST /account/providers/{id}/removal", Items: own, MaxBody: 8 << 10, handle: s.disconnect},
	}
}

// ways lists the providers as links.
func (v *visit) ways(before, after string) (ways []ui.Way) {
	for _, p := range v.Workflow.Providers() {
		ways = append(ways, ui.Way{Label: p.Label, Href: before + p.Name + after})
	}
	return ways
}

// ownWays lists those by which the viewer signs in.
func (v *visit) ownWays(before, after string) ([]ui.Way, error) {
	connected, err := v.Workflow.Connected(v.r.Context(), v.actor)
	mine := func(w ui.Way) bool {
		return slices.ContainsFunc(connected, func(c workflow.ConnectedProvider) bool { return c.Works && c.Label == w.Label })
	}
	return slices.DeleteFunc(v.ways(before, after), func(w ui.Way) bool { return !mine(w) }), err
}

// passwordCounts tells whether the viewer has a password that signs them in.
func (v *visit) passwordCounts() (bool, error) { return v.Workflow.HasPassword(v.r.Context(), v.actor) }

func (v *visit) connectedTo(page *account.Second) error {
	connected, err := v.Workflow.Connected(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	for _, c := range connected {
		page.Connected = append(page.Connected, account.Connected{ConnectedProvider: c, Made: v.moment(c.MadeAt), Used: v.moment(c.UsedAt), Key: v.key()})
	}
	for _, p := range v.Workflow.Providers() {
		if slices.ContainsFunc(connected, func(c workflow.ConnectedProvider) bool { return c.Works && c.Label == p.Label }) {
			continue
		}
		page.Ways = append(page.Ways, ui.Way{Label: p.Label, Href: "/account/providers/" + p.Name + "/connection"})
	}
	page.Passwords = v.Workflow.TakesPasswords()
	page.HasPassword, err = v.passwordCounts()
	return err
}

// address is a whole address of this Cairn.
func (s *site) address(path string) string {
	if s.PublicURL == nil {
		return path
	}
	return s.PublicURL.Scheme + "://" + s.PublicURL.Host + path
}

// browserName is the cookie that only the browser that was sent to a provider holds.
func (v *visit) browserName() string { return v.sessionName() + "_provider" }

func (v *visit) browser() string {
	c, err := v.r.Cookie(v.browserName())
	if err != nil {
		return ""
	}
	return c.Value
}

// sendAway sends the browser to the provider.
func (v *visit) sendAway(trip workflow.ProviderTrip) error {
	trip.Browser, trip.From = v.browser(), v.address()
	to, browser, err := v.Workflow.GoToProvider(v.r.Context(), v.actor, v.r.PathValue("provider"), trip)
	if fault.Is(err, fault.Unavailable) {
		return v.providerFails(trip.For, trip.Next, err)
	}
	if err != nil {
		return err
	}
	v.cookie(&http.Cookie{Name: v.browserName(), Value: browser, Expires: v.Workflow.ProvedUntil().Time(), HttpOnly: true})
	return v.redirect(to, "")
}

func (s *site) goToProvider(v *visit) error {
	next := localPath(v.r.URL.Query().Get("next"), "/")
	if v.actor.Known() {
		return v.redirect(next, "")
	}
	return v.sendAway(workflow.ProviderTrip{For: workflow.ToSignIn, Next: next})
}

func (s *site) acceptWithProvider(v *visit) error {
	return v.sendAway(workflow.ProviderTrip{For: workflow.ToAccept, Next: "/", Invitation: v.r.PathValue("token")})
}

func (s *site) confirmWithProvider(v *visit) error {
	return v.sendAway(workflow.ProviderTrip{For: workflow.ToConfirm, Next: localPath(v.r.URL.Query().Get("next"), "/account")})
}

func (s *site) connectProvider(v *visit) error {
	return v.sendAway(workflow.ProviderTrip{For: workflow.ToConnect, Next: "/account/sign-in"})
}

func (s *site) comeBack(v *visit) error {
	q := v.r.URL.Query()
	back, err := s.Workflow.ComeBack(v.r.Context(), v.actor, v.r.PathValue("provider"), workflow.ProviderAnswer{
		State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"), Error: q.Get("error"), Browser: v.browser(), Agent: v.r.UserAgent(),
	})
	if err != nil {
		return v.providerFails(back.For, back.Next, err)
	}
	v.cookie(&http.Cookie{Name: v.browserName(), MaxAge: -1, HttpOnly: true})
	next := localPath(back.Next, "/")
	switch back.For {
	case workflow.ToConnect:
		return v.render(http.StatusOK, account.ShowConnect(v.page(v.say("Is this you?")), back.Connect))
	case workflow.ToConfirm:
		return v.proved(next, saidConfirmed)
	}
	return v.goOn(back.In, next)
}

// providerFails tells what went wrong where the person was, with the other ways.
func (v *visit) providerFails(why, next string, err error) error {
	kind := fault.KindOf(err)
	if kind != fault.Unauthenticated && kind != fault.Conflict && kind != fault.Unavailable {
		return err
	}
	v.Log.Warn("signing in by a provider failed", "provider", v.r.PathValue("provider"), "error", err)
	message, _ := v.safe(err)
	switch {
	case why == workflow.ToConfirm && v.actor.Known():
		return v.renderConfirm(status(kind), localPath(next, "/account"), message)
	case why == workflow.ToConnect && v.actor.Known():
		return v.renderOwnSecond(status(kind), account.Second{Wrong: account.SecondWrong{Form: account.FormProvider, Text: message}})
	}
	return v.renderSignIn(status(kind), plain.SignInForm{Next: localPath(next, "/"), Error: message})
}

func (s *site) connect(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.Connect(v.r.Context(), v.actor, f.get("token")); err != nil {
		return v.tellSecond(account.FormProvider, "", err)
	}
	return v.redirect("/account/sign-in", saidConnected)
}

func (s *site) disconnect(v *visit) error {
	identity, ok := id.Parse[id.Identity](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	err = s.Workflow.Disconnect(v.r.Context(), v.actor, f.once(), identity)
	if fault.Is(err, fault.Conflict) {
		return v.tellSecond(account.FormProvider, "", err)
	}
	if err != nil {
		return err
	}
	return v.redirect("/account/sign-in", saidDisconnected)
}

// providerSays answers the provider itself, which tells that a session ended there.
func (s *site) providerSays(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, "This message cannot be read.", err)
	}
	err := s.Workflow.ProviderSays(v.r.Context(), v.r.PathValue("provider"), v.r.PostForm.Get("logout_token"), v.address())
	if fault.Is(err, fault.Unauthenticated) {
		v.Log.Warn("a provider's message was not taken", "provider", v.r.PathValue("provider"), "error", err)
		v.answerJSON(http.StatusBadRequest, map[string]any{"error": "invalid_request"})
		return nil
	}
	if err != nil {
		return err
	}
	v.started = true
	v.w.WriteHeader(http.StatusOK)
	return nil
}
