package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3/database"

	"cairn/internal/fault"
	"cairn/internal/testkit/postgres"
)

// empty is a database that nothing has been written to.
func empty(t *testing.T, engine string) *suite {
	t.Helper()
	s := &suite{T: t, address: filepath.Join(t.TempDir(), "cairn.db")}
	if engine == "postgres" {
		s.address = postgres.URL(t)
	}
	s.db = s.open(testMaster(t))
	return s
}

func onBothEmpty(t *testing.T, f func(s *suite)) {
	t.Helper()
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) { f(empty(t, engine)) })
	}
}

func (s *suite) wantSchema(have, want int64) {
	s.Helper()
	h, w, err := s.db.Schema(s.Context())
	s.must(err)
	same(s, "the database's schema", h, have)
	same(s, "the program's schema", w, want)
}

func TestAnEmptyDatabaseIsBroughtToTheNewestSchema(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		s.wantSchema(0, ProgramSchema())
		s.must(s.db.Migrate(s.Context()))
		s.wantSchema(ProgramSchema(), ProgramSchema())
		s.people("Ada")
		s.must(s.db.Migrate(s.Context())) // a second time changes nothing
		s.wantSchema(ProgramSchema(), ProgramSchema())
		same(s, "people", s.number(`SELECT count(*) FROM people`), 1)
		same(s, "steps noted", s.number(`SELECT count(*) FROM goose_db_version WHERE version_id > 0`), ProgramSchema())
	})
}

func TestANewerSchemaThatNeedsANewerProgramIsLeftAsItIs(t *testing.T) {
	onBoth(t, func(s *suite) {
		newer := ProgramSchema() + 1
		s.must(s.raw(`INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, TRUE)`, newer))
		s.must(s.raw(`UPDATE schema_floor SET oldest = $1`, newer))
		err := s.db.Migrate(s.Context())
		message, _ := fault.Safe(err)
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(message, "newer Cairn") {
			s.Errorf("a newer schema: %v", err)
		}
		s.wantSchema(newer, ProgramSchema())
	})
}

// Each DB has a pool of its own, as each process would.
func TestSeveralMayMigrateAtOnce(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		dbs := make([]*DB, 3)
		for i := range dbs {
			dbs[i] = s.open(testMaster(s.T))
		}
		for i, err := range atOnce(len(dbs), func(i int) error { return dbs[i].Migrate(s.Context()) }) {
			if err != nil {
				s.Errorf("number %d: %v", i, err)
			}
		}
		s.wantSchema(ProgramSchema(), ProgramSchema())
		same(s, "steps noted", s.number(`SELECT count(*) FROM goose_db_version WHERE version_id > 0`), ProgramSchema())
	})
}

// TestAStepIsDoneOnce: what has looked which steps are left before another did one of them
// takes its own back, though nothing of it failed.
func TestAStepIsDoneOnce(t *testing.T) {
	onBoth(t, func(s *suite) {
		noted, err := s.db.stepsNoted()
		s.must(err)
		s.must(s.raw(`CREATE TABLE counted (n BIGINT)`))
		step := func() error {
			tx, err := s.db.write.BeginTx(s.Context(), nil)
			s.must(err)
			defer tx.Rollback()
			if _, err := tx.ExecContext(s.Context(), `INSERT INTO counted VALUES (1)`); err != nil {
				return err
			}
			if err := noted.Insert(s.Context(), tx, database.InsertRequest{Version: 9000}); err != nil {
				return err
			}
			return tx.Commit()
		}
		s.must(step())
		if err := step(); err == nil {
			s.Error("a step was done twice")
		}
		same(s, "done", s.number(`SELECT count(*) FROM counted`), 1)
		same(s, "noted", s.number(`SELECT count(*) FROM goose_db_version WHERE version_id = 9000`), 1)
	})
}

func TestAMigrationThatFailsLeavesTheSchemaBeforeIt(t *testing.T) {
	onBothEmpty(t, func(s *suite) {
		s.must(s.raw(`CREATE TABLE tokens (id TEXT)`)) // stands in the way of the second
		if err := s.db.Migrate(s.Context()); err == nil {
			s.Fatal("a table was made over another")
		}
		s.wantSchema(1, ProgramSchema())
		if _, err := s.db.read.Exec(`SELECT * FROM accounts`); err == nil {
			s.Error("half of the second migration was kept")
		}
		s.must(s.raw(`DROP TABLE tokens`))
		s.must(s.db.Migrate(s.Context()))
		s.wantSchema(ProgramSchema(), ProgramSchema())
	})
}

func TestMigrationsAreNumberedWithoutAGapAndInPairs(t *testing.T) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	if wrong := misnamed(names); wrong != nil {
		t.Errorf("%q", wrong)
	}
	onDisk, err := filepath.Glob("migrations/*")
	if err != nil || len(onDisk) != len(names) {
		t.Errorf("%d of %d files are in the program, %v", len(names), len(onDisk), err)
	}
	for name, text := range migrationTexts(t) {
		raw, err := os.ReadFile(filepath.Join("migrations", name))
		if err != nil || !strings.HasPrefix(string(raw), "-- +goose Up\n") || strings.Contains(string(raw), "+goose Down") {
			t.Errorf("%s goes forward only and says so first: %v", name, err)
		}
		if strings.Count(text, "CREATE TABLE") != strings.Count(text, "\n);") {
			t.Errorf("%s: a table must end in a line of its own, \");\", to be made STRICT", name)
		}
	}
}

var migrationName = regexp.MustCompile(`^(\d{4})_[a-z_]+(\.sqlite|\.postgres)?\.sql$`)

// misnamed returns the names that break the order: 0001, 0002, … each there once
// for both engines, or once for each.
func misnamed(names []string) (wrong []string) {
	engines := map[string][]string{}
	for _, name := range names {
		found := migrationName.FindStringSubmatch(name)
		if found == nil {
			wrong = append(wrong, name)
			continue
		}
		engines[found[1]] = append(engines[found[1]], found[2])
	}
	for i := range len(engines) {
		number := fmt.Sprintf("%04d", i+1)
		slices.Sort(engines[number])
		if got := strings.Join(engines[number], "+"); len(engines[number]) == 0 || got != "" && got != ".postgres+.sqlite" {
			wrong = append(wrong, number+" is there for "+got)
		}
	}
	return wrong
}

func TestAMisnamedMigrationIsFound(t *testing.T) {
	for _, names := range [][]string{
		{"0001_a.sql", "0003_b.sql"}, {"0001_a.sql", "0001_b.sql"}, {"0001_a.sqlite.sql"}, {"0001_a.postgres.sql", "0002_b.sql"},
		{"1_a.sql"}, {"0001_A.sql"}, {"0001_a.mysql.sql"}, {"0001_a.sql", "0001_a.sqlite.sql"}, {"0002_a.sql"},
	} {
		if misnamed(names) == nil {
			t.Errorf("%q pass", names)
		}
	}
	if wrong := misnamed([]string{"0001_a.sql", "0002_b.sqlite.sql", "0002_b.postgres.sql", "0003_c.sql"}); wrong != nil {
		t.Errorf("%q", wrong)
	}
}
