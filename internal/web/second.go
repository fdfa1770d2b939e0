package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/web/pages/account"
	"cairn/internal/web/pages/plain"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidBeginAgain     = said("sign-in-again", ui.Problem, "This sign-in is over: it took too long, or there were too many wrong codes. Please begin again.")
	saidCodeApp        = said("code-app-set", ui.Done, "The code app is set up. You type its code after your password from now on.")
	saidCodeAppGone    = said("code-app-removed", ui.Done, "The code app is removed.")
	saidPasskey        = said("passkey-made", ui.Done, "The passkey is made. It signs you in from now on.")
	saidPasskeyRemoved = said("passkey-removed", ui.Done, "The passkey is removed. It signs nobody in any more.")
)

func (s *site) secondRoutes() []Route {
	own := []string{"profile"}
	const small = 64 << 10 // a passkey's answer is a few kilobytes
	return []Route{
		{Pattern: "GET /sign-in/second", Plain: true, Public: true, handle: s.showSecond},
		{Pattern: "POST /sign-in/second", Plain: true, Public: true, MaxBody: 8 << 10, handle: s.proveSecond},
		{Pattern: "POST /sign-in/passkey/question", Plain: true, Public: true, MaxBody: 8 << 10, handle: s.askForPasskey},
		{Pattern: "POST /sign-in/passkey", Plain: true, Public: true, MaxBody: small, handle: s.signInWithPasskey},
		{Pattern: "GET /account/sign-in", Items: own, Held: true, handle: s.showOwnSecond},
		{Pattern: "POST /account/passkeys/question", Items: own, Held: true, MaxBody: 8 << 10, handle: s.askForNewPasskey},
		{Pattern: "POST /account/passkeys", Items: own, Held: true, MaxBody: small, handle: s.addPasskey},
		{Pattern: "POST /account/passkeys/{id}/removal", Items: own, MaxBody: 8 << 10, handle: s.removePasskey},
		{Pattern: "GET /account/code-app", Items: own, Held: true, handle: s.showCodeApp},
		{Pattern: "POST /account/code-app", Items: own, Held: true, MaxBody: 8 << 10, handle: s.beginCodeApp},
		{Pattern: "POST /account/code-app/confirmation", Items: own, Held: true, MaxBody: 8 << 10, handle: s.confirmCodeApp},
		{Pattern: "POST /account/code-app/removal", Items: own, MaxBody: 8 << 10, handle: s.removeCodeApp},
		{Pattern: "GET /account/second-proof", Items: own, handle: s.askSecond},
		{Pattern: "POST /account/second-proof", Items: own, MaxBody: 8 << 10, handle: s.takeSecond},
		{Pattern: "POST /account/spare-codes", Items: own, MaxBody: 8 << 10, handle: s.makeSpareCodes},
	}
}

// goOn keeps the session that has begun, or asks for the second proof first.
func (v *visit) goOn(in workflow.SignedIn, next string) error {
	if in.Waits != "" {
		v.cookie(&http.Cookie{Name: v.waitsName(), Value: in.Waits, Expires: in.EndsAt.Time(), HttpOnly: true})
		return v.redirect("/sign-in/second?next="+url.QueryEscape(next), "")
	}
	v.keepSession(in)
	v.dropWaits()
	return v.redirect(next, "")
}

// lead takes who has to set up a second proof first to where that is done.
func (v *visit) lead() {
	if v.autosaving() {
		v.fail(fault.New(fault.Conflict, "Not saved: set up a passkey or a code app first, in another window, under “How I sign in”."))
		return
	}
	_ = v.redirect("/account/sign-in", "")
}

// waitsName is the cookie of a sign-in that waits for the second proof.
func (v *visit) waitsName() string { return v.sessionName() + "_waits" }

func (v *visit) waits() string {
	c, err := v.r.Cookie(v.waitsName())
	if err != nil {
		return ""
	}
	return c.Value
}

func (v *visit) dropWaits() {
	if v.waits() != "" {
		v.cookie(&http.Cookie{Name: v.waitsName(), MaxAge: -1, HttpOnly: true})
	}
}

func (s *site) showSecond(v *visit) error {
	return v.renderSecond(http.StatusOK, localPath(v.r.URL.Query().Get("next"), "/"), "")
}

func (v *visit) renderSecond(status int, next, wrong string) error {
	asked, err := v.Workflow.SecondAsked(v.r.Context(), v.waits())
	if fault.Is(err, fault.Absent) {
		v.dropWaits()
		return v.redirect("/sign-in?next="+url.QueryEscape(next), saidBeginAgain)
	}
	if err != nil {
		return err
	}
	return v.render(status, plain.Second(v.page(v.say("One thing more")), plain.SecondForm{
		Next: next, Error: wrong, CodeApp: asked.CodeApp.IsSet(), Passkey: asked.Possible && len(asked.Passkeys) > 0,
	}))
}

func (s *site) proveSecond(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	next := localPath(f.get("next"), "/")
	in, err := s.Workflow.ProveSecond(v.r.Context(), v.waits(), f.get("code"), v.r.UserAgent())
	switch {
	case fault.Is(err, fault.Absent):
		return v.renderSecond(http.StatusOK, next, "")
	case fault.Is(err, fault.TooMany):
		return err
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderSecond(http.StatusUnprocessableEntity, next, wrong.first())
	}
	return v.goOn(in, next)
}

// answerQuestion answers the script that asks a device; it tells a failure in a line.
func (v *visit) answerQuestion(q workflow.PasskeyQuestion, err error) error {
	if err == nil {
		v.answerJSON(http.StatusOK, map[string]any{"token": q.Token, "options": json.RawMessage(q.Options)})
		return nil
	}
	kind := fault.KindOf(err)
	if kind == fault.Internal {
		return err
	}
	message, fields := v.safe(err)
	if len(fields) > 0 {
		message = fields[0].Message
	}
	v.answerJSON(status(kind), map[string]any{"text": message})
	return nil
}

func (s *site) askForPasskey(v *visit) error {
	q, err := s.Workflow.AskForPasskey(v.r.Context(), v.address())
	return v.answerQuestion(q, err)
}

func (s *site) signInWithPasskey(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	next := localPath(f.get("next"), "/")
	before := v.actor
	in, err := s.Workflow.SignInWithPasskey(v.r.Context(), f.get("token"), f.get("answer"), v.r.UserAgent())
	if fault.Is(err, fault.Unauthenticated) || fault.Is(err, fault.Conflict) {
		message, _ := v.safe(err)
		return v.renderSignIn(http.StatusUnauthorized, plain.SignInForm{Next: next, Error: message})
	}
	if err != nil {
		return err
	}
	if before.Known() { // the browser has a newer session now
		if err := s.Workflow.SignOut(v.r.Context(), before); err != nil {
			return err
		}
	}
	return v.goOn(in, next)
}

// secondPath is the page that asks for the second proof again.
func secondPath(next string) string { return "/account/second-proof?next=" + url.QueryEscape(next) }

func (s *site) askSecond(v *visit) error {
	return v.renderAskSecond(http.StatusOK, localPath(v.r.URL.Query().Get("next"), "/account/sign-in"), "")
}

func (v *visit) renderAskSecond(status int, next, wrong string) error {
	has, err := v.Workflow.Second(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if !has.Asked {
		return v.redirect(next, "")
	}
	return v.render(status, plain.SecondAgain(v.page(v.say("Is it you?")), plain.SecondForm{
		Next: next, Error: wrong, CodeApp: has.CodeApp.IsSet(), Passkey: has.Possible && len(has.Passkeys) > 0,
	}))
}

func (s *site) takeSecond(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	next := localPath(f.get("next"), "/account/sign-in")
	err = s.Workflow.ShowSecond(v.r.Context(), v.actor, f.get("code"))
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderAskSecond(http.StatusUnprocessableEntity, next, wrong.first())
	}
	return v.proved(next, saidConfirmed)
}

func (s *site) showOwnSecond(v *visit) error {
	v.seen("account/sign-in")
	return v.renderOwnSecond(http.StatusOK, account.Second{})
}

func (v *visit) renderOwnSecond(status int, page account.Second) error {
	second, err := v.Workflow.Second(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	sessions, err := v.Workflow.Sessions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	if err := v.connectedTo(&page); err != nil {
		return err
	}
	page.Second, page.Others, page.EndAllKey = second, max(0, len(sessions)-1), v.key()
	page.Held = v.viewer.Held
	page.Since, page.Email = v.moment(second.CodeApp), v.viewer.Email
	for _, k := range second.Passkeys {
		page.Keys = append(page.Keys, account.Passkey{ID: k.ID, Name: k.Name, Made: v.moment(k.MadeAt), Used: v.moment(k.UsedAt), WasUsed: k.UsedAt.IsSet()})
	}
	return v.render(status, account.ShowSecond(v.page(v.say("How I sign in")), page))
}

// tellSecond answers an act on the page: on it again with what is wrong, or err.
func (v *visit) tellSecond(form, typed string, err error) error {
	if workflow.MustConfirm(err) { // whoever has no password proves it in another way
		return v.askToConfirm("/account/sign-in")
	}
	if workflow.MustShowSecond(err) {
		return v.redirect(secondPath("/account/sign-in"), "")
	}
	page := account.Second{Name: typed, Wrong: account.SecondWrong{Form: form}}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Unauthenticated) {
		page.Wrong.Text, _ = v.safe(err)
		return v.renderOwnSecond(http.StatusConflict, page)
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	page.Wrong.Text = wrong.first()
	return v.renderOwnSecond(http.StatusUnprocessableEntity, page)
}

func (s *site) askForNewPasskey(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	q, err := s.Workflow.AskForNewPasskey(v.r.Context(), v.actor, f.get("current"))
	return v.answerQuestion(q, err)
}

func (s *site) addPasskey(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	spares, err := s.Workflow.AddPasskey(v.r.Context(), v.actor, f.get("token"), f.get("name"), f.get("answer"))
	if err != nil {
		return v.tellSecond(account.FormPasskey, f.get("name"), err)
	}
	return v.tellSpares(v.say("The passkey is made"), spares, saidPasskey)
}

// tellSpares goes on after another way to sign in was made: with another token, and with
// the spare codes if some were made.
func (v *visit) tellSpares(what string, spares []string, line flash) error {
	if err := v.renewSession(); err != nil {
		return err
	}
	if len(spares) == 0 {
		return v.redirect("/account/sign-in", line)
	}
	return v.render(http.StatusOK, account.ShowSpares(v.page(what), what, spares))
}

func (s *site) removePasskey(v *visit) error {
	key, ok := id.Parse[id.Passkey](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RemovePasskey(v.r.Context(), v.actor, key, f.get("current")); err != nil {
		return v.tellSecond(string(key), "", err)
	}
	return v.redirect("/account/sign-in", saidPasskeyRemoved)
}

func (s *site) beginCodeApp(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.BeginCodeApp(v.r.Context(), v.actor, f.get("current")); err != nil {
		return v.tellSecond(account.FormCodeApp, "", err)
	}
	return v.redirect("/account/code-app", "")
}

func (s *site) showCodeApp(v *visit) error { return v.renderCodeApp(http.StatusOK, "") }

func (v *visit) renderCodeApp(status int, wrong string) error {
	setup, err := v.Workflow.CodeAppSetup(v.r.Context(), v.actor)
	if fault.Is(err, fault.Conflict) {
		return v.redirect("/account/sign-in", "")
	}
	if err != nil {
		return err
	}
	picture := "data:image/png;base64," + base64.StdEncoding.EncodeToString(setup.Picture)
	return v.render(status, account.ShowCodeAppSetup(v.page(v.say("Set up a code app")), account.CodeAppSetup{CodeAppSetup: setup, Picture: picture, Wrong: wrong}))
}

func (s *site) confirmCodeApp(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	spares, err := s.Workflow.ConfirmCodeApp(v.r.Context(), v.actor, f.get("code"))
	if fault.Is(err, fault.Conflict) {
		return v.tellSecond(account.FormCodeApp, "", err)
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderCodeApp(http.StatusUnprocessableEntity, wrong.first())
	}
	return v.tellSpares(v.say("The code app is set up"), spares, saidCodeApp)
}

func (s *site) removeCodeApp(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RemoveCodeApp(v.r.Context(), v.actor, f.get("current")); err != nil {
		return v.tellSecond(account.FormCodeApp, "", err)
	}
	return v.redirect("/account/sign-in", saidCodeAppGone)
}

func (s *site) makeSpareCodes(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	spares, err := s.Workflow.MakeSpareCodes(v.r.Context(), v.actor, f.get("current"))
	if err != nil {
		return v.tellSecond(account.FormSpares, "", err)
	}
	return v.render(http.StatusOK, account.ShowSpares(v.page(v.say("New spare codes")), v.say("New spare codes"), spares))
}
