package workflow

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/clock"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/store"
)

// accountSettings is what accounts need between calls: the cost of passwords,
// who guesses too fast, how long a session lives.
type accountSettings struct {
	passwords *credential.Passwords
	byAccount *pace // of one account, from one network
	byTarget  *pace // of one account, from everywhere
	byAddress *pace
	bySecond  *pace               // of second proofs of one person
	told      *pace               // of lines about all of these
	pages     *credential.Limiter // of pages of one session, of each Cairn for itself; nil: unbounded
	pagePause time.Duration

	second     SecondRule
	secondFrom clock.Date

	idle  time.Duration
	total time.Duration
	demo  bool
	// breached are passwords that nobody may choose, besides weak ones; nil: none are known.
	breached *credential.Breached
	// noPasswords lets nobody in by a password.
	noPasswords bool
}

// Guessing is slowed, never locked: after the burst one more try comes free every
// few seconds. Whoever guesses without end from one network takes every try that
// comes free there, and the person still gets in from another; all networks
// together meet a wider bound.
const (
	accountPause, accountBurst = 10 * time.Second, 10
	targetPause, targetBurst   = time.Second, 100
	addressPause, addressBurst = 2 * time.Second, 60
	secondPause, secondBurst   = 30 * time.Second, 10
	toldPause                  = 10 * time.Minute // between two lines about the same
	remembered                 = 20_000
)

func defaultAccounts(c clock.Clock) accountSettings {
	return accountSettings{
		passwords: credential.NewPasswords(),
		byAccount: newPace(c, "account", accountPause, accountBurst),
		byTarget:  newPace(c, "target", targetPause, targetBurst),
		byAddress: newPace(c, "address", addressPause, addressBurst),
		bySecond:  newPace(c, "second", secondPause, secondBurst),
		told:      newPace(c, "told", toldPause, 1),
		idle:      12 * time.Hour,
		total:     30 * 24 * time.Hour,
	}
}

// RefuseBreached lets nobody choose a password of the file.
func RefuseBreached(b *credential.Breached) Option {
	return func(w *Workflow) { w.accounts.breached = b }
}

// SessionsLast sets after how long without use, and after how long at most, a
// person signs in again.
func SessionsLast(idle, total time.Duration) Option {
	return func(w *Workflow) { w.accounts.idle, w.accounts.total = idle, total }
}

// AllowDemo lets SignInAs sign anybody in without a password.
func AllowDemo() Option { return func(w *Workflow) { w.accounts.demo = true } }

// throttled is a refusal that says how long to wait.
type throttled struct {
	refusal *fault.Error
	wait    time.Duration
}

// Error returns the refusal's sentence.
func (t throttled) Error() string { return t.refusal.Error() }

// Unwrap gives the failure that pages and API know.
func (t throttled) Unwrap() error { return t.refusal }

// RetryAfter tells how many seconds to wait after a TooMany failure; 0 when
// nothing says so.
func RetryAfter(err error) int {
	t, _ := errors.AsType[throttled](err)
	return int(t.wait.Seconds())
}

// slowDown counts a try to prove a password, for the account and for where it
// comes from. It knows no difference between accounts that exist and others.
func (w *Workflow) slowDown(ctx context.Context, email, from string) error {
	place := network(from)
	if err := w.slowDownAddress(ctx, from); err != nil {
		return err
	}
	if ok, err := w.allow(ctx, w.accounts.byAccount, place+"\x00"+email); err != nil || !ok {
		return w.slowedAccount(ctx, err, accountPause, place+"\x00"+email, email)
	}
	if ok, err := w.allow(ctx, w.accounts.byTarget, email); err != nil || !ok {
		return w.slowedAccount(ctx, err, targetPause, email, email)
	}
	return nil
}

// slowDownAddress counts a try that names no account.
func (w *Workflow) slowDownAddress(ctx context.Context, from string) error {
	place := network(from)
	if ok, err := w.allow(ctx, w.accounts.byAddress, place); err != nil || ok {
		return err
	}
	return w.slowed(ctx, addressPause, manyTries, place, "")
}

// slowDownSecond counts a try at a person's second proof.
func (w *Workflow) slowDownSecond(ctx context.Context, person id.Person, words string) error {
	if ok, err := w.allow(ctx, w.accounts.bySecond, string(person)); err != nil || ok {
		return err
	}
	return w.slowed(ctx, secondPause, words, "second\x00"+string(person), person)
}

var manyTries = lang.Later("There were many tries in a short time. Please wait a few seconds and try again.")

// slowedAccount is slowed for tries at an account, whether there is one or not; failed
// is why they could not be counted.
func (w *Workflow) slowedAccount(ctx context.Context, failed error, wait time.Duration, key, email string) error {
	if failed != nil {
		return failed
	}
	account, err := w.accountByEmail(ctx, foldAddress(email))
	if err != nil {
		return err
	}
	return w.slowed(ctx, wait, manyTries, key, account.Person)
}

// slowed refuses what came too fast. The first of a while is in the journal, without
// where it came from.
func (w *Workflow) slowed(ctx context.Context, wait time.Duration, words, key string, subject id.Person) error {
	tell, err := w.allow(ctx, w.accounts.told, key)
	if err != nil {
		return err
	}
	if tell {
		err := w.update(ctx, func(tx *store.Tx) error {
			return record(tx, access.Actor{Via: access.ViaSession}, audit.Entry{Act: audit.SignInSlowed, Hat: "nobody", Subject: subject})
		})
		if err != nil {
			return err
		}
	}
	return throttled{fault.New(fault.TooMany, words), wait}
}

// network is what counts as one place: an IPv6 customer holds a whole /64.
func network(from string) string {
	a, err := netip.ParseAddr(from)
	if err != nil || a.Unmap().Is4() {
		return from
	}
	p, err := a.Prefix(64)
	if err != nil {
		return from
	}
	return p.String()
}

// proves tells whether the password is the account's. An account that is absent
// or has no password costs the same time and is never proved.
func (w *Workflow) proves(ctx context.Context, a store.Account, password string) (bool, error) {
	if a.Password == "" {
		return false, w.accounts.passwords.DummyVerify(ctx, password)
	}
	return w.accounts.passwords.Verify(ctx, password, a.Password)
}

// own refuses whoever is not a person in their own browser: passwords, sessions
// and tokens are not reached through a token.
func own(actor access.Actor) error {
	if actor.Service != "" {
		return fault.NotFound()
	}
	if !actor.Known() {
		return pleaseSignIn()
	}
	if actor.Via == access.ViaToken {
		return fault.NotFound()
	}
	return nil
}

func pleaseSignIn() error { return fault.New(fault.Unauthenticated, "Please sign in.") }

// SetPassword changes the actor's own password and ends their other sessions.
func (w *Workflow) SetPassword(ctx context.Context, actor access.Actor, current, password string) error {
	account, err := w.accountToProve(ctx, actor)
	if err == nil && !w.TakesPasswords() {
		err = fault.New(fault.Conflict, "Nobody signs in by a password here, so there is none to set.")
	}
	if err != nil {
		return err
	}
	if done, err := w.checkCurrent(ctx, actor, account, current, password); err != nil || done {
		return err
	}
	if err := w.mayChoose(password, account); err != nil {
		return err
	}
	hash, err := w.accounts.passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return w.updateAs(ctx, actor, func(tx *store.Tx) error { return swapPassword(tx, actor, account, hash) })
}

// mayChoose refuses a password that is too weak for the account, or known elsewhere.
func (w *Workflow) mayChoose(password string, a store.Account) error {
	err := credential.Check(password, a.Name, a.Email)
	if err == nil && w.accounts.breached != nil {
		err = w.accounts.breached.Check(password)
	}
	return err
}

// checkCurrent refuses a wrong current password. The same form sent twice finds
// the new password in place already: done is true then.
func (w *Workflow) checkCurrent(ctx context.Context, actor access.Actor, a store.Account, current, password string) (done bool, err error) {
	if err := w.viewAs(ctx, actor, func(r *store.Reader) error { return w.secondShown(r, actor) }); err != nil {
		return false, err
	}
	if ok, err := w.proves(ctx, a, current); err != nil || ok {
		return false, err
	}
	if done, err := w.proves(ctx, a, password); err != nil || done {
		return done, err
	}
	return false, w.missPassword(ctx, actor, fault.InvalidFields([]fault.Field{{Name: "current", Message: "This is not your current password. If you have forgotten it, ask the operator for a new invitation link."}}))
}

func swapPassword(tx *store.Tx, actor access.Actor, a store.Account, hash string) error {
	if err := tx.SwapPassword(a.Person, a.Password, hash); err != nil {
		return err
	}
	if _, err := tx.RevokeSessions(a.Person, actor.Session); err != nil {
		return err
	}
	return signInChanged(tx, actor, audit.Entry{Act: audit.PasswordSet, Hat: "self", Subject: a.Person})
}

// SetZone sets the actor's own time zone, an IANA name such as Europe/Stockholm;
// empty follows the organisation's.
func (w *Workflow) SetZone(ctx context.Context, actor access.Actor, once Once, zone string) error {
	if err := own(actor); err != nil {
		return err
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return fault.InvalidFields([]fault.Field{{Name: "zone", Value: printable(zone, 60), Message: "This is not a time zone we know. Choose one from the list, such as Europe/Stockholm."}})
	}
	_, err := w.act(ctx, actor, once, struct{ Zone string }{zone}, func(tx *store.Tx) (string, error) {
		if err := tx.SetZone(actor.Person, zone); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.ZoneChanged, Hat: "self", Subject: actor.Person})
	})
	return err
}

// SetLanguage chooses the language in which Cairn speaks to the actor; empty follows
// the browser.
func (w *Workflow) SetLanguage(ctx context.Context, actor access.Actor, once Once, l lang.Language) error {
	if err := own(actor); err != nil {
		return err
	}
	if l != "" && !lang.Known(l) {
		return fault.InvalidFields([]fault.Field{{Name: "language", Value: printable(string(l), 20), Message: "Cairn does not speak this language. Choose one from the list."}})
	}
	_, err := w.act(ctx, actor, once, struct{ Language lang.Language }{l}, func(tx *store.Tx) (string, error) {
		if err := tx.SetLanguage(actor.Person, l); err != nil {
			return "", err
		}
		return "", record(tx, actor, audit.Entry{Act: audit.LanguageChosen, Hat: "self", Subject: actor.Person})
	})
	return err
}

// accountToProve is the actor's own account, of which a password is about to be
// tried: the try counts.
func (w *Workflow) accountToProve(ctx context.Context, actor access.Actor) (store.Account, error) {
	if err := own(actor); err != nil {
		return store.Account{}, err
	}
	a, err := w.account(ctx, actor)
	if err != nil {
		return a, err
	}
	return a, w.slowDown(ctx, org.FoldEmail(a.Email), string(actor.Session))
}

func (w *Workflow) account(ctx context.Context, actor access.Actor) (a store.Account, err error) {
	err = w.viewAs(ctx, actor, func(r *store.Reader) error {
		a, err = r.AccountOf(actor.Person)
		return err
	})
	return a, err
}

// printable makes of what a stranger sent a text that can be kept and shown.
func printable(s string, most int) string {
	s = strings.Map(func(c rune) rune {
		if c == utf8.RuneError || unicode.IsControl(c) {
			return -1
		}
		return c
	}, s)
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most])
	}
	return strings.TrimSpace(s)
}
