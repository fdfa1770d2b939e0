package config

import (
	"net"
	netmail "net/mail"
	"slices"
	"strconv"
	"strings"
)

// Mails tells whether a mail server is set; without one no mail is sent.
func (c Config) Mails() bool { return c.MailServer != "" }

func parseMailServer(c *Config, value string) string {
	host, port, err := net.SplitHostPort(value)
	n, bad := strconv.Atoi(port)
	if err != nil || bad != nil || host == "" || n < 1 || n > 65535 {
		return "write the server and its port, such as smtp.example.org:587"
	}
	c.MailServer = value
	return ""
}

func parseMailEncryption(c *Config, value string) string {
	value = strings.ToLower(value)
	if !slices.Contains([]string{"starttls", "tls", "none"}, value) {
		return "write starttls, tls or none"
	}
	c.MailEncryption = value
	return ""
}

func parseMailFrom(c *Config, value string) string {
	a, err := netmail.ParseAddress(value)
	if err != nil || strings.ContainsAny(value, "\r\n") {
		return "write an address, such as cairn@example.org or Cairn <cairn@example.org>"
	}
	c.MailFrom = a.String()
	return ""
}

func parseMailUser(c *Config, value string) string {
	c.MailUser = value
	return ""
}

func parseMailPasswordFile(c *Config, value string) string {
	c.MailPasswordFile = value
	return ""
}

func parseMailPassword(c *Config, value string) string {
	c.MailPassword = value
	return ""
}

// togetherMail judges the settings of mail that depend on each other.
func (l *loader) togetherMail() {
	c := l.config
	secret := c.MailPassword != "" || c.MailPasswordFile != ""
	switch {
	case !c.Mails():
		return
	case c.MailFrom == "":
		l.mistake(c.Origin("mail-server"), "", "mails need a sender; set mail-from")
	case c.MailPassword != "" && c.MailPasswordFile != "":
		l.mistake(c.Origin("mail-password-file"), c.MailPasswordFile, "the password is also in CAIRN_MAIL_PASSWORD; keep one of the two")
	case c.MailUser != "" && !secret:
		l.mistake(c.Origin("mail-user"), "", "the user needs a password; put it into a file that mail-password-file names, or into CAIRN_MAIL_PASSWORD")
	case c.MailUser == "" && secret:
		l.mistake(c.Origin("mail-server"), "", "there is a password and no user; set mail-user, or take the password out")
	}
}
