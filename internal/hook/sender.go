package hook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/event"
)

// Options is what a Sender needs.
type Options struct {
	Allow     []netip.Prefix // networks that may be reached although they are private
	PublicURL string
	Now       func() time.Time // the machine's when not set
	Within    time.Duration    // how long a try may take; 15 seconds when not set
}

// Sender tells addresses.
type Sender struct {
	Options
	client *http.Client
}

const (
	within    = 15 * time.Second
	mostReply = 4 << 10
)

// New returns a sender. It follows no redirection, uses no proxy and reaches no
// private network but those that are allowed.
func New(o Options) *Sender {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Within == 0 {
		o.Within = within
	}
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	dialer := &net.Dialer{Timeout: o.Within / 3, Control: control(o.Allow)}
	s := &Sender{Options: o}
	s.client = &http.Client{
		Timeout:       o.Within,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: o.Within / 3, ResponseHeaderTimeout: o.Within * 2 / 3,
			DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10},
	}
	return s
}

// Send tells the address of the call. The answer never names the address.
func (s *Sender) Send(ctx context.Context, c event.Call) event.Answer {
	sent, err := body(s.PublicURL, c.Form, c.Event)
	if err != nil {
		return event.Answer{Wrong: "this cannot be told"}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Secrets.URL, bytes.NewReader(sent))
	if err != nil {
		return event.Answer{Wrong: "the address cannot be used"}
	}
	s.head(r.Header, c, sent)
	reply, err := s.client.Do(r)
	if err != nil {
		return event.Answer{Wrong: wrong(err)}
	}
	defer reply.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, mostReply)) // what it says is nobody's business
	return event.Answer{Status: reply.StatusCode, After: retryAfter(reply.Header.Get("Retry-After"), s.Now())}
}

// head names and signs what is sent.
func (s *Sender) head(h http.Header, c event.Call, sent []byte) {
	now := s.Now()
	at := strconv.FormatInt(now.Unix(), 10)
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Cairn", "Webhook-Id": string(c.Event.ID), "Webhook-Timestamp": at,
		"Webhook-Signature": Signatures(c.Secrets.Signing(clock.At(now)), string(c.Event.ID), at, sent),
	} {
		h.Set(name, value)
	}
	if c.Legacy != "" {
		h.Set("Cairn-Delivery", string(c.Event.ID))
		h.Set("Cairn-Timestamp", at)
		h.Set("Cairn-Signature", "v1="+Signature(c.Legacy, at, sent))
	}
}

// retryAfter reads how long the address asks to wait, in seconds or as a date.
func retryAfter(text string, now time.Time) time.Duration {
	if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32); err == nil {
		return max(time.Duration(n)*time.Second, 0)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// wrong says why there was no answer. What the libraries say would name the address,
// which may be a secret.
func wrong(err error) string {
	if u, ok := errors.AsType[*url.Error](err); ok && u.Timeout() {
		return "did not answer in time"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its certificate does not fit its name, or nobody vouches for it"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "its name leads nowhere"
	}
	if errors.Is(err, errInside) {
		return errInside.Error()
	}
	return "could not be reached"
}
