package api

import (
	"database/sql"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Every request that does something, of every test here, is sent twice with one key. The
// second time has no effect and is answered as the first; and all operations that write
// are among them.

var (
	sentTwice sync.Map // operations, by id
	nthKey    atomic.Int64
)

// elsewhere are acts whose world only the tests of workflow and trust make; they go
// through the same helper, and their key is tried there.
var elsewhere = []string{"ask-departure", "decide-departure", "answer-departure", "open-own-step", "close-own-step", "offer-pay", "approve-pay", "return-pay"}

// toldOnce are answers that differ when they are asked for again: some words of what
// was done are told once, and a secret is shown once.
var toldOnce = map[string]string{
	"import-people": "the counts alone are told again", "import-ranges": "the counts alone are told again", "import-benchmarks": "the counts alone are told again", "import-salaries": "the counts alone are told again",
	"make-extract": "the secret of a link is told once",
}

// byRevision are written whole by the revision that was read, which does what a key does.
var byRevision = []string{"save-side", "save-feedback-draft"}

func TestMain(m *testing.M) {
	code := m.Run()
	whole := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == ""
	if whole {
		for _, op := range Operations() {
			if _, sent := sentTwice.Load(op.ID); !sent && op.Method != http.MethodGet && !slices.Contains(byRevision, op.ID) && !slices.Contains(elsewhere, op.ID) {
				fmt.Printf("FAIL: no test sends %s twice with one key\n", op.ID)
				code = max(code, 1)
			}
		}
	}
	os.Exit(code)
}

// TestAKeyIsForOneRequest: of one operation with one input, whatever has happened since.
func TestAKeyIsForOneRequest(t *testing.T) {
	s := newSite(t)
	pia := s.as("pia")
	at := "/framework/versions/" + read[VersionMade](pia.post("/framework/versions", `{}`).is(201)).Name
	ask := func(what, key, body string) answer {
		revision := `"2"`
		if what == "/opening" {
			revision = `"1"`
		}
		return pia.post(at+what, body, "If-Match", revision, "Idempotency-Key", key)
	}
	used := func(a answer) {
		t.Helper()
		if got := a.is(422).places(); len(got) != 1 || got[0] != "header.Idempotency-Key" {
			t.Errorf("another request under a used key: %v", got)
		}
	}
	soon, later := `{"from":"`+s.today()+`"}`, `{"from":"2031-01-01"}`
	ask("/opening", "one", "").is(204)
	used(ask("/publication", "one", soon))
	used(pia.ask(http.MethodDelete, at, "", "If-Match", `"1"`, "Idempotency-Key", "one"))
	ask("/opening", "one", "").is(204)
	ask("/publication", "two", soon).is(204)
	used(ask("/publication", "two", later))
	used(ask("/opening", "two", ""))
	used(pia.post("/framework/versions/steps-1.0/publication", soon, "If-Match", `"2"`, "Idempotency-Key", "two"))
	ask("/publication", "two", soon).is(204)
	ask("/publication", "two", " "+soon).is(204) // the same, written otherwise
	ask("/publication", "three", soon).is(409)
	if got := read[Framework](pia.get("/framework").is(200)).Version; got != "1.1" {
		t.Errorf("in force is %s", got)
	}
}

// twice sends a request once more under the key of the first, where that was done.
func (c caller) twice(method, path, body string, headers ...string) answer {
	c.Helper()
	op := c.operation(method, path)
	if op == "" || slices.Contains(headers, "Idempotency-Key") {
		return c.send(method, path, body, headers...)
	}
	headers = append(slices.Clone(headers), "Idempotency-Key", fmt.Sprintf("twice-%d", nthKey.Add(1)))
	first := c.send(method, path, body, headers...)
	if first.code >= 300 {
		return first
	}
	sentTwice.Store(op, true)
	before := c.effects()
	c.Clock.Advance(pace)
	again := c.send(method, path, body, headers...)
	if toldOnce[op] == "" && !again.same(first) {
		c.Errorf("%s, sent again under its key: %d %s, and was %d %s", op, again.code, again.body, first.code, first.body)
	}
	if after := c.effects(); after != before {
		c.Errorf("%s, sent again under its key, had an effect: %s, and was %s", op, after, before)
	}
	return first
}

// operation is the id of the operation that an address answers by; empty where it only
// reads, or takes no key.
func (s *site) operation(method, path string) string {
	api, ok := s.handler.(*service)
	if !ok || method == http.MethodGet || method == http.MethodHead {
		return ""
	}
	r, err := http.NewRequest(method, Prefix+path, nil)
	if err != nil {
		return ""
	}
	_, pattern := api.mux.routes.Handler(r)
	for _, op := range Operations() {
		if op.Method+" "+Prefix+op.Path == pattern && !slices.Contains(byRevision, op.ID) {
			return op.ID
		}
	}
	return ""
}

// effects sums up what is written: how many rows each table has, which versions they
// are at, and how many acts the journal tells of.
func (s *site) effects() (sum string) {
	s.Helper()
	if s.raw == nil {
		s.raw = s.Raw(s.T)
		s.counting = countsOf(s.T, s.raw)
	}
	if err := s.raw.QueryRowContext(s.Context(), s.counting).Scan(&sum); err != nil {
		s.Fatal(err)
	}
	return sum
}

// countsOf is one query that counts all of it.
func countsOf(t *testing.T, raw *sql.DB) string {
	t.Helper()
	rows, err := raw.QueryContext(t.Context(), `SELECT m.name, max(c.name = 'version' AND c.type = 'INTEGER') FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'audit_%' AND m.name NOT IN ('sessions', 'tokens', 'goose_db_version') GROUP BY m.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	parts := []string{`(SELECT 'acts ' || count(*) FROM audit_entries WHERE act <> 'read')`}
	for rows.Next() {
		var table string
		var versioned bool
		if err := rows.Scan(&table, &versioned); err != nil {
			t.Fatal(err)
		}
		count := "count(*)"
		if versioned {
			count += " || '/' || coalesce(sum(version), 0)"
		}
		parts = append(parts, fmt.Sprintf(`(SELECT ' %s ' || %s FROM %s)`, table, count, table))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return "SELECT " + strings.Join(parts, " || ")
}
