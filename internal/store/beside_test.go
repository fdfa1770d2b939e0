package store

import (
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cairn/internal/fault"
	"cairn/internal/id"
	"cairn/internal/standing"
)

// newer is the program of tomorrow: it has one more migration.
func (s *suite) newer(text string) *DB {
	s.Helper()
	db := s.open(testMaster(s.T))
	db.knows = ProgramSchema() + 1
	files := fstest.MapFS{"migrations/" + ("0000" + next())[len(next()):] + "_tomorrow.sql": {Data: []byte(text)}}
	found, err := fs.Glob(migrations, "migrations/*.sql")
	s.must(err)
	for _, path := range found {
		content, err := migrations.ReadFile(path)
		s.must(err)
		files[path] = &fstest.MapFile{Data: content}
	}
	db.texts = files
	return db
}

// next is the version of the schema after this program's.
func next() string { return strconv.FormatInt(ProgramSchema()+1, 10) }

// addsFirst is how a version begins: it adds to a private table, and a table of its own.
const addsFirst = `-- +goose Up
ALTER TABLE standings ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE TABLE reasons (id TEXT PRIMARY KEY, about_sealed TEXT NOT NULL);
`

// TestAnOlderProgramGoesOnBesideANewerOne: it reads and writes, what it writes is whole
// for both, and rows with the new column are marked with it.
func TestAnOlderProgramGoesOnBesideANewerOne(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		older := s.db
		s.update(func(tx *Tx) error { return tx.SetZone(ada, "Europe/Stockholm") }) // it has read the schema
		tomorrows := s.newer(addsFirst)
		s.must(tomorrows.Migrate(s.Context()))
		s.must(older.Ready(s.Context()))
		same(s, "the older migrates", older.Migrate(s.Context()), nil)
		s.bothWrite(older, tomorrows, ada)
		again := s.open(testMaster(s.T)) // an older one that starts only now
		s.must(again.Migrate(s.Context()))
		s.must(again.Ready(s.Context()))
		for name, db := range map[string]*DB{"the older": older, "the newer": tomorrows} {
			v, err := db.Verify(s.Context(), nil, nil)
			s.must(err)
			if len(v.Discrepancies) > 0 {
				s.Errorf("%s finds %+v", name, v.Discrepancies)
			}
		}
		same(s, "marks of the standings that cover the new column", s.number(`SELECT COUNT(*) FROM private_rows WHERE tab = 'standings' AND width = (SELECT MAX(width) FROM private_rows WHERE tab = 'standings')`), s.number(`SELECT COUNT(*) FROM standings`))
	})
}

func (s *suite) bothWrite(older, newer *DB, who id.Person) {
	s.Helper()
	for i, db := range []*DB{newer, older, newer, older} {
		since := s.now.Add(time.Duration(i) * time.Hour)
		s.must(db.Update(s.Context(), s.now, func(tx *Tx) error {
			return tx.AddStanding(standing.Standing{ID: id.New[id.Standing](), Subject: who, Since: since, Step: "squad"})
		}))
	}
}

// TestAnOlderProgramStopsWhereTheNewerOneTakesAway: what it would write then is refused.
func TestAnOlderProgramStopsWhereTheNewerOneTakesAway(t *testing.T) {
	onBoth(t, func(s *suite) {
		ada := s.people("Ada")[0].ID
		tomorrows := s.newer("-- +goose Up\nUPDATE schema_floor SET oldest = " + next() + ";\n")
		s.must(tomorrows.Migrate(s.Context()))
		err := s.try(func(tx *Tx) error { return tx.SetZone(ada, "Europe/Oslo") })
		if !fault.Is(err, fault.Unavailable) {
			s.Errorf("it writes on: %v", err)
		}
		if s.db.Ready(s.Context()) == nil {
			s.Error("it says that it is ready")
		}
		s.must(tomorrows.Update(s.Context(), s.now, func(tx *Tx) error { return tx.SetZone(ada, "Europe/Oslo") }))
	})
}

var takesAway = regexp.MustCompile(`(?is)\bDROP\b|\bRENAME\b|\bALTER COLUMN\b|ADD CONSTRAINT|ADD COLUMN [^;]*\bNOT NULL\b|CREATE TRIGGER|CREATE UNIQUE INDEX`)
var gives = regexp.MustCompile(`(?is)ADD COLUMN [^;]*\bNOT NULL DEFAULT\b`)
var raises = regexp.MustCompile(`(?i)UPDATE schema_floor SET oldest`)

var comments = regexp.MustCompile(`(?m)^--.*$`)
var dropsIndex = regexp.MustCompile(`(?i)^\s*DROP INDEX (\w+)$`)

// narrows tells whether a migration may take something from the programs before it. An
// index that it makes again, of more columns, takes nothing.
func narrows(text string) bool {
	for statement := range strings.SplitSeq(text, ";") {
		statement = comments.ReplaceAllString(statement, "")
		if index := dropsIndex.FindStringSubmatch(statement); index != nil && strings.Contains(text, "CREATE INDEX "+index[1]+" ON ") {
			continue
		}
		if takesAway.MatchString(statement) && !gives.MatchString(statement) {
			return true
		}
	}
	return false
}

var drops = regexp.MustCompile(`(?i)ALTER TABLE (\w+) DROP COLUMN`)
var sealedTable = regexp.MustCompile(`(?is)CREATE TABLE (\w+) \([^;]*?(\bsealed|\bwrapped|_sealed)\b`)

// unmarked is the private table that a migration takes a column from without touching
// its rows: their marks cover all columns, and are made anew for rows that are touched.
func unmarked(text string, private map[string]bool) string {
	for _, found := range drops.FindAllStringSubmatchIndex(text, -1) {
		table := text[found[2]:found[3]]
		if private[table] && !strings.Contains(text[found[1]:], "UPDATE "+table+" SET") {
			return table
		}
	}
	return ""
}

// TestAMigrationThatTakesAColumnTouchesTheRows: otherwise verify would find each of them
// changed past Cairn.
func TestAMigrationThatTakesAColumnTouchesTheRows(t *testing.T) {
	texts, private := migrationTexts(t), map[string]bool{}
	for _, text := range texts {
		for _, found := range sealedTable.FindAllStringSubmatch(text, -1) {
			private[found[1]] = true
		}
	}
	for name, text := range texts {
		if table := unmarked(text, private); name >= "0062" && table != "" {
			t.Errorf("%s takes a column from %s, which is private: it has to touch the rows afterwards, UPDATE %s SET id = id", name, table, table)
		}
	}
	if !private["notes"] || unmarked("ALTER TABLE notes DROP COLUMN a;", private) == "" || unmarked("ALTER TABLE notes DROP COLUMN a; UPDATE notes SET id = id;", private) != "" || unmarked("ALTER TABLE units DROP COLUMN a;", private) != "" {
		t.Error("a migration that leaves rows unmarked is not seen")
	}
}

// TestAMigrationThatTakesAwaySaysSo: from the schema on that knows of a floor, one that
// an older program would stumble over raises it.
func TestAMigrationThatTakesAwaySaysSo(t *testing.T) {
	for name, text := range migrationTexts(t) {
		if name >= "0062" && narrows(text) && !raises.MatchString(text) {
			t.Errorf("%s takes something from programs before it: either it adds only, or it says UPDATE schema_floor SET oldest = %s", name, name[:4])
		}
	}
	for text, want := range map[string]bool{
		"DROP TABLE a": true, "ALTER TABLE a RENAME COLUMN b TO c": true, "ALTER TABLE a ADD COLUMN b TEXT NOT NULL": true,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT ''": false, "CREATE TABLE a (b TEXT NOT NULL)": false, "CREATE INDEX a ON b (c)": false,
		"DROP INDEX a; CREATE INDEX a ON b (c, d)": false, "DROP INDEX a": true, "DROP INDEX a; CREATE INDEX ab ON b (c)": true,
		"CREATE TABLE a (b TEXT NOT NULL); ALTER TABLE a DROP COLUMN b": true,
	} {
		if narrows(text) != want {
			t.Errorf("%s: it narrows is %v", text, !want)
		}
	}
}
