package e2e

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"cairn/internal/testkit/program"
)

// described is a folder with the description of the API as the running program gives
// it, beside the tools that look at it.
type described struct {
	*testing.T
	folder, node string
}

func describedBy(t *testing.T, url string) described {
	t.Helper()
	tools := filepath.Join(program.RepositoryRoot(t), ".tools", "openapi", "node_modules")
	node, found := program.Find("node")
	if _, err := os.Stat(filepath.Join(tools, "openapi-fetch")); err != nil || !found {
		program.Missing(t, "tools for OpenAPI ("+tools+")", "Run `make need`; it needs npm and node.")
	}
	d := described{t, t.TempDir(), node}
	d.must(os.Symlink(tools, filepath.Join(d.folder, "node_modules")))
	for _, name := range []string{"package.json", "redocly.yaml", "tsconfig.json", "walk.ts"} {
		text, err := os.ReadFile(filepath.Join("openapi", name))
		d.must(err)
		d.must(os.WriteFile(filepath.Join(d.folder, name), text, 0o600))
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/openapi.json", nil)
	d.must(err)
	answer, err := http.DefaultClient.Do(ask)
	d.must(err)
	defer answer.Body.Close()
	document, err := io.ReadAll(answer.Body)
	d.must(err)
	d.must(os.WriteFile(filepath.Join(d.folder, "openapi.json"), document, 0o600))
	return d
}

func (d described) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// run runs a program of the tools; it tells nobody elsewhere.
func (d described) run(arguments ...string) {
	d.Helper()
	run := exec.CommandContext(d.Context(), d.node, arguments...)
	run.Dir, run.Env = d.folder, append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "NO_COLOR=1")
	if out, err := run.CombinedOutput(); err != nil {
		d.Fatalf("%v: %v\n%s", arguments, err, out)
	}
}

// TestTheDescriptionOfTheAPI: a public linter finds nothing, and a client that a public
// generator makes of it fits what the program does, in a demo of its own.
func TestTheDescriptionOfTheAPI(t *testing.T) {
	theDemo(t) // builds the program
	there, process, err := serveDemo(filepath.Join(folder, "cairn"), t.TempDir())
	if process != nil {
		t.Cleanup(func() { _ = process.Process.Signal(syscall.SIGTERM); _ = process.Wait() })
	}
	if err != nil {
		t.Fatal(err)
	}
	d := describedBy(t, there.url)
	d.run("node_modules/@redocly/cli/bin/cli.js", "lint", "openapi.json")
	d.run("node_modules/openapi-typescript/bin/cli.js", "openapi.json", "--output", "api.d.ts")
	d.run("node_modules/typescript/bin/tsc", "--project", ".")
	d.run("built/walk.js", there.url, there.personas["elin.dahl"].Token, there.personas["priya.raman"].Token)
}
