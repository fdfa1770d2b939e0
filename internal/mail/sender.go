package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"cairn/internal/lang"
	"cairn/internal/notice"
)

// Encryption says how the way to the mail server is kept from others.
type Encryption string

// The ways there are. StartTLS begins in clear and refuses to go on without TLS.
const (
	StartTLS Encryption = "starttls"
	TLS      Encryption = "tls"
	InClear  Encryption = "none"
)

// Options say which mail server takes the mails, and from whom they are.
type Options struct {
	Server     string // host:port
	Encryption Encryption
	From       string // an address, with or without a name before it
	User       string // empty: none is asked for
	Password   string
	PublicURL  string         // where people reach Cairn, without a slash at the end
	Languages  lang.Offer     // in which people are written to
	Roots      *x509.CertPool // who vouches for the server; nil: whom the machine trusts
}

// Sender hands letters to the mail server. It is safe for concurrent use.
type Sender struct {
	Options
	host string // of Cairn, for message ids
	dial []mail.Option
	to   string // host of the mail server
}

// perTry is how long the server may take over any one answer.
const perTry = 45 * time.Second

// New returns a sender. It does not reach for the server yet.
func New(o Options) (*Sender, error) {
	host, port, err := net.SplitHostPort(o.Server)
	if err != nil {
		return nil, fmt.Errorf("the mail server: %w", err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("the mail server's port: %w", err)
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("the public address: %w", err)
	}
	s := &Sender{Options: o, host: public.Hostname(), to: host}
	s.dial = append(s.encryption(host), mail.WithPort(n), mail.WithTimeout(perTry), mail.WithHELO(s.host))
	if o.User != "" {
		s.dial = append(s.dial, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	return s, nil
}

func (s *Sender) encryption(host string) []mail.Option {
	trust := mail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots})
	switch s.Encryption {
	case TLS:
		return []mail.Option{mail.WithSSL(), trust}
	case InClear:
		return []mail.Option{mail.WithTLSPolicy(mail.NoTLS)}
	}
	return []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory), trust}
}

// Check reaches for the server as a mail would, and sends none.
func (s *Sender) Check(ctx context.Context) error {
	client, err := s.connect(ctx)
	if err != nil {
		return err
	}
	return client.Close()
}

func (s *Sender) connect(ctx context.Context) (*mail.Client, error) {
	client, err := mail.NewClient(s.to, s.dial...)
	if err != nil {
		return nil, err
	}
	return client, client.DialWithContext(ctx)
}

// Deliver sends the letters over one connection and reports of each what came of
// it. What is not sent before the context ends is reported with its error.
func (s *Sender) Deliver(ctx context.Context, letters []notice.Letter, report func(notice.Letter, error)) {
	client, err := s.connect(ctx)
	for _, l := range letters {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			report(l, plain(err))
			continue
		}
		m, wrong := s.message(l)
		if wrong == nil {
			wrong = client.Send(m)
		}
		report(l, plain(wrong))
		if wrong != nil { // begin anew: the server may be in the middle of something
			_ = client.Close()
			client, err = s.connect(ctx)
		}
	}
	if err == nil {
		_ = client.Close() // the server has taken all
	}
}

// message is the mail to one person: one address, and nothing that differs from
// one try to the next.
func (s *Sender) message(l notice.Letter) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := m.From(s.From); err != nil {
		return nil, err
	}
	if err := m.To(l.To); err != nil {
		return nil, err
	}
	w := wording(l, s.PublicURL, s.Languages)
	m.Subject(w.subject)
	m.SetMessageIDWithValue(string(l.Mail) + "@" + s.host)
	m.SetDateWithValue(l.Made.Time())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	stop := stopAddress(l, s.PublicURL)
	if strings.HasPrefix(stop, "https://") {
		if err := m.SetListUnsubscribeOneClick(stop); err != nil {
			return nil, err
		}
	} else {
		m.SetListUnsubscribe(stop)
	}
	m.SetBodyString(mail.TypeTextPlain, w.text)
	m.AddAlternativeString(mail.TypeTextHTML, w.html)
	return m, nil
}

// plain keeps addresses out of what may be logged: a server's answer repeats them.
func plain(err error) error {
	if refused, ok := errors.AsType[*mail.SendError](err); ok {
		return fmt.Errorf("the mail server refused a mail: %s, code %d", refused.Reason, refused.ErrorCode())
	}
	return err
}
