package floors

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "cairn/"

func TestEveryPackageKeepsToThePlan(t *testing.T) {
	for _, complaint := range check(t, os.DirFS("../..")) {
		t.Error(complaint)
	}
}

// The plan itself must be a house: no row may reach to a floor above it, and the
// rules about a person stand side by side.
func TestThePlanHasNoCircle(t *testing.T) {
	for i, row := range plan {
		for _, imported := range row.imports {
			at := slices.IndexFunc(plan, func(other floor) bool { return trim(other.folder) == trim(imported) })
			switch {
			case at < 0:
				t.Errorf("%s may import %s, which is not in the plan", row.folder, imported)
			case at > i, at == i && !strings.HasSuffix(row.folder, "/..."):
				t.Errorf("%s may import %s, which is not below it", row.folder, imported)
			}
			if slices.Contains(siblings, row.folder) && slices.Contains(siblings, imported) {
				t.Errorf("%s may import %s: they refer to each other by id", row.folder, imported)
			}
		}
	}
}

func TestBreachesAreFound(t *testing.T) {
	for name, c := range map[string]struct{ file, imports, want string }{
		"web reads the store":       {"internal/web/home.go", "cairn/internal/store", "internal/web/home.go imports internal/store, which the plan does not allow"},
		"a page reads the store":    {"internal/web/pages/home/page.go", "cairn/internal/store", "which the plan does not allow"},
		"rules import each other":   {"internal/evaluation/a.go", "cairn/internal/standing", "which the plan does not allow"},
		"a rule uses a workflow":    {"internal/org/a.go", "cairn/internal/workflow", "which the plan does not allow"},
		"product uses the testkit":  {"internal/server/a.go", "cairn/internal/testkit/browser", "which the plan does not allow"},
		"a rule speaks HTTP":        {"internal/evaluation/a.go", "net/http", "imports net/http: net/http/... belongs to"},
		"a workflow serves files":   {"internal/workflow/a.go", "net/http/httptest", "net/http/... belongs to"},
		"a workflow speaks SQL":     {"internal/workflow/a.go", "database/sql", "database/sql/... belongs to"},
		"a command speaks SQL":      {"cmd/cairn/a.go", "github.com/jackc/pgx/v5/stdlib", "belongs to"},
		"templ outside web":         {"internal/api/a.go", "github.com/a-h/templ", "belongs to"},
		"an unknown module":         {"internal/web/a.go", "example.com/shiny", "example.com/shiny is in no row of technologies"},
		"an unlisted package":       {"internal/helpers/a.go", "strings", "internal/helpers is not in the plan"},
		"an unlisted folder on top": {"pkg/a.go", "strings", "pkg is not in the plan"},
		"a row below the ground":    {"internal/clock/a.go", "cairn/internal/id", "which the plan does not allow"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := fstest.MapFS{c.file: source(c.imports)}
			if got := check(t, tree); len(got) != 1 || !strings.Contains(got[0], c.want) {
				t.Errorf("complaints %q, want one that says %q", got, c.want)
			}
		})
	}
}

func TestWhatThePlanAllowsIsNoBreach(t *testing.T) {
	tree := fstest.MapFS{
		"internal/clock/clock.go":          source("time"),
		"internal/web/ui/field.go":         source("github.com/a-h/templ"),
		"internal/web/home.go":             source("cairn/internal/web/pages/home"),
		"internal/web/home_test.go":        source("cairn/internal/store"),
		"internal/store/migrations/all.go": source("embed"),
		"internal/store/engine_sqlite.go":  source("modernc.org/sqlite"),
		"internal/testkit/worlds/small.go": source("cairn/internal/store"),
		"cmd/cairn/main.go":                source("net/http"),
		"internal/web/testdata/example.go": source("example.com/shiny"),
	}
	if got := check(t, tree); len(got) > 0 {
		t.Errorf("complaints %q", got)
	}
}

func source(imports string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("package x\n\nimport _ " + strconv.Quote(imports) + "\n")}
}

// check returns one line for each import that the plan does not allow and for each
// package that it does not know. Tests may import what they need.
func check(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var complaints []string
	unknown := map[string]bool{}
	for _, file := range goFiles(t, tree) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		row, ok := rowOf(path.Dir(file))
		if !ok {
			unknown[path.Dir(file)] = true
			continue
		}
		for _, imported := range importsOf(t, tree, file) {
			if complaint := checkImport(row, file, imported); complaint != "" {
				complaints = append(complaints, complaint)
			}
		}
	}
	for folder := range unknown {
		complaints = append(complaints, folder+" is not in the plan: give it a row in plan_test.go")
	}
	slices.Sort(complaints)
	return complaints
}

func checkImport(row floor, file, imported string) string {
	if own, ok := strings.CutPrefix(imported, module); ok {
		if row.anything || covered(own, row.imports) {
			return ""
		}
		return fmt.Sprintf("%s imports %s, which the plan does not allow %s", file, own, row.folder)
	}
	for _, technology := range technologies {
		if !covers(technology.imports, imported) {
			continue
		}
		if covered(path.Dir(file), technology.only) {
			return ""
		}
		return fmt.Sprintf("%s imports %s: %s belongs to %q", file, imported, technology.imports, technology.only)
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return fmt.Sprintf("%s imports %s: %s is in no row of technologies", file, imported, imported)
	}
	return ""
}

func rowOf(folder string) (floor, bool) {
	for _, row := range plan {
		if covers(row.folder, folder) {
			return row, true
		}
	}
	return floor{}, false
}

func covered(folder string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return covers(pattern, folder) })
}

// covers reports whether a pattern names folder, or a folder above it when the
// pattern ends in /....
func covers(pattern, folder string) bool {
	base, deep := strings.CutSuffix(pattern, "/...")
	return folder == base || deep && strings.HasPrefix(folder, base+"/")
}

func trim(pattern string) string { return strings.TrimSuffix(pattern, "/...") }

func goFiles(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := len(name) > 1 && strings.HasPrefix(entry.Name(), ".")
		_, another := fs.Stat(tree, name+"/go.mod") // a module of its own is not part of the program
		if entry.IsDir() && (hidden || entry.Name() == "testdata" || name != "." && another == nil) {
			return fs.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(name, ".go") {
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func importsOf(t *testing.T, tree fs.FS, file string) []string {
	t.Helper()
	content, err := fs.ReadFile(tree, file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, content, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, imported)
	}
	return imports
}
