package payfile

import (
	"io"
	"strconv"

	"cairn/internal/clock"
	"cairn/internal/sheet"
)

// MaxBenchmarks is how many lines a file of benchmarks may have.
const MaxBenchmarks = 20_000

// BenchmarkRow is a line of a file of benchmarks.
type BenchmarkRow struct {
	Line                    int
	Source, Market          string
	Dated                   clock.Date
	Job, Discipline, Step   string
	Currency, Note          string
	P10, P25, P50, P75, P90 string // as written
}

var benchmarkColumns = []column[BenchmarkRow]{
	text("source", "supplier provider", true, func(r *BenchmarkRow) *string { return &r.Source }),
	day("date", "dated asof", true, func(r *BenchmarkRow) *clock.Date { return &r.Dated }),
	text("market", "country city", true, func(r *BenchmarkRow) *string { return &r.Market }),
	text("job", "title work role", true, func(r *BenchmarkRow) *string { return &r.Job }),
	text("discipline", "", false, func(r *BenchmarkRow) *string { return &r.Discipline }),
	text("step", "level", false, func(r *BenchmarkRow) *string { return &r.Step }),
	text("p10", "", false, func(r *BenchmarkRow) *string { return &r.P10 }),
	text("p25", "q1", false, func(r *BenchmarkRow) *string { return &r.P25 }),
	text("p50", "median q2", false, func(r *BenchmarkRow) *string { return &r.P50 }),
	text("p75", "q3", false, func(r *BenchmarkRow) *string { return &r.P75 }),
	text("p90", "", false, func(r *BenchmarkRow) *string { return &r.P90 }),
	text("currency", "", false, func(r *BenchmarkRow) *string { return &r.Currency }),
	text("note", "comment", false, func(r *BenchmarkRow) *string { return &r.Note }),
}

// Points are the amounts that the line gives, by percentile.
func (r *BenchmarkRow) Points() map[int]*string {
	return map[int]*string{10: &r.P10, 25: &r.P25, 50: &r.P50, 75: &r.P75, 90: &r.P90}
}

// Column is the name of the column of a percentile.
func Column(percentile int) string { return "p" + strconv.Itoa(percentile) }

// ReadBenchmarks reads a file of benchmarks, CSV or XLSX.
func ReadBenchmarks(name string, data []byte) ([]BenchmarkRow, []sheet.Problem) {
	return read(name, data, MaxBenchmarks, benchmarkColumns, func(r *BenchmarkRow) *int { return &r.Line })
}

// WriteBenchmarks writes what ReadBenchmarks reads.
func WriteBenchmarks(w io.Writer, f sheet.Format, rows []BenchmarkRow) error {
	var cells [][]sheet.Cell
	for _, r := range rows {
		cells = append(cells, []sheet.Cell{sheet.Words(r.Source), sheet.Words(string(r.Dated)), sheet.Words(r.Market), sheet.Words(r.Job), sheet.Words(r.Discipline), sheet.Words(r.Step),
			sheet.Number(r.P10), sheet.Number(r.P25), sheet.Number(r.P50), sheet.Number(r.P75), sheet.Number(r.P90), sheet.Words(r.Currency), sheet.Words(r.Note)})
	}
	return sheet.Write(w, f, "Benchmarks", heads(benchmarkColumns), cells)
}
