package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cell is what is written into one. Number holds the digits of a number, which a
// spreadsheet may reckon with; anything else is Text.
type Cell struct{ Text, Number string }

// Words is a cell of text.
func Words(text string) Cell { return Cell{Text: text} }

// Number is a cell of digits.
func Number(digits string) Cell { return Cell{Number: digits} }

// Format is what a table is written as.
type Format string

// The formats there are.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// MediaType is what the format is called on the web.
func (f Format) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Write writes a table.
func Write(w io.Writer, f Format, name string, head []string, rows [][]Cell) error {
	if f == XLSX {
		return writeBook(w, name, head, rows)
	}
	return writeText(w, head, rows)
}

// writeText puts every text in marks: a spreadsheet of another country parts cells
// at another sign, and would begin a new cell inside.
func writeText(w io.Writer, head []string, rows [][]Cell) error {
	var b strings.Builder
	b.WriteString(strings.Join(head, ",") + "\n")
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			switch {
			case c.Number != "":
				b.WriteString(c.Number)
			case c.Text != "":
				b.WriteString(`"` + strings.ReplaceAll(Guard(visible(c.Text)), `"`, `""`) + `"`)
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeBook(w io.Writer, name string, head []string, rows [][]Cell) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	for i, h := range head {
		if err := put(book, name, i, 1, Words(h)); err != nil {
			return err
		}
	}
	for n, row := range rows {
		for i, c := range row {
			if err := put(book, name, i, n+2, c); err != nil {
				return err
			}
		}
	}
	if err := book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return book.Write(w)
}

func put(book *excelize.File, sheet string, column, line int, c Cell) error {
	at, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		return fmt.Errorf("cell: %w", err)
	}
	if c.Number != "" {
		return book.SetCellDefault(sheet, at, c.Number) // the digits as they are
	}
	if c.Text == "" {
		return nil
	}
	return book.SetCellStr(sheet, at, Guard(visible(c.Text)))
}
