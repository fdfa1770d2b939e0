package sample

import (
	"fmt"
	"strconv"

	"cairn/internal/access"
	"cairn/internal/clock"
	"cairn/internal/id"
	"cairn/internal/org"
	"cairn/internal/pay"
	"cairn/internal/payfile"
	"cairn/internal/workflow"
)

// stepIDs are the steps of the framework, in order.
var stepIDs = []string{"individual", "squad-chapter", "tribe-guild", "technology-company"}

// ranges are invented: minimum, reference and maximum of each step, in thousands of
// kronor a month and of euros a year. Those of today overlap; one is wide.
var ranges = []struct {
	market, discipline string
	bands              [4][3]int
}{
	{"Sweden", "software-development", [4][3]int{{36, 43, 52}, {44, 53, 64}, {54, 66, 80}, {68, 83, 102}}},
	{"Sweden", "quality", [4][3]int{{34, 41, 49}, {41, 50, 60}, {51, 62, 75}, {64, 78, 96}}},
	{"Sweden", "technical-product", [4][3]int{{37, 44, 53}, {45, 55, 66}, {56, 69, 84}, {70, 86, 106}}},
	{"Sweden", "agile-coaching", [4][3]int{{36, 42, 50}, {43, 51, 61}, {52, 63, 76}, {65, 79, 97}}},
	{"Berlin", "software-development", [4][3]int{{50, 60, 73}, {62, 75, 91}, {77, 94, 114}, {97, 118, 145}}},
	{"Berlin", "quality", [4][3]int{{47, 56, 68}, {58, 70, 85}, {72, 87, 106}, {90, 110, 135}}},
}

// helena is the compensation partner in a browser.
func (l *loader) helena() access.Actor {
	a := l.as("helena.weiss")
	a.Offices = []org.Office{org.CompensationPartner}
	return a
}

// paying is what Helena looks after: two markets, their ranges of last year and of
// this, and who is paid in Berlin.
func (l *loader) paying() error {
	l.at(350, 10)
	sweden := workflow.MarketText{Name: "Sweden", Country: "SE", Currency: "SEK", Period: pay.Monthly, Usual: true}
	if _, err := l.w.MakeMarket(l.ctx, l.helena(), workflow.Once{}, sweden); err != nil {
		return err
	}
	berlin, err := l.w.MakeMarket(l.ctx, l.helena(), workflow.Once{}, workflow.MarketText{Name: "Berlin", Country: "DE", City: "Berlin", Currency: "EUR", Period: pay.Yearly})
	if err != nil {
		return err
	}
	if err := l.takeRanges(l.today.AddDays(-340), 97, "The first ranges that go with the steps."); err != nil {
		return err
	}
	l.at(60, 11)
	if err := l.takeRanges(l.today.AddDays(-45), 100, "The market has moved, and the ranges follow it."); err != nil {
		return err
	}
	if err := l.inBerlin(berlin); err != nil {
		return err
	}
	return l.salaried()
}

// takeRanges brings in a file of all ranges, at so many hundredths of today's.
func (l *loader) takeRanges(from clock.Date, hundredths int, reason string) error {
	var rows []payfile.RangeRow
	for _, r := range ranges {
		for i, b := range r.bands {
			at := func(n int) string { return strconv.Itoa(b[n] * 10 * hundredths) }
			rows = append(rows, payfile.RangeRow{Line: len(rows) + 2, Market: r.market, Discipline: r.discipline, Step: stepIDs[i], From: from,
				Minimum: at(0), Reference: at(1), Maximum: at(2), Reason: reason})
		}
	}
	_, err := l.w.ImportRanges(l.ctx, l.helena(), workflow.Once{}, rows, false)
	return err
}

func (l *loader) inBerlin(market id.Market) error {
	for _, email := range []string{"paula.schmidt", "freya.lang", "lucas.moreau"} {
		if err := l.w.PlacePerson(l.ctx, l.helena(), workflow.Once{}, l.people[email], market, l.today.AddDays(-300)); err != nil {
			return err
		}
	}
	return nil
}

// salaries are invented: of a few people, for full time, and the share they work.
var salaries = []struct {
	email, amount, share string
	daysAgo              int
	reason               string
}{
	{"priya.raman", "52500", "", 340, "As agreed when she became chapter lead."},
	{"priya.raman", "54800", "", 44, "The yearly look at pay: calm nights in Payments, and the market."},
	{"diego.fuentes", "46200", "", 340, "As in the contract."},
	{"diego.fuentes", "47900", "", 44, "The yearly look at pay: refunds that arrive in two days."},
	{"yara.nasser", "45100", "80", 340, "As in the contract, four days a week."},
	{"wei.zhang", "71000", "", 340, "As in the contract."},
	{"elin.dahl", "38500", "", 160, "As in the contract."},
	{"freya.lang", "88500", "", 290, "As in the contract."},
	{"paula.schmidt", "56800", "90", 290, "As agreed with the move to Berlin."},
}

// salaried are the salaries that are kept, since Helena switched that on, and what
// two invented suppliers say.
func (l *loader) salaried() error {
	l.at(43, 9)
	if err := l.w.SetPayPolicy(l.ctx, l.helena(), workflow.Once{}, pay.Salaries, 1, ""); err != nil {
		return err
	}
	var rows []payfile.SalaryRow
	for i, s := range salaries {
		rows = append(rows, payfile.SalaryRow{Line: i + 2, Email: s.email + host, From: l.today.AddDays(-s.daysAgo), Amount: s.amount, Share: s.share, Reason: s.reason})
	}
	if report, err := l.w.ImportSalaries(l.ctx, l.helena(), workflow.Once{}, rows, workflow.ImportOptions{}); err != nil {
		return fmt.Errorf("%w %v", err, report.Problems)
	}
	l.at(42, 9)
	dated := l.today.AddDays(-90)
	report, err := l.w.ImportBenchmarks(l.ctx, l.helena(), workflow.Once{}, []payfile.BenchmarkRow{
		{Line: 2, Source: "Fjord Pay Survey", Market: "Sweden", Dated: dated, Job: "Developer II", Discipline: "software-development", Step: "squad-chapter", P25: "47000", P50: "52500", P75: "59000"},
		{Line: 3, Source: "Fjord Pay Survey", Market: "Sweden", Dated: dated, Job: "Developer I", Discipline: "software-development", Step: "individual", P25: "38000", P50: "42000", P75: "47500"},
		{Line: 4, Source: "Hafen Benchmarks", Market: "Berlin", Dated: dated, Job: "Software Engineer, experienced", Discipline: "software-development", Step: "squad-chapter", P50: "77000", P90: "96000"},
		{Line: 5, Source: "Fjord Pay Survey", Market: "Sweden", Dated: dated, Job: "Test Specialist III", P25: "50000", P50: "56000", P75: "63000", Note: "Closest to Squad/Chapter or Tribe/Guild; to be talked about."},
	}, false)
	if err != nil {
		return fmt.Errorf("%w %v", err, report.Problems)
	}
	return nil
}
