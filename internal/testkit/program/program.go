// Package program is what the testkit knows about programs outside Go: what to
// do when one is missing, and how one is stopped when the tests end.
package program

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// InCI reports whether the tests run where a skipped test would go unnoticed.
func InCI() bool {
	return os.Getenv("CI") == "true"
}

// Missing ends a test that cannot run because name is not on this machine. In CI
// the test fails; elsewhere it is skipped with a line that says what to install.
func Missing(t testing.TB, name, install string) {
	t.Helper()
	if InCI() {
		t.Fatalf("%s is missing and CI skips no test. %s", name, install)
	}
	t.Skipf("skipped: %s is missing. %s", name, install)
}

// Find returns the first of candidates that can be run. A candidate is a name
// looked up in PATH, a path, or a path with wildcards, whose last match wins
// because it is the newest version.
func Find(candidates ...string) (string, bool) {
	for _, candidate := range candidates {
		matches, _ := filepath.Glob(candidate)
		if len(matches) > 0 && filepath.IsAbs(candidate) {
			candidate = matches[len(matches)-1]
		}
		if path, err := exec.LookPath(candidate); err == nil {
			return path, true
		}
	}
	return "", false
}

// RepositoryRoot is the folder that holds go.mod, found upwards from the working
// directory: tests run in the folder of their package.
func RepositoryRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = parent
	}
}
