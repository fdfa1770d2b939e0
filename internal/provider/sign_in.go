package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Question is what a browser takes to the provider. State and Nonce come back with
// the answer; Verifier stays here and proves that whoever asked is who comes back.
type Question struct {
	State, Nonce, Verifier string
	Afresh                 bool // the person signs in at the provider once more
}

// Answer is what a browser brings back.
type Answer struct{ Code, Issuer, Error string }

// Identity is who the provider says has signed in.
type Identity struct {
	Issuer, Subject string
	Session         string // of the provider; may be empty
	ExternalID      string
	Name            string
	Email           string // empty unless the provider says that it was verified
	Groups          []string
	ProvedAt        time.Time // zero when the provider does not say
	ProvedMore      bool      // by more than one thing
	Token           string    // the token itself, to be shown when signing out there
}

const longestSubject = 255

// Address is where a browser is sent to sign in.
func (p *Provider) Address(q Question) (string, error) {
	a, err := p.ask()
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)}
	if q.Afresh {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	if len(p.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(p.ACR, " ")))
	}
	return p.oauth(a).AuthCodeURL(q.State, options...), nil
}

// claims are what is read of a token.
type claims struct {
	AZP           string   `json:"azp"`
	SID           string   `json:"sid"`
	Name          string   `json:"name"`
	Email         string   `json:"email"`
	EmailVerified any      `json:"email_verified"`
	AuthTime      int64    `json:"auth_time"`
	AMR           []string `json:"amr"`
	ACR           string   `json:"acr"`
}

// Finish trades the code that a browser brought for who signed in. The checks are
// those of OpenID Connect Core 3.1.3.7 and RFC 9207.
func (p *Provider) Finish(ctx context.Context, q Question, answer Answer) (Identity, error) {
	a, err := p.ask()
	if err != nil {
		return Identity{}, err
	}
	if answer.Issuer != "" && answer.Issuer != p.Issuer || answer.Issuer == "" && a.namesISS {
		return Identity{}, p.refused("another issuer answered")
	}
	if answer.Code == "" {
		return Identity{}, p.refused("no code was given")
	}
	token, err := p.oauth(a).Exchange(oidc.ClientContext(ctx, p.client), answer.Code, oauth2.VerifierOption(q.Verifier))
	if err != nil {
		return Identity{}, p.notTraded(err)
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return Identity{}, p.refused("there is no id token")
	}
	id, c, err := p.verify(ctx, a, raw, q.Nonce)
	if err != nil {
		return Identity{}, err
	}
	if id.AccessTokenHash != "" && id.VerifyAccessToken(token.AccessToken) != nil {
		return Identity{}, p.refused("the two tokens do not belong together")
	}
	found := p.identity(id, c, raw)
	if err := p.more(ctx, a, token, id, &found); err != nil {
		return Identity{}, err
	}
	return found, nil
}

// notTraded tells a code that is not good from a provider that does not answer.
func (p *Provider) notTraded(err error) error {
	if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok && said.Response != nil {
		if said.Response.StatusCode < http.StatusInternalServerError {
			return p.refused("the code is not taken: " + printable(said.ErrorCode))
		}
		err = errors.New(said.Response.Status)
	}
	return p.silent(fmt.Errorf("%s: trading a code: %w", p.Name, withoutAddress(err)))
}

func (p *Provider) verify(ctx context.Context, a *about, raw, nonce string) (*oidc.IDToken, claims, error) {
	var c claims
	id, err := a.Verifier(&oidc.Config{ClientID: p.ClientID, Now: p.now}).Verify(oidc.ClientContext(ctx, p.client), raw)
	if err != nil {
		return nil, c, p.refused(err.Error())
	}
	if err := id.Claims(&c); err != nil {
		return nil, c, p.refused("the claims cannot be read")
	}
	now := p.now()
	switch {
	case id.Issuer != p.Issuer:
		return nil, c, p.refused("it names another issuer")
	case nonce == "" || id.Nonce != nonce:
		return nil, c, p.refused("the nonce is another")
	case !IsSubject(id.Subject):
		return nil, c, p.refused("the subject cannot be one")
	case len(id.Audience) > 1 && c.AZP != p.ClientID, c.AZP != "" && c.AZP != p.ClientID:
		return nil, c, p.refused("the token is for somebody else")
	case id.IssuedAt.IsZero() || id.IssuedAt.After(now.Add(ClocksPart)):
		return nil, c, p.refused("the token is from the future")
	}
	return id, c, nil
}

// IsSubject tells whether the text can name somebody. It is compared byte by byte.
func IsSubject(s string) bool {
	return s != "" && len(s) <= longestSubject && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (p *Provider) identity(id *oidc.IDToken, c claims, raw string) Identity {
	found := Identity{Issuer: id.Issuer, Subject: id.Subject, Session: c.SID, Name: printable(c.Name), Token: raw}
	if c.AuthTime > 0 {
		found.ProvedAt = time.Unix(c.AuthTime, 0)
	}
	found.ProvedMore = slices.ContainsFunc(c.AMR, func(m string) bool { return slices.Contains(p.AMR, m) }) || c.ACR != "" && slices.Contains(p.ACR, c.ACR)
	if verified(c.EmailVerified) {
		found.Email = address(c.Email)
	}
	var all map[string]any
	if id.Claims(&all) == nil {
		found.ExternalID, _ = all[p.ExternalID].(string)
		found.Groups = texts(all[p.GroupsClaim])
	}
	return found
}

// more asks the provider for what the token leaves out: groups, or a newcomer's name
// and address. Who somebody is never comes from there.
func (p *Provider) more(ctx context.Context, a *about, token *oauth2.Token, id *oidc.IDToken, found *Identity) error {
	groups := p.GroupsClaim != "" && len(p.Offices) > 0 && found.Groups == nil
	if a.UserInfoEndpoint() == "" || !groups && (p.Admits != Newcomers || found.Email != "" && found.Name != "") {
		return nil
	}
	info, err := a.UserInfo(oidc.ClientContext(ctx, p.client), oauth2.StaticTokenSource(token))
	if err != nil {
		return p.silent(fmt.Errorf("%s: asking about the person: %w", p.Name, withoutAddress(err)))
	}
	if info.Subject != id.Subject {
		return p.refused("it tells about somebody else")
	}
	var all map[string]any
	if err := info.Claims(&all); err != nil {
		return p.refused("what it tells cannot be read")
	}
	if groups {
		found.Groups = texts(all[p.GroupsClaim])
	}
	if name, _ := all["name"].(string); found.Name == "" {
		found.Name = printable(name)
	}
	if found.Email == "" && verified(all["email_verified"]) {
		email, _ := all["email"].(string)
		found.Email = address(email)
	}
	return nil
}

func verified(v any) bool { return v == true || v == "true" }

// texts reads a list of texts, or a single one.
func texts(v any) (list []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		list = []string{}
		for _, one := range v {
			if s, ok := one.(string); ok {
				list = append(list, s)
			}
		}
	}
	return list
}

// address gives nothing for what can be none, or looks like another's: letters beyond
// ASCII are in no address that a directory gives out.
func address(s string) string {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > longestSubject || strings.ContainsFunc(s, func(c rune) bool { return c > unicode.MaxASCII }) {
		return ""
	}
	return s
}

func printable(s string) string {
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || unicode.IsControl(c) {
			return -1
		}
		return c
	}, s)
	if r := []rune(s); len(r) > longestSubject {
		s = string(r[:longestSubject])
	}
	return strings.TrimSpace(s)
}

// withoutAddress takes out the address of a request, which may hold a code.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// Gives are the offices that the groups give, each once and in order.
func (s Settings) Gives(groups []string) []string {
	var given []string
	for _, g := range groups {
		if o := s.Offices[g]; o != "" && !slices.Contains(given, o) {
			given = append(given, o)
		}
	}
	slices.Sort(given)
	return given
}
