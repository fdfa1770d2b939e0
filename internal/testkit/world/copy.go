package world

import (
	"database/sql"
	"maps"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL
	_ "modernc.org/sqlite"             // the driver of SQLite

	"cairn/internal/clock"
	"cairn/internal/store"
	"cairn/internal/workflow"
)

// Raw opens the database past Cairn, as somebody who holds the file would.
func (w *World) Raw(t *testing.T) *sql.DB {
	t.Helper()
	driver, address := "pgx", w.Address
	if w.DB.Engine() == "sqlite" {
		driver, address = "sqlite", "file:"+w.Address+"?_pragma=busy_timeout(10000)"
	}
	raw, err := sql.Open(driver, address)
	check(t, err)
	raw.SetMaxIdleConns(1) // many tests at once share one server, whose connections are few
	t.Cleanup(func() { _ = raw.Close() })
	return raw
}

// Copy returns a second world that begins with the very rows of this one, ids
// included, and goes its own way from here. SQLite only.
func (w *World) Copy(t *testing.T) *World {
	t.Helper()
	address := filepath.Join(t.TempDir(), "copy.db")
	_, err := w.Raw(t).ExecContext(t.Context(), "VACUUM INTO ?", address)
	check(t, err)
	db, err := store.Open(t.Context(), address, w.Master)
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	fake := clock.NewFake(w.Clock.Now().Time())
	return &World{T: t, Workflow: workflow.New(db, fake, workflow.AllowDemo(), workflow.ReachedAt(PublicURL)), DB: db, Master: w.Master, Clock: fake,
		Address: address, People: maps.Clone(w.People), Offices: maps.Clone(w.Offices)}
}
