package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/audit"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/store"
)

func (w *accountWorld) token(actor access.Actor, scopes ...access.Scope) (string, id.Token) {
	w.Helper()
	text, err := w.MakeToken(w.ctx, actor, Once{}, NewToken{Name: "reports", Scopes: scopes, Days: 30})
	w.must(err)
	held, err := w.Tokens(w.ctx, actor)
	w.must(err)
	return text, held[0].ID
}

func TestATokenHasItsOwnersRightsWithinItsScopes(t *testing.T) {
	w := newAccountWorld(t)
	w.must(w.update(w.ctx, func(tx *store.Tx) error { return tx.GrantOffice(w.ada, org.PeoplePartner) }))
	text, _ := w.token(w.actor(w.in("ada@example.org", adaPassword)), access.ScopeStep)
	actor, _, err := w.AuthenticateToken(w.ctx, text)
	w.must(err)
	if actor.Person != w.ada || !actor.Holds(org.PeoplePartner) || !actor.May(access.ScopeStep) || actor.May(access.ScopeEvaluations) {
		t.Errorf("acts as %+v", actor)
	}
	w.clock.Advance(time.Second)
	w.must(w.update(w.ctx, func(tx *store.Tx) error { return tx.EndOffice(w.ada, org.PeoplePartner) }))
	if actor, _, err = w.AuthenticateToken(w.ctx, text); err != nil || actor.Holds(org.PeoplePartner) {
		t.Errorf("after the office ended: %+v, %v", actor, err)
	}
}

func TestATokenEnds(t *testing.T) {
	for name, end := range map[string]func(*accountWorld, access.Actor, id.Token){
		"expired":    func(w *accountWorld, _ access.Actor, _ id.Token) { w.clock.Advance(30 * 24 * time.Hour) },
		"left":       func(w *accountWorld, _ access.Actor, _ id.Token) { w.leave(w.ada) },
		"set back":   func(w *accountWorld, _ access.Actor, _ id.Token) { w.clock.Advance(-time.Hour) },
		"revoked":    func(w *accountWorld, a access.Actor, t id.Token) { w.must(w.RevokeToken(w.ctx, a, Once{}, t)) },
		"used since": func(w *accountWorld, _ access.Actor, _ id.Token) { w.clock.Advance(30*24*time.Hour + time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newAccountWorld(t)
			actor := w.actor(w.in("ada@example.org", adaPassword))
			text, token := w.token(actor, access.ScopeStep)
			if _, _, err := w.AuthenticateToken(w.ctx, text); err != nil {
				t.Fatal(err)
			}
			end(w, actor, token)
			if _, _, err := w.AuthenticateToken(w.ctx, text); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("it still opens: %v", err)
			}
		})
	}
}

func TestATokenIsNoSessionAndASessionNoToken(t *testing.T) {
	w := newAccountWorld(t)
	in := w.in("ada@example.org", adaPassword)
	text, _ := w.token(w.actor(in), access.ScopeStep)
	if w.open(SignedIn{Token: text}) {
		t.Error("a token opened a session")
	}
	if _, _, err := w.AuthenticateToken(w.ctx, in.Token); err == nil {
		t.Error("a session opened the API")
	}
}

func TestTheSameFormMakesOneToken(t *testing.T) {
	w := newAccountWorld(t)
	actor := w.actor(w.in("ada@example.org", adaPassword))
	wanted := NewToken{Name: "reports", Scopes: []access.Scope{access.ScopeStep}, Days: 30}
	text, err := w.MakeToken(w.ctx, actor, Once{Key: "k"}, wanted)
	w.must(err)
	again, err := w.MakeToken(w.ctx, actor, Once{Key: "k"}, wanted)
	if again != "" || !fault.Is(err, fault.Conflict) {
		t.Errorf("the second time %q, %v", again, err)
	}
	held, _ := w.Tokens(w.ctx, actor)
	if len(held) != 1 || w.wrote(audit.TokenMade, w.ada) != 1 {
		t.Errorf("held %+v", held)
	}
	if _, _, err := w.AuthenticateToken(w.ctx, text); err != nil {
		t.Error(err)
	}
}

func TestATokenIsAskedForInFull(t *testing.T) {
	for name, c := range map[string]struct {
		wanted NewToken
		fields []string
	}{
		"nothing":       {NewToken{}, []string{"name", "scopes", "days"}},
		"blank name":    {NewToken{Name: " \x00 ", Scopes: access.Scopes(), Days: 1}, []string{"name"}},
		"long name":     {NewToken{Name: strings.Repeat("n", 101), Scopes: access.Scopes(), Days: 1}, []string{"name"}},
		"strange scope": {NewToken{Name: "n", Scopes: []access.Scope{access.ScopeStep, "everything"}, Days: 1}, []string{"scopes"}},
		"for ever":      {NewToken{Name: "n", Scopes: access.Scopes(), Days: 367}, []string{"days"}},
		"right":         {NewToken{Name: " n ", Scopes: []access.Scope{access.ScopeStep, access.ScopeStep}, Days: 366}, nil},
	} {
		got, err := checkToken(c.wanted)
		_, fields := fault.Safe(err)
		var names []string
		for _, f := range fields {
			names = append(names, f.Name)
		}
		if !slices.Equal(names, c.fields) {
			t.Errorf("%s: %v", name, err)
		}
		if c.fields == nil && (got.Name != "n" || len(got.Scopes) != 1) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestATokenIsRevokedByItsOwnerOnly(t *testing.T) {
	w := newAccountWorld(t)
	w.join(w.bob)
	text, token := w.token(w.actor(w.in("ada@example.org", adaPassword)), access.ScopeStep)
	if err := w.RevokeToken(w.ctx, w.actor(w.in("bob@example.org", adaPassword)), Once{}, token); !fault.Is(err, fault.Withheld) {
		t.Errorf("Bob revoking Ada's: %v", err)
	}
	if _, _, err := w.AuthenticateToken(w.ctx, text); err != nil {
		t.Errorf("it was revoked: %v", err)
	}
}

func TestNobodyHoldsTokensWithoutEnd(t *testing.T) {
	w := newAccountWorld(t)
	actor := w.actor(w.in("ada@example.org", adaPassword))
	for range mostTokens {
		w.token(actor, access.ScopeStep)
	}
	_, err := w.MakeToken(w.ctx, actor, Once{}, NewToken{Name: "n", Scopes: access.Scopes(), Days: 1})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("one more: %v", err)
	}
}
