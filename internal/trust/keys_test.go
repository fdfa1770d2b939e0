package trust

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cairn/internal/workflow"
)

// Earlier keys are kept while something is sealed with them.
func init() {
	clear["person_keys"] += " made_at"
	clear["former_keys"] = "part person number" // that somebody's key is made anew, and how often it was
	clear["key_renewals"] = "begun_at done_at"
	sealed = append(sealed, "former_keys.wrapped")
	anew := "TestKeysAreMadeAnew"
	breakages = append(breakages,
		broken("a renewal forgets a table", anew, "store/sealed_everywhere.go", `"memos id", `, ``),
		broken("a renewal looks for rows of somebody else", anew, "store/sealed_everywhere.go", `"feedback IN (SELECT id FROM feedback WHERE subject = $1)"`, `"feedback IN (SELECT id FROM feedback WHERE giver = $1)"`),
		broken("an earlier key is kept", anew, "store/renew.go", "return true, t.exec(dropFormer, of.part, of.Person)", "return true, nil"),
		broken("an erasure leaves an earlier key", "TestAnErasureTakesEveryKey", "store/erase.go", "`DELETE FROM counted_keys WHERE person = $1`, `DELETE FROM former_keys WHERE person = $1`", "`DELETE FROM counted_keys WHERE person = $1`"),
	)
}

// rare are tables that this world leaves empty; TestRareThingsAreMadeAnew of
// internal/store has something in each.
var rare = []string{"role_requests", "evaluation_closing_notes", "glasses", "extracts", "memo_drafts", "note_drafts", "person_sexes", "corrections",
	"restrictions", "erasures", "legal_holds", "passkeys", "code_apps", "gap_reports", "statistics", "provider_sessions"}

// seenOf are the private texts that each person finds in the file of what is theirs,
// with the files beside it: all that is kept of them is opened for it.
func seenOf(t *testing.T, c *cage) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for _, name := range c.Names() {
		f, files, err := c.PersonFile(t.Context(), inBrowser(c.World, name))
		must(t, err)
		raw, err := json.Marshal(f)
		must(t, err)
		for _, canary := range c.canaries {
			if strings.Contains(string(raw), canary.text) {
				seen[name] += canary.what + "\n"
			}
		}
		for _, file := range files {
			seen[name] += file.Name + "\n"
		}
	}
	return seen
}

// TestKeysAreMadeAnew in a world that has something in every table: interrupted and
// gone on with, everybody reads what they read before, the journal and the marks hold
// all the way, and nothing is sealed with an earlier key.
func TestKeysAreMadeAnew(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	before := seenOf(t, c)
	ctx, kill := context.WithCancel(t.Context())
	if err := c.RenewKeys(ctx, func(done, _ int) {
		if done == 7 {
			kill()
		}
	}); err == nil {
		t.Fatal("it was not interrupted")
	}
	wantWhole(t, c.World)
	for name, seen := range seenOf(t, c) {
		if seen != before[name] {
			t.Errorf("in the middle %s reads something else", name)
		}
	}
	must(t, c.RenewKeys(t.Context(), func(int, int) {}))
	wantWhole(t, c.World)
	for name, seen := range seenOf(t, c) {
		if seen != before[name] {
			t.Errorf("afterwards %s reads something else", name)
		}
	}
	raw := c.Raw(t)
	for _, cell := range sealed {
		table, column, _ := strings.Cut(cell, ".")
		if !slices.Contains([]string{"sealed", "why_sealed", "steps_sealed", "start_sealed"}, column) {
			continue
		}
		values := valuesOf(t, raw, cell)
		if len(values) == 0 && !slices.Contains(rare, table) {
			t.Errorf("%s is empty here, so nothing was tried with it", cell)
		}
		for _, value := range values {
			if value != "" && !strings.HasPrefix(value, "v2.2.") {
				t.Errorf("%s holds something that is sealed with an earlier key", cell)
				break
			}
		}
	}
	if left := valuesOf(t, raw, "former_keys.person"); len(left) > 0 {
		t.Errorf("%d earlier keys are kept", len(left))
	}
	status, err := c.KeyStatus(t.Context())
	must(t, err)
	if status.Renewing || status.Renewed == "" || status.Former != 0 {
		t.Errorf("status: %+v", status)
	}
}

// TestAnErasureTakesEveryKey, also in the middle of a renewal.
func TestAnErasureTakesEveryKey(t *testing.T) {
	t.Parallel() // in a world of its own
	c := newCage(t, "sqlite")
	who, raw := c.Person("gil"), c.Raw(t)
	had := rowsOf(t, raw, "person_keys", []string{"person", "wrapped"})
	attack(t, c.World).exec("INSERT INTO former_keys (part, person, number, wrapped) SELECT '', person, '7', wrapped FROM person_keys WHERE person = $1", string(who))
	must(t, c.Confirm(t.Context(), inBrowser(c.World, "per"), ""))
	ref := leaveAndAsk(c.World, "gil", "pia")
	must(t, c.Erase(t.Context(), inBrowser(c.World, "per"), workflow.Once{}, ref))
	for i, person := range had["person"] {
		for cell, text := range dump(t, c.World) {
			if person == string(who) && strings.Contains(text, had["wrapped"][i]) {
				t.Errorf("a key of who was erased is kept in %s", cell)
			}
		}
	}
	must(t, c.RenewKeys(t.Context(), func(int, int) {})) // what is left opens
}
