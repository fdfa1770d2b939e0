package trust

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cairn/internal/audit"
	"cairn/internal/testkit/world"
)

// journalOf reads the journal past Cairn, in the order it was written in.
func journalOf(t *testing.T, w *world.World) []audit.Entry {
	t.Helper()
	rows, err := w.Raw(t).QueryContext(t.Context(), "SELECT id, at, actor, via, hat, act, item, subject, object FROM audit_entries")
	must(t, err)
	defer rows.Close()
	var all []audit.Entry
	for rows.Next() {
		var e audit.Entry
		must(t, rows.Scan(&e.ID, &e.At, &e.Actor, &e.Via, &e.Hat, &e.Act, &e.Item, &e.Subject, &e.Object))
		all = append(all, e)
	}
	must(t, rows.Err())
	return all
}

// since returns the entries of after that are not in before.
func since(before, after []audit.Entry) (fresh []audit.Entry) {
	known := map[string]bool{}
	for _, e := range before {
		known[string(e.ID)] = true
	}
	for _, e := range after {
		if !known[string(e.ID)] {
			fresh = append(fresh, e)
		}
	}
	slices.SortFunc(fresh, func(a, b audit.Entry) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Subject, b.Subject))
	})
	return fresh
}

// cellsOf are the columns of the schema, "table.column", without the ones of the
// tool that brings it up to date.
func cellsOf(t *testing.T, w *world.World, raw *sql.DB) (cells []string) {
	t.Helper()
	query := `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
	if w.DB.Engine() == "postgres" {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'`
	}
	rows, err := raw.QueryContext(t.Context(), query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var table, column string
		must(t, rows.Scan(&table, &column))
		if table != "goose_db_version" {
			cells = append(cells, table+"."+column)
		}
	}
	must(t, rows.Err())
	slices.Sort(cells)
	return cells
}

// valuesOf are all values of one column, as text.
func valuesOf(t *testing.T, raw *sql.DB, cell string) []string {
	t.Helper()
	table, column, _ := strings.Cut(cell, ".")
	return rowsOf(t, raw, table, []string{column})[column]
}

// rowsOf are all values of a table by column, as text.
func rowsOf(t *testing.T, raw *sql.DB, table string, columns []string) map[string][]string {
	t.Helper()
	texts, into, values := make([]string, len(columns)), make([]any, len(columns)), make([]sql.NullString, len(columns))
	for i, column := range columns {
		texts[i], into[i] = "CAST("+column+" AS TEXT)", &values[i]
	}
	rows, err := raw.QueryContext(t.Context(), fmt.Sprintf("SELECT %s FROM %s", strings.Join(texts, ", "), table))
	must(t, err)
	defer rows.Close()
	all := map[string][]string{}
	for rows.Next() {
		must(t, rows.Scan(into...))
		for i, column := range columns {
			all[column] = append(all[column], values[i].String)
		}
	}
	must(t, rows.Err())
	return all
}

// dump is the whole database as text, by column, each with its values in order.
func dump(t *testing.T, w *world.World) map[string]string {
	t.Helper()
	raw := w.Raw(t)
	tables, all := map[string][]string{}, map[string]string{}
	for _, cell := range cellsOf(t, w, raw) {
		table, column, _ := strings.Cut(cell, ".")
		tables[table] = append(tables[table], column)
	}
	for table, columns := range tables {
		values := rowsOf(t, raw, table, columns)
		for _, column := range columns {
			slices.Sort(values[column])
			all[table+"."+column] = strings.Join(values[column], "\n")
		}
	}
	return all
}
