package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// imported is how many people come in through the acts; more are copies of these.
const imported = 1000

// multiply fills a database with copies of everybody, so that a million are there within
// minutes. Each copy is a row of every table that a page about a pair might look through,
// with its own ids, names and addresses. Copies have marks and keys of the right size
// that belong to nobody: no page of the bench opens them.
func multiply(ctx context.Context, folder string, times int) error {
	if postgresAt != "" {
		return multiplyThere(ctx, folder, times)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "cairn.db")+"?_pragma=synchronous(OFF)&_pragma=cache_size(-400000)&_pragma=foreign_keys(OFF)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	again, err := withoutTriggers(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE copies (n TEXT)`); err != nil {
		return err
	}
	for n := 1; n < times; n++ {
		if _, err := tx.ExecContext(ctx, `INSERT INTO copies VALUES ($1)`, fmt.Sprintf("%04d", n)); err != nil {
			return err
		}
	}
	for _, table := range copied {
		if err := copyTable(ctx, tx, table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	for _, text := range again {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// copied are the tables of which there are copies.
var copied = []string{"people", "person_keys", "person_words", "units", "memberships", "leads", "disciplines_held", "roles_taken", "reporting_lines", "private_rows"}

// withoutTriggers takes the triggers away, and returns what makes them anew.
func withoutTriggers(ctx context.Context, tx *sql.Tx) (again []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		names, again = append(names, name), append(again, text)
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+name); err != nil {
			return nil, err
		}
	}
	return again, rows.Err()
}

// ownColumns are those that differ in each copy.
var ownColumns = map[string]string{
	"name": "name || ' ' || n", "name_folded": "name_folded || ' ' || n", "email": "n || email", "email_folded": "n || email_folded",
}

func copyTable(ctx context.Context, tx *sql.Tx, table string) error {
	rows, err := tx.QueryContext(ctx, `SELECT name FROM pragma_table_info($1)`, table)
	if err != nil {
		return err
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			return err
		}
		columns = append(columns, column)
	}
	_, err = tx.ExecContext(ctx, copyOf(table, columns))
	return errors.Join(err, rows.Err())
}

// copyOf is the statement that copies a table's rows, each once for each line of copies.
func copyOf(table string, columns []string) string {
	var values []string
	for _, column := range columns {
		switch own, differs := ownColumns[column]; {
		case differs:
			column = own
		case slices.Contains([]string{"id", "person", "unit", "tribe", "manager", "row_key"}, column):
			column = "'z' || substr(" + column + ", 1, 21) || n" // after the first ones, of which one is opened at each start
		}
		values = append(values, column)
	}
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM (SELECT * FROM " + table + " LIMIT 1000000) AS those CROSS JOIN copies"
}
