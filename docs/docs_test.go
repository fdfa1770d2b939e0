// Package docs has no code: its tests hold the pages to what the program is.
package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/internal/api"
	"cairn/internal/config"
	"cairn/internal/web"
)

var tree = os.DirFS("..")

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(tree, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// pages are all Markdown files, by their path from the top.
func pages(t *testing.T) []string {
	t.Helper()
	all := files(t, func(name string) bool { return path.Ext(name) == ".md" })
	if len(all) < 5 {
		t.Fatalf("only %q", all)
	}
	return all
}

func files(t *testing.T, wanted func(string) bool) (all []string) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !entry.IsDir() && wanted(name):
			all = append(all, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	span     = regexp.MustCompile("`([^`\n]+)`")
	proof    = regexp.MustCompile(`^(\S+_test\.go): (Test\w+)$`)
	testName = regexp.MustCompile(`^Test[A-Z]\w*$`)
	function = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// tests are the names of all tests, by file.
func tests(t *testing.T) map[string][]string {
	t.Helper()
	named := map[string][]string{}
	for _, name := range files(t, func(name string) bool { return strings.HasSuffix(name, "_test.go") }) {
		for _, m := range function.FindAllStringSubmatch(read(t, name), -1) {
			named[name] = append(named[name], m[1])
		}
	}
	return named
}

func TestEveryTestThatIsNamedExists(t *testing.T) {
	known := tests(t)
	for _, page := range pages(t) {
		for _, m := range span.FindAllStringSubmatch(read(t, page), -1) {
			if p := proof.FindStringSubmatch(m[1]); p != nil && !slices.Contains(known[p[1]], p[2]) {
				t.Errorf("%s: %s has no %s", page, p[1], p[2])
			}
			if testName.MatchString(m[1]) && !anywhere(known, m[1]) {
				t.Errorf("%s: there is no %s", page, m[1])
			}
		}
	}
}

func anywhere(known map[string][]string, test string) bool {
	for _, names := range known {
		if slices.Contains(names, test) {
			return true
		}
	}
	return false
}

// addressed finds what looks like an address of the program, not of a file.
var addressed = regexp.MustCompile(`^/[a-z][a-z0-9/{}._-]*$|^/$`)

func TestEveryAddressInThePagesExists(t *testing.T) {
	known := map[string]bool{}
	for _, r := range web.Routes() {
		_, at, _ := strings.Cut(r.Pattern, " ")
		known[strings.TrimSuffix(at, "{$}")] = true
	}
	for _, o := range api.Operations() {
		known[api.Prefix+o.Path] = true
	}
	known[api.AssistantPath] = true
	for _, page := range []string{"docs/seed.md", "docs/api.md"} {
		for _, m := range span.FindAllStringSubmatch(read(t, page), -1) {
			if addressed.MatchString(m[1]) && m[1] != api.Prefix && !known[m[1]] {
				t.Errorf("%s: nothing answers at %s", page, m[1])
			}
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksAndFilesAreThere(t *testing.T) {
	for _, page := range pages(t) {
		text := read(t, page)
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if strings.HasPrefix(to, "/") { // the guide leads to pages of Cairn
				if !slices.ContainsFunc(web.Routes(), func(r web.Route) bool { return r.Pattern == "GET "+to }) {
					t.Errorf("%s leads to %s, where there is no page", page, to)
				}
				continue
			}
			if to != "" && !strings.Contains(to, "://") && !exists(path.Join(path.Dir(page), to)) {
				t.Errorf("%s links to %s, which is not there", page, to)
			}
		}
		for _, m := range span.FindAllStringSubmatch(text, -1) {
			name, _, _ := strings.Cut(m[1], ":")
			if _, ours := top[strings.Split(name, "/")[0]]; ours && strings.Contains(name, "/") && !strings.ContainsAny(name, "* {[]") && !exists(path.Clean(strings.TrimSuffix(name, "/..."))) {
				t.Errorf("%s names %s, which is not there", page, name)
			}
		}
	}
}

// top are the folders by whose name a path is known as one of ours.
var top = map[string]bool{"internal": true, "cmd": true, "docs": true, "scripts": true, "e2e": true}

func exists(name string) bool {
	_, err := fs.Stat(tree, name)
	return err == nil
}

func TestTheTableOfSettingsIsTrue(t *testing.T) {
	if want := settingsTable(); !strings.Contains(read(t, "docs/operate.md"), want) {
		t.Errorf("docs/operate.md holds another table of settings than this:\n%s", want)
	}
}

func settingsTable() string {
	usual := map[string]string{}
	for line := range strings.Lines(config.Defaults().Redacted()) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, " (default)\n"), ": ")
		usual[name] = value
	}
	var b strings.Builder
	fmt.Fprintln(&b, "| setting | in the environment | what it is | when not set |\n|---|---|---|---|")
	for _, s := range config.Settings() {
		value := strings.TrimSuffix(usual[s.Name], "0m0s") // of a length of time
		if value != "" {
			value = "`" + value + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", s.Name, s.Env, s.Help, value)
	}
	return b.String()
}
