package main

import (
	"context"
	"fmt"
	"time"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/server"
	"cairn/internal/store"
)

// answersWithin is how long the mail server may take.
const answersWithin = 20 * time.Second

// checkMail reaches for the mail server as a mail would, and sends none.
func checkMail(ctx context.Context, c config.Config) finding {
	sender, err := server.NewSender(c)
	if err != nil {
		return finding{bad, fmt.Sprintf("mail cannot be sent: %v", err), "Mend the settings that begin with mail-."}
	}
	if sender == nil {
		return well("no mail is sent, since mail-server is not set")
	}
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		return finding{bad, fmt.Sprintf("the mail server %s does not take mail: %v", c.MailServer, err),
			"Check mail-server, mail-encryption, mail-user and the password. Until then mails wait, and are given up after about three days."}
	}
	return well("the mail server %s would take mail", c.MailServer)
}

// late is how long a mail may wait before somebody should look.
const late = time.Hour

func checkMails(r *store.Reader, now clock.Instant) finding {
	waiting, err := r.CountMails("waiting", now.Add(-late))
	if err != nil {
		return unread("mails", err)
	}
	failed, err := r.CountMails(store.MailFailed, now)
	switch {
	case err != nil:
		return unread("mails", err)
	case waiting > 0:
		return finding{odd, fmt.Sprintf("%d mails have waited for more than an hour", waiting), "The log says why they are not taken. What they tell stands in the inboxes."}
	case failed > 0:
		return finding{odd, fmt.Sprintf("%d mails were given up in the last month", failed), "The log says why. What they tell stands in the inboxes."}
	}
	return well("no mail waits for long")
}
