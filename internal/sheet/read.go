// Package sheet reads and writes tables as people keep them: CSV and XLSX. Cells
// are text from end to end, numbers too, so that no amount passes through a
// floating-point number. What is written cannot be run as a formula.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"cairn/internal/clock"
	"cairn/internal/lang"
)

// Row is a line of a table.
type Row struct {
	Line  int
	Cells []string
}

// Table is a file whose first line names the columns.
type Table struct {
	Head Row
	Rows []Row
	days bool // days may stand as numbers, as a workbook keeps them
}

// Bounds of a file.
const (
	maxUnpacked = 256 << 20
	maxCells    = 60
	maxCell     = 2000
)

// Read reads a file as a table of at most so many lines. The name is only what
// messages call it: what the file is, its first bytes tell.
func Read(name string, data []byte, most int) (Table, []Problem) {
	var rows []Row
	var problems []Problem
	t := Table{}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		rows, problems = readBook(name, data, most)
		t.days = true
	} else {
		rows, problems = readText(name, data, most)
	}
	if len(problems) > 0 {
		return t, problems
	}
	if len(rows) == 0 {
		return t, []Problem{{Message: lang.Tell("{file} is empty; its first line must name the columns", "file", name)}}
	}
	t.Head, t.Rows = rows[0], rows[1:]
	if len(t.Rows) > most {
		return t, []Problem{{Message: lang.Tell("the file has more than {n} lines; split it into several", "n", most)}}
	}
	return t, nil
}

func readText(name string, data []byte, most int) (rows []Row, problems []Problem) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, []Problem{{Message: lang.Tell("{file} is in UTF-16; save it as CSV UTF-8", "file", name)}}
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return nil, []Problem{{Message: lang.Tell("{file} is not text in UTF-8; save it as CSV UTF-8, or as XLSX", "file", name)}}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(data), -1, false
	for len(rows) <= most+1 {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			// What follows a mark that is not closed is not what was meant.
			return nil, append(problems, Problem{Line: wrong.StartLine, Message: quoteWords(err)})
		}
		if err != nil {
			return nil, []Problem{{Message: lang.Tell("{file} cannot be read any further", "file", name)}}
		}
		line, _ := r.FieldPos(0)
		rows = addRow(rows, line, cells)
	}
	return rows, problems
}

func quoteWords(err error) lang.Told {
	if errors.Is(err, csv.ErrBareQuote) {
		return lang.Tell(`a quotation mark stands inside a cell; put the whole cell in marks and double those inside: "so ""called"" this"`)
	}
	return lang.Tell("a quotation mark is opened and not closed as it should be; close it, or double it where it belongs to the text")
}

// separator is what splits the first line into the most cells.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, comma := range []rune{',', ';', '\t'} {
		if n := bytes.Count(first, []byte(string(comma))); n > most {
			best, most = comma, n
		}
	}
	return best
}

// addRow leaves out lines without text, which spreadsheets leave at the end.
func addRow(rows []Row, line int, cells []string) []Row {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return rows
	}
	cells = cells[:min(len(cells), maxCells)]
	for i, c := range cells {
		cells[i] = strings.TrimSpace(Unguard(strings.TrimSpace(c)))
	}
	return append(rows, Row{line, cells})
}

// readBook reads the first visible sheet of a workbook. Values are taken as they
// are kept, not as they are shown: a shown amount may be rounded.
func readBook(name string, data []byte, most int) (rows []Row, problems []Problem) {
	bad := []Problem{{Message: lang.Tell("{file} cannot be opened as a workbook; open it in a spreadsheet and save it anew, without a password", "file", name)}}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		return nil, bad
	}
	defer func() { _ = book.Close() }()
	for _, sheet := range book.GetSheetList() {
		if shown, err := book.GetSheetVisible(sheet); err != nil || !shown {
			continue
		}
		found, err := book.Rows(sheet)
		if err != nil {
			continue
		}
		defer func() { _ = found.Close() }()
		for line := 1; found.Next() && len(rows) <= most+1; line++ {
			cells, err := found.Columns()
			if err != nil {
				return nil, []Problem{{Line: line, Message: lang.Tell("the row cannot be read")}}
			}
			rows = addRow(rows, line, cells)
		}
		return rows, nil
	}
	return nil, bad
}

// Date reads a day of the form 2026-05-12, or as a workbook keeps it. A day that is
// none has a message.
func (t Table) Date(cell string) (clock.Date, lang.Told) {
	if d, err := clock.ParseDate(cell); err == nil {
		return d, lang.Told{}
	}
	whole, rest, _ := strings.Cut(cell, ".")
	if n, err := strconv.Atoi(whole); t.days && err == nil && n > 20_000 && n < 110_000 && strings.Trim(rest, "0") == "" {
		return clock.Date(time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)), lang.Told{}
	}
	return "", lang.Tell("this is no day; write it as year, month and day, like 2026-05-12")
}
