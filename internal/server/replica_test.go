package server

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/config"
	"cairn/internal/orgfile"
	"cairn/internal/testkit/postgres"
	"cairn/internal/workflow"
)

// TestTwoCairnsWhoseClocksDiffer: the machines are ten minutes apart, and nobody sees it:
// who signs in at one is signed in at the other, and nothing is over early or late.
func TestTwoCairnsWhoseClocksDiffer(t *testing.T) {
	t.Parallel()
	folder, database := t.TempDir(), postgres.URL(t)
	var both []*Server
	for i, skew := range []time.Duration{5 * time.Minute, -5 * time.Minute} {
		settings, err := config.Load(config.Sources{Flags: map[string]string{"data": filepath.Join(folder, string(rune('a'+i))), "database": database, "master-key": filepath.Join(folder, "master.key")}})
		must(t, err)
		must(t, Prepare(settings))
		s, err := Open(t.Context(), Options{Config: settings, Machine: func() time.Time { return time.Now().Add(skew) }})
		must(t, err)
		t.Cleanup(func() { _ = s.Close() })
		both = append(both, s)
	}
	command := access.System(access.ViaCommand)
	rows, _ := orgfile.Read(strings.NewReader("name,e-mail\nAda Berg,ada@example.org\n"), "people.csv")
	_, err := both[0].Workflow.ImportPeople(t.Context(), command, rows, workflow.ImportOptions{})
	must(t, err)
	ada, err := both[0].Workflow.PersonByEmail(t.Context(), command, "ada@example.org")
	must(t, err)
	for i, here := range both {
		there := both[1-i].Workflow
		link, err := here.Workflow.Invite(t.Context(), command, workflow.Once{}, ada.ID)
		must(t, err)
		in, err := there.AcceptInvitation(t.Context(), link.Token, "seven birches by the river", "a test")
		must(t, err)
		for j, s := range both {
			if _, _, err := s.Workflow.Authenticate(t.Context(), in.Token); err != nil {
				t.Errorf("an invitation of %d, taken at the other: at %d nobody is signed in: %v", i, j, err)
			}
		}
	}
	if apart := both[0].Workflow.Now().Sub(both[1].Workflow.Now()).Abs(); apart > time.Second {
		t.Errorf("they are %s apart", apart)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
