package hook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/recognition"
)

func TestTheFileOfAddresses(t *testing.T) {
	got, err := Parse("# ours\n\nslack https://chat.example.org/hooks/T0/secret\n  json   https://news.example.org/cairn?x=1\n")
	if err != nil || len(got) != 2 || got[0].Kind != Slack || got[1].Kind != JSON || got[0].Host() != "chat.example.org" || got[0].Key() == got[1].Key() || strings.Contains(got[0].Key(), "secret") {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []string{"https://x.example", "teams https://x.example", "slack ftp://x.example", "slack /path", "slack https://u:p@x.example", "json https://x.example#y", "slack https://", "slack a b",
		"slack https://x.example/secret\nslack https://x.example/secret"} {
		if _, err := Parse(wrong); err == nil || strings.Contains(err.Error(), "secret") || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestNoPrivateAddressIsReached(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07::1": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "0.0.0.0": false, "::": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.1": false,
		"192.168.1.1": false, "169.254.169.254": false, "fe80::1": false, "fc00::1": false, "fd12:3456::1": false, "100.64.0.1": false, "224.0.0.1": false,
		"ff02::1": false, "255.255.255.255": false, "240.0.0.1": false, "198.18.0.1": false, "192.0.0.170": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::a00:1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false, "::127.0.0.1": false, "fec0::1": false, "2001:db8::1": false,
	} {
		if got := reachable(netip.MustParseAddr(address), nil); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	if !reachable(netip.MustParseAddr("::ffff:10.1.2.3"), []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}) || reachable(netip.MustParseAddr("10.2.0.1"), []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}) {
		t.Error("what is allowed is not what was said")
	}
	if control(nil)("tcp", "nonsense", nil) == nil {
		t.Error("an address that cannot be read is connected to")
	}
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// told is a server that keeps what it is sent, and a sender that tells it.
func told(t *testing.T, kind Kind, allow []netip.Prefix, answer http.HandlerFunc) (*Sender, recognition.Call) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	u, _ := url.Parse(server.URL + "/hooks/secret")
	target := Target{kind, u}
	s := New(Options{Targets: []Target{target}, Allow: allow, Key: func(key string) string { return "key of " + key }, PublicURL: "https://cairn.example.org",
		Now: func() time.Time { return time.Unix(1_800_000_000, 0) }})
	return s, recognition.Call{ID: "call", Hook: target.Key(), Post: "post", Made: clock.At(time.Unix(1_800_000_000, 0))}
}

func TestWhatIsToldIsSignedAndSaysNothing(t *testing.T) {
	for kind, want := range map[Kind]string{
		Slack: `{"text":"There is something new on the wall of thanks. \u003chttps://cairn.example.org/recognition/post\u003e"}`,
		JSON:  `{"at":"2027-01-15T08:00:00Z","event":"recognition.posted","id":"call","text":"There is something new on the wall of thanks.","url":"https://cairn.example.org/recognition/post"}`,
	} {
		var got *http.Request
		var body []byte
		s, call := told(t, kind, loopback, func(_ http.ResponseWriter, r *http.Request) {
			got = r
			body, _ = io.ReadAll(r.Body)
		})
		if err := s.Send(t.Context(), call); err != nil {
			t.Fatal(err)
		}
		if string(body) != want || !json.Valid(body) {
			t.Errorf("%s is told\n%s, want\n%s", kind, body, want)
		}
		if sign := got.Header.Get("Cairn-Signature"); sign != "v1="+Signature("key of "+call.Hook, "1800000000", body) || got.Header.Get("Cairn-Timestamp") != "1800000000" || got.Header.Get("Cairn-Delivery") != "call" || got.Method != "POST" {
			t.Errorf("signed %q in %v", sign, got.Header)
		}
	}
}

func TestWhatGoesWrongNamesTheHostOnly(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirection was followed") }))
	defer inner.Close()
	for name, test := range map[string]struct {
		allow  []netip.Prefix
		answer http.HandlerFunc
	}{
		"inside":     {nil, func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }},
		"an error":   {loopback, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
		"redirected": {loopback, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, http.StatusFound) }},
	} {
		s, call := told(t, Slack, test.allow, test.answer)
		err := s.Send(t.Context(), call)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
		if name == "inside" && !errors.Is(err, errInside) {
			t.Errorf("inside: %v", err)
		}
	}
	s, call := told(t, Slack, loopback, func(http.ResponseWriter, *http.Request) {})
	call.Hook = "another"
	if err := s.Send(context.Background(), call); !errors.Is(err, ErrUnknown) {
		t.Errorf("an address that is not set: %v", err)
	}
}

// TestANameThatLeadsInsideIsNotFollowed: what counts is where the connection goes.
func TestANameThatLeadsInsideIsNotFollowed(t *testing.T) {
	u, _ := url.Parse("http://localhost:1/")
	target := Target{JSON, u}
	s := New(Options{Targets: []Target{target}, Key: func(string) string { return "" }})
	if err := s.Send(t.Context(), recognition.Call{Hook: target.Key()}); !errors.Is(err, errInside) {
		t.Errorf("localhost: %v", err)
	}
}
