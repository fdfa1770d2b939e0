package workflow

import (
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/seal"
	"cairn/internal/store"
)

// newWorkflow is an empty Cairn on SQLite with the built-in framework and a clock
// that the test moves.
func newWorkflow(t testing.TB) (*Workflow, *clock.Fake) {
	t.Helper()
	return workflowAt(t, filepath.Join(t.TempDir(), "cairn.db"))
}

func workflowAt(t testing.TB, address string) (*Workflow, *clock.Fake) {
	t.Helper()
	master, err := seal.NewMaster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), address, master)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	fake := clock.NewFake(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))
	w := New(db, fake)
	if err := w.EnsureFramework(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w, fake
}
