package jobs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/event"
	"cairn/internal/hook"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

var command = access.System(access.ViaCommand)

// receiver is a real one: it answers as it is told to, and keeps the ids it heard.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	heard  []string
	nth    int
	answer func(nth int, w http.ResponseWriter, r *http.Request)
}

func receive(t *testing.T, answer func(nth int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	e := &receiver{answer: answer}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		e.mu.Lock()
		e.heard = append(e.heard, r.Header.Get("webhook-id"))
		e.nth++
		n := e.nth
		e.mu.Unlock()
		if e.answer != nil {
			e.answer(n, w, r)
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// ids are what it heard since it was asked last.
func (e *receiver) ids() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	heard := e.heard
	e.heard = nil
	return heard
}

type teller struct {
	*world.World
	log  bytes.Buffer
	send *hook.Sender
}

func newTeller(t *testing.T) *teller {
	t.Helper()
	w := &teller{World: world.New(t, "sqlite")}
	w.send = hook.New(hook.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PublicURL: world.PublicURL, Within: 5 * time.Second,
		Now: func() time.Time { return w.Clock.Now().Time() }})
	return w
}

// tell does what the job does each time that it looks.
func (w *teller) tell(ctx context.Context) {
	w.Helper()
	if err := callHooks(ctx, w.Workflow, w.send, slog.New(slog.NewTextHandler(&w.log, nil))); err != nil {
		w.Fatal(err)
	}
}

func (w *teller) add(name, address string) {
	w.Helper()
	if _, _, err := w.AddHook(w.Context(), command, event.Wish{Name: name, Address: address + "/secret", Kinds: []event.Kind{event.PersonJoined}}); err != nil {
		w.Fatal(err)
	}
}

// join brings so many people.
func (w *teller) join(n int) {
	w.Helper()
	var rows []orgfile.Row
	for i := range n {
		rows = append(rows, orgfile.Row{Line: i + 2, Name: fmt.Sprintf("New %d", i), Email: fmt.Sprintf("new%d-%d@example.org", w.Clock.Now(), i)})
	}
	if _, err := w.ImportPeople(w.Context(), command, rows, workflow.ImportOptions{}); err != nil {
		w.Fatal(err)
	}
}

func (w *teller) hook(name string) event.Hook {
	w.Helper()
	v, err := w.Hooks(w.Context(), command, "")
	if err != nil {
		w.Fatal(err)
	}
	i := slices.IndexFunc(v.Hooks, func(h event.Hook) bool { return h.Name == name })
	return v.Hooks[i]
}

// TestAnAddressThatHangsHoldsUpNoOther, nor does one that fails, or is gone: each is
// tried with little, rests, and all is told in the end.
func TestAnAddressThatHangsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newTeller(t)
	hangs := true
	hanging := receive(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		if hangs {
			<-r.Context().Done()
		}
	})
	slow := receive(t, func(nth int, w http.ResponseWriter, _ *http.Request) {
		if nth == 3 {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	well := receive(t, nil)
	w.add("hanging", hanging.URL)
	w.add("slow", slow.URL)
	w.add("well", well.URL)
	w.join(12)
	w.tell(t.Context())
	told := well.ids()
	if len(told) != 12 {
		t.Errorf("the one that is well heard %d", len(told))
	}
	if n := len(hanging.ids()); n != 1 {
		t.Errorf("the one that hangs was tried %d times in one go", n)
	}
	first := slow.ids()
	if len(first) != 3 {
		t.Errorf("the one that asked for an hour heard %d", len(first))
	}
	w.Clock.Advance(30 * time.Minute)
	hangs = false
	w.tell(t.Context())
	if heard := hanging.ids(); len(heard) != 12 || !slices.Equal(slices.Sorted(slices.Values(heard)), slices.Sorted(slices.Values(told))) {
		t.Errorf("once it answers it hears %d", len(heard))
	}
	if n := len(slow.ids()); n != 0 {
		t.Errorf("it asked for an hour, and hears %d after half of it", n)
	}
	w.Clock.Advance(31 * time.Minute)
	w.tell(t.Context())
	rest := slow.ids()
	if all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(first, rest)))); len(rest) != 10 || len(all) != 12 {
		t.Errorf("after an hour it hears %d, and %d in all", len(rest), len(all))
	}
	if text := w.log.String(); !strings.Contains(text, "did not answer in time") || strings.Contains(text, "secret") || strings.Contains(text, "127.0.0.1") || strings.Contains(text, "New 1") {
		t.Errorf("the log says\n%s", text)
	}
}

// TestWhatAnAddressNeverTakesIsGivenUp, can be seen, and is told again by the same id.
func TestWhatAnAddressNeverTakesIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newTeller(t)
	fails := true
	elsewhere := receive(t, func(int, http.ResponseWriter, *http.Request) { t.Error("a redirection was followed") })
	e := receive(t, func(nth int, w http.ResponseWriter, r *http.Request) {
		switch {
		case fails && nth%2 == 0:
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		case fails:
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	w.add("failing", e.URL)
	w.join(1)
	var heard []string
	for range 14 {
		w.tell(t.Context())
		heard = append(heard, e.ids()...)
		w.Clock.Advance(25 * time.Hour)
	}
	if len(heard) < 5 || len(slices.Compact(slices.Clone(heard))) != 1 {
		t.Errorf("tried %d times: %v", len(heard), heard)
	}
	v, err := w.Hooks(t.Context(), command, "failing")
	if err != nil || len(v.Dead) != 1 || string(v.Dead[0].Event.ID) != heard[0] {
		t.Fatalf("given up: %+v, %v", v.Dead, err)
	}
	fails = false
	if n, err := w.ReplayHook(t.Context(), command, workflow.Once{}, w.hook("failing").ID, 0); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	w.tell(t.Context())
	if got := e.ids(); len(got) != 1 || got[0] != heard[0] {
		t.Errorf("told again as %v, before as %s", got, heard[0])
	}
}

// TestAnAddressThatIsGoneIsToldNothingMore: by 410.
func TestAnAddressThatIsGoneIsToldNothingMore(t *testing.T) {
	t.Parallel()
	w := newTeller(t)
	e := receive(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	w.add("gone", e.URL)
	w.join(3)
	w.tell(t.Context())
	w.Clock.Advance(time.Hour)
	w.join(1)
	w.tell(t.Context())
	if n := len(e.ids()); n != 1 {
		t.Errorf("it heard %d", n)
	}
	if h := w.hook("gone"); h.State != event.Ended || h.Why != event.ByItself || h.Answer != "answered 410" {
		t.Errorf("%+v", h)
	}
}

// TestWhoFallsBetweenTellingAndNotingItTellsOnceMore, by the same id.
func TestWhoFallsBetweenTellingAndNotingItTellsOnceMore(t *testing.T) {
	t.Parallel()
	w := newTeller(t)
	e := receive(t, nil)
	w.add("news", e.URL)
	w.join(1)
	calls, err := w.ClaimHookCalls(t.Context())
	if err != nil || len(calls) != 1 || !w.send.Send(t.Context(), calls[0]).Taken() {
		t.Fatal(calls, err)
	}
	// Here the machine falls. Another, or the same, goes on once the lease is over.
	w.tell(t.Context())
	if n := len(e.ids()); n != 1 {
		t.Errorf("told %d times while the first may be at it still", n)
	}
	w.Clock.Advance(workflow.HookLease + time.Second)
	w.tell(t.Context())
	w.Clock.Advance(time.Hour)
	w.tell(t.Context())
	if got := e.ids(); len(got) != 1 || got[0] != string(calls[0].Event.ID) {
		t.Errorf("told once more as %v, first as %s", got, calls[0].Event.ID)
	}
}

// TestWhoIsToldToStopGivesBackWhatWasNotTried.
func TestWhoIsToldToStopGivesBackWhatWasNotTried(t *testing.T) {
	t.Parallel()
	w := newTeller(t)
	ctx, stop := context.WithCancel(t.Context())
	e := receive(t, func(nth int, _ http.ResponseWriter, _ *http.Request) {
		if nth == 1 {
			stop()
		}
	})
	w.add("news", e.URL)
	w.join(4)
	_ = callHooks(ctx, w.Workflow, w.send, slog.New(slog.DiscardHandler)) // it ends with the context
	before := len(e.ids())
	w.Clock.Advance(time.Minute + time.Second) // and not the lease
	w.tell(t.Context())
	if after := len(e.ids()); before != 1 || after < 3 {
		t.Errorf("before the stop %d were told, afterwards %d", before, after)
	}
}
