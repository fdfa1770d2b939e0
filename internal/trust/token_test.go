package trust

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/internal/access"
	"cairn/internal/testkit/world"
)

// TestATokenIsNeverMoreThanItsOwner is the matrix's last column: each cell again
// over a token, with every scope, with all but the item's own, and with none but
// the item's own.
func TestATokenIsNeverMoreThanItsOwner(t *testing.T) {
	m := matrix(t)
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			s := newStages(t, engine)
			checks := 0
			for i := range probes {
				for c, names := range cast {
					if c == "outsider" {
						continue
					}
					for _, name := range names {
						checks += tryToken(t, s.of(i), i, name, m[i])
					}
				}
			}
			if checks < 350 {
				t.Errorf("only %d checks were made", checks)
			}
			t.Log(checks, "checks")
		})
	}
}

func tryToken(t *testing.T, s scene, i item, name string, cells map[column]code) (checks int) {
	t.Helper()
	scope := probes[i].scope
	others := slices.DeleteFunc(access.Scopes(), func(x access.Scope) bool { return x == scope })
	tokens := map[string][]access.Scope{"every scope": access.Scopes(), "its scope": {scope}, "all other scopes": others}
	for held, scopes := range tokens {
		for _, op := range []string{"read", "list", "write"} {
			session, token := ask{s, t.Context(), s.Actor(name)}, ask{s, t.Context(), s.Token(name, scopes...)}
			checks += tryTokenOp(t, i, op, cells["api"], held, session, token)
		}
	}
	return checks
}

func tryTokenOp(t *testing.T, i item, op string, api code, held string, session, token ask) int {
	t.Helper()
	do := map[string]func(ask) (outcome, error){"read": probes[i].read, "list": probes[i].list, "write": probes[i].write}[op]
	if do == nil {
		return 0
	}
	could, err := do(session)
	if err != nil {
		t.Error(err)
	}
	got, err := do(token)
	cell := fmt.Sprintf("%s/api/%s with %s", i, op, held)
	closed := got == withheld || got == absent
	switch {
	case err != nil:
		t.Errorf("%s: %v", cell, err)
	case strings.HasPrefix(string(api), "X") && !closed:
		t.Errorf("%s: %s, and no scope may reach it", cell, got)
	case held == "all other scopes" && !closed && i != "step":
		t.Errorf("%s: %s", cell, got)
	case (got == shown || got == done) && got != could:
		t.Errorf("%s: %s, and in the browser its owner meets %s", cell, got, could)
	case held == "every scope" && op == "read" && !strings.HasPrefix(string(api), "X") && got != could:
		t.Errorf("%s: %s, and in the browser its owner meets %s", cell, got, could)
	}
	return 1
}
