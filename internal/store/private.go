package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Every row that holds something sealed has a keyed mark over all of it: its
// table, its key, each of its columns and the link that last wrote it. Triggers
// note which rows a transaction touches, so that a new table, column or statement
// is covered without a word of its own.

// privateTable is a table that holds something sealed.
type privateTable struct {
	name    string
	columns []string // in the order they came to the table
	key     []string // of these, the primary key
}

// rowRef names a row.
type rowRef struct{ table, key string }

// keyGlue stands between the parts of a key; it is in no id.
const keyGlue = "\x1f"

// holdsSealed tells whether a column of that name is sealed. The test of names in
// internal/trust holds every schema to it.
func holdsSealed(column string) bool {
	return column == "sealed" || column == "wrapped" || strings.HasSuffix(column, "_sealed")
}

// privateTables reads the schema.
func (db *DB) privateTables(ctx context.Context, q querier) (map[string]privateTable, error) {
	rows, err := q.QueryContext(ctx, db.engine.columns())
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	defer rows.Close()
	tables, private := map[string]privateTable{}, map[string]bool{}
	keys := map[string]map[int]string{}
	for rows.Next() {
		var table, column string
		var place int
		if err := rows.Scan(&table, &column, &place); err != nil {
			return nil, err
		}
		t := tables[table]
		t.name, t.columns = table, append(t.columns, column)
		tables[table] = t
		private[table] = private[table] || holdsSealed(column)
		if place > 0 {
			if keys[table] == nil {
				keys[table] = map[int]string{}
			}
			keys[table][place] = column
		}
	}
	for name, t := range tables {
		if !private[name] {
			delete(tables, name)
			continue
		}
		for place := 1; place <= len(keys[name]); place++ {
			t.key = append(t.key, keys[name][place])
		}
		if len(t.key) == 0 {
			return nil, fmt.Errorf("the table %s holds something sealed and has no primary key", name)
		}
		tables[name] = t
	}
	return tables, rows.Err()
}

func tableNames(tables map[string]privateTable) []string {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

const selectWord = "SELECT "

// privateRow is a row as it stands, with its columns as texts.
type privateRow struct {
	key    string
	values []sql.NullString // in the order of the columns
}

// keyText is the expression of a row's key.
func (p privateTable) keyText(e engine, prefix string) string {
	parts := make([]string, len(p.key))
	for i, column := range p.key {
		parts[i] = prefix + column
	}
	return strings.Join(parts, " || "+e.glue()+" || ")
}

func (p privateTable) selection() string {
	return selectWord + strings.Join(p.columns, ", ") + " FROM " + p.name
}

// scan reads all columns of a row.
func (p privateTable) scan(s scanner) (row privateRow, err error) {
	row.values = make([]sql.NullString, len(p.columns))
	into := make([]any, len(p.columns))
	for i := range into {
		into[i] = &row.values[i]
	}
	if err := s.Scan(into...); err != nil {
		return row, err
	}
	parts := make([]string, len(p.key))
	for i, column := range p.key {
		parts[i] = row.values[slices.Index(p.columns, column)].String
	}
	row.key = strings.Join(parts, keyGlue)
	return row, nil
}

// rows returns the rows of these keys, as far as they are there.
func (r *Reader) privateRows(p privateTable, keys []string) (map[string]privateRow, error) {
	byKey := make(map[string]privateRow, len(keys))
	for some := range slices.Chunk(keys, r.atOnce(len(p.key))) {
		some = filled(some)
		args, tuples := make([]any, 0, len(some)*len(p.key)), make([]string, 0, len(some))
		for _, key := range some {
			tuples = append(tuples, tuple(len(args), len(p.key)))
			parts := strings.SplitN(key, keyGlue, len(p.key))
			for i := range p.key {
				part := "" // of a key that is damaged
				if i < len(parts) {
					part = parts[i]
				}
				args = append(args, part)
			}
		}
		where := " WHERE (" + strings.Join(p.key, ", ") + ") IN (VALUES " + strings.Join(tuples, ", ") + ")"
		if len(p.key) == 1 {
			where = " WHERE " + p.key[0] + " IN " + tuple(0, len(some))
		}
		rows, err := found(r, p.scan, keep(p.selection()+where), args...)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", p.name, err)
		}
		for _, row := range rows {
			byKey[row.key] = row
		}
	}
	return byKey, nil
}
