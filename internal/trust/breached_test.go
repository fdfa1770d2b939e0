package trust

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"cairn/internal/access"
	"cairn/internal/credential"
	"cairn/internal/fault"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

func init() {
	breakages = append(breakages,
		broken("passwords known elsewhere are taken", "TestAPasswordKnownElsewhereIsNotChosen", "workflow/account.go", "err == nil && w.accounts.breached != nil {", "false {"),
		broken("an invitation takes any password", "TestAPasswordKnownElsewhereIsNotChosen", "workflow/invitation.go", "err := w.mayChoose(password, account); err != nil {", "err := w.mayChoose(password, account); false {"),
	)
}

// TestAPasswordKnownElsewhereIsNotChosen: neither with an invitation nor later.
func TestAPasswordKnownElsewhereIsNotChosen(t *testing.T) {
	t.Parallel() // in a world of its own
	const known = "seven birches by the sea"
	path := filepath.Join(t.TempDir(), "known.txt")
	must(t, os.WriteFile(path, fmt.Appendf(nil, "%X:3\n", sha1.Sum([]byte(known))), 0o600))
	list, err := credential.OpenBreached(path)
	must(t, err)
	defer list.Close()
	w := world.New(t, "sqlite")
	workflow.RefuseBreached(list)(w.Workflow)
	invited, err := w.Invite(t.Context(), access.System(access.ViaCommand), workflow.Once{}, w.Person("noor"))
	must(t, err)
	if _, err := w.AcceptInvitation(t.Context(), invited.Token, known, "a test"); !fault.Is(err, fault.Invalid) {
		t.Errorf("chosen with an invitation: %v", err)
	}
	in, err := w.AcceptInvitation(t.Context(), invited.Token, theirPassword, "a test")
	must(t, err)
	noor, _, err := w.Authenticate(t.Context(), in.Token)
	must(t, err)
	if err := w.SetPassword(t.Context(), noor, theirPassword, known); !fault.Is(err, fault.Invalid) {
		t.Errorf("chosen later: %v", err)
	}
	must(t, w.SetPassword(t.Context(), noor, theirPassword, "another quiet harbour moss"))
}
