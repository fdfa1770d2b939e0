package trust

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/fault"
	"cairn/internal/notice"
	"cairn/internal/testkit/device"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	const test = "TestAChangeOfTheWayInIsTold"
	tells := "return signInChanged(tx, actor, audit.Entry{"
	breakages = append(breakages,
		broken("a new password is not told", test, "workflow/account.go", tells+"Act: audit.PasswordSet", "return record(tx, actor, audit.Entry{Act: audit.PasswordSet"),
		broken("a new passkey is not told", test, "workflow/passkey.go", tells+"Act: audit.PasskeyMade", "return record(tx, actor, audit.Entry{Act: audit.PasskeyMade"),
		broken("a spare code is not told", test, "workflow/second.go", "signInChanged(tx, access.Actor{Person: person, Via: access.ViaSession}, audit.Entry{Act: audit.SpareUsed", "record(tx, access.Actor{Person: person, Via: access.ViaSession}, audit.Entry{Act: audit.SpareUsed"),
		broken("a new way in is muted", test, "notice/notice.go", "n.Way != Always && muted[", "muted["),
		broken("a new way in is not mailed once it was read", test, "store/mail.go", "WHERE mail = '' AND way = 'always' AND at > $1", "WHERE mail = '' AND way = 'always' AND read_at = 0 AND at > $1"),
		broken("a second change is not mailed", test, "store/notice.go", "mail = CASE WHEN way = 'always' THEN '' ELSE mail END", "mail = mail"),
		broken("people are signed out by others", "TestOnlyTheMachineSignsPeopleOut", "workflow/session.go", "if actor.Via != access.ViaCommand {", "if false {"),
	)
}

// signInMails sends what is due and counts the mails to Noor; there are no others.
func (s *secondWorld) signInMails() (n int) {
	s.Helper()
	for _, m := range postAll(s.T, s.World) {
		neutral(s.T, m)
		if n++; m.To[0] != "noor@example.org" {
			s.Errorf("a mail to %s", m.To[0])
		}
	}
	return n
}

// hush does all that somebody who has got into the account could do to keep its owner
// from hearing of it.
func (s *secondWorld) hush() {
	s.Helper()
	must(s.T, s.SetNoticeSettings(s.Context(), s.noor(), workflow.Once{}, notice.Settings{notice.Everything: notice.Muted}))
	must(s.T, stopMails(s.World, "noor"))
	box, err := s.Inbox(s.Context(), s.noor())
	must(s.T, err)
	for _, l := range slices.Concat(box.New, box.Before) {
		if err := s.MuteThing(s.Context(), s.noor(), workflow.Once{}, l.ID, true); !fault.Is(err, fault.Conflict) {
			s.Errorf("%s was muted: %v", l.Title, err)
		}
	}
	must(s.T, s.MarkAllRead(s.Context(), s.noor(), workflow.Once{}))
}

// TestAChangeOfTheWayInIsTold: whatever changes, its person finds it in the inbox and
// is mailed at once, and nobody in the account can prevent that.
func TestAChangeOfTheWayInIsTold(t *testing.T) {
	world.Each(t, func(w *world.World) {
		s, d := newSecond(w), device.New(world.PublicURL)
		if box, err := s.Inbox(w.Context(), s.noor()); err != nil || len(box.New) > 0 {
			w.Errorf("a first password is told: %v, %v", box.New, err)
		}
		var spares []string
		const another = "seven pebbles near the ferry"
		for _, change := range []struct {
			name string
			do   func() error
		}{
			{"a passkey", func() error { s.withPasskey(d); return nil }},
			{"a code app", func() error { s.withApp(); return nil }},
			{"spare codes", func() (err error) { spares, err = s.MakeSpareCodes(w.Context(), s.noor(), theirPassword); return err }},
			{"a spare code used", func() error { return s.prove(s.signIn().Waits, spares[0]) }},
			{"no code app", func() error { return s.RemoveCodeApp(w.Context(), s.noor(), theirPassword) }},
			{"another password", func() error { return s.SetPassword(w.Context(), s.noor(), theirPassword, another) }},
			{"a forgotten password", func() error {
				_, err := s.AcceptInvitation(w.Context(), s.invitation(), theirPassword, "a test")
				return err
			}},
			{"no more of it", func() error {
				return s.RemoveSecondProofs(w.Context(), access.System(access.ViaCommand), s.Person("noor"))
			}},
		} {
			s.Clock.Advance(time.Hour)
			must(w.T, change.do())
			box, err := s.Inbox(w.Context(), s.noor())
			must(w.T, err)
			if len(box.New) != 1 || box.New[0].Title != "How you sign in" || box.New[0].Path != "/account/sign-in" || box.New[0].Muted {
				w.Errorf("%s: the inbox says %+v", change.name, box.New)
			}
			s.hush()
			if n := s.signInMails(); n != 1 {
				w.Errorf("%s: %d mails", change.name, n)
			}
		}
		s.toldTwice()
	})
}

// toldTwice: what was told and not read does not stand in the way of the next mail.
func (s *secondWorld) toldTwice() {
	s.Helper()
	for range 2 {
		s.Clock.Advance(time.Hour)
		must(s.T, s.RemoveSecondProofs(s.Context(), access.System(access.ViaCommand), s.Person("noor")))
		if n := s.signInMails(); n != 1 {
			s.Errorf("%d mails", n)
		}
	}
}

// TestOnlyTheMachineSignsPeopleOut: one, or everybody; nobody does it from a browser.
func TestOnlyTheMachineSignsPeopleOut(t *testing.T) {
	w := world.New(t, "sqlite")
	s := serve(t, w)
	s.signIn(t)
	in := func(name string) bool { return s.get(t, name, "/account").status == 200 }
	for _, name := range []string{"noor", "mats", "pia"} {
		if !in(name) {
			t.Fatalf("%s is not signed in", name)
		}
	}
	for _, name := range w.Names() {
		if err := w.SignOutPerson(t.Context(), w.Actor(name), w.Person("noor")); !fault.Is(err, fault.Absent) || !in("noor") {
			t.Fatalf("%s: %v", name, err)
		}
	}
	machine := access.System(access.ViaCommand)
	must(t, w.SignOutPerson(t.Context(), machine, w.Person("noor")))
	if in("noor") || !in("mats") {
		t.Error("not exactly one was signed out")
	}
	must(t, w.SignOutPerson(t.Context(), machine, ""))
	if in("mats") || in("pia") {
		t.Error("somebody is still signed in")
	}
}
