package frameworkimport

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"strings"

	"cairn/internal/lang"
)

// csv reads a table whose cells are separated by commas, semicolons or tabs.
func (c *collector) csv(f File) {
	t := table{file: f.Name}
	r := csv.NewReader(bytes.NewReader(f.Data))
	r.Comma = separator(f.Data)
	r.FieldsPerRecord = -1
	for len(t.rows) <= mostRows {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.badRow(f, err)
			continue
		}
		line, _ := r.FieldPos(0)
		made := row{line: line, cells: cells[:min(len(cells), mostCells)]}
		for i := range made.cells {
			_, column := r.FieldPos(i)
			made.at = append(made.at, column)
		}
		if len(cells) > mostCells {
			c.note(Undecided, Place{File: f.Name, Line: line}, "row", lang.Tell("It has more than {n} cells; the rest was not read.", "n", mostCells))
		}
		t.rows = append(t.rows, made)
	}
	c.table(t)
}

// badRow says what a person can mend; the reader goes on behind it.
func (c *collector) badRow(f File, err error) {
	at := Place{File: f.Name}
	var wrong *csv.ParseError
	message := lang.Tell("{why}", "why", err)
	if errors.As(err, &wrong) {
		at.Line, at.Column = wrong.StartLine, wrong.Column
		if all := strings.SplitN(string(f.Data), "\n", wrong.StartLine+1); wrong.StartLine >= 1 && wrong.StartLine <= len(all) {
			at = at.says(all[wrong.StartLine-1])
		}
		switch {
		case errors.Is(err, csv.ErrBareQuote):
			message = lang.Tell(`A quotation mark stands inside a cell. Put the whole cell in marks and double those inside: "so ""called"" this".`)
		case errors.Is(err, csv.ErrQuote):
			message = lang.Tell("A quotation mark is opened here and not closed as it should be: what follows it may not be what was meant. Close it, or double it where it belongs to the text.")
		}
	}
	c.note(Undecided, at, "row", lang.Tell("{why} The row was not taken.", "why", message))
}

// separator is what splits the first lines into the most cells that have a known
// heading, or else into the most cells.
func separator(data []byte) rune {
	best, most := ',', 0
	for _, comma := range []rune{',', ';', '\t', '|'} {
		r := csv.NewReader(bytes.NewReader(data))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
		score := 0
		for range 5 {
			cells, err := r.Read()
			if err != nil {
				break
			}
			score = max(score, 10*len(mapColumns(cells, nil).columns)+min(len(cells), 9))
		}
		if score > most {
			best, most = comma, score
		}
	}
	return best
}

// stem is the name of a file without folders and ending.
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if s := strings.TrimSuffix(base, path.Ext(base)); s != "" {
		base = s
	}
	return base
}

// title makes a name of the name of a file.
func title(file string) string {
	s := tidy(strings.NewReplacer("-", " ", "_", " ").Replace(stem(file)))
	if s == "" {
		return "Framework"
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
