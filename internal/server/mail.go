package server

import (
	"context"
	"fmt"
	"os"
	"strings"

	"cairn/internal/config"
	"cairn/internal/mail"
)

// NewSender returns what sends mails as the settings say; nil when no mail is sent.
func NewSender(c config.Config) (*mail.Sender, error) {
	if !c.Mails() {
		return nil, nil
	}
	password, err := mailPassword(c)
	if err != nil {
		return nil, err
	}
	return mail.New(mail.Options{
		Server: c.MailServer, Encryption: mail.Encryption(c.MailEncryption), From: c.MailFrom,
		User: c.MailUser, Password: password, PublicURL: c.PublicURL,
	})
}

func mailPassword(c config.Config) (string, error) {
	if c.MailPassword != "" || c.MailPasswordFile == "" {
		return c.MailPassword, nil
	}
	text, err := os.ReadFile(c.MailPasswordFile)
	if err != nil {
		return "", fmt.Errorf("the password of the mail server cannot be read: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// mailing returns the sender of a Cairn that begins to serve. With a file as
// database it is alone with it, so what a killed process had begun can be tried
// again at once.
func (s *Server) mailing(ctx context.Context) (*mail.Sender, error) {
	sender, err := NewSender(s.options.Config)
	if err != nil || sender == nil || s.options.Config.IsPostgres() {
		return sender, err
	}
	return sender, s.Workflow.ReleaseMails(ctx)
}
