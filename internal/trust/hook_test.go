package trust

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/feedback"
	"cairn/internal/framework"
	"cairn/internal/hook"
	"cairn/internal/id"
	"cairn/internal/orgfile"
	"cairn/internal/promotion"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Addresses that are told bring tables, pages and guards of their own.
func init() {
	clear["hooks"] = "id name form host kinds state why made_at changed_at in_file answered_at answer rest_until"
	clear["hook_secrets"] = "hook"
	clear["hook_events"] = "id kind thing made_at"
	clear["hook_deliveries"] = "id hook event tries fence not_before state ended_at answer"
	sealed = append(sealed, "hook_secrets.sealed")
	kinds["/hooks/deliveries/{id}/replay"] = "delivery"
	const nobody, alike, again = "TestNoAddressHearsOfWhomAPrivateThingIs", "TestWorldsThatDifferInPrivateThingsTellAlike", "TestWhatIsOverIsNotTold"
	breakages = append(breakages,
		broken("an event says which evaluation it was", nobody, "event/event.go", `e.Thing, e.At = "", morningAfter(now, zone)`, `e.At = morningAfter(now, zone)`,
			edit{"store/evaluation.go", `t.Happened(event.EvaluationOpened, "")`, `t.Happened(event.EvaluationOpened, string(e.ID))`}),
		broken("a private kind is told at its moment", nobody, "event/event.go", `e.Thing, e.At = "", morningAfter(now, zone)`, `e.Thing = ""`),
		broken("addresses hear that a case has moved", alike, "store/promotion.go", "func (t *Tx) AddPromotion(c *promotion.Case) error {", "func (t *Tx) AddPromotion(c *promotion.Case) error {\n\tt.Happened(event.PersonChanged, string(c.Subject))",
			edit{"store/promotion.go", "\"cairn/internal/id\"\n", "\"cairn/internal/event\"\n\t\"cairn/internal/id\"\n"}),
		broken("a corrected start date is told", alike, "workflow/import_people.go", "if p.Name != before.Name || p.Email != before.Email {", "if p.Name != before.Name || p.Email != before.Email || p.StartDate != before.StartDate {"),
		broken("private kinds are told where few people are", "TestPrivateKindsAreToldAmongManyOnly", "workflow/hook.go", "return n >= event.LeastPeople, err", "return n >= 1, err"),
		broken("what was taken off the wall is told", again, "workflow/hook.go", "return !post.RemovedAt.IsSet()", "return post != nil"),
		broken("an address that rests is told", "TestAfterARestoreAddressesRest", "store/restore.go", "`UPDATE hooks SET state = 'paused'", "`UPDATE hooks SET state = 'active'"),
		broken("people partners see the addresses", "TestOperatorsAloneLookAfterAddresses", "workflow/hook_manage.go", "actor.Holds(org.Operator)", "(actor.Holds(org.Operator) || actor.Holds(org.PeoplePartner))"),
		broken("a token sees the addresses", "TestOperatorsAloneLookAfterAddresses", "workflow/hook_manage.go", "actor.Via == access.ViaSession && actor.Holds", "actor.Holds"),
	)
}

// address lets somebody be told of all that happens in the cage.
func (c *cage) address() {
	c.Helper()
	addHook(c.World, "everything", "https://news.example.org/"+c.put("nobody", "address of a hook"), everyKind()...)
}

func everyKind() (list []event.Kind) {
	for _, k := range event.Kinds() {
		list = append(list, k.Kind)
	}
	return list
}

func addHook(w *world.World, name, address string, kinds ...event.Kind) event.Hook {
	w.Helper()
	h, _, err := w.AddHook(w.Context(), access.System(access.ViaCommand), event.Wish{Name: name, Address: address, Kinds: kinds})
	must(w.T, err)
	return h
}

// givenUp is a delivery that an address did not take for days.
func givenUp(w *world.World) (ref id.Delivery) {
	w.Helper()
	addHook(w, "wall", "https://news.example.org", event.RecognitionPosted)
	thankNoor(w)
	calls, err := w.ClaimHookCalls(w.Context())
	must(w.T, err)
	must(w.T, w.DB.Update(w.Context(), w.Now(), func(tx *store.Tx) error {
		ref = calls[0].ID
		return second(tx.EndDelivery(calls[0].Delivery, event.Dead, "answered 500"))
	}))
	return ref
}

// ear is an address that keeps all that it is told.
type ear struct {
	*httptest.Server
	mu   sync.Mutex
	told []string // headers and body
}

func listen(t *testing.T) *ear {
	t.Helper()
	e := &ear{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var head strings.Builder
		_ = r.Header.Write(&head)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.told = append(e.told, head.String()+"\n"+string(body))
	}))
	t.Cleanup(e.Close)
	return e
}

// deliver tells everything that is due and returns what of it is told to whom.
func deliver(w *world.World) (calls []event.Call) {
	w.Helper()
	s := hook.New(hook.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, PublicURL: world.PublicURL, Now: func() time.Time { return w.Clock.Now().Time() }})
	for {
		due, err := w.ClaimHookCalls(w.Context())
		must(w.T, err)
		if len(due) == 0 {
			return calls
		}
		for _, c := range due {
			_, err := w.HookCalled(w.Context(), c, s.Send(w.Context(), c))
			must(w.T, err)
			calls = append(calls, c)
		}
	}
}

// crowd brings so many people that private kinds are told.
func crowd(w *world.World) {
	w.Helper()
	var rows []orgfile.Row
	for i := range event.LeastPeople {
		rows = append(rows, orgfile.Row{Line: i + 2, Name: fmt.Sprintf("Crowd %d", i), Email: fmt.Sprintf("crowd%d@example.org", i)})
	}
	_, err := w.ImportPeople(w.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{})
	must(w.T, err)
}

var bodyForm = regexp.MustCompile(`^\{"type":"([a-z.-]+)","timestamp":"([0-9TZ:-]+)","data":\{("id":"[0-9a-z.-]+"(,"url":"[^"]+")?)?\}\}$`)

// TestNoAddressHearsOfWhomAPrivateThingIs: over a world with everything in it, every
// kind, told to a real receiver. No canary and no name of a step is in what it hears,
// headers with it, nor in what is kept of that; what names a thing names one that
// everybody may see; and what is private has no thing and no moment.
func TestNoAddressHearsOfWhomAPrivateThingIs(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	crowd(c.World)
	e := listen(t)
	must(t, c.DB.Update(t.Context(), c.Now(), func(tx *store.Tx) error {
		h, err := tx.HookNamed("everything")
		must(t, err)
		return tx.SetHookSecrets(h.ID, event.Secrets{URL: e.URL, Secret: event.NewSecret()})
	}))
	open := idsOfOpenThings(t, c)
	private := dump(t, c.World)["hook_events.thing"]
	for _, thing := range strings.Fields(private) {
		if !open[thing] {
			t.Errorf("%s is kept as the thing of an event, and is none that everybody may see", thing)
		}
	}
	c.Clock.Advance(48 * time.Hour)
	calls := deliver(c.World)
	heard := map[event.Kind]int{}
	seen := map[string]bool{}
	for i, call := range calls {
		about, _ := event.Of(call.Event.Kind)
		heard[call.Event.Kind]++
		if at := call.Event.At.Time(); about.Private && (call.Event.Thing != "" || at.Hour() != event.PrivateHour || at.Minute()+at.Second()+at.Nanosecond() > 0) {
			t.Errorf("%s is told of %q at %s", call.Event.Kind, call.Event.Thing, at)
		}
		silent(t, c, "what an address hears", e.told[i])
		head, body, _ := strings.Cut(e.told[i], "\r\n\n")
		for _, step := range []string{"individual", "squad-chapter", "tribe-guild", "technology-company", "example.org/evaluations", "promotion", "feedback"} {
			if strings.Contains(strings.ToLower(e.told[i]), step) {
				t.Errorf("it hears of %s: %s", step, e.told[i])
			}
		}
		m := bodyForm.FindStringSubmatch(body)
		if m == nil || len(body) > 512 {
			t.Fatalf("the body is %s", body)
		}
		if about.Private && (strings.Contains(body, "url") || !strings.Contains(body, string(call.Event.ID)) || seen[body]) {
			t.Errorf("what is private is told as %s", body)
		}
		seen[body] = true
		for line := range strings.Lines(head) {
			if name, _, _ := strings.Cut(line, ":"); !slices.Contains([]string{"Accept-Encoding", "Connection", "Content-Length", "Content-Type", "User-Agent", "Webhook-Id", "Webhook-Signature", "Webhook-Timestamp"}, name) {
				t.Errorf("there is a header %s", line)
			}
		}
		for _, p := range c.People {
			if about.Private && strings.Contains(e.told[i], string(p)) {
				t.Errorf("it hears of a person in %s", body)
			}
		}
	}
	for _, k := range []event.Kind{event.PersonJoined, event.PersonChanged, event.RecognitionPosted, event.EvaluationOpened, event.EvaluationBoth, event.EvaluationEnded} {
		if heard[k] == 0 {
			t.Errorf("nothing was heard of %s", k)
		}
	}
	silentDatabase(t, c)
}

// idsOfOpenThings are the ids of all that everybody who has signed in may see.
func idsOfOpenThings(t *testing.T, c *cage) map[string]bool {
	t.Helper()
	open, all := map[string]bool{}, dump(t, c.World)
	for _, cell := range []string{"people.id", "units.id", "recognitions.id"} {
		for ref := range strings.FieldsSeq(all[cell]) {
			open[ref] = true
		}
	}
	return open
}

// toldOf are all rows of what is told, without the ids that are drawn anew.
func toldOf(t *testing.T, w *world.World) (rows []string) {
	t.Helper()
	all := dump(t, w)
	for _, cell := range []string{"hook_events.kind", "hook_events.thing", "hook_events.made_at", "hook_deliveries.not_before", "hook_deliveries.state", "hook_deliveries.answer", "hooks.answer"} {
		rows = append(rows, cell+": "+all[cell])
	}
	return rows
}

// TestWorldsThatDifferInPrivateThingsTellAlike: a promotion in every stage, feedback,
// a note, an evaluation that ended otherwise, a start date. What is kept to be told,
// and what an address hears of it, is the same as without.
func TestWorldsThatDifferInPrivateThingsTellAlike(t *testing.T) {
	t.Parallel() // in a world of its own
	origin := world.New(t, "sqlite")
	e := listen(t)
	addHook(origin, "everything", e.URL, everyKind()...)
	crowd(origin)
	deliver(origin)
	ended := func(how evaluation.Stage, step framework.StepID) func(*world.World) {
		words := world.Plain
		words.Step = step
		return func(w *world.World) { w.Evaluate("noor", "mats", how, words) }
	}
	promoted := func(stage promotion.Stage, more ...string) func(*world.World) {
		return func(w *world.World) {
			w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
			ref := w.Promote("noor", "mats", "asa", "tove", "tribe-guild", stage, world.PlainCase)
			for _, name := range more {
				must(w.T, w.SignCommitment(w.Context(), w.Actor(name), workflow.Once{}, ref, 1))
			}
		}
	}
	nothing := func(*world.World) {}
	for name, c := range map[string]struct{ a, b func(*world.World) }{
		"a promotion took effect":   {ended(evaluation.Agreed, "squad-chapter"), promoted(promotion.Committing, "noor", "mats")},
		"a promotion is decided":    {ended(evaluation.Agreed, "squad-chapter"), promoted(promotion.Committing)},
		"a promotion is thought of": {ended(evaluation.Agreed, "squad-chapter"), promoted(promotion.Drafting)},
		"feedback was asked for": {nothing, func(w *world.World) {
			must(w.T, w.AskFeedback(w.Context(), w.Actor("noor"), workflow.Once{}, workflow.Asking{Subject: w.Person("noor"), Givers: []id.Person{w.Person("asa")}, Ask: feedback.Ask{Questions: []string{"How is it?"}}}))
		}},
		"it ended otherwise":    {ended(evaluation.Agreed, "squad-chapter"), ended(evaluation.NotAgreed, "squad-chapter")},
		"it set another step":   {ended(evaluation.Agreed, "squad-chapter"), ended(evaluation.Agreed, "tribe-guild")},
		"it was about another":  {ended(evaluation.Opened, ""), func(w *world.World) { w.Evaluate("ben", "mats", evaluation.Opened, world.Plain) }},
		"she started otherwise": {nothing, func(w *world.World) { startsOn(w, "noor", "2024-02-29") }},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := origin.Copy(t), origin.Copy(t)
			a.Clock.Advance(time.Minute)
			c.a(a)
			c.b(b)
			if x, y := toldOf(t, a), toldOf(t, b); !slices.Equal(x, y) {
				t.Errorf("what is to be told is\n%s\nand\n%s", strings.Join(x, "\n"), strings.Join(y, "\n"))
			}
			var heard [2][]string
			for i, w := range []*world.World{a, b} {
				w.Clock.Advance(48 * time.Hour)
				e.told = nil
				deliver(w)
				heard[i] = masked(e.told)
			}
			if !slices.Equal(heard[0], heard[1]) {
				t.Errorf("the address hears\n%s\nand\n%s", strings.Join(heard[0], "\n"), strings.Join(heard[1], "\n"))
			}
		})
	}
}

var drawn = regexp.MustCompile(`(?i)(webhook-id: |webhook-signature: v1,|webhook-timestamp: |"id":")[^"\r\n]+`)

// masked takes out what is drawn anew for each event, and what depends on it.
func masked(told []string) (list []string) {
	for _, text := range told {
		list = append(list, drawn.ReplaceAllString(text, "$1"))
	}
	slices.Sort(list)
	return list
}

func startsOn(w *world.World, name, day string) {
	w.Helper()
	p, err := w.Profile(w.Context(), w.Actor("pia"), w.Person(name))
	must(w.T, err)
	rows, problems := orgfile.Read(strings.NewReader("name,e-mail,start date\n"+p.Name+","+p.Email+","+day+"\n"), "people.csv")
	if len(problems) > 0 {
		w.Fatal(problems)
	}
	must(w.T, second(w.ImportPeople(w.Context(), access.System(access.ViaCommand), rows, workflow.ImportOptions{})))
}

// TestPrivateKindsAreToldAmongManyOnly, and nothing is told that nobody asked for.
func TestPrivateKindsAreToldAmongManyOnly(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		addHook(w, "open", "https://open.example.org")
		addHook(w, "private", "https://private.example.org", event.EvaluationOpened, event.EvaluationBoth)
		w.Evaluate("noor", "mats", evaluation.Opened, world.Plain)
		w.Clock.Advance(48 * time.Hour)
		if calls, err := w.ClaimHookCalls(w.Context()); err != nil || len(calls) > 0 {
			w.Errorf("among few: %+v, %v", calls, err)
		}
		crowd(w)
		w.Evaluate("ben", "mats", evaluation.Opened, world.Plain)
		private := func() (n int) {
			for range 100 {
				calls, err := w.ClaimHookCalls(w.Context())
				must(w.T, err)
				if len(calls) == 0 {
					return n
				}
				for _, c := range calls {
					if c.Event.Private() {
						n++
					}
					must(w.T, second(w.HookCalled(w.Context(), c, event.Answer{Status: 200})))
				}
			}
			w.Fatal("there is no end of it")
			return 0
		}
		if n := private(); n != 0 {
			w.Errorf("%d are told on the day", n)
		}
		w.Clock.Advance(24 * time.Hour)
		if n := private(); n != 2 {
			w.Errorf("%d are told, want 2: each to the one who asked for it", n)
		}
	})
}

// TestWhatIsOverIsNotTold: that something happened once gives nobody a right to hear of
// it later.
func TestWhatIsOverIsNotTold(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, once := w.Context(), workflow.Once{}
		addHook(w, "everything", "https://news.example.org", event.Open()...)
		ref := thankNoor(w)
		must(w.T, w.Leave(ctx, w.Actor("pia"), w.Person("ben")))
		stays := thankNoorAgain(w)
		must(w.T, w.RemoveRecognition(ctx, w.Actor("fia"), once, ref, ""))
		calls, err := w.ClaimHookCalls(ctx)
		must(w.T, err)
		var things []string
		for _, c := range calls {
			things = append(things, string(c.Event.Kind)+" "+c.Event.Thing)
		}
		slices.Sort(things)
		want := []string{"person.left " + string(w.Person("ben")), "recognition.posted " + string(stays)}
		if !slices.Equal(things, want) {
			w.Errorf("told: %v, want %v", things, want)
		}
	})
}

func thankNoorAgain(w *world.World) id.Recognition {
	w.Helper()
	ref, err := w.Recognise(w.Context(), w.Actor("fia"), workflow.Once{}, thanksFor(w, "The bridge", "noor"))
	must(w.T, err)
	return ref
}

// TestADeliveryIsHeardOnceOrAgainByTheSameId: whoever fell between telling and writing
// it down tells once more, and a receiver knows it by the id; so does one that is told
// again because an operator says so.
func TestADeliveryIsHeardOnceOrAgainByTheSameId(t *testing.T) {
	t.Parallel() // in a world of its own
	world.Each(t, func(w *world.World) {
		ctx, command := w.Context(), access.System(access.ViaCommand)
		addHook(w, "wall", "https://news.example.org", event.RecognitionPosted)
		thankNoor(w)
		claim := func(want int) []event.Call {
			w.Helper()
			calls, err := w.ClaimHookCalls(ctx)
			must(w.T, err)
			if len(calls) != want {
				w.Fatalf("%d calls, want %d", len(calls), want)
			}
			return calls
		}
		first := claim(1)[0] // told, and then the machine fell
		claim(0)
		w.Clock.Advance(workflow.HookLease + time.Second)
		again := claim(1)[0]
		if again.Event != first.Event || again.Fence == first.Fence {
			w.Errorf("told again as %+v, before as %+v", again, first)
		}
		must(w.T, second(w.HookCalled(ctx, first, event.Answer{Status: 200}))) // an older try is not heard
		for range 20 {
			how, err := w.HookCalled(ctx, again, event.Answer{Status: 500})
			must(w.T, err)
			if how == event.Dead {
				break
			}
			w.Clock.Advance(25 * time.Hour)
			again = claim(1)[0]
		}
		claim(0)
		v, err := w.Hooks(ctx, command, "wall")
		must(w.T, err)
		if len(v.Dead) != 1 || v.Dead[0].Tries < 5 || v.Dead[0].Answer != "answered 500" || v.Hooks[0].Answer != "answered 500" {
			w.Errorf("given up: %+v", v.Dead)
		}
		must(w.T, w.ReplayDelivery(ctx, command, workflow.Once{}, v.Dead[0].ID))
		replayed := claim(1)[0]
		if replayed.Event != first.Event {
			w.Errorf("replayed as %+v", replayed.Event)
		}
		if _, err := w.HookCalled(ctx, replayed, event.Answer{Status: 410}); err != nil {
			w.Fatal(err)
		}
		thankNoor(w)
		claim(0) // it said that it is gone
		v, err = w.Hooks(ctx, command, "")
		must(w.T, err)
		if v.Hooks[0].State != event.Ended || v.Hooks[0].Why != event.ByItself {
			w.Errorf("after 410: %+v", v.Hooks[0])
		}
		if err := w.ReplayDelivery(ctx, command, workflow.Once{}, v.Dead[0].ID); !fault.Is(err, fault.Conflict) {
			w.Errorf("replayed at an address that has ended: %v", err)
		}
	})
}

// TestAfterARestoreAddressesRest: who was told in the past may be told no longer.
func TestAfterARestoreAddressesRest(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	addHook(w, "wall", "https://news.example.org", event.RecognitionPosted)
	thankNoor(w)
	again, _ := putBack(t, w)
	must(t, second(again.Reopen(t.Context())))
	thankNoor(again)
	if calls, err := again.ClaimHookCalls(t.Context()); err != nil || len(calls) > 0 {
		t.Errorf("told after a restore: %+v, %v", calls, err)
	}
	must(t, again.RestHook(t.Context(), access.System(access.ViaCommand), "wall", false))
	if calls, err := again.ClaimHookCalls(t.Context()); err != nil || len(calls) != 1 {
		t.Errorf("once an operator says so, what happened since: %+v, %v", calls, err)
	}
}

// TestOperatorsAloneLookAfterAddresses: to everybody else, and to every token, there
// is nothing; and who is no operator at the machine changes nothing of them.
func TestOperatorsAloneLookAfterAddresses(t *testing.T) {
	t.Parallel() // in a world of its own
	w := world.New(t, "sqlite")
	h := addHook(w, "wall", "https://news.example.org/secret", event.RecognitionPosted)
	for _, name := range w.Names() {
		actor := inBrowser(w, name)
		v, err := w.Hooks(t.Context(), actor, "")
		if name == "odd" {
			raw, _ := json.Marshal(v)
			if err != nil || len(v.Hooks) != 1 || strings.Contains(string(raw), "secret") {
				t.Errorf("an operator sees %s, %v", raw, err)
			}
		} else if !fault.Is(err, fault.Absent) {
			t.Errorf("%s sees %+v, %v", name, v, err)
		}
		if _, err := w.ReplayHook(t.Context(), w.Token(name), workflow.Once{}, h.ID, 0); !fault.Is(err, fault.Absent) {
			t.Errorf("a token of %s replays: %v", name, err)
		}
		if _, err := w.Hooks(t.Context(), w.Token(name), ""); !fault.Is(err, fault.Absent) {
			t.Errorf("a token of %s sees addresses: %v", name, err)
		}
		if err := w.EndHook(t.Context(), actor, "wall"); !fault.Is(err, fault.Absent) {
			t.Errorf("%s ends an address in a browser: %v", name, err)
		}
	}
}
