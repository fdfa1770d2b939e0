// Package mailcatcher is a mail server for tests. It speaks SMTP over the network
// of this machine and keeps what it is given instead of passing it on.
package mailcatcher

import (
	"crypto/tls"
	"encoding/base64"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Mail is one mail as it was handed over.
type Mail struct {
	From string
	To   []string // of the envelope
	Data string   // the message, lines ending in \n
}

// Options change how the server behaves.
type Options struct {
	TLS      *tls.Config       // offers STARTTLS and takes no mail without
	User     string            // asks for this user with the password, when set
	Password string            //
	Refuse   func(Mail) string // a reply such as "451 try again"; empty takes the mail
	Taken    func(Mail)        // called after a mail is kept and before the server says so
}

// Catcher is a running server.
type Catcher struct {
	Address string
	options Options

	mu    sync.Mutex
	mails []Mail
}

// Start serves until the test ends.
func Start(t testing.TB, o Options) *Catcher {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &Catcher{Address: l.Addr().String(), options: o}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go c.talk(conn)
		}
	}()
	return c
}

// Mails returns what was taken so far.
func (c *Catcher) Mails() []Mail {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.mails)
}

// dialogue is one connection.
type dialogue struct {
	*Catcher
	conn   net.Conn
	text   *textproto.Conn
	mail   Mail
	secure bool
	known  bool
}

func (c *Catcher) talk(conn net.Conn) {
	defer conn.Close()
	d := &dialogue{Catcher: c, conn: conn, text: textproto.NewConn(conn), known: c.options.User == ""}
	if d.say("220 catcher ESMTP") != nil {
		return
	}
	for {
		line, err := d.text.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		verb = strings.ToUpper(verb)
		if err := d.answer(verb, rest); err != nil || verb == "QUIT" {
			return
		}
	}
}

func (d *dialogue) say(lines ...string) error {
	return d.text.PrintfLine("%s", strings.Join(lines, "\r\n"))
}

// answer follows the order that a server may insist on.
func (d *dialogue) answer(verb, rest string) error {
	needsTLS := d.options.TLS != nil && !d.secure
	switch verb {
	case "EHLO", "HELO":
		return d.say(d.greeting(needsTLS)...)
	case "STARTTLS":
		return d.encrypt()
	case "NOOP":
		return d.say("250 well")
	case "RSET":
		d.mail = Mail{}
		return d.say("250 forgotten")
	case "QUIT":
		return d.say("221 good-bye")
	case "AUTH":
		return d.recognise(rest)
	}
	switch {
	case needsTLS:
		return d.say("530 first STARTTLS")
	case !d.known:
		return d.say("530 first AUTH")
	}
	return d.transaction(verb, rest)
}

func (d *dialogue) transaction(verb, rest string) error {
	switch {
	case verb == "MAIL":
		d.mail = Mail{From: address(rest)}
		return d.say("250 from whom")
	case verb == "RCPT" && d.mail.From != "":
		d.mail.To = append(d.mail.To, address(rest))
		return d.say("250 to whom")
	case verb == "DATA" && len(d.mail.To) > 0:
		return d.take()
	}
	return d.say("503 not now")
}

func (d *dialogue) greeting(needsTLS bool) []string {
	lines := []string{"250-catcher"}
	if needsTLS {
		lines = append(lines, "250-STARTTLS")
	}
	if d.options.User != "" && !needsTLS {
		lines = append(lines, "250-AUTH PLAIN")
	}
	return append(lines, "250 8BITMIME")
}

func (d *dialogue) encrypt() error {
	if d.options.TLS == nil || d.secure {
		return d.say("502 not here")
	}
	if err := d.say("220 go on"); err != nil {
		return err
	}
	d.conn = tls.Server(d.conn, d.options.TLS)
	d.text, d.secure = textproto.NewConn(d.conn), true
	return nil
}

func (d *dialogue) recognise(rest string) error {
	_, given, _ := strings.Cut(rest, " ")
	raw, err := base64.StdEncoding.DecodeString(given)
	if err != nil || string(raw) != "\x00"+d.options.User+"\x00"+d.options.Password {
		return d.say("535 that is somebody else")
	}
	d.known = true
	return d.say("235 welcome")
}

func (d *dialogue) take() error {
	if err := d.say("354 go on, a dot ends it"); err != nil {
		return err
	}
	data, err := d.text.ReadDotBytes()
	if err != nil {
		return err
	}
	m := d.mail
	m.Data, d.mail = string(data), Mail{}
	if d.options.Refuse != nil {
		if reply := d.options.Refuse(m); reply != "" {
			return d.say(reply)
		}
	}
	d.mu.Lock()
	d.mails = append(d.mails, m)
	d.mu.Unlock()
	if d.options.Taken != nil {
		d.options.Taken(m)
	}
	return d.say("250 taken")
}

// address takes the address out of "FROM:<ada@example.org> BODY=8BITMIME".
func address(rest string) string {
	_, after, _ := strings.Cut(rest, "<")
	inside, _, _ := strings.Cut(after, ">")
	return inside
}
