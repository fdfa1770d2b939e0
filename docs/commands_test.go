package docs

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	block   = regexp.MustCompile("(?s)\n *```sh\n(.*?)```")
	command = regexp.MustCompile(`^(?:\./|go run \./cmd/)?cairn((?: [a-z]+(?:-[a-z]+)*)*)((?: .*)?)$`)
	flag    = regexp.MustCompile(`(?:^| )(--[a-z-]+)`)
	comment = regexp.MustCompile(` +#.*$`)
)

// The program itself is asked whether it knows each command and flag that the
// pages name.
func TestEveryCommandInThePagesExists(t *testing.T) {
	program := filepath.Join(t.TempDir(), "cairn")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../cmd/cairn").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	helps := map[string]string{}
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "docs/operate.md", "docs/framework.md", "docs/api.md", "docs/seed.md", "docs/hooks.md"} {
		for _, line := range commandLines(read(t, page)) {
			m := command.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			words := strings.Fields(m[1])
			if helps[m[1]] == "" {
				out, err := exec.CommandContext(t.Context(), program, append(words, "--help")...).CombinedOutput()
				if err != nil {
					t.Errorf("%s: %q: %v\n%s", page, line, err, out)
				}
				helps[m[1]] = string(out)
			}
			for _, f := range flag.FindAllStringSubmatch(m[2], -1) {
				if !slices.ContainsFunc([]string{f[1] + "=", f[1] + " "}, func(w string) bool { return strings.Contains(helps[m[1]], w) }) {
					t.Errorf("%s: %q: there is no flag %s", page, line, f[1])
				}
			}
		}
	}
	if len(helps) < 8 {
		t.Errorf("only %d commands were found in the pages", len(helps))
	}
}

// commandLines are the lines of shell blocks, and what stands in the text as
// code and begins with cairn.
func commandLines(text string) (all []string) {
	for _, m := range block.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(m[1]) {
			all = append(all, comment.ReplaceAllString(strings.TrimSpace(line), ""))
		}
	}
	for _, m := range span.FindAllStringSubmatch(block.ReplaceAllString(text, ""), -1) {
		if strings.HasPrefix(m[1], "cairn ") {
			all = append(all, m[1])
		}
	}
	return all
}
