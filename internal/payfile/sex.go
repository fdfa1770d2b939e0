package payfile

import "cairn/internal/sheet"

// SexRow is a line of a file of what people said of their sex.
type SexRow struct {
	Line  int
	Email string
	Sex   string // as written; empty leaves it as it is
}

var sexColumns = []column[SexRow]{
	text("e-mail", "mail emailaddress", true, func(r *SexRow) *string { return &r.Email }),
	text("sex", "gender legalsex", true, func(r *SexRow) *string { return &r.Sex }),
}

// ReadSexes reads a file of what people said, CSV or XLSX.
func ReadSexes(name string, data []byte) ([]SexRow, []sheet.Problem) {
	return read(name, data, MaxPeople, sexColumns, func(r *SexRow) *int { return &r.Line })
}
