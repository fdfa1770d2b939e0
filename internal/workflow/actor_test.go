package workflow

import (
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

// deeds go through each of the ways into a transaction.
var deeds = map[string]func(*accountWorld, access.Actor) error{
	"act": func(w *accountWorld, a access.Actor) error {
		_, err := w.act(w.ctx, a, Once{Key: "k"}, nil, func(*store.Tx) (string, error) { return "", nil })
		return err
	},
	"update": func(w *accountWorld, a access.Actor) error {
		return w.updateAs(w.ctx, a, func(*store.Tx) error { return nil })
	},
	"view": func(w *accountWorld, a access.Actor) error {
		_, err := w.Directory(w.ctx, a, DirectoryFilter{})
		return err
	},
	"read about": func(w *accountWorld, a access.Actor) error {
		return w.readAbout(w.ctx, a, w.bob, access.ScopeStep, func(*store.Reader, access.Bond, journal) error { return nil })
	},
}

// TestWhatEndsAfterTheActorCameInEndsTheAct, since letting in and acting are two
// transactions.
func TestWhatEndsAfterTheActorCameInEndsTheAct(t *testing.T) {
	end := map[string]func(*accountWorld, access.Actor, id.Token){
		"session revoked": func(w *accountWorld, a access.Actor, _ id.Token) {
			w.must(w.RevokeSession(w.ctx, a, Once{}, a.Session))
		},
		"session idle":  func(w *accountWorld, _ access.Actor, _ id.Token) { w.clock.Advance(12 * time.Hour) },
		"token revoked": func(w *accountWorld, a access.Actor, t id.Token) { w.must(w.RevokeToken(w.ctx, a, Once{}, t)) },
		"token expired": func(w *accountWorld, _ access.Actor, _ id.Token) { w.clock.Advance(30 * 24 * time.Hour) },
		"left":          func(w *accountWorld, _ access.Actor, _ id.Token) { w.must(w.Leave(w.ctx, command, w.ada)) },
		"office ended": func(w *accountWorld, _ access.Actor, _ id.Token) {
			w.must(w.EndOffice(w.ctx, command, w.ada, org.PeoplePartner))
		},
	}
	for name, cases := range map[string]map[string]fault.Kind{
		"session": {"session revoked": fault.Unauthenticated, "session idle": fault.Unauthenticated, "left": fault.Unauthenticated, "office ended": fault.Conflict},
		"token":   {"token revoked": fault.Unauthenticated, "token expired": fault.Unauthenticated, "left": fault.Unauthenticated, "office ended": fault.Conflict},
	} {
		for ended, want := range cases {
			for deed, do := range deeds {
				t.Run(name+"/"+ended+"/"+deed, func(t *testing.T) {
					w := newAccountWorld(t)
					w.must(w.GrantOffice(w.ctx, command, w.ada, org.PeoplePartner))
					w.clock.Advance(time.Second)
					actor, token := w.bothWays(name == "token")
					w.must(do(w, actor[0]))
					end[ended](w, actor[1], token)
					if err := do(w, actor[0]); !fault.Is(err, want) {
						t.Errorf("got %v", err)
					}
				})
			}
		}
	}
}

func TestASessionThatEndsBeforeTheReadIsWrittenDownReadsNothing(t *testing.T) {
	w := newAccountWorld(t)
	actor := w.actor(w.in("ada@example.org", adaPassword))
	seen := 0
	err := w.readAbout(w.ctx, actor, w.bob, access.ScopeStep, func(_ *store.Reader, _ access.Bond, journal journal) error {
		seen++
		w.must(w.RevokeSession(w.ctx, actor, Once{}, actor.Session))
		return journal(audit.Entry{})
	})
	if !fault.Is(err, fault.Unauthenticated) || seen != 1 {
		t.Errorf("read %d times, %v", seen, err)
	}
}

// bothWays gives who acts, by session or by token, and the same person by their
// session, who ends it.
func (w *accountWorld) bothWays(byToken bool) ([2]access.Actor, id.Token) {
	w.Helper()
	session := w.actor(w.in("ada@example.org", adaPassword))
	text, token := w.token(session, access.Scopes()...)
	if !byToken {
		return [2]access.Actor{session, session}, token
	}
	actor, _, err := w.AuthenticateToken(w.ctx, text)
	w.must(err)
	return [2]access.Actor{actor, session}, token
}
