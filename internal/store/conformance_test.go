package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/evaluation"
	"cairn/internal/framework"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/seal"
	"cairn/internal/testkit/postgres"
)

// The suite of conformance_*_test.go is written once and must pass on both
// engines: a real file of SQLite and a real PostgreSQL, each with the schema the
// migrations give.

// suite is a fresh migrated database, its clock moved by the test.
type suite struct {
	*testing.T
	db      *DB
	address string
	now     clock.Instant
}

// onBoth runs f on each engine.
func onBoth(t *testing.T, f func(s *suite)) {
	t.Helper()
	t.Parallel() // each database is its own
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { f(newSuite(t, engine)) })
	}
}

func newSuite(t *testing.T, engine string) *suite {
	t.Helper()
	address := migratedFile(t)
	if engine == "postgres" {
		address = postgres.TemplateURL(t, "cairn schema", migrateAt)
	}
	s := &suite{T: t, address: address, now: clock.At(time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC))}
	s.db = s.open(testMaster(t))
	return s
}

// open connects to the suite's database once more.
func (s *suite) open(master *seal.Master) *DB {
	s.Helper()
	db, err := Open(s.Context(), s.address, master)
	s.must(err)
	s.Cleanup(func() { _ = db.Close() })
	return db
}

var oneMaster = sync.OnceValues(seal.NewMaster)

func testMaster(t *testing.T) *seal.Master {
	t.Helper()
	master, err := oneMaster()
	if err != nil {
		t.Fatal(err)
	}
	return master
}

func migrateAt(address string) error {
	master, err := oneMaster()
	if err != nil {
		return err
	}
	db, err := Open(context.Background(), address, master)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}

// migratedFile copies a file that was migrated once, which is much faster.
func migratedFile(t *testing.T) string {
	t.Helper()
	content, err := migratedBytes()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cairn.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var migratedBytes = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "cairn-store-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "cairn.db")
	if err := migrateAt(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) try(f func(*Tx) error) error { return s.db.Update(s.Context(), s.now, f) }

func (s *suite) update(f func(*Tx) error) {
	s.Helper()
	s.must(s.try(f))
}

func (s *suite) view(f func(*Reader) error) {
	s.Helper()
	s.must(s.db.View(s.Context(), s.now, f))
}

// raw runs a statement of the test's own.
func (s *suite) raw(query string, args ...any) error {
	_, err := s.db.write.ExecContext(s.Context(), query, args...)
	return err
}

// number asks the database for one number.
func (s *suite) number(query string, args ...any) (n int64) {
	s.Helper()
	s.must(s.db.read.QueryRowContext(s.Context(), query, args...).Scan(&n))
	return n
}

// people adds somebody for each name, with an address of their own.
func (s *suite) people(names ...string) []org.Person {
	s.Helper()
	var people []org.Person
	for _, name := range names {
		p := org.Person{ID: id.New[id.Person](), Name: name}
		p.Email = "mail" + string(p.ID) + "@example.org" // so that searches for a name find nobody by chance
		people = append(people, p)
	}
	s.update(func(tx *Tx) error { return tx.AddPeople(people, nil) })
	return people
}

// evaluation adds an open evaluation of the first by the second.
func (s *suite) evaluation(kind evaluation.Kind, subject, manager org.Person) *evaluation.Evaluation {
	s.Helper()
	e := evaluation.New(kind, subject.ID, manager.ID, subject.ID, framework.Ref{ID: "steps", Version: "1.0"},
		"coaching", []framework.StepID{"squad"}, "", s.now)
	s.update(func(tx *Tx) error { return tx.AddEvaluation(e) })
	return e
}

// same fails unless got is what was put in.
func same[T comparable](s *suite, what string, got, want T) {
	s.Helper()
	if got != want {
		s.Errorf("%s: %.200s, want %.200s", what, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// texts are what a column of text must keep as it is: nothing, signs of every
// kind and the longest that the rules allow.
func texts() []string {
	return []string{"", " ", "Zoë 🦊 e\u0301 ß İ \u202e", `O'Neil "50%_" \ $1 ? ; -- /*`, "two\r\nlines\ttab", strings.Repeat("é", 5_000)}
}

// instants are what a column of time must keep as it is.
func instants() []clock.Instant {
	return []clock.Instant{0, 1, -1, 1<<63 - 1, -1 << 63, clock.Date("2026-05-12").Start() + 999_999}
}

// equal is same for what holds lists and maps.
func equal(s *suite, what string, got, want any) {
	s.Helper()
	if !reflect.DeepEqual(got, want) {
		s.Errorf("%s:\n got %.600s\nwant %.600s", what, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// linesTo are lines from each report to the manager.
func linesTo(manager org.Person, reports ...org.Person) (lines []org.Line) {
	for _, p := range reports {
		lines = append(lines, org.Line{Person: p.ID, Manager: manager.ID, Reason: org.LineSet})
	}
	return lines
}
