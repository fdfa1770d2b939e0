package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/config"
	"cairn/internal/event"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/server"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

type hookCommand struct {
	Add    addHook    `cmd:"" help:"Add an address that is told of events, and show the secret that signs for it."`
	List   listHooks  `cmd:"" help:"List the addresses that are told: of each the host, and no more."`
	Test   testHook   `cmd:"" aliases:"try" help:"Tell an address now that it can be told, or all of them."`
	Rotate rotateHook `cmd:"" help:"Give an address a new secret; the one before signs too for a while."`
	Pause  pauseHook  `cmd:"" help:"Let an address rest; what happens meanwhile waits."`
	Resume resumeHook `cmd:"" help:"Tell an address again that rested."`
	End    endHook    `cmd:"" help:"Tell an address nothing more; what waits for it is dropped."`
	Failed failedHook `cmd:"" help:"List what was tried for days and given up."`
	Replay replayHook `cmd:"" help:"Try again what was given up: one of it, or all of an address."`
}

// hooked are the flags of telling addresses.
type hooked struct {
	HooksFile  string `help:"File that lists addresses that are told when there is something new on the wall of thanks." placeholder:"FILE"`
	HooksAllow string `help:"Private networks that addresses which are told may lead into, separated by commas." placeholder:"10.1.0.0/16"`
}

type addHook struct {
	place
	Name        string   `arg:"" help:"Name it in small letters, digits, dots and hyphens, such as payroll."`
	Address     string   `arg:"" optional:"" help:"Where it is told. The address of a chat is a secret: leave it out here and give it with --address-file."`
	AddressFile string   `help:"File that holds the address; - reads it from the standard input." placeholder:"FILE"`
	Form        string   `help:"standard, slack or teams; standard when not set." placeholder:"standard"`
	Tell        []string `help:"Kinds of events, separated by commas; all that are open to everybody when not set." placeholder:"KIND"`
}

// Help tells the kinds there are.
func (addHook) Help() string {
	var b strings.Builder
	b.WriteString("Kinds of events:\n")
	for _, k := range event.Kinds() {
		fmt.Fprintf(&b, "%s: %s\n", k.Kind, k.Label)
	}
	b.WriteString("Those of evaluations carry nothing but an id of their own, once a day, and only in an organisation of fifty people or more.")
	return b.String()
}

// Run adds an address. Its secret is shown this once.
func (c addHook) Run(t *terminal) error {
	address, err := c.address(t)
	if err != nil {
		return err
	}
	wish := event.Wish{Name: c.Name, Address: address, Form: event.Form(c.Form)}
	for _, k := range c.Tell {
		wish.Kinds = append(wish.Kinds, event.Kind(k))
	}
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		h, secret, err := w.AddHook(t.ctx, commandLine, wish)
		if err != nil {
			return err
		}
		return t.answer(map[string]any{"name": h.Name, "host": h.Host, "form": h.Form, "tell": h.Kinds, "secret": secret}, func() {
			t.say("%s is told of %s from now on.", h.Name, wordsOf(h.Kinds))
			t.say("Secret: %s", secret)
			t.warn("The secret is shown this once. With it the receiver knows that it is Cairn that tells it; a chat has no use for it.")
		})
	})
}

// address takes it from where it was given. A file keeps it out of the list of
// processes and of what a shell remembers.
func (c addHook) address(t *terminal) (string, error) {
	switch {
	case c.AddressFile == "-":
		text, err := io.ReadAll(io.LimitReader(t.in, 8<<10))
		return strings.TrimSpace(string(text)), err
	case c.AddressFile != "":
		text, err := os.ReadFile(c.AddressFile)
		return strings.TrimSpace(string(text)), err
	}
	return t.ask(c.Address, "Address", "the address")
}

func wordsOf(kinds []event.Kind) string {
	texts := make([]string, len(kinds))
	for i, k := range kinds {
		texts[i] = string(k)
	}
	return strings.Join(texts, ", ")
}

type listHooks struct {
	place
	hooked
}

// hookRow is an address that is told; of it only the host.
type hookRow struct {
	Name     string       `json:"name"`
	Form     event.Form   `json:"form"`
	Host     string       `json:"host"`
	State    event.State  `json:"state"`
	Why      event.Why    `json:"why,omitempty"`
	Tell     []event.Kind `json:"tell"`
	Answered string       `json:"answered,omitempty"`
	Answer   string       `json:"answer,omitempty"`
	Key      string       `json:"key,omitempty"` // of an address of the file that is told in one flat object
}

// Run lists the addresses.
func (c listHooks) Run(t *terminal) error {
	return withHooks(t, func(s *server.Server, w *workflow.Workflow) error {
		v, err := w.Hooks(t.ctx, commandLine, "")
		if err != nil {
			return err
		}
		rows := make([]hookRow, 0, len(v.Hooks))
		for _, h := range v.Hooks {
			r := hookRow{Name: h.Name, Form: h.Form, Host: h.Host, State: h.State, Why: h.Why, Tell: h.Kinds, Answer: h.Answer}
			if h.AnsweredAt.IsSet() {
				r.Answered = moment(h.AnsweredAt.Time())
			}
			if h.Form == event.Flat {
				r.Key = w.HookKey(string(h.ID))
			}
			rows = append(rows, r)
		}
		return t.answer(rows, func() {
			if len(rows) == 0 {
				t.say("No address is told. To add one: cairn hook add NAME ADDRESS")
			}
			for _, r := range rows {
				t.say("%s\t%s\t%s\t%s\t%s", r.Name, r.Form, r.Host, stateWords(r), wordsOf(r.Tell))
				if r.Key != "" {
					t.say("\tCairn-Signature is made with %s", r.Key)
				}
			}
		})
	})
}

func stateWords(r hookRow) string {
	words := string(r.State)
	if r.Why != "" {
		words += " (" + string(r.Why) + ")"
	}
	if r.Answered != "" {
		words += ", " + r.Answer + " on " + r.Answered
	}
	return words
}

// withHooks runs f with the addresses in step with the file of hooks, where one is
// named.
func withHooks(t *terminal, f func(*server.Server, *workflow.Workflow) error) error {
	return withServer(t, func(s *server.Server, c config.Config) error {
		if c.HooksFile != "" {
			if err := s.SyncHooks(t.ctx); err != nil {
				return err
			}
		}
		return f(s, s.Workflow)
	})
}

type testHook struct {
	place
	reached
	hooked
	Name string `arg:"" optional:"" help:"Name of the address; all that are told when left out."`
}

// Run tells each address and says what came of it.
func (c testHook) Run(t *terminal) error {
	return withHooks(t, func(s *server.Server, w *workflow.Workflow) error {
		names, err := c.names(t, w)
		if err != nil {
			return err
		}
		var failed []error
		told, sender := []string{}, s.NewHookSender()
		for _, name := range names {
			call, err := w.TryHook(t.ctx, commandLine, name)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			answer := sender.Send(t.ctx, call)
			if err := w.HookTried(t.ctx, commandLine, call, answer); err != nil {
				failed = append(failed, err)
			}
			if answer.Taken() {
				told = append(told, name)
				continue
			}
			failed = append(failed, fault.New(fault.Unavailable, fmt.Sprintf("%s (%s): %s", name, call.Host, answer.Words())))
		}
		failed = append(failed, t.answer(map[string][]string{"told": told}, func() {
			for _, name := range told {
				t.say("%s was told.", name)
			}
		}))
		return errors.Join(failed...)
	})
}

func (c testHook) names(t *terminal, w *workflow.Workflow) ([]string, error) {
	if c.Name != "" {
		return []string{c.Name}, nil
	}
	v, err := w.Hooks(t.ctx, commandLine, "")
	var names []string
	for _, h := range v.Hooks {
		if h.State == event.Active {
			names = append(names, h.Name)
		}
	}
	return names, err
}

type rotateHook struct {
	place
	Name    string        `arg:"" help:"Name of the address."`
	Overlap time.Duration `default:"24h" help:"How long the secret before signs too; 24h when not set, 0s for not at all."`
}

// Run makes a new secret, which is shown this once.
func (c rotateHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		secret, until, err := w.RotateHook(t.ctx, commandLine, c.Name, c.Overlap)
		if err != nil {
			return err
		}
		return t.answer(map[string]string{"name": c.Name, "secret": secret, "both_until": moment(until.Time())}, func() {
			t.say("Secret: %s", secret)
			t.say("Until %s the one before signs too.", moment(until.Time()))
			t.warn("The secret is shown this once. Give it to the receiver before then.")
		})
	})
}

type pauseHook struct {
	place
	Name string `arg:"" help:"Name of the address."`
}

// Run lets an address rest.
func (c pauseHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		if err := w.RestHook(t.ctx, commandLine, c.Name, true); err != nil {
			return err
		}
		return t.did(done{Done: "hook-pause"}, "%s rests. What happens meanwhile waits for it, for two weeks.", c.Name)
	})
}

type resumeHook struct {
	place
	Name string `arg:"" help:"Name of the address."`
}

// Run tells an address again.
func (c resumeHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		if err := w.RestHook(t.ctx, commandLine, c.Name, false); err != nil {
			return err
		}
		return t.did(done{Done: "hook-resume"}, "%s is told again.", c.Name)
	})
}

type endHook struct {
	place
	Name string `arg:"" help:"Name of the address."`
}

// Run ends an address.
func (c endHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		if err := w.EndHook(t.ctx, commandLine, c.Name); err != nil {
			return err
		}
		return t.did(done{Done: "hook-end"}, "%s is told nothing more.", c.Name)
	})
}

type failedHook struct {
	place
	Name string `arg:"" optional:"" help:"Name of the address; all when left out."`
}

// failedRow is a delivery that was given up.
type failedRow struct {
	ID      id.Delivery `json:"id"`
	Event   id.Event    `json:"event"`
	Hook    string      `json:"hook"`
	Kind    event.Kind  `json:"kind"`
	Happens string      `json:"at"`
	GivenUp string      `json:"given_up"`
	Tries   int64       `json:"tries"`
	Answer  string      `json:"answer"`
}

// Run lists what was given up.
func (c failedHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, _ config.Config) error {
		v, err := w.Hooks(t.ctx, commandLine, c.Name)
		if err != nil {
			return err
		}
		names := map[id.Hook]string{}
		for _, h := range v.Hooks {
			names[h.ID] = h.Name
		}
		rows := make([]failedRow, 0, len(v.Dead))
		for _, d := range v.Dead {
			rows = append(rows, failedRow{d.ID, d.Event.ID, names[d.Hook], d.Event.Kind, moment(d.Event.At.Time()), moment(d.Ended.Time()), d.Tries, d.Answer})
		}
		return t.answer(rows, func() {
			if len(rows) == 0 {
				t.say("Nothing was given up in the last 30 days.")
			}
			for _, r := range rows {
				t.say("%s\t%s\t%s\tof %s, given up %s: %s", r.ID, r.Hook, r.Kind, r.Happens, r.GivenUp, r.Answer)
			}
			if v.More {
				t.say("And more. To try all of an address again: cairn hook replay --hook NAME --since DAY")
			}
		})
	})
}

type replayHook struct {
	place
	ID    string `arg:"" optional:"" help:"Which delivery, as cairn hook failed lists it."`
	Hook  string `help:"Name of an address: all that was given up there." placeholder:"NAME"`
	Since string `help:"Of that, what happened since this day, or this moment." placeholder:"2026-11-26"`
}

// Run lets it be tried again.
func (c replayHook) Run(t *terminal) error {
	return c.with(t, func(w *workflow.Workflow, settings config.Config) error {
		if (c.ID == "") == (c.Hook == "") {
			return usage{"give the id of one delivery, or --hook and the name of an address"}
		}
		n := int64(1)
		if c.ID != "" {
			ref, ok := id.Parse[id.Delivery](c.ID)
			if !ok {
				return fault.New(fault.Absent, "There is no such delivery. To see what was given up: cairn hook failed")
			}
			if err := w.ReplayDelivery(t.ctx, commandLine, workflow.Once{}, ref); err != nil {
				return err
			}
		} else {
			h, err := w.HookNamed(t.ctx, commandLine, c.Hook)
			if err != nil {
				return err
			}
			since, err := sinceWhen(c.Since, settings.Zone)
			if err != nil {
				return err
			}
			if n, err = w.ReplayHook(t.ctx, commandLine, workflow.Once{}, h.ID, since); err != nil {
				return err
			}
		}
		return t.answer(map[string]int64{"replayed": n}, func() { t.say("%d deliveries are tried again, by the same ids.", n) })
	})
}

// sinceWhen reads a day, or a moment, where the organisation is; since ever when there
// is none.
func sinceWhen(text string, zone *time.Location) (clock.Instant, error) {
	if text == "" {
		return 0, nil
	}
	for _, form := range []string{"2006-01-02", "2006-01-02T15:04", "2006-01-02 15:04", time.RFC3339} {
		if at, err := time.ParseInLocation(form, text, zone); err == nil {
			return clock.At(at), nil
		}
	}
	return 0, usage{"--since takes a day such as 2026-11-26, or a moment such as 2026-11-26T14:30"}
}

// checkHooks looks whether addresses that are told have waited for long, or were given
// up.
func checkHooks(r *store.Reader, now clock.Instant) finding {
	waiting, err := r.CountOverdue(now.Add(-late))
	if err != nil {
		return unread("what addresses are told", err)
	}
	dead, err := r.CountDeliveries(event.Dead, now)
	switch {
	case err != nil:
		return unread("what addresses are told", err)
	case waiting > 0:
		return finding{odd, fmt.Sprintf("%d deliveries to addresses have waited for more than an hour", waiting), "The log says why, and so does: cairn hook list. To see it at once: cairn hook test"}
	case dead > 0:
		return finding{odd, fmt.Sprintf("%d deliveries to addresses were given up in the last month", dead), "To see which: cairn hook failed. Once the receiver is mended: cairn hook replay"}
	}
	return well("nothing that addresses are told waits for long")
}
