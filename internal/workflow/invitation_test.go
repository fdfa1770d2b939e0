package workflow

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/org"
)

func TestAnInvitationSetsAPasswordOnceAndSignsIn(t *testing.T) {
	w := newAccountWorld(t)
	invited, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	name, email, err := w.Invitation(w.ctx, invited.Token)
	w.must(err)
	if name != "Bob Berg" || email != "bob@example.org" || invited.Email != email {
		t.Errorf("it invites %q, %q", name, email)
	}
	in, err := w.AcceptInvitation(w.ctx, invited.Token, newPassword, "Firefox")
	w.must(err)
	if w.actor(in).Person != w.bob {
		t.Error("signed in as somebody else")
	}
	w.in("bob@example.org", newPassword)
	w.spent(invited.Token)
	for _, act := range []audit.Act{audit.PersonInvited, audit.PasswordSet} {
		if n := w.wrote(act, w.bob); n != 1 {
			t.Errorf("%d lines of %s", n, act)
		}
	}
}

// spent expects the one answer to a link that does not work.
func (w *accountWorld) spent(token string) {
	w.Helper()
	_, _, seen := w.Invitation(w.ctx, token)
	_, used := w.AcceptInvitation(w.ctx, token, newPassword, "Firefox")
	for _, err := range []error{seen, used} {
		if err == nil || err.Error() != errInvitation().Error() {
			w.Errorf("answered %v", err)
		}
	}
}

func TestALinkThatDoesNotWorkIsAnsweredAlike(t *testing.T) {
	w := newAccountWorld(t)
	w.spent("")
	w.spent("cairn_inv_nonsense")
	older, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	newer, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	w.spent(older.Token)
	w.clock.Advance(invitationLasts)
	w.spent(newer.Token)
	last, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	w.leave(w.bob)
	w.spent(last.Token)
}

func TestAnInvitationReplacesAForgottenPassword(t *testing.T) {
	w := newAccountWorld(t)
	before := w.in("ada@example.org", adaPassword)
	invited, err := w.Invite(w.ctx, command, Once{}, w.ada)
	w.must(err)
	w.in("ada@example.org", adaPassword) // until it is accepted nothing changes
	_, err = w.AcceptInvitation(w.ctx, invited.Token, newPassword, "Firefox")
	w.must(err)
	if w.open(before) {
		t.Error("an older session still opens")
	}
	if _, err := w.signIn("ada@example.org", adaPassword); err == nil {
		t.Error("the old password still opens")
	}
}

func TestAWeakPasswordDoesNotSpendTheInvitation(t *testing.T) {
	w := newAccountWorld(t)
	invited, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	for _, weak := range []string{"", "short", "bob berg bob berg", "aaaaaaaaaaaaaaaa"} {
		if _, err := w.AcceptInvitation(w.ctx, invited.Token, weak, "Firefox"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", weak, err)
		}
	}
	_, err = w.AcceptInvitation(w.ctx, invited.Token, newPassword, "Firefox")
	w.must(err)
}

func TestEightWhoAcceptAtOnceAreOne(t *testing.T) {
	w := newAccountWorld(t)
	invited, err := w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
	var accepted, refused atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			_, err := w.AcceptInvitation(w.ctx, invited.Token, newPassword, "Firefox")
			switch {
			case err == nil:
				accepted.Add(1)
			case fault.Is(err, fault.Absent):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if accepted.Load() != 1 || refused.Load() != 7 {
		t.Errorf("%d accepted, %d refused", accepted.Load(), refused.Load())
	}
}

func TestWhoMayInviteWhom(t *testing.T) {
	w := newAccountWorld(t)
	session := func(offices ...org.Office) access.Actor {
		return access.Actor{Person: w.ada, Via: access.ViaSession, Offices: offices}
	}
	partnersToken := access.Actor{Person: w.ada, Via: access.ViaToken, Offices: []org.Office{org.PeoplePartner, org.Operator}, Scopes: access.Scopes()}
	for name, c := range map[string]struct {
		actor              access.Actor
		bob, ada, cleo, no bool // no: nobody at all
	}{
		"command line":         {actor: command, bob: true, ada: true},
		"operator":             {actor: session(org.Operator), bob: true},
		"people partner":       {actor: session(org.PeoplePartner), bob: true},
		"colleague":            {actor: session(), no: true},
		"CTO":                  {actor: session(org.CTO), no: true},
		"compensation partner": {actor: session(org.CompensationPartner), no: true},
		"their token":          {actor: partnersToken, no: true},
		"nobody":               {actor: access.Actor{}, no: true},
	} {
		_, bob := w.Invite(w.ctx, c.actor, Once{}, w.bob)
		_, ada := w.Invite(w.ctx, c.actor, Once{}, w.ada)
		_, cleo := w.Invite(w.ctx, c.actor, Once{}, w.cleo)
		if (bob == nil) != c.bob || (ada == nil) != c.ada || (cleo == nil) != c.cleo {
			t.Errorf("%s: bob %v, ada %v, cleo %v", name, bob, ada, cleo)
		}
		_, all := w.InviteAll(w.ctx, c.actor)
		if c.no != fault.Is(all, fault.Withheld) || c.no != fault.Is(bob, fault.Withheld) {
			t.Errorf("%s: all %v, bob %v", name, all, bob)
		}
	}
}

// A people partner who could invite an operator would be one, and could then
// replace the password of any manager.
func TestAPeoplePartnerInvitesNoOperator(t *testing.T) {
	w := newAccountWorld(t)
	w.must(w.GrantOffice(w.ctx, command, w.bob, org.Operator))
	partner := access.Actor{Person: w.ada, Via: access.ViaSession, Offices: []org.Office{org.PeoplePartner}}
	if _, err := w.Invite(w.ctx, partner, Once{}, w.bob); !fault.Is(err, fault.Conflict) {
		t.Errorf("invited: %v", err)
	}
	all, err := w.InviteAll(w.ctx, partner)
	w.must(err)
	for _, in := range all {
		if in.Person == w.bob {
			t.Error("invited with all others")
		}
	}
	if w.wrote(audit.PersonInvited, w.bob) != 0 {
		t.Error("a link was made")
	}
	_, err = w.Invite(w.ctx, command, Once{}, w.bob)
	w.must(err)
}

func TestInvitingAllReachesThoseWithNoWayIn(t *testing.T) {
	w := newAccountWorld(t)
	invited, err := w.InviteAll(w.ctx, command)
	w.must(err)
	if len(invited) != 1 || invited[0].Person != w.bob {
		t.Fatalf("invited %+v", invited)
	}
	if again, err := w.InviteAll(w.ctx, command); err != nil || len(again) != 0 {
		t.Errorf("again %+v, %v", again, err)
	}
	w.clock.Advance(time.Second)
	_, err = w.AcceptInvitation(w.ctx, invited[0].Token, newPassword, "Firefox")
	w.must(err)
}

func TestTheSameFormInvitesOnce(t *testing.T) {
	w := newAccountWorld(t)
	operator := access.Actor{Person: w.ada, Via: access.ViaSession, Offices: []org.Office{org.Operator}}
	first, err := w.Invite(w.ctx, operator, Once{Key: "k"}, w.bob)
	w.must(err)
	if _, err := w.Invite(w.ctx, operator, Once{Key: "k"}, w.bob); !fault.Is(err, fault.Conflict) {
		t.Errorf("the second time: %v", err)
	}
	if _, _, err := w.Invitation(w.ctx, first.Token); err != nil {
		t.Errorf("the first link ended: %v", err)
	}
}
