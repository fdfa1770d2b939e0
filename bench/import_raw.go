package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The rows that people and salaries are for. An import leaves others beside them: lines of
// the journal, the chain that holds them, marks and, for a salary, its key.
var (
	peopleTables = []string{"people", "person_keys", "person_words", "units", "memberships", "leads", "disciplines_held", "roles_taken", "reporting_lines"}
	salaryTables = []string{"pay_places", "pay_salaries"}
)

// compared is how long an import took, and raw INSERTs of all rows it left, and of those
// of some tables.
type compared struct {
	took, all, some time.Duration
	rows            int
}

func (c compared) every() float64  { return c.all.Seconds() / c.took.Seconds() }
func (c compared) narrow() float64 { return c.some.Seconds() / c.took.Seconds() }

// String says it in a line.
func (c compared) String() string {
	return fmt.Sprintf("in %.3f s; all %d rows raw in %.3f s, what they are for in %.3f s", c.took.Seconds(), c.rows, c.all.Seconds(), c.some.Seconds())
}

// beside times an import, and then how long the rows that it left take in copies of the
// database as it was before: prepared INSERTs in one transaction, with all indices and
// without a trigger. Nothing is checked there, nothing sealed, marked or chained. Which
// tables have grown, the database tells.
func beside(ctx context.Context, folder string, some []string, bring func() error) (c compared, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "cairn.db"))
	if err != nil {
		return c, err
	}
	defer db.Close()
	before, err := endsOf(ctx, db)
	if err != nil {
		return c, err
	}
	var copies [2]string
	for i := range copies {
		copies[i] = filepath.Join(folder, fmt.Sprintf("raw-%s-%d.db", some[0], i))
		if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, copies[i]); err != nil {
			return c, err
		}
	}
	began := time.Now()
	if err := bring(); err != nil {
		return c, err
	}
	c.took = time.Since(began)
	if c.all, c.rows, err = insertRaw(ctx, folder, copies[0], before, nil); err != nil {
		return c, err
	}
	c.some, _, err = insertRaw(ctx, folder, copies[1], before, some)
	return c, err
}

// endsOf is the last row of every table.
func endsOf(ctx context.Context, db *sql.DB) (map[string]int64, error) {
	names, err := texts(ctx, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	ends := map[string]int64{}
	for _, name := range names {
		var end int64
		if err := db.QueryRowContext(ctx, `SELECT COALESCE(MAX(rowid), 0) FROM `+name).Scan(&end); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		ends[name] = end
	}
	return ends, nil
}

func texts(ctx context.Context, db *sql.DB, query string) (list []string, err error) {
	rows, err := db.QueryContext(ctx, query)
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

// insertRaw puts the rows that came after these ends into the other database, of the tables
// named or, with none, of all.
func insertRaw(ctx context.Context, folder, into string, after map[string]int64, tables []string) (took time.Duration, rows int, err error) {
	db, err := sql.Open("sqlite", "file:"+into+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `ATTACH $1 AS ours`, filepath.Join(folder, "cairn.db")); err != nil {
		return 0, 0, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback()
	if _, err := withoutTriggers(ctx, tx); err != nil {
		return 0, 0, err
	}
	for _, table := range slices.Sorted(maps.Keys(after)) {
		if tables != nil && !slices.Contains(tables, table) {
			continue
		}
		all, err := rowsAfter(ctx, tx, table, after[table])
		if err != nil {
			return 0, 0, err
		}
		spent, err := insertAll(ctx, tx, table, all)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", table, err)
		}
		took, rows = took+spent, rows+len(all)
	}
	began := time.Now()
	err = tx.Commit()
	return took + time.Since(began), rows, err
}

func insertAll(ctx context.Context, tx *sql.Tx, table string, rows [][]any) (time.Duration, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO main."+table+" VALUES (?"+strings.Repeat(", ?", len(rows[0])-1)+")")
	if err != nil {
		return 0, err
	}
	began := time.Now()
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

func rowsAfter(ctx context.Context, tx *sql.Tx, table string, end int64) (all [][]any, err error) {
	found, err := tx.QueryContext(ctx, "SELECT * FROM ours."+table+" WHERE rowid > $1 ORDER BY rowid", end)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return nil, err
	}
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range into {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, found.Err()
}
