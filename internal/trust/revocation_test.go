package trust

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/evaluation"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	breakages = append(breakages,
		broken("a session outlives its end", "TestNothingIsReadAfterAnEnd", "workflow/session.go", "return !s.Revoked.IsSet() && now", "return now"),
		broken("a token outlives its end", "TestNothingIsReadAfterAnEnd", "workflow/token.go", "return !t.Revoked.IsSet() && now", "return now"),
		broken("leavers stay signed in", "TestNothingIsReadAfterAnEnd", "workflow/session.go", "if !who.Here(r.Now()) {", "if false {",
			edit{"workflow/office.go", `if _, err := tx.RevokeSessions(person, ""); err != nil {`, "if err := error(nil); err != nil {"}),
	)
}

// ending is a right that ends while it is used: who reads what by which way, and
// what ends it.
type ending struct {
	name string
	read func(w *world.World) func(context.Context) error
	end  func(w *world.World) error
}

// by reads as whoever the credential proves at that moment, in one state as a request does.
func by(w *world.World, authenticate func(context.Context, string) (access.Actor, workflow.Viewer, error), token string, read func(context.Context, access.Actor) error) func(context.Context) error {
	return func(ctx context.Context) error {
		ctx, end := w.OneState(ctx)
		defer end()
		actor, _, err := authenticate(ctx, token)
		if err != nil {
			return err
		}
		return read(ctx, actor)
	}
}

func withSession(name string, read func(*world.World) func(context.Context, access.Actor) error) func(*world.World) func(context.Context) error {
	return func(w *world.World) func(context.Context) error {
		in, err := w.SignInAs(w.Context(), w.Person(name), "a test")
		must(w.T, err)
		return by(w, w.Authenticate, in.Token, read(w))
	}
}

func withToken(name string, read func(*world.World) func(context.Context, access.Actor) error) func(*world.World) func(context.Context) error {
	return func(w *world.World) func(context.Context) error {
		text, err := w.MakeToken(w.Context(), w.Actor(name), workflow.Once{}, workflow.NewToken{Name: "a test", Scopes: access.Scopes(), Days: 30})
		must(w.T, err)
		return by(w, w.AuthenticateToken, text, read(w))
	}
}

func stepOfNoor(w *world.World) func(context.Context, access.Actor) error {
	return func(ctx context.Context, a access.Actor) error {
		_, err := w.Standing(ctx, a, w.Person("noor"))
		return err
	}
}

func planOfNoor(w *world.World) func(context.Context, access.Actor) error {
	return func(ctx context.Context, a access.Actor) error {
		_, err := w.Plan(ctx, a, w.Person("noor"))
		return err
	}
}

func endings() []ending {
	once := workflow.Once{}
	var share id.Share
	change := func(w *world.World) error {
		return w.SetManager(w.Context(), w.Actor("pia"), w.Person("noor"), w.Person("mira"))
	}
	leave := func(name string) func(*world.World) error {
		return func(w *world.World) error {
			return w.Leave(w.Context(), access.System(access.ViaCommand), w.Person(name))
		}
	}
	return []ending{
		{"a manager's session, and another manager", withSession("mats", stepOfNoor), change},
		{"a manager's token, and another manager", withToken("mats", stepOfNoor), change},
		{"a manager's session, and the manager leaves", withSession("mats", stepOfNoor), leave("mats")},
		{"a manager's token, and the manager leaves", withToken("mats", stepOfNoor), leave("mats")},
		{"a manager's session, and the person leaves", withSession("mats", stepOfNoor), leave("noor")},
		{"an own session, and leaving", withSession("noor", stepOfNoor), leave("noor")},
		{"an own token, and leaving", withToken("noor", stepOfNoor), leave("noor")},
		{"an own session, and its end elsewhere", withSession("noor", stepOfNoor), func(w *world.World) error {
			return w.RevokeAll(w.Context(), w.Actor("noor"), once)
		}},
		{"an own token, and its end", withToken("noor", stepOfNoor), func(w *world.World) error {
			tokens, err := w.Tokens(w.Context(), w.Actor("noor"))
			must(w.T, err)
			return w.RevokeToken(w.Context(), w.Actor("noor"), once, tokens[0].ID)
		}},
		{"somebody's session who was shown the plan, and its end", func(w *world.World) func(context.Context) error {
			_, shares := grow(w, "noor", "mats", plainPlan)
			share = shares[0]
			return withSession("ola", planOfNoor)(w)
		}, func(w *world.World) error { return w.EndShare(w.Context(), w.Actor("noor"), once, share) }},
		{"somebody's session who was shown the plan, and leaving", func(w *world.World) func(context.Context) error {
			grow(w, "noor", "mats", plainPlan)
			return withSession("ola", planOfNoor)(w)
		}, leave("ola")},
		{"a session before a new password", withSession("noor", stepOfNoor), func(w *world.World) error {
			in, err := w.Invite(w.Context(), access.System(access.ViaCommand), once, w.Person("noor"))
			must(w.T, err)
			_, err = w.AcceptInvitation(w.Context(), in.Token, theirPassword, "a test")
			return err
		}},
	}
}

// TestNothingIsReadAfterAnEnd reads without a pause while a right ends: what is
// asked for after the act was answered is never given.
func TestNothingIsReadAfterAnEnd(t *testing.T) {
	t.Parallel() // in worlds of its own
	rounds := size(t, "CAIRN_ENDINGS", 1)
	for _, engine := range world.Engines() {
		for _, e := range endings() {
			t.Run(engine+"/"+e.name, func(t *testing.T) {
				for round := range rounds { // the world of each ends with it
					t.Run(strconv.Itoa(round), func(t *testing.T) { end(t, engine, e) })
				}
			})
		}
	}
}

func end(t *testing.T, engine string, e ending) {
	t.Helper()
	w := world.New(t, engine)
	w.Evaluate("noor", "mats", evaluation.Agreed, world.Plain)
	read := e.read(w)
	must(t, read(t.Context()))
	var ended atomic.Bool
	var before, after atomic.Int64
	var all sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		all.Go(func() {
			for {
				late := ended.Load()
				err := read(t.Context())
				switch {
				case err == nil && late:
					t.Error("read after the end")
				case err == nil:
					before.Add(1)
				case !fault.Is(err, fault.Withheld) && !fault.Is(err, fault.Unauthenticated):
					t.Errorf("neither given nor withheld: %v", err)
				case late:
					after.Add(1)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	wait := func(n *atomic.Int64) {
		for range 10_000 {
			if n.Load() > 1 {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	wait(&before)
	err := e.end(w)
	ended.Store(true)
	wait(&after)
	close(stop)
	all.Wait()
	must(t, err)
	if before.Load() == 0 || after.Load() == 0 {
		t.Error("nobody read")
	}
	if err := read(t.Context()); err == nil {
		t.Error("read in the end")
	}
}
