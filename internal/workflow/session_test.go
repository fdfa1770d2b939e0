package workflow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/fault"
	"cairn/internal/org"
	"cairn/internal/store"
)

func TestEveryRefusalToSignInReadsTheSame(t *testing.T) {
	w := newAccountWorld(t)
	said := map[string]bool{}
	for name, c := range map[string]struct{ email, password string }{
		"unknown address":  {"nobody@example.org", adaPassword},
		"no address":       {"", adaPassword},
		"wrong password":   {"ada@example.org", "something else entirely"},
		"no password":      {"ada@example.org", ""},
		"never set one":    {"bob@example.org", adaPassword},
		"never, and empty": {"bob@example.org", ""},
		"left":             {"cleo@example.org", adaPassword},
		"not text":         {"ada\xff\x00@example.org", "\xff\x00"},
		"huge":             {strings.Repeat("a", 1<<16), strings.Repeat("b", 1<<16)},
	} {
		_, err := w.signIn(c.email, c.password)
		if !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		said[err.Error()] = true
		if strings.Contains(err.Error(), "@") {
			t.Errorf("%s: the answer names somebody", name)
		}
	}
	if len(said) != 1 {
		t.Errorf("different answers: %v", said)
	}
	for person, want := range map[string]int{string(w.ada): 2, string(w.bob): 2, string(w.cleo): 1, "": 4} {
		w.clock.Advance(time.Second)
		if n := w.refusals(person); n != want {
			t.Errorf("%d refusals written about %q, want %d", n, person, want)
		}
	}
}

func (w *accountWorld) refusals(person string) int {
	for _, p := range []struct {
		name string
		n    int
	}{
		{string(w.ada), w.wrote(audit.SignInRefused, w.ada)}, {string(w.bob), w.wrote(audit.SignInRefused, w.bob)},
		{string(w.cleo), w.wrote(audit.SignInRefused, w.cleo)}, {"", w.wrote(audit.SignInRefused, "")},
	} {
		if p.name == person {
			return p.n
		}
	}
	return -1
}

func TestSigningInOpensANewSessionEachTime(t *testing.T) {
	w := newAccountWorld(t)
	first, second := w.in(" Ada@Example.ORG ", adaPassword), w.in("ada@example.org", adaPassword)
	if first.Token == second.Token || first.Session == second.Session {
		t.Error("a session was used again")
	}
	actor, viewer, err := w.Authenticate(w.ctx, first.Token)
	w.must(err)
	if actor.Person != w.ada || actor.Session != first.Session || viewer.Name != "Ada Åkesson" || len(actor.Offices) != 0 {
		t.Errorf("signed in as %+v, %+v", actor, viewer)
	}
	if n := w.wrote(audit.SignedIn, w.ada); n != 3 { // one by the invitation
		t.Errorf("%d lines in the journal", n)
	}
}

func TestOfficesAreThoseOfThisMoment(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	w.must(w.update(w.ctx, func(tx *store.Tx) error { return tx.GrantOffice(w.ada, org.Operator) }))
	if !w.actor(in).Holds(org.Operator) {
		t.Error("an office just granted is missing")
	}
	w.clock.Advance(time.Second)
	w.must(w.update(w.ctx, func(tx *store.Tx) error { return tx.EndOffice(w.ada, org.Operator) }))
	if w.actor(in).Holds(org.Operator) {
		t.Error("an office that ended is still held")
	}
}

func TestASessionEnds(t *testing.T) {
	for name, end := range map[string]func(*accountWorld, SignedIn){
		"unused":      func(w *accountWorld, _ SignedIn) { w.clock.Advance(12 * time.Hour) },
		"at the last": func(w *accountWorld, in SignedIn) { w.useFor(in, 30*24*time.Hour) },
		"signed out":  func(w *accountWorld, in SignedIn) { w.must(w.SignOut(w.ctx, w.actor(in))) },
		"revoked": func(w *accountWorld, in SignedIn) {
			w.must(w.RevokeSession(w.ctx, w.actor(w.in("ada@example.org", adaPassword)), Once{}, in.Session))
		},
		"all revoked": func(w *accountWorld, in SignedIn) {
			w.must(w.RevokeAll(w.ctx, w.actor(w.in("ada@example.org", adaPassword)), Once{}))
		},
		"left":               func(w *accountWorld, _ SignedIn) { w.leave(w.ada) },
		"clock set back far": func(w *accountWorld, _ SignedIn) { w.clock.Advance(-time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newAccountWorld(t)
			in := w.in("ada@example.org", adaPassword)
			if !w.open(in) {
				t.Fatal("it does not open at first")
			}
			end(w, in)
			if w.open(in) {
				t.Error("it still opens")
			}
		})
	}
}

// useFor uses the session every eleven hours until the time is over.
func (w *accountWorld) useFor(in SignedIn, total time.Duration) {
	w.Helper()
	for passed := time.Duration(0); passed < total; passed += 11 * time.Hour {
		if !w.open(in) {
			w.Fatalf("it ended after %v", passed)
		}
		w.clock.Advance(11 * time.Hour)
	}
}

func TestASessionThatHasEndedIsNotWokenByTheClock(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	w.clock.Advance(12 * time.Hour)
	if w.open(in) {
		t.Fatal("it still opens")
	}
	w.clock.Advance(-12 * time.Hour)
	if w.open(in) {
		t.Error("it opens again")
	}
}

// TestARenewedSessionHasAnotherToken: the one before is taken for an instant, for a form sent
// twice, and no longer; and never when the session has ended.
func TestARenewedSessionHasAnotherToken(t *testing.T) {
	w := newAccountWorld(t)
	before := w.in("ada@example.org", adaPassword)
	actor := w.actor(before)
	first, err := w.RenewSession(w.ctx, actor)
	w.must(err)
	if first.Session != before.Session || first.EndsAt != before.EndsAt || !w.open(first) || !w.open(before) {
		t.Errorf("renewed as %+v of %+v", first, before)
	}
	second, err := w.RenewSession(w.ctx, w.actor(before)) // the same form, once more
	w.must(err)
	if !w.open(second) || !w.open(first) || w.open(before) {
		t.Error("of three tokens the newest two open")
	}
	w.clock.Advance(renewalLasts + time.Second)
	if !w.open(second) || w.open(first) {
		t.Error("later the newest one opens alone")
	}
	third, err := w.RenewSession(w.ctx, w.actor(second))
	w.must(err)
	w.must(w.SignOut(w.ctx, w.actor(third)))
	if w.open(second) || w.open(third) {
		t.Error("a token of a session that has ended opens")
	}
	if _, err := w.RenewSession(w.ctx, actor); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a session that has ended is renewed: %v", err)
	}
}

func TestOnlyARealTokenOpens(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	for _, token := range []string{"", "x", in.Token + "0", in.Token[:len(in.Token)-1], strings.ToUpper(in.Token), string(in.Session)} {
		if w.open(SignedIn{Token: token}) {
			t.Errorf("%q opens", token)
		}
	}
}

func TestSessionsAreOnesOwn(t *testing.T) {
	w := newAccountWorld(t)
	w.join(w.bob)
	ada, bob := w.in("ada@example.org", adaPassword), w.in("bob@example.org", adaPassword)
	listed, err := w.Sessions(w.ctx, w.actor(ada))
	w.must(err)
	if len(listed) != 1 || listed[0].ID != ada.Session || !listed[0].Current {
		t.Errorf("listed %+v", listed)
	}
	foreign, absent := w.RevokeSession(w.ctx, w.actor(ada), Once{}, bob.Session), w.RevokeSession(w.ctx, w.actor(ada), Once{}, "nothing")
	if !fault.Is(foreign, fault.Withheld) || foreign.Error() != absent.Error() {
		t.Errorf("foreign %v, absent %v", foreign, absent)
	}
	if !w.open(bob) {
		t.Error("Ada ended Bob's session")
	}
}

func TestUseIsNotedOnceAMinute(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	seen := func() clock.Instant {
		listed, err := w.Sessions(w.ctx, w.actor(in))
		w.must(err)
		return listed[0].SeenAt
	}
	at := seen()
	w.clock.Advance(59 * time.Second)
	if seen() != at {
		t.Error("noted within a minute")
	}
	w.clock.Advance(time.Second)
	if seen() != at.Add(time.Minute) {
		t.Error("not noted after a minute")
	}
}

func TestGuessingIsSlowedAndNeverLocksForLong(t *testing.T) {
	w := newAccountWorld(t)
	guess := func() error { _, err := w.signIn("ada@example.org", "something else entirely"); return err }
	for range accountBurst {
		if err := guess(); !fault.Is(err, fault.Unauthenticated) {
			t.Fatal(err)
		}
	}
	err := guess()
	wait := RetryAfter(err)
	if !fault.Is(err, fault.TooMany) || wait < 1 || wait > 60 {
		t.Fatalf("%v, wait %d", err, wait)
	}
	if _, err := w.signIn("nobody@example.org", "x"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("another account is slowed too: %v", err)
	}
	w.clock.Advance(time.Duration(wait) * time.Second)
	w.in("ada@example.org", adaPassword)
}

func TestGuessingWithoutEndFromElsewhereKeepsNobodyOut(t *testing.T) {
	w := newAccountWorld(t)
	guess := func(from string) error {
		_, err := w.SignIn(w.ctx, "ada@example.org", "something else entirely", "Firefox", from)
		return err
	}
	for range 100 { // more than comes free from there
		_ = guess("198.51.100.7")
		w.clock.Advance(time.Second)
	}
	_ = guess("198.51.100.7")
	if err := guess("198.51.100.7"); !fault.Is(err, fault.TooMany) {
		t.Fatalf("the guesser is not slowed: %v", err)
	}
	w.in("ada@example.org", adaPassword)
}

func TestGuessingAtOneAccountFromManyPlacesIsSlowed(t *testing.T) {
	w := newAccountWorld(t)
	slow := 0
	for i := range targetBurst + 5 {
		_, err := w.SignIn(w.ctx, "ada@example.org", "", "Firefox", fmt.Sprintf("198.51.100.%d", i))
		if fault.Is(err, fault.TooMany) {
			slow++
		}
	}
	if slow != 5 {
		t.Errorf("%d tries were slowed", slow)
	}
	w.clock.Advance(targetPause)
	w.in("ada@example.org", adaPassword)
}

func TestGuessingAtManyAccountsFromOnePlaceIsSlowed(t *testing.T) {
	w := newAccountWorld(t)
	slow := 0
	for i := range addressBurst + 5 {
		_, err := w.signIn(strings.Repeat("a", i+1)+"@example.org", "")
		if fault.Is(err, fault.TooMany) {
			slow++
		}
	}
	if slow != 5 {
		t.Errorf("%d tries were slowed", slow)
	}
	if _, err := w.SignIn(w.ctx, "ada@example.org", adaPassword, "Firefox", "192.0.2.2"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

func TestSigningInAsSomebodyIsForDemosOnly(t *testing.T) {
	w := newAccountWorld(t)
	if _, err := w.SignInAs(w.ctx, w.ada, "Firefox"); !fault.Is(err, fault.Withheld) {
		t.Errorf("not a demo: %v", err)
	}
	w = newAccountWorld(t, AllowDemo())
	in, err := w.SignInAs(w.ctx, w.bob, "Firefox")
	w.must(err)
	if w.actor(in).Person != w.bob {
		t.Error("signed in as somebody else")
	}
	if _, err := w.SignInAs(w.ctx, w.cleo, "Firefox"); !fault.Is(err, fault.Withheld) {
		t.Errorf("somebody who left: %v", err)
	}
}

func TestAPasswordChangedWhileItIsProvedDoesNotOpen(t *testing.T) {
	w := newAccountWorld(t)
	var proved store.Account
	w.must(w.view(w.ctx, func(r *store.Reader) (err error) {
		proved, err = r.AccountOf(w.ada)
		return err
	}))
	w.must(w.SetPassword(w.ctx, w.actor(w.in("ada@example.org", adaPassword)), adaPassword, newPassword))
	if _, err := w.signInProved(w.ctx, proved, adaPassword, "Firefox"); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("signed in: %v", err)
	}
}
