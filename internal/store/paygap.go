package store

import (
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/money"
	"cairn/internal/paygap"
	"cairn/internal/seal"
)

var (
	dropSex    = statement(`DELETE FROM person_sexes WHERE person = $1`)
	insertSex  = statement(`INSERT INTO person_sexes (person, made_at, made_by, sealed) VALUES ($1, $2, $3, $4)`)
	sexesOf    = statement(`SELECT person, made_at, made_by, sealed FROM person_sexes WHERE person IN ($1)`)
	sexKeys    = statement(`SELECT person, wrapped FROM counted_keys WHERE part = 'sex' AND person IN ($1)`)
	dropSexKey = statement(`DELETE FROM counted_keys WHERE part = 'sex' AND person = $1`)

	insertGapReport = statement(`INSERT INTO gap_reports (id, country, day, made_at, made_by, sealed) VALUES ($1, $2, $3, $4, $5, $6)`)
	gapReports      = statement(`SELECT id, country, day, made_at, made_by, sealed FROM gap_reports ORDER BY day DESC, country, id`)
	gapReportByID   = statement(`SELECT id, country, day, made_at, made_by, sealed FROM gap_reports WHERE id = $1`)

	rightsTold    = statement(`SELECT count(*) FROM pay_rights_told WHERE year = $1`)
	keepRightTold = statement(`INSERT INTO pay_rights_told (year, at) VALUES ($1, $2)`)
)

// SexSaid is what somebody said, and who wrote it down.
type SexSaid struct {
	Person id.Person
	Sex    paygap.Sex
	MadeAt clock.Instant
	MadeBy id.Person
}

func sexPlace(who id.Person) seal.Place {
	return seal.Place{Table: "person_sexes", Column: "sealed", Row: string(who)}
}

// SaySex keeps what somebody said in place of what they said before; nothing at all
// takes it back, and its key with it.
func (t *Tx) SaySex(s SexSaid) error {
	if err := t.exec(dropSex, s.Person); err != nil {
		return err
	}
	if s.Sex == "" {
		delete(t.keys, payOwner(sexPart, s.Person))
		if err := t.exec(dropFormer, sexPart, s.Person); err != nil {
			return err
		}
		return t.exec(dropSexKey, s.Person)
	}
	sealed, err := t.sealPay(sexPart, s.Person, sexPlace(s.Person), s.Sex)
	if err != nil {
		return err
	}
	return t.exec(insertSex, s.Person, s.MadeAt, s.MadeBy, sealed)
}

// Sexes returns what the people said; whoever said nothing is missing.
func (r *Reader) Sexes(people []id.Person) (map[id.Person]SexSaid, error) {
	keys, err := each(r, func(s scanner) (k storedKey, err error) { return k, s.Scan(&k.Person, &k.wrapped) }, sexKeys, people)
	for _, k := range keys {
		if err == nil {
			_, err = r.unwrap(payOwner(sexPart, k.Person), k.wrapped)
		}
	}
	if err != nil {
		return nil, err
	}
	var sealed []string
	list, err := each(r, func(s scanner) (x SexSaid, err error) {
		var text string
		err = s.Scan(&x.Person, &x.MadeAt, &x.MadeBy, &text)
		sealed = append(sealed, text)
		return x, err
	}, sexesOf, people)
	for i := range list {
		if err != nil {
			return nil, err
		}
		err = r.openPay(sexPart, list[i].Person, sexPlace(list[i].Person), sealed[i], &list[i].Sex)
	}
	return byPerson(list, func(x SexSaid) id.Person { return x.Person }), err
}

// sealedGap is what a report says.
type sealedGap struct {
	Currency                           money.Currency
	Threshold                          paygap.Tenths
	Least                              int
	People, NoSalary, NoSex, Elsewhere int
	Whole                              paygap.Figures
	Bands                              []paygap.Band
	Rows                               []paygap.Row
}

func gapPlace(g id.GapReport) seal.Place {
	return seal.Place{Table: "gap_reports", Column: "sealed", Row: string(g)}
}

// AddGapReport keeps a report. There is one of a country and a day.
func (t *Tx) AddGapReport(g paygap.Report) error {
	sealed, err := t.sealPay(gapPart, "", gapPlace(g.ID), sealedGap{g.Currency, g.Threshold, g.Least, g.People, g.NoSalary, g.NoSex, g.Elsewhere, g.Whole, g.Bands, g.Rows})
	if err != nil {
		return err
	}
	return t.exec(insertGapReport, g.ID, g.Country, g.Day, g.MadeAt, g.MadeBy, sealed)
}

// GapReports returns all reports, the newest day first.
func (r *Reader) GapReports() ([]paygap.Report, error) {
	list, err := all(r, gapReport, gapReports)
	for i := range list {
		if err == nil {
			err = r.openGap(&list[i])
		}
	}
	return gapsOf(list), err
}

// GapReport returns one report.
func (r *Reader) GapReport(ref id.GapReport) (paygap.Report, error) {
	g, err := one(r, gapReport, gapReportByID, ref)
	if err == nil {
		err = r.openGap(&g)
	}
	return g.Report, err
}

// sealedReport is a report as it was read.
type sealedReport struct {
	paygap.Report
	sealed string
}

func gapReport(s scanner) (g sealedReport, err error) {
	return g, s.Scan(&g.ID, &g.Country, &g.Day, &g.MadeAt, &g.MadeBy, &g.sealed)
}

func (r *Reader) openGap(g *sealedReport) error {
	var in sealedGap
	err := r.openPay(gapPart, "", gapPlace(g.ID), g.sealed, &in)
	g.Currency, g.Threshold, g.Least, g.Whole, g.Bands, g.Rows = in.Currency, in.Threshold, in.Least, in.Whole, in.Bands, in.Rows
	g.People, g.NoSalary, g.NoSex, g.Elsewhere = in.People, in.NoSalary, in.NoSex, in.Elsewhere
	return err
}

func gapsOf(list []sealedReport) []paygap.Report {
	reports := make([]paygap.Report, 0, len(list))
	for _, g := range list {
		reports = append(reports, g.Report)
	}
	return reports
}

// RightsTold tells whether everybody was told of their right in the year.
func (r *Reader) RightsTold(year string) (bool, error) {
	n, err := one(r, count, rightsTold, year)
	return n > 0, err
}

// KeepRightsTold keeps that everybody was told in the year.
func (t *Tx) KeepRightsTold(year string) error { return t.exec(keepRightTold, year, t.now) }
