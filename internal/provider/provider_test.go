package provider_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/internal/fault"
	"cairn/internal/provider"
	"cairn/internal/testkit/issuer"
)

func now() time.Time { return time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC) }

func question() provider.Question {
	return provider.Question{State: "state", Nonce: "nonce", Verifier: strings.Repeat("verifier", 6)}
}

func started(t *testing.T, change func(*provider.Settings)) (*issuer.Issuer, *provider.Provider) {
	t.Helper()
	i := issuer.New(t, now)
	i.Claims = map[string]any{"sub": "noor-1"}
	s := i.Settings("example")
	if change != nil {
		change(&s)
	}
	return i, provider.New(s, "https://cairn.example.org/sign-in/with/example/back", now)
}

func finish(t *testing.T, i *issuer.Issuer, p *provider.Provider) (provider.Identity, error) {
	t.Helper()
	address, err := p.Address(question())
	if err != nil {
		return provider.Identity{}, err
	}
	b := i.Visit(address)
	return p.Finish(t.Context(), question(), provider.Answer{Code: b.Code, Issuer: b.Issuer})
}

func TestSigningInAtAProvider(t *testing.T) {
	i, p := started(t, func(s *provider.Settings) {
		s.GroupsClaim, s.Offices, s.AMR = "groups", map[string]string{"hr": "people-partner"}, []string{"mfa"}
	})
	i.Claims = map[string]any{"sub": "noor-1", "sid": "s1", "name": "Noor\x00 Said", "email": "noor@example.org", "email_verified": "true",
		"groups": []string{"hr", "all"}, "amr": []string{"pwd", "mfa"}, "auth_time": now().Unix()}
	got, err := finish(t, i, p)
	if err != nil {
		t.Fatal(err)
	}
	if got.Issuer != i.URL || got.Subject != "noor-1" || got.Session != "s1" || got.Name != "Noor Said" || got.Email != "noor@example.org" ||
		!got.ProvedMore || !got.ProvedAt.Equal(now()) || got.ExternalID != "noor-1" || len(p.Gives(got.Groups)) != 1 {
		t.Errorf("%+v", got)
	}
	i.Rotate()
	_, err = finish(t, i, p)
	for began := time.Now(); err != nil && time.Since(began) < 10*time.Second; time.Sleep(time.Millisecond) {
		_, err = finish(t, i, p) // the library may hand out what it was just fetching a moment longer
	}
	if err != nil {
		t.Errorf("after the keys changed: %v", err)
	}
	i.Claims = map[string]any{"sub": "noor-1", "email": "noor@example.org", "groups": nil}
	if got, err := finish(t, i, p); err != nil || got.Email != "" || got.ProvedMore || p.Gives(got.Groups) != nil {
		t.Errorf("of an address that is not verified: %+v, %v", got, err)
	}
}

func TestWhatTheTokenLeavesOutIsAsked(t *testing.T) {
	i, p := started(t, func(s *provider.Settings) {
		s.GroupsClaim, s.Offices, s.Admits = "groups", map[string]string{"hr": "people-partner"}, provider.Newcomers
	})
	i.Info = map[string]any{"sub": "noor-1", "name": "Noor", "email": "n@example.org", "email_verified": true, "groups": "hr"}
	got, err := finish(t, i, p)
	if err != nil || got.Name != "Noor" || got.Email != "n@example.org" || len(p.Gives(got.Groups)) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	i.Info["sub"] = "somebody else"
	if _, err := finish(t, i, p); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("of somebody else: %v", err)
	}
}

// TestTokensThatAreNotGood are refused, each for one thing that is wrong.
func TestTokensThatAreNotGood(t *testing.T) {
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`))
	for name, bend := range map[string]func(*issuer.Issuer){
		"no subject":                func(i *issuer.Issuer) { i.Claims["sub"] = nil },
		"a control in the subject":  func(i *issuer.Issuer) { i.Claims["sub"] = "noor\x00" },
		"too long a subject":        func(i *issuer.Issuer) { i.Claims["sub"] = strings.Repeat("x", 256) },
		"another issuer":            func(i *issuer.Issuer) { i.Claims["iss"] = "https://other.example.org" },
		"the issuer with a slash":   func(i *issuer.Issuer) { i.Claims["iss"] = i.URL + "/" },
		"another audience":          func(i *issuer.Issuer) { i.Claims["aud"] = "another" },
		"no audience":               func(i *issuer.Issuer) { i.Claims["aud"] = nil },
		"two audiences, no azp":     func(i *issuer.Issuer) { i.Claims["aud"] = []string{"cairn", "another"} },
		"azp of another":            func(i *issuer.Issuer) { i.Claims["azp"] = "another" },
		"no nonce":                  func(i *issuer.Issuer) { i.Claims["nonce"] = nil },
		"another nonce":             func(i *issuer.Issuer) { i.Claims["nonce"] = "replayed" },
		"expired":                   func(i *issuer.Issuer) { i.Claims["exp"] = now().Add(-time.Second).Unix() },
		"no expiry":                 func(i *issuer.Issuer) { i.Claims["exp"] = nil },
		"from the future":           func(i *issuer.Issuer) { i.Claims["iat"] = now().Add(time.Hour).Unix() },
		"not yet":                   func(i *issuer.Issuer) { i.Claims["nbf"] = now().Add(time.Hour).Unix() },
		"not issued":                func(i *issuer.Issuer) { i.Claims["iat"] = nil },
		"the hash of another token": func(i *issuer.Issuer) { i.Claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
		"not signed": func(i *issuer.Issuer) {
			i.Bend = func(s string) string { return none + "." + strings.Split(s, ".")[1] + "." }
		},
		"the signature cut": func(i *issuer.Issuer) { i.Bend = func(s string) string { return s[:len(s)-8] } },
		"another payload": func(i *issuer.Issuer) {
			i.Bend = func(s string) string { p := strings.Split(s, "."); return p[0] + ".e30." + p[2] }
		},
		"no token": func(i *issuer.Issuer) { i.Bend = func(string) string { return "" } },
		"another issuer's key": func(i *issuer.Issuer) {
			other := issuer.New(t, now)
			i.Bend = func(string) string {
				return other.Token(map[string]any{"iss": i.URL, "sub": "noor-1", "nonce": "nonce"})
			}
		},
		"the publisher's key as a secret": func(i *issuer.Issuer) {
			i.Bend = func(s string) string {
				head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`))
				return head + s[strings.Index(s, "."):]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			i, p := started(t, nil)
			bend(i)
			if got, err := finish(t, i, p); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestAnswersThatAreNotGood(t *testing.T) {
	i, p := started(t, nil)
	visit := func() issuer.Browser {
		address, err := p.Address(question())
		if err != nil {
			t.Fatal(err)
		}
		return i.Visit(address)
	}
	b, q := visit(), question()
	other := q
	other.Verifier = strings.Repeat("another!", 6)
	for name, try := range map[string]struct {
		q provider.Question
		a provider.Answer
	}{
		"no issuer named":      {q, provider.Answer{Code: b.Code}},
		"another issuer named": {q, provider.Answer{Code: b.Code, Issuer: "https://other.example.org"}},
		"no code":              {q, provider.Answer{Issuer: b.Issuer}},
		"a code of nobody":     {q, provider.Answer{Code: "guessed", Issuer: b.Issuer}},
		"another verifier":     {other, provider.Answer{Code: visit().Code, Issuer: b.Issuer}},
	} {
		if _, err := p.Finish(t.Context(), try.q, try.a); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.Finish(t.Context(), q, provider.Answer{Code: b.Code, Issuer: b.Issuer}); err != nil {
		t.Errorf("the good one: %v", err)
	}
	if _, err := p.Finish(t.Context(), q, provider.Answer{Code: b.Code, Issuer: b.Issuer}); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the code once more: %v", err)
	}
}

// TestAProviderThatDoesNotAnswer is asked again later, and nothing of it is needed to
// begin.
func TestAProviderThatDoesNotAnswer(t *testing.T) {
	i, p := started(t, nil)
	i.Down = true
	if _, err := p.Address(question()); !fault.Is(err, fault.Unavailable) || strings.Contains(fault.New(fault.Internal, err.Error()).Message, i.URL+"/") {
		t.Errorf("%v", err)
	}
	if _, err := p.Address(question()); !fault.Is(err, fault.Unavailable) || len(i.Asked) != 1 {
		t.Errorf("asked %d times at once: %v", len(i.Asked), err)
	}
	again := provider.New(p.Settings, "https://cairn.example.org/b", now)
	i.Down = false
	if _, err := finish(t, i, again); err != nil {
		t.Fatal(err)
	}
	i.Down = true
	if _, err := again.Address(question()); err != nil {
		t.Errorf("what is known is forgotten: %v", err)
	}
	if _, err := finish(t, i, again); !fault.Is(err, fault.Unavailable) {
		t.Errorf("trading a code: %v", err)
	}
}

// TestRequestsGoWhereTheOperatorSaid: what a provider publishes leads nowhere else.
func TestRequestsGoWhereTheOperatorSaid(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was reached", r.URL) }))
	defer inner.Close()
	for _, at := range []string{"token_endpoint", "jwks_uri", "userinfo_endpoint"} {
		i, p := started(t, func(s *provider.Settings) { s.Admits = provider.Newcomers })
		i.About = map[string]any{at: inner.URL + "/inside"}
		if _, err := finish(t, i, p); err == nil {
			t.Errorf("%s led inside", at)
		}
	}
	for at, to := range map[string]string{"authorization_endpoint": "javascript:alert(1)", "end_session_endpoint": "http://elsewhere.example.org/", "issuer": "https://other.example.org"} {
		i, p := started(t, nil)
		i.About = map[string]any{at: to}
		if _, err := p.Address(question()); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s is %s: %v", at, to, err)
		}
	}
	moved := httptest.NewServer(http.RedirectHandler(inner.URL, http.StatusFound))
	defer moved.Close()
	s := provider.Settings{Name: "moved", Issuer: moved.URL, ClientID: "c"}
	s.Check()
	if err := provider.New(s, "", now).Answers(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("redirected: %v", err)
	}
}

func TestMessagesAboutSignOuts(t *testing.T) {
	i, p := started(t, nil)
	got, err := p.ReadEnd(t.Context(), i.End(map[string]any{"sub": "noor-1", "sid": "s1"}))
	if err != nil || got.Subject != "noor-1" || got.Session != "s1" || got.TokenID == "" || !got.Until.After(now()) {
		t.Fatalf("%+v, %v", got, err)
	}
	other := issuer.New(t, now)
	events := map[string]any{"http://schemas.openid.net/event/other": map[string]any{}}
	for name, message := range map[string]string{
		"nothing":              "",
		"an id token":          i.Token(map[string]any{"sub": "noor-1", "nonce": "nonce"}),
		"with a nonce":         i.End(map[string]any{"sub": "noor-1", "nonce": ""}),
		"no event":             i.End(map[string]any{"sub": "noor-1", "events": nil}),
		"another event":        i.End(map[string]any{"sub": "noor-1", "events": events}),
		"no id":                i.End(map[string]any{"sub": "noor-1", "jti": nil}),
		"of nobody":            i.End(nil),
		"another audience":     i.End(map[string]any{"sub": "noor-1", "aud": "another"}),
		"another issuer":       i.End(map[string]any{"sub": "noor-1", "iss": other.URL}),
		"another issuer's key": other.End(map[string]any{"sub": "noor-1", "iss": i.URL}),
		"expired":              i.End(map[string]any{"sub": "noor-1", "exp": now().Add(-time.Second).Unix()}),
		"no expiry":            i.End(map[string]any{"sub": "noor-1", "exp": nil}),
		"old":                  i.End(map[string]any{"sub": "noor-1", "iat": now().Add(-time.Hour).Unix()}),
		"not issued":           i.End(map[string]any{"sub": "noor-1", "iat": nil}),
		"from the future":      i.End(map[string]any{"sub": "noor-1", "iat": now().Add(time.Hour).Unix()}),
	} {
		if got, err := p.ReadEnd(t.Context(), message); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if to := p.EndAddress("t", "https://cairn.example.org/sign-in"); to != i.URL+"/end?client_id=cairn&id_token_hint=t&post_logout_redirect_uri=https%3A%2F%2Fcairn.example.org%2Fsign-in" {
		t.Errorf("signing out there: %s", to)
	}
}

func TestSettingsOfAProvider(t *testing.T) {
	good := provider.Settings{Name: "example", Issuer: "https://id.example.org/realm", ClientID: "cairn", Scopes: []string{"groups"}}
	if wrong := good.Check(); len(wrong) > 0 || good.Label != "example" || good.Admits != provider.Connected || strings.Join(good.Scopes, " ") != "openid groups" {
		t.Errorf("%v %+v", wrong, good)
	}
	for name, s := range map[string]provider.Settings{
		"name":        {Name: "Not Good", Issuer: "https://x.example", ClientID: "c"},
		"issuer":      {Name: "a", Issuer: "http://x.example", ClientID: "c"},
		"client-id":   {Name: "a", Issuer: "https://x.example"},
		"admits":      {Name: "a", Issuer: "https://x.example", ClientID: "c", Admits: "everybody"},
		"external-id": {Name: "a", Issuer: "https://x.example", ClientID: "c", ExternalID: "email"},
		"source":      {Name: "a", Issuer: "https://x.example", ClientID: "c", Admits: provider.Directory},
		"offices":     {Name: "a", Issuer: "https://x.example", ClientID: "c", GroupsClaim: "groups", Offices: map[string]string{"boss": "cto"}},
		"hosts":       {Name: "a", Issuer: "https://x.example", ClientID: "c", Hosts: []string{"https://x"}},
	} {
		if wrong := s.Check(); len(wrong) != 1 || wrong[0].Field != name {
			t.Errorf("%s: %v", name, wrong)
		}
	}
}
