// Package postgres gives a test an empty PostgreSQL database of its own.
//
// The first call in a process starts a server on 127.0.0.1, which stops when the
// process ends. A running server can be named in CAIRN_TEST_POSTGRES instead, as
// the postgres:// URL of a user who may create databases.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/testkit/program"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// URL returns the postgres:// URL of a fresh empty database, which is dropped
// when the test ends. Without PostgreSQL the test is skipped, or fails in CI.
func URL(t testing.TB) string {
	t.Helper()
	return newDatabase(t, server(t), "template1")
}

// TemplateURL is URL for a database that already holds what build puts into it.
// Build runs once for each key in a process; every call gets its own copy. It
// gets the URL of the database to fill and must close its connections.
func TemplateURL(t testing.TB, key string, build func(url string) error) string {
	t.Helper()
	admin := server(t)
	entry, _ := templates.LoadOrStore(key, &template{})
	made := entry.(*template)
	made.once.Do(func() { made.name, made.err = makeTemplate(admin, build) })
	if made.err != nil {
		t.Fatalf("building the template database %q: %v", key, made.err)
	}
	return newDatabase(t, admin, made.name)
}

type template struct {
	once sync.Once
	name string
	err  error
}

var templates sync.Map // key → *template

// server returns the superuser's address; the first call starts the server.
func server(t testing.TB) *url.URL {
	t.Helper()
	if named := os.Getenv("CAIRN_TEST_POSTGRES"); named != "" {
		address, err := url.Parse(named)
		if err != nil {
			t.Fatalf("CAIRN_TEST_POSTGRES is not a URL: %v", err)
		}
		return address
	}
	bin, ok := binaries()
	if !ok {
		program.Missing(t, "PostgreSQL (initdb)", "Run `make need`, or install it: apt-get install postgresql, or brew install postgresql@17.")
	}
	started.once.Do(func() { started.address, started.err = startServer(bin) })
	if started.err != nil {
		t.Fatal(started.err)
	}
	return started.address
}

var started struct {
	once    sync.Once
	address *url.URL
	err     error
}

func newDatabase(t testing.TB, admin *url.URL, template string) string {
	t.Helper()
	name := newName("test")
	if err := createFrom(admin, name, template); err != nil {
		t.Fatalf("creating a database (is a connection to its template still open?): %v", err)
	}
	t.Cleanup(func() {
		if err := execute(admin, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)); err != nil {
			t.Errorf("dropping a test database: %v", err)
		}
	})
	return within(admin, name)
}

// makeTemplate leaves the template behind: it goes with the server of the process.
func makeTemplate(admin *url.URL, build func(url string) error) (string, error) {
	name := newName("template")
	if err := createFrom(admin, name, "template1"); err != nil {
		return "", err
	}
	return name, build(within(admin, name))
}

// createFrom copies a template. PostgreSQL refuses while somebody is connected to
// it, and the last connection of a build may take a moment to go away.
func createFrom(admin *url.URL, name, template string) error {
	const objectInUse = "55006"
	statement := fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := execute(admin, statement)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != objectInUse || time.Now().After(deadline) {
			return err
		}
	}
}

func execute(admin *url.URL, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, admin.String())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func within(admin *url.URL, database string) string {
	address := *admin
	address.Path = "/" + database
	return address.String()
}

func newName(kind string) string {
	return "cairn_" + kind + "_" + strings.ToLower(rand.Text())
}
