package store

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestEveryStatementIsUnderstoodByBothEngines(t *testing.T) {
	if len(statements) < 60 {
		t.Fatalf("only %d statements are registered", len(statements))
	}
	onBoth(t, func(s *suite) {
		for _, text := range statements {
			prepared, err := s.db.write.PrepareContext(context.Background(), text)
			if err != nil {
				s.Errorf("%v:\n%s", err, text)
				continue
			}
			_ = prepared.Close()
		}
	})
}

// bans are what the engines understand differently, or only one of them does.
var bans = map[string]*regexp.Regexp{
	"the database's clock":            regexp.MustCompile(`(?i)\bnow\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bstrftime\b`),
	"matching that folds case":        regexp.MustCompile(`(?i)\bI?LIKE\b|\bGLOB\b|\bSIMILAR TO\b|~`),
	"folding, which knows only ASCII": regexp.MustCompile(`(?i)\b(lower|upper)\s*\(|\bNOCASE\b`),
	"arrays":                          regexp.MustCompile(`(?i)=\s*(ANY|ALL)\b|\bARRAY\s*\[`),
	"JSON":                            regexp.MustCompile(`(?i)\bjsonb?_\w+|->`),
	"locks":                           regexp.MustCompile(`(?i)\bFOR (UPDATE|SHARE|NO KEY|KEY)\b|\bLOCK TABLE\b`),
	"one engine's function":           regexp.MustCompile(`(?i)\b(group_concat|instr|strpos|ifnull|random|last_insert_rowid)\s*\(`),
	"placeholders without a number":   regexp.MustCompile(`\?`),
	"a placeholder without a type":    regexp.MustCompile(`(?i)\$\d+ IS (NOT )?(NULL|DISTINCT)`),
	"replacing, which skips triggers": regexp.MustCompile(`(?i)\bREPLACE INTO\b|\b(INSERT|UPDATE) OR (ROLLBACK|ABORT|FAIL|IGNORE|REPLACE)\b`),
	"numbers the database gives":      regexp.MustCompile(`(?i)\bAUTOINCREMENT\b|\bSERIAL\b|\bGENERATED\b`),
	"text in double quotes":           regexp.MustCompile(`"`),
}

// banned tells what in the text is banned.
func banned(text string) (found []string) {
	for why, pattern := range bans {
		if pattern.MatchString(text) {
			found = append(found, why)
		}
	}
	return found
}

func TestNothingIsSaidThatOnlyOneEngineUnderstands(t *testing.T) {
	for _, text := range statements {
		if found := banned(text); found != nil {
			t.Errorf("%s:\n%s", strings.Join(found, ", "), text)
		}
	}
	for name, text := range migrationTexts(t) {
		if found := banned(text); found != nil {
			t.Errorf("%s: %s", name, strings.Join(found, ", "))
		}
	}
}

func TestWhatIsBannedIsFound(t *testing.T) {
	for _, text := range []string{
		"SELECT now()", "DEFAULT CURRENT_TIMESTAMP", "a ILIKE $1", "a LIKE $1", "a = ANY ($1)", "FROM json_each($1)",
		"SELECT 1 FOR UPDATE", "group_concat(a)", "lower(a)", "instr(a, $1)", "a = ?", "$1 IS NULL", "$2 IS NOT NULL",
		"INSERT OR REPLACE INTO a", "REPLACE INTO a", `SELECT "a"`, "a COLLATE NOCASE", "a->>'b'", "a ~ $1", "id BIGSERIAL, b SERIAL",
	} {
		if banned(text) == nil {
			t.Errorf("not found: %s", text)
		}
	}
	for _, text := range []string{"BEFORE UPDATE ON a", "snow_now", "slower", "replace(a, $1, '')", "a IS NULL"} {
		if found := banned(text); found != nil {
			t.Errorf("%s: found %v", text, found)
		}
	}
}

// migrationTexts returns the migrations without their comments.
func migrationTexts(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	texts := map[string]string{}
	for _, name := range names {
		raw, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = regexp.MustCompile(`--[^\n]*`).ReplaceAllString(string(raw), "")
	}
	return texts
}

// endings are the columns that, last in an order, leave nothing to chance: each
// is the key, or the rest of one whose other parts come before it or are given.
var endings = []string{"id", "unit", "person", "role", "office", "discipline", "framework"}

// wholeAllTheSame are parts of statements whose last column is the rest of a key
// there, and nowhere else.
var wholeAllTheSame = []string{
	"FROM reporting_lines WHERE person = $1 ORDER BY since DESC",
	"FROM framework_seen WHERE person = $1 ORDER BY at DESC, framework LIMIT 1",
	"s.author = $1 GROUP BY s.evaluation",
	"<= $1 ORDER BY s.evaluation, s.author",
	"FROM guide_versions WHERE page = $1 ORDER BY revision DESC",
	"WHERE l.page = g.page) ORDER BY title, page, revision",
	"FROM placements WHERE rollout = $1 AND manager = $2 ORDER BY subject",
	"FROM placements WHERE rollout = $1 ORDER BY subject",
	"FROM evaluation_closing_notes WHERE evaluation = $1 ORDER BY at, author",
	"revoked_at = 0) ORDER BY session", // provider_sessions
	"FROM note_attachments WHERE note = $1 ORDER BY since, thing",
	"FROM note_attachments WHERE thing = $1 ORDER BY since, note",
	"LIMIT $1) AS counted", "LIMIT $3) AS counted", "LIMIT $7) AS counted", // which ones, nobody asks
}

var order = regexp.MustCompile(`(?is)ORDER BY (.*?)( LIMIT|\)|$)`)

// loose tells whether the order of the statement's rows is left to chance.
func loose(text string) bool {
	found := order.FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		return strings.Contains(text, "LIMIT")
	}
	for _, by := range found {
		columns := strings.Split(by[1], ",")
		last := strings.Fields(columns[len(columns)-1])[0]
		if !slices.Contains(endings, last[strings.LastIndex(last, ".")+1:]) {
			return true
		}
	}
	return false
}

func TestEveryOrderIsWhole(t *testing.T) {
	for _, text := range statements {
		if loose(text) && !slices.ContainsFunc(wholeAllTheSame, func(part string) bool { return strings.Contains(text, part) }) {
			t.Errorf("rows may change places:\n%s", text)
		}
	}
	for text, want := range map[string]bool{
		"SELECT a FROM b LIMIT 1": true, "SELECT a FROM b ORDER BY a LIMIT 1": true, "SELECT a FROM b ORDER BY a DESC": true,
		"SELECT a FROM b ORDER BY a, p.id LIMIT 1": false, "SELECT a FROM b ORDER BY a DESC, id DESC": false, "SELECT a FROM b": false,
	} {
		if loose(text) != want {
			t.Errorf("%s: loose is %v", text, !want)
		}
	}
}

func TestPlaceholdersAreNumberedWithoutAGap(t *testing.T) {
	for _, text := range statements {
		if at := gap(text); at != 0 {
			t.Errorf("$%d is missing:\n%s", at, text)
		}
	}
	if gap("a = $1 AND b = $3") != 2 || gap("a = $2 AND b = $1") != 0 {
		t.Error("a gap is not found, or one that is not there")
	}
}

// gap is the first number missing among the placeholders, 0 when none is.
func gap(text string) int {
	used, most := map[int]bool{}, 0
	for _, found := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(found[1])
		used[n], most = true, max(most, n)
	}
	for n := 1; n <= most; n++ {
		if !used[n] {
			return n
		}
	}
	return 0
}

// unregistered are the texts of SQL that no engine's test prepares: each speaks
// to one engine only, or is put together from the names of tables and columns.
var unregistered = []string{
	"SELECT pg_backend_pid()", "SELECT sqlite_version()", "INSERT INTO ", "SELECT COUNT(*) FROM ", "DELETE FROM ",
	`SELECT DISTINCT 'a row of ' || "table" || ' refers to a row of ' || "parent" || ' that is not there' FROM pragma_foreign_key_check`,
}

func TestEveryQueryIsRegistered(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range strayQueries(file) {
			if !slices.Contains(unregistered, text) {
				t.Errorf("%s: wrap this text in statement(): %s", name, text)
			}
		}
	}
}

func TestAStrayQueryIsFound(t *testing.T) {
	source := "package a\nvar x = statement(`SELECT 1`)\nconst part = `SELECT 2`\nfunc f() { t.exec(`DELETE FROM a`); r.LastInsertId() }"
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if got := strayQueries(file); !slices.Equal(got, []string{"DELETE FROM a", "LastInsertId"}) {
		t.Errorf("found %q", got)
	}
}

var startsQuery = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH) `)

// strayQueries returns texts of SQL outside statement(), drop() of many, and constants, from which
// statements are put together; and any use of LastInsertId.
func strayQueries(file *ast.File) (stray []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.Ident); ok && (name.Name == "statement" || name.Name == "drop") {
				return false
			}
		case *ast.GenDecl:
			return n.Tok != token.CONST
		case *ast.SelectorExpr:
			if n.Sel.Name == "LastInsertId" {
				stray = append(stray, n.Sel.Name)
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && startsQuery.MatchString(text) {
				stray = append(stray, text)
			}
		}
		return true
	})
	return stray
}
