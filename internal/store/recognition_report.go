package store

import (
	"cairn/internal/id"
	"cairn/internal/recognition"
	"cairn/internal/seal"
)

const reportColumns = `id, post, reporter, at, closed_at, sealed`

var (
	insertReport = statement(`INSERT INTO recognition_reports (` + reportColumns + `) VALUES ($1, $2, $3, $4, 0, $5)`)
	openReports  = statement(`SELECT ` + reportColumns + ` FROM recognition_reports WHERE closed_at = 0 ORDER BY at, id LIMIT $1`)
	reportByID   = statement(`SELECT ` + reportColumns + ` FROM recognition_reports WHERE id = $1`)
	reportOf     = statement(`SELECT ` + reportColumns + ` FROM recognition_reports WHERE post = $1 AND reporter = $2 AND closed_at = 0`)
	closeReport  = statement(`UPDATE recognition_reports SET closed_at = $2 WHERE id = $1 AND closed_at = 0`)
	closeReports = statement(`UPDATE recognition_reports SET closed_at = $2 WHERE post = $1 AND closed_at = 0`)
)

type reportRow struct {
	recognition.Report
	sealed string
}

func scanReport(s scanner) (v reportRow, err error) {
	return v, s.Scan(&v.ID, &v.Post, &v.Reporter, &v.At, &v.ClosedAt, &v.sealed)
}

func (row reportRow) open(r *Reader) (recognition.Report, error) {
	err := r.unseal(row.Reporter, reportPlace(row.ID), row.sealed, &row.Words)
	return row.Report, err
}

func reportPlace(v id.Report) seal.Place {
	return seal.Place{Table: "recognition_reports", Column: "sealed", Row: string(v)}
}

// AddReport keeps that somebody finds that a post should not stand on the wall.
func (t *Tx) AddReport(v recognition.Report) error {
	sealed, err := t.seal(v.Reporter, reportPlace(v.ID), v.Words)
	if err != nil {
		return err
	}
	return t.exec(insertReport, v.ID, v.Post, v.Reporter, v.At, sealed)
}

// OpenReports returns those that wait for somebody, the oldest first.
func (r *Reader) OpenReports(limit int) ([]recognition.Report, error) {
	return opened(r, scanReport, openReports, limit)
}

// Report returns one report, without its words.
func (r *Reader) Report(v id.Report) (recognition.Report, error) {
	row, err := one(r, scanReport, reportByID, v)
	return row.Report, err
}

// ReportBy returns the open report of a post by the person.
func (r *Reader) ReportBy(p id.Recognition, who id.Person) (v recognition.Report, ok bool, err error) {
	row, ok, err := optional(r, scanReport, reportOf, p, who)
	if err != nil || !ok {
		return v, false, err
	}
	v, err = row.open(r)
	return v, true, err
}

// CloseReport ends one report.
func (t *Tx) CloseReport(v id.Report) error { return t.found(t.changed(closeReport, v, t.now)) }

// CloseReports ends all reports of a post.
func (t *Tx) CloseReports(p id.Recognition) error { return t.exec(closeReports, p, t.now) }
