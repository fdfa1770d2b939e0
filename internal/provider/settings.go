package provider

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Admits says who is let in whom nobody has connected before.
type Admits string

// Whom a provider lets in.
const (
	Connected Admits = "connected" // who has connected the account themselves, or by an invitation link
	Directory Admits = "directory" // who was provisioned with the same external id, too
	Newcomers Admits = "newcomers" // whoever the provider knows and Cairn does not, too: a new person is made
)

// Settings is one provider, as the operator writes it.
type Settings struct {
	Name         string // in addresses; small letters, digits and hyphens
	Label        string // on the button
	Issuer       string
	ClientID     string
	ClientSecret string // empty: Cairn is a public client
	Scopes       []string
	Hosts        []string // beside the issuer's, that Cairn may send requests to
	Admits       Admits
	Source       string // the directory whose external ids it speaks of
	ExternalID   string // the claim that holds the external id
	GroupsClaim  string
	Offices      map[string]string // group to office
	AMR, ACR     []string          // any of them in a token says that more than one thing was proved
}

var (
	nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)
	// mayChange are claims that name somebody only for now, or that people set themselves.
	mayChange = []string{"email", "preferred_username", "upn", "name", "nickname", "given_name", "family_name", "phone_number", "unique_name"}
	offices   = []string{"people-partner", "compensation-partner"}
)

// IsName tells whether the text can name a provider.
func IsName(text string) bool { return nameForm.MatchString(text) }

// Mistake is something that cannot be used as it is, and how to mend it.
type Mistake struct{ Field, Message string }

// Check fills what was left out and returns every mistake.
func (s *Settings) Check() (wrong []Mistake) {
	add := func(field, message string) { wrong = append(wrong, Mistake{field, message}) }
	s.fill()
	if !IsName(s.Name) {
		add("name", "write a short name in small letters, digits and hyphens, such as example; it stands in addresses")
	}
	if message := checkIssuer(s.Issuer); message != "" {
		add("issuer", message)
	}
	if s.ClientID == "" {
		add("client-id", "write the client id that the provider gave to Cairn")
	}
	if s.Admits != Connected && s.Admits != Directory && s.Admits != Newcomers {
		add("admits", "write connected, directory or newcomers")
	}
	if slices.Contains(mayChange, s.ExternalID) {
		add("external-id", fmt.Sprintf("%s may change, or belong to somebody else later; name a claim that stays, such as sub or oid", s.ExternalID))
	}
	if s.Admits == Directory && s.Source == "" {
		add("source", "name the directory whose external ids the provider speaks of, as cairn scim names it")
	}
	if len(s.Offices) > 0 && s.GroupsClaim == "" {
		add("groups-claim", "name the claim that holds the groups")
	}
	for group, office := range s.Offices {
		if !slices.Contains(offices, office) {
			add("offices", fmt.Sprintf("the group %q gives %q; a group gives people-partner or compensation-partner and nothing else", group, office))
		}
	}
	for _, h := range s.Hosts {
		if h == "" || strings.ContainsAny(h, "/@ ?#") {
			add("hosts", fmt.Sprintf("%q is no host; write one such as keys.example.org", h))
		}
	}
	return wrong
}

func (s *Settings) fill() {
	if s.Label == "" {
		s.Label = s.Name
	}
	if s.Admits == "" {
		s.Admits = Connected
	}
	if s.ExternalID == "" {
		s.ExternalID = "sub"
	}
	if len(s.Scopes) == 0 {
		s.Scopes = []string{"openid", "profile", "email"}
	}
	if !slices.Contains(s.Scopes, "openid") {
		s.Scopes = append([]string{"openid"}, s.Scopes...)
	}
}

func checkIssuer(issuer string) string {
	u, err := url.Parse(issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "write the whole address of the issuer, such as https://id.example.org"
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "write the issuer as the provider names itself, without a user, a question mark or a #"
	case u.Scheme == "http" && !onThisMachine(u.Hostname()):
		return "an issuer is reached by https, unless it is on this machine"
	}
	return ""
}

func onThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// reaches are the hosts, with their ports, to which requests go.
func (s Settings) reaches() []string {
	var all []string
	if u, err := url.Parse(s.Issuer); err == nil {
		all = append(all, withPort(u.Host, u.Scheme))
	}
	for _, h := range s.Hosts {
		all = append(all, withPort(strings.ToLower(h), "https"))
	}
	return all
}

func withPort(host, scheme string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return strings.ToLower(host)
	}
	port := "443"
	if scheme == "http" {
		port = "80"
	}
	return net.JoinHostPort(strings.ToLower(strings.Trim(host, "[]")), port)
}
