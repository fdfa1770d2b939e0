package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"cairn/internal/recognition"
)

// Options is what a Sender needs.
type Options struct {
	Targets   []Target
	Allow     []netip.Prefix             // networks that may be reached although they are private
	Key       func(target string) string // signs what is sent to the target of that key
	PublicURL string
	Now       func() time.Time // the machine's when not set
}

// Sender tells addresses.
type Sender struct {
	Options
	targets map[string]Target
	client  *http.Client
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
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: control(o.Allow)}
	s := &Sender{Options: o, targets: map[string]Target{}}
	s.client = &http.Client{
		Timeout:       within,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
			DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10},
	}
	for _, t := range o.Targets {
		s.targets[t.Key()] = t
	}
	return s
}

// ErrUnknown is said of a call to an address that is set no longer.
var ErrUnknown = errors.New("this address is not set any more")

// Send tells the address of the call. A failure names no address, only its host.
func (s *Sender) Send(ctx context.Context, c recognition.Call) error {
	t, known := s.targets[c.Hook]
	if !known {
		return ErrUnknown
	}
	body, err := s.body(t, c)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL.String(), bytes.NewReader(body))
	if err != nil {
		return errors.New("the address cannot be used")
	}
	at := strconv.FormatInt(s.Now().Unix(), 10)
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Cairn", "Cairn-Delivery": string(c.ID), "Cairn-Timestamp": at,
		"Cairn-Signature": "v1=" + Signature(s.Key(c.Hook), at, body),
	} {
		r.Header.Set(name, value)
	}
	reply, err := s.client.Do(r)
	if err != nil {
		return fmt.Errorf("%s: %w", t.Host(), withoutAddress(err))
	}
	defer reply.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, mostReply))
	if reply.StatusCode < 200 || reply.StatusCode > 299 {
		return fmt.Errorf("%s answers %d", t.Host(), reply.StatusCode)
	}
	return nil
}

// withoutAddress takes the address out of what went wrong: it may be a secret.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// Signature signs the body as it was sent at the time, so that whoever knows the key
// can tell that it comes from this Cairn, and when.
func Signature(key, at string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

const said = "There is something new on the wall of thanks."

// body says that there is something new and where. Names and words stay in Cairn,
// where somebody who is named can take them off again.
func (s *Sender) body(t Target, c recognition.Call) ([]byte, error) {
	link := s.PublicURL + "/recognition/" + string(c.Post)
	if c.Post == "" { // a try
		link = s.PublicURL + "/recognition"
	}
	if t.Kind == Slack {
		return json.Marshal(map[string]string{"text": said + " <" + link + ">"})
	}
	return json.Marshal(map[string]string{"event": "recognition.posted", "id": string(c.ID), "at": c.Made.Time().Format(time.RFC3339), "text": said, "url": link})
}

// Hosts lists where the sender tells, in the order of the file.
func (s *Sender) Hosts() (hosts []string) {
	for _, t := range s.Options.Targets {
		hosts = append(hosts, t.Host())
	}
	return hosts
}
