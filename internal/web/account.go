package web

import (
	"net/http"

	"cairn/internal/arrange"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/web/pages/account"
	"cairn/internal/web/pages/people"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var (
	saidZone        = said("zone-set", ui.Done, "Times are now shown to you in this zone.")
	saidPassword    = said("password-set", ui.Done, "Your password is changed. You are signed out everywhere else.")
	saidSessionEnds = said("session-ended", ui.Done, "That browser is signed out.")
	saidAllEnd      = said("sessions-ended", ui.Done, "You are signed out everywhere but here.")
	saidRevoked     = said("token-revoked", ui.Done, "The token is revoked. What used it gets no further.")
)

func (s *site) accountRoutes() []Route {
	own := []string{"profile"}
	return []Route{
		{Pattern: "GET /account", Items: own, handle: s.showAccount},
		{Pattern: "GET /account/readers", Items: []string{"aud_me"}, handle: s.showReaders},
		{Pattern: "GET /account/zone", Items: own, handle: s.showZone},
		{Pattern: "POST /account/zone", Items: own, MaxBody: 8 << 10, handle: s.setZone},
		{Pattern: "POST /account/password", Items: own, MaxBody: 8 << 10, handle: s.setPassword},
		{Pattern: "POST /account/sessions/{id}/end", Items: own, MaxBody: 8 << 10, handle: s.endSession},
		{Pattern: "POST /account/sessions/end-all", Items: own, MaxBody: 8 << 10, handle: s.endSessions},
		{Pattern: "GET /account/tokens", Items: own, handle: s.showTokens},
		{Pattern: "POST /account/tokens", Items: own, MaxBody: 8 << 10, handle: s.makeToken},
		{Pattern: "POST /account/tokens/{id}/revocation", Items: own, MaxBody: 8 << 10, handle: s.revokeToken},
	}
}

func (s *site) showAccount(v *visit) error {
	return v.renderAccount(http.StatusOK, account.Password{})
}

// mostSessions keeps the page short; "everywhere else" ends the rest too.
const mostSessions = 20

func (v *visit) renderAccount(status int, p account.Password) error {
	me, err := v.Workflow.Profile(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	sessions, err := v.Workflow.Sessions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	tokens, err := v.Workflow.Tokens(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	open, err := v.Workflow.OwnStepOpen(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	has, err := v.passwordCounts()
	if err != nil {
		return err
	}
	p.Key = v.key()
	a := account.Account{
		Open: open,
		Name: me.Name, Email: me.Email, Profile: people.Path(me.ID), Manager: me.Manager,
		Now: v.Workflow.Now().Time().In(v.zone()), ZoneName: v.zone().String(), ZoneIsOwn: v.viewer.Zone != "",
		Password: p, EndAllKey: v.key(), Tokens: len(tokens), HasPassword: has, Others: max(0, len(sessions)-1),
	}
	arrange.Stably(sessions, func(a, b workflow.Session) int { return here(b) - here(a) })
	for _, s := range sessions[:min(len(sessions), mostSessions)] {
		a.Sessions = append(a.Sessions, account.Session{Session: s, Seen: v.moment(s.SeenAt), Began: v.moment(s.MadeAt), Key: v.key()})
	}
	return v.render(status, account.Show(v.page(v.say("Account")), a))
}

// here puts the session in use before the others.
func here(s workflow.Session) int {
	if s.Current {
		return 1
	}
	return 0
}

func (s *site) setPassword(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	err = s.Workflow.SetPassword(v.r.Context(), v.actor, f.get("current"), f.get("password"))
	if workflow.MustShowSecond(err) {
		return v.redirect(secondPath("/account#password"), "")
	}
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderAccount(http.StatusUnprocessableEntity, account.Password{Current: wrong["current"], Fresh: wrong["password"], Rest: wrong[""]})
	}
	return v.proved("/account", saidPassword)
}

func (s *site) showZone(v *visit) error { return v.renderZone(http.StatusOK, v.viewer.Zone, "") }

func (v *visit) renderZone(status int, chosen, wrong string) error {
	z := account.Zone{Chosen: chosen, Fallback: v.Zone.String(), Error: wrong, Key: v.key()}
	return v.render(status, account.ChooseZone(v.page(v.say("Time zone")), z))
}

func (s *site) setZone(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	err = s.Workflow.SetZone(v.r.Context(), v.actor, f.once(), f.get("zone"))
	wrong, err := v.problemsOf(err)
	if err != nil {
		return err
	}
	if wrong != nil {
		return v.renderZone(http.StatusUnprocessableEntity, v.viewer.Zone, wrong.first())
	}
	return v.redirect("/account", saidZone)
}

func (s *site) endSession(v *visit) error {
	session, ok := id.Parse[id.Session](v.r.PathValue("id"))
	if !ok {
		return fault.NotFound()
	}
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RevokeSession(v.r.Context(), v.actor, f.once(), session); err != nil {
		return err
	}
	return v.redirect("/account", saidSessionEnds)
}

func (s *site) endSessions(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Workflow.RevokeAll(v.r.Context(), v.actor, f.once()); err != nil {
		return err
	}
	return v.redirect("/account", saidAllEnd)
}

// showReaders tells the viewer who has read what about them, and nobody else.
func (s *site) showReaders(v *visit) error {
	after := readMark(v.r.URL.Query().Get("before"))
	page, err := s.Workflow.ReadsAbout(v.r.Context(), v.actor, after, 0)
	if err != nil {
		return err
	}
	me, err := s.Workflow.Profile(v.r.Context(), v.actor, v.actor.Person)
	if err != nil {
		return err
	}
	let, err := s.Workflow.DisclosuresAboutMe(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	there, err := s.Workflow.WhoSees(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	open, err := s.Workflow.OwnStepOpen(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	r := account.Readers{Manager: me.Manager, Open: open, There: there, Days: account.DaysOf(v.r.Context(), page.Lines, v.zone()), Let: let,
		Date: v.dateOf}
	if after != (workflow.ReadMark{}) {
		r.First = "/account/readers"
	}
	if page.Next != (workflow.ReadMark{}) {
		r.Next = "/account/readers?before=" + markText(page.Next)
	}
	return v.render(http.StatusOK, account.ShowReaders(v.page(v.say("Who can see what about me")), r))
}
