package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"cairn/internal/access"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/workflow"
)

// brought is how many people an import brings in.
const brought = 2000

// measureImport compares an import with prepared INSERTs of the very rows it left, in one
// transaction, on a database of the same schema without a trigger: nothing is checked,
// nothing sealed, no journal is kept.
func measureImport(ctx context.Context, folder string) ([]result, error) {
	var people, salaries []float64
	for i := range 5 {
		ours, theirs := filepath.Join(folder, fmt.Sprintf("import-%d", i)), filepath.Join(folder, fmt.Sprintf("raw-%d", i))
		var took, paid time.Duration
		err := within(ctx, inFile(ours), func(w *workflow.Workflow) (err error) {
			began := time.Now()
			if _, err = w.ImportPeople(ctx, access.System(access.ViaCommand), rows(brought), workflow.ImportOptions{}); err != nil {
				return err
			}
			took = time.Since(began)
			paid, err = importSalaries(ctx, w)
			return err
		})
		if err != nil {
			return nil, err
		}
		if err := within(ctx, inFile(theirs), func(*workflow.Workflow) error { return nil }); err != nil {
			return nil, err
		}
		raw, err := insertRaw(ctx, ours, theirs, broughtTables)
		if err != nil {
			return nil, err
		}
		rawPaid, err := insertRaw(ctx, ours, theirs, []string{"pay_places", "pay_salaries"})
		if err != nil {
			return nil, err
		}
		people, salaries = append(people, raw.Seconds()/took.Seconds()), append(salaries, rawPaid.Seconds()/paid.Seconds())
		progress("import: %d people in %.2f s, raw rows in %.2f s; their salaries in %.2f s, raw rows in %.2f s", brought, took.Seconds(), raw.Seconds(), paid.Seconds(), rawPaid.Seconds())
	}
	return []result{
		{"people a second, of raw prepared INSERTs of the same rows", median(people), 0.4, true},
		{"salaries a second, of raw prepared INSERTs of the same rows", median(salaries), 0.4, true},
	}, nil
}

// importSalaries brings in what everybody is paid, as somebody who looks after pay.
func importSalaries(ctx context.Context, w *workflow.Workflow) (time.Duration, error) {
	who, _, err := enter(ctx, w, 1)
	if err != nil {
		return 0, err
	}
	if err := w.GrantOffice(ctx, access.System(access.ViaCommand), who.Person, org.CompensationPartner); err != nil {
		return 0, err
	}
	in, err := w.SignIn(ctx, "person1@example.org", password, "bench", "")
	if err != nil {
		return 0, err
	}
	if who, _, err = w.Authenticate(ctx, in.Token); err != nil {
		return 0, err
	}
	if err := w.SetPayPolicy(ctx, who, workflow.Once{}, pay.Salaries, 1, ""); err != nil {
		return 0, err
	}
	var lines []payfile.SalaryRow
	for i := range brought {
		if i == 1 { // nobody writes their own
			continue
		}
		lines = append(lines, payfile.SalaryRow{Line: i + 2, Email: fmt.Sprintf("person%d@example.org", i), From: "2026-01-01", Amount: fmt.Sprint(30_000 + i), Currency: "SEK", Period: "month"})
	}
	began := time.Now()
	_, err = w.ImportSalaries(ctx, who, workflow.Once{}, lines, workflow.ImportOptions{})
	return time.Since(began), err
}

// broughtTables are those in which an import leaves what it is for.
var broughtTables = []string{"people", "person_keys", "person_words", "units", "memberships", "leads", "disciplines_held", "roles_taken", "reporting_lines"}

func insertRaw(ctx context.Context, from, to string, tables []string) (took time.Duration, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(to, "cairn.db")+"?_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `ATTACH $1 AS ours`, filepath.Join(from, "cairn.db")); err != nil {
		return 0, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if _, err := withoutTriggers(ctx, tx); err != nil {
		return 0, err
	}
	for _, table := range tables {
		all, err := rowsOf(ctx, tx, "ours."+table)
		if err != nil {
			return 0, err
		}
		if len(all) == 0 {
			continue
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO main."+table+" VALUES (?"+strings.Repeat(", ?", len(all[0])-1)+")")
		if err != nil {
			return 0, err
		}
		began := time.Now()
		for _, row := range all {
			if _, err := insert.ExecContext(ctx, row...); err != nil {
				return 0, fmt.Errorf("%s: %w", table, err)
			}
		}
		took += time.Since(began)
	}
	began := time.Now()
	err = tx.Commit()
	return took + time.Since(began), err
}

func rowsOf(ctx context.Context, tx *sql.Tx, table string) (all [][]any, err error) {
	found, err := tx.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY rowid")
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
