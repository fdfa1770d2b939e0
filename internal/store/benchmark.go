package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/pay"
	"cairn/internal/seal"
)

const benchmarkColumns = `id, market, made_at, made_by, version, sealed`

var (
	insertBenchmark = statement(`INSERT INTO pay_benchmarks (` + benchmarkColumns + `) VALUES ($1, $2, $3, $4, $5, $6)`)
	updateBenchmark = statement(`UPDATE pay_benchmarks SET sealed = $2, version = version + 1 WHERE id = $1 AND version = $3`)
	deleteBenchmark = statement(`DELETE FROM pay_benchmarks WHERE id = $1`)
	allBenchmarks   = statement(`SELECT ` + benchmarkColumns + ` FROM pay_benchmarks`)
	benchmarksIn    = statement(`SELECT ` + benchmarkColumns + ` FROM pay_benchmarks WHERE market = $1`)
	benchmarkByID   = statement(`SELECT ` + benchmarkColumns + ` FROM pay_benchmarks WHERE id = $1`)
)

// sealedBenchmark is what of a benchmark only the key of the benchmarks opens:
// suppliers sell to one organisation and not to whoever finds a disk.
type sealedBenchmark struct {
	Source string      `json:"source"`
	Dated  clock.Date  `json:"dated"`
	Job    string      `json:"job"`
	Match  pay.Match   `json:"match"`
	Points []pay.Point `json:"points"`
	Note   string      `json:"note,omitempty"`
}

func benchmarkPlace(b id.Benchmark) seal.Place {
	return seal.Place{Table: "pay_benchmarks", Column: "sealed", Row: string(b)}
}

func (t *Tx) sealBenchmark(b pay.Benchmark) (string, error) {
	return t.sealPay(payBenchmarks, "", benchmarkPlace(b.ID), sealedBenchmark{b.Source, b.Dated, b.Job, b.Match, b.Points, b.Note})
}

// AddBenchmarks keeps new benchmarks.
func (t *Tx) AddBenchmarks(list []pay.Benchmark) error {
	for _, b := range list {
		sealed, err := t.sealBenchmark(b)
		if err != nil {
			return err
		}
		if err := t.exec(insertBenchmark, b.ID, b.Market, b.MadeAt, b.MadeBy, b.Version, sealed); err != nil {
			return err
		}
	}
	return nil
}

// SaveBenchmark keeps the changes of a benchmark, unless another change came first.
func (t *Tx) SaveBenchmark(b pay.Benchmark) error {
	sealed, err := t.sealBenchmark(b)
	if err != nil {
		return err
	}
	return t.swap(updateBenchmark, b.ID, sealed, b.Version)
}

// DeleteBenchmark removes a benchmark for good, as a licence that ends may ask for.
func (t *Tx) DeleteBenchmark(b id.Benchmark) error { return t.found(t.changed(deleteBenchmark, b)) }

// Benchmarks returns all of them.
func (r *Reader) Benchmarks() ([]pay.Benchmark, error) {
	return opened(r, scanBenchmark, allBenchmarks)
}

// BenchmarksIn returns those of a market.
func (r *Reader) BenchmarksIn(m id.Market) ([]pay.Benchmark, error) {
	return opened(r, scanBenchmark, benchmarksIn, m)
}

// Benchmark returns one.
func (r *Reader) Benchmark(b id.Benchmark) (pay.Benchmark, error) {
	row, err := one(r, scanBenchmark, benchmarkByID, b)
	if err != nil {
		return pay.Benchmark{}, err
	}
	return row.open(r)
}

type benchmarkRow struct {
	pay.Benchmark
	sealed string
}

func scanBenchmark(s scanner) (b benchmarkRow, err error) {
	return b, s.Scan(&b.ID, &b.Market, &b.MadeAt, &b.MadeBy, &b.Version, &b.sealed)
}

func (row benchmarkRow) open(r *Reader) (pay.Benchmark, error) {
	var in sealedBenchmark
	err := r.openPay(payBenchmarks, "", benchmarkPlace(row.ID), row.sealed, &in)
	b := row.Benchmark
	b.Source, b.Dated, b.Job, b.Match, b.Points, b.Note = in.Source, in.Dated, in.Job, in.Match, in.Points, in.Note
	return b, err
}
