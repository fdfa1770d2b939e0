package workflow

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/store"
)

// accountWorld is a Cairn with three people: Ada has a password, Bob has none,
// Cleo has a password and has left.
type accountWorld struct {
	*testing.T
	*Workflow
	ctx            context.Context
	clock          *clock.Fake
	ada, bob, cleo id.Person
}

const (
	adaPassword = "quiet harbour lantern moss"
	newPassword = "seven birches by the river"
)

var command = access.System(access.ViaCommand)

func newAccountWorld(t *testing.T, options ...Option) *accountWorld {
	t.Helper()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "cairn.db"), master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	fake := clock.NewFake(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))
	w := &accountWorld{T: t, Workflow: New(db, fake, options...), ctx: ctx, clock: fake,
		ada: id.New[id.Person](), bob: id.New[id.Person](), cleo: id.New[id.Person]()}
	w.must(w.update(ctx, func(tx *store.Tx) error {
		return tx.AddPeople([]org.Person{
			{ID: w.ada, Name: "Ada Åkesson", Email: "ada@example.org"},
			{ID: w.bob, Name: "Bob Berg", Email: "bob@example.org"},
			{ID: w.cleo, Name: "Cleo Ceder", Email: "cleo@example.org"},
		}, nil)
	}))
	w.join(w.ada)
	w.join(w.cleo)
	w.leave(w.cleo)
	return w
}

func (w *accountWorld) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// join invites the person, who sets a password and signs out again.
func (w *accountWorld) join(person id.Person) {
	w.Helper()
	invited, err := w.Invite(w.ctx, command, Once{}, person)
	w.must(err)
	in, err := w.AcceptInvitation(w.ctx, invited.Token, adaPassword, "Firefox")
	w.must(err)
	w.must(w.SignOut(w.ctx, w.actor(in)))
}

func (w *accountWorld) leave(person id.Person) {
	w.Helper()
	w.must(w.update(w.ctx, func(tx *store.Tx) error { return tx.SetLeft(person, tx.Now()) }))
}

func (w *accountWorld) signIn(email, password string) (SignedIn, error) {
	return w.SignIn(w.ctx, email, password, "Firefox", "192.0.2.1")
}

func (w *accountWorld) in(email, password string) SignedIn {
	w.Helper()
	in, err := w.signIn(email, password)
	w.must(err)
	return in
}

func (w *accountWorld) actor(in SignedIn) access.Actor {
	w.Helper()
	actor, _, err := w.Authenticate(w.ctx, in.Token)
	w.must(err)
	return actor
}

// open tells whether the session still opens anything.
func (w *accountWorld) open(in SignedIn) bool {
	w.Helper()
	_, _, err := w.Authenticate(w.ctx, in.Token)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		w.Fatal(err)
	}
	return err == nil
}

// wrote counts the journal's lines of the act about the person.
func (w *accountWorld) wrote(act audit.Act, about id.Person) (n int) {
	w.Helper()
	w.must(w.view(w.ctx, func(r *store.Reader) error {
		entries, err := r.EntriesAbout(about, audit.Entry{}, 1000)
		n = 0
		for _, e := range entries {
			if e.Act == act {
				n++
			}
		}
		return err
	}))
	return n
}

func TestAChangedPasswordOpensAndTheOldOneDoesNot(t *testing.T) {
	w := newAccountWorld(t)
	here, elsewhere := w.in("ada@example.org", adaPassword), w.in("ada@example.org", adaPassword)
	w.must(w.SetPassword(w.ctx, w.actor(here), adaPassword, newPassword))
	if !w.open(here) || w.open(elsewhere) {
		t.Error("the session in use must stay and the others end")
	}
	if _, err := w.signIn("ada@example.org", adaPassword); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the old password: %v", err)
	}
	w.in("ada@example.org", newPassword)
	if n := w.wrote(audit.PasswordSet, w.ada); n != 2 {
		t.Errorf("%d lines in the journal", n)
	}
	w.must(w.SetPassword(w.ctx, w.actor(here), adaPassword, newPassword)) // the same form once more
	if n := w.wrote(audit.PasswordSet, w.ada); n != 2 {
		t.Errorf("the form sent twice wrote %d lines", n)
	}
}

func TestAPasswordIsNotChangedWithoutTheCurrentOneOrForAWeakOne(t *testing.T) {
	w := newAccountWorld(t)
	actor := w.actor(w.in("ada@example.org", adaPassword))
	for name, c := range map[string]struct{ current, next, field string }{
		"wrong current": {"something else entirely", newPassword, "current"},
		"no current":    {"", newPassword, "current"},
		"short":         {adaPassword, "short", "password"},
		"own name":      {adaPassword, "åkesson ada åkesson", "password"},
	} {
		err := w.SetPassword(w.ctx, actor, c.current, c.next)
		if _, fields := fault.Safe(err); len(fields) != 1 || fields[0].Name != c.field {
			t.Errorf("%s: %v", name, err)
		}
		if c.current != "" && strings.Contains(fmt.Sprint(err), c.current) {
			t.Errorf("%s: the answer repeats a password", name)
		}
	}
	w.in("ada@example.org", adaPassword)
}

func TestNobodyReachesAnAccountThroughATokenOrSignedOut(t *testing.T) {
	w := newAccountWorld(t)
	for name, c := range map[string]struct {
		actor access.Actor
		kind  fault.Kind
	}{
		"token":      {access.Actor{Person: w.ada, Via: access.ViaToken, Scopes: access.Scopes()}, fault.Withheld},
		"signed out": {access.Actor{}, fault.Unauthenticated},
	} {
		_, sessions := w.Sessions(w.ctx, c.actor)
		_, tokens := w.Tokens(w.ctx, c.actor)
		_, made := w.MakeToken(w.ctx, c.actor, Once{}, NewToken{Name: "more", Scopes: access.Scopes(), Days: 1})
		for i, err := range []error{
			sessions, tokens, made,
			w.SetPassword(w.ctx, c.actor, adaPassword, newPassword),
			w.SetZone(w.ctx, c.actor, Once{}, "Europe/Stockholm"),
			w.SignOut(w.ctx, c.actor),
			w.RevokeSession(w.ctx, c.actor, Once{}, "x"),
			w.RevokeAll(w.ctx, c.actor, Once{}),
			w.RevokeToken(w.ctx, c.actor, Once{}, "x"),
		} {
			if !fault.Is(err, c.kind) {
				t.Errorf("%s, act %d: %v", name, i, err)
			}
		}
	}
}

func TestAZoneIsOneThatExists(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	for _, zone := range []string{"Europe/Stockholm", "UTC", ""} {
		w.must(w.SetZone(w.ctx, w.actor(in), Once{}, zone))
		if _, v, _ := w.Authenticate(w.ctx, in.Token); v.Zone != zone {
			t.Errorf("kept %q for %q", v.Zone, zone)
		}
	}
	for _, zone := range []string{"Mars/Olympus", "Local", "../../etc/passwd", "\xff"} {
		if err := w.SetZone(w.ctx, w.actor(in), Once{}, zone); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", zone, err)
		}
	}
}

func TestNetworkIsOneCustomer(t *testing.T) {
	for from, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "::ffff:192.0.2.1": "::ffff:192.0.2.1", "": "", "odd": "odd",
	} {
		if got := network(from); got != want {
			t.Errorf("network(%q) = %q, want %q", from, got, want)
		}
	}
}
