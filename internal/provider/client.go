package provider

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	answersWithin = 10 * time.Second
	mostAnswer    = 1 << 20
)

// gate lets requests through to the hosts that the operator named, and to no other:
// where keys and tokens are fetched is what the provider writes about itself.
type gate struct {
	hosts []string
	plain bool // the issuer itself is reached without https
	next  http.RoundTripper
}

// RoundTrip refuses a request to anywhere else before a name is looked up.
func (g gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" && !(g.plain && r.URL.Scheme == "http" && onThisMachine(r.URL.Hostname())) {
		return nil, fmt.Errorf("the provider names %s, which is not reached by https", r.URL.Host)
	}
	if !slices.Contains(g.hosts, withPort(r.URL.Host, r.URL.Scheme)) {
		return nil, fmt.Errorf("the provider names the host %s, to which nothing is sent until it stands under hosts", r.URL.Host)
	}
	answer, err := g.next.RoundTrip(r)
	if err == nil {
		answer.Body = short{io.LimitReader(answer.Body, mostAnswer), answer.Body}
	}
	return answer, err
}

type short struct {
	io.Reader
	io.Closer
}

// caller is what sends requests to a provider.
type caller = http.Client

// newClient follows no redirection and uses no proxy.
func newClient(s Settings) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Client{
		Timeout: answersWithin,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("the provider sends the request elsewhere, and it is not followed")
		},
		Transport: gate{hosts: s.reaches(), plain: plainly(s.Issuer), next: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: answersWithin,
			MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: 30 * time.Second, MaxIdleConns: 4, ForceAttemptHTTP2: true,
		}},
	}
}

func plainly(issuer string) bool {
	u, err := url.Parse(issuer)
	return err == nil && u.Scheme == "http"
}
