package trust

import (
	"testing"
	"time"

	"cairn/internal/testkit/world"
)

func init() {
	breakages = append(breakages,
		broken("a proof leaves the token as it was", "TestATokenLearntBeforeAProofIsNothing", "store/session.go", "SET before_hash = hash, hash = $2,", "SET before_hash = $2,"),
		broken("the token before a proof is taken for ever", "TestATokenLearntBeforeAProofIsNothing", "workflow/session.go", "r.Now().Add(-renewalLasts)", "0"),
	)
}

// TestATokenLearntBeforeAProofIsNothing: who has learnt the token of a session has nothing
// once its person has proved again who they are.
func TestATokenLearntBeforeAProofIsNothing(t *testing.T) {
	t.Parallel() // in worlds of its own
	for _, engine := range world.Engines() {
		t.Run(engine, func(t *testing.T) {
			w := world.New(t, engine)
			learnt, err := w.SignInAs(t.Context(), w.Person("noor"), "a test")
			must(t, err)
			noor, _, err := w.Authenticate(t.Context(), learnt.Token)
			must(t, err)
			own, err := w.RenewSession(t.Context(), noor)
			must(t, err)
			w.Clock.Advance(11 * time.Second)
			if _, _, err := w.Authenticate(t.Context(), learnt.Token); err == nil {
				t.Error("the token before still opens")
			}
			if _, _, err := w.Authenticate(t.Context(), own.Token); err != nil {
				t.Errorf("the new one does not: %v", err)
			}
		})
	}
}
