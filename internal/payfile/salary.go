package payfile

import (
	"io"

	"cairn/internal/clock"
	"cairn/internal/sheet"
)

// MaxPeople is how many lines a file about people may have.
const MaxPeople = 200_000

// SalaryRow is a line of a file of salaries: what somebody is paid from a day on, or
// where, or both.
type SalaryRow struct {
	Line     int
	Email    string
	From     clock.Date
	Amount   string // for full time, as written; empty where the line says only where
	Currency string
	Period   string
	Share    string // of full time, in per cent; empty is full time
	Market   string // empty leaves it as it is
	Reason   string
}

var salaryColumns = []column[SalaryRow]{
	text("e-mail", "mail emailaddress", true, func(r *SalaryRow) *string { return &r.Email }),
	day("valid from", "from validfrom since date", true, func(r *SalaryRow) *clock.Date { return &r.From }),
	text("salary", "amount fulltimesalary fulltime pay", false, func(r *SalaryRow) *string { return &r.Amount }),
	text("currency", "", false, func(r *SalaryRow) *string { return &r.Currency }),
	text("period", "per", false, func(r *SalaryRow) *string { return &r.Period }),
	text("share", "fulltimeshare fte percent", false, func(r *SalaryRow) *string { return &r.Share }),
	text("market", "country city", false, func(r *SalaryRow) *string { return &r.Market }),
	text("reason", "why comment", false, func(r *SalaryRow) *string { return &r.Reason }),
}

// ReadSalaries reads a file of salaries, CSV or XLSX.
func ReadSalaries(name string, data []byte) ([]SalaryRow, []sheet.Problem) {
	return read(name, data, MaxPeople, salaryColumns, func(r *SalaryRow) *int { return &r.Line })
}

// WriteSalaries writes what ReadSalaries reads.
func WriteSalaries(w io.Writer, f sheet.Format, rows []SalaryRow) error {
	var cells [][]sheet.Cell
	for _, r := range rows {
		cells = append(cells, []sheet.Cell{sheet.Words(r.Email), sheet.Words(string(r.From)), sheet.Number(r.Amount), sheet.Words(r.Currency), sheet.Words(r.Period),
			sheet.Number(r.Share), sheet.Words(r.Market), sheet.Words(r.Reason)})
	}
	return sheet.Write(w, f, "Salaries", heads(salaryColumns), cells)
}
