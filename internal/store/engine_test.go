package store

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"cairn/internal/clock"
	"cairn/internal/testkit/postgres"
)

// Some drivers bind by position and silently swap these two.
func TestPlaceholdersAreBoundByNumber(t *testing.T) {
	onBoth(t, func(s *suite) {
		for _, pool := range []*sql.DB{s.db.read, s.db.write} {
			var first, second, again string
			s.must(pool.QueryRow(`SELECT name, wrapped, name FROM (SELECT CAST($2 AS TEXT) AS wrapped, CAST($1 AS TEXT) AS name) AS v WHERE $1 <> $2`,
				"one", "two").Scan(&first, &second, &again))
			same(s, "bound", first+second+again, "onetwoone")
			s.must(pool.QueryRow(`SELECT CAST($2 AS TEXT), CAST($1 AS TEXT)`, "one", "two").Scan(&first, &second))
			same(s, "bound", first+second, "twoone")
		}
	})
}

func TestValuesComeBackAsTheyWere(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.must(s.raw(`CREATE TABLE kept (n BIGINT NOT NULL, yes BOOLEAN NOT NULL, word TEXT)`))
		for i, at := range instants() {
			var back clock.Instant
			s.must(s.raw(`INSERT INTO kept (n, yes, word) VALUES ($1, $2, NULL)`, at, i%2 == 0))
			s.must(s.db.read.QueryRow(`SELECT n FROM kept WHERE n = $1`, at).Scan(&back))
			same(s, "instant", back, at)
		}
		same(s, "TRUE", s.number(`SELECT count(*) FROM kept WHERE yes = TRUE AND yes AND TRUE`), 3)
		same(s, "FALSE", s.number(`SELECT count(*) FROM kept WHERE yes = FALSE AND NOT yes`), 3)
		same(s, "NULL", s.number(`SELECT count(*) FROM kept WHERE word IS NULL`), 6)
		var word sql.NullString
		s.must(s.db.read.QueryRow(`SELECT word FROM kept WHERE n = 1`).Scan(&word))
		same(s, "NULL comes back", word.Valid, false)
	})
}

func TestAReaderCannotWrite(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		err := s.db.View(s.Context(), s.now, func(r *Reader) error { return (&Tx{r}).SetZone(ada.ID, "Europe/Oslo") })
		if err == nil {
			s.Error("a view changed a row")
		}
		s.view(func(r *Reader) error {
			p, err := r.Person(ada.ID)
			same(s, "zone", p.Zone, "")
			return err
		})
	})
}

func TestReferencesAreKept(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0]
		if s.raw(`INSERT INTO accounts (person, password, set_at) VALUES ('nobody', '', 0)`) == nil {
			s.Error("an account of nobody was kept")
		}
		if s.raw(`DELETE FROM people WHERE id = $1`, ada.ID) == nil {
			s.Error("somebody was deleted from under their key")
		}
		if s.raw(`INSERT INTO units (id, kind, name, name_folded, tribe) VALUES ('u', 'club', 'a', 'a', NULL)`) == nil {
			s.Error("a unit of an unknown kind was kept")
		}
		if s.raw(`INSERT INTO units (id, kind, name, name_folded, tribe) VALUES ('u', 'squad', 'a', 'a', '')`) == nil {
			s.Error("a tribe without an id was kept")
		}
	})
}

func TestSQLiteIsSetUpAsIntended(t *testing.T) {
	s := newSuite(t, "sqlite")
	pragma := func(pool *sql.DB, name string) (v string) {
		s.must(pool.QueryRow("PRAGMA " + name).Scan(&v))
		return v
	}
	for _, pool := range []*sql.DB{s.db.read, s.db.write} {
		for name, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "10000", "cache_size": "-2000",
		} {
			same(s, name, pragma(pool, name), want)
		}
		if _, err := pool.Exec(`SELECT "no such column"`); err == nil {
			t.Error("a name in double quotes was taken for text")
		}
	}
	same(s, "query_only of the writer", pragma(s.db.write, "query_only"), "0")
	same(s, "writers", s.db.write.Stats().MaxOpenConnections, 1)
	for range 50 { // whichever connection of the pool it meets
		if _, err := s.db.read.Exec(`UPDATE people SET zone = ''`); err == nil {
			t.Fatal("the pool of readers wrote")
		}
	}
	if lib.SQLITE_VERSION_NUMBER < oldestSQLite || oldestSQLite != 3_051_003 {
		t.Errorf("SQLite is %s", lib.SQLITE_VERSION)
	}
}

func TestAWriterTakesTheLockAtOnce(t *testing.T) {
	s := newSuite(t, "sqlite")
	other, err := sql.Open("sqlite", "file:"+s.address)
	s.must(err)
	defer other.Close()
	s.update(func(*Tx) error { // nothing has been written yet
		_, err := other.Exec(`UPDATE people SET zone = ''`)
		if code, ok := sqliteCode(err); !ok || code != lib.SQLITE_BUSY {
			t.Errorf("a second writer got in: %v", err)
		}
		return nil
	})
}

func TestEveryTableOfSQLiteIsStrict(t *testing.T) {
	s := newSuite(t, "sqlite")
	lax := s.number(`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
		AND name <> 'goose_db_version' AND name NOT GLOB 'sqlite_*'`)
	same(s, "tables that take any type", lax, 0)
	for _, wrong := range []string{
		`INSERT INTO accounts (person, password, set_at) VALUES ((SELECT id FROM people), 'hash', 'yesterday')`,
		`INSERT INTO accounts (person, password, set_at) VALUES ((SELECT id FROM people), 'hash', 1.5)`,
		`INSERT INTO accounts (person, password, set_at) VALUES ((SELECT id FROM people), x'00ff', 1)`,
	} {
		s.people("somebody")
		err := s.raw(wrong)
		if e, ok := errors.AsType[*sqlite.Error](err); !ok || e.Code() != lib.SQLITE_CONSTRAINT_DATATYPE {
			t.Errorf("%s: %v", wrong, err)
		}
		s.must(s.raw(`DELETE FROM person_keys`))
		s.must(s.raw(`DELETE FROM person_words`))
		s.must(s.raw(`DELETE FROM people`))
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode here")
	}
	for _, name := range []string{"cairn.db", "a b", "what?", "50%41", "hash#tag", "Åsa", "a&_pragma=foreign_keys(OFF)"} {
		s := &suite{T: t, address: filepath.Join(t.TempDir(), name)}
		s.db = s.open(testMaster(t))
		s.must(s.db.Migrate(t.Context()))
		entries, err := os.ReadDir(filepath.Dir(s.address))
		s.must(err)
		if len(entries) != 3 {
			t.Errorf("%q: beside the file stand %v", name, entries)
		}
		for _, e := range entries {
			info, err := e.Info()
			s.must(err)
			if !strings.HasPrefix(e.Name(), name) || info.Mode().Perm() != 0o600 {
				t.Errorf("%q has mode %v", e.Name(), info.Mode())
			}
		}
		same(s, "foreign keys of "+name, s.number("PRAGMA foreign_keys"), 1)
	}
}

func TestCloseLetsGo(t *testing.T) {
	onBoth(t, func(s *suite) {
		s.people("Ada")
		s.view(func(r *Reader) error { _, err := r.Units(); return err })
		s.must(s.db.Close())
		if err := s.db.Ping(s.Context()); err == nil {
			s.Error("a closed database answers")
		}
		if s.db.Engine() == "sqlite" {
			left, err := filepath.Glob(s.address + "?*")
			s.must(err)
			same(s, "files left beside the database", len(left), 0)
			return
		}
		name := s.address[strings.LastIndex(s.address, "/")+1:]
		name, _, _ = strings.Cut(name, "?")
		watch := &suite{T: t, address: postgres.URL(t)}
		watch.db = watch.open(testMaster(t))
		for try := 0; watch.number(`SELECT count(*) FROM pg_stat_activity WHERE datname = $1`, name) > 0; try++ {
			if try > 500 {
				s.Fatal("connections are left open")
			}
		}
	})
}

func TestWhatCannotBeOpenedIsSaidPlainly(t *testing.T) {
	folder := t.TempDir()
	damaged := filepath.Join(folder, "damaged.db")
	if err := os.WriteFile(damaged, []byte(strings.Repeat("not a database ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ address, want string }{
		"a folder":          {folder, "is a directory"},
		"no folder":         {filepath.Join(folder, "none", "cairn.db"), "no such file or directory"},
		"damaged":           {damaged, "file is not a database"},
		"no server":         {"postgres://cairn:hunter2@127.0.0.1:1/cairn?sslmode=disable", "connection refused"},
		"odd port":          {"postgres://cairn:hunter2@127.0.0.1:port/cairn", "looks like postgres://"},
		"odd address":       {"postgresql://cairn:hunter2@[::1/cairn", "looks like postgres://"},
		"odd setting":       {"postgres://cairn:hunter2@127.0.0.1:1/cairn?sslmode=perhaps", "looks like postgres://"},
		"odd percent signs": {"postgres://cairn:hunter2%zz@127.0.0.1:1/cairn", "looks like postgres://"},
	} {
		db, err := Open(t.Context(), c.address, testMaster(t))
		if err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFileThatCannotBeWrittenIsRefused(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	path := migratedFile(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, testMaster(t)); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("opened: %v", err)
	}
}
