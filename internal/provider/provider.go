package provider

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"cairn/internal/fault"
)

// Provider is one identity provider. Safe for concurrent use.
type Provider struct {
	Settings
	back   string // where it sends browsers back to
	now    func() time.Time
	client *caller

	mu      sync.Mutex
	about   *about
	learnt  time.Time
	failed  error
	tried   time.Time
	machine func() time.Time
}

// about is what a provider publishes about itself.
type about struct {
	*oidc.Provider
	end      string // where browsers sign out
	namesISS bool   // it says in each answer who answers
	style    oauth2.AuthStyle
}

const (
	knownFor = time.Hour       // before it is asked again what it publishes
	failsFor = 5 * time.Second // before one that did not answer is asked again
)

// ClocksPart is how far apart a provider's clock and ours may be.
const ClocksPart = 2 * time.Minute

// New returns the provider that sends browsers back to the address. It is not asked
// anything before somebody signs in, so Cairn starts without it.
func New(s Settings, back string, now func() time.Time) *Provider {
	return &Provider{Settings: s, back: back, now: now, client: newClient(s), machine: time.Now}
}

// silent says that the provider does not answer; the cause is for the log.
func (p *Provider) silent(cause error) error {
	return fault.Wrap(fault.Unavailable, fmt.Sprintf("%s does not answer at the moment. Nothing is lost; please try again in a minute, or sign in in another way.", p.Label), cause)
}

// refused says that what the provider's answer holds is not good; the cause is for
// the log and never holds the token.
func (p *Provider) refused(why string) error {
	return fault.Wrap(fault.Unauthenticated, fmt.Sprintf("%s gave an answer that Cairn does not accept, so nobody was signed in. Please begin again; if it happens once more, tell whoever runs Cairn.", p.Label), fmt.Errorf("%s: %s", p.Name, why))
}

// ask learns what the provider publishes, or remembers it.
func (p *Provider) ask() (*about, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.machine()
	if p.about != nil && now.Sub(p.learnt) < knownFor {
		return p.about, nil
	}
	if p.failed == nil || now.Sub(p.tried) > failsFor {
		found, err := p.learn()
		p.failed, p.tried = err, p.machine()
		if err == nil {
			p.about, p.learnt = found, p.tried
		}
	}
	if p.about != nil { // what was known is better than nothing
		return p.about, nil
	}
	return nil, p.silent(p.failed)
}

// learn asks the provider. Keys are fetched later with the same client, so the
// context must not end with the request.
func (p *Provider) learn() (*about, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.client), p.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	var says struct {
		End      string   `json:"end_session_endpoint"`
		NamesISS bool     `json:"authorization_response_iss_parameter_supported"`
		Ways     []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&says); err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	a := &about{Provider: found, end: says.End, namesISS: says.NamesISS, style: oauth2.AuthStyleInHeader}
	if p.ClientSecret == "" || len(says.Ways) > 0 && !slices.Contains(says.Ways, "client_secret_basic") {
		a.style = oauth2.AuthStyleInParams
	}
	for _, address := range []string{found.Endpoint().AuthURL, a.end} {
		if !p.mayLead(address) {
			return nil, fmt.Errorf("%s: it would send browsers to %q", p.Name, address)
		}
	}
	return a, nil
}

// mayLead tells whether browsers may be sent there.
func (p *Provider) mayLead(address string) bool {
	u, err := url.Parse(address)
	return address == "" || err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && plainly(p.Issuer) && onThisMachine(u.Hostname()))
}

// Answers tells whether the provider can be asked, for whoever runs Cairn.
func (p *Provider) Answers() error {
	_, err := p.ask()
	return err
}

func (p *Provider) oauth(a *about) *oauth2.Config {
	endpoint := a.Endpoint()
	endpoint.AuthStyle = a.style
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: endpoint, RedirectURL: p.back, Scopes: p.Scopes}
}
