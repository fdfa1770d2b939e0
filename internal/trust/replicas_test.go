package trust

import (
	"fmt"
	"os"
	"testing"

	"cairn/internal/access"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/store"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// Several Cairns on one database bring tables and guards of their own.
func init() {
	clear["leader"] = "one replica term since ends_at"
	clear["replicas"] = "id name version knows began_at seen_at"
	clear["paces"] = "used_until"
	clear["schema_floor"] = "one oldest"
	sealed = append(sealed, "paces.mark")
	breakages = append(breakages,
		broken("rights are remembered", "TestAnotherCairnSeesItAtOnce", "workflow/workflow.go", "	manager, rests, err := r.LineOf(subject)\n",
			"	manager, rests, err := r.LineOf(subject)\n	if was, there := w0.Load(subject); there {\n		manager = was.(id.Person)\n	} else if manager != \"\" {\n		w0.Store(subject, manager)\n	}\n",
			edit{"workflow/workflow.go", "// bond tells how", "var w0 sync.Map\n\n// bond tells how"}),
		broken("sessions are remembered", "TestAnotherCairnSeesItAtOnce", "workflow/session.go", "return !s.Revoked.IsSet() && now", "return now"),
		broken("each Cairn counts guesses for itself", "TestGuessesAreCountedTogether", "workflow/pace.go", "if !w.db.Shared() {", "if true {"),
	)
}

// another is a second Cairn on the world's database: nothing of the first is in it.
func another(t *testing.T, w *world.World) *world.World {
	t.Helper()
	db, err := store.Open(t.Context(), w.Address, w.Master)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	second := *w
	second.DB, second.Workflow = db, workflow.New(db, w.Clock, workflow.AllowDemo(), workflow.ReachedAt(world.PublicURL))
	return &second
}

// TestAnotherCairnSeesItAtOnce: whatever ends at one Cairn is over with the next request
// to any other. Nothing about rights is kept from one request to the next.
func TestAnotherCairnSeesItAtOnce(t *testing.T) {
	t.Parallel()
	rounds := 20
	if os.Getenv("CAIRN_REPLICAS") != "" {
		rounds = 1000
	}
	one := world.New(t, "postgres")
	both := [2]*world.World{one, another(t, one)}
	managers := [2]string{"mats", "mira"}
	sessions := map[string]string{}
	for _, name := range managers {
		in, err := one.SignInAs(t.Context(), one.Person(name), "a test")
		must(t, err)
		sessions[name] = in.Token
	}
	for i := range rounds {
		here, there := both[i%2], both[1-i%2]
		now, before := managers[(i+1)%2], managers[i%2]
		must(t, here.SetManager(t.Context(), here.Actor("pia"), here.Person("noor"), here.Person(now)))
		for _, w := range []*world.World{there, here} {
			if err := by(w, w.Authenticate, sessions[before], stepOfNoor(w))(t.Context()); !fault.Is(err, fault.Withheld) {
				t.Fatalf("round %d: who managed before reads on: %v", i, err)
			}
			if err := by(w, w.Authenticate, sessions[now], stepOfNoor(w))(t.Context()); err != nil {
				t.Fatalf("round %d: who manages now reads nothing: %v", i, err)
			}
		}
		endsEverywhere(t, i, here, there)
	}
}

// endsEverywhere ends a session and a token at one Cairn and shows them to the other.
func endsEverywhere(t *testing.T, round int, here, there *world.World) {
	t.Helper()
	in, err := here.SignInAs(t.Context(), here.Person("noor"), "a test")
	must(t, err)
	token, err := here.MakeToken(t.Context(), here.Actor("noor"), workflow.Once{}, workflow.NewToken{Name: fmt.Sprint("a test ", round), Scopes: access.Scopes(), Days: 30})
	must(t, err)
	session, code := by(there, there.Authenticate, in.Token, stepOfNoor(there)), by(there, there.AuthenticateToken, token, stepOfNoor(there))
	must(t, session(t.Context()))
	must(t, code(t.Context()))
	tokens, err := here.Tokens(t.Context(), here.Actor("noor"))
	must(t, err)
	for _, k := range tokens {
		must(t, here.RevokeToken(t.Context(), here.Actor("noor"), workflow.Once{}, k.ID))
	}
	must(t, here.RevokeAll(t.Context(), here.Actor("noor"), workflow.Once{}))
	if session(t.Context()) == nil || code(t.Context()) == nil {
		t.Fatalf("round %d: what was ended at one Cairn is open at the other", round)
	}
}

// TestGuessesAreCountedTogether: two Cairns take no more guesses than one.
func TestGuessesAreCountedTogether(t *testing.T) {
	t.Parallel()
	one := world.New(t, "postgres")
	both := [2]*world.World{one, another(t, one)}
	taken := 0
	for i := range 24 {
		_, err := both[i%2].SignIn(t.Context(), "noor@example.org", "a guess of mine", "a test", "192.0.2.7")
		if err == nil {
			t.Fatal("a guess was right")
		}
		if !fault.Is(err, fault.TooMany) {
			taken++
		}
	}
	if taken != 10 {
		t.Errorf("%d guesses were taken at two Cairns, want 10", taken)
	}
	var rows int
	must(t, one.Raw(t).QueryRowContext(t.Context(), `SELECT count(*) FROM paces WHERE mark LIKE '%192.0.2.7%' OR mark LIKE '%noor%' OR mark = $1`, credential.HashToken("192.0.2.7")).Scan(&rows))
	if rows != 0 {
		t.Errorf("%d rows tell who was slowed", rows)
	}
}
