package jobs

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/mail"
	"cairn/internal/notice"
	"cairn/internal/workflow"
)

// MailEvery is how often mails are looked for.
const MailEvery = 15 * time.Second

// recordWithin is how long recording what came of a mail may take, also when
// Cairn is told to stop at that moment.
const recordWithin = 10 * time.Second

// Mail sends what waits to be sent, now and then every so often, until the context
// ends. What fails is tried again later, and less and less often.
func Mail(ctx context.Context, w *workflow.Workflow, s *mail.Sender, log *slog.Logger, every time.Duration) {
	again(ctx, every, func() {
		if err := sendMails(ctx, w, s, log); err != nil && ctx.Err() == nil {
			log.Error("mails could not be looked for; tried again later", "error", err)
		}
	})
}

// sendMails sends until nothing more is due.
func sendMails(ctx context.Context, w *workflow.Workflow, s *mail.Sender, log *slog.Logger) error {
	if _, err := w.PlanMails(ctx); err != nil {
		return err
	}
	for {
		letters, err := w.ClaimMails(ctx)
		if err != nil || len(letters) == 0 {
			return err
		}
		// The tries end before others may begin theirs.
		within, cancel := context.WithTimeout(ctx, workflow.MailLease-time.Minute)
		s.Deliver(within, letters, func(l notice.Letter, wrong error) { recordMail(ctx, w, log, l, wrong) })
		cancel()
	}
}

// recordMail writes down what came of a mail. A mail that was taken is recorded
// although Cairn is told to stop: otherwise it would be sent again.
func recordMail(ctx context.Context, w *workflow.Workflow, log *slog.Logger, l notice.Letter, wrong error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	if wrong == nil {
		if _, err := w.MailSent(ctx, l); err != nil {
			log.Error("a mail was sent and could not be recorded; it will be sent once more", "mail", l.Mail, "error", err)
		}
		return
	}
	givenUp, err := w.MailFailed(ctx, l)
	log.Warn("a mail was not sent", "mail", l.Mail, "given up", givenUp, "cause", wrong, "error", err)
}
