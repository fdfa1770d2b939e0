package web

import (
	"net/http"
	"net/url"

	"cairn/internal/fault"
	pages "cairn/internal/web/pages/rights"
	"cairn/internal/web/ui"
	"cairn/internal/workflow"
)

var saidConfirmed = said("confirmed", ui.Done, "Thank you. Go on where you were.")

func (s *site) stepUpRoutes() []Route {
	return []Route{
		{Pattern: "GET /account/confirm", Items: []string{"profile"}, Held: true, handle: s.showConfirm},
		{Pattern: "POST /account/confirm", Items: []string{"profile"}, Held: true, MaxBody: 8 << 10, handle: s.confirm},
	}
}

// stepUp sends whoever has not proved lately who they are to the page that asks, and
// from there to back; when back is empty, to where they were. The act behind it asks
// again: see workflow.MustConfirm.
func (s *site) stepUp(back string, handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		err := s.Workflow.Confirmed(v.r.Context(), v.actor)
		if err == nil {
			err = handle(v)
		}
		if !workflow.MustConfirm(err) {
			return err
		}
		next := back
		if next == "" {
			next = v.r.URL.RequestURI()
		}
		return v.askToConfirm(next)
	}
}

// confirming sends on those alone whom the act itself asks for a proof: what is not
// theirs answers as it always does.
func (s *site) confirming(handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		err := handle(v)
		if workflow.MustConfirm(err) {
			return v.askToConfirm(v.r.URL.RequestURI())
		}
		return err
	}
}

func confirmPath(next string) string { return "/account/confirm?next=" + url.QueryEscape(next) }

func (v *visit) askToConfirm(next string) error { return v.redirect(confirmPath(next), "") }

func (s *site) showConfirm(v *visit) error {
	return v.renderConfirm(http.StatusOK, localPath(v.r.URL.Query().Get("next"), "/account"), "")
}

func (v *visit) renderConfirm(status int, next, wrong string) error {
	has, err := v.passwordCounts()
	if err != nil {
		return err
	}
	ways, err := v.ownWays("/account/confirm/with/", "?next="+url.QueryEscape(next))
	if err != nil {
		return err
	}
	return v.render(status, pages.ShowConfirm(pages.Confirm{Page: v.page(v.say("Is it you?")), Next: next, Email: v.viewer.Email, Error: wrong, Key: v.key(), Demo: v.Demo != nil, Ways: ways, Passwords: has}))
}

func (s *site) confirm(v *visit) error {
	f, err := v.form()
	if err != nil {
		return err
	}
	next := localPath(f.get("next"), "/account")
	err = s.Workflow.Confirm(v.r.Context(), v.actor, f.get("password"))
	if fault.Is(err, fault.Invalid) {
		wrong, _ := v.problemsOf(err)
		return v.renderConfirm(http.StatusUnprocessableEntity, next, wrong.first())
	}
	if err != nil {
		return err
	}
	return v.proved(next, saidConfirmed)
}
