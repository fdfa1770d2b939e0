package workflow

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/orgfile"
	"cairn/internal/testkit/postgres"
)

// manyRows is an organisation of n people in chapters of ten and tribes of ten
// chapters.
func manyRows(n int) []orgfile.Row {
	rows := make([]orgfile.Row, 0, n)
	for i := range n {
		chapter := i / 10
		row := orgfile.Row{
			Line: i + 2, Name: fmt.Sprintf("Person %05d", i), Email: fmt.Sprintf("person%05d@example.org", i), Start: "2024-03-01",
			Chapter: fmt.Sprintf("Chapter %d", chapter), Tribe: fmt.Sprintf("Tribe %d", chapter/10),
			Squads: []string{fmt.Sprintf("Squad %d-%d", chapter/10, i%12)}, Guilds: []string{fmt.Sprintf("Guild %d", i%20)},
			Discipline: "software development", Roles: []string{"Software engineer"},
		}
		switch {
		case i == 0:
			row.Roles = []string{"CTO"}
		case i%100 == 1:
			row.Roles = []string{"Tribe lead"}
		case i%10 == 2:
			row.Roles = []string{"Chapter lead", "Mentor"}
		}
		rows = append(rows, row)
	}
	return rows
}

func BenchmarkImportOfTenThousand(b *testing.B) {
	for name, address := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "cairn.db") },
		"postgres": func(t testing.TB) string { return postgres.URL(t) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				importTwice(b, address(b))
			}
		})
	}
}

// importTwice reports how long a dry run, the import, the same file again and a
// file that changes everybody take.
func importTwice(b *testing.B, address string) {
	rows := manyRows(10_000)
	w, fake := workflowAt(b, address)
	run := func(what string, o ImportOptions) {
		b.Helper()
		began := time.Now()
		if r, err := w.ImportPeople(b.Context(), command, rows, o); err != nil {
			b.Fatal(err, r.Problems)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-"+what)
		fake.Advance(time.Hour)
	}
	run("dry", ImportOptions{DryRun: true})
	run("first", ImportOptions{})
	run("same", ImportOptions{})
	for i := range rows {
		rows[i].Discipline = "quality"
	}
	run("changed", ImportOptions{})
}
