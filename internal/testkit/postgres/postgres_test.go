package postgres

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func run(t *testing.T, address, statement string) {
	t.Helper()
	if _, err := connect(t, address).Exec(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, address, query string) int {
	t.Helper()
	var n int
	if err := connect(t, address).QueryRow(context.Background(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachDatabaseIsItsOwn(t *testing.T) {
	t.Parallel()
	first, second := URL(t), URL(t)
	run(t, first, "CREATE TABLE stones (id BIGINT)")
	if n := count(t, second, "SELECT count(*) FROM pg_tables WHERE tablename = 'stones'"); n != 0 {
		t.Error("a table of one database is seen in another")
	}
}

func TestDatabaseIsDroppedAfterTheTest(t *testing.T) {
	var address string
	t.Run("uses a database", func(t *testing.T) {
		address = URL(t)
		connect(t, address) // still open when the database is dropped
	})
	_, err := pgx.Connect(context.Background(), address)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "3D000" {
		t.Errorf("connecting after the test: %v; want that the database does not exist", err)
	}
}

func TestTemplateIsBuiltOnceAndCopied(t *testing.T) {
	t.Parallel()
	var built atomic.Int32
	build := func(address string) error {
		built.Add(1)
		conn, err := pgx.Connect(context.Background(), address)
		if err != nil {
			return err
		}
		_, err = conn.Exec(context.Background(), "CREATE TABLE stones (id BIGINT); INSERT INTO stones VALUES (1)")
		return errors.Join(err, conn.Close(context.Background()))
	}
	first := TemplateURL(t, t.Name(), build)
	second := TemplateURL(t, t.Name(), build)
	run(t, first, "DELETE FROM stones")
	if n := count(t, second, "SELECT count(*) FROM stones"); n != 1 {
		t.Errorf("the second copy holds %d rows, want 1", n)
	}
	if built.Load() != 1 {
		t.Errorf("built %d times, want once", built.Load())
	}
}

func TestTemplateThatCannotBeBuiltFailsTheTest(t *testing.T) {
	t.Parallel()
	refused := errors.New("no stones here")
	if _, err := makeTemplate(server(t), func(string) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("makeTemplate = %v, want the error of build", err)
	}
}

func TestServerListensOnLoopbackOnlyAndAsksForAPassword(t *testing.T) {
	t.Parallel()
	address := URL(t)
	var listens string
	if err := connect(t, address).QueryRow(context.Background(), "SHOW listen_addresses").Scan(&listens); err != nil {
		t.Fatal(err)
	}
	if listens != "127.0.0.1" {
		t.Errorf("listens on %q", listens)
	}
	stranger, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	stranger.User = url.UserPassword("cairn", "a guess")
	if _, err := pgx.Connect(context.Background(), stranger.String()); err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("a wrong password gave %v", err)
	}
}

func TestTextIsNotSortedByBytes(t *testing.T) {
	t.Parallel()
	if n := count(t, URL(t), "SELECT CASE WHEN 'a' < 'B' THEN 1 ELSE 0 END"); n != 1 {
		t.Error("the order of text is the order of bytes: queries that rely on it would go unnoticed")
	}
}
