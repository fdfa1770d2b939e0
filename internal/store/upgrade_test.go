package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/event"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
)

const (
	migrateThere = "CAIRN_TEST_MIGRATE" // a file to migrate in a process of its own
	killsWanted  = "CAIRN_TEST_KILLS"
)

// atSchema makes a file with the schema of an older version.
func atSchema(t *testing.T, version int64) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "cairn.db")
	db := openThere(t, path)
	p, err := db.provider()
	if err == nil {
		_, err = p.UpTo(t.Context(), version)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func openThere(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, testMaster(t))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// shape is the schema as SQLite keeps it.
func shape(t *testing.T, db *DB) string {
	t.Helper()
	var lines []string
	err := db.View(t.Context(), 0, func(r *Reader) (err error) {
		lines, err = found(r, text[string], `SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY type, name`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestEveryOlderSchemaBecomesTheSame(t *testing.T) {
	t.Parallel()
	want := ""
	for _, from := range []int64{ProgramSchema(), 1, 12, 26, 38, ProgramSchema() - 1} {
		db := openThere(t, atSchema(t, from))
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("from %d: %v", from, err)
		}
		got := shape(t, db)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("from %d the schema becomes another", from)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestMigrateInAProcess is what TestAnUpgradeThatIsKilledGoesOn kills.
func TestMigrateInAProcess(t *testing.T) {
	path := os.Getenv(migrateThere)
	if path == "" {
		t.Skip("only as a process of its own")
	}
	master, err := seal.LoadMaster(path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, master)
	if err != nil {
		t.Fatal(err)
	}
	if have, older, err := db.Older(t.Context()); err != nil || !older {
		t.Fatal(have, err)
	} else if _, err := db.CopyBefore(t.Context(), have, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAnUpgradeThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	kills := 5
	if n, err := strconv.Atoi(os.Getenv(killsWanted)); err == nil {
		kills = n
	}
	for range kills {
		path := filepath.Join(t.TempDir(), "cairn.db")
		content, err := os.ReadFile(atSchema(t, 27))
		if err == nil {
			err = errors.Join(os.WriteFile(path, content, 0o600), testMaster(t).Save(path+".key"))
		}
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(10+rand.IntN(240))*time.Millisecond)
		c := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestMigrateInAProcess$") // killed by the signal that cannot be caught
		c.Env = append(os.Environ(), migrateThere+"="+path)
		_ = c.Run()
		cancel()
		goesOn(t, path)
	}
}

func goesOn(t *testing.T, path string) {
	t.Helper()
	db := openThere(t, path)
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("after it was killed: %v", err)
	}
	err := db.Update(t.Context(), 1, func(tx *Tx) error {
		return tx.AddPeople([]org.Person{{ID: id.New[id.Person](), Name: "Ada", Email: "ada@example.org"}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := db.Verify(t.Context(), nil, nil)
	if err != nil || len(v.Discrepancies) > 0 {
		t.Errorf("after it was killed: %+v %v", v.Discrepancies, err)
	}
	if wrong, err := db.Integrity(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the file: %v %v", wrong, err)
	}
}

func TestACopyIsMadeBeforeTheSchemaChanges(t *testing.T) {
	t.Parallel()
	path := atSchema(t, 30)
	db := openThere(t, path)
	defer db.Close()
	now := time.Now()
	copied, err := db.CopyBefore(t.Context(), 30, now)
	if err != nil || copied != path+".before-31" {
		t.Fatal(copied, err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := openThere(t, copied)
	defer before.Close()
	if have, _, err := before.Schema(t.Context()); have != 30 || err != nil {
		t.Errorf("the copy has schema %d, %v", have, err)
	}
	for _, c := range []struct {
		age   time.Duration
		there bool
	}{{time.Hour, true}, {15 * 24 * time.Hour, false}} {
		age, there := c.age, c.there
		if err := db.DropBefore(now.Add(age)); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(copied); (err == nil) != there {
			t.Errorf("after %v it is there: %v", age, !there)
		}
	}
}

// TestCallsOfTheFileGoOnAfterAnUpgrade: what waited for an address of the file of hooks
// waits still, under the same id and the same key, and what had ended is not told again.
func TestCallsOfTheFileGoOnAfterAnUpgrade(t *testing.T) {
	path := atSchema(t, 56)
	old := openThere(t, path)
	for _, change := range []string{
		`INSERT INTO people (id, name, name_folded, email, email_folded, zone, start_sealed, added_at, left_at, title) VALUES ('fia', 'Fia', 'fia', 'f@example.org', 'f@example.org', '', 'x', 1, 0, '')`,
		`INSERT INTO recognitions (id, author, made_at, edited_at, work, body, project, project_folded, alt, picture, removed_at, removed_as, why_sealed, version) VALUES ('post', 'fia', 1, 0, 'w', 'b', '', '', '', '', 0, '', '', 1)`,
		`INSERT INTO hook_calls (id, hook, post, made_at, tries, fence, not_before, state, ended_at) VALUES ('waits', 'key', 'post', 5, 3, 3, 7, 'waiting', 0), ('gaveup', 'key', 'post', 5, 24, 24, 7, 'failed', 9), ('told', 'key', 'post', 5, 1, 1, 7, 'sent', 9)`,
	} {
		if _, err := old.write.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(old.Close()); err != nil {
		t.Fatal(err)
	}
	db := openThere(t, path)
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := db.View(t.Context(), 10, func(r *Reader) error {
		hooks, err := r.Hooks()
		if err != nil || len(hooks) != 1 || hooks[0].ID != "key" || !hooks[0].InFile || hooks[0].State != event.Active || !hooks[0].Wants(event.RecognitionPosted) {
			t.Errorf("the address became %+v, %v", hooks, err)
		}
		due, err := r.DeliveriesDue("key", 5)
		if err != nil || len(due) != 1 || due[0].Event != (event.Event{ID: "waits", Kind: event.RecognitionPosted, Thing: "post", At: 5}) || due[0].Tries != 3 {
			t.Errorf("due: %+v, %v", due, err)
		}
		dead, err := r.DeadDeliveries("", 0, 5)
		if err != nil || len(dead) != 1 || dead[0].Event.ID != "gaveup" {
			t.Errorf("given up: %+v, %v", dead, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
