package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
)

// Where many rows come at once, as an import brings them, the marks of those in private
// tables are made of what was put there: reading each again takes longer than writing it.
// A row that anything touched a second time is read as any other is, and so is one of which
// not every column was given.

// manyRows are so many that it is worth remembering them.
const manyRows = 100

// writtenRows are rows that were put into a table.
type writtenRows struct {
	table   string
	columns []string
	rows    [][]any
}

// remember keeps rows that are put into a private table until they are marked.
func (t *Tx) remember(table string, columns []string, rows [][]any) error {
	if t.ledger == nil || len(rows) < manyRows {
		return nil
	}
	t.ledger.many = true
	tables, err := t.db.tablesFor(t.Reader, nil)
	if err == nil && len(tables[table].columns) == len(columns) {
		t.ledger.written = append(t.ledger.written, writtenRows{table, columns, rows})
	}
	return err
}

// rowsToMark returns the rows of these keys, as far as they are there.
func (t *Tx) rowsToMark(p privateTable, keys []string) (map[string]privateRow, error) {
	rows := make(map[string]privateRow, len(keys))
	for _, w := range t.ledger.written {
		if w.table == p.name {
			w.take(p, t.ledger.again, rows)
		}
	}
	if len(rows) == 0 {
		return t.privateRows(p, keys)
	}
	read, err := t.privateRows(p, slices.DeleteFunc(slices.Clone(keys), func(key string) bool { _, have := rows[key]; return have }))
	for key, row := range read {
		rows[key] = row
	}
	return rows, err
}

// take gives the rows that stand as they were put, as reading them would.
func (w writtenRows) take(p privateTable, again map[rowRef]bool, into map[string]privateRow) {
	from := make([]int, len(p.columns))
	for i, column := range p.columns {
		if from[i] = slices.Index(w.columns, column); from[i] < 0 {
			return
		}
	}
	key := make([]string, len(p.key))
	for _, given := range w.rows {
		row := privateRow{values: make([]sql.NullString, len(p.columns))}
		plain := true
		for i := range row.values {
			var ok bool
			row.values[i], ok = asRead(given[from[i]])
			plain = plain && ok
		}
		for i, column := range p.key {
			key[i] = row.values[slices.Index(p.columns, column)].String
		}
		row.key = strings.Join(key, keyGlue)
		if plain && !again[rowRef{p.name, row.key}] {
			into[row.key] = row
		}
	}
}

// asRead is a value as it is read as a text; ok is false for what engines keep each in
// their own way.
func asRead(v any) (text sql.NullString, ok bool) {
	switch v := v.(type) {
	case nil:
		return text, true
	case string:
		return sql.NullString{String: v, Valid: true}, true
	case int64:
		return sql.NullString{String: strconv.FormatInt(v, 10), Valid: true}, true
	}
	return text, false
}
