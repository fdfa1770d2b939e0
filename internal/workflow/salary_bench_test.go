package workflow_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"cairn/internal/access"
	"cairn/internal/orgfile"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/testkit/world"
	"cairn/internal/workflow"
)

// TestSalariesOfManyArriveWhole takes a large file at once, with its progress told,
// and not a line of one that has a mistake. CAIRN_MANY_SALARIES makes it larger.
func TestSalariesOfManyArriveWhole(t *testing.T) {
	many := 300
	if n := os.Getenv("CAIRN_MANY_SALARIES"); n != "" {
		_, _ = fmt.Sscan(n, &many)
	}
	w := world.New(t, "sqlite")
	ctx, kim := t.Context(), w.Actor("kim")
	var people []orgfile.Row
	var rows []payfile.SalaryRow
	for i := range many {
		email := fmt.Sprintf("p%d@example.com", i)
		people = append(people, orgfile.Row{Line: i + 2, Name: fmt.Sprintf("Person %d", i), Email: email})
		rows = append(rows, payfile.SalaryRow{Line: i + 2, Email: email, From: "2026-01-01", Amount: fmt.Sprint(30_000 + i), Currency: "SEK", Period: "month"})
	}
	if _, err := w.ImportPeople(ctx, access.System(access.ViaCommand), people, workflow.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := w.SetPayPolicy(ctx, kim, workflow.Once{}, pay.Salaries, 1, ""); err != nil {
		t.Fatal(err)
	}
	bad := append(rows[:len(rows):len(rows)], payfile.SalaryRow{Line: many + 2, Email: "nobody@example.com", From: "2026-01-01", Amount: "1"})
	if report, err := w.ImportSalaries(ctx, kim, workflow.Once{}, bad, workflow.ImportOptions{}); err == nil || len(report.Problems) != 1 {
		t.Fatalf("with a mistake: %v, %v", err, report.Problems)
	}
	begun, told, last := time.Now(), 0, 0
	once := workflow.Once{Key: "once"}
	report, err := w.ImportSalaries(ctx, kim, once, rows, workflow.ImportOptions{Progress: func(done, total int) {
		if done < last || total != many {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		told, last = told+1, done
	}})
	if err != nil || report.Added != many || told < 3 || last != many {
		t.Fatalf("%v, %d added, told %d times, the last time of %d", err, report.Added, told, last)
	}
	t.Logf("%d salaries in %s", many, time.Since(begun).Round(time.Millisecond))
	if _, err := w.ImportSalaries(ctx, kim, once, rows, workflow.ImportOptions{}); err != nil {
		t.Errorf("sent twice: %v", err)
	}
	again, err := w.ImportSalaries(ctx, kim, workflow.Once{}, rows, workflow.ImportOptions{DryRun: true})
	if err != nil || again.Unchanged != many {
		t.Errorf("again it would change %d, %v", many-again.Unchanged, err)
	}
}
