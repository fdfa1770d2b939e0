// Package issuer is an identity provider that tests hold in their hands: it speaks
// OpenID Connect over a real connection and says whatever it is told to say, also what
// a provider must not.
package issuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"cairn/internal/provider"
)

// Issuer is one provider. Its fields may be set between requests.
type Issuer struct {
	URL    string
	Now    func() time.Time
	Claims map[string]any // put into the next id tokens; a nil value takes a claim out
	Info   map[string]any // what it tells beside the token
	About  map[string]any // put into what it publishes about itself
	Bend   func(token string) string
	Down   bool // it answers nothing but failures

	Asked []string // paths of the requests it got

	mu    sync.Mutex
	keys  []jose.JSONWebKey
	codes map[string]url.Values
	t     *testing.T
}

// ClientID is what every issuer calls this Cairn; Secret is its secret.
const (
	ClientID = "cairn"
	Secret   = "a secret between the two"
)

// New starts one.
func New(t *testing.T, now func() time.Time) *Issuer {
	t.Helper()
	i := &Issuer{Now: now, codes: map[string]url.Values{}, t: t}
	i.Rotate()
	server := httptest.NewServer(i.handler())
	t.Cleanup(server.Close)
	i.URL = server.URL
	return i
}

// Settings are those by which Cairn knows the issuer.
func (i *Issuer) Settings(name string) provider.Settings {
	s := provider.Settings{Name: name, Label: "Example", Issuer: i.URL, ClientID: ClientID, ClientSecret: Secret}
	if wrong := s.Check(); len(wrong) > 0 {
		i.t.Fatal(wrong)
	}
	return s
}

// Rotate signs with a new key from now on.
func (i *Issuer) Rotate() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		i.t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = []jose.JSONWebKey{{Key: key, KeyID: rand.Text(), Algorithm: "ES256", Use: "sig"}}
}

func (i *Issuer) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.about)
	mux.HandleFunc("GET /keys", i.publish)
	mux.HandleFunc("POST /token", i.trade)
	mux.HandleFunc("GET /me", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, i.Info) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.Asked = append(i.Asked, r.URL.Path); i.Down {
			answer(w, http.StatusServiceUnavailable, nil)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (i *Issuer) about(w http.ResponseWriter, _ *http.Request) {
	says := map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/auth", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"end_session_endpoint": i.URL + "/end", "id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"},
		"authorization_response_iss_parameter_supported": true,
	}
	if i.Info != nil {
		says["userinfo_endpoint"] = i.URL + "/me"
	}
	maps.Copy(says, i.About)
	answer(w, http.StatusOK, says)
}

func (i *Issuer) publish(w http.ResponseWriter, _ *http.Request) {
	set := jose.JSONWebKeySet{}
	for _, k := range i.keys {
		set.Keys = append(set.Keys, k.Public())
	}
	answer(w, http.StatusOK, set)
}

// Browser is what a browser brings back from the issuer.
type Browser struct{ State, Code, Issuer string }

// Visit plays the browser of somebody who signs in there: it takes the address to
// which Cairn sends it.
func (i *Issuer) Visit(address string) Browser {
	i.t.Helper()
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() || "http://"+u.Host != i.URL || u.Path != "/auth" {
		i.t.Fatalf("sent to %q: %v", address, err)
	}
	asked := u.Query()
	for name, want := range map[string]string{"client_id": ClientID, "response_type": "code", "code_challenge_method": "S256"} {
		if asked.Get(name) != want {
			i.t.Errorf("%s is %q", name, asked.Get(name))
		}
	}
	code := rand.Text()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.codes[code] = asked
	return Browser{asked.Get("state"), code, i.URL}
}

// trade gives tokens for a code, once, to whoever can say what it was asked with.
func (i *Issuer) trade(w http.ResponseWriter, r *http.Request) {
	code := r.PostFormValue("code")
	asked, known := i.codes[code]
	delete(i.codes, code)
	user, secret, _ := r.BasicAuth()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !known || user != ClientID || secret != url.QueryEscape(Secret) ||
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) || asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") {
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"nonce": asked.Get("nonce")}
	if asked.Get("max_age") != "" {
		claims["auth_time"] = i.Now().Unix()
	}
	maps.Copy(claims, i.Claims)
	token := i.token(claims)
	if i.Bend != nil {
		token = i.Bend(token)
	}
	answer(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "id_token": token})
}

// Token signs a token with the claims, beside those that every token has.
func (i *Issuer) Token(claims map[string]any) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.token(claims)
}

func (i *Issuer) token(claims map[string]any) string {
	all := map[string]any{"iss": i.URL, "aud": ClientID, "iat": i.Now().Unix(), "exp": i.Now().Add(5 * time.Minute).Unix()}
	maps.Copy(all, claims)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: i.keys[len(i.keys)-1]}, nil)
	if err != nil {
		i.t.Error(err)
		return ""
	}
	raw, err := json.Marshal(all)
	if err != nil {
		i.t.Error(err)
		return ""
	}
	signed, err := signer.Sign(raw)
	if err != nil {
		i.t.Error(err)
		return ""
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		i.t.Error(err)
	}
	return text
}

// End is a message that a session ended there.
func (i *Issuer) End(claims map[string]any) string {
	all := map[string]any{"jti": rand.Text(), "events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}}
	maps.Copy(all, claims)
	return i.Token(all)
}
