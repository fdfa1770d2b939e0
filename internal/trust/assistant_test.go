package trust

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/api"
)

func init() {
	breakages = append(breakages,
		broken("assistants read what others show", "TestAnAssistantReadsItsOwnersOnly", "api/assistant.go", "return &OwnJournal{out.Body.Entries}, nil", `
	for _, shown := range out.Body.Shown {
		n, err := s.entry(v, &idInput{ID: shown.ID})
		if err == nil {
			out.Body.Entries = append(out.Body.Entries, n.Body)
		}
	}
	return &OwnJournal{out.Body.Entries}, nil`))
}

// itemsOfTools are the rows of the matrix that an assistant can be told.
func itemsOfTools() (items []string) {
	for _, tool := range api.Tools() {
		items = append(items, tool.Items...)
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// tool asks as the assistant of the person with that first name.
func (s *site) tool(t *testing.T, name, tool string) string {
	t.Helper()
	question := `{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "` + tool + `", "arguments": {}}}`
	a := s.send(t, name, http.MethodPost, api.AssistantPath, question)
	if a.status != http.StatusOK {
		t.Fatalf("%s asks %s: %d %s", name, tool, a.status, a.body)
	}
	return a.body
}

// TestAnAssistantReadsItsOwnersOnly asks every tool as everybody: of all private
// texts there are, an assistant is told those about its owner, of which the
// owner may read each, and none of anybody else.
func TestAnAssistantReadsItsOwnersOnly(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	s := serve(t, c.World)
	s.signIn(t)
	heard := map[string]bool{}
	for _, name := range s.Names() {
		for _, tool := range api.Tools() {
			text := s.tool(t, name, tool.Name)
			for _, canary := range c.canaries {
				if !strings.Contains(text, canary.text) {
					continue
				}
				if !strings.HasPrefix(canary.what, name+"'s ") || !slices.Contains(canary.readers, name) {
					t.Errorf("the assistant of %s is told %s by %s", name, canary.what, tool.Name)
				}
				heard[tool.Name] = true
			}
		}
	}
	for _, tool := range []string{"my_journal", "my_growth_plan", "my_priorities"} {
		if !heard[tool] {
			t.Errorf("%s told nobody anything of theirs; is it the right one?", tool)
		}
	}
}

// TestAssistantsOnlyRead: nothing an assistant can ask for is more than its scope
// opens elsewhere, and each row may be reached by tokens.
func TestAssistantsOnlyRead(t *testing.T) {
	m := matrix(t)
	for _, tool := range api.Tools() {
		for _, i := range tool.Items {
			if _, ok := m[item(i)]; !ok {
				t.Errorf("%s tells %s, which is no row of the matrix", tool.Name, i)
			}
			if strings.HasPrefix(string(m[item(i)]["api"]), "X") {
				t.Errorf("%s tells %s, which no scope may reach", tool.Name, i)
			}
			if need := probes[item(i)].scope; tool.Scope != need && tool.Name != "me" {
				t.Errorf("%s tells %s with the scope %q, want %q", tool.Name, i, tool.Scope, need)
			}
		}
	}
}
