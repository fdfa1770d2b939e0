package web

import (
	"net/http"

	"cairn/internal/web/pages/inbox"
)

// Mails end without signing in: whoever holds the link, holds the mail. It changes
// how the person is told, and shows nothing of them.
func (s *site) mailRoutes() []Route {
	return []Route{
		{Pattern: "GET /mail/stop/{token}", Plain: true, Public: true, handle: s.askToStopMails},
		{Pattern: "POST /mail/stop/{token}", Plain: true, Public: true, MaxBody: 8 << 10, handle: s.stopMails},
	}
}

func (s *site) askToStopMails(v *visit) error {
	token := v.r.PathValue("token")
	if err := s.Workflow.MayStopMails(token); err != nil {
		return err
	}
	return v.render(http.StatusOK, inbox.StopMails(v.page(v.say("No more mails")), token))
}

// stopMails also answers mail programs that unsubscribe with one request (RFC
// 8058); they send no form of ours.
func (s *site) stopMails(v *visit) error {
	if err := s.Workflow.StopMails(v.r.Context(), v.r.PathValue("token")); err != nil {
		return err
	}
	return v.render(http.StatusOK, inbox.MailsStopped(v.page(v.say("No more mails"))))
}
