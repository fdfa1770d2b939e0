package workflow

import (
	"testing"
	"time"

	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/store"
)

// TestWhatIsSlowedDownIsWrittenDownOnceInAWhile, for an account that exists and for
// one that does not alike.
func TestWhatIsSlowedDownIsWrittenDownOnceInAWhile(t *testing.T) {
	w := newAccountWorld(t)
	for email, about := range map[string]struct{ person string }{"ada@example.org": {string(w.ada)}, "nobody@example.org": {""}} {
		slowed := 0
		for range accountBurst + 5 {
			if _, err := w.SignIn(w.ctx, email, "wrong wrong wrong", "Firefox", "192.0.2."+about.person); fault.Is(err, fault.TooMany) {
				slowed++
			}
		}
		if slowed != 5 {
			t.Errorf("%s: %d tries were slowed down", email, slowed)
		}
	}
	for name, n := range map[string]int{"ada": w.wrote(audit.SignInSlowed, w.ada), "nobody": w.wrote(audit.SignInSlowed, "")} {
		if n != 1 {
			t.Errorf("%s: %d lines", name, n)
		}
	}
	w.clock.Advance(toldPause)
	for range accountBurst + 60 {
		_, _ = w.SignIn(w.ctx, "ada@example.org", "wrong wrong wrong", "Firefox", "192.0.2."+string(w.ada))
	}
	if n := w.wrote(audit.SignInSlowed, w.ada); n != 2 {
		t.Errorf("after a while: %d lines", n)
	}
}

// TestAWrongPasswordOfWhoIsSignedInIsWrittenDown, whatever it was typed for.
func TestAWrongPasswordOfWhoIsSignedInIsWrittenDown(t *testing.T) {
	w := newAccountWorld(t)
	actor := w.actor(w.in("ada@example.org", adaPassword))
	tries := map[string]func() error{
		"another password": func() error { return w.SetPassword(w.ctx, actor, "wrong wrong wrong", newPassword) },
		"a code app":       func() error { return w.BeginCodeApp(w.ctx, actor, "wrong wrong wrong") },
		"spare codes":      func() error { _, err := w.MakeSpareCodes(w.ctx, actor, "wrong wrong wrong"); return err },
		"a confirmation":   func() error { return w.Confirm(w.ctx, actor, "wrong wrong wrong") },
	}
	for name, try := range tries {
		before := w.wrote(audit.SignInRefused, w.ada)
		if err := try(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if n := w.wrote(audit.SignInRefused, w.ada) - before; n != 1 {
			t.Errorf("%s: %d lines", name, n)
		}
	}
}

// TestAPaceOfPages: somebody reads on as people do for as long as they like; whoever
// takes everything at once is asked to wait, told how long, and not signed out.
func TestAPaceOfPages(t *testing.T) {
	w := newAccountWorld(t, PageEvery(time.Second/2, 100))
	in := w.in("ada@example.org", adaPassword)
	for range 1000 {
		w.clock.Advance(time.Second)
		w.actor(in)
	}
	var err error
	opened := 0
	for ; err == nil && opened < 1000; opened++ {
		_, _, err = w.Authenticate(w.ctx, in.Token)
	}
	if !fault.Is(err, fault.TooMany) || RetryAfter(err) < 1 || opened < 100 || opened > 105 {
		t.Errorf("after %d: %v, wait %d s", opened, err, RetryAfter(err))
	}
	w.actor(w.in("ada@example.org", adaPassword)) // in another browser
	w.clock.Advance(2 * time.Second)
	if !w.open(in) {
		t.Error("signed out")
	}
}

// TestStartingWritesNothingWhenNothingChanged: what is looked after at each start asks
// before it writes.
func TestStartingWritesNothingWhenNothingChanged(t *testing.T) {
	w := newAccountWorld(t)
	w.must(w.EnsureWords(w.ctx))
	hold, done := make(chan struct{}), make(chan error, 1)
	held := make(chan struct{})
	go func() {
		done <- w.db.Update(w.ctx, w.clock.Now(), func(*store.Tx) error { close(held); <-hold; return nil })
	}()
	<-held // somebody writes, and nobody else can
	if err := w.EnsureWords(w.ctx); err != nil {
		t.Error(err)
	}
	close(hold)
	w.must(<-done)
}
