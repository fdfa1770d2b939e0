package orgfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"cairn/internal/lang"
	"cairn/internal/org"
	"cairn/internal/sheet"
)

// Options tell how to read a file.
type Options struct {
	Total    int64                   // size of the file, 0 when unknown
	Progress func(done, total int64) // called as bytes are read; may be nil
	Mapping
}

// Read reads a whole people file. Every line is judged; where there are
// problems, the rows are not to be used. name is how messages call the file.
func Read(r io.Reader, name string) ([]Row, []Problem) { return ReadWith(r, name, Options{}) }

// ReadWith is Read that reports its progress.
func ReadWith(r io.Reader, name string, o Options) ([]Row, []Problem) {
	f := &file{mapping: o.Mapping}
	f.lines = newLines(r, func(done int64) {
		if o.Progress != nil {
			o.Progress(done, o.Total)
		}
	})
	var whole bool
	if f.lines.isBook() {
		whole = f.readBook(name)
	} else if whole = f.readHeader(name); whole {
		f.readRows()
	}
	if whole {
		f.problems = append(f.problems, checkPeople(f.rows)...)
	}
	return f.rows, f.problems
}

// file is a people file while it is read.
type file struct {
	lines     *lines
	mapping   Mapping
	separator byte
	table     *sheet.Table // of a workbook
	header    header
	rows      []Row
	problems  []Problem
}

func (f *file) report(column, value string, message lang.Told) {
	f.problems = append(f.problems, Problem{Line: f.lines.number, Column: column, Value: sheet.Shown(value), Message: message})
}

// readHeader finds the first line with text; ok is false when nothing below it
// can be read.
func (f *file) readHeader(name string) (ok bool) {
	for {
		text, mistake, err := f.lines.next()
		switch {
		case errors.Is(err, io.EOF):
			f.problems = append(f.problems, Problem{Message: emptyFile(name)})
			return false
		case err != nil:
			f.report("", "", unreadable(err))
			return false
		case !mistake.None():
			f.report("", "", mistake)
			return false
		case strings.TrimSpace(text) != "":
			return f.takeHeader(text)
		}
	}
}

func (f *file) takeHeader(text string) (ok bool) {
	f.separator = separatorOf(text)
	cells, mistake := splitCells(text, f.separator)
	if !mistake.None() {
		f.report("", text, mistake)
		return false
	}
	f.header, f.problems, ok = f.mapping.readHeader(f.lines.number, cells)
	return ok
}

func (f *file) readRows() {
	for {
		text, mistake, err := f.lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			f.report("", "", unreadable(err))
			return
		case !mistake.None():
			f.report("", "", mistake)
		default:
			f.readRow(text)
		}
		if len(f.rows) > MaxRows {
			f.report("", "", lang.Tell("the file has more than {n} people; split it into several", "n", MaxRows))
			return
		}
	}
}

func (f *file) readRow(text string) {
	cells, mistake := splitCells(text, f.separator)
	if !mistake.None() {
		f.report("", text, mistake)
		return
	}
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return // spreadsheets leave such lines at the end
	}
	f.readCells(text, cells)
}

func (f *file) readCells(text string, cells []string) {
	if extra := len(cells) - len(f.header); extra > 0 && strings.TrimSpace(strings.Join(cells[len(f.header):], "")) != "" {
		f.report("", text, lang.Tell("the line has {cells} cells and the first line names {columns} columns; put cells that contain {separator} in quotation marks",
			"cells", len(cells), "columns", len(f.header), "separator", fmt.Sprintf("%q", f.separator)))
		return
	}
	row := Row{Line: f.lines.number}
	for i, c := range f.header {
		if c != nil {
			f.readCell(&row, c, cellAt(cells, i))
		}
	}
	f.rows = append(f.rows, row)
}

func cellAt(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

func (f *file) readCell(row *Row, c *column, cell string) {
	values := []string{cell}
	if c.several {
		values = strings.Split(cell, ";")
	}
	var kept []string
	for _, value := range values {
		value = f.day(c, strings.TrimSpace(value))
		message := checkText(value)
		if value = tidy(unguard(value)); message.None() {
			message = checkValue(c, value)
		}
		if !message.None() {
			f.report(c.name, value, message)
			return
		}
		kept = append(kept, value)
	}
	if c.several {
		*c.list(row) = distinct(kept)
		return
	}
	*c.read(row) = kept[0]
}

// distinct leaves out what is empty or there already.
func distinct(values []string) []string {
	var kept []string
	seen := map[string]bool{"": true}
	for _, value := range values {
		if key := org.Fold(value); !seen[key] {
			seen[key] = true
			kept = append(kept, value)
		}
	}
	return kept
}

func checkText(text string) lang.Told {
	if n := utf8.RuneCountInString(unguard(text)); n > MaxCell {
		return lang.Tell("there are {n} characters; at most {most} are kept", "n", n, "most", MaxCell)
	}
	if strings.ContainsFunc(text, hidden) {
		return lang.Tell("there is an invisible character; type the text again by hand")
	}
	return lang.Told{}
}
