package payfile

import (
	"io"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// MaxRanges is how many lines a file of ranges may have.
const MaxRanges = 20_000

// RangeRow is a line of a file of ranges: one version of one range.
type RangeRow struct {
	Line                        int
	Market, Discipline, Step    string
	From                        clock.Date
	Minimum, Reference, Maximum string // as written; the market says in which currency
	Currency                    string
	Ends                        bool
	Reason                      string
}

var rangeColumns = []column[RangeRow]{
	text("market", "country city", true, func(r *RangeRow) *string { return &r.Market }),
	text("discipline", "", true, func(r *RangeRow) *string { return &r.Discipline }),
	text("step", "level", true, func(r *RangeRow) *string { return &r.Step }),
	day("valid from", "from validfrom since date", true, func(r *RangeRow) *clock.Date { return &r.From }),
	text("minimum", "min", true, func(r *RangeRow) *string { return &r.Minimum }),
	text("reference", "ref midpoint middle", true, func(r *RangeRow) *string { return &r.Reference }),
	text("maximum", "max", true, func(r *RangeRow) *string { return &r.Maximum }),
	text("currency", "", false, func(r *RangeRow) *string { return &r.Currency }),
	{"ends", "ended", false, func(r *RangeRow, _ sheet.Table, cell string) lang.Told {
		switch strings.ToLower(cell) {
		case "":
		case "yes", "y", "true", "1":
			r.Ends = true
		case "no", "n", "false", "0":
		default:
			return lang.Tell("write yes where there is no range any more from that day on, and nothing otherwise")
		}
		return lang.Told{}
	}},
	text("reason", "why comment", false, func(r *RangeRow) *string { return &r.Reason }),
}

// ReadRanges reads a file of ranges, CSV or XLSX.
func ReadRanges(name string, data []byte) ([]RangeRow, []sheet.Problem) {
	return read(name, data, MaxRanges, rangeColumns, func(r *RangeRow) *int { return &r.Line })
}

// WriteRanges writes what ReadRanges reads.
func WriteRanges(w io.Writer, f sheet.Format, rows []RangeRow) error {
	var cells [][]sheet.Cell
	for _, r := range rows {
		ends := ""
		if r.Ends {
			ends = "yes"
		}
		cells = append(cells, []sheet.Cell{sheet.Words(r.Market), sheet.Words(r.Discipline), sheet.Words(r.Step), sheet.Words(string(r.From)),
			sheet.Number(r.Minimum), sheet.Number(r.Reference), sheet.Number(r.Maximum), sheet.Words(r.Currency), sheet.Words(ends), sheet.Words(r.Reason)})
	}
	return sheet.Write(w, f, "Ranges", heads(rangeColumns), cells)
}
