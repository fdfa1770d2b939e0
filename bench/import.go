package main

import (
	"context"
	"fmt"
	"path/filepath"

	"cairn/internal/access"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/workflow"
)

// brought is how many people an import brings in.
const brought = 2000

// measureImport compares imports with raw prepared INSERTs: see beside.
func measureImport(ctx context.Context, folder string) ([]result, error) {
	var people, salaries []compared
	for i := range 5 {
		one, two, err := bringIn(ctx, filepath.Join(folder, fmt.Sprintf("import-%d", i)), brought)
		if err != nil {
			return nil, err
		}
		people, salaries = append(people, one), append(salaries, two)
		progress("import: %d people %s", brought, one)
		progress("import: their salaries %s", two)
	}
	return []result{
		{"people a second, of raw prepared INSERTs of every row that is left", medianOf(people, compared.every), 0.4, true},
		{"salaries a second, of raw prepared INSERTs of every row that is left", medianOf(salaries, compared.every), 0.4, true},
		{"people a second, of raw INSERTs of people and what is known of them alone", medianOf(people, compared.narrow), 0, true},
		{"salaries a second, of raw INSERTs of the salaries alone", medianOf(salaries, compared.narrow), 0, true},
	}, nil
}

// bringIn brings in people and then what they are paid, each beside raw INSERTs.
func bringIn(ctx context.Context, folder string, count int) (people, salaries compared, err error) {
	err = within(ctx, inFile(folder), func(w *workflow.Workflow) (err error) {
		people, err = beside(ctx, folder, peopleTables, func() error {
			_, err := w.ImportPeople(ctx, access.System(access.ViaCommand), rows(count), workflow.ImportOptions{})
			return err
		})
		if err != nil {
			return err
		}
		who, lines, err := readySalaries(ctx, w, count)
		if err != nil {
			return err
		}
		salaries, err = beside(ctx, folder, salaryTables, func() error {
			_, err := w.ImportSalaries(ctx, who, workflow.Once{}, lines, workflow.ImportOptions{})
			return err
		})
		return err
	})
	return people, salaries, err
}

func medianOf(list []compared, of func(compared) float64) float64 {
	var values []float64
	for _, c := range list {
		values = append(values, of(c))
	}
	return median(values)
}

// readySalaries gives what everybody is paid, and somebody who looks after pay.
func readySalaries(ctx context.Context, w *workflow.Workflow, count int) (who access.Actor, lines []payfile.SalaryRow, err error) {
	if who, _, err = enter(ctx, w, 1); err != nil {
		return who, nil, err
	}
	if err := w.GrantOffice(ctx, access.System(access.ViaCommand), who.Person, org.CompensationPartner); err != nil {
		return who, nil, err
	}
	in, err := w.SignIn(ctx, "person1@example.org", password, "bench", "")
	if err != nil {
		return who, nil, err
	}
	if who, _, err = w.Authenticate(ctx, in.Token); err != nil {
		return who, nil, err
	}
	if err := w.SetPayPolicy(ctx, who, workflow.Once{}, pay.Salaries, 1, ""); err != nil {
		return who, nil, err
	}
	for i := range count {
		if i == 1 { // nobody writes their own
			continue
		}
		lines = append(lines, payfile.SalaryRow{Line: i + 2, Email: fmt.Sprintf("person%d@example.org", i), From: "2026-01-01", Amount: fmt.Sprint(30_000 + i), Currency: "SEK", Period: "month"})
	}
	return who, lines, nil
}
