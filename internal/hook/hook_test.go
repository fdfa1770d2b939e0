package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/event"
	"cairn/internal/id"
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

var now = time.Unix(1_800_000_000, 0)

// receiver is a server that is told, and a sender with a call to it.
func receiver(t *testing.T, form event.Form, e event.Event, allow []netip.Prefix, answer http.HandlerFunc) (*Sender, event.Call) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	s := New(Options{Allow: allow, PublicURL: "https://cairn.example.org", Now: func() time.Time { return now }, Within: 5 * time.Second})
	e.At = clock.At(now)
	return s, event.Call{Delivery: event.Delivery{ID: "delivery", Event: e}, Form: form, Host: strings.TrimPrefix(server.URL, "http://"),
		Secrets: event.Secrets{URL: server.URL + "/hooks/secret", Secret: event.NewSecret()}}
}

var post = event.Event{ID: "event", Kind: event.RecognitionPosted, Thing: "post"}

func TestWhatIsToldInEachForm(t *testing.T) {
	for name, c := range map[string]struct {
		form event.Form
		e    event.Event
		want string
	}{
		"standard":       {event.Standard, post, `{"type":"recognition.posted","timestamp":"2027-01-15T08:00:00Z","data":{"id":"post","url":"https://cairn.example.org/recognition/post"}}`},
		"somebody left":  {event.Standard, event.Event{ID: "event", Kind: event.PersonLeft, Thing: "who"}, `{"type":"person.left","timestamp":"2027-01-15T08:00:00Z","data":{"id":"who"}}`},
		"private":        {event.Standard, event.Event{ID: "event", Kind: event.EvaluationEnded, Thing: "never"}, `{"type":"evaluation.ended","timestamp":"2027-01-15T08:00:00Z","data":{"id":"event"}}`},
		"a try":          {event.Standard, event.Event{ID: "event", Kind: event.Tried}, `{"type":"hook.tried","timestamp":"2027-01-15T08:00:00Z","data":{"url":"https://cairn.example.org/"}}`},
		"slack":          {event.Slack, post, `{"text":"There is something new on the wall of thanks. \u003chttps://cairn.example.org/recognition/post|Open in Cairn\u003e"}`},
		"many at a chat": {event.Slack, event.Event{ID: "event", Kind: event.PersonJoined}, `{"text":"People who are new are here. \u003chttps://cairn.example.org/people|Open in Cairn\u003e"}`},
		"flat":           {event.Flat, post, `{"at":"2027-01-15T08:00:00Z","event":"recognition.posted","id":"event","text":"There is something new on the wall of thanks.","url":"https://cairn.example.org/recognition/post"}`},
		"teams": {event.Teams, post, `{"attachments":[{"content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","actions":[{"title":"Open in Cairn","type":"Action.OpenUrl","url":"https://cairn.example.org/recognition/post"}],` +
			`"body":[{"text":"There is something new on the wall of thanks.","type":"TextBlock","wrap":true}],"type":"AdaptiveCard","version":"1.4"},"contentType":"application/vnd.microsoft.card.adaptive"}],"type":"message"}`},
	} {
		var body []byte
		s, call := receiver(t, c.form, c.e, loopback, func(_ http.ResponseWriter, r *http.Request) { body, _ = io.ReadAll(r.Body) })
		if answer := s.Send(t.Context(), call); !answer.Taken() {
			t.Fatal(answer)
		}
		if string(body) != c.want || !json.Valid(body) || len(body) > 1024 {
			t.Errorf("%s is told\n%s, want\n%s", name, body, c.want)
		}
	}
}

// verify is what a receiver does by the specification of Standard Webhooks, written
// from its text and from nothing of ours.
func verify(secret string, h http.Header, body []byte, now time.Time) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return errors.New("the secret has not the form whsec_ and 24 to 64 bytes in Base64")
	}
	id, at, signatures := h.Get("webhook-id"), h.Get("webhook-timestamp"), h.Get("webhook-signature")
	if id == "" || strings.Contains(id, ".") || at == "" || signatures == "" {
		return errors.New("a header is missing")
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || math.Abs(float64(now.Unix()-seconds)) > 300 {
		return errors.New("the timestamp is too old, too new or none")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + at + "." + string(body)))
	for _, one := range strings.Split(signatures, " ") {
		version, text, _ := strings.Cut(one, ",")
		given, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(given, mac.Sum(nil)) {
			return nil
		}
	}
	return errors.New("no signature fits")
}

func TestAReceiverVerifiesWhatItIsTold(t *testing.T) {
	var got *http.Request
	var body []byte
	s, call := receiver(t, event.Standard, post, loopback, func(_ http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
	})
	first := call.Secrets.Secret
	call.Secrets = call.Secrets.Rotate(clock.At(now.Add(-time.Hour)), 2*time.Hour)
	second := call.Secrets.Secret
	if answer := s.Send(t.Context(), call); !answer.Taken() {
		t.Fatal(answer)
	}
	if got.Method != "POST" || got.Header.Get("Content-Type") != "application/json" || got.Header.Get("Cairn-Signature") != "" {
		t.Errorf("%s with %v", got.Method, got.Header)
	}
	for name, c := range map[string]struct {
		secret string
		body   string
		now    time.Time
		fits   bool
	}{
		"the newest secret": {second, string(body), now, true},
		"the one before":    {first, string(body), now, true},
		"another":           {event.NewSecret(), string(body), now, false},
		"another body":      {second, string(body) + " ", now, false},
		"hours later":       {second, string(body), now.Add(time.Hour), false},
	} {
		if err := verify(c.secret, got.Header, []byte(c.body), c.now); (err == nil) != c.fits {
			t.Errorf("%s: %v", name, err)
		}
	}
	call.Secrets = call.Secrets.Rotate(clock.At(now), 0)
	s.Send(t.Context(), call)
	if verify(second, got.Header, body, now) == nil || verify(call.Secrets.Secret, got.Header, body, now) != nil {
		t.Error("a secret that was ended at once signs still, or the newest does not")
	}
}

// TestTheExampleOfTheSpecificationFits: a signature that others have computed.
func TestTheExampleOfTheSpecificationFits(t *testing.T) {
	const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	got := Signatures([]string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAnAddressOfTheFileIsSignedAsBefore(t *testing.T) {
	var got *http.Request
	var body []byte
	s, call := receiver(t, event.Flat, post, loopback, func(_ http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
	})
	call.Legacy = "key"
	s.Send(t.Context(), call)
	if got.Header.Get("Cairn-Signature") != "v1="+Signature("key", "1800000000", body) || got.Header.Get("Cairn-Timestamp") != "1800000000" || got.Header.Get("Cairn-Delivery") != "event" {
		t.Errorf("%v", got.Header)
	}
}

func TestWhatIsAnswered(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirection was followed") }))
	defer inner.Close()
	say := func(code int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(code)
		}
	}
	for name, c := range map[string]struct {
		allow  []netip.Prefix
		answer http.HandlerFunc
		want   event.Answer
	}{
		"inside":      {nil, func(http.ResponseWriter, *http.Request) { t.Error("it was reached") }, event.Answer{Wrong: errInside.Error()}},
		"taken":       {loopback, say(204, ""), event.Answer{Status: 204}},
		"an error":    {loopback, say(500, ""), event.Answer{Status: 500}},
		"gone":        {loopback, say(410, ""), event.Answer{Status: 410}},
		"in a minute": {loopback, say(429, "60"), event.Answer{Status: 429, After: time.Minute}},
		"at a time":   {loopback, say(503, now.Add(time.Hour).UTC().Format(http.TimeFormat)), event.Answer{Status: 503, After: time.Hour}},
		"in the past": {loopback, say(503, "-5"), event.Answer{Status: 503}},
		"nonsense":    {loopback, say(503, "soon"), event.Answer{Status: 503}},
		"redirected":  {loopback, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, http.StatusFound) }, event.Answer{Status: 302}},
		"it hangs": {loopback, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body) // only then does the server notice that we went away
			<-r.Context().Done()
		}, event.Answer{Wrong: "did not answer in time"}},
		"it hangs up":        {loopback, func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, event.Answer{Wrong: "could not be reached"}},
		"it answers a flood": {loopback, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) }, event.Answer{Status: 200}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, call := receiver(t, event.Standard, post, c.allow, c.answer)
			if got := s.Send(t.Context(), call); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNothingThatGoesWrongNamesTheAddress(t *testing.T) {
	s := New(Options{Allow: loopback})
	for _, address := range []string{"https://secret.invalid/secret", "http://127.0.0.1:1/secret", "http://[::1]:1/secret", "https://\x7f/secret", "http://localhost:1/secret"} {
		answer := s.Send(t.Context(), event.Call{Secrets: event.Secrets{URL: address, Secret: event.NewSecret()}, Delivery: event.Delivery{Event: event.Event{ID: id.New[id.Event]()}}})
		if answer.Status != 0 || answer.Words() == "" || strings.Contains(answer.Words(), "secret") || strings.Contains(answer.Words(), "127") {
			t.Errorf("%s: %+v", address, answer)
		}
	}
}

// TestANameThatLeadsInsideIsNotFollowed: what counts is where the connection goes.
func TestANameThatLeadsInsideIsNotFollowed(t *testing.T) {
	answer := New(Options{}).Send(t.Context(), event.Call{Secrets: event.Secrets{URL: "http://localhost:1/", Secret: event.NewSecret()}})
	if answer.Words() != errInside.Error() {
		t.Errorf("localhost: %+v", answer)
	}
}
