package trust

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/api"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Programs of the organisation bring a table and guards of their own.
func init() {
	clear["services"] = "id name scopes made_at used_at ends_at revoked_at"
	sealed = append(sealed, "services.hash")
	const out = "TestAProgramReadsWhatEverybodyReads"
	breakages = append(breakages,
		broken("a program that was shut out goes on", "TestAProgramIsShutOut", "workflow/service.go", "live = found && serviceLives(s, r)", "live = found", edit{"workflow/actor.go", "!serviceLives(s, r)", "!serviceLives(s, r) && false"}),
		broken("a program is let in to anything", out, "workflow/service.go", "slices.ContainsFunc(wanted.Scopes, strange)", "false"),
		broken("anybody lets programs in", out, "workflow/service.go", "(string, error) {\n\tif actor.Via != access.ViaCommand {", "(string, error) {\n\tif actor.Via == \"\" {"),
		broken("a program asks as an assistant", out, "api/guard.go", `v.actor.Service != "" && !s.services[pattern]`, `v.actor.Service != "" && false`),
		broken("what stands in the database opens more to a program", "TestAProgramIsNobody", "access/actor.go", "!slices.Contains(ServiceScopes(), s)", "false",
			edit{"workflow/service.go", "slices.DeleteFunc(s.Scopes, strange)", "s.Scopes"}, edit{"workflow/workflow.go", `if actor.Service != "" {`, `if actor.Service != "" && !actor.May(scope) {`}, edit{"workflow/workflow.go", "if !actor.Known() {\n\t\treturn fault.New", "if !actor.Known() && actor.Service == \"\" {\n\t\treturn fault.New"}),
		broken("programs come back with a backup", "TestAProgramIsShutOut", "store/restore.go", "`UPDATE services SET revoked_at = $1 WHERE revoked_at = 0`", "`UPDATE services SET revoked_at = $1 WHERE revoked_at < 0`"),
	)
}

// letProgramIn makes a token with what a program may hold.
func letProgramIn(t *testing.T, w *world.World) string {
	t.Helper()
	text, err := w.LetServiceIn(t.Context(), access.System(access.ViaCommand), workflow.NewService{Name: "intranet", Scopes: access.ServiceScopes(), Days: 30})
	must(t, err)
	return text
}

// forceProgram writes a program with every scope past all that asks.
func forceProgram(t *testing.T, w *world.World) string {
	t.Helper()
	text, hash := credential.NewToken(credential.ServiceToken)
	must(t, w.DB.Update(t.Context(), w.Clock.Now(), func(tx *store.Tx) error {
		return tx.AddService(store.Service{ID: id.New[id.Service](), Name: "forced", Scopes: access.Scopes(), MadeAt: tx.Now(), EndsAt: tx.Now().Add(30 * 24 * time.Hour)}, hash)
	}))
	return text
}

// byToken asks with a token, also where only a session opens anything.
func (s *site) byToken(t *testing.T, token, method, path, body string) answer {
	t.Helper()
	s.Clock.Advance(100 * time.Millisecond)
	r, err := http.NewRequestWithContext(t.Context(), method, s.address+path, strings.NewReader(body))
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	w, err := s.client.Do(r)
	must(t, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	must(t, err)
	return answer{w.StatusCode, headers(w.Header), string(text)}
}

// TestAProgramReadsWhatEverybodyReads asks every address of the API for everything there
// is, with the token of a program and with one that was written past all that asks for
// scopes: people, units, statistics and the framework, nothing private in any of it, and
// beyond them nothing exists.
func TestAProgramReadsWhatEverybodyReads(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	s := serve(t, c.World)
	found := idsOf(t, c.World)
	allowed := map[string]bool{}
	for _, o := range api.Operations() {
		if o.ForServices() {
			allowed[o.Method+" "+api.Prefix+o.Path] = true
		}
	}
	for _, token := range []string{letProgramIn(t, c.World), forceProgram(t, c.World)} {
		nowhere := s.byToken(t, token, "GET", api.Prefix+"/nothing", "")
		opened := 0
		for _, e := range endpoints() {
			if !strings.HasPrefix(e.pattern, "/api/") || e.public {
				continue
			}
			for _, path := range e.fill(t, found) {
				got := s.byToken(t, token, e.method, path, "")
				switch may := allowed[e.method+" "+e.pattern]; {
				case may && got.status == http.StatusOK:
					opened++
					silent(t, c, path, got.body)
					if strings.Contains(got.body, "2025-11-20") {
						t.Errorf("%s tells a start date", path)
					}
				case !may && (got.status != nowhere.status || got.body != nowhere.body || got.header != nowhere.header):
					t.Errorf("%s %s: %d %s", e.method, path, got.status, got.body)
				}
			}
		}
		if opened < 30 {
			t.Errorf("only %d addresses answered", opened)
		}
		for _, canary := range c.canaries {
			a := s.byToken(t, token, "GET", api.Prefix+"/search?q="+canary.text, "")
			silent(t, c, "a search", a.body)
		}
		for _, e := range endpoints() {
			if strings.HasPrefix(e.pattern, "/api/") || e.public || e.method != "GET" || strings.Contains(e.pattern, "{") {
				continue
			}
			if got := s.byToken(t, token, "GET", e.pattern, ""); got.status == http.StatusOK {
				t.Errorf("a token opens the page %s", e.pattern)
			}
		}
	}
	programsAreMadeWithCare(t, c.World)
}

// programsAreMadeWithCare: by whoever is at the machine, and for nothing private.
func programsAreMadeWithCare(t *testing.T, w *world.World) {
	t.Helper()
	wanted := workflow.NewService{Name: "wall", Scopes: access.ServiceScopes(), Days: 30}
	for _, name := range []string{"", "noor", "pia", "odd"} {
		if _, err := w.LetServiceIn(t.Context(), w.Actor(name), wanted); !fault.Is(err, fault.Absent) {
			t.Errorf("%q lets a program in: %v", name, err)
		}
	}
	for _, scope := range append(access.Scopes(), "everything") {
		wanted.Scopes = []access.Scope{access.ScopeFramework, scope}
		wanted.Name = "for-" + string(scope)
		_, err := w.LetServiceIn(t.Context(), access.System(access.ViaCommand), wanted)
		if may := slices.Contains(access.ServiceScopes(), scope); may != (err == nil) || !may && !fault.Is(err, fault.Invalid) {
			t.Errorf("for %s: %v", scope, err)
		}
	}
}

// TestAProgramIsNobody tries every cell of the matrix as a program whose row in the
// database names every scope: it reads what is of its two scopes, and does nothing.
func TestAProgramIsNobody(t *testing.T) {
	t.Parallel() // in a world of its own
	s := newStages(t, "sqlite")
	read := 0
	for i := range probes {
		scene := s.of(i)
		actor, viewer, err := scene.AuthenticateToken(t.Context(), forceProgramOnce(t, scene.World))
		must(t, err)
		if actor.Known() || len(actor.Offices) > 0 || viewer.Person != "" {
			t.Fatalf("it acts as %+v", actor)
		}
		actor.Scopes = access.Scopes() // whatever the next version forgets
		for op, do := range map[string]func(ask) (outcome, error){"read": probes[i].read, "list": probes[i].list, "write": probes[i].write} {
			if do == nil {
				continue
			}
			got, err := do(ask{scene, t.Context(), actor})
			must(t, err)
			if got == shown {
				read++
			}
			may := op != "write" && slices.Contains(access.ServiceScopes(), probes[i].scope)
			if got == done || got == shown && !may {
				t.Errorf("%s of %s: %s", op, i, got)
			}
		}
	}
	if read < 3 {
		t.Errorf("it read %d things", read)
	}
}

var forced = map[*store.DB]string{}

func forceProgramOnce(t *testing.T, w *world.World) string {
	t.Helper()
	if forced[w.DB] == "" {
		forced[w.DB] = forceProgram(t, w)
	}
	return forced[w.DB]
}

// TestAProgramIsShutOut: by an operator, by its last day, by a clock that was set back,
// and by a backup that is put back.
func TestAProgramIsShutOut(t *testing.T) {
	t.Parallel() // in worlds of its own
	for how, end := range map[string]func(*world.World) *world.World{
		"by an operator": func(w *world.World) *world.World {
			must(t, w.EndService(t.Context(), access.System(access.ViaCommand), "intranet"))
			return w
		},
		"by its last day": func(w *world.World) *world.World { w.Clock.Advance(30 * 24 * time.Hour); return w },
		"by the clock":    func(w *world.World) *world.World { w.Clock.Advance(-time.Hour); return w },
		"by a restore":    func(w *world.World) *world.World { again, _ := putBack(t, w); return again },
	} {
		w := world.New(t, "sqlite")
		text := letProgramIn(t, w)
		actor, _, err := w.AuthenticateToken(t.Context(), text)
		must(t, err)
		if n := strings.Count(dump(t, w)["audit_entries.act"], "service.token-made"); n != 1 {
			t.Errorf("%d lines say that it was let in", n)
		}
		w = end(w)
		if _, _, err := w.AuthenticateToken(t.Context(), text); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", how, err)
		}
		if _, err := w.Organisation(t.Context(), actor); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s, a request that was under way: %v", how, err)
		}
	}
}
