package sample

import (
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
	return l.inBerlin(berlin)
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
