package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// answersFor are what is asked of each command in a world with Olga and Ada, in
// this order.
func answersFor(w *world) [][]string {
	steps := filepath.Join("..", "..", "internal", "frameworkfile", "steps.yaml")
	key := w.lock()
	text, err := os.ReadFile(steps)
	if err != nil {
		w.Fatal(err)
	}
	swedish := w.write("steps.sv.yaml", strings.Replace(string(text), "language: en", "language: sv", 1))
	more := w.write("more.csv", "name,e-mail\nBo Berg,bo@example.org\n")
	return [][]string{
		{"init", "--name", "Olga Oman", "--email", "olga@example.org"},
		{"people", "import", more, "--dry-run"},
		{"people", "import", w.write("people.csv", "name,e-mail\nAda Ask,ada@example.org\n")},
		{"people", "sync", "--people-source", w.path("people.csv")},
		{"people", "invite", "--all"},
		{"people", "office", "grant", "ada@example.org", "people-partner"},
		{"people", "office", "end", "ada@example.org", "people-partner"},
		{"people", "sign-out", "--all"},
		{"people", "sign-out", "ada@example.org"},
		{"people", "forget-second", "ada@example.org"},
		{"people", "leave", "ada@example.org"},
		{"framework", "lint", steps},
		{"framework", "show", steps},
		{"framework", "diff", steps, steps},
		{"framework", "import", steps},
		{"framework", "translate", "--check", swedish},
		{"framework", "translate", swedish},
		{"framework", "export"},
		{"framework", "schema"},
		{"audit", "verify"},
		{"keys", "status"},
		{"keys", "prepare"},
		{"keys", "rotate"},
		{"scim", "token", "okta"},
		{"scim", "list"},
		{"scim", "end", "okta"},
		{"token", "make", "intranet", "--scope", "organisation,framework"},
		{"token", "list"},
		{"token", "end", "intranet"},
		{"hook", "add", "payroll", "https://payroll.example.org/cairn"},
		{"hook", "add", "chat", "--address-file", w.write("chat.txt", "https://chat.example.org/secret\n"), "--form", "slack", "--tell", "recognition.posted,framework.published"},
		{"hook", "list"},
		{"hook", "pause", "chat"},
		{"hook", "resume", "chat"},
		{"hook", "rotate", "payroll", "--overlap", "1h"},
		{"hook", "failed"},
		{"hook", "replay", "--hook", "payroll", "--since", "2026-11-01"},
		{"hook", "end", "payroll"},
		{"hook", "end", "chat"},
		{"hook", "test"},
		{"backup-key", w.path("another.key")},
		{"backup", w.path("a.backup")},
		{"backup-check", w.path("a.backup"), "--key", key},
		{"restore", w.path("a.backup"), "--key", key, "--data", w.path("back"), "--master-key", filepath.Join(w.data(), "master.key")},
		{"reopen"},
		{"verify"},
		{"doctor"},
		{"config", "check"},
		{"config", "show"},
		{"completion", "fish"},
		{"man"},
		{"version"},
	}
}

// Those that serve answer when they are ready; their own tests look at it.
var servers = map[string]bool{"cairn serve": true, "cairn demo": true}

func TestEveryCommandAnswersInJSON(t *testing.T) {
	w := newWorld(t)
	w.env = []string{"CAIRN_DATA=" + w.data()}
	asked := map[string]bool{}
	for _, args := range answersFor(w) {
		out := w.done(append(args, "--json")...)
		if !json.Valid([]byte(out)) {
			t.Errorf("cairn %s --json answers\n%s", strings.Join(args, " "), out)
		}
		for i := range args {
			asked["cairn "+strings.Join(args[:i+1], " ")] = true
		}
	}
	all, err := spots()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if len(s.words) == 0 && !asked[s.path] && !servers[s.path] {
			t.Errorf("%s is not asked for JSON here", s.path)
		}
	}
}

func TestWhatIsWrongIsJSONToo(t *testing.T) {
	w := newWorld(t)
	w.init()
	wrong := w.write("wrong.csv", "name,e-mail\nAda Ask,nowhere\n")
	for name, c := range map[string]struct {
		code  int
		words string
		args  []string
	}{
		"no such command": {exitUsage, "unexpected argument dance", []string{"dance"}},
		"no such office":  {exitUsage, "there is no office", []string{"people", "office", "grant", "olga@example.org", "king", "--data", w.data()}},
		"nobody":          {exitRefused, "Nobody here", []string{"people", "invite", "nobody@example.org", "--data", w.data()}},
		"no Cairn":        {exitRefused, "there is no Cairn", []string{"people", "invite", "--all", "--data", w.path("empty")}},
		"a wrong setting": {exitRefused, "sideways", []string{"people", "invite", "--all", "--log-level", "sideways"}},
		"a wrong file":    {exitRefused, "nowhere", []string{"people", "import", wrong, "--data", w.data()}},
		"no framework":    {exitRefused, "findings", []string{"framework", "show", wrong}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, err := w.cairn(append(c.args, "--json")...)
			if code != c.code || !strings.Contains(out+err, c.words) {
				t.Errorf("exit code %d and\n%s%s", code, out, err)
			}
			for _, stream := range []string{out, err} {
				if stream != "" && !json.Valid([]byte(stream)) {
					t.Errorf("this is no JSON: %s", stream)
				}
			}
		})
	}
}
