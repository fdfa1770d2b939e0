package torture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver of SQLite

	"cairn/internal/seal"
	"cairn/internal/store"
)

// contents are the rows of every table, as one sum each; what cannot be read has none.
func contents(ctx context.Context, path string) (map[string]string, error) {
	raw, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	names, err := column(ctx, raw, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for _, name := range names {
		rows, err := raw.QueryContext(ctx, "SELECT * FROM "+name)
		if err != nil {
			sums[name] = err.Error()
			continue
		}
		sums[name] = sumOf(rows)
	}
	return sums, nil
}

func column(ctx context.Context, raw *sql.DB, query string) (list []string, err error) {
	rows, err := raw.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

func sumOf(rows *sql.Rows) string {
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err.Error()
	}
	var lines []string
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err.Error()
		}
		lines = append(lines, fmt.Sprintf("%q", values))
	}
	if err := rows.Err(); err != nil {
		return err.Error()
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d %x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

// guarded are the tables whose every value must be what it was: those that hold
// something private or tell where a matter stands, and the journal.
func guarded(ctx context.Context, path string) (map[string]bool, error) {
	raw, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	names, err := column(ctx, raw, `SELECT DISTINCT m.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND (c.name = 'sealed' OR c.name = 'wrapped' OR c.name LIKE '%\_sealed' ESCAPE '\')`)
	if err != nil {
		return nil, err
	}
	tables := map[string]bool{"audit_entries": true, "audit_links": true, "private_rows": true}
	for _, name := range names {
		tables[name] = true
	}
	return tables, nil
}

// damage is what is looked at after each.
type damage struct {
	t       *testing.T
	path    string
	clean   []byte
	before  map[string]string
	guarded map[string]bool
	master  *seal.Master

	silent, unguarded, found, engine int
}

// TestDamage turns bits over and empties pages: whatever changes a value that is
// guarded is found.
func TestDamage(t *testing.T) {
	t.Parallel()
	b := theProgram(t)
	dir := b.copyTo(t, t.TempDir())
	d := &damage{t: t, path: filepath.Join(dir, "cairn.db"), clean: b.data["cairn.db"]}
	var err error
	d.master, err = seal.LoadMaster(filepath.Join(dir, "master.key"))
	must(t, err)
	d.before, err = contents(t.Context(), d.path)
	must(t, err)
	d.guarded, err = guarded(t.Context(), d.path)
	must(t, err)
	page := int(binary.BigEndian.Uint16(d.clean[16:18]))
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for range size("CAIRN_FLIPS", 20) {
		at, bit := random.IntN(len(d.clean)), random.IntN(8)
		d.look(fmt.Sprintf("bit %d of byte %d", bit, at), func(file []byte) { file[at] ^= 1 << bit })
	}
	for range size("CAIRN_ZEROED", 5) {
		n := random.IntN(len(d.clean) / page)
		d.look(fmt.Sprintf("page %d emptied", n+1), func(file []byte) { clear(file[n*page : (n+1)*page]) })
	}
	t.Logf("%d bytes; %d changes made no value another, %d one that is not guarded; of all others %d were found, %d of them by the file's own structure alone", len(d.clean), d.silent, d.unguarded, d.found, d.engine)
}

// look damages the file, asks whether that is found, and whether it had to be.
func (d *damage) look(what string, harm func([]byte)) {
	d.t.Helper()
	file := bytes.Clone(d.clean)
	harm(file)
	must(d.t, os.WriteFile(d.path, file, 0o600))
	for _, end := range []string{"-wal", "-shm"} {
		_ = os.Remove(d.path + end)
	}
	after, unread := contents(d.t.Context(), d.path)
	marks, engine := d.verify()
	changed := slices.DeleteFunc(slices.Collect(maps.Keys(d.before)), func(table string) bool { return after[table] == d.before[table] })
	switch guarded := unread != nil || slices.ContainsFunc(changed, func(table string) bool { return d.guarded[table] }); {
	case guarded && !marks && !engine:
		d.t.Errorf("%s changed %v, and nothing found it", what, changed)
	case guarded:
		d.found++
		if !marks {
			d.engine++
		}
	case len(changed) > 0:
		d.unguarded++
	default:
		d.silent++
	}
}

// verify is what cairn verify asks: the journal and the marks, and the engine.
func (d *damage) verify() (marks, engine bool) {
	db, err := store.Open(d.t.Context(), d.path, d.master)
	if err != nil {
		return false, true // it does not even open
	}
	defer db.Close()
	v, err := db.Verify(d.t.Context(), nil, nil)
	marks = err != nil || len(v.Discrepancies) > 0
	wrong, err := db.Integrity(d.t.Context())
	return marks, err != nil || len(wrong) > 0
}

// TestDamageIsTold: the command names what it found and how to go on; a serving Cairn
// says that it is not ready, and shows nothing of what is damaged.
func TestDamageIsTold(t *testing.T) {
	t.Parallel()
	b := theProgram(t)
	dir := b.copyTo(t, t.TempDir())
	path := filepath.Join(dir, "cairn.db")
	raw, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	var root, page int64
	must(t, raw.QueryRow("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").Scan(&root))
	must(t, raw.QueryRow("PRAGMA page_size").Scan(&page))
	must(t, raw.Close())
	file := bytes.Clone(b.data["cairn.db"])
	clear(file[(root-1)*page : root*page])
	must(t, os.WriteFile(path, file, 0o600))
	out, code := b.cairn(t, "verify", "--data", dir)
	if code != 1 || !strings.Contains(out, "notes") || !strings.Contains(out, "backup") {
		t.Errorf("verify ends with %d:\n%s", code, out)
	}
	s := b.serve(t, dir)
	a, err := s.ask("diego.fuentes", "GET", "/api/v1/journal", "", "")
	must(t, err)
	if a.status == 200 && strings.Contains(a.body, `"text"`) {
		t.Errorf("something is shown: %d %s", a.status, a.body)
	}
	var ready answer
	until(t, "it is noticed", 20e9, func() bool {
		ready, err = s.ask("", "GET", "/readyz", "", "")
		return err == nil && ready.status == 503
	})
	if !strings.Contains(ready.body, "cairn verify") || !strings.Contains(s.log.String(), "damaged") {
		t.Errorf("/readyz: %s\nthe log: %s", ready.body, s.log.String())
	}
}
