package orgfile

import (
	"bytes"
	"io"
	"strings"

	"cairn/internal/lang"
	"cairn/internal/sheet"
)

// readBook reads the first visible sheet of a workbook. ok is false when nothing
// in it can be read.
func (f *file) readBook(name string) (ok bool) {
	data, err := io.ReadAll(io.LimitReader(f.lines.in, MaxBytes+1))
	f.lines.count(data)
	switch {
	case err != nil:
		f.problems = append(f.problems, Problem{Message: lang.Tell("{file} cannot be read any further", "file", name)})
		return false
	case len(data) > MaxBytes:
		f.problems = append(f.problems, Problem{Message: tooBig})
		return false
	}
	table, problems := sheet.Read(name, data, MaxRows)
	if len(problems) > 0 {
		f.problems = problems
		return false
	}
	f.table, f.lines.number = &table, table.Head.Line
	if f.header, f.problems, ok = f.mapping.readHeader(table.Head.Line, table.Head.Cells); !ok {
		return false
	}
	for _, row := range table.Rows {
		f.lines.number = row.Line
		f.readCells(strings.Join(row.Cells, " "), row.Cells)
	}
	return true
}

// day is a day as we write it, where a workbook keeps it as a number.
func (f *file) day(c *column, value string) string {
	if f.table == nil || !c.day {
		return value
	}
	if d, wrong := f.table.Date(value); wrong.None() {
		return string(d)
	}
	return value
}

// firstLine takes the first line of text apart, and reads no further.
func (f *file) firstLine(name string, data []byte) ([]string, []Problem) {
	f.lines = newLines(bytes.NewReader(data), func(int64) {})
	if f.lines.isBook() {
		table, problems := sheet.Read(name, data, MaxRows)
		return table.Head.Cells, problems
	}
	for {
		text, mistake, err := f.lines.next()
		switch {
		case err != nil:
			return nil, []Problem{{Message: emptyFile(name)}}
		case !mistake.None():
			return nil, []Problem{{Line: f.lines.number, Message: mistake}}
		case strings.TrimSpace(text) != "":
			cells, mistake := splitCells(text, separatorOf(text))
			if !mistake.None() {
				return nil, []Problem{{Line: f.lines.number, Message: mistake}}
			}
			return cells, nil
		}
	}
}
